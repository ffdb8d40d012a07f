"""Lists as Excel files that a job makes, and the files of jobs given out."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, BinaryIO

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from core.enums import JobState
from core.listing import Listing, found_in_order
from core.models import Job
from core.services import exports
from core.spreadsheet import LIST_SHEET, Sheets, streamed, table_rows, write_workbook

Progress = Callable[[int, int, str], None]
CHUNK = 2_000
MOST_ROWS_OF_A_SHEET = 1_000_000
"""Excel takes 1,048,576."""


def write_list(target: BinaryIO, listing: Listing, request: HttpRequest, *, progress: Progress) -> int:
    """Write the list that this request asks for, all rows in its order; returns how many rows there were.

    Rows are read by their keys piece by piece: nothing stays open in the database meanwhile, and memory stays flat.
    What is taken out of the list meanwhile is left out. A table of many rows has a method ``plain`` that gives the same
    values of a record as its columns do, since asking column by column takes most of the time.
    """
    found = found_in_order(request, listing, request.GET)
    keys = list(found.values_list("pk", flat=True))
    rows = _rows(found.order_by(), keys, listing, request, progress)
    write_workbook(target, _sheets(next(rows), rows), wrapped=len(keys) <= CHUNK)
    return len(keys)


def _rows(
    found: QuerySet[Any], keys: Sequence[Any], listing: Listing, request: HttpRequest, progress: Progress
) -> Iterator[Sequence[Any]]:
    """The headings once, then the rows."""
    for first in range(0, max(len(keys), 1), CHUNK):
        piece = keys[first : first + CHUNK]
        known = found.in_bulk(piece)
        records = [known[key] for key in piece if key in known]
        table = listing.table(records, request=request, **listing.table_options)
        rows = table_rows(table)
        if not first:
            yield next(rows)
        yield from map(table.plain, records) if hasattr(table, "plain") else islice(rows, min(first, 1), None)
        progress(first + len(piece), len(keys), "Đang ghi tệp")


def _sheets(headings: Sequence[Any], rows: Iterator[Sequence[Any]]) -> Sheets:
    yield LIST_SHEET, headings, islice(rows, MOST_ROWS_OF_A_SHEET)
    number = 1
    while (more := next(rows, None)) is not None:
        number += 1
        yield f"{LIST_SHEET} {number}", headings, chain([more], islice(rows, MOST_ROWS_OF_A_SHEET - 1))


def give_out(request: HttpRequest, job: Job, *, filename: str, back: str) -> HttpResponseBase:
    """The file that a job made; or its progress, or a word at ``back`` (an address) when its days are over.

    The caller has made sure that this person asked for it and may still see what is in it.
    """
    if job.state != JobState.SUCCEEDED:
        return redirect("core:job-detail", job.pk)
    content = exports.file_of(job)
    if content is None:
        days = settings.EXPORTS_KEPT_DAYS
        messages.info(request, f"Tệp đã được xóa: mỗi tệp xuất ra chỉ giữ {days} ngày. Hãy xuất lại.")
        return redirect(back)
    return streamed(content, filename)
