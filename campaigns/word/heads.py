"""The head of a document: superior body, issuer, number and symbol, place and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.engine.document import PlanDocument

_NATIONAL = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc", re.IGNORECASE
)
_DRAFT = re.compile(r"^\(?dự thảo(?: lần \d+)?\)?$", re.IGNORECASE)
_NUMBER = re.compile(
    r"^Số\s*:?\s*(?P<number>\d{1,5}[a-zA-Z]?)?[\s.…_]*"
    r"(?:/\s*(?P<symbol>[A-ZĐ][A-ZĐa-z0-9&\-–./ ]*[A-ZĐa-z0-9]))?\s*/?$"
)
_BLANK = r"[\s.…_]*"
_DATE = re.compile(
    rf"^(?P<place>[^,]{{2,60}}),\s*ngày{_BLANK}(?P<day>\d{{1,2}})?{_BLANK}tháng{_BLANK}(?P<month>\d{{1,2}})?"
    rf"{_BLANK}năm{_BLANK}(?P<year>\d{{2,4}})?{_BLANK}$"
)
_PLACE_AND_DATE_AT_END = re.compile(r"\s(?=[A-ZĐ][^,/\d]{1,60}, ngày[\s.…_\d]*tháng)")


@dataclass(frozen=True, slots=True)
class Head:
    """A document with only its head filled, and the lines that are none of its parts."""

    document: PlanDocument
    unrecognised: tuple[str, ...]


def read_head(lines: Sequence[str]) -> Head:
    """Reads the lines above the title."""
    number = symbol = place = ""
    issued_on: date | None = None
    names: list[str] = []
    unrecognised: list[str] = []
    for text in _pieces(lines):
        if match := _NUMBER.match(text):
            number, symbol = match["number"] or number, match["symbol"] or symbol
        elif (match := _DATE.match(text)) and not place:
            place, issued_on = match["place"], _date_of(match)
        elif text.isupper() and not number and not symbol:
            names.append(text)
        else:
            unrecognised.append(text)
    superior, issuer = _split_names(names)
    document = PlanDocument(
        superior=superior, issuer=issuer, number=number, symbol=symbol, place=place, issued_on=issued_on
    )
    return Head(document, tuple(unrecognised))


def _pieces(lines: Sequence[str]) -> list[str]:
    """Lines without the national name and motto; number and date on one line are parted."""
    pieces: list[str] = []
    for line in lines:
        bare = _NATIONAL.sub(" ", line).strip()
        parts = _PLACE_AND_DATE_AT_END.split(bare, maxsplit=1) if bare.startswith("Số") else [bare]
        pieces.extend(part.strip() for part in parts if part.strip() and not _DRAFT.match(part.strip()))
    return pieces


def _date_of(match: re.Match[str]) -> date | None:
    """None while day, month or year are missing, or when there is no such day (31/02)."""
    try:
        return date(int(match["year"] or 0), int(match["month"] or 0), int(match["day"] or 0))
    except ValueError:
        return None


def _split_names(names: Sequence[str]) -> tuple[str, str]:
    """The issuer is the last name, which may take several lines and then starts with its kind of body."""
    if not names:
        return "", ""
    start = len(names) - 1
    openers = ("TRUNG TÂM", "BỆNH VIỆN", "SỞ ", "ỦY BAN", "UBND", "TRẠM")
    while start > 0 and not names[start].startswith(openers):
        start -= 1
    start = start if names[start].startswith(openers) else len(names) - 1
    return " ".join(names[:start]), " ".join(names[start:])
