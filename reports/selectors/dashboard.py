"""The director's dashboard: four figures, the heat map, targets, what is late, and the ranking."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count
from django.urls import reverse

from accounts.models import Unit, User
from accounts.policies import reach
from campaigns.models import Round
from campaigns.selectors import plans, rounds, targets, tasks
from campaigns.selectors.rounds import PhaseStep
from campaigns.selectors.targets import TargetStanding
from core.charts import Bullet, BulletChart, HeatMap
from core.formats import vn_number
from indicators.selectors.figures import Figure
from indicators.selectors.shown_figures import figures_shown
from reports.selectors.heat import heat_map
from scoring.enums import AssessmentState
from scoring.models import Assessment, ScoreRun, UnitScore
from scoring.roles import VIEW_SCORES
from scoring.selectors import results

HEADLINE_INDICATORS = (
    ("tthc_on_time", "Hồ sơ TTHC đúng và trước hạn"),
    ("patient_satisfaction", "Người bệnh hài lòng"),
)
MOST_LATE = 6
LEAST_TARGETS = 3
TARGET_ORDER = {"bad": 0, "good": 2}  # those without a figure lie between


@dataclass(frozen=True)
class Headline:
    """One of the four figures of the first row."""

    label: str
    text: str
    sentence: str
    tone: str
    url: str


@dataclass(frozen=True)
class LateUnit:
    """A department that others wait for, and why."""

    unit: Unit
    reason: str
    url: str


@dataclass(frozen=True)
class Board:
    """Everything on the screen; ``run`` is None before the first calculation, ``silent`` have handed in nothing."""

    centre: Unit | None
    round: Round | None
    run: ScoreRun | None
    steps: list[PhaseStep]
    headlines: list[Headline]
    heat: HeatMap | None
    standings: list[TargetStanding]
    bullets: BulletChart | None
    more_bullets: BulletChart | None
    late: list[LateUnit]
    silent: list[UnitScore]
    submitted: int
    participants: int
    is_inside: bool


def board(user: User, centre: Unit | None, year: int, on: date) -> Board:
    """The dashboard of a centre and year, in a constant number of queries."""
    round_ = rounds.round_of(centre, year)
    run = results.current_run(user, round_) if round_ else None
    scores = list(results.ranking(run)) if run else []
    plan = plans.plan_in_force(centre)
    standings = targets.standings(plan, year, on, user=user) if plan else []
    # A superior sees what is published; how the work stands inside is the centre's own business.
    is_inside = reach(user, VIEW_SCORES).covers(centre)
    assessed = [score for score in scores if score.is_assessed]
    bullets, more_bullets = _bullets(standings)
    states = Counter(dict(_assessment_states(round_))) if round_ and is_inside else Counter()
    return Board(
        centre=centre,
        round=round_,
        run=run,
        steps=rounds.timeline(round_, on) if round_ else [],
        headlines=_headlines(user, centre, round_, scores, standings, year),
        heat=heat_map(run, assessed) if run and assessed else None,
        standings=standings,
        bullets=bullets,
        more_bullets=more_bullets,
        late=_late(user, round_, on) if round_ and is_inside else [],
        silent=[score for score in scores if not score.is_assessed],
        submitted=states[AssessmentState.SUBMITTED] + states[AssessmentState.VERIFIED],
        participants=sum(states.values()),
        is_inside=is_inside,
    )


def _assessment_states(round_: Round) -> list[tuple[str, int]]:
    rows = Assessment.objects.filter(round=round_).order_by().values_list("state")
    return list(rows.annotate(count=Count("pk")))


def _headlines(
    user: User,
    centre: Unit | None,
    round_: Round | None,
    scores: Sequence[UnitScore],
    standings: Sequence[TargetStanding],
    year: int,
) -> list[Headline]:
    if centre is None:
        return []
    figures = figures_shown(user, [code for code, _ in HEADLINE_INDICATORS], [centre], year)
    return [
        _average(user, centre, scores, year),
        _targets_met(standings),
        *[_indicator(label, code, figures.get((code, centre.pk)), year) for code, label in HEADLINE_INDICATORS],
    ]


def _average(user: User, centre: Unit, scores: Sequence[UnitScore], year: int) -> Headline:
    url = reverse("scoring:result-list")
    mean = _mean(scores)
    if mean is None:
        why = "Chưa có kết quả tính điểm." if reach(user, VIEW_SCORES).covers(centre) else "Chưa công bố kết quả."
        return Headline("Điểm trung bình các đơn vị", "–", why, "neutral", url)
    before = rounds.round_of(centre, year - 1)
    earlier = results.current_run(user, before) if before else None
    last = _mean(list(results.ranking(earlier))) if earlier else None
    assessed = sum(score.is_assessed for score in scores)
    label = "Điểm trung bình các đơn vị" if assessed == len(scores) else f"Điểm trung bình ({assessed} đơn vị)"
    return Headline(label, vn_number(mean, 2), *_compared(mean, last, year), url)


def _mean(scores: Sequence[UnitScore]) -> Decimal | None:
    """The mean of the units that have handed in; the others have no total worth the name yet."""
    totals = [score.total for score in scores if score.is_assessed and score.total is not None]
    return sum(totals, Decimal(0)) / len(totals) if totals else None


def _compared(value: Decimal, last: Decimal | None, year: int) -> tuple[str, str]:
    if last is None:
        return "Chưa có số liệu năm trước để so sánh.", "neutral"
    change = (value - last).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    if change == 0:
        return f"Bằng năm {year - 1}.", "neutral"
    words = "Tăng" if change > 0 else "Giảm"
    return f"{words} {vn_number(abs(change), 2)} so với năm {year - 1}.", "good" if change > 0 else "attention"


def _targets_met(standings: Sequence[TargetStanding]) -> Headline:
    counts = targets.standing_counts(standings)
    met = counts.get("achieved", 0) + counts.get("exceeded", 0)
    behind = counts.get("behind", 0)
    parts = (
        (behind, "chưa đạt"),
        (counts.get("on_the_way", 0), "đang tiến tới"),
        (counts.get("no_figure", 0), "chưa có số liệu"),
    )
    open_ones = ", ".join(f"{count} {words}" for count, words in parts if count)
    sentence = f"Còn {open_ones}." if open_ones else "Mọi chỉ tiêu đều đạt."
    sentence = sentence if standings else "Chưa có kế hoạch ban hành."
    tone = "good" if standings and not behind else "attention"
    return Headline("Chỉ tiêu đã đạt", f"{met}/{len(standings)}", sentence, tone, reverse("campaigns:target-list"))


def _indicator(label: str, code: str, figure: Figure | None, year: int) -> Headline:
    url = reverse("indicators:figure-detail", args=[code])
    if figure is not None and figure.is_hidden:
        return Headline(label, "–", "Ít phiếu nên không hiện.", "neutral", url)
    if figure is None or figure.value is None:
        return Headline(label, "–", "Chưa có số liệu.", "neutral", url)
    return Headline(label, f"{vn_number(figure.value, 2)}%", *_compared(figure.value, figure.previous, year), url)


def _bullets(standings: Sequence[TargetStanding]) -> tuple[BulletChart | None, BulletChart | None]:
    """Percentage targets as bars against their threshold; those not reached stand in the first chart, others fold."""
    shown = [row for row in standings if row.rule.unit == "%" and row.rule.low is not None]
    if not shown:
        return None, None
    met = sum(row.tone == "good" for row in shown)
    shown_at_once = max(LEAST_TARGETS, sum(row.tone == "bad" for row in shown))
    bullets = [_bullet(row) for row in sorted(shown, key=lambda row: TARGET_ORDER.get(row.tone, 1))]
    first = BulletChart("Chỉ tiêu có số đo", f"{met}/{len(shown)} chỉ tiêu có số đo đã đạt.", bullets[:shown_at_once])
    rest = bullets[shown_at_once:]
    return first, BulletChart(f"{len(rest)} chỉ tiêu khác", "", rest) if rest else None


def _bullet(row: TargetStanding) -> Bullet:
    return Bullet(
        label=row.target.label,
        value=row.figure.value,
        threshold=row.rule.low or 0,
        text=row.current,
        threshold_text=row.threshold,
        met={"good": True, "bad": False}.get(row.tone),
        trend=[value for _, value in row.trend],
    )


def _late(user: User, round_: Round, on: date) -> list[LateUnit]:
    """Sheets not handed in and tasks overdue, unit by unit."""
    overdue = tasks.visible_to(user, round_.unit).filter(tasks.overdue(on), campaign=round_.campaign)
    by_unit: Counter[int] = Counter(overdue.values_list("unit_id", flat=True))
    open_sheets = Assessment.objects.filter(round=round_, state__in=[AssessmentState.DRAFT, AssessmentState.RETURNED])
    sheets = {sheet.unit_id: sheet for sheet in open_sheets.select_related("unit", "round")}
    deadlines = rounds.deadlines_for(round_, None)
    closes_on = deadlines["self_assessment"].closes_on if "self_assessment" in deadlines else None
    late = [
        LateUnit(sheet.unit, _sheet_words(sheet, closes_on, on), reverse("scoring:assessment-detail", args=[sheet.pk]))
        for sheet in sheets.values()
        if sheet.state == AssessmentState.RETURNED or (closes_on and on > closes_on)
    ]
    units = Unit.objects.in_bulk(by_unit.keys())
    late += [
        LateUnit(units[pk], f"{count} nhiệm vụ quá hạn", reverse("campaigns:task-list", query={"unit": pk}))
        for pk, count in by_unit.most_common(MOST_LATE)
    ]
    return late[: MOST_LATE * 2]


def _sheet_words(sheet: Assessment, closes_on: date | None, on: date) -> str:
    if sheet.state == AssessmentState.RETURNED:
        return "Phiếu tự đánh giá bị trả lại, chưa nộp lại"
    days = (on - closes_on).days if closes_on else 0
    return f"Chưa nộp phiếu tự đánh giá, quá hạn {days} ngày"
