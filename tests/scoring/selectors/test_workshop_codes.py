"""Codes go on as offices number them."""

import pytest

from scoring.selectors import workshop_codes as codes


@pytest.mark.parametrize(
    ("code", "after"),
    [("a1", "a2"), ("I.9", "I.10"), ("II", "III"), ("A.IX", "A.X"), ("d", "đ"), ("e", "g"), ("B", "C"), ("k", "l"),
     ("y", "y-2"), ("*", "*-2"), ("y-2", "y-3")],
)  # fmt: skip
def test_following(code, after):
    assert codes.following(code) == after


@pytest.mark.parametrize(
    ("parent", "siblings", "taken", "wanted"),
    [("", [], [], "I"), ("", ["I"], ["I"], "II"), ("I", [], ["I"], "I.1"), ("a", [], ["a"], "a1"),
     ("a", ["a1", "a2"], ["a1", "a2", "a3"], "a4"), ("A.I", ["A.I.4"], [], "A.I.5")],
)  # fmt: skip
def test_suggested(parent, siblings, taken, wanted):
    assert codes.suggested(parent, siblings, taken) == wanted


def test_copied_subtree_follows_its_head():
    assert codes.copied(["I", "I.1", "khac"], {"I", "I.1", "II", "khac"}) == {
        "I": "III", "I.1": "III.1", "khac": "khac-2"
    }  # fmt: skip
