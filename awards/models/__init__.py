from awards.models.council import Attendance, Council, CouncilMember, Session, SessionItem, VoteMark, WrittenOpinion
from awards.models.decisions import Decision, DecisionLine, Honour
from awards.models.dossiers import AwardRound, ComponentFile, Dossier, DossierNote, InitiativeUse
from awards.models.facts import DisciplineRecord, Initiative, InitiativeAuthor, PerformanceRating
from awards.models.rules import Award, AwardRule, BaseSalary, LegalInstrument

__all__ = [
    "Attendance",
    "Award",
    "AwardRound",
    "AwardRule",
    "BaseSalary",
    "ComponentFile",
    "Council",
    "CouncilMember",
    "Decision",
    "DecisionLine",
    "DisciplineRecord",
    "Dossier",
    "DossierNote",
    "Honour",
    "Initiative",
    "InitiativeAuthor",
    "InitiativeUse",
    "LegalInstrument",
    "PerformanceRating",
    "Session",
    "SessionItem",
    "VoteMark",
    "WrittenOpinion",
]
