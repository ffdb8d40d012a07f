from scoring.models.assessments import Assessment, AssessmentItem, Evidence, EvidenceLink
from scoring.models.criteria import Band, CriteriaSet, Criterion, RoundCriteria
from scoring.models.runs import CriterionScore, ScoreRun, UnitScore

__all__ = [
    "Assessment",
    "AssessmentItem",
    "Band",
    "CriteriaSet",
    "Criterion",
    "CriterionScore",
    "Evidence",
    "EvidenceLink",
    "RoundCriteria",
    "ScoreRun",
    "UnitScore",
]
