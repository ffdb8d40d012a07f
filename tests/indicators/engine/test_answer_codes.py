"""One-time codes."""

import pytest

from indicators.engine import answer_codes


def test_codes_differ_and_are_read_as_they_were_made() -> None:
    codes = {answer_codes.make() for _ in range(500)}

    assert len(codes) == 500
    assert all(answer_codes.tidy(answer_codes.shown(code)) == code for code in codes)


@pytest.mark.parametrize("typed", ["abcd-efgh-jkmn", " ABCD EFGH JKMN ", "abcdefghjkmn"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert answer_codes.tidy(typed) == "ABCDEFGHJKMN"


def test_a_short_code_of_before_is_read_too() -> None:
    assert answer_codes.tidy("abcd-efgh") == "ABCDEFGH"


def test_guessing_is_hopeless_for_somebody_whom_nothing_slows_down() -> None:
    """20,000 unused codes of a survey, 2,000 guesses a second: years until one is hit, on average."""
    kinds = len(set(answer_codes.ALPHABET)) ** len(answer_codes.make())

    assert kinds / (20_000 * 2_000) / (365.25 * 86_400) > 600


@pytest.mark.parametrize("typed", ["", "ABC", "ABCD-EFG0", "ABCDEFGHJ", "ABCDEFGHJKM", "ABCDEFGHJKMNP", "ẠBCDEFGHJKMN"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert answer_codes.tidy(typed) == ""


def test_what_is_kept_tells_surveys_apart_and_is_not_the_code() -> None:
    kept = answer_codes.digest(1, "ABCDEFGH")

    assert len(kept) == 64
    assert kept != answer_codes.digest(2, "ABCDEFGH")
    assert "ABCD" not in kept
