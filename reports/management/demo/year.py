"""The whole demonstration, in the order in which a year happens."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.models import Round
from campaigns.services import rounds
from core.services import notifications
from indicators.services.calendar import load_shipped
from indicators.services.catalogue import load_catalogue
from indicators.services.questionnaires import load_library
from reports.management.demo import assessments, awards, closing, documents, figures, plans, scenarios
from reports.management.demo.people import Centre, make_world
from reports.management.demo.story import moment

Tell = Callable[[str], None]
NOTICES_READ_BEFORE = timedelta(days=10)


@transaction.atomic
def make_demonstration(today: date, tell: Tell) -> list[Centre]:
    """Make both centres with two years of emulation; everything or nothing."""
    tell("Đơn vị, nhân sự, tài khoản…")
    load_catalogue()
    load_shipped()
    load_library(at=timezone.now())
    awards.load_rules()
    centres = make_world()
    for centre in centres:
        tell(f"{centre.unit}: kế hoạch, đợt thi đua, nhiệm vụ…")
        last, current = plans.frame(centre, today)
        contested = plans.small_round(centre, today) if centre.prefix == "hn" else None
        tell(f"{centre.unit}: số liệu hai năm…")
        figures.make_figures(centre, today)
        tell(f"{centre.unit}: tự đánh giá, thẩm định, điểm…")
        assessments.assign_criteria(centre, [last, current, contested] if contested else [last, current])
        deputy = assessments.second_verifier(centre)
        assessments.finished_round(centre, last, deputy, with_appeals=centre.prefix == "hn")
        if contested:
            assessments.running_round(centre, current, deputy, today)
            scenarios.shared_scenario(centre, current, min(today, date(current.year, 11, 21)))
            assessments.contested_round(centre, contested, deputy, today)
        else:
            assessments.finished_round(centre, current, deputy)
        tell(f"{centre.unit}: khen thưởng…")
        _awards(centre, last, current, today)
        closing.close_months(centre)
        _read_old_notices(centre, today)
    return centres


def _awards(centre: Centre, last: Round, current: Round, today: date) -> None:
    council = awards.council_of(centre)
    works = awards.make_facts(centre, last.year, date(last.year, 12, 5))
    documents.issued_notice(centre, last, date(last.year, 12, 3))
    awards.finished_year(centre, council, last, works)
    documents.issued_report(centre, last, date(last.year, 12, 30))
    rounds.close(round=last, by=centre.office_head, at=moment(date(last.year, 12, 31)))
    if centre.prefix != "hn":
        works = awards.make_facts(centre, current.year, date(current.year, 11, 6))
        documents.issued_notice(centre, current, date(current.year, 11, 5))
        awards.year_in_progress(centre, council, current, works, today)


def _read_old_notices(centre: Centre, today: date) -> None:
    """People read their notices: only those of the last days are still new."""
    since = moment(today - NOTICES_READ_BEFORE)
    users = User.objects.filter(person__unit__path__startswith=centre.unit.path)
    for user in users:
        notifications.mark_all_read(user=user, at=since, before=since)
