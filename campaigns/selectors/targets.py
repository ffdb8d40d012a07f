"""Where a plan's targets stand: the current figure, the verdict with its reason, and the years before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from accounts.models import User
from campaigns.engine.judging import judge
from campaigns.engine.outlook import Point, with_outlook
from campaigns.engine.targets import Figure, Operator, Standing, TargetRule, Verdict, amount_words, rule_problems
from campaigns.models import Plan, Target, TargetReport
from indicators.engine.roll_up import MONTHS_IN_YEAR, Span
from indicators.enums import Direction
from indicators.selectors import figures as indicator_figures
from indicators.selectors.figures import MonthValue
from indicators.selectors.shown_figures import FEW, Veil

YEARS_SHOWN = 4
STANDING_WORDS = {
    Standing.ACHIEVED: ("Đạt", "good"),
    Standing.EXCEEDED: ("Vượt", "good"),
    Standing.ON_THE_WAY: ("Đang tiến tới", "attention"),
    Standing.BEHIND: ("Chưa đạt", "bad"),
    Standing.NO_FIGURE: ("Chưa có số liệu", "neutral"),
}
HIDDEN = Verdict(Standing.NO_FIGURE, "Ít phiếu nên không hiện số liệu.")


@dataclass(frozen=True)
class TargetStanding:
    """One target in one year. ``trend`` holds (year, value) of the years that have a figure, oldest first."""

    target: Target
    rule: TargetRule
    figure: Figure
    verdict: Verdict
    source: str
    as_of: datetime | None
    trend: tuple[tuple[int, Decimal], ...]
    report: TargetReport | None
    is_hidden: bool = False
    """Its figure rests on the answers of too few people for who asked."""

    @property
    def label(self) -> str:
        """How it stands, in words. With a figure of the year and none to compare it with, it is that one that lacks."""
        if self.is_hidden:
            return "Ít phiếu"
        if self.verdict.standing == Standing.NO_FIGURE and self.figure.value is not None:
            return "Chưa có số so sánh"
        return STANDING_WORDS[self.verdict.standing][0]

    @property
    def tone(self) -> str:
        return STANDING_WORDS[self.verdict.standing][1]

    @property
    def threshold(self) -> str:
        return self.target.threshold

    @property
    def current(self) -> str:
        """The current value in words, “–” when there is none."""
        if self.is_hidden:
            return FEW
        value = "" if self.figure.value is None else _rounded_words(self.figure.value, self.rule.unit)
        if self.figure.grade:
            return f"{self.figure.grade} ({value})" if value else self.figure.grade
        if self.figure.done is not None:
            return "Đã hoàn thành" if self.figure.done else "Chưa hoàn thành"
        return value or "–"

    @property
    def trend_words(self) -> list[tuple[int, str]]:
        """The years with their values in words, oldest first."""
        return [(year, _rounded_words(value, self.rule.unit)) for year, value in self.trend]

    @property
    def trend_note(self) -> str:
        """How the last two years differ, or that one year alone shows no trend; empty without any figure."""
        if len(self.trend) < 2:
            return "một năm chưa đủ để thấy xu hướng" if self.trend else ""
        (before, earlier), (_, latest) = self.trend[-2:]
        if earlier == latest:
            return f"không đổi so với {before}"
        amount = _rounded_words(abs(latest - earlier), "" if self.rule.unit == "%" else self.rule.unit)
        points = " điểm %" if self.rule.unit == "%" else ""
        return f"{'tăng' if latest > earlier else 'giảm'} {amount}{points} so với {before}"

    @property
    def is_entered_by_hand(self) -> bool:
        """Whether the office has to write the result down, since no indicator measures it."""
        return asks_for_report(self.target)


def asks_for_report(target: Target) -> bool:
    """A target without an indicator, or judged by a grade or in words, gets its result from the office."""
    return target.indicator_id is None or target.operator in (Operator.GRADE_GTE, Operator.QUALITATIVE)


def standings(plan: Plan, year: int, on: date | None = None, *, user: User | None = None) -> list[TargetStanding]:
    """Every target of a plan with its standing in a year, for the issuing unit as a whole (constant queries).

    ``on`` is the day looked from: what is not met yet may then be on the way (``campaigns.engine.outlook``). Without
    it, as in documents about a year, the year counts as over. ``user`` is who looks: figures of too few answers are
    told to the office only, so without a user, as in documents that everybody may read, to nobody.
    """
    targets = list(plan.targets.select_related("content_area", "indicator").order_by("position", "pk"))
    veil = Veil(user, _codes(targets), [plan.unit], range(year - YEARS_SHOWN, year + 1))
    values = _values_by_year(plan, targets, year, veil)
    reports = {
        (report.target_code, report.year): report
        for report in TargetReport.objects.filter(campaign=plan.campaign_id, year__in=_years(year))
    }
    rows = [_standing(target, year, values, reports) for target in targets]
    return rows if on is None else _looking_ahead(rows, plan, year, on, veil)


def standing_counts(rows: Sequence[TargetStanding]) -> dict[str, int]:
    """How many targets are achieved, on the way, behind, and without a figure."""
    standing = [row.verdict.standing for row in rows]
    return {
        "achieved": sum(each in (Standing.ACHIEVED, Standing.EXCEEDED) for each in standing),
        "on_the_way": standing.count(Standing.ON_THE_WAY),
        "behind": standing.count(Standing.BEHIND),
        "no_figure": standing.count(Standing.NO_FIGURE),
    }


def _rounded_words(value: Decimal, unit: str) -> str:
    """For reading: two decimals at most, without trailing zeros. Verdicts compare the exact value."""
    return amount_words(value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), unit)


def _years(year: int) -> list[int]:
    return list(range(year - YEARS_SHOWN + 1, year + 1))


Values = dict[tuple[str, int], indicator_figures.Figure]


def _codes(targets: Iterable[Target]) -> set[str]:
    return {target.indicator.code for target in targets if target.indicator}


def _values_by_year(plan: Plan, targets: Sequence[Target], year: int, veil: Veil) -> Values:
    codes = _codes(targets)
    if not codes:
        return {}
    found: Values = {}
    for each in _years(year):
        by_unit = indicator_figures.figures_for(codes, [plan.unit], each)
        found.update({(code, each): veil.over(figure, plan.unit) for (code, _), figure in by_unit.items()})
    return found


def _standing(
    target: Target, year: int, values: Values, reports: dict[tuple[str, int], TargetReport]
) -> TargetStanding:
    rule = _rule(target)
    report = reports.get((target.code, year))
    measured = values.get((target.indicator.code, year)) if target.indicator else None
    is_hidden = measured is not None and measured.is_hidden
    trend = _trend(target, year, values, reports)
    before = next((value for each, value in trend if each == year - 1), None)
    figure = Figure(
        value=dict(trend).get(year),
        previous=before if before is not None or measured is None else measured.previous,
        grade=report.grade if report else "",
        done=report.is_done if report else None,
    )
    return TargetStanding(
        target=target,
        rule=rule,
        figure=figure,
        verdict=HIDDEN if is_hidden else _verdict(rule, figure),
        source=measured.source if measured else report.source_note if report else "",
        as_of=measured.as_of if measured else report.reported_at if report else None,
        trend=trend,
        report=report,
        is_hidden=is_hidden,
    )


def _rule(target: Target) -> TargetRule:
    """What must be reached, minding of which figures less is better."""
    less_is_better = target.indicator is not None and target.indicator.direction == Direction.LOWER
    return replace(target.rule, less_is_better=less_is_better)


def _looking_ahead(rows: list[TargetStanding], plan: Plan, year: int, on: date, veil: Veil) -> list[TargetStanding]:
    """The rows with “on the way” where the trend of the year, or of the years up to the due day, meets the target."""
    behind = {
        row.target.indicator.code for row in rows if row.target.indicator and row.verdict.standing == Standing.BEHIND
    }
    found = indicator_figures.values_so_far(behind, plan.unit, year) if behind and on <= date(year, 12, 31) else {}
    so_far = {
        code: [each for each in months if veil.tells(code, plan.unit, year, Span.up_to(each.month))]
        for code, months in found.items()
    }
    return [replace(row, verdict=_ahead(row, year, on, so_far)) for row in rows]


def _ahead(row: TargetStanding, year: int, on: date, so_far: Mapping[str, list[MonthValue]]) -> Verdict:
    due = row.target.due_on
    if row.is_hidden or rule_problems(row.rule):
        return row.verdict
    if on > date(year, 12, 31) and (due is None or due.year <= year):
        return row.verdict
    if due is not None and due.year > year and on <= due:
        points = [Point(each, value) for each, value in row.trend]
        return with_outlook(row.verdict, row.rule, row.figure, points, due.year, f"năm {due.year}")
    months = so_far.get(row.target.indicator.code, []) if row.target.indicator else []
    points = [Point(each.month, each.value) for each in months if each.value is not None]
    return with_outlook(row.verdict, row.rule, row.figure, points, MONTHS_IN_YEAR, f"cuối năm {year}")


def _trend(
    target: Target, year: int, values: Values, reports: dict[tuple[str, int], TargetReport]
) -> tuple[tuple[int, Decimal], ...]:
    points = []
    for each in _years(year):
        measured = values.get((target.indicator.code, each)) if target.indicator else None
        report = reports.get((target.code, each))
        value = measured.value if measured is not None else report.value if report else None
        if value is not None:
            points.append((each, value))
    return tuple(points)


def _verdict(rule: TargetRule, figure: Figure) -> Verdict:
    problems = rule_problems(rule)
    if problems:
        return Verdict(Standing.NO_FIGURE, f"Chưa so được: {problems[0]}")
    return judge(rule, figure)
