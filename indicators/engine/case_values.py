"""What the cells of a case list say: moments and words, one cell at a time, with the reason when they say nothing.

The bulk reader (``indicators.spreadsheet``) must agree with these; a test compares them.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from core.text import search_key
from indicators.engine.case_short_years import with_full_year
from indicators.engine.months import FIRST_YEAR, LAST_YEAR

LOCAL_OFFSET = timedelta(hours=7)
"""Viet Nam keeps UTC+7 all year; moments that name a zone are turned into it."""
EXCEL_DAY_ZERO = datetime.combine(date(1899, 12, 30), time())
"""Day 0 of the serial numbers of Excel's 1900 system, for days after February 1900."""
EITHER, STILL_OPEN = "either", "open"
"""Outcome words that fit a finished and a pending case alike, and words of pending cases only."""

_TIME = r"(?P<hour{0}>\d{{1,2}})[:hH](?P<minute{0}>\d{{2}})(?::(?P<second{0}>\d{{2}})(?:[.,]\d+)?)?"
_DAY_FIRST = re.compile(
    rf"(?:{_TIME.format(1)}[ ,]+)?(?P<day>\d{{1,2}})([/.-])(?P<month>\d{{1,2}})\5(?P<year>\d{{4}})"
    rf"(?:[ ,T]+{_TIME.format(2)})?(?: ?(?P<half>AM|PM|SA|CH))?",
    re.ASCII | re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})([/.-])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})"
    rf"(?:[ T]+{_TIME.format(2)})?(?P<zone>Z|[+-]\d{{2}}:?\d{{2}})?",
    re.ASCII,
)
_COMPACT = re.compile(
    r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:(?P<hour2>\d\d)(?P<minute2>\d\d)(?P<second2>\d\d)?)?", re.ASCII
)
SERIAL = "[0-9]{5}(?:[.,][0-9]{1,12})?"
"""A serial number of Excel, as all kinds of regular expressions write it."""
_SERIAL = re.compile(SERIAL)
_MONTH_FIRST = re.compile(r"(?:0?[1-9]|1[0-2])[/.-](?:1[3-9]|2\d|3[01])[/.-](?:\d{4}|\d{2})\b.*", re.ASCII)
_WEEKDAY = re.compile(r"^(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\s*[,-]\s*", re.IGNORECASE)
_BEFORE_TIME = re.compile(r"(?:\s+[-–|]|\s*\()\s*(?=\d{1,2}[:hH]\d{2})")
_WRITTEN_OUT = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})", re.ASCII)
_NOT_YET = ("chua ", "dang xu ly", "dang giai quyet", "khong co", "khong xac dinh")
_MEND = "Ghi ngày/tháng/năm, ví dụ 05/03/2026 hoặc 05/03/2026 14:30."


def read_moment(text: str, near: int | None = None) -> datetime:
    """A day, or a day and a time, in local time without zone; raises ValueError in Vietnamese.

    Understood: 5/3/2026 (day first, also with - or .), 2026-03-05T14:30:00 (also with a zone), 14:30 05/03/2026,
    2:30 CH 5/3/2026 as 5/3/2026 2:30 CH, 20260305, Thứ Hai, 05/03/2026 - 14:30, ngày 05 tháng 3 năm 2026, and serial
    numbers of Excel; and 5/3/26 where that is a day in the years around ``near``.
    """
    text = _without_frills(" ".join(text.split()))
    if near is not None:
        text = with_full_year(text, near)
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text.replace(",", ".")), text)
    for form in (_DAY_FIRST, _YEAR_FIRST, _COMPACT):
        if match := form.fullmatch(text):
            return _from_parts(match.groupdict(), text)
    raise ValueError(f"“{text[:40]}” không phải là ngày. {_MEND}")


def _without_frills(text: str) -> str:
    """A weekday before the day, marks between the day and the time, and a day written out."""
    if written := _WRITTEN_OUT.fullmatch(search_key(text)):
        return "/".join(written.groups())
    return _BEFORE_TIME.sub(" ", _WEEKDAY.sub("", text)).removesuffix(")")


def says_not_yet(text: str) -> bool:
    """Whether a text stands where a day would, and says that there is none: “Chưa trả”, “Chưa có kết quả”."""
    return search_key(text).startswith(_NOT_YET)


def is_month_first(text: str) -> bool:
    """Whether the text can only be a day written with its month first: 3/25/2026."""
    return _MONTH_FIRST.fullmatch(text.strip()) is not None


def _from_parts(parts: Mapping[str, str | None], text: str) -> datetime:
    first = "hour1" in parts and parts["hour1"] is not None
    if first and parts["hour2"] is not None:
        raise ValueError(f"“{text[:40]}” ghi hai giờ. {_MEND}")
    hour, minute, second = (int(parts.get(f"{name}{1 if first else 2}") or 0) for name in ("hour", "minute", "second"))
    year, month, day = (int(parts[name] or 0) for name in ("year", "month", "day"))
    try:
        clock = time(_of_the_day(hour, (parts.get("half") or "").upper()), minute, second)
        moment = datetime.combine(date(year, month, day), clock)
    except ValueError:
        raise ValueError(f"“{text[:40]}”: không có ngày, giờ này. {_MEND}") from None
    return _in_range(_in_range(moment, text) + _from_zone(parts.get("zone")), text)


def _of_the_day(hour: int, half: str) -> int:
    """Of twelve hours with AM, PM, SA (sáng) or CH (chiều); an hour that cannot be stays out of range."""
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return hour if half in ("PM", "CH") and 12 < hour < 24 else 99
    return hour % 12 + (12 if half in ("PM", "CH") else 0)


def _from_zone(zone: str | None) -> timedelta:
    if not zone:
        return timedelta()
    if zone == "Z":
        return LOCAL_OFFSET
    sign = -1 if zone[0] == "+" else 1
    digits = zone[1:].replace(":", "")
    return LOCAL_OFFSET + sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))


def _from_serial(days: float, text: str) -> datetime:
    moment = EXCEL_DAY_ZERO + timedelta(seconds=round(days * 86400))
    return _in_range(moment, text)


def _in_range(moment: datetime, text: str) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"“{text[:40]}”: năm phải từ {FIRST_YEAR} đến {LAST_YEAR}. {_MEND}")
    return moment


_YES = frozenset(("co", "x", "da", "1", "true", "yes", "y", "dung", "roi", "v", "duoc", "online", "truc tuyen"))
_NO = frozenset(("khong", "chua", "0", "false", "no", "n", "sai", "offline", "truc tiep", "tien mat", "k", "ko"))
_UNSURE = (
    "khong ro", "khong xac dinh", "khong co thong tin", "khong ap dung",
    "chua ro", "chua xac dinh", "chua co thong tin", "chua cap nhat",
)  # fmt: skip
"""What begins so says neither yes nor no, although it begins like a no."""
_TICKS = {"✓": True, "✔": True, "☑": True, "√": True, "☐": False, "✗": False, "-": False, "–": False}


def read_yes_no(text: str) -> bool:
    """Có or Không in the words that systems use; raises ValueError in Vietnamese."""
    text = text.strip()
    if text in _TICKS:
        return _TICKS[text]
    key = search_key(text).strip(" .!")
    if key in _YES or key.startswith(("da ", "co ")):
        return True
    if key in _NO or (key.startswith(("chua ", "khong ")) and not key.startswith(_UNSURE)):
        return False
    raise ValueError(f"“{text[:40]}” không rõ là có hay không. Ghi Có hoặc Không.")


_OUTCOMES = (
    ("withdrawn", r"rut|huy ho so|da huy|huy bo"),
    (STILL_OPEN, r"tam dung"),
    ("refused", r"tu choi|tra lai|khong du dieu kien|khong (?:duoc )?(?:giai quyet|tiep nhan)|"
                r"dung (?:xu ly|giai quyet)"),
    (EITHER, r"cho tra|cho nhan ket qua|chuyen (?:bo phan )?tra"),
    ("result", r"^(?:da tra|da co ket qua|co ket qua|tra ket qua|hoan thanh|hoan tat|ket thuc|da giai quyet)"),
    (STILL_OPEN, r"dang|moi|chua|bo sung|tiep nhan|nghia vu tai chinh|trinh|lien thong|chuyen xu ly|phan cong|thu ly|"
                 r"^cho|[-,;:(] ?cho"),
    ("result", r"da tra|co ket qua|tra ket qua|hoan thanh|da giai quyet|da xu ly|ket thuc|da duyet|da cap|da xong|"
               r"hoan tat|thanh cong"),
    (EITHER, r"som han|truoc han|dung han|qua han|tre han|trong han|den han"),
)  # fmt: skip
"""What a case came to, by whole words without diacritics, the surest first: “chờ” is “cho” too, so it must begin."""
_OUTCOME_WORDS = [(outcome, re.compile(rf"(?:(?<![a-z])|(?=\W))(?:{words})(?![a-z])")) for outcome, words in _OUTCOMES]


def read_outcome(text: str) -> str:
    """``result``, ``refused``, ``withdrawn``, ``open`` or ``either``; raises ValueError in Vietnamese."""
    key = search_key(text)
    for outcome, words in _OUTCOME_WORDS:
        if words.search(key):
            return outcome
    known = "Đã trả kết quả, Từ chối, Công dân rút, Đang xử lý"
    raise ValueError(f"“{text[:40]}” không rõ là kết quả gì. Ghi một trong: {known}.")


_CHANNELS = (
    (
        "online",
        ("truc tuyen", "online", "qua mang", "dich vu cong", "dvc", "toan trinh", "mot phan", "internet", "dien tu"),
    ),
    ("postal", ("buu chinh", "buu dien", "buu cuc", "bcci", "vnpost")),
    ("direct", ("truc tiep", "mot cua", "tai quay", "tai cho", "bo phan tiep nhan", "ho so giay", "ban giay")),
)


def read_channel(text: str) -> str:
    """``direct``, ``online`` or ``postal``; raises ValueError in Vietnamese."""
    key = search_key(text)
    for channel, words in _CHANNELS:
        if any(word in key for word in words):
            return channel
    known = "Trực tiếp, Trực tuyến, Bưu chính"
    raise ValueError(f"“{text[:40]}” không rõ là hình thức nộp nào. Ghi một trong: {known}.")


WORDS: Mapping[str, Callable[[str], bool | str]] = {
    "yes_no": read_yes_no,
    "outcome": read_outcome,
    "channel": read_channel,
}
"""Readers of columns that hold one of a few words, by the form of the column."""
NOTHING_SAID = "none"
"""Means that a word is as good as an empty cell."""
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "outcome": {
        "result": "Đã có kết quả",
        STILL_OPEN: "Đang giải quyết",
        "refused": "Từ chối, dừng xử lý",
        "withdrawn": "Công dân rút",
        NOTHING_SAID: "Coi như không ghi",
    },
    "channel": {
        "direct": "Trực tiếp",
        "online": "Trực tuyến",
        "postal": "Bưu chính",
        NOTHING_SAID: "Coi như không ghi",
    },
    "yes_no": {"yes": "Có", "no": "Không", NOTHING_SAID: "Coi như không ghi"},
}
"""What a clerk may say that a word of a column of this form means, and how that is called."""


MEANT: Mapping[str, bool] = {"yes": True, "no": False}
"""Values of the meanings that are no texts themselves."""


def word_key(text: str) -> str:
    """Words are the same whatever their diacritics, capitals and spaces; numbers whatever their leading zeros."""
    key = " ".join(search_key(text).split())
    return key.lstrip("0") or key if key.isdecimal() else key
