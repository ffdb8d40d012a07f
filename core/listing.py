"""One way to show a list: search without diacritics, filters in the address, sorting, pages, Excel of exactly this."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import django_filters
from django.conf import settings
from django.contrib import messages
from django.core.signing import Signer
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django_tables2 import Column, RequestConfig, Table

from core.spreadsheet import export_table
from core.text import search_key

PAGE_SIZE = 25
EXPORT = "_export"
SORT = "sort"
# Column attributes of figures: right-aligned, never wrapped.
NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}
# A column that heads the card of its row on a phone, where it is not the first.
TITLE = {"td": {"class": "stack-title"}}
# Numbers of documents, spans of years: broken over two lines they are hard to read.
NOWRAP = {"td": {"class": "nowrap"}}
# What leads elsewhere says nothing on paper.
NO_PRINT = {"th": {"class": "no-print"}, "td": {"class": "no-print"}}
# Columns that get more room than others, or less.
WIDE = {"th": {"class": "wide"}, "td": {"class": "wide"}}
WIDE_TITLE = {"th": {"class": "wide"}, "td": {"class": "wide stack-title"}}
MIDDLING = {"td": {"class": "middling"}}
# The link of a row's name to the page of the row.
ROW_LINK = {"a": {"class": "row-link"}}
# What lists send of themselves with a form: so no other page can be asked for in their stead.
SEAL = Signer(salt="core.listing")
_TICK_ALL = mark_safe(
    '<input class="form-check-input" type="checkbox" data-check-all="row" aria-label="Chọn mọi dòng của trang này">'
)
_TICK = '<input class="form-check-input" type="checkbox" name="row" value="{}" form="list-acts" aria-label="Chọn: {}">'
# More ready filters than these are folded, so that the list itself stays on the screen.
CHIPS_SHOWN = 5


@dataclass(frozen=True)
class Chip:
    """A ready filter above a list: words, the query it stands for, and how many rows it would show."""

    label: str
    query: Mapping[str, str]
    count: int | None = None


class TickColumn(Column):
    """A box in each row that chooses it for one of the acts of the list."""

    def __init__(self) -> None:
        cells = {"th": {"class": "tick"}, "td": {"class": "tick"}}
        super().__init__(_TICK_ALL, accessor="pk", orderable=False, exclude_from_export=True, attrs=cells)

    def render(self, value: Any, record: Any) -> str:
        return format_html(_TICK, value, record)


class Work(Protocol):
    """What is done with chosen rows; returns what to tell. It asks for the permission and may raise DomainError."""

    def __call__(self, rows: Sequence[Any], *, by: Any, at: datetime) -> str: ...


@dataclass(frozen=True)
class Act:
    """Something that can be done with many rows of a list at once.

    ``explained`` says on the way what it means; ``fits`` leaves the rows that it can be done with.
    """

    name: str
    label: str
    explained: str
    work: Work
    fits: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows


@dataclass(frozen=True)
class Listing:
    """What a list page is made of.

    ``search_fields`` hold search keys (lower case, no diacritics); the search box is hidden when there are none.
    ``filterset`` makes the filters: a FilterSet, or a ``partial`` of one that needs to know more than the request.
    ``empty_text`` says why a list may be empty and what to do. ``export_name`` is the ASCII name of the Excel file;
    of more than ``exported_directly`` rows (None: as the setting says) a job makes it, ``rows_at_once`` at a time.
    Rows of a list with ``acts`` have tick boxes; ``acted_on_at_once`` is how many can be chosen, the whole list or not.
    """

    title: str
    table: type[Table]
    queryset: QuerySet[Any]
    filterset: Callable[..., django_filters.FilterSet] | None = None
    search_fields: Sequence[str] = ()
    search_hint: str = "Tìm, không cần gõ dấu"
    noun: str = "kết quả"
    chips: Sequence[Chip] = ()
    empty_text: str = "Chưa có dữ liệu nào ở đây."
    export_name: str = "danh-sach"
    exported_directly: int | None = None
    rows_at_once: int = 2_000
    acts: Sequence[Act] = ()
    acted_on_at_once: int = 500
    template: str = "core/list.html"
    page_size: int = PAGE_SIZE
    context: Mapping[str, Any] = field(default_factory=dict)
    table_options: Mapping[str, Any] = field(default_factory=dict)


def search(queryset: QuerySet[Any], fields: Sequence[str], text: str) -> QuerySet[Any]:
    """Rows in which every word of ``text`` begins a word of one of the search-key fields («hoa» is not in «khoa»)."""
    for word in search_key(text).split():
        anywhere = Q()
        for name in fields:
            anywhere |= Q(**{f"{name}__startswith": word}) | Q(**{f"{name}__contains": f" {word}"})
        queryset = queryset.filter(anywhere)
    return queryset


def show(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The page of a list, or its Excel file when the address says ``_export=xlsx``."""
    if hasattr(request, "catch_list"):  # see core.list_again
        return request.catch_list(listing)
    found, filterset, text = _narrowed(request, listing, request.GET)
    ticks = {"extra_columns": [("tick", TickColumn())], "sequence": ("tick", "...")} if listing.acts else {}
    table = listing.table(found, **{"request": request, **ticks, **listing.table_options})
    table.caption = listing.title
    RequestConfig(request, paginate={"per_page": listing.page_size, "silent": True}).configure(table)
    by_job = table.paginator.count > _exported_directly(listing)
    if request.GET.get(EXPORT) == "xlsx" and not by_job:
        return export_table(table, listing.export_name)
    if EXPORT in request.GET and by_job:
        # an address kept from other lists: the file is asked for by a button, since it takes a job to make it
        messages.info(request, "Danh sách dài: bấm “Xuất Excel” để hệ thống tạo tệp trong nền.")
        kept = urlencode(_kept(request))
        return redirect(f"{request.path}?{kept}" if kept else request.path)
    page = _page(request, listing, table, filterset, text)
    return render(request, listing.template, {**page, "export_by_job": by_job, **listing.context})


def _exported_directly(listing: Listing) -> int:
    most = listing.exported_directly
    return settings.LISTS_EXPORTED_DIRECTLY if most is None else most


def found_in_order(request: HttpRequest, listing: Listing, query: QueryDict) -> QuerySet[Any] | list[Any]:
    """All rows as ``show`` would list them for this query, in its order; a list where they stand in no table."""
    found, _, _ = _narrowed(request, listing, query)
    table = listing.table(found, **{"request": request, **listing.table_options})
    if query.get(SORT):
        table.order_by = query.getlist(SORT)
    in_order: QuerySet[Any] | list[Any] = table.data.data
    return in_order


def _narrowed(
    request: HttpRequest, listing: Listing, query: QueryDict
) -> tuple[QuerySet[Any], django_filters.FilterSet | None, str]:
    found, filterset = listing.queryset, None
    text = query.get("q", "").strip()[:100]
    if listing.search_fields and text:
        found = search(found, listing.search_fields, text)
    if listing.filterset is not None:
        filterset = listing.filterset(query, queryset=found, request=request)
        found = filterset.qs
    return found, filterset, text


def _page(
    request: HttpRequest,
    listing: Listing,
    table: Table,
    filterset: django_filters.FilterSet | None,
    text: str,
) -> dict[str, Any]:
    kept = _kept(request)
    filters = set(filterset.form.fields) if filterset is not None else set()
    return {
        "heading": listing.title,
        "listing": listing,
        "table": table,
        "filterset": filterset,
        "search_text": text,
        "query_pairs": kept,
        "sealed_address": SEAL.sign(f"{request.path}?{urlencode(kept)}" if kept else request.path),
        "is_narrowed": bool(text) or any(name in filters for name, _ in kept),
        "total": table.paginator.count if table.paginator else len(table.rows),
        **_chips(listing.chips, dict(kept)),
    }


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What was asked for, without the page."""
    return [(name, str(value)) for name, value in request.GET.items() if name not in ("page", EXPORT) and value]


def _chips(chips: Sequence[Chip], query: Mapping[str, str]) -> dict[str, Any]:
    """The chips in sight and those folded; the chosen one is always in sight."""
    shown: list[dict[str, Any]] = []
    folded: list[dict[str, Any]] = []
    filtered = any(query.get(name) for chip in chips for name in chip.query)
    for chip in (_chip(chip, query, filtered) for chip in chips):
        (shown if len(shown) < CHIPS_SHOWN or chip["current"] else folded).append(chip)
    if len(folded) == 1:
        shown, folded = shown + folded, []
    return {"chips": shown, "folded_chips": folded}


def _chip(chip: Chip, query: Mapping[str, str], filtered: bool) -> dict[str, Any]:
    """A chip and whether it is the chosen one; «Tất cả» asks for nothing and is chosen when nothing else is."""
    chosen = all(query.get(name, "") == value for name, value in chip.query.items()) if chip.query else not filtered
    return {"chip": chip, "current": chosen}
