"""Acts on many rows of a list at once: those that were ticked, or all that its filters find."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.errors import DomainError
from core.formats import vn_number
from core.list_again import kept_of, list_at, sealed_in
from core.listing import Act, Listing, found_in_order


def answer(request: HttpRequest) -> HttpResponse:
    """Ask whether it is meant, naming the number of rows; then do it and go back to the list.

    What is posted: ``address`` of the list with its filters as it sealed it, ``act``, keys as ``row`` or ``all``, and
    once it is confirmed ``count``, the number that was named. The question names the keys of the whole list, too: as
    many others in their stead are not what was confirmed. Keys are looked for among what the list shows this person
    now, so that a key from elsewhere chooses nothing. Raises Http404 where list or act are not there for her.
    """
    address = sealed_in(request)
    asked, listing = list_at(address, user=request.user, kept=kept_of(request))
    act = next((each for each in listing.acts if each.name == request.POST.get("act")), None)
    if act is None:
        raise Http404("the list has no such act")
    chosen = _chosen(request, asked, listing)
    number, most = chosen.count(), listing.acted_on_at_once
    rows = list(act.fits(chosen)[: most + 1])
    if not number:
        messages.error(request, f"Chưa chọn {listing.noun} nào: đánh dấu từng dòng hoặc chọn cả danh sách.")
    elif not rows:
        messages.info(request, f"Không có {listing.noun} nào trong {vn_number(number)} đã chọn còn cần “{act.label}”.")
    elif len(rows) > most:
        said = f"Mỗi lần thực hiện với nhiều nhất {vn_number(most)} {listing.noun}. Hãy lọc hẹp lại rồi chọn."
        messages.error(request, said)
    elif "count" not in request.POST:
        return _question(request, address, listing, act, rows, left=number - len(rows))
    elif request.POST["count"] != str(len(rows)):
        messages.error(request, "Danh sách vừa thay đổi nên chưa thực hiện gì. Xem lại số lượng rồi thử lại.")
    else:
        _do(request, act, rows)
    return redirect(address)


def _chosen(request: HttpRequest, asked: HttpRequest, listing: Listing) -> QuerySet[Any]:
    found = found_in_order(asked, listing, asked.GET)
    if not isinstance(found, QuerySet):
        raise Http404("rows that stand in no table have no keys")
    if "all" not in request.POST:
        found = found.filter(pk__in=[int(key) for key in request.POST.getlist("row") if _is_key(key)])
    return found


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _question(
    request: HttpRequest, address: str, listing: Listing, act: Act, rows: Sequence[Any], *, left: int
) -> HttpResponse:
    context = {
        "heading": f"{act.label}: {vn_number(len(rows))} {listing.noun}",
        "listing": listing,
        "act": act,
        "number": len(rows),
        "left": left,
        "address": address,
        "sealed_address": request.POST["address"],
        "keys": [row.pk for row in rows],
    }
    return render(request, "core/list_act.html", context)


def _do(request: HttpRequest, act: Act, rows: Sequence[Any]) -> None:
    try:
        messages.success(request, act.work(rows, by=request.user, at=timezone.now()))
    except DomainError as refusal:
        messages.error(request, str(refusal))
