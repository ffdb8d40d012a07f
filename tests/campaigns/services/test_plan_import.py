"""Storing whole plans: all or nothing, new versions instead of lost ones, and the same document back."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import campaigns
from campaigns.engine.document import document_lines, walk
from campaigns.engine.plan import PlanFacts
from campaigns.engine.plan_file import parse_plan_file
from campaigns.enums import PlanState
from campaigns.models import Campaign, Plan, PlanSection
from campaigns.selectors.plan_document import newest_plan, plan_document
from campaigns.services import plan_import
from campaigns.services.plan_import import PlanImportRefused
from campaigns.word.facts import facts_of
from campaigns.word.reader import Line
from campaigns.word.recognise import recognise
from core.models import AuditEvent
from indicators.services import catalogue
from tests.factories.world import World

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 1, 8, tzinfo=UTC)
PLANS = Path(campaigns.__file__).parent / "data" / "plans"
TEXT = """KẾ HOẠCH
Phát động phong trào thi đua giai đoạn 2026 - 2030
Căn cứ Kế hoạch số 80/KH-SYT ngày 30/3/2026 của Sở Y tế;
Trung tâm Y tế Một ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
- Nâng cao chất lượng.
II. NỘI DUNG THI ĐUA
a) Thi đua cải cách thủ tục hành chính
- Giải quyết đúng hạn đạt từ 99% trở lên.
c) Thi đua chuyển đổi số
- Trên 90% người dân hài lòng.
V. TỔ CHỨC THỰC HIỆN
1. Các khoa, phòng
- Thực hiện Kế hoạch này.
Trên đây là Kế hoạch thi đua./.
Nơi nhận:
- Sở Y tế;
- Lưu: VT.
GIÁM ĐỐC
Lê Thị Hoa"""


def _facts(text: str = TEXT, code: str = "thi-dua") -> PlanFacts:
    return facts_of(recognise([Line(line) for line in text.splitlines()]), code=code, fallback_year=2026)


def _shipped(name: str = "hoai-nhon-2026-2030") -> PlanFacts:
    return parse_plan_file((PLANS / f"{name}.toml").read_bytes())


def test_an_imported_text_comes_back_word_by_word(world: World) -> None:
    plan = plan_import.save_draft(facts=_facts(), unit=world.centre, by=None, at=AT)
    lines = list(document_lines(plan_document(Plan.objects.get(pk=plan.pk))))
    title = lines.index("KẾ HOẠCH")
    assert lines[title:] == TEXT.splitlines()
    assert lines[:title] == ["SỞ Y TẾ TỈNH GIA LAI", "TRUNG TÂM Y TẾ MỘT", "Số: /KH-TTYT", "Hoài Nhơn, ngày tháng năm"]


def test_marks_are_kept_by_hand_only_where_numbering_would_differ(world: World) -> None:
    plan = plan_import.save_draft(facts=_facts(), unit=world.centre, by=None, at=AT)
    roots = PlanSection.objects.filter(plan=plan, parent=None)
    assert [section.mark for section in roots] == ["", "", "V"]
    contents = PlanSection.objects.filter(parent__in=roots, style="letter")
    assert [section.mark for section in contents] == ["", "c"]


def test_facts_are_stored_beside_the_text(world: World) -> None:
    plan = plan_import.save_draft(facts=_facts(), unit=world.centre, by=None, at=AT)
    assert (plan.campaign.starts_on, plan.campaign.ends_on) == (date(2026, 1, 1), date(2030, 12, 31))
    assert [area.code for area in plan.content_areas.all()] == ["a", "c"]
    targets = [(target.operator, target.content_area.code, target.confirmed) for target in plan.targets.all()]
    assert targets == [("gte", "a", False), ("gt", "c", False)]
    assert [basis.kind for basis in plan.bases.all()] == ["can_cu"]
    assert [duty.responsible for duty in plan.duties.all()] == ["Các khoa, phòng"]


@pytest.mark.parametrize("name", ["hoai-nhon-2026-2030", "tu-mo-rong-2023-2030"])
def test_a_shipped_plan_is_stored_whole(world: World, name: str) -> None:
    catalogue.load_catalogue()
    facts = _shipped(name)
    plan = plan_import.save_draft(facts=facts, unit=world.centre, by=None, at=AT)
    stored = plan_document(plan)
    assert stored.sections == facts.document.sections
    assert (stored.bases, stored.recipients, stored.signer) == (
        facts.document.bases,
        facts.document.recipients,
        facts.document.signer,
    )
    assert plan.targets.filter(confirmed=True).count() == len(facts.targets)
    assert plan.bases.count() == len(facts.bases)


def test_importing_is_audited(world: World) -> None:
    plan_import.save_draft(facts=_facts(), unit=world.centre, by=None, at=AT)
    event = AuditEvent.objects.get()
    assert (event.action, event.at) == ("campaigns.plan.import", AT)


def test_a_second_import_is_refused_unless_it_replaces(world: World) -> None:
    plan_import.save_draft(facts=_facts(), unit=world.centre, by=None, at=AT)
    with pytest.raises(PlanImportRefused, match="đã có bản dự thảo"):
        plan_import.save_draft(facts=_facts(), unit=world.centre, by=None, at=AT)
    shorter = _facts(TEXT.replace("- Nâng cao chất lượng.\n", ""))
    plan = plan_import.save_draft(facts=shorter, unit=world.centre, by=None, at=AT, replace=True)
    assert list(Plan.objects.all()) == [plan]
    assert (plan.version, plan.revision) == (1, 1)
    assert plan.sections.count() == len(list(walk(shorter.document.sections)))


def _issue(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.ISSUED, number=5, issued_on=date(2026, 4, 2), issued_at=AT)


def test_replacing_an_issued_plan_makes_a_new_version_and_keeps_the_old(world: World) -> None:
    first = plan_import.save_draft(facts=_facts(), unit=world.centre, by=None, at=AT)
    _issue(first)
    with pytest.raises(PlanImportRefused, match="đã ban hành"):
        plan_import.save_draft(facts=_facts(), unit=world.centre, by=None, at=AT)
    second = plan_import.save_draft(facts=_facts(), unit=world.centre, by=None, at=AT, replace=True)
    assert (second.version, second.amends, second.state) == (2, first, PlanState.DRAFT)
    assert newest_plan("thi-dua") == second
    assert first.sections.count() == second.sections.count()


def test_a_plan_that_waits_for_the_director_is_not_replaced(world: World) -> None:
    plan = plan_import.save_draft(facts=_facts(), unit=world.centre, by=None, at=AT)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.WITH_DIRECTOR)
    with pytest.raises(PlanImportRefused, match="chờ Giám đốc"):
        plan_import.save_draft(facts=_facts(), unit=world.centre, by=None, at=AT, replace=True)


def test_a_code_of_another_centre_is_refused(world: World) -> None:
    plan_import.save_draft(facts=_facts(), unit=world.centre, by=None, at=AT)
    with pytest.raises(PlanImportRefused, match="đã dùng cho phong trào khác"):
        plan_import.save_draft(facts=_facts(), unit=world.other_centre, by=None, at=AT, replace=True)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("- Sở Y tế;", "- " + "Sở Y tế " * 40),
        TEXT.replace("Phát động phong trào", "Phát động " * 45 + "\ngiai đoạn " * 9),
    ],
)
def test_what_is_too_long_is_told_and_nothing_is_stored(world: World, text: str) -> None:
    with pytest.raises(PlanImportRefused, match="Không lưu được"):
        plan_import.save_draft(facts=_facts(text), unit=world.centre, by=None, at=AT)
    assert not Campaign.objects.exists()
    assert not Plan.objects.exists()


def test_an_unknown_indicator_is_told_and_nothing_is_stored(world: World) -> None:
    facts = _shipped()
    broken = replace(facts, targets=(replace(facts.targets[0], indicator="khong-co"),))
    with pytest.raises(PlanImportRefused, match="khong-co"):
        plan_import.save_draft(facts=broken, unit=world.centre, by=None, at=AT)
    assert not Campaign.objects.exists()


def test_the_unit_is_found_by_code_campaign_or_name(world: World) -> None:
    assert plan_import.unit_for(_facts()) == world.centre
    assert plan_import.unit_for(_facts(), code="ttyt-hai") == world.other_centre
    plan_import.save_draft(facts=_facts(), unit=world.other_centre, by=None, at=AT)
    assert plan_import.unit_for(_facts()) == world.other_centre


def test_a_unit_that_cannot_be_told_is_asked_for(world: World) -> None:
    nameless = _facts(TEXT.replace("Trung tâm Y tế Một", "Đơn vị"))
    with pytest.raises(PlanImportRefused, match="Không xác định"):
        plan_import.unit_for(nameless)
    with pytest.raises(PlanImportRefused, match="Không có đơn vị"):
        plan_import.unit_for(nameless, code="la")
