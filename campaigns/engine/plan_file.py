"""Reads a structured plan file (TOML, format in docs/plan-format.md). All faults are reported at once, with places."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from campaigns.engine.document import PlanDocument, Section, Signer
from campaigns.engine.file_tables import FileTable
from campaigns.engine.numbering import NumberingStyle, ordinal
from campaigns.engine.plan import AreaFact, BasisFact, DutyFact, PlanFacts, SubjectFact, TargetFact, numbered
from campaigns.engine.targets import Operator, TargetRule, rule_problems

FORMAT = 1
_DEEPEST = 8
_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_SCOPES = ("centre", "department", "advisory")
_VERIFICATIONS = ("computed", "declared", "survey", "external", "qualitative")


class PlanFileError(ValueError):
    """The faults of a plan file; each line says where and what (“sections[2].mark: …”)."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def parse_plan_file(content: bytes) -> PlanFacts:
    """The plan in a file. Raises PlanFileError with every fault found."""
    try:
        values = tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise PlanFileError([f"tệp: không phải UTF-8 (byte thứ {error.start + 1})."]) from error
    except tomllib.TOMLDecodeError as error:
        raise PlanFileError([f"tệp: sai cú pháp TOML ({error})."]) from error
    faults: list[str] = []
    facts = FileTable.closed(_plan, FileTable(values, "", faults))
    if not faults:
        faults.extend(_cross_check(facts))
    if faults:
        raise PlanFileError(faults)
    return facts


def _plan(table: FileTable) -> PlanFacts | None:
    if table.number("format") != FORMAT:
        table.fault("format", f"phải là {FORMAT}.")
    code = table.text("code", required=True, longest=80)
    if code and not _SLUG.match(code):
        table.fault("code", "chỉ gồm chữ thường không dấu, số và dấu gạch ngang.")
    starts_on, ends_on = table.day("starts_on", required=True), table.day("ends_on", required=True)
    if starts_on and ends_on and ends_on < starts_on:
        table.fault("ends_on", "trước ngày bắt đầu (starts_on).")
    sections = table.each("sections", lambda child: _section(child, 1))
    if not sections:
        table.fault("sections", "kế hoạch phải có ít nhất một mục.")
    bases = table.each("bases", _basis)
    document = FileTable.closed(_document, table.table("document", required=True))
    parts: dict[str, Any] = {
        "title": table.text("title", required=True, longest=500),
        "short_name": table.text("short_name", longest=120),
        "kind": table.choice("kind", ("thematic", "regular"), "thematic"),
        "unit": table.text("unit", longest=40),
        "areas": table.each("areas", _area),
        "targets": table.each("targets", _target),
        "subjects": table.each("subjects", _subject),
        "duties": table.each("duties", _duty),
    }
    if table.faults or starts_on is None or ends_on is None:
        return None
    printed = tuple(basis.text for basis in bases if basis.printed)
    whole = PlanDocument(**document, bases=printed, sections=numbered(sections), code=code)
    return PlanFacts(code=code, starts_on=starts_on, ends_on=ends_on, document=whole, bases=bases, **parts)


def _document(table: FileTable) -> dict[str, Any]:
    number = table.text("number", longest=10)
    if number and not number.isdecimal():
        table.fault("number", "chỉ gồm chữ số; để trống khi chưa có số.")
    signer = table.table("signer", required=True)
    return {
        "kind": table.text("kind", required=True, longest=60),
        "subject": table.text("subject", required=True, longest=500),
        "superior": table.text("superior", longest=200),
        "issuer": table.text("issuer", longest=200),
        "number": number,
        "symbol": table.text("symbol", longest=40),
        "place": table.text("place", longest=80),
        "issued_on": table.day("issued_on"),
        "preamble": table.texts("preamble"),
        "closing": table.texts("closing"),
        "recipients": table.texts("recipients"),
        "signer": FileTable.closed(_signer, signer),
    }


def _signer(table: FileTable) -> Signer:
    return Signer(table.texts("title"), table.text("name", longest=100), table.text("other_title", longest=200))


def _section(table: FileTable, depth: int) -> Section:
    style = NumberingStyle(table.choice("style", tuple(style.value for style in NumberingStyle)))
    mark = table.text("mark", longest=12)
    if mark and style in (NumberingStyle.ROMAN, NumberingStyle.LETTER) and ordinal(style, mark) is None:
        table.fault("mark", f"“{mark}” không phải số mục kiểu {style.value}.")
    children: tuple[Section, ...] = ()
    if depth == _DEEPEST and table.tables("children"):
        table.fault("children", f"mục chỉ lồng tới {_DEEPEST} cấp.")
    else:
        children = table.each("children", lambda child: _section(child, depth + 1))
    section = Section(
        mark=mark,
        style=style,
        heading=table.text("heading"),
        body=table.text("body"),
        paragraphs=table.texts("paragraphs"),
        children=children,
        written_label=table.text("label", longest=20),
        key=table.text("key", longest=60),
        role=table.text("role", longest=40),
        area=table.text("area", longest=12),
    )
    if not (section.heading or section.body or section.paragraphs or section.children):
        table.fault("heading", "mục không có nội dung.")
    return section


def _area(table: FileTable) -> AreaFact:
    title = table.text("title", required=True, longest=300)
    return AreaFact(
        table.text("code", required=True, longest=12), title, table.text("short_title", longest=60) or title[:60]
    )


def _target(table: FileTable) -> TargetFact:
    faults_before = len(table.faults)
    rule = TargetRule(
        Operator(table.choice("operator", tuple(operator.value for operator in Operator))),
        table.number("low"),
        table.number("high"),
        table.text("unit", longest=60),
        table.text("grade", longest=30),
    )
    if len(table.faults) == faults_before:  # a fault told once is not told again as its consequence
        for problem in rule_problems(rule):
            table.fault("operator", problem)
    return TargetFact(
        code=table.text("code", required=True, longest=20),
        label=table.text("label", required=True),
        rule=rule,
        area=table.text("area", longest=12),
        indicator=table.text("indicator", longest=60),
        baseline=table.text("baseline", longest=120),
        due_on=table.day("due_on"),
        scope=table.choice("scope", _SCOPES, "centre"),
        verification=table.choice("verification", _VERIFICATIONS, "declared"),
        source_text=table.text("source_text"),
    )


def _subject(table: FileTable) -> SubjectFact:
    kind = table.choice("kind", ("collective", "individual"))
    return SubjectFact(kind, table.text("definition", required=True), table.flag("reform_workers_only", False))


def _duty(table: FileTable) -> DutyFact:
    responsible = table.text("responsible", required=True, longest=200)
    return DutyFact(responsible, table.text("text", required=True), table.text("unit", longest=40))


def _basis(table: FileTable) -> BasisFact:
    kind = table.choice("kind", ("can_cu", "thuc_hien"), "can_cu")
    return BasisFact(table.text("text", required=True), kind, table.flag("printed", True))


def _cross_check(facts: PlanFacts) -> list[str]:
    """References between parts: codes are unique, and every area named is declared."""
    faults = _repeated("areas", [area.code for area in facts.areas])
    faults += _repeated("targets", [target.code for target in facts.targets])
    declared = {area.code for area in facts.areas}
    for position, target in enumerate(facts.targets):
        if target.area and target.area not in declared:
            faults.append(f"targets[{position}].area: không có nội dung “{target.area}” trong areas.")
    faults += _area_faults(facts.document.sections, "sections", declared)
    return faults


def _repeated(name: str, codes: list[str]) -> list[str]:
    return [
        f"{name}[{position}].code: mã “{code}” đã dùng ở trên."
        for position, code in enumerate(codes)
        if code in codes[:position]
    ]


def _area_faults(sections: tuple[Section, ...], place: str, declared: set[str]) -> list[str]:
    faults = []
    for position, section in enumerate(sections):
        here = f"{place}[{position}]"
        if section.area and section.area not in declared:
            faults.append(f"{here}.area: không có nội dung “{section.area}” trong areas.")
        faults += _area_faults(section.children, f"{here}.children", declared)
    return faults
