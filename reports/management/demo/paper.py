"""Paper forms of one place, on their way through two pairs of hands."""

from datetime import date

from indicators.engine.questions import read
from indicators.models import ServicePoint
from indicators.services import paper_forms
from reports.management.demo.answering import Opinion, filled_in
from reports.management.demo.people import Centre
from reports.management.demo.story import THIS_YEAR, dice, moment

ANSWERED_ON = date(THIS_YEAR, 10, 28)
TYPED_ON, AGAIN_ON, SETTLED_ON = date(THIS_YEAR, 11, 12), date(THIS_YEAR, 11, 16), date(THIS_YEAR, 11, 17)
FORMS = 8
TYPED_TWICE = 6
DIFFERING = (2, 4)
SETTLED = 2
"""Numbers of forms: the last ones were typed once; two were typed differently, and one of these was settled."""


def type_forms(centre: Centre, point: ServicePoint) -> None:
    """The head of the unit types the forms, the office types them again; what differs waits for a third look."""
    source = dice(point.unit.code, "paper")
    asked = read(point.survey.questionnaire.content)
    head, office = centre.heads[point.unit.pk], centre.verifier
    for number, typed in enumerate(filled_in(asked, Opinion(0.06, ()), FORMS, source), start=1):
        form = paper_forms.enter(
            point=point, number=number, answered_on=ANSWERED_ON, typed=typed, by=head, at=moment(TYPED_ON, 14, number)
        )
        if number > TYPED_TWICE:
            continue
        slip = {asked.counted[0]: 3 if typed[asked.counted[0]] != 3 else 4} if number in DIFFERING else {}
        form = paper_forms.enter_again(form=form, typed={**typed, **slip}, by=office, at=moment(AGAIN_ON, 15, number))
        if number == SETTLED:
            paper_forms.settle(form=form, typed=typed, by=office, at=moment(SETTLED_ON, 8))
