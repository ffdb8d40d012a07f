"""Structured plan files: both shipped ones load; faults are all told, each with its place."""

from decimal import Decimal
from pathlib import Path

import pytest

import campaigns
from campaigns.engine.document import walk
from campaigns.engine.lint import lint
from campaigns.engine.plan_file import PlanFileError, parse_plan_file

PLANS = Path(campaigns.__file__).parent / "data" / "plans"
MINIMAL = """
format = 1
code = "ke-hoach-thu"
title = "Phong trào thử"
starts_on = 2026-01-01
ends_on = 2026-12-31
[document]
kind = "KẾ HOẠCH"
subject = "Thử"
[document.signer]
title = ["GIÁM ĐỐC"]
[[sections]]
style = "roman"
heading = "MỤC ĐÍCH"
"""


def _faults(text: str) -> list[str]:
    with pytest.raises(PlanFileError) as caught:
        parse_plan_file(text.encode())
    return caught.value.faults


@pytest.mark.parametrize(
    ("name", "targets", "areas", "sections", "recipients"),
    [("hoai-nhon-2026-2030", 13, 10, 4, 5), ("tu-mo-rong-2023-2030", 11, 12, 3, 7)],
)
def test_shipped_plans_are_whole(name: str, targets: int, areas: int, sections: int, recipients: int) -> None:
    facts = parse_plan_file((PLANS / f"{name}.toml").read_bytes())
    assert (facts.code, len(facts.targets), len(facts.areas)) == (name, targets, areas)
    assert (len(facts.document.sections), len(facts.document.recipients)) == (sections, recipients)
    errors = {finding.code for finding in lint(facts.document, on=facts.starts_on, issuing=False)}
    assert errors <= {"missing_number", "missing_date", "outdated_service_level"}


def test_shipped_plans_use_every_operator() -> None:
    plans = [parse_plan_file(path.read_bytes()) for path in sorted(PLANS.glob("*.toml"))]
    used = {target.rule.operator.value for facts in plans for target in facts.targets}
    assert used == {"gte", "gt", "eq", "reduce_between", "gt_previous", "grade_gte", "improve_rank", "qualitative"}


def test_the_hoai_nhon_contents_are_lettered_a_to_k() -> None:
    facts = parse_plan_file((PLANS / "hoai-nhon-2026-2030.toml").read_bytes())
    lettered = [placed.section for placed in walk(facts.document.sections) if placed.section.area]
    assert [section.mark for section in lettered] == list("abcdđeghik")
    assert [section.area for section in lettered] == [area.code for area in facts.areas]


def test_a_minimal_file_loads_with_automatic_marks() -> None:
    facts = parse_plan_file(MINIMAL.encode())
    assert [section.label for section in facts.document.sections] == ["I."]


def test_text_is_normalised_and_numbers_stay_exact() -> None:
    target = '[[targets]]\ncode = "A"\nlabel = "Tỷ lệ"\noperator = "gte"\nlow = 99.5\nunit = "%"\n'
    facts = parse_plan_file((MINIMAL + target).encode())
    assert (facts.targets[0].label, facts.targets[0].rule.low) == ("Tỷ lệ", Decimal("99.5"))


def test_faults_are_told_all_at_once_with_their_places() -> None:
    text = MINIMAL.replace('kind = "KẾ HOẠCH"', "kind = 5").replace("format = 1", "format = 2")
    text += """
[[sections]]
style = "roman"
heading = "HAI"
[[sections.children]]
style = "letter"
mark = "f"
heding = "x"
body = "y"
[[sections]]
style = "tròn"
[[targets]]
code = "A"
label = "B"
operator = "reduce_between"
low = 50
high = 30
[[targets]]
code = "A"
operator = "khác"
"""
    faults = _faults(text)
    places = [fault.split(":")[0] for fault in faults]
    assert places == [
        "format",
        "sections[1].children[0].mark",
        "sections[1].children[0].heding",
        "sections[2].style",
        "sections[2].heading",
        "document.kind",
        "targets[0].operator",
        "targets[1].operator",
        "targets[1].label",
    ]


@pytest.mark.parametrize(
    ("extra", "fault"),
    [
        ("[[targets]]\ncode='A'\nlabel='B'\noperator='qualitative'\narea='z'\n", "targets[0].area"),
        ("[[areas]]\ncode='a'\ntitle='x'\n[[areas]]\ncode='a'\ntitle='y'\n", "areas[1].code"),
        ("[[sections]]\nstyle='dash'\nbody='x'\narea='z'\n", "sections[1].area"),
        ("[[duties]]\nresponsible='x'\n", "duties[0].text"),
        (
            "[[subjects]]\nkind='collective'\ndefinition='x'\nreform_workers_only='có'\n",
            "subjects[0].reform_workers_only",
        ),
        ("[[sections]]\nstyle='dash'\nparagraphs=['x', 5]\n", "sections[1].paragraphs[1]"),
    ],
)
def test_each_kind_of_fault_names_its_place(extra: str, fault: str) -> None:
    (found,) = _faults(MINIMAL + extra)
    assert found.startswith(f"{fault}:")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("starts_on = 2026-01-01", "starts_on = 2027-01-01", "ends_on"),
        ("starts_on = 2026-01-01", 'starts_on = "2026-01-01"', "starts_on"),
        ('code = "ke-hoach-thu"', 'code = "Kế hoạch"', "code"),
        ('title = "Phong trào thử"', 'title = ""', "title"),
        ("format = 1", "", "format"),
    ],
)
def test_faults_at_the_top(old: str, new: str, fault: str) -> None:
    assert any(line.startswith(f"{fault}:") for line in _faults(MINIMAL.replace(old, new)))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"format = = 1"])
def test_a_file_that_is_no_toml_is_refused(content: bytes) -> None:
    with pytest.raises(PlanFileError, match="tệp:"):
        parse_plan_file(content)


def test_sections_deeper_than_eight_levels_are_refused() -> None:
    text = MINIMAL
    for depth in range(1, 10):
        text += f"[[sections{'.children' * depth}]]\nstyle = 'dash'\nbody = 'x'\n"
    assert any("lồng tới 8 cấp" in fault for fault in _faults(text))
