"""Tasks as people see them, and how many were done on time."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone

from accounts.models import Unit, User
from accounts.policies import reach
from campaigns.enums import TaskState
from campaigns.models import Task
from campaigns.roles import VIEW_TASK
from indicators.enums import Source
from indicators.selectors.providers import Question, Row, provider_for
from indicators.statistics import Ratio

UNFINISHED = (TaskState.OPEN, TaskState.REPORTED)


def visible_to(user: User, centre: Unit | None = None) -> QuerySet[Task]:
    """Tasks of the units within reach; limited to one centre when it is given."""
    tasks = Task.objects.select_related("unit", "assignee", "content_area", "campaign__unit")
    tasks = reach(user, VIEW_TASK).filter(tasks)
    return tasks.filter(unit__path__startswith=centre.path) if centre is not None else tasks


def of_year(tasks: QuerySet[Task], year: int) -> QuerySet[Task]:
    """Tasks due in a year, with what earlier years left unfinished."""
    return tasks.filter(Q(due_on__year=year) | Q(due_on__year__lt=year, state__in=UNFINISHED))


def overdue(on: date) -> Q:
    """Condition: still unfinished after its day."""
    return Q(state=TaskState.OPEN, due_on__lt=on)


def _due(on: date) -> Q:
    """Condition: counts in the rate, that is, its day has come or it is done already. Cancelled work never counts."""
    return Q(state=TaskState.DONE) | (Q(state__in=UNFINISHED) & Q(due_on__lte=on))


ON_TIME = Q(state=TaskState.DONE, completed_on__lte=F("due_on"))


def on_time_counts(unit_ids: Iterable[int], year: int, on: date | None = None) -> dict[int, tuple[int, int]]:
    """Tasks done on time and tasks due, of the tasks whose day lies in the year, by unit. Units without tasks: (0, 0).

    ``on`` is the day up to which work is due (today when not given).
    """
    wanted = list(unit_ids)
    rows = (
        Task.objects.filter(_due(on or timezone.localdate()), unit__in=wanted, due_on__year=year)
        .order_by()
        .values("unit")
        .annotate(on_time=Count("pk", filter=ON_TIME), due=Count("pk"))
    )
    counts = {row["unit"]: (row["on_time"], row["due"]) for row in rows}
    return {unit_id: counts.get(unit_id, (0, 0)) for unit_id in wanted}


@provider_for(Source.TASKS)
def figures(question: Question) -> Iterator[Row]:
    """Answers for the indicator “tasks done on time”, month by month of the day due."""
    rows = (
        Task.objects.filter(_due(timezone.localdate()), question.branches("unit"), due_on__year__in=question.years)
        .order_by()
        .annotate(due_year=ExtractYear("due_on"), due_month=ExtractMonth("due_on"))
        .values("unit__path", "due_year", "due_month")
        .annotate(on_time=Count("pk", filter=ON_TIME), due=Count("pk"), as_of=Max("done_at"))
    )
    for row in rows:
        ratio = Ratio(Decimal(row["on_time"]), Decimal(row["due"]))
        for indicator in question.indicators:
            yield Row(
                indicator.code,
                row["unit__path"],
                row["due_year"],
                row["due_month"],
                ratio,
                None,
                "Nhiệm vụ được giao",
                row["as_of"],
            )
