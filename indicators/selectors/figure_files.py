"""The documents behind typed figures, for those who may see the figures."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import Unit, User
from accounts.policies import reach
from core.models import AuditEvent
from indicators.engine.roll_up import WHOLE_YEAR, Span
from indicators.enums import CountOrigin, PeriodState, Source, SurveyKind
from indicators.models import FigureFile, FigurePeriod, Indicator, Measurement, ProcedureCount, SurveyCount, TypedFigure
from indicators.roles import VIEW_FIGURES
from indicators.selectors.doubts import CASES, UnitDoubt
from indicators.selectors.procedure_figures import NUMBERS, RATES
from indicators.selectors.survey_figures import RESTING

KINDS = {Measurement: "ke-khai", ProcedureCount: "ho-so-tthc", SurveyCount: "hai-long"}
"""How the kinds of typed figures are called in addresses."""
FIELDS = ("measurement", "procedure_count", "survey_count")


def address_of(figure: TypedFigure) -> str:
    """The page of a figure's documents; empty for counts that nobody typed."""
    if isinstance(figure, ProcedureCount) and figure.origin != CountOrigin.TYPED:
        return ""
    return reverse("indicators:figure-files", args=[KINDS[type(figure)], figure.pk])


def withdrawn_by(user: User, kind: str, pk: int) -> bool:
    """Whether this person took back the typed figure of this kind and number."""
    models = {words: model for model, words in KINDS.items()}
    events = AuditEvent.objects.filter(target_type=models[kind]._meta.label_lower, target_id=str(pk), actor=user)
    return events.filter(action__endswith=".withdraw").exists()


def closed_months(centre: Unit | None, year: int) -> frozenset[int]:
    """The months of a centre's year whose figures are closed."""
    rows = FigurePeriod.objects.filter(centre=centre, year=year, state=PeriodState.CLOSED)
    return frozenset(rows.values_list("month", flat=True))


def takes_documents(figure: TypedFigure, closed: frozenset[int]) -> bool:
    """Whether a figure of the year is open, given the closed months of its centre and year."""
    return figure.closing_month not in closed and getattr(figure, "locked_at", None) is None


def readable(user: User) -> QuerySet[FigureFile]:
    """The documents of the figures of those units whose figures this person may see."""
    within = reach(user, VIEW_FIGURES)
    rows = FigureFile.objects.select_related(*(f"{field}__unit" for field in FIELDS), "uploaded_by__person")
    found = rows.none()
    for field in FIELDS:
        found |= within.filter(rows, f"{field}__unit")
    return found


def documents_behind(code: str, unit: Unit, year: int, user: User, span: Span = WHOLE_YEAR) -> list[FigureFile]:
    """The documents of typed figures of a unit and those below it that feed an indicator, newest first.

    ``span`` narrows the monthly counts; declared figures are looked for in the whole year.
    """
    indicator = Indicator.objects.filter(code=code).first()
    if indicator is None:
        return []
    if indicator.source in (Source.DECLARED, Source.EXTERNAL):
        return _found(user, Q(measurement__indicator=indicator, measurement__year=year), "measurement", unit)
    if indicator.source == Source.PROCEDURES and code in RATES.keys() | NUMBERS.keys():
        return _found(user, _of_months("procedure_count", year, span), "procedure_count", unit)
    if indicator.source == Source.SURVEY and code in RESTING:
        kinds = Q(survey_count__kind__in=RESTING[code])
        return _found(user, _of_months("survey_count", year, span) & kinds, "survey_count", unit)
    return []


def documents_doubted(raised: UnitDoubt, user: User) -> list[FigureFile]:
    """The documents of the typed figures that a doubt is about: of its month where it names one."""
    doubt, unit = raised.doubt, raised.unit
    span = Span.month(doubt.month) if doubt.month else WHOLE_YEAR
    if doubt.subject == CASES or doubt.subject in RATES.keys() | NUMBERS.keys():
        wanted = _of_months("procedure_count", doubt.year, span) & Q(procedure_count__unit=unit)
    elif doubt.subject in SurveyKind.values:
        wanted = _of_months("survey_count", doubt.year, span) & Q(
            survey_count__unit=unit, survey_count__kind=doubt.subject
        )
    else:
        wanted = Q(measurement__indicator__code=doubt.subject, measurement__unit=unit, measurement__year=doubt.year)
    return list(readable(user).filter(wanted).order_by("-uploaded_at", "-pk"))


def _of_months(field: str, year: int, span: Span) -> Q:
    return Q(**{f"{field}__year": year, f"{field}__month__range": (span.first, span.last)})


def _found(user: User, wanted: Q, field: str, unit: Unit) -> list[FigureFile]:
    branch = Q(**{f"{field}__unit__path__startswith": unit.path})
    return list(readable(user).filter(wanted & branch).order_by("-uploaded_at", "-pk"))


def names_of(documents: Iterable[FigureFile]) -> str:
    """The documents by name, as one cell of an Excel file holds them."""
    return "; ".join(document.name for document in documents)
