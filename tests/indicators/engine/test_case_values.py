"""What single cells say; the bulk reader is held against the same readers."""

from datetime import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.engine.case_columns import CASES, COLUMNS
from indicators.engine.case_numbers import Marks, read_whole
from indicators.engine.case_values import is_month_first, read_channel, read_moment, read_outcome, read_yes_no
from indicators.spreadsheet.values import Moments, reader_of

AFTERNOON, MORNING, DAY = "2026-03-05 14:30:00", "2026-03-05 02:30:00", "2026-03-05 00:00:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("5/3/2026", DAY), ("05-03-2026 14:30", AFTERNOON), ("2026-03-05T14:30:00", AFTERNOON), ("46086", DAY),
        ("46086.604166667", AFTERNOON), ("46086,604166667", AFTERNOON), ("14:30 05/03/2026", AFTERNOON),
        ("05.03.2026", DAY), ("05/03/2026 2:30 CH", AFTERNOON), ("5/3/2026 2:30:00 PM", AFTERNOON),
        ("5/3/2026 2:30:00 SA", MORNING), ("2026-03-05T07:30:00Z", AFTERNOON), ("2026-03-05 14:30:00.000", AFTERNOON),
        ("2026-03-05T14:30:00+07:00", AFTERNOON), ("2026-03-05T08:30:00+0100", AFTERNOON), ("20260305", DAY),
        ("20260305143000", AFTERNOON), ("2026/3/5", DAY), ("14h30 05/03/2026", AFTERNOON),
        (" 05/03/2026  14:30 ", AFTERNOON), ("05/03/2026 (14:30)", AFTERNOON), ("05/03/2026 - 14h30", AFTERNOON),
        ("Thứ Năm, 05/03/2026", DAY), ("Thứ 5 - 05/03/2026 14:30", AFTERNOON), ("ngày 05 tháng 3 năm 2026", DAY),
        ("2026-03-05T00:30:00-07:00", AFTERNOON),
    ],
)  # fmt: skip
def test_moments(text, moment):
    assert str(read_moment(text)) == moment


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "3/25/2026", "5/3/26", "hôm qua", "05/03/2026 24:30", "5/3/1926", "5/3-2026", "", "0", "99999",
     "12:00 5/3/2026 13:00", "05/03/2026 15:00 SA", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00",
     "2026-13-45", "٠٥/٠٣/٢٠٢٦"],
)  # fmt: skip
def test_what_is_no_moment(text):
    with pytest.raises(ValueError, match="[Nn]gày|năm"):
        read_moment(text)


def test_month_first_is_told_apart():
    assert is_month_first("3/25/2026 08:00")
    assert not is_month_first("25/3/2026")
    assert not is_month_first("3/5/2026")


WRITTEN = st.sampled_from(
    ["%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S",
     "%Y-%m-%d %H:%M:%S", "%H:%M %d/%m/%Y", "%H:%M:%S %d/%m/%Y", "%d/%m/%Y %I:%M:%S %p", "%Y%m%d"]
)  # fmt: skip
MOMENT = st.datetimes(min_value=datetime.fromisoformat("2000-01-01"), max_value=datetime.fromisoformat("2100-12-31"))
NOISE = st.text(alphabet="0123456789/-:. TZ+aPMSCH", max_size=20)


@given(texts=st.lists(st.one_of(st.builds(lambda at, form: at.strftime(form), MOMENT, WRITTEN), NOISE), max_size=30))
def test_bulk_reads_moments_as_one_by_one(texts):
    reader = Moments("Ngày")
    reader._day_first = 10**6  # not about the order of day and month
    read = reader.read(pl.Series([text.strip() or None for text in texts], dtype=pl.String)).to_list()
    for text, value in zip(texts, read, strict=True):
        try:
            expected = read_moment(text)
        except ValueError:
            expected = None
        assert value == expected, text


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1.234", "5"], [1234, 5]),
        (["1,234"], [1234]),
        (["1.234,00", "2.000"], [1234, 2000]),
        (["1,234.00", "12.000"], [1234, 12]),
        (["0.500", "12.000"], [None, 12]),
        (["1.234.567", "1.50", "150.000"], [1234567, None, None]),
        (["150.000 đ", "50.000 VNĐ", "20 000₫", "0 đồng"], [150_000, 50_000, 20_000, 0]),
        (["-5", "a", "1..2", "1.2.3", "1,2,3.4", "1.23.456", "9" * 20], [None] * 7),
    ],
)
def test_numbers_are_decided_for_a_column(texts, numbers):
    marks = Marks()
    marks.learn(texts)
    read = []
    for text in texts:
        try:
            read.append(read_whole(text, marks, "money"))
        except ValueError as refused:
            assert text[:30] in str(refused)
            read.append(None)
    assert read == numbers


def test_an_ambiguous_number_says_both_readings():
    marks = Marks()
    marks.learn(["1.234.567", "1.5"])
    with pytest.raises(ValueError, match="“150.000” có thể là 150000 hoặc 150,000"):
        read_whole("150.000", marks, "money")


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Có", True), ("X", True), ("Đã số hóa", True), ("1", True), ("TRUE", True), ("✓", True), ("không", False),
     ("Chưa số hóa", False), ("Không có bản điện tử", False), ("0", False), ("-", False)],
)  # fmt: skip
def test_yes_and_no(text, answer):
    assert read_yes_no(text) is answer


@pytest.mark.parametrize("text", ["Không rõ", "không có thông tin", "Không áp dụng", "Chưa xác định", "Chưa cập nhật."])
def test_what_is_not_known_is_not_a_no(text):
    with pytest.raises(ValueError, match="không rõ là có hay không"):
        read_yes_no(text)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("Đã trả kết quả", "result"), ("Từ chối giải quyết", "refused"), ("Công dân rút hồ sơ", "withdrawn"),
     ("ĐANG XỬ LÝ", "open"), ("Chưa có kết quả", "open"), ("Chờ trả kết quả", "either"), ("Quá hạn", "either"),
     ("Trả lại hồ sơ", "refused"), ("Yêu cầu bổ sung", "open"), ("Đã trả đúng hạn", "result"),
     ("Đã trả kết quả cho công dân", "result"), ("Chờ thanh toán", "open"), ("Đã duyệt, chờ ký số", "open"),
     ("Không được tiếp nhận", "refused"), ("Dừng xử lý", "refused"), ("Tạm dừng xử lý", "open"),
     ("Đã chuyển trả kết quả", "either"), ("Đã xử lý, chờ trả", "either"), ("Chưa trả kết quả", "open"),
     ("Trình lãnh đạo", "open"), ("Đã phân công", "open"), ("Sắp đến hạn", "either"), ("Đang in", "open")],
)  # fmt: skip
def test_outcomes(text, outcome):
    assert read_outcome(text) == outcome


@pytest.mark.parametrize(
    ("text", "channel"),
    [("Trực tiếp", "direct"), ("Một cửa", "direct"), ("Nộp trực tuyến", "online"), ("Cổng DVC quốc gia", "online"),
     ("Bưu chính công ích", "postal"), ("BCCI", "postal"), ("VNPost", "postal"), ("Hồ sơ giấy", "direct"),
     ("Hồ sơ điện tử", "online")],
)  # fmt: skip
def test_channels(text, channel):
    assert read_channel(text) == channel


@pytest.mark.parametrize("read", [read_yes_no, read_outcome, read_channel])
def test_unknown_words_say_what_is_known(read):
    with pytest.raises(ValueError, match="“hửm” không rõ .* Ghi "):
        read("hửm")


@given(texts=st.lists(st.text(max_size=30), max_size=20))
def test_whatever_a_column_holds_is_read_or_has_a_reason(texts):
    for column in COLUMNS[CASES]:
        reader = reader_of(column, column.label)
        given_texts = [text for text in texts if text not in ("-", "–", "—")]
        values = reader.read(pl.Series(given_texts, dtype=pl.String))
        for text, value in zip(given_texts, values, strict=True):
            is_unread = value is None and text not in reader.nothing
            assert is_unread == bool(reader.reason(text)), (column.name, text)
