"""Numbers of the national portal below a heading that says so, and years of two digits."""

import polars as pl
import pytest

from indicators.engine.case_codes import CHANNELS, STATES, codes_of
from indicators.engine.case_short_years import ShortYears
from indicators.engine.case_values import MEANINGS, read_channel, read_moment, read_outcome
from indicators.spreadsheet.findings import Findings
from indicators.spreadsheet.moments import Moments
from indicators.spreadsheet.refusal import FileRefused
from tests.indicators.case_files import csv_text, read_path


@pytest.mark.parametrize(
    "heading",
    ["TrangThaiHoSo", "trangThaiHoSoId", "TRANG_THAI_HO_SO", "MaTrangThaiHoSo", "Trạng thái (mã DVCQG)",
     "Mã trạng thái của Cổng Dịch vụ công quốc gia"],
)  # fmt: skip
def test_headings_that_say_that_they_hold_codes(heading):
    assert codes_of("outcome", heading) == STATES
    assert codes_of("channel", heading) == {}


@pytest.mark.parametrize("heading", ["Trạng thái hồ sơ", "Mã trạng thái", "Kết quả", "Trạng thái trên cổng"])
def test_other_headings_say_nothing_of_codes(heading):
    assert codes_of("outcome", heading) == {}


def test_codes_stand_for_words_that_are_understood():
    meanings = [read_outcome(word) for word in STATES.values()]
    assert meanings == ["open", "open", "refused", "open", "open", "open", "withdrawn", "refused", "result", "result"]
    assert [read_channel(word) for word in CHANNELS.values()] == ["direct", "online", "postal"]
    assert {*meanings} <= {*MEANINGS["outcome"]}


def test_file_of_the_fields_of_the_portal_is_read(tmp_path):
    rows = [
        ["MaHoSo", "NgayTiepNhan", "NgayKetThucXuLy", "TrangThaiHoSo", "KenhThucHien"],
        ["H1", "05/03/2026", "06/03/2026", "9", "2"],
        ["H2", "05/03/2026", "06/03/2026", "03", "1"],
        ["H3", "05/03/2026", "", "5", "3"],
        ["H4", "05/03/2026", "", "11", "4"],
    ]
    path = tmp_path / "a.csv"
    path.write_text(csv_text(rows), encoding="utf-8")
    _, good, bad, _ = read_path(path, "a.csv")
    assert [(row["outcome"], row["channel"]) for row in good] == [
        ("result", "online"), ("refused", "direct"), (None, "postal")
    ]  # fmt: skip
    assert "“11” không rõ là kết quả gì" in bad[0]["reason"] and "“4” không rõ là hình thức nộp" in bad[0]["reason"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("5/3/26", "2026-03-05 00:00"), ("05-03-26 14:30", "2026-03-05 14:30"), ("14:30 5.3.21", "2021-03-05 14:30"),
     ("31/12/28", "2028-12-31 00:00"), ("Thứ Hai, 05/03/26 - 14:30", "2026-03-05 14:30"),
     ("05/03/2019", "2019-03-05 00:00")],
)  # fmt: skip
def test_short_years_near_the_file_are_read(text, shown):
    assert f"{read_moment(text, near=2026):%Y-%m-%d %H:%M}" == shown


@pytest.mark.parametrize("text", ["5/3/20", "5/3/29", "5/3/99"])
def test_short_years_far_from_the_file_are_not(text):
    with pytest.raises(ValueError, match="ghi năm bằng hai chữ số, không chắc là năm 20"):
        read_moment(text, near=2026)


def test_short_years_are_refused_where_the_year_is_not_known():
    with pytest.raises(ValueError, match="không phải là ngày"):
        read_moment("5/3/26")


def column(*texts, year=2026):
    findings = Findings()
    reader = Moments("Ngày", year=year, findings=findings)
    return reader.read(pl.Series(texts, dtype=pl.String)).to_list(), findings.short_years


def test_columns_of_short_years_are_read_and_told():
    days, told = column("25/3/26", "5/3/26 08:00", "06/03/2026", "7/3/15", None)
    assert [str(day) for day in days] == [
        "2026-03-25 00:00:00",
        "2026-03-05 08:00:00",
        "2026-03-06 00:00:00",
        "None",
        "None",
    ]
    assert [(text, str(day)) for text, day in told.values()] == [("25/3/26", "2026-03-25 00:00:00")]


def test_columns_that_write_a_short_year_first_are_refused():
    with pytest.raises(FileRefused, match="không rõ đứng đầu hay đứng cuối"):
        column("26/03/05", "26/03/15", "26/03/22")


def test_columns_that_write_the_month_first_are_refused_with_short_years_too():
    with pytest.raises(FileRefused, match="ghi tháng trước ngày"):
        column("3/25/26", "3/26/26", "3/5/26")


def test_one_odd_day_does_not_refuse_a_column():
    years = ShortYears(2026)
    years.learn(["13/3/26", "14/3/26", "26/03/15"])
    assert years.doubtful == ""
