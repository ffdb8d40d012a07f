"""What a sheet that people fill in asks for, column by column."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: its key in code, the heading in the file, and what to write there.

    ``whole``: a whole number between the two. ``as_text``: a number is refused, since Excel drops zeros of codes.
    """

    key: str
    heading: str
    guidance: str
    example: str
    required: bool = False
    longest: int = 200
    choices: tuple[str, ...] = ()
    is_date: bool = False
    whole: tuple[int, int] | None = None
    as_text: bool = False


Sheets = Mapping[str, tuple[Column, ...]]
"""The columns of each sheet of a file, by the name of the sheet."""
