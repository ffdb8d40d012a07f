"""One search over everything a person may see; without diacritics, a few hits of each kind."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import Person, Unit, User
from accounts.policies import reach
from accounts.roles import VIEW_DIRECTORY
from awards.selectors import dossiers
from campaigns.models import RegisterEntry, Task
from campaigns.roles import VIEW_TASK
from campaigns.selectors import plans
from core.formats import vn_date
from core.text import search_key
from reports.roles import VIEW_DOCUMENT
from scoring.selectors.assessments import assessments_visible_to

MOST_HITS = 10
# Where a numbered document is read, by the kind of record that took the number.
DOCUMENT_PAGES = {"campaigns.plan": "campaigns:plan-detail", "awards.decision": "awards:decision-detail"}


@dataclass(frozen=True)
class Hit:
    """One thing found: its name, a line about it, and its page."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class HitGroup:
    """Hits of one kind; ``more`` when there are more than are shown."""

    label: str
    hits: list[Hit]
    more: bool


def search(user: User, centre: Unit | None, text: str) -> list[HitGroup]:
    """The groups that have hits, in a fixed order."""
    words = search_key(text).split()
    if not words:
        return []
    groups = [
        _people(user, words),
        _units(user, words),
        _assessments(user, words),
        _dossiers(user, words),
        _plans(user, centre, words),
        _tasks(user, words),
        _register(user, centre, words),
    ]
    return [group for group in groups if group.hits]


def _matching(rows: QuerySet[Any], words: list[str], field: str) -> list[Any]:
    """The first rows in which every word occurs; one more than is shown."""
    for word in words:
        rows = rows.filter(**{f"{field}__contains": word})
    return list(rows[: MOST_HITS + 1])


def _group(label: str, rows: list[Any], hits: list[Hit]) -> HitGroup:
    return HitGroup(label, hits[:MOST_HITS], len(rows) > MOST_HITS)


def _people(user: User, words: list[str]) -> HitGroup:
    visible = reach(user, VIEW_DIRECTORY).filter(Person.objects.select_related("unit"))
    rows = _matching(visible, words, "search_key")
    hits = [
        Hit(row.full_name, f"{row.job_title}, {row.unit}", reverse("accounts:person-detail", args=[row.pk]))
        for row in rows
    ]
    return _group("Nhân sự", rows, hits)


def _units(user: User, words: list[str]) -> HitGroup:
    rows = _matching(reach(user, VIEW_DIRECTORY).filter(Unit.objects.all(), field=""), words, "search_key")
    hits = [Hit(row.name, row.get_kind_display(), reverse("accounts:unit-detail", args=[row.pk])) for row in rows]
    return _group("Đơn vị", rows, hits)


def _assessments(user: User, words: list[str]) -> HitGroup:
    visible = assessments_visible_to(user).select_related("unit", "round").order_by("-round__year", "unit__position")
    rows = _matching(visible, words, "unit__search_key")
    hits = [Hit(str(row), row.get_state_display(), reverse("scoring:assessment-detail", args=[row.pk])) for row in rows]
    return _group("Phiếu tự đánh giá", rows, hits)


def _dossiers(user: User, words: list[str]) -> HitGroup:
    rows = _matching(dossiers.visible_dossiers(user), words, "search_key")
    hits = [Hit(str(row), row.get_state_display(), reverse("awards:dossier-detail", args=[row.pk])) for row in rows]
    return _group("Hồ sơ khen thưởng", rows, hits)


def _plans(user: User, centre: Unit | None, words: list[str]) -> HitGroup:
    """Plans are few, so that they are compared in Python and need no search column."""
    rows = [
        row for row in plans.newest_versions(user, centre) if _contains(f"{row.subject} {row.campaign.title}", words)
    ]
    hits = [Hit(row.subject, row.get_state_display(), reverse("campaigns:plan-detail", args=[row.pk])) for row in rows]
    return _group("Kế hoạch", rows, hits)


def _tasks(user: User, words: list[str]) -> HitGroup:
    visible = reach(user, VIEW_TASK).filter(Task.objects.select_related("unit", "assignee"))
    named = Q()
    for word in words:
        named &= Q(assignee__search_key__contains=word) | Q(unit__search_key__contains=word)
    rows = list(visible.filter(named).order_by("-due_on")[: MOST_HITS + 1])
    hits = [
        Hit(row.work, f"{row.unit}, {row.assignee}", reverse("campaigns:task-detail", args=[row.pk])) for row in rows
    ]
    return _group("Nhiệm vụ", rows, hits)


def _register(user: User, centre: Unit | None, words: list[str]) -> HitGroup:
    """Numbered documents of the centre looked at: by number, subject or signer; newest first."""
    if centre is None or not reach(user, VIEW_DOCUMENT).paths:
        return _group("Văn bản", [], [])
    rows = [
        row
        for row in RegisterEntry.objects.filter(unit=centre, document_type__in=DOCUMENT_PAGES)
        if _contains(f"{row.number_and_symbol} {row.title} {row.signer_name}", words)
    ]
    hits = [
        Hit(f"{row.number_and_symbol}: {row.title}", vn_date(row.issued_on), _document_page(row))
        for row in rows[: MOST_HITS + 1]
    ]
    return _group("Văn bản", rows, hits)


def _document_page(row: RegisterEntry) -> str:
    return reverse(DOCUMENT_PAGES[row.document_type], args=[row.document_id])


def _contains(text: str, words: list[str]) -> bool:
    key = search_key(text)
    return all(word in key for word in words)
