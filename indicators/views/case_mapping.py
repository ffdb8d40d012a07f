"""How a file of a one-stop system is to be read: its sheets, its columns, and the words that nobody knows."""

from typing import Any

from django.conf import settings
from django.http import QueryDict

from core.errors import DomainError
from indicators.engine.case_columns import COLUMNS, missing
from indicators.engine.case_people import OF_APPLICANT, tells_of_people
from indicators.engine.case_values import MEANINGS
from indicators.enums import CaseLayout
from indicators.models import CaseImport
from indicators.services.case_reading import look_into
from indicators.services.case_words import FORMS
from indicators.spreadsheet.opening import FileSummary

SAMPLES = 3
HIDDEN = "•••"
"""Shown for what tells of an applicant, where that is not kept."""


def mapping(case_import: CaseImport) -> dict[str, Any]:
    """Our columns with the heading that each is probably, and what stands under it in the file."""
    try:
        found = look_into(case_import)
    except DomainError as refusal:
        return {"unreadable": str(refusal)}
    places = {heading: place for place, heading in enumerate(found.headings)}
    keeps = settings.KEEP_CASE_APPLICANTS
    others = [heading for heading in found.headings if not tells_of_people(heading)]
    rows = []
    for column in COLUMNS[case_import.source.layout]:
        is_applicant = column.name.startswith(OF_APPLICANT)
        if is_applicant and not keeps:
            continue
        heading = case_import.columns.get(column.name, "")
        place = places.get(heading)
        samples = [] if place is None else [row[place] for row in found.sample if len(row) > place and row[place]]
        options = found.headings if is_applicant else others
        rows.append({"column": column, "heading": heading, "options": options, "samples": samples[:SAMPLES]})
    hidden = [not keeps and tells_of_people(heading) for heading in found.headings]
    sample = [
        [HIDDEN if gone and cell else cell for cell, gone in zip(row, hidden, strict=True)] for row in found.sample[:5]
    ]
    sheets = [
        {"name": sheet, "is_chosen": sheet in case_import.sheets, "is_alike": sheet in found.alike}
        for sheet in found.sheets
    ]
    likely = _likely_layout(case_import, found)
    is_strange = not any(row["heading"] for row in rows)
    seen = {"look": found, "sample": sample, "sheets": sheets}
    return seen | {"mapping": rows, "likely_layout": likely, "is_strange": is_strange}


def _likely_layout(case_import: CaseImport, found: FileSummary) -> str:
    """What the table is rather than what its sender said; empty where that fits."""
    layout = case_import.source.layout
    fits = not missing(layout, case_import.columns, found.headings)
    return "" if fits or found.layout == layout or not found.proposal else str(CaseLayout(found.layout).label)


def word_choices(case_import: CaseImport, result: dict[str, Any]) -> list[dict[str, Any]]:
    """The words that the file holds and nobody knows, and those that a clerk has told of, each with what it may mean.

    ``result``: of the job that looked through the file.
    """
    if case_import.source.layout != CaseLayout.CASES:
        return []
    unknown: dict[str, list[Any]] = result.get("unknown_words", {})
    choices = []
    for column in COLUMNS[CaseLayout.CASES]:
        if column.name not in FORMS or column.name not in case_import.columns:
            continue
        said = case_import.words.get(column.name, {})
        words = [(text, many, "") for text, many in unknown.get(column.name, []) if text not in said]
        words += [(text, None, meaning) for text, meaning in sorted(said.items())]
        if words:
            choices.append(
                {
                    "column": column,
                    "heading": case_import.columns[column.name],
                    "meanings": list(MEANINGS[column.form].items()),
                    "words": [{"text": text, "many": many, "meaning": meaning} for text, many, meaning in words],
                    "has_unknown": any(not meaning for *_, meaning in words),
                    "more": max(0, result.get("more_words", {}).get(column.name, 0)),
                }
            )
    return choices


def chosen_meanings(post: QueryDict) -> dict[str, dict[str, str]]:
    """Our column -> word -> meaning, as the form of ``word_choices`` sends them."""
    return {
        name: dict(zip(post.getlist(f"word-{name}"), post.getlist(f"meaning-{name}"), strict=False)) for name in FORMS
    }
