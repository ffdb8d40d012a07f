"""Search without diacritics, and Vietnamese order."""

from datetime import UTC, date, datetime

import pytest

from core.formats import vn_date_long, vn_date_span, vn_moment, vn_number
from core.text import person_sort_key, search_key, sort_key


def test_search_key_has_no_diacritics() -> None:
    assert search_key("  Lê Thị  Hòa, ĐẮK Đoa ") == "le thi hoa, dak doa"


def test_letters_come_before_tones() -> None:
    words = ["đá", "da", "dạ", "dâ", "dă", "đa", "dà"]

    assert sorted(words, key=sort_key) == ["da", "dà", "dạ", "dă", "dâ", "đa", "đá"]


def test_persons_are_ordered_by_given_name() -> None:
    names = ["Nguyễn Văn Bình", "Trần Ánh", "Lê Đức", "Lê Dung", "Phạm Ân"]

    assert sorted(names, key=person_sort_key) == ["Trần Ánh", "Phạm Ân", "Nguyễn Văn Bình", "Lê Dung", "Lê Đức"]


def test_long_date_pads_days_and_the_first_two_months_only() -> None:
    assert vn_date_long(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert vn_date_long(date(2026, 3, 15)) == "ngày 15 tháng 3 năm 2026"


def test_number_is_written_with_point_and_comma() -> None:
    assert vn_number(1234567, 2) == "1.234.567,00"


def test_span_of_days_says_the_year_once() -> None:
    assert vn_date_span(date(2026, 11, 2), date(2026, 12, 2)) == "2/11 – 2/12/2026"
    assert vn_date_span(date(2026, 12, 29), date(2027, 1, 6)) == "29/12/2026 – 6/1/2027"
    assert vn_date_span(date(2026, 12, 2), date(2026, 12, 2)) == "2/12/2026"


@pytest.mark.parametrize(
    ("hour", "minute", "told"),
    [(0, 0, "5/12/2026"), (23, 59, "5/12/2026"), (0, 5, "5/12/2026 00:05"), (14, 32, "5/12/2026 14:32")],
)
def test_times_that_stand_for_none_are_not_written(hour: int, minute: int, told: str) -> None:
    assert vn_moment(datetime(2026, 12, 5, hour, minute, 59, tzinfo=UTC)) == told
