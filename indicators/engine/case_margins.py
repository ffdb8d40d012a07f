"""Rows of a sheet that are no data: totals, headings printed again on the next page, titles, signatures."""

import re
from collections.abc import Sequence

from core.text import search_key
from indicators.engine.case_columns import JOINT, heading_key
from indicators.engine.case_headers import numbers_columns

_TOTALS = ("tong cong", "tong so", "cong don", "luy ke", "cong trang", "cong chung")
_BARE_TOTALS = frozenset(("tong", "cong"))
_SIGNATURES = (
    "nguoi lap", "nguoi bao cao", "nguoi tong hop", "nguoi kiem tra", "thu truong", "giam doc", "pho giam doc",
    "ke toan", "truong phong", "truong khoa", "pho truong", "(ky", "ky ten", "ky, ghi", "xac nhan cua", "noi nhan",
    "lanh dao don vi", "tm.", "kt.",
)  # fmt: skip
_DATED_LINE = re.compile(r".{0,60}ngay\s*[\d.… ]{0,6}\s*thang\s*[\d.… ]{0,6}\s*nam\s*[\d.… ]{0,8}")
_PAGE = re.compile(r"trang\s*(so)?\s*:?\s*\d+(\s*/\s*\d+)?")
_GROUP_NUMBER = re.compile(r"[IVX]{1,5}\.?|[A-H]\.?")
_SERIAL_NUMBER = re.compile(r"\d{1,7}\.?", re.ASCII)


class Margins:
    """Tells rows of data from what stands around them; remembers that the signatures have begun."""

    def __init__(self, headings: Sequence[str]) -> None:
        self._headings = {heading_key(part) for heading in headings for part in heading.split(JOINT.strip())}
        self._signed = False

    def is_left_out(self, cells: Sequence[str | None]) -> bool:
        """Whether a row that cannot be read as data is none."""
        filled = [cell.strip() for cell in cells if cell and cell.strip()]
        if not filled or is_total(filled) or numbers_columns(filled) or self._is_heading(filled):
            return True
        if any(_is_signature(search_key(cell)) for cell in filled):
            self._signed = True
            return True
        if is_group(filled):
            return True
        if self._signed and len(filled) <= 3 and not any(character.isdigit() for cell in filled for character in cell):
            return True
        return len(filled) == 1 and _is_title(filled[0])

    def _is_heading(self, filled: Sequence[str]) -> bool:
        same = sum(heading_key(cell) in self._headings for cell in filled)
        return same >= 2 and same * 2 > len(filled)


def is_total(filled: Sequence[str]) -> bool:
    """Whether the first words of a row say that it adds up others; a field named “Tổng hợp” does not."""
    first = next((cell for cell in filled if any(character.isalpha() for character in cell)), "")
    key = search_key(first).strip(" .:*()")
    return key in _BARE_TOTALS or key.startswith(_TOTALS)


def is_group(filled: Sequence[str]) -> bool:
    """Whether a row of a list only names what the rows below have in common: I | Cấp giấy chứng sinh | 12."""
    if not 2 <= len(filled) <= 3 or not _GROUP_NUMBER.fullmatch(filled[0]):
        return False
    return " " in filled[1] and any(character.isalpha() for character in filled[1])


def group_rows(firsts: Sequence[str | None]) -> list[bool]:
    """Which rows add up the rows below: numbered I, II or A, B where others are numbered 1, 2 (first cell of each)."""
    plain = [(first or "").strip() for first in firsts]
    if not any(_SERIAL_NUMBER.fullmatch(first) for first in plain):
        return [False] * len(plain)
    return [_GROUP_NUMBER.fullmatch(first) is not None for first in plain]


def _is_signature(key: str) -> bool:
    return key.startswith(_SIGNATURES) or _DATED_LINE.fullmatch(key) is not None


def _is_title(text: str) -> bool:
    return " " in text and any(character.isalpha() for character in text) or bool(_PAGE.fullmatch(search_key(text)))
