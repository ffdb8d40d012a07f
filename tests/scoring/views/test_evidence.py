"""Files over HTTP: sent in, refused with their name, served only within reach."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from scoring.models import Evidence, EvidenceLink
from tests.scoring.conftest import Filled
from tests.scoring.services.test_evidence import pdf, uploaded
from tests.scoring.views.test_assessments import HTMX
from tests.sign_in import sign_in


@pytest.fixture(autouse=True)
def _media(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield


def send(client: Client, filled: Filled, *files: tuple[str, bytes], **headers: Any) -> Any:
    url = reverse("scoring:evidence-upload", args=[filled.item("a1").pk])
    return client.post(url, {"files": [SimpleUploadedFile(name, content) for name, content in files]}, **headers)


def test_good_files_are_kept_and_bad_ones_named(client: Client, filled: Filled) -> None:
    answer = send(
        sign_in(client, filled.staff), filled, ("Kế hoạch.pdf", pdf().getvalue()), ("xau.pdf", b"khong phai"), **HTMX
    )

    body = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Kế hoạch.pdf" in body
    assert "xau.pdf" in body
    assert [link.evidence.name for link in EvidenceLink.objects.all()] == ["Kế hoạch.pdf"]


def test_foreign_unit_can_neither_send_nor_read(client: Client, filled: Filled) -> None:
    stored = uploaded(filled)
    sign_in(client, filled.other_head)

    assert send(client, filled, ("a.pdf", pdf().getvalue())).status_code == HTTPStatus.NOT_FOUND
    address = reverse("scoring:evidence-file", args=[stored.pk, stored.name])
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    assert stored.name not in client.get(reverse("scoring:evidence-list")).content.decode()
    deleted = client.post(reverse("scoring:evidence-delete", args=[stored.pk]))
    assert deleted.status_code == HTTPStatus.NOT_FOUND
    assert Evidence.objects.filter(pk=stored.pk).exists()


def test_pdf_opens_in_the_page_and_is_never_guessed(client: Client, filled: Filled) -> None:
    stored = uploaded(filled)

    answer = sign_in(client, filled.office).get(reverse("scoring:evidence-file", args=[stored.pk, stored.name]))

    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Type"] == "application/pdf"


def test_page_that_does_not_exist_is_refused(client: Client, filled: Filled) -> None:
    send(sign_in(client, filled.staff), filled, ("a.pdf", pdf().getvalue()))
    link = EvidenceLink.objects.get()
    url = reverse("scoring:evidence-page", args=[link.pk])

    for page in ("9", "-1", "một"):
        client.post(url, {"page": page})
        link.refresh_from_db()
        assert link.page is None
    client.post(url, {"page": "2"})
    link.refresh_from_db()
    assert link.page == 2


def test_stored_file_is_used_again_and_taken_off(client: Client, filled: Filled) -> None:
    stored = uploaded(filled)
    item = filled.item("b1")
    sign_in(client, filled.staff)

    client.post(reverse("scoring:evidence-attach", args=[item.pk]), {"evidence": stored.pk, "page": "1"})
    link = EvidenceLink.objects.get()
    assert (link.item, link.page) == (item, 1)

    client.post(reverse("scoring:evidence-detach", args=[link.pk]))
    assert not EvidenceLink.objects.exists()


def test_file_of_another_unit_cannot_be_used_again(client: Client, filled: Filled) -> None:
    foreign = uploaded(filled, unit=filled.world.pharmacy, by=filled.other_head)

    client_ = sign_in(client, filled.staff)
    client_.post(reverse("scoring:evidence-attach", args=[filled.item("b1").pk]), {"evidence": foreign.pk})

    assert not EvidenceLink.objects.exists()


def test_unused_file_is_deleted_from_the_store(client: Client, filled: Filled) -> None:
    stored = uploaded(filled)

    sign_in(client, filled.staff).post(reverse("scoring:evidence-delete", args=[stored.pk]))

    assert not Evidence.objects.exists()
