"""Columns read without mending their cells: the same values as with it, or none at all."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.engine.case_columns import CASES, COLUMNS
from indicators.spreadsheet.cells import cleaned
from indicators.spreadsheet.refusal import FileRefused
from indicators.spreadsheet.values import MOST_WORDS, reader_of

PLAIN = {
    "moment": ["05/03/2026 14:30", "31/12/2026 00:00", None],
    "count": ["0", "17", None],
    "money": ["0", "120000", None],
    "yes_no": ["Có", "Không", None],
    "outcome": ["Đã trả kết quả", "Đang xử lý", None],
    "channel": ["Trực tuyến", "Trực tiếp", None],
}
ODD = [
    "", " ", "-", "NULL", " 05/03/2026 14:30 ", "05/03/2026\t14:30", "05/03/2026", "31/02/2026 10:00", "46086",
    "46086.5", "'05/03/2026 14:30", '="17"', "'17", " 17", "1.000", "1,5", "17\n", "lạ", "Co\u0301", "\u200bCó", "x",
    "tru\u031b\u0323c tie\u0302\u0301p", "#N/A", "0", "1", "2/5/0226 10:00",
]  # fmt: skip
TYPED = [column for column in COLUMNS[CASES] if column.form in PLAIN]


def both_ways(column, cells):
    """What is read without mending, and with it."""
    told = pl.Series(cells, dtype=pl.String())
    mended = cleaned(told, dash_is_empty=column.form != "yes_no")
    return reader_of(column, column.label).read_plain(told), reader_of(column, column.label).read(mended)


@pytest.mark.parametrize("column", TYPED, ids=lambda column: column.name)
def test_plain_cells_are_read_without_mending(column):
    quickly, patiently = both_ways(column, PLAIN[column.form] * 3)

    assert quickly is not None
    assert quickly.null_count() == 3
    assert quickly.to_list() == patiently.to_list()


@given(data=st.data())
@pytest.mark.parametrize("column", TYPED, ids=lambda column: column.name)
def test_other_cells_are_read_alike_or_left_to_who_mends_them(column, data):
    cells = data.draw(st.lists(st.sampled_from([*PLAIN[column.form], *ODD]), max_size=6))
    try:
        quickly, patiently = both_ways(column, cells)
    except FileRefused:
        return

    if quickly is not None:
        assert (quickly.dtype, quickly.to_list()) == (patiently.dtype, patiently.to_list())


@pytest.mark.parametrize("column", TYPED, ids=lambda column: column.name)
@pytest.mark.parametrize("odd", ["", "-", "31/02/2026 10:00", "lạ", "#N/A"])
def test_one_cell_that_needs_more_leaves_the_column_to_who_mends_it(column, odd):
    assert both_ways(column, [*PLAIN[column.form], odd])[0] is None


def test_a_column_of_many_words_is_not_read_twice():
    column = next(column for column in TYPED if column.form == "yes_no")
    spaced = [f"Có{' ' * number}" for number in range(MOST_WORDS)]

    assert both_ways(column, spaced)[0] is not None
    assert both_ways(column, [*spaced, "Không"])[0] is None


def test_texts_are_composed_whatever_they_are_read_from():
    apart = pl.Series(["Trư\u0323c tie\u0302\u0301p", "Trực tiếp", None])
    assert cleaned(apart).to_list() == ["Trực tiếp", "Trực tiếp", None]
