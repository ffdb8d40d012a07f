"""From the provisional result to the accepted one: opened, contested, decided by another, computed again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from accounts.roles import RoleCode
from core.enums import JobState
from core.models import Job
from scoring.models import AppealWindow, AssessmentItem, ScoreRun
from scoring.services import assessments, criteria, verification
from scoring.tasks import compute_scores
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.campaigns import CampaignFactory, ParticipantFactory, RoundFactory
from tests.factories.scoring import NOW, stored_small_set
from tests.factories.world import World, make_world
from tests.flows.desk import Desk

GROUPS = [
    {
        "code": "a",
        "name": "Điều hành",
        "max": 100,
        "criterion": [
            {"code": "a1", "name": "Ban hành kế hoạch", "max": 60, "rule": {"kind": "yes_no"}},
            {"code": "a2", "name": "Sinh hoạt chuyên đề", "max": 40, "rule": {"kind": "yes_no"}},
        ],
    }
]
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return make_world()


def verified_round(world: World, office: User, head: User) -> int:
    """The surgery says yes to both criteria; the office takes 15 of 40 points away."""
    round_ = RoundFactory(campaign=CampaignFactory(unit=world.centre), year=timezone.localdate().year)
    ParticipantFactory(round=round_, unit=world.surgery)
    criteria.assign(round=round_, criteria_set=stored_small_set(world.centre, group=GROUPS), by=None, at=NOW)
    now = timezone.now()
    sheet = assessments.open_for_round(round=round_, by=office, at=now)[0]
    for item in AssessmentItem.objects.filter(assessment=sheet, criterion__parent__isnull=False):
        assessments.save_item(
            item=item, typed={"done": "co"}, expected_revision=item.revision, by=head, at=now, explanation="Có"
        )
    assessments.submit(assessment=sheet, by=head, at=now)
    for item in AssessmentItem.objects.filter(assessment=sheet).select_related("criterion"):
        lowered = item.criterion.code in ("a2", "T1")
        verification.decide(
            item=item,
            decision="adjust" if lowered else "accept",
            points={"a2": 25, "T1": 0}.get(item.criterion.code),  # type: ignore[arg-type]
            reason="Thiếu biên bản quý III" if lowered else "",
            expected_revision=item.revision,
            by=office,
            at=now,
        )
    verification.finish(assessment=sheet, by=office, at=now)
    key: int = round_.pk
    return key


def compute(office: Desk, key: int) -> ScoreRun:
    office.open(f"/ket-qua/?dot={key}").send("tinh-diem").told("Đang chờ")
    compute_scores(str(Job.objects.get(state__in=JobState.unfinished()).pk))
    return ScoreRun.objects.latest("number")


def test_from_provisional_to_final_through_an_appeal(world: World) -> None:
    staff = PersonFactory(unit=world.office)
    office_user = user_with(RoleCode.OFFICE, world.centre, person=staff)
    head_user = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)
    office, head = Desk(office_user), Desk(head_user)
    director = Desk(user_with(RoleCode.DIRECTOR, world.centre))
    key = verified_round(world, office_user, head_user)
    run = compute(office, key)

    tomorrow = timezone.localdate() + timedelta(days=1)
    page = f"/kien-nghi/lan-tinh/{run.pk}/mo/"
    office.open(page).send("", closes_on=f"{tomorrow:%d/%m/%Y}", closes_at="17:00").told("Đã mở kiến nghị")
    director.open(f"/ket-qua/lan-tinh/{run.pk}/").press("finalise").told("thời hạn kiến nghị còn mở")

    head.open("/").told("Kết quả tạm của Khoa Ngoại")
    score = run.unit_scores.get()
    sheet = head.open(f"/ket-qua/don-vi/{score.pk}/").told("85,00").told("Thiếu biên bản quý III")
    contested = score.criterion_scores.get(criterion__code="a2")
    assert "Thứ hạng" not in sheet.words
    head.open(f"/ket-qua/diem/{contested.pk}/").told("Kiến nghị điểm này")
    head.open(f"/kien-nghi/diem/{contested.pk}/").send(
        "",
        proposed_points="40",
        argument="Biên bản quý III ở trang 2",
        files={"uploads": SimpleUploadedFile("bien-ban.png", PNG, content_type="image/png")},
    ).told("Đã gửi kiến nghị về a2")
    appeal = head.key()

    office.open(f"/kien-nghi/{appeal}/").told("Bạn đã thẩm định điểm này lần đầu")
    director.open("/").told("1 kiến nghị điểm chờ giải quyết")
    desk = director.open(f"/kien-nghi/{appeal}/").told("Thiếu biên bản quý III").told("Biên bản quý III ở trang 2")
    desk.send("giai-quyet", decision="adjust", points="37,5", reason="Đã có biên bản").told("Đã giải quyết")
    now = timezone.now()
    AppealWindow.objects.update(opened_at=now - timedelta(days=2), closes_at=now - timedelta(hours=1))
    director.open(f"/ket-qua/lan-tinh/{run.pk}/").press("finalise").told("chưa tính 1 kiến nghị đã điều chỉnh")

    office.open(f"/ket-qua/lan-tinh/{run.pk}/").send("tinh-diem").told("Đang chờ")
    compute_scores(str(Job.objects.get(state__in=JobState.unfinished()).pk))
    newest = ScoreRun.objects.latest("number")
    page = f"/ket-qua/lan-tinh/{newest.pk}/"
    director.open(page).told("a2: 25,00 → 37,50").press("finalise").told("Đã chốt điểm")
    director.open(page).press("publish")
    head.open("/ket-qua/").told("97,50")
    head.open(f"/kien-nghi/{appeal}/").told("Đã có biên bản").told("Thiếu biên bản quý III")
