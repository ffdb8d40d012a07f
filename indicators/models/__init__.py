from indicators.models.figures import Indicator, Measurement
from indicators.models.procedures import Procedure, ProcedureCount
from indicators.models.surveys import SurveyCount

__all__ = ["Indicator", "Measurement", "Procedure", "ProcedureCount", "SurveyCount"]
