import copy
import tomllib

import pytest

from awards.services import rulebook
from awards.services.rulebook import RulebookRefused

DATA = tomllib.loads(rulebook.DEFAULT_FILE.read_text(encoding="utf-8"))


@pytest.fixture
def data():
    return copy.deepcopy(DATA)


def entry(code, subject):
    award = next(award for award in rulebook.read().awards if award.code == code)
    return next(rule for rule in award.rules if rule.rule.subject == subject)


def test_cstdcs_needs_eighty_per_cent_of_all_members_by_secret_ballot():
    found = entry("CSTDCS", "individual")

    assert str(found.vote.threshold) == "4/5" and found.vote.base == "all_members"
    assert not found.vote.strict and "Bỏ phiếu kín" in found.vote_source
    assert found.decider == "director" and "initiative_proof" in found.components


def test_both_kinds_of_certificate_have_their_own_rule():
    assert entry("GIAY_KHEN", "individual").multiplier != entry("GIAY_KHEN", "collective").multiplier


def change_level(data):
    data["condition"]["excellent"]["parameters"]["level"] = "A+"


def drop_vote(data):
    data["award"][0]["rule"][0]["vote"] = "acclamation"


def wrong_threshold(data):
    data["vote"]["ballot_80"]["threshold"] = "80%"


def too_high_threshold(data):
    data["vote"]["ballot_80"]["threshold"] = "6/5"


def circle(data):
    data["condition"]["work_cstdcs"]["alternatives"] = ["work_cstdcs"]


def unknown_title(data):
    data["condition"]["three_cstdcs"]["parameters"]["award"] = "CSTD"


def repeat_award(data):
    data["award"].append(data["award"][0])


def overlap(data):
    data["award"][0]["rule"].append(data["award"][0]["rule"][0])


def text_day(data):
    data["base_salary"][0]["valid_from"] = "01/07/2024"


def wrong_amount(data):
    data["base_salary"][0]["amount"] = -1


def wrong_multiplier(data):
    data["award"][0]["rule"][0]["multiplier"] = "0.333"


def no_components(data):
    del data["award"][0]["rule"][0]["components"]


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (change_level, "condition.excellent"),
        (drop_vote, "LDTT.rule.vote"),
        (wrong_threshold, "vote.ballot_80.threshold"),
        (too_high_threshold, "vote.ballot_80"),
        (circle, "condition.work_cstdcs"),
        (unknown_title, "CSTD_TINH"),
        (repeat_award, "LDTT"),
        (overlap, "LDTT"),
        (text_day, "base_salary.valid_from"),
        (wrong_amount, "amount"),
        (wrong_multiplier, "LDTT.rule.multiplier"),
        (no_components, "LDTT.rule"),
    ],
)
def test_fault_is_refused_with_its_place(data, spoil, place):
    spoil(data)

    with pytest.raises(RulebookRefused, match=place.replace(".", r"\.")):
        rulebook.parse(data)


def test_file_that_is_no_toml_is_refused(tmp_path):
    path = tmp_path / "hong.toml"
    path.write_text("[[award", encoding="utf-8")

    with pytest.raises(RulebookRefused, match=r"hong\.toml"):
        rulebook.read(path)
