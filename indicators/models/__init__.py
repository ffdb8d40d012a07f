from indicators.models.calendar import CalendarDay
from indicators.models.cases import CaseApplicant, CaseFile, CaseGroup, CaseImport, CaseSource
from indicators.models.figure_files import FigureFile, TypedFigure
from indicators.models.figures import Indicator, Measurement, figure_words
from indicators.models.periods import DoubtAnswer, FigurePeriod
from indicators.models.procedures import TERMS, Procedure, ProcedureCount, ProcedurePast, ProcedureTerms
from indicators.models.questionnaires import Questionnaire
from indicators.models.recounts import CaseRecount
from indicators.models.survey_answers import PaperForm, SurveyAnswer, SurveyComment
from indicators.models.surveys import AnswerCode, ServicePoint, Survey, SurveyCount

__all__ = [
    "TERMS",
    "AnswerCode",
    "CalendarDay",
    "CaseApplicant",
    "CaseFile",
    "CaseGroup",
    "CaseImport",
    "CaseRecount",
    "CaseSource",
    "DoubtAnswer",
    "FigureFile",
    "FigurePeriod",
    "Indicator",
    "Measurement",
    "PaperForm",
    "Procedure",
    "ProcedureCount",
    "ProcedurePast",
    "ProcedureTerms",
    "Questionnaire",
    "ServicePoint",
    "Survey",
    "SurveyAnswer",
    "SurveyComment",
    "SurveyCount",
    "TypedFigure",
    "figure_words",
]
