"""Which cases were counted with days that the calendar has changed since."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from accounts.policies import role_names_with
from core.formats import vn_date, vn_number
from indicators.models import CaseFile
from indicators.roles import IMPORT_CASES
from indicators.selectors.case_imports import hidden_groups

NAMED = 5
DAYS_NAMED = 3


@dataclass(frozen=True)
class Reach:
    """Cases between whose receipt and due day changed days lie; ``files``: each with its centre; ``centres``: keys."""

    days: Collection[date]
    cases: int
    files: tuple[str, ...]
    centres: frozenset[int]

    @property
    def sentence(self) -> str:
        """For who changed the days: what was counted with them, and how to count it anew."""
        days = sorted(self.days)
        said = ", ".join(vn_date(day) for day in days[:DAYS_NAMED]) + (" …" if days[DAYS_NAMED:] else "")
        named = "; ".join(self.files[:NAMED])
        more = f" và {len(self.files) - NAMED} tệp khác" if len(self.files) > NAMED else ""
        return (
            f"{vn_number(self.cases)} hồ sơ đã nhập có thời hạn chứa ngày {said}, vẫn tính theo lịch cũ, trong tệp "
            f"{named}{more}. {role_names_with(IMPORT_CASES)} của trung tâm được báo để bấm “Tính lại” ở trang “Tính "
            "lại hồ sơ theo lịch nghỉ”, không phải nhập lại tệp; hồ sơ và số liệu của kỳ đã khóa giữ nguyên."
        )


def reach_of(days: Collection[date]) -> Reach | None:
    """What was counted with these days before they were changed; None where nothing was."""
    if not days:
        return None
    spans = Q(pk__in=[])
    for day in days:
        begin = timezone.make_aware(datetime.combine(day, time.min))
        spans |= Q(received_at__lt=begin + timedelta(days=1), due_at__gte=begin)
    current = CaseFile.objects.filter(spans, is_current=True).exclude(group__in=hidden_groups()).order_by()
    told = ("group__case_import__file_name", "centre__short_name", "centre")
    rows: Any = current.values_list(*told).annotate(cases=Count("pk"))
    found = sorted(rows)
    if not found:
        return None
    files = tuple(f"“{name}” ({centre})" for name, centre, *_ in found)
    return Reach(days, sum(cases for *_, cases in found), files, frozenset(key for _, _, key, _ in found))
