"""Charts: geometry in per cent, numbers in Vietnamese, the same markup on page and paper."""

from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template

from core.charts import (
    Bar,
    BarChart,
    Bin,
    Bullet,
    BulletChart,
    HeatCell,
    HeatMap,
    HeatRow,
    Histogram,
    LineChart,
    Series,
    Sparkline,
    heat_step,
    share,
)

BARS = BarChart("Điểm", "Khoa Nội cao nhất.", [Bar("Khoa Nội", Decimal("92.5")), Bar("Khoa Sản", None)], limit=100)
LINES = LineChart("Đúng hạn", "Giảm.", ["T1", "T2", "T3"], [Series("2026", [98, None, 100])], unit="%", threshold=99)
HEAT = HeatMap(
    "Nội dung",
    "Thấp.",
    [("a", "Lãnh đạo, chỉ đạo")],
    [HeatRow("Khoa Nội", [HeatCell("–", "none")], facts=["1", "92,61"])],
    fact_headings=["Hạng", "Điểm"],
)
COLUMNS = Histogram("Phân bố", "Tập trung.", [Bin("<50", 1), Bin("≥50", 4)])
BULLETS = BulletChart("Chỉ tiêu", "Đạt.", [Bullet("Đúng hạn", Decimal("99.1"), 99, "99,1%", "≥ 99%", True)])


def drawn(figure: Any, **context: Any) -> str:
    return Template("{% load charts %}{% chart figure %}").render(Context({"figure": figure, **context}))


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [(50, 0, 100, "50.00"), (120, 0, 100, "100.00"), (-5, 0, 100, "0.00"), (3, 3, 3, "0.00")],
)
def test_share_stays_within_the_picture(value: int, low: int, high: int, expected: str) -> None:
    assert share(value, low, high) == expected


def test_bar_without_a_figure_has_no_width_and_shows_a_dash() -> None:
    full, empty = BARS.rows()

    assert (full["width"], full["text"]) == ("92.50", "92,5")
    assert (empty["width"], empty["text"]) == (None, "–")


def test_missing_month_breaks_the_line() -> None:
    (line,) = LINES.lines()

    assert len(line["points"]) == 2  # type: ignore[arg-type]
    assert line["segments"] == []


def test_percent_axis_never_passes_a_hundred() -> None:
    assert [level["text"] for level in LINES.levels()] == ["98%", "99%", "100%"]


@pytest.mark.parametrize(
    ("values", "levels"),
    [
        ((163, 246), ["150", "200", "250"]),
        ((0, 568), ["0", "200", "400", "600"]),
        ((Decimal("99.1"), Decimal("99.9")), ["99,0", "99,5", "100,0"]),
        ((3, 3), ["2", "3", "4"]),
        ((0, 0), ["0,0", "0,5", "1,0"]),
    ],
)
def test_levels_of_an_axis_are_round_numbers(values: tuple[Any, Any], levels: list[str]) -> None:
    chart = LineChart("Hồ sơ", "", ["T1", "T2"], [Series("2026", values)])

    assert [level["text"] for level in chart.levels()] == levels


def test_dense_lines_have_no_dots_and_are_still_told_apart_without_colour() -> None:
    days = list(range(60))
    first, second = LineChart("Phiếu", "", [str(d) for d in days], [Series("a", days), Series("b", days)]).lines()

    assert first["points"] == second["points"] == []
    assert len(second["segments"]) < len(first["segments"])  # type: ignore[arg-type]
    assert first["legend_dash"] != second["legend_dash"]


def test_line_table_says_the_same_numbers() -> None:
    assert LINES.table() == [("T1", ["98%"]), ("T2", ["–"]), ("T3", ["100%"])]


@pytest.mark.parametrize(
    ("percent", "step"), [(None, "none"), (0, 1), (Decimal("49.99"), 1), (50, 2), (65, 3), (80, 4), (90, 5), (100, 5)]
)
def test_heat_step_bounds(percent: Decimal | None, step: int | str) -> None:
    assert heat_step(percent) == step


def test_highest_column_fills_the_histogram() -> None:
    low, high = COLUMNS.columns()

    assert high["height"] == f"{Histogram.BOTTOM - Histogram.TOP:.1f}"
    assert Decimal(str(low["height"])) == Decimal(str(high["height"])) / 4


def test_flat_sparkline_is_drawn_in_the_middle() -> None:
    assert {point.split(",")[1] for point in Sparkline([5, 5, 5]).points().split()} == {"12.0"}


@pytest.mark.parametrize("figure", [BARS, LINES, HEAT, COLUMNS, BULLETS])
def test_chart_has_title_sentence_and_table_and_no_inline_style(figure: Any) -> None:
    html = drawn(figure)

    assert figure.title in html
    assert figure.sentence in html
    assert "<table" in html
    assert "style=" not in html


def test_data_table_is_open_on_paper() -> None:
    assert "<details open>" in drawn(LINES, for_print=True)
    assert "<details>" in drawn(LINES)


def test_heat_map_says_facts_beside_the_unit_and_names_its_columns() -> None:
    html = drawn(HEAT)

    assert '<td class="heat-fact" role="cell">92,61</td>' in html
    assert html.count("Lãnh đạo, chỉ đạo") == 3  # over the column, in its hint, and below the table


def test_heat_map_tells_a_row_apart_from_its_headings_for_phones() -> None:
    html = drawn(HEAT)

    assert '<span class="heat-facts">Hạng 1 · Điểm 92,61</span>' in html
    assert html.count('data-code="a"') == 1


def test_each_cell_of_a_row_carries_the_code_of_its_own_column() -> None:
    cells = [HeatCell("50", 1), HeatCell("–", "none"), HeatCell("100", 5)]
    drawing = HeatMap("Nội dung", "Thấp.", [(code, code) for code in "abc"], [HeatRow("Khoa Nội", cells)])

    (line,) = drawing.lines()

    assert line.cells == list(zip("abc", cells, strict=True))
