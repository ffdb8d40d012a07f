"""Which groups may be told when few people answered, so that nobody can be guessed from a result."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Group = TypeVar("Group", bound=Hashable)


def shown_groups(forms: Mapping[Group, int], fewest: int) -> frozenset[Group]:
    """The groups whose result may be told: those with at least ``fewest`` forms.

    When what is hidden could be found by taking the shown groups from the whole, and is less than ``fewest`` forms,
    the smallest shown group is hidden as well.
    """
    shown = {group for group, number in forms.items() if number >= fewest}
    hidden = sum(number for group, number in forms.items() if group not in shown)
    if shown and 0 < hidden < fewest:
        shown.discard(min(shown, key=lambda group: (forms[group], str(group))))
    return frozenset(shown)
