from campaigns.models.campaigns import Campaign
from campaigns.models.plan_parts import Acknowledgement, Duty, EligibleSubject, LegalBasis, Recipient
from campaigns.models.plans import ContentArea, Plan, PlanSection
from campaigns.models.register import RegisterEntry
from campaigns.models.rounds import DeadlineExtension, Participant, PhaseDeadline, Round
from campaigns.models.targets import Target, TargetReport
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
    "TargetReport",
    "Task",
]
