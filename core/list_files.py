"""Lists as Excel files that a job makes, and the files of jobs given out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any, BinaryIO

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from core.access import actor_of
from core.enums import JobState
from core.errors import DomainError
from core.formats import vn_number
from core.list_again import kept_of, list_at, still_holds
from core.listing import Listing, found_in_order
from core.models import Job
from core.services import exports
from core.spreadsheet import LIST_SHEET, Sheets, streamed, table_rows, write_workbook

Progress = Callable[[int, int, str], None]
JOB = "core.export_list"
LOOKS_UP_TO = 2_000
"""Rows of a file whose long texts are broken inside their cells."""
MOST_ROWS_OF_A_SHEET = 1_000_000
"""Excel takes 1,048,576."""


class ListRefused(DomainError):
    """A list that cannot be written for the person who asked."""


def request_file(address: str, *, asked: HttpRequest, at: datetime) -> Job:
    """Ask for the Excel file of the list at an address (path and query), as the person sees it. Raises Http404."""
    kept = kept_of(asked)
    _, listing = list_at(address, user=asked.user, kept=kept)
    return exports.request(
        name=JOB,
        title=f"Xuất Excel: {listing.title}",
        arguments={"address": address, "kept": kept},
        by=actor_of(asked),
        at=at,
        file_page="core:list-file",
    )


def write_asked(target: BinaryIO, job: Job, *, progress: Progress) -> str:
    """Write the file of such a job with the rights that the person has now; returns what to tell her."""
    try:
        request, listing = _asked(job)
    except Http404 as refusal:
        raise ListRefused(
            "Quyền xem danh sách đã thay đổi sau khi yêu cầu.", hint="Mở danh sách và xuất lại."
        ) from refusal
    # Whoever may later see fewer columns is not given this file (see ``give_asked``).
    exports.note(job, columns=_columns(request, listing))
    written = write_list(target, listing, request, progress=progress)
    return f"Đã xuất Excel “{listing.title}”: {vn_number(written)} {listing.noun}."


def give_asked(request: HttpRequest, job: Job) -> HttpResponseBase:
    """The file of such a job, or its progress; raises Http404 where its person may see less than when it was made."""
    asked, listing = _asked(job)
    if not set(job.arguments.get("columns", ())) <= set(_columns(asked, listing)):
        raise Http404("the person may see fewer columns than when the file was made")
    return give_out(request, job, filename=listing.export_name, back=job.arguments["address"])


def _asked(job: Job) -> tuple[HttpRequest, Listing]:
    kept, user = job.arguments["kept"], job.requested_by
    if user is None or not still_holds(user, kept):
        raise Http404("the person may see less than when the file was asked for")
    return list_at(job.arguments["address"], user=user, kept=kept)


def _columns(request: HttpRequest, listing: Listing) -> list[str]:
    """The names of all columns, those that only an Excel file has among them."""
    table = listing.table([], request=request, **listing.table_options)
    return [column.name for column in table.columns.iterall()]


def write_list(target: BinaryIO, listing: Listing, request: HttpRequest, *, progress: Progress) -> int:
    """Write the list that this request asks for, all rows in its order; returns how many rows there were.

    Rows are read by their keys piece by piece: nothing stays open in the database meanwhile, and memory stays flat.
    What is taken out of the list meanwhile is left out. A table of many rows has a method ``plain`` that gives the same
    values of a record as its columns do, since asking column by column takes most of the time.
    """
    found = found_in_order(request, listing, request.GET)
    keys = list(found.values_list("pk", flat=True)) if isinstance(found, QuerySet) else found
    rows = _rows(_reader(found), keys, listing, request, progress)
    write_workbook(target, _sheets(next(rows), rows), wrapped=len(keys) <= LOOKS_UP_TO)
    return len(keys)


def _reader(found: QuerySet[Any] | list[Any]) -> Callable[[Sequence[Any]], list[Any]]:
    """What gives the records of some keys, in their order; what stands in no table is its own key."""
    if not isinstance(found, QuerySet):
        return list
    rows = found.order_by()

    def read(piece: Sequence[Any]) -> list[Any]:
        known = rows.in_bulk(piece)
        return [known[key] for key in piece if key in known]

    return read


def _rows(
    read: Callable[[Sequence[Any]], list[Any]],
    keys: Sequence[Any],
    listing: Listing,
    request: HttpRequest,
    progress: Progress,
) -> Iterator[Sequence[Any]]:
    """The headings once, then the rows."""
    for first in range(0, max(len(keys), 1), listing.rows_at_once):
        piece = keys[first : first + listing.rows_at_once]
        records = read(piece)
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
