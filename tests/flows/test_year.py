"""One year of emulation, from the draft of the plan to the public page that confirms the certificate."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from accounts.roles import RoleCode
from awards.models import Decision, Honour, SessionItem
from campaigns.enums import Phase
from core.models import Job
from scoring.models import AssessmentItem, ScoreRun
from scoring.tasks import compute_scores
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.world import World, make_world
from tests.flows.desk import Desk

SET = """
code = "bo-thu"
name = "Bộ tiêu chí thử nghiệm"
version = 1
total = 100

[[group]]
code = "a"
name = "Chỉ đạo, điều hành"
max = 100

[[group.criterion]]
code = "a1"
name = "Ban hành kế hoạch"
max = 60
evidence = "Kế hoạch của khoa"
rule = { kind = "yes_no" }

[[group.criterion]]
code = "a2"
name = "Văn bản đúng thể thức"
max = 40
evidence = "Danh mục văn bản"
rule = { kind = "proportional", numerator_label = "Văn bản đạt", denominator_label = "Văn bản ban hành" }

[[band]]
code = "tot"
name = "Tốt"
low = 80

[[band]]
code = "yeu"
name = "Yếu"
low = 0
"""


@dataclass
class Cast:
    """Who does what."""

    world: World
    office: Desk
    director: Desk
    head: Desk
    chair: Desk
    secretary: Desk
    member: Desk


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    world = make_world()
    call_command("load_awards", verbosity=0)

    def seat(role: RoleCode, name: str) -> Desk:
        person = PersonFactory(unit=world.centre, full_name=name)
        return Desk(user_with(role, world.centre, person=person, username=role))

    return Cast(
        world,
        office=Desk(user_with(RoleCode.OFFICE, world.centre, person=PersonFactory(unit=world.office))),
        director=seat(RoleCode.DIRECTOR, "Nguyễn Văn An"),
        head=Desk(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)),
        chair=seat(RoleCode.COUNCIL_CHAIR, "Trần Chủ Tịch"),
        secretary=seat(RoleCode.COUNCIL_SECRETARY, "Lê Thư Ký"),
        member=seat(RoleCode.COUNCIL_MEMBER, "Phạm Ủy Viên"),
    )


def pdf(name: str) -> SimpleUploadedFile:
    """A real PDF; the name makes its content unlike the others."""
    document, content = pikepdf.new(), BytesIO()
    document.add_blank_page()
    document.docinfo["/Title"] = name
    document.save(content)
    return SimpleUploadedFile(f"{name}.pdf", content.getvalue(), content_type="application/pdf")


def day(offset: int = 0) -> str:
    """A day near today as people type it."""
    when: date = timezone.localdate() + timedelta(days=offset)
    return f"{when.day}/{when.month}/{when.year}"


def test_a_year_from_plan_to_certificate(cast: Cast) -> None:
    issue_a_plan(cast)
    round_key = open_a_round(cast)
    assess_oneself(cast)
    verify(cast)
    compute_and_publish(cast, round_key)
    dossier = nominate(cast)
    session = meet_and_vote(cast, dossier)
    decide_and_confirm(cast, session)


def issue_a_plan(cast: Cast) -> None:
    year = timezone.localdate().year
    office = cast.office.open("/ke-hoach/lap/").send(
        "/ke-hoach/lap/",
        title="Phong trào thi đua đẩy mạnh cải cách hành chính",
        subject="Phát động phong trào thi đua",
        starts_on=f"1/1/{year}",
        ends_on=f"31/12/{year + 4}",
    )
    plan = office.told("Đã lập dự thảo").key()
    editor = f"/ke-hoach/{plan}/soan/"
    office.open(editor).send(
        editor, symbol="KH-TTYT", place="Hoài Nhơn", signer_title="GIÁM ĐỐC", signer_name="Nguyễn Văn An"
    )
    office.open(f"{editor}muc/them/").send("/muc/them/", heading="MỤC ĐÍCH, YÊU CẦU", body="Nâng cao chất lượng.")
    office.open(f"{editor}noi-nhan/").send("noi-nhan", text="Lưu: VT, TCHC.")
    office.open(f"/ke-hoach/{plan}/").press("submit")

    cast.director.open(f"/ke-hoach/{plan}/ban-hanh/").send("ban-hanh").told("Đã ban hành kế hoạch số 01/KH-TTYT")

    cast.head.open(f"/ke-hoach/{plan}/").told("MỤC ĐÍCH, YÊU CẦU").send("/xac-nhan/").told("đã xác nhận nhận kế hoạch")


def open_a_round(cast: Cast) -> int:
    office = cast.office.open("/dot-thi-dua/lap/").send("/dot-thi-dua/lap/")
    key = office.told("Đã lập đợt").key()
    days = {f"{phase}_opens_on": day(place) for place, phase in enumerate(Phase.values)}
    days |= {f"{phase}_closes_on": day(place + 5) for place, phase in enumerate(Phase.values)}
    days |= {"self_assessment_opens_on": day(), "verification_opens_on": day()}
    office.open(f"/dot-thi-dua/{key}/han/").send("/han/", **days).told("Đã lưu các hạn")

    file = SimpleUploadedFile("bo-tieu-chi.toml", SET.encode())
    office.open("/tieu-chi/nap/").send("/nap/", files={"file": file}).told("không có lỗi").press("1").told("Đã nạp")
    office.send("dung-cho-dot", round=str(key)).told("được chấm theo bộ tiêu chí này")
    office.open(f"/dot-thi-dua/{key}/").press("open")
    office.open("/danh-gia/").send(f"/danh-gia/dot/{key}/mo/")
    return key


def assess_oneself(cast: Cast) -> None:
    head = cast.head
    typed = {"a1": {"done": "co"}, "a2": {"numerator": "9", "denominator": "10"}}
    items = AssessmentItem.objects.filter(assessment__unit=cast.world.surgery)
    for item in items.order_by("criterion__code"):
        page = f"/danh-gia/tieu-chi/{item.pk}/"
        head.open(page).send(f"{page}luu/", **typed[item.criterion.code], explanation="Có hồ sơ lưu tại khoa.")
        head.told(f"Đã lưu tiêu chí {item.criterion.code}")
        head.open(page).send("tai-len", files={"files": pdf(f"minh-chung-{item.criterion.code}")})
    sheet = items[0].assessment_id
    head.open(f"/danh-gia/{sheet}/").told("96,00").press("submit").told("Đã nộp phiếu")


def verify(cast: Cast) -> None:
    first, second = AssessmentItem.objects.filter(assessment__unit=cast.world.surgery).order_by("criterion__code")
    desk = cast.office.open(f"/tham-dinh/{first.pk}/")
    desk.send(f"/tham-dinh/{first.pk}/", decision=desk.options("decision")["Điều chỉnh điểm"], points="55,5",
              reason="Ban hành chậm 10 ngày")  # fmt: skip
    queue = cast.office.open("/tham-dinh/").send("/danh-sach/thuc-hien/", button="agree", all="1")
    queue.send("/danh-sach/thuc-hien/").told("Đã đồng ý 1 tiêu chí")
    second.refresh_from_db()
    assert second.state == "accepted"
    sheet = cast.office.open(f"/danh-gia/{first.assessment_id}/")
    if "Đã thẩm định" not in sheet.words:
        sheet.press("verify").told("Đã hoàn tất thẩm định")


def compute_and_publish(cast: Cast, round_key: int) -> None:
    cast.office.open(f"/ket-qua/?dot={round_key}").send("tinh-diem").told("Đang chờ")
    compute_scores(str(Job.objects.get().pk))
    run = ScoreRun.objects.get()
    assert "91,50" not in cast.head.open("/ket-qua/").words

    page = f"/ket-qua/lan-tinh/{run.pk}/"
    cast.director.open(page).press("finalise")
    cast.director.open(page).press("publish")

    cast.head.open("/ket-qua/").told("91,50")


def nominate(cast: Cast) -> int:
    office = cast.office.open("/khen-thuong/dot-xet/mo/")
    chosen = [value for words, value in office.options("awards").items() if "Tập thể lao động tiên tiến" in words]
    office.send("/dot-xet/mo/", opens_on=day(), closes_on=day(20), awards=chosen).told("Đã mở đợt xét")

    head = cast.head.open("/khen-thuong/de-nghi/")
    head.send("de-nghi", award=chosen[0], person="").told("Đã lập hồ sơ")
    dossier = head.key()
    yes = {name: yes_of(head, name) for name in names_of(head, "judgement_")}
    head.send(
        "thanh-tich",
        situation="Khoa có 20 viên chức.",
        results="Trả kết quả đúng hạn 99,5%.",
        citation="Hoàn thành tốt nhiệm vụ cải cách hành chính",
        met_on=day(),
        met_present="18",
        met_in_favour="17",
        **yes,
    ).told("Đã lưu báo cáo thành tích")
    head.open(f"/khen-thuong/ho-so/{dossier}/")
    for component in names_of_components(head):
        head.open(f"/khen-thuong/ho-so/{dossier}/").send(
            "/tep/", files={"file": pdf(f"giay-to-{component}")}, component=component
        )
    head.open(f"/khen-thuong/ho-so/{dossier}/").press("submit").told("Đã nộp, chờ thẩm định")

    cast.office.open(f"/khen-thuong/ho-so/{dossier}/").press("accept").told("Đủ điều kiện, chờ họp Hội đồng")
    return dossier


def names_of(desk: Desk, prefix: str) -> list[str]:
    return sorted({each.get("name") for each in desk.page.xpath(f'//*[starts-with(@name, "{prefix}")]')})


def yes_of(desk: Desk, name: str) -> str:
    return next(
        value for words, value in desk.options(name).items() if words.startswith(("Đạt", "Có", "Đồng ý", "Đúng"))
    )


def names_of_components(desk: Desk) -> list[str]:
    return [each.get("value") for each in desk.page.xpath('//input[@name="component"]')]


def meet_and_vote(cast: Cast, dossier: int) -> int:
    office = cast.office.open("/khen-thuong/hoi-dong/lap/").send(
        "hoi-dong/lap", name="Hội đồng Thi đua - Khen thưởng", decision_number="05/QĐ-TTYT", valid_from=day(-30)
    )
    for role, part in (("council_chair", "chair"), ("council_secretary", "secretary"), ("council_member", "member")):
        user = User.objects.get(username=role)
        office.open("/khen-thuong/hoi-dong/").send("thanh-vien/", user=str(user.pk), role=part)
    secretary = cast.secretary.open("/khen-thuong/phien-hop/moi/")
    secretary.send("moi", starts_on=day(1), starts_time="08:00", place="Phòng họp số 1", dossiers=[str(dossier)])
    session = secretary.told("Đã mời họp").key()
    page = f"/khen-thuong/phien-hop/{session}/"
    cast.chair.open(page).press("open")

    item = SessionItem.objects.get().pk
    for voter in (cast.chair, cast.secretary, cast.member):
        voter.open(f"/khen-thuong/phieu/{item}/").send("", button="yes").told("Đã bỏ phiếu")
    # The second press of an impatient thumb changes nothing.
    assert cast.member.client.post(f"/khen-thuong/phieu/{item}/", {"answer": "no"}).status_code == 302
    ballot = SessionItem.objects.get()
    assert (ballot.box_yes, ballot.box_no) == (3, 0)

    cast.chair.open(page).press("close")
    cast.chair.open(page).told("đồng ý 3, không đồng ý 0")
    return session


def decide_and_confirm(cast: Cast, session: int) -> None:
    office = cast.office.open("/khen-thuong/quyet-dinh/soan/")
    key = office.send("soan").told("Đã soạn dự thảo").key()
    page = f"/khen-thuong/quyet-dinh/{key}/"
    cast.director.open(page).send("/ky/", signed_on=day()).told("Đã ký Quyết định số 01/QĐ-")
    cast.office.open(page).send("cap-giay")

    public = Desk()
    decision, honour = Decision.objects.get(), Honour.objects.get()
    public.open(f"/xac-nhan/{decision.code}/").told("01/QĐ-")
    public.open(f"/xac-nhan/{honour.code}/").told("Khoa Ngoại")
    assert public.client.get("/xac-nhan/KHONGCO12345/").status_code == 404
