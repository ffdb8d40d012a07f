from campaigns.models.campaigns import Campaign
from campaigns.models.plans import (
    Acknowledgement,
    ContentArea,
    Duty,
    EligibleSubject,
    LegalBasis,
    Plan,
    PlanSection,
    Recipient,
)
from campaigns.models.register import RegisterEntry
from campaigns.models.rounds import DeadlineExtension, Participant, PhaseDeadline, Round
from campaigns.models.targets import Target
from campaigns.models.tasks import Task

__all__ = [
    "Acknowledgement",
    "Campaign",
    "ContentArea",
    "DeadlineExtension",
    "Duty",
    "EligibleSubject",
    "LegalBasis",
    "Participant",
    "PhaseDeadline",
    "Plan",
    "PlanSection",
    "Recipient",
    "RegisterEntry",
    "Round",
    "Target",
    "Task",
]
