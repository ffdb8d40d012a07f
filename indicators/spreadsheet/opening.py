"""Looking into a file before it is imported: what it is, where its table begins, what its columns are."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from indicators.engine import case_columns
from indicators.engine.case_columns import Match

from .refusal import FileRefused

SAMPLE_ROWS = 20


@dataclass(frozen=True)
class Look:
    """What was found in a file.

    ``kind`` is ``csv`` or ``xlsx``; ``sheets`` the names of its visible sheets that hold anything; ``encoding`` and
    ``delimiter`` are of CSV only. Headings are unique; parts of merged headings are joined by " › ". ``header_row`` (its
    last) and ``first_row`` (of data) count from 1 as Excel does. ``sample``: the first rows as text. ``layout``: a
    guess, by the values of ``CaseLayout``. ``proposal``: our column -> heading and how similar it is.
    """

    kind: str
    sheets: tuple[str, ...]
    sheet: str
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    header_row: int
    first_row: int
    sample: tuple[tuple[str, ...], ...]
    layout: str
    proposal: Mapping[str, Match]


def look(path: Path, name: str, *, sheet: str = "") -> Look:
    """What the file holds, by content; ``name`` is what its sender calls it. Raises ``FileRefused``."""
    rows = pl.read_csv(path, has_header=False, infer_schema=False, n_rows=SAMPLE_ROWS + 1).fill_null("").rows()
    if not rows:
        raise FileRefused(f"Tệp “{name}” rỗng.", hint="Chọn lại tệp có nội dung.", code="empty")
    headings = tuple(rows[0])
    return Look(
        kind="csv",
        sheets=(),
        sheet="",
        encoding="utf-8",
        delimiter=",",
        headings=headings,
        header_row=1,
        first_row=2,
        sample=tuple(rows[1:]),
        layout=case_columns.CASES,
        proposal=case_columns.propose(case_columns.CASES, headings),
    )
