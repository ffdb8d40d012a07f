from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.eligibility import (
    CampaignFact,
    Condition,
    ConditionError,
    ConditionKind,
    DisciplineFact,
    Fact,
    Facts,
    InitiativeFact,
    MembersFact,
    PerformanceLevel,
    Rule,
    Verdict,
    assess,
    condition_data,
    condition_from,
    rule_in_force,
)
from awards.eligibility.checks import Status
from awards.services import rulebook

RULES = [entry.rule for award in rulebook.read().awards for entry in award.rules]
DAY = date(2026, 12, 20)
CLEAN = DisciplineFact("", False, "Phòng TCHC")
GOOD = Facts(
    year=2026,
    performance=Fact(PerformanceLevel.GOOD, "Thông báo 15/TB-TTYT"),
    months_worked=12,
    discipline=CLEAN,
)
INITIATIVE = InitiativeFact("Rút ngắn thời gian trả kết quả", "grassroots", 2026, "QĐ 30/QĐ-TTYT")


def rule(award, subject="individual"):
    return rule_in_force(RULES, award=award, subject=subject, on=DAY)


def test_good_year_makes_ldtt_eligible_before_the_meeting():
    found = assess(GOOD, rule("LDTT"))

    assert found.verdict is Verdict.ELIGIBLE
    assert "1 điều kiện do hội nghị bình xét kết luận" in found.reason


def test_cstdcs_needs_excellence_or_an_initiative_or_a_topic():
    refused = assess(GOOD, rule("CSTDCS"))

    assert refused.verdict is Verdict.NOT_ELIGIBLE
    assert assess(replace(GOOD, initiatives=(INITIATIVE,)), rule("CSTDCS")).verdict is Verdict.ELIGIBLE
    excellent = replace(GOOD, performance=Fact(PerformanceLevel.EXCELLENT, "TB"))
    assert assess(excellent, rule("CSTDCS")).verdict is Verdict.ELIGIBLE
    topic = replace(INITIATIVE, is_topic=True)
    assert assess(replace(GOOD, initiatives=(topic,)), rule("CSTDCS")).verdict is Verdict.ELIGIBLE


def test_initiative_spent_on_a_form_does_not_serve_a_title():
    spent = replace(INITIATIVE, used_for="Giấy khen năm 2025", used_family="form")
    found = assess(replace(GOOD, initiatives=(spent,)), rule("CSTDCS"))

    assert found.verdict is Verdict.NOT_ELIGIBLE
    work = next(finding for finding in found.findings if finding.alternatives)
    assert "đã dùng cho Giấy khen năm 2025" in work.alternatives[1].value


def test_missing_rating_leaves_the_decision_to_people():
    found = assess(replace(GOOD, performance=None), rule("LDTT"))

    assert found.verdict is Verdict.NEEDS_DECISION
    assert "chưa có kết quả xếp loại năm 2026" in found.reason


def test_pending_complaint_leaves_the_decision_to_people():
    found = assess(replace(GOOD, discipline=DisciplineFact("", True, "Đơn 3/ĐT")), rule("LDTT"))

    assert found.verdict is Verdict.NEEDS_DECISION


def test_discipline_refuses_and_names_the_measure():
    found = assess(replace(GOOD, discipline=DisciplineFact("Khiển trách", False, "QĐ 5")), rule("LDTT"))

    assert found.verdict is Verdict.NOT_ELIGIBLE and "Khiển trách" in found.reason


def test_meeting_that_says_no_refuses():
    found = assess(replace(GOOD, judgements={"exemplary": False}), rule("LDTT"))

    assert found.verdict is Verdict.NOT_ELIGIBLE


def test_meeting_that_says_yes_completes_the_conditions():
    found = assess(replace(GOOD, judgements={"exemplary": True}, judgement_source="Biên bản"), rule("LDTT"))

    assert found.reason == "Đủ tất cả các điều kiện."


@pytest.mark.parametrize(("ldtt", "status"), [(7, Status.MET), (6, Status.UNMET), (None, Status.UNDECIDED)])
def test_seventy_per_cent_of_members_exactly(ldtt, status):
    members = MembersFact(total=10, ldtt=ldtt, cstdcs=1, completed=10, warned=0, source="Sổ vàng")
    found = assess(replace(GOOD, members=members), rule("TTLDTT", "collective"))

    assert found.findings[1].status is status


def test_member_under_warning_refuses_the_collective():
    members = MembersFact(total=10, ldtt=9, cstdcs=1, completed=10, warned=1, source="Sổ kỷ luật")
    found = assess(replace(GOOD, members=members), rule("TTLDTT", "collective"))

    assert found.verdict is Verdict.NOT_ELIGIBLE


@pytest.mark.parametrize(("score", "verdict"), [("80.00", Verdict.ELIGIBLE), ("79.99", Verdict.NEEDS_DECISION)])
def test_collective_certificate_from_the_published_score(score, verdict):
    campaign = CampaignFact(Decimal(score), "Tốt", 3, 18, "Kết quả công bố ngày 20/12/2026")

    assert assess(replace(GOOD, campaign=campaign), rule("GIAY_KHEN", "collective")).verdict is verdict


@pytest.mark.parametrize(
    ("years", "status"),
    [
        ({2023, 2024, 2025}, Status.MET),
        ({2024, 2025, 2026}, Status.MET),
        ({2022, 2023, 2025}, Status.UNMET),
        (set(), Status.UNMET),
    ],
)
def test_consecutive_titles(years, status):
    found = assess(replace(GOOD, titles={"CSTDCS": frozenset(years)}), rule("CSTD_TINH"))

    assert found.findings[0].status is status


@pytest.mark.parametrize(
    ("earlier", "status"),
    [
        ({2025: PerformanceLevel.EXCELLENT}, Status.MET),
        ({2025: PerformanceLevel.GOOD}, Status.UNMET),
        ({}, Status.UNDECIDED),
    ],
)
def test_consecutive_levels(earlier, status):
    facts = replace(GOOD, performance=Fact(PerformanceLevel.EXCELLENT, "TB"), levels=earlier)
    ground = assess(facts, rule("BANG_KHEN_TINH", "collective")).findings[2]

    assert ground.alternatives[0].status is status


def test_too_few_months_refuse():
    assert assess(replace(GOOD, months_worked=5), rule("LDTT")).verdict is Verdict.NOT_ELIGIBLE


def test_rule_in_force_is_found_by_date():
    first = Rule("X", "individual", "title", date(2024, 1, 1), date(2025, 6, 30), "cũ", rule("LDTT").conditions)
    second = Rule("X", "individual", "title", date(2025, 7, 1), None, "mới", rule("LDTT").conditions)

    assert rule_in_force([first, second], award="X", subject="individual", on=date(2025, 6, 30)) is first
    assert rule_in_force([first, second], award="X", subject="individual", on=date(2025, 7, 1)) is second
    assert rule_in_force([first, second], award="X", subject="individual", on=date(2023, 12, 31)) is None
    assert rule_in_force([first, second], award="X", subject="collective", on=date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "performance_at_least", "text": "a", "source": "b", "parameters": {"level": "TOP"}},
        {"kind": "months_worked", "text": "a", "source": "b", "parameters": {"months": 0}},
        {"kind": "months_worked", "text": "a", "source": "b"},
        {"kind": "no_discipline", "text": " ", "source": "b"},
        {"kind": "any_of", "text": "a", "source": "b"},
        {"kind": "unknown", "text": "a", "source": "b"},
        {"kind": "no_discipline", "text": "a"},
        {"kind": "no_discipline", "text": "a", "source": "b", "note": "c"},
        {"kind": "no_discipline", "text": "a", "source": "b", "is_presumed": True},
    ],
)
def test_wrong_condition_is_refused(data):
    with pytest.raises(ConditionError):
        condition_from(data)


@pytest.mark.parametrize("dated", RULES, ids=lambda dated: f"{dated.award}-{dated.subject}")
def test_every_rule_survives_storing(dated):
    assert tuple(condition_from(condition_data(condition)) for condition in dated.conditions) == dated.conditions


levels = st.none() | st.sampled_from(PerformanceLevel).map(lambda level: Fact(level, "TB"))
many_facts = st.builds(
    Facts,
    year=st.just(2026),
    performance=levels,
    months_worked=st.none() | st.integers(0, 12),
    discipline=st.none()
    | st.builds(DisciplineFact, st.sampled_from(["", "Khiển trách"]), st.booleans(), st.just("QĐ")),
    judgements=st.dictionaries(st.sampled_from(["exemplary", "wide_influence"]), st.booleans()),
)


@given(many_facts, st.sampled_from(RULES))
def test_verdict_follows_from_the_findings(facts, dated):
    found = assess(facts, dated)
    statuses = [finding.status for finding in found.findings]
    blocking = [finding.status for finding in found.findings if finding.blocks]

    assert len(found.findings) == len(dated.conditions)
    assert (found.verdict is Verdict.NOT_ELIGIBLE) == (Status.UNMET in statuses)
    if found.verdict is Verdict.ELIGIBLE:
        assert set(blocking) == {Status.MET}


@given(many_facts, st.sampled_from(RULES))
def test_a_higher_level_never_harms(facts, dated):
    order = [Verdict.NOT_ELIGIBLE, Verdict.NEEDS_DECISION, Verdict.ELIGIBLE]
    worse = replace(facts, performance=Fact(PerformanceLevel.GOOD, "TB"))
    better = replace(facts, performance=Fact(PerformanceLevel.EXCELLENT, "TB"))

    assert order.index(assess(better, dated).verdict) >= order.index(assess(worse, dated).verdict)


def test_every_kind_of_condition_has_a_check():
    from awards.eligibility.checks import CHECKS

    assert set(CHECKS) == set(ConditionKind) - {ConditionKind.ANY_OF}


def test_presumption_belongs_to_judgements_only():
    with pytest.raises(ConditionError):
        Condition(ConditionKind.NO_DISCIPLINE, "a", "b", is_presumed=True)
