"""Self-assessments in every state, with evidence, verified by the office, scored and published."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from accounts.models import Role, Unit, User
from accounts.roles import RoleCode
from accounts.services import memberships
from campaigns.models import Round
from campaigns.selectors.rounds import deadlines_for
from reports.management.demo import appeals
from reports.management.demo import evidence as drawing
from reports.management.demo.people import STARTED_ON, Centre
from reports.management.demo.story import dice, moment
from scoring.enums import AssessmentState, EnteredBy, ItemState
from scoring.models import Assessment, AssessmentItem, Evidence, ScoreRun
from scoring.selectors import sheets
from scoring.services import assessments, criteria, criteria_files, evidence, runs, verification

DATA = Path(criteria.__file__).resolve().parent.parent / "data"
SETS = {"hn": "hoai-nhon-khoa-phong", "tmr": "tu-mo-rong-sau-linh-vuc"}
SHORTFALLS = (
    "Chưa đủ tài liệu kiểm chứng cho cả năm",
    "Số liệu kê khai cao hơn số liệu theo dõi của phòng Tổ chức - Hành chính",
    "Một phần công việc hoàn thành sau thời hạn",
)


@dataclass(frozen=True)
class Sheet:
    """One unit's self-assessment and how good the unit is, 0 to 1."""

    assessment: Assessment
    head: User
    quality: float


def assign_criteria(centre: Centre, rounds: list[Round]) -> None:
    """Load the centre's set and score both years by it."""
    path = DATA / f"{SETS[centre.prefix]}.toml"
    at = moment(date(2025, 1, 25))
    stored = criteria.store(criteria_set=criteria_files.read_file(path), unit=centre.unit, by=centre.office_head, at=at)
    for round_ in rounds:
        criteria.assign(round=round_, criteria_set=stored, by=centre.office_head, at=at)


def second_verifier(centre: Centre) -> User:
    """Nobody verifies the own unit: a deputy director does it for the office's own sheet."""
    deputy = centre.deputies[0]
    memberships.assign(
        user=deputy,
        unit=centre.unit,
        role=Role.objects.get(code=RoleCode.OFFICE),
        valid_from=STARTED_ON,
        by=None,
        at=moment(STARTED_ON),
    )
    return User.objects.get(pk=deputy.pk)


def finished_round(centre: Centre, round_: Round, deputy: User, *, with_appeals: bool = False) -> ScoreRun:
    """Every unit assessed, verified and scored; perhaps contested; the result final and published."""
    filled = _fill_all(centre, round_)
    for sheet in filled:
        _submit(sheet, round_)
        _verify(centre, sheet, deputy, round_)
    return _publish(centre, round_, with_appeals=with_appeals)


def contested_round(centre: Centre, round_: Round, deputy: User, today: date) -> None:
    """Every unit assessed and verified by a deputy director; the provisional result lies open for appeals."""
    for sheet in _fill_all(centre, round_):
        _submit(sheet, round_)
        _verify(centre, sheet, deputy, round_, verifier=deputy)
    opens = deadlines_for(round_, None)["publication"].opens_on
    run = runs.compute(round=round_, by=centre.office_head, at=moment(opens, 9)).run
    appeals.open_days(centre, run, today)


def running_round(centre: Centre, round_: Round, deputy: User, today: date) -> None:
    """A third of the units verified, some waiting, one returned, some still typing, one not begun."""
    filled = _fill_all(centre, round_, leave_out=2)
    steps = ["verified"] * 6 + ["waiting"] * 5 + ["returned"] * 1
    for sheet, step in zip(filled, steps, strict=False):
        _submit(sheet, round_)
        if step == "verified":
            _verify(centre, sheet, deputy, round_)
        elif step == "returned":
            _send_back(centre, sheet, deputy, round_)
    _unfinished(filled[len(steps) :])
    runs.compute(round=round_, by=centre.office_head, at=moment(min(today, date(round_.year, 11, 21)), 16))


def _fill_all(centre: Centre, round_: Round, leave_out: int = 0) -> list[Sheet]:
    opens = deadlines_for(round_, None)["self_assessment"].opens_on
    opened = assessments.open_for_round(round=round_, by=centre.office_head, at=moment(opens, 8))
    filled = []
    for number, assessment in enumerate(opened[: len(opened) - leave_out]):
        unit = assessment.unit
        quality = dice(unit.code, "quality").betavariate(7, 1.6)
        sheet = Sheet(assessment, centre.heads[unit.pk], quality)
        _fill(centre, sheet, round_, moment(opens + timedelta(days=1 + number % 8), 9))
        filled.append(sheet)
    return filled


def _fill(centre: Centre, sheet: Sheet, round_: Round, at: datetime) -> None:
    unit = sheet.assessment.unit
    files = _files(centre, unit, sheet.head, round_.year, at)
    for block in sheets.sheet_of(sheet.assessment).blocks:
        for number, row in enumerate(block.rows):
            item = row.item
            source = dice(unit.code, round_.year, item.criterion.code)
            if item.criterion.entered_by == EnteredBy.UNIT:
                is_proven = source.random() < 0.55
                _declare(sheet, row, source, at + timedelta(minutes=number), is_proven)
                if is_proven:
                    _pin(sheet, item, files[number % len(files)], source, at)
            elif item.criterion.may_not_apply and _is_unknown(row):
                _claim(sheet, item, at)


def _is_unknown(row: sheets.Row) -> bool:
    """Whether the portal has no figure, since nothing of the kind arises in the unit."""
    return row.item.criterion.entered_by in (EnteredBy.PORTAL, EnteredBy.SURVEY) and row.line.status == "not_reported"


def _declare(sheet: Sheet, row: sheets.Row, source: random.Random, at: datetime, is_proven: bool) -> None:
    """Type the figures of one line; what has no file gets an explanation instead."""
    item = AssessmentItem.objects.select_related("criterion", "assessment").get(pk=row.item.pk)
    typed = _typed(row, sheet.quality, source)
    assessments.save_item(
        item=item,
        typed=typed,
        expected_revision=item.revision,
        by=sheet.head,
        at=at,
        explanation="" if is_proven else "Tài liệu lưu tại đơn vị, sẵn sàng cung cấp khi kiểm tra.",
    )


def _claim(sheet: Sheet, item: AssessmentItem, at: datetime) -> None:
    assessments.save_item(
        item=item,
        typed={},
        expected_revision=item.revision,
        by=sheet.head,
        at=at,
        explanation="Đơn vị không phát sinh nội dung này trong năm.",
        claims_not_applicable=True,
    )


def _typed(row: sheets.Row, quality: float, source: random.Random) -> dict[str, str]:
    """Believable values for the fields that the criterion's rule asks for."""
    kind = str(row.item.criterion.rule.get("kind", ""))
    typed: dict[str, str] = {}
    whole = source.randint(8, 24)
    for field in row.fields:
        good = source.random() < 0.35 + quality * 0.65
        if field.name == "denominator":
            typed[field.name] = str(whole)
        elif field.name == "numerator":
            typed[field.name] = str(whole if good else max(1, round(whole * source.uniform(0.7, 0.97))))
        elif field.form == "yes_no":
            typed[field.name] = "co" if good else "khong"
        elif field.form == "choice":
            typed[field.name] = field.options[0 if good else min(1, len(field.options) - 1)][0]
        elif field.name in ("late_count", "serious_count", "days_late") or kind in ("penalty_count", "incident_zero"):
            typed[field.name] = "0" if good else "1"
        elif kind == "incident_scale":
            typed[field.name] = "0" if quality > 0.6 or good else "1"
        elif field.form == "percent":
            typed[field.name] = str(source.randint(85, 100) if good else source.randint(60, 84))
        else:
            typed[field.name] = str(source.randint(1, 2) if good else source.randint(0, 1))
    return typed


def _files(centre: Centre, unit: Unit, head: User, year: int, at: datetime) -> list[Evidence]:
    """Three PDFs of a unit and year: plan, report with two pages, minutes."""
    texts = (
        ("Kế hoạch thi đua của đơn vị", [["1. Chỉ tiêu đăng ký trong năm", "2. Việc làm, người làm, thời hạn"]]),
        (
            "Báo cáo kết quả cải cách hành chính",
            [["I. Kết quả thực hiện các nội dung"], ["II. Số liệu kèm theo", "III. Kiến nghị"]],
        ),
        ("Biên bản họp đơn vị", [["Thành phần: toàn thể viên chức, người lao động", "Nội dung: tự đánh giá năm"]]),
    )
    stored = []
    for number, (title, pages) in enumerate(texts, start=1):
        lines = [[f"{unit.name}, năm {year}", *page] for page in pages]
        file = drawing.pdf(f"{title} năm {year}", unit.name, lines)
        name = f"{('KH', 'BC', 'BB')[number - 1]}-{unit.code.removeprefix(centre.prefix + '-')}-{year}.pdf"
        stored.append(evidence.upload(unit=unit, file=file, name=name, by=head, at=at)[0])
    return stored


def _pin(sheet: Sheet, item: AssessmentItem, file: Evidence, source: random.Random, at: datetime) -> None:
    page = source.randint(1, file.pages) if file.pages else None
    evidence.attach(item=item, evidence=file, by=sheet.head, at=at, page=page)


def _submit(sheet: Sheet, round_: Round) -> None:
    deadlines = deadlines_for(round_, sheet.assessment.unit)
    day = min(deadlines["self_assessment"].opens_on + timedelta(days=10), deadlines["self_assessment"].closes_on)
    assessments.submit(assessment=sheet.assessment, by=sheet.head, at=moment(day, 15))


def _verify(centre: Centre, sheet: Sheet, deputy: User, round_: Round, *, verifier: User | None = None) -> None:
    """Most marks agreed to, some adjusted with a reason, those of the office given."""
    verifier = verifier or (deputy if sheet.head == centre.office_head else centre.verifier)
    at = moment(deadlines_for(round_, None)["verification"].opens_on + timedelta(days=2), 14)
    items = list(sheet.assessment.items.select_related("criterion"))
    for item in items:
        source = dice(sheet.assessment.unit.code, round_.year, item.criterion.code, "verify")
        _decide(item, verifier, sheet.quality, source, at)
    plain = [item for item in items if AssessmentItem.objects.get(pk=item.pk).state == ItemState.PENDING]
    verification.accept_all(items=plain, by=verifier, at=at)
    for item in AssessmentItem.objects.filter(pk__in=[item.pk for item in plain], state=ItemState.PENDING):
        verification.decide(item=item, decision="accept", expected_revision=item.revision, by=verifier, at=at)
    verification.finish(assessment=sheet.assessment, by=verifier, at=at + timedelta(hours=1))


def _decide(item: AssessmentItem, verifier: User, quality: float, source: random.Random, at: datetime) -> None:
    """Give the office's own marks, and lower one mark in twelve."""
    criterion = item.criterion
    if criterion.kind in ("bonus", "penalty"):
        points = Decimal(1) if criterion.kind == "bonus" and quality > 0.9 and source.random() < 0.4 else Decimal(0)
        reason = "Có cách làm mới được Trung tâm ghi nhận" if points else "Không phát sinh trong năm"
    elif criterion.entered_by == EnteredBy.OFFICE:
        steps = (Decimal(1), Decimal("0.75"), Decimal("0.5"))
        points = criterion.max_points * steps[0 if source.random() < quality else source.randint(1, 2)]
        points = (points * 2).to_integral_value() / 2
        reason = "Chấm theo kết quả kiểm tra thực tế"
    elif item.self_points and source.random() < 0.08:
        points = (item.self_points * Decimal("0.75")).quantize(Decimal("0.01"))
        reason = source.choice(SHORTFALLS)
    else:
        return
    verification.decide(
        item=item,
        decision="adjust",
        expected_revision=item.revision,
        by=verifier,
        at=at,
        points=points,
        reason=reason,
        comment="Đề nghị đơn vị lưu đủ tài liệu cho năm sau." if criterion.entered_by == EnteredBy.UNIT else "",
    )


def _send_back(centre: Centre, sheet: Sheet, deputy: User, round_: Round) -> None:
    verifier = deputy if sheet.head == centre.office_head else centre.verifier
    at = moment(deadlines_for(round_, None)["verification"].opens_on + timedelta(days=3), 10)
    items = sheet.assessment.items.filter(criterion__entered_by=EnteredBy.UNIT).select_related("criterion")[:3]
    for item in items:
        verification.decide(
            item=item,
            decision="return",
            expected_revision=item.revision,
            by=verifier,
            at=at,
            reason="Minh chứng chưa thể hiện số liệu đã kê khai; bổ sung bảng theo dõi.",
        )
    verification.return_to_unit(assessment=sheet.assessment, by=verifier, at=at + timedelta(minutes=20))


def _unfinished(rest: list[Sheet]) -> None:
    """Units that are still typing: part of what they entered is taken away again."""
    for sheet in rest:
        for item in sheet.assessment.items.filter(criterion__entered_by=EnteredBy.UNIT).order_by("-pk")[:9]:
            if item.saved_at is None:
                continue
            assessments.save_item(
                item=item,
                typed={},
                expected_revision=item.revision,
                by=sheet.head,
                at=item.saved_at + timedelta(hours=2),
                explanation="",
            )


def _publish(centre: Centre, round_: Round, *, with_appeals: bool) -> ScoreRun:
    opens = deadlines_for(round_, None)["publication"].opens_on
    run = runs.compute(round=round_, by=centre.office_head, at=moment(opens, 9)).run
    assert not round_.assessments.exclude(state=AssessmentState.VERIFIED).exists()
    accepted = moment(opens + timedelta(days=1), 10)
    if with_appeals:
        appeals.appeal_days(centre, run, opens)
        run = runs.compute(round=round_, by=centre.office_head, at=moment(opens + timedelta(days=2), 15)).run
        accepted = moment(opens + timedelta(days=3), 8)
    run = runs.finalise(run=run, by=centre.director, at=accepted)
    return runs.publish(run=run, by=centre.director, at=accepted + timedelta(hours=2 if with_appeals else 24))
