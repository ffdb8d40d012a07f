"""Proofs of a unit, and what a verifier should know about them: used elsewhere, used before."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, QuerySet

from accounts.models import Unit, User
from accounts.policies import reach
from scoring.models import Evidence, EvidenceLink
from scoring.roles import VIEW_ASSESSMENT


def evidence_visible_to(user: User) -> QuerySet[Evidence]:
    """The proofs of the branches where the user may read self-assessments, with ``use_count``."""
    rows = Evidence.objects.select_related("unit", "uploaded_by__person").annotate(use_count=Count("links"))
    return reach(user, VIEW_ASSESSMENT).filter(rows)


def reusable(unit: Unit, exclude: Iterable[int] = ()) -> QuerySet[Evidence]:
    """The unit's own proofs that may be pinned to one more criterion, newest first."""
    return Evidence.objects.filter(unit=unit).exclude(pk__in=list(exclude))


def warnings_for(links: Iterable[EvidenceLink], *, centre: Unit | None, year: int) -> dict[int, list[str]]:
    """Warnings by link: same content from another unit of the centre, or pinned in an earlier year (two queries)."""
    wanted = list(links)
    hashes = {link.evidence.sha256 for link in wanted}
    twins: dict[str, set[str]] = defaultdict(set)
    same = Evidence.objects.filter(sha256__in=hashes).select_related("unit")
    for other in same.filter(unit__path__startswith=centre.path) if centre is not None else same.none():
        twins[other.sha256].add(other.unit.short_name)
    years: dict[str, set[int]] = defaultdict(set)
    earlier = EvidenceLink.objects.filter(evidence__sha256__in=hashes, item__assessment__round__year__lt=year)
    branch = earlier.filter(evidence__unit__path__startswith=centre.path) if centre is not None else earlier.none()
    for sha256, used in branch.values_list("evidence__sha256", "item__assessment__round__year"):
        years[sha256].add(used)
    return {link.pk: _words(link, twins[link.evidence.sha256], years[link.evidence.sha256]) for link in wanted}


def _words(link: EvidenceLink, units: set[str], years: set[int]) -> list[str]:
    others = sorted(units - {link.evidence.unit.short_name})
    found = [f"trùng với tệp của {', '.join(others)}"] if others else []
    if years:
        found.append(f"đã dùng năm {', '.join(str(year) for year in sorted(years))}")
    return found
