"""The whole demonstration, in the order in which a year happens."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from indicators.services.catalogue import load_catalogue
from reports.management.demo import assessments, figures, plans
from reports.management.demo.people import Centre, make_world

Tell = Callable[[str], None]


@transaction.atomic
def make_demonstration(today: date, tell: Tell) -> list[Centre]:
    """Make both centres with two years of emulation; everything or nothing."""
    tell("Đơn vị, nhân sự, tài khoản…")
    load_catalogue()
    centres = make_world()
    for centre in centres:
        tell(f"{centre.unit}: kế hoạch, đợt thi đua, nhiệm vụ…")
        last, current = plans.frame(centre, today)
        tell(f"{centre.unit}: số liệu hai năm…")
        figures.make_figures(centre)
        tell(f"{centre.unit}: tự đánh giá, thẩm định, điểm…")
        assessments.assign_criteria(centre, [last, current])
        deputy = assessments.second_verifier(centre)
        assessments.finished_round(centre, last, deputy)
        if centre.prefix == "hn":
            assessments.running_round(centre, current, deputy, today)
        else:
            assessments.finished_round(centre, current, deputy)
    return centres
