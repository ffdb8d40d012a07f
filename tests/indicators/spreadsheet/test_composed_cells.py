"""Cells of Excel files whose Vietnamese is written letter by mark: composed in every row that is given back."""

import unicodedata

import polars as pl
import pytest

from indicators.spreadsheet.frames import frames
from indicators.spreadsheet.opening import look
from tests.indicators.case_files import workbook

NAME = "Y tế dự phòng"
APART = unicodedata.normalize("NFD", NAME)
LIST = [
    ["Mã hồ sơ", "Lĩnh vực", "Ngày tiếp nhận", "Ngày trả"],
    ["H1", APART, "05/03/2026", "06/03/2026"],
    ["H2", APART, "05/03/2026", "04/03/2026"],
]
COUNTS = [
    ["Lĩnh vực", "Tiếp nhận", "Giải quyết trước hạn", "Giải quyết đúng hạn", "Giải quyết quá hạn", "Chưa đến hạn"],
    ["Dược", "6", "6", "0", "0", "0"],
    [APART, "nhiều", "1", "0", "0", "0"],
]


@pytest.fixture
def frame(put):
    """The first piece of a workbook with these rows."""

    def read(rows):
        path = put(workbook(rows), "tep.xlsx")
        found = look(path, "tep.xlsx")
        (piece,) = frames(path, found, {name: match.heading for name, match in found.proposal.items()})
        return piece

    return read


@pytest.mark.parametrize("rows", [LIST, COUNTS], ids=["list", "counts"])
def test_rows_that_cannot_be_read(frame, rows):
    (cells,) = frame(rows).bad["cells"].to_list()
    assert NAME in cells and APART not in cells


def test_rows_that_turn_out_to_be_bad(frame):
    found = frame(LIST)
    (line,) = found.good["line"]

    refused = found.refused(pl.DataFrame({"line": [line], "reason": ["Lý do"]}, schema_overrides={"line": pl.UInt32}))

    assert refused["cells"].to_list() == [["H1", NAME, "05/03/2026", "06/03/2026"]]
    assert found.good["field"].to_list() == [NAME]
