"""What waits for a person in plans, tasks and rounds: sentences for the home page."""

from datetime import date, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse

from accounts.models import Unit, User
from accounts.policies import reach
from campaigns.enums import PlanState, TaskState
from campaigns.models import Plan, Task
from campaigns.roles import ACKNOWLEDGE_PLAN, ISSUE_PLAN, MANAGE_ROUND, REPORT_TASK, SUBMIT_PLAN
from campaigns.selectors.plans import units_to_acknowledge
from campaigns.selectors.rounds import round_of
from core.waiting import Waiting

SOON = timedelta(days=14)


def for_user(user: User, centre: Unit | None, on: date) -> list[Waiting]:
    """Everything of this app that waits for a person on a day, within the centre looked at."""
    if centre is None:
        return []
    return [
        *_plans_to_decide(user, centre),
        *_plans_to_finish(user, centre),
        *_plans_to_acknowledge(user, centre, on),
        *_tasks_to_report(user, centre, on),
        *_tasks_to_confirm(user, centre),
        *_round_to_prepare(user, centre, on),
    ]


def _plans(user: User, permission: str, centre: Unit, state: PlanState) -> list[Plan]:
    plans = reach(user, permission).filter(Plan.objects.filter(state=state), "campaign__unit")
    return list(plans.filter(campaign__unit__path__startswith=centre.path).select_related("campaign__unit"))


def _plans_to_decide(user: User, centre: Unit) -> list[Waiting]:
    return [
        Waiting(f"{plan} chờ duyệt và ban hành", _plan_url(plan), urgent=True, action="Xem và duyệt")
        for plan in _plans(user, ISSUE_PLAN, centre, PlanState.WITH_DIRECTOR)
    ]


def _plans_to_finish(user: User, centre: Unit) -> list[Waiting]:
    items = []
    for plan in _plans(user, SUBMIT_PLAN, centre, PlanState.DRAFT):
        # A draft that has been with the director before has come back.
        is_returned = plan.with_director_at is not None
        words = "bị trả lại, chờ sửa và trình lại" if is_returned else "còn là dự thảo, chưa trình Giám đốc"
        items.append(Waiting(f"{plan} {words}", _plan_url(plan), urgent=is_returned, action="Soạn tiếp"))
    return items


def _plans_to_acknowledge(user: User, centre: Unit, on: date) -> list[Waiting]:
    if not reach(user, ACKNOWLEDGE_PLAN).paths:
        return []
    above = [centre.path[:length] for length in range(Unit.steplen, len(centre.path) + 1, Unit.steplen)]
    plans = Plan.objects.filter(state=PlanState.ISSUED, campaign__unit__path__in=above).select_related("campaign__unit")
    items = []
    for plan in plans:
        if units := units_to_acknowledge(plan, user, on):
            names = ", ".join(str(unit) for unit in units[:3])
            items.append(
                Waiting(
                    f"{names} chưa xác nhận đã nhận kế hoạch số {plan.number_and_symbol}",
                    _plan_url(plan),
                    urgent=True,
                    action="Xem và xác nhận",
                )
            )
    return items


def _tasks_to_report(user: User, centre: Unit, on: date) -> list[Waiting]:
    tasks = reach(user, REPORT_TASK).filter(Task.objects.filter(state=TaskState.OPEN))
    counts = tasks.filter(unit__path__startswith=centre.path).aggregate(
        late=Count("pk", filter=Q(due_on__lt=on)),
        soon=Count("pk", filter=Q(due_on__range=(on, on + SOON))),
        next_due=Min("due_on", filter=Q(due_on__gte=on)),
        first_late=Min("due_on", filter=Q(due_on__lt=on)),
    )
    items = []
    if counts["late"]:
        late_url = reverse("campaigns:task-list", query={"timing": "qua-han"})
        items.append(Waiting(f"{counts['late']} nhiệm vụ quá hạn", late_url, counts["first_late"], urgent=True))
    if counts["soon"]:
        soon_url = reverse("campaigns:task-list", query={"timing": "sap-han"})
        items.append(Waiting(f"{counts['soon']} nhiệm vụ sắp đến hạn", soon_url, counts["next_due"]))
    return items


def _tasks_to_confirm(user: User, centre: Unit) -> list[Waiting]:
    # The director may confirm as well, but it is the office that runs the round which is called to.
    tasks = reach(user, MANAGE_ROUND).filter(Task.objects.filter(state=TaskState.REPORTED))
    count = tasks.filter(unit__path__startswith=centre.path).count()
    if not count:
        return []
    url = reverse("campaigns:task-list", query={"state": TaskState.REPORTED})
    return [Waiting(f"{count} nhiệm vụ đã báo cáo, chờ xác nhận", url, action="Xác nhận")]


def _round_to_prepare(user: User, centre: Unit, on: date) -> list[Waiting]:
    if not user.has_perm(MANAGE_ROUND, centre) or round_of(centre, on.year) is not None:
        return []
    running = Plan.objects.filter(
        campaign__unit=centre, state=PlanState.ISSUED, campaign__starts_on__lte=on, campaign__ends_on__gte=on
    )
    if not running.exists():
        return []
    return [
        Waiting(f"Chưa lập đợt thi đua năm {on.year}", reverse("campaigns:round-list"), urgent=True, action="Lập đợt")
    ]


def _plan_url(plan: Plan) -> str:
    return reverse("campaigns:plan-detail", args=[plan.pk])
