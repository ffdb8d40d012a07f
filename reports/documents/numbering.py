"""Numbers, dates and line breaks of official documents (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations

BLANK = "\u00a0" * 6  # room that văn thư fills in by hand
_WIDEST_SEARCH = 14  # words; longer names are filled line by line
# What a reader takes in as one word: ranges, proper names, and the compounds that fill our headings.
_NAME = r"(?<!\w)[A-ZĐ]\w*[a-zà-ỹ]\w*(?: [A-ZĐ]\w*[a-zà-ỹ]\w*)+"
_UNBROKEN = re.compile(
    rf"ngày \S+ tháng \S+ năm \S+|\d+%? [-–] \d+%?|(?<=giai đoạn) (?=\d)|(?<=[Nn]ăm) (?=\d)|{_NAME}|"
    r"(?i:trung tâm y tế|ngành y tế|sở y tế|y tế|cải cách hành chính|thi đua|khen thưởng|phong trào|trực thuộc|tập thể|"
    r"cá nhân|danh sách|kết quả|xuất sắc|thành tích|nhà nước|phát động|đẩy mạnh)"
)
_JOINER = "\u2060"


def padded_number(number: str) -> str:
    """“5” → “05”; numbers that are not plain digits (“12a”) stay as they are."""
    return number.zfill(2) if number.isdigit() else number


def number_and_symbol(number: str, symbol: str) -> str:
    """“05/KH-TTYT”; room for the number while văn thư has not given it."""
    given = padded_number(number.strip()) or BLANK
    return f"{given}/{symbol}" if symbol else given


def long_date(day: date | None) -> str:
    """“ngày 05 tháng 02 năm 2026”: days below 10 and months 1 and 2 have a leading zero; None leaves room."""
    if day is None:
        return f"ngày{BLANK}tháng{BLANK}năm{BLANK}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def place_and_date(place: str, day: date | None) -> str:
    """“Hoài Nhơn, ngày 05 tháng 02 năm 2026”."""
    return f"{place}, {long_date(day)}" if place else long_date(day)


def _widest(lines: list[str]) -> tuple[int, int]:
    lengths = [len(line) for line in lines]
    return max(lengths), max(lengths) - min(lengths)


def balanced_lines(text: str, limit: int) -> tuple[str, ...]:
    """Breaks a centred heading into the fewest lines of at most `limit` characters, as even as its words allow."""
    joined = " ".join(word for word in text.split(" ") if word)
    words = _UNBROKEN.sub(lambda found: found[0].replace(" ", _JOINER), joined).split(" ")
    return tuple(line.replace(_JOINER, " ") for line in _break(words, joined, limit))


def _break(words: list[str], joined: str, limit: int) -> tuple[str, ...]:
    if len(joined) <= limit or len(words) < 2:
        return (joined,) if joined else ()
    if len(words) > _WIDEST_SEARCH:
        return _even_fill(words, limit)
    for count in range(2, len(words) + 1):
        candidates = []
        for cuts in combinations(range(1, len(words)), count - 1):
            edges = (0, *cuts, len(words))
            candidates.append([" ".join(words[a:b]) for a, b in zip(edges, edges[1:], strict=False)])
        best = min(candidates, key=_widest)
        if _widest(best)[0] <= limit:
            return tuple(best)
    return tuple(words)


def _even_fill(words: list[str], limit: int) -> tuple[str, ...]:
    """Greedy filling with the narrowest measure that keeps the number of lines."""
    fewest = len(_greedy(words, limit))
    narrowest = min(len(" ".join(words)) // fewest, limit)
    widths = range(narrowest, limit + 1)
    return _greedy(words, next(width for width in widths if len(_greedy(words, width)) == fewest))


def _greedy(words: list[str], width: int) -> tuple[str, ...]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)
