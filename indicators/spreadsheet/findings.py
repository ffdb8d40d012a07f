"""What a person should know, or decide, about the rows of a file, gathered while they are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

LONGEST_WORD = 300
MOST_WORDS = 100
"""So many different unknown words of a column are kept; a column that holds more is no column of words."""


@dataclass(frozen=True)
class Hints:
    """How to read what a file alone does not tell.

    ``words``: our column -> a text of the file -> what a clerk said it means (``case_values.MEANINGS``). ``year``: the
    year that the file is about; years of two digits are understood when they lie near it.
    """

    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    year: int | None = None


@dataclass
class Findings:
    """``unknown_words``: our column -> text -> how many rows hold it. ``short_years``: heading -> a day with a year of
    two digits and how it was read. ``filled``: heading -> how many cells got what their merged cell says.
    """

    unknown_words: dict[str, dict[str, int]] = field(default_factory=dict)
    short_years: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)

    def note_word(self, column: str, text: str) -> None:
        """Count a word of a refused row that nobody understands."""
        known = self.unknown_words.setdefault(column, {})
        if len(text) <= LONGEST_WORD and (text in known or len(known) < MOST_WORDS):
            known[text] = known.get(text, 0) + 1
