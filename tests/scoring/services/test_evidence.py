"""Proofs are kept once by content, pinned to lines of the same unit, and removed only when nothing uses them."""

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from django.conf import LazySettings

from core.uploads import UploadRefused
from scoring.models import Evidence, EvidenceLink
from scoring.selectors.evidence import warnings_for
from scoring.services import assessments, evidence
from scoring.services.assessments import AssessmentRefused
from scoring.services.evidence import EvidenceRefused
from tests.scoring.conftest import WORKDAY, Filled


@pytest.fixture(autouse=True)
def _media(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield


def pdf(pages: int = 3) -> io.BytesIO:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    target = io.BytesIO()
    document.save(target, deterministic_id=True)
    return target


def uploaded(filled: Filled, **given: object) -> Evidence:
    options = {"unit": filled.world.surgery, "file": pdf(), "name": "Báo cáo.pdf", "by": filled.staff, **given}
    return evidence.upload(at=WORKDAY, **options)[0]  # type: ignore[arg-type]


def test_same_content_is_kept_once(filled: Filled) -> None:
    first, is_new = evidence.upload(
        unit=filled.world.surgery, file=pdf(), name="Báo cáo.pdf", by=filled.staff, at=WORKDAY
    )
    again, is_new_again = evidence.upload(
        unit=filled.world.surgery, file=pdf(), name="Tên khác.pdf", by=filled.head, at=WORKDAY
    )

    assert (is_new, is_new_again) == (True, False)
    assert again == first
    assert first.pages == 3


def test_file_is_stored_under_its_hash(filled: Filled) -> None:
    stored = uploaded(filled)

    assert stored.sha256 in stored.file.name
    assert "Báo cáo" not in stored.file.name


@pytest.mark.parametrize(
    ("content", "name"), [(b"khong phai pdf", "a.pdf"), (b"", "a.pdf"), (b"%PDF-1.4 hong", "a.pdf"), (b"MZ", "a.exe")]
)
def test_file_that_will_not_do_is_refused(filled: Filled, content: bytes, name: str) -> None:
    with pytest.raises(UploadRefused):
        uploaded(filled, file=io.BytesIO(content), name=name)

    assert not Evidence.objects.exists()


def test_file_larger_than_the_limit_is_refused(filled: Filled, settings: LazySettings) -> None:
    settings.UPLOAD_LIMIT_BYTES = 100

    with pytest.raises(UploadRefused):
        uploaded(filled)


def test_foreign_unit_cannot_upload(filled: Filled) -> None:
    with pytest.raises(EvidenceRefused):
        uploaded(filled, by=filled.other_head)


def test_pinning_again_moves_the_page(filled: Filled) -> None:
    stored = uploaded(filled)
    evidence.attach(item=filled.item("a1"), evidence=stored, by=filled.staff, at=WORKDAY)
    evidence.attach(item=filled.item("a1"), evidence=stored, page=2, by=filled.staff, at=WORKDAY)

    assert EvidenceLink.objects.get().page == 2


def test_page_beyond_the_end_is_refused(filled: Filled) -> None:
    with pytest.raises(EvidenceRefused, match="3 trang"):
        evidence.attach(item=filled.item("a1"), evidence=uploaded(filled), page=4, by=filled.staff, at=WORKDAY)


def test_proof_of_another_unit_cannot_be_pinned(filled: Filled) -> None:
    foreign = uploaded(filled, unit=filled.world.pharmacy, by=filled.other_head)

    with pytest.raises(EvidenceRefused):
        evidence.attach(item=filled.item("a1"), evidence=foreign, by=filled.staff, at=WORKDAY)


def test_proof_makes_a_line_complete(filled: Filled) -> None:
    filled.complete()
    filled.save("a1", done="co", explanation="")
    with pytest.raises(AssessmentRefused):
        assessments.submit(assessment=filled.sheet(), by=filled.head, at=WORKDAY)

    evidence.attach(item=filled.item("a1"), evidence=uploaded(filled), by=filled.staff, at=WORKDAY)

    assert assessments.submit(assessment=filled.sheet(), by=filled.head, at=WORKDAY).state == "submitted"


def test_pinning_leaves_the_figures_and_their_revision_alone(filled: Filled) -> None:
    filled.save("a1", done="co")

    evidence.attach(item=filled.item("a1"), evidence=uploaded(filled), by=filled.staff, at=WORKDAY)

    assert (filled.item("a1").revision, filled.item("a1").declared) == (1, {"done": True})


def test_after_submission_proofs_stay_as_they_are(filled: Filled) -> None:
    link = evidence.attach(item=filled.item("a1"), evidence=uploaded(filled), by=filled.staff, at=WORKDAY)
    filled.submit()

    with pytest.raises(AssessmentRefused):
        evidence.detach(link=link, by=filled.staff, at=WORKDAY)
    assert EvidenceLink.objects.count() == 1


def test_used_file_cannot_be_deleted(filled: Filled) -> None:
    stored = uploaded(filled)
    link = evidence.attach(item=filled.item("a1"), evidence=stored, by=filled.staff, at=WORKDAY)

    with pytest.raises(EvidenceRefused, match="đang là minh chứng"):
        evidence.delete(evidence=stored, by=filled.staff, at=WORKDAY)

    evidence.detach(link=link, by=filled.staff, at=WORKDAY)
    evidence.delete(evidence=stored, by=filled.staff, at=WORKDAY)
    assert not Evidence.objects.exists()


def test_content_leaves_the_disk_when_the_deletion_is_certain(
    filled: Filled, django_capture_on_commit_callbacks: object
) -> None:
    stored = uploaded(filled)
    path = Path(stored.file.path)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        evidence.delete(evidence=stored, by=filled.staff, at=WORKDAY)
        assert path.exists()

    assert not path.exists()


def test_verifier_is_warned_of_the_same_content_elsewhere_and_earlier(filled: Filled) -> None:
    link = evidence.attach(item=filled.item("a1"), evidence=uploaded(filled), by=filled.staff, at=WORKDAY)
    uploaded(filled, unit=filled.world.pharmacy, by=filled.other_head)

    assert warnings_for([link], centre=filled.world.centre, year=2026) == {link.pk: ["trùng với tệp của Khoa Dược"]}
    assert warnings_for([link], centre=filled.world.centre, year=2027) == {
        link.pk: ["trùng với tệp của Khoa Dược", "đã dùng năm 2026"]
    }
