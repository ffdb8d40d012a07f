"""Which buttons a person gets on a record."""

from django.db.models import Model

from core.access import Actor
from core.workflow import Transition, Workflow


def available_transitions(workflow: Workflow, record: Model, user: Actor) -> list[Transition]:
    """The transitions that this user could perform on this record now: no button is shown that would be refused."""
    state = getattr(record, workflow.field)
    return [
        transition
        for transition in workflow.transitions
        if not transition.follows and state in transition.sources and user.has_perm(transition.permission, record)
    ]
