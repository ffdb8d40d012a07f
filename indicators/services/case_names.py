"""Names as files write them, made comparable."""

import re

from core.text import search_key

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def name_key(name: str) -> str:
    """Names are the same whatever their diacritics, capitals and marks."""
    return _NOT_WORD.sub(" ", search_key(name)).strip()
