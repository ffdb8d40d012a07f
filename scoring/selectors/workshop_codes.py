"""Codes of criteria as offices number them: a, b, c, d, đ … · I, II, III · a1, a2 · I.1, I.2."""

import re
from collections.abc import Collection, Sequence

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The order in which Vietnamese documents letter their points (no f, j, w, z)."""
ROMAN = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X",
    "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX",
)  # fmt: skip
_TAIL = re.compile(r"^(.*?)(\d+|[^\W\d_]+)$")
LONGEST = 20


def following(code: str) -> str:
    """The code after this one: a1 → a2, I.9 → I.10, II → III, d → đ, Q → R; unknown shapes get “-2”."""
    found = _TAIL.match(code)
    if found is None:
        return f"{code}-2"
    head, tail = found.groups()
    if tail.isdecimal():
        return f"{head}{int(tail) + 1}"
    if tail in ROMAN[:-1]:
        return head + ROMAN[ROMAN.index(tail) + 1]
    if len(tail) == 1 and tail.lower() in LETTERS[:-1]:
        letter = LETTERS[LETTERS.index(tail.lower()) + 1]
        return head + (letter if tail.islower() else letter.upper())
    return f"{code}-2"


def free(code: str, taken: Collection[str]) -> str:
    """The code itself or the first one after it that nobody has."""
    while code in taken:
        code = following(code)
    return code


def first_inside(group: str) -> str:
    """The first code in a group: a → a1, I → I.1, A.II → A.II.1."""
    return f"{group}1" if len(group) == 1 and group.islower() else f"{group}.1"


def suggested(parent: str, siblings: Sequence[str], taken: Collection[str], *, start: str = "I") -> str:
    """A free code for the next node: after its last sibling, else the first inside its group, else ``start``."""
    if siblings:
        return free(following(siblings[-1]), taken)
    return free(first_inside(parent) if parent else start, taken)


def copied(codes: Sequence[str], taken: Collection[str]) -> dict[str, str]:
    """New codes for a copied subtree (its head first): what began with the head's code begins with the new one."""
    head, used = codes[0], set(taken)
    renamed: dict[str, str] = {}
    for code in codes:
        wanted = following(head) if code == head else code
        if code != head and code.startswith(head):
            wanted = renamed[head] + code[len(head) :]
        renamed[code] = free(wanted[:LONGEST], used)
        used.add(renamed[code])
    return renamed
