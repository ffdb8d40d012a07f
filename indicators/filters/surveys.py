"""Filters of surveys, questionnaires and comments; they live in the address."""

import django_filters
from django.db.models import QuerySet

from accounts.models import Unit
from accounts.requests import PortalRequest
from accounts.selectors.scope import units_in_sight
from indicators.enums import CommentState, QuestionnaireState, SurveyKind, SurveyState
from indicators.models import Questionnaire, Survey, SurveyComment
from indicators.roles import HANDLE_COMMENTS

ALL = "Tất cả"


def _units(request: PortalRequest) -> QuerySet[Unit]:
    """The units of the centre looked at whose comments the person may read."""
    return units_in_sight(request.user, request.centre, HANDLE_COMMENTS).order_by("position", "sort_key")


class SurveyFilter(django_filters.FilterSet):
    """By state and by whom is asked."""

    state = django_filters.ChoiceFilter(choices=SurveyState.choices, label="Trạng thái", empty_label=ALL)
    kind = django_filters.ChoiceFilter(
        choices=SurveyKind.choices, field_name="questionnaire__kind", label="Loại khảo sát", empty_label=ALL
    )

    class Meta:
        model = Survey
        fields = ("state", "kind")


class QuestionnaireFilter(django_filters.FilterSet):
    """By state and by whom is asked."""

    kind = django_filters.ChoiceFilter(choices=SurveyKind.choices, label="Loại khảo sát", empty_label=ALL)
    state = django_filters.ChoiceFilter(choices=QuestionnaireState.choices, label="Trạng thái", empty_label=ALL)

    class Meta:
        model = Questionnaire
        fields = ("kind", "state")


class CommentFilter(django_filters.FilterSet):
    """By state and unit."""

    state = django_filters.ChoiceFilter(choices=CommentState.choices, label="Trạng thái", empty_label=ALL)
    unit = django_filters.ModelChoiceFilter(
        queryset=_units, field_name="answer__point__unit", label="Đơn vị", empty_label=ALL
    )

    class Meta:
        model = SurveyComment
        fields = ("state", "unit")
