"""Why a unit that has figures stays what it is: closed months belong to its centre."""

from accounts.models import Unit
from accounts.services.units import guards_kind
from indicators.models import FigurePeriod, Measurement, ProcedureCount, SurveyAnswer, SurveyCount


@guards_kind
def figures_against(unit: Unit) -> str:
    """What speaks against a unit becoming a centre, or being one no longer: figures there or below it; else empty."""
    below = {"unit__path__startswith": unit.path}
    if (
        FigurePeriod.objects.filter(centre=unit).exists()
        or Measurement.objects.filter(**below).exists()
        or ProcedureCount.objects.filter(**below).exists()
        or SurveyCount.objects.filter(**below).exists()
        or SurveyAnswer.objects.filter(point__unit__path__startswith=unit.path).exists()
    ):
        return "đơn vị đã có số liệu, và các tháng đã khóa đi theo trung tâm của đơn vị."
    return ""
