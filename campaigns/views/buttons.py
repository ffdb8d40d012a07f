"""Which buttons stand in sight on a record's page."""

from collections.abc import Sequence

from core.workflow import Transition


def shared_out(transitions: Sequence[Transition]) -> dict[str, Sequence[Transition]]:
    """Buttons for the page's head when one of them is the next act; otherwise all go under “Khác”.

    Closing or cancelling is never what a page invites to do.
    """
    if any(transition.style == "primary" for transition in transitions):
        return {"transitions": transitions, "others": ()}
    return {"transitions": (), "others": transitions}
