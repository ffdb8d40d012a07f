"""Whatever a reader raises is told as damage, and the log knows why."""

import logging
import zipfile

import pytest

from indicators.spreadsheet.damage import ReaderFailed, guarded, readable
from indicators.spreadsheet.opening import look
from indicators.spreadsheet.refusal import FileRefused
from tests.indicators.case_files import workbook


class Panic(BaseException):
    """As extensions in Rust raise them."""


@pytest.mark.parametrize("error", [Panic("index out of bounds"), zipfile.BadZipFile("x"), KeyError("x")])
def test_panics_and_errors_are_the_same_failure(error):
    with pytest.raises(ReaderFailed) as told, guarded():
        raise error
    assert told.value.__cause__ is error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3), FileRefused("Tệp có mật khẩu.")])
def test_what_ends_the_process_and_refusals_pass(error, caplog):
    with pytest.raises(type(error)) as told, readable("a.xlsx"):
        raise error
    assert told.value is error and not caplog.records


def test_reason_is_logged_once(tmp_path, caplog):
    path = tmp_path / "a.xlsx"
    content = bytearray(workbook([["Mã hồ sơ", "Ngày tiếp nhận"], ["A1", "02/10/2025"]]))
    place = content.index(b"xl/worksheets/sheet1.xml") + len(b"xl/worksheets/sheet1.xml")
    content[place : place + 30] = bytes(30)
    path.write_bytes(content)

    with caplog.at_level(logging.WARNING), pytest.raises(FileRefused, match="bị hỏng") as told:
        look(path, "tệp của ông A.xlsx")

    (record,) = [each for each in caplog.records if each.name == "indicators.spreadsheet.damage"]
    assert record.exc_info is not None and record.exc_info[1] is told.value.__cause__
    assert "ông A" not in record.getMessage()
