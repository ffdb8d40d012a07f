"""Plans issued, rounds opened, tasks given: the frame of the demonstration year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from accounts.models import Unit, User
from campaigns.engine.plan_file import parse_plan_file
from campaigns.models import Campaign, ContentArea, Plan, Round, Task
from campaigns.services import plan_import, plans, rounds, targets, tasks
from reports.management.demo.people import DATA, Centre
from reports.management.demo.story import (
    LAST_YEAR,
    THIS_YEAR,
    Calendar,
    contested_year,
    dice,
    early_year,
    finished_year,
    moment,
    running_year,
)

PLANS = Path(plan_import.__file__).resolve().parent.parent / "data" / "plans"


@dataclass(frozen=True)
class Work:
    """One task: what, what comes out of it, and in which months it is due."""

    work: str
    product: str
    responsibility: str
    authority: str
    area: str


WORKS = (
    Work(
        "Rà soát, niêm yết thủ tục hành chính tại nơi tiếp nhận",
        "Bảng niêm yết và biên bản rà soát",
        "Chịu trách nhiệm về tính đầy đủ của thủ tục đã niêm yết",
        "Được đề nghị các khoa, phòng cung cấp tài liệu",
        "c",
    ),
    Work(
        "Hướng dẫn người dân nộp hồ sơ và thanh toán trực tuyến",
        "Báo cáo số lượt hướng dẫn theo tháng",
        "Chịu trách nhiệm về tỷ lệ thanh toán trực tuyến của đơn vị",
        "Được bố trí người trực tại quầy",
        "g",
    ),
    Work(
        "Khảo sát sự hài lòng của người bệnh trong quý",
        "Phiếu khảo sát và bảng tổng hợp",
        "Chịu trách nhiệm về số phiếu và tính trung thực",
        "Được mời người bệnh tham gia khảo sát",
        "h",
    ),
    Work(
        "Viết tin, bài tuyên truyền về cải cách hành chính",
        "Tin, bài đã đăng",
        "Chịu trách nhiệm về nội dung tin, bài",
        "Được đăng trên trang thông tin điện tử của Trung tâm",
        "k",
    ),
    Work(
        "Chuẩn hóa quy trình nội bộ của đơn vị",
        "Quy trình đã được phê duyệt",
        "Chịu trách nhiệm tham mưu quy trình phù hợp thực tế",
        "Được lấy ý kiến các khoa, phòng liên quan",
        "b",
    ),
)


def issued_plan(centre: Centre, file: Path, issued_on: date) -> Plan:
    """A plan read from its file, submitted by the office, issued by the director, acknowledged by most departments."""
    facts = parse_plan_file(file.read_bytes())
    drafted = moment(issued_on - timedelta(days=12))
    plan = plan_import.save_draft(facts=facts, unit=centre.unit, by=centre.office_head, at=drafted)
    plan = plans.submit(plan=plan, by=centre.office_head, at=moment(issued_on - timedelta(days=3)))
    plan = plans.issue(
        plan=plan,
        issued_on=issued_on,
        signer_name=centre.director.display_name,
        signer_title="GIÁM ĐỐC",
        by=centre.director,
        at=moment(issued_on, 15),
    )
    for unit in centre.departments[:-3]:
        at = moment(issued_on + timedelta(days=2 + unit.position % 3))
        plans.acknowledge(plan=plan, unit=unit, by=centre.heads[unit.pk], at=at)
    return plan


def opened_round(
    centre: Centre,
    campaign: Campaign,
    calendar: Calendar,
    opened_on: date,
    *,
    title: str = "Đợt thi đua cải cách hành chính",
    units: Sequence[Unit] = (),
) -> Round:
    """A yearly round with its deadlines, for all departments or some of them."""
    created = rounds.create(
        campaign=campaign,
        year=calendar.year,
        by=centre.office_head,
        at=moment(opened_on),
        title=f"{title} năm {calendar.year}",
        deadlines=calendar.phases,
        units=units or centre.departments,
    )
    return rounds.open(round=created, by=centre.office_head, at=moment(opened_on, 10))


def extension(centre: Centre, round_: Round, unit: Unit, until: date, at_day: date) -> None:
    """One department gets more time for its self-assessment."""
    rounds.extend(
        round=round_,
        phase="self_assessment",
        unit=unit,
        closes_on=until,
        asked_by=centre.heads[unit.pk].display_name,
        reason="Trưởng đơn vị đi tập huấn dài ngày",
        by=centre.office_head,
        at=moment(at_day),
    )


BY_HAND: dict[str, dict[str, Any]] = {
    "T-A7": {"is_done": True},
    "T-A8": {"is_done": True},
    "T-A9": {"grade": "Tốt"},
    "T-A10": {"grade": "Tốt"},
    "T-A13": {"is_done": True},
    "T-B9": {"is_done": True},
}


def reported_targets(centre: Centre, plan: Plan, year: int) -> None:
    """Results of the targets that no indicator measures."""
    for target in plan.targets.filter(code__in=BY_HAND):
        targets.report(
            target=target,
            year=year,
            source_note="Báo cáo cải cách hành chính của Trung tâm",
            by=centre.office_head,
            at=moment(date(year, 10, 20)),
            **BY_HAND[target.code],
        )


def tasks_of_year(centre: Centre, campaign: Campaign, year: int, today: date) -> None:
    """Three tasks for each department through the year: done in time, late, reported, open, overdue."""
    areas = {area.code: area for area in _areas(campaign)}
    for unit in centre.departments:
        source = dice(centre.prefix, unit.code, year, "tasks")
        for number, work in enumerate(source.sample(WORKS, 3)):
            due = date(year, (4, 8, 11)[number], source.randint(10, 28))
            due = max(due, campaign.starts_on + timedelta(days=120))
            task = tasks.assign(
                campaign=campaign,
                unit=unit,
                assignee=source.choice(list(unit.people.all()[:4])),
                work=f"{work.work} (đợt {number + 1} năm {year})",
                due_on=due,
                responsibility=work.responsibility,
                product=work.product,
                authority=work.authority,
                by=centre.office_head,
                at=moment(due - timedelta(days=45)),
                content_area=areas.get(work.area),
            )
            _finish(centre, task, centre.heads[unit.pk], due, today, source.random())


def _finish(centre: Centre, task: Task, head: User, due: date, today: date, chance: float) -> None:
    late = chance > 0.86
    done_on = due + timedelta(days=9) if late else due - timedelta(days=2 + int(chance * 10))
    if done_on >= today - timedelta(days=1) or chance > 0.95:
        return
    reported = tasks.report(
        task=task, result="Đã hoàn thành, có sản phẩm kèm theo.", completed_on=done_on, by=head, at=moment(done_on, 14)
    )
    if done_on < today - timedelta(days=20):
        tasks.confirm(task=reported, by=centre.office_head, at=moment(done_on + timedelta(days=3)))


def _areas(campaign: Campaign) -> list[ContentArea]:
    plan = campaign.plans.order_by("-version").first()
    return list(plan.content_areas.all()) if plan else []


def frame(centre: Centre, today: date) -> tuple[Round, Round]:
    """Plans, rounds of last and this year, and tasks of one centre; returns both rounds."""
    if centre.prefix == "hn":
        before = issued_plan(centre, DATA / "hoai-nhon-2025.toml", date(2025, 1, 20)).campaign
        plan = issued_plan(centre, PLANS / "hoai-nhon-2026-2030.toml", date(2026, 4, 15))
        this_year = running_year(THIS_YEAR, today)
    else:
        plan = issued_plan(centre, PLANS / "tu-mo-rong-2023-2030.toml", date(2023, 3, 6))
        before = plan.campaign
        this_year = early_year(THIS_YEAR, today)
    campaign = plan.campaign
    reported_targets(centre, plan, THIS_YEAR)
    last = opened_round(centre, before, finished_year(LAST_YEAR), date(LAST_YEAR, 2, 3))
    current = opened_round(centre, campaign, this_year, date(THIS_YEAR, 4, 20))
    tasks_of_year(centre, before, LAST_YEAR, today)
    tasks_of_year(centre, campaign, THIS_YEAR, today)
    return last, current


def small_round(centre: Centre, today: date) -> Round:
    """A second movement of this year, for the wards only. It began earlier, so the yearly one stays the newest."""
    campaign = issued_plan(centre, DATA / "hoai-nhon-chuyen-de.toml", date(LAST_YEAR, 9, 22)).campaign
    wards = [unit for unit in centre.departments if centre.facts_of(unit).get("inpatient")]
    return opened_round(
        centre,
        campaign,
        contested_year(THIS_YEAR, today),
        date(THIS_YEAR, 2, 10),
        title="Đợt thi đua chuyên đề phục vụ người bệnh",
        units=wards[:5],
    )
