"""Names and headings as they are compared: without diacritics, capitals and marks."""

import re

from core.text import search_key

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def plain_words(text: str) -> str:
    """«Khoa Nội – Nhi» -> «khoa noi nhi»."""
    return _NOT_WORD.sub(" ", search_key(text)).strip()


def taken_apart(text: str) -> str:
    """Names of fields in data with blanks between their words: NgayTiepNhan -> Ngay Tiep Nhan."""
    return _HUMP.sub(" ", text) if text.isascii() else text
