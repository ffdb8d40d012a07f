"""How a state change is declared: one table for each kind of record, read by services, pages, documents and tests."""

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class Transition:
    """One allowed state change.

    ``permission`` is asked with the record; ``label`` is the verb on the button; ``style`` is ``primary``,
    ``secondary`` or ``danger``; ``confirm`` says what will happen when it cannot be undone. What ``follows`` from
    another change has no button and asks for no permission: whoever made that change, made this one.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    permission: str
    label: str
    comment_required: bool = False
    style: str = "secondary"
    confirm: str = ""
    follows: bool = False


@dataclass(frozen=True)
class Workflow:
    """All transitions of one kind of record. ``record`` is its name in audit actions, e.g. ``awards.dossier``."""

    record: str
    label: str
    states: type[models.TextChoices]
    transitions: tuple[Transition, ...]
    field: str = "state"

    def __post_init__(self) -> None:
        known = set(self.states.values)
        for transition in self.transitions:
            unknown = {*transition.sources, transition.target} - known
            if unknown:
                raise ValueError(f"{self.record}.{transition.name}: unknown state {sorted(unknown)}")

    def __getitem__(self, name: str) -> Transition:
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise KeyError(f"{self.record} has no transition {name!r}")
