from scoring.models.appeals import Appeal, AppealWindow
from scoring.models.assessments import Assessment, AssessmentItem, Evidence, EvidenceLink
from scoring.models.criteria import Band, CriteriaSet, Criterion, RoundCriteria
from scoring.models.runs import CriterionScore, ScoreBatch, ScoreRun, UnitScore
from scoring.models.scenarios import Scenario
from scoring.models.standings import Circumstance, TieVote

__all__ = [
    "Appeal",
    "AppealWindow",
    "Assessment",
    "AssessmentItem",
    "Band",
    "Circumstance",
    "CriteriaSet",
    "Criterion",
    "CriterionScore",
    "Evidence",
    "EvidenceLink",
    "RoundCriteria",
    "Scenario",
    "ScoreBatch",
    "ScoreRun",
    "TieVote",
    "UnitScore",
]
