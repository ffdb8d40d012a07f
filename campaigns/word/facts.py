"""Facts that a recognised plan states: period, content areas, subjects, duties, cited documents, targets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from campaigns.engine.document import PlanDocument, Section, walk
from campaigns.engine.numbering import NumberingStyle
from campaigns.engine.plan import AreaFact, BasisFact, DutyFact, PlanFacts, SubjectFact, TargetFact
from campaigns.engine.targets import Operator
from campaigns.word.proposals import TargetProposal, propose_targets

UNTITLED = "Kế hoạch chưa có trích yếu"
_DAY = r"(?:ngày\s+)?(\d{1,2})(?:/|\s+tháng\s+)(\d{1,2})(?:/|\s+năm\s+)(\d{4})"
_EXACT_PERIOD = re.compile(rf"từ {_DAY}\s+đến (?:hết )?{_DAY}", re.IGNORECASE)
_YEARS = re.compile(r"(?:giai đoạn|thời kỳ)\s+(\d{4})\s*[-–—]\s*(\d{4})", re.IGNORECASE)
_ONE_YEAR = re.compile(r"\bnăm\s+(20\d{2})\b", re.IGNORECASE)
_ENUMERATED = re.compile(r"\((\d{1,2})\)\s*([^,;()–—]+?)\s*(?=[,;.–—]|\s-\s|$)")
_CITED = re.compile(
    r"(?:Kế hoạch|Quyết định|Nghị định|Nghị quyết|Thông tư|Chỉ thị|Chương trình|Công văn) số \d[\w/\-.Đ]*"
    r"(?:,? ngày \d{1,2}(?:/\d{1,2}/| tháng \d{1,2} năm )\d{4})?(?: của [^,;.]{3,300}?)?(?=[,;.(]|$)"
)
_AREA_OPENING = re.compile(
    r"^Thi đua\s+(?:(?:về|trong|nâng cao|đẩy mạnh|thực hiện(?: các)?(?: nhiệm vụ)?|công tác)\s+)?", re.IGNORECASE
)
_RESPONSIBLE = re.compile(
    r"^((?:Phòng|Khoa|Trạm|Trưởng|Các|Ban|Giám đốc|Công đoàn|Chi đoàn)\b[^;:.]*?)"
    r"(?=,? (?:làm|là|căn cứ|có trách nhiệm|chịu|chủ trì|phối hợp|tổ chức|tham mưu)\b|$)"
)
_SUBJECT_KINDS = (
    ("collective", re.compile(r"^tập thể\s*:?\s*", re.IGNORECASE)),
    ("individual", re.compile(r"^cá nhân\s*:?\s*", re.IGNORECASE)),
)
_NO_DUTY_ROLES = frozenset({"inspection", "communication", "reporting"})


def facts_of(document: PlanDocument, *, code: str, fallback_year: int) -> PlanFacts:
    """Everything the text states, its targets unconfirmed. `fallback_year` is taken when no period is named."""
    starts_on, ends_on = period_of(document) or (date(fallback_year, 1, 1), date(fallback_year, 12, 31))
    document, areas = with_areas(document)
    return PlanFacts(
        code=code,
        title=document.subject or UNTITLED,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document,
        areas=areas,
        targets=target_facts(document, propose_targets(document)),
        subjects=tuple(_subjects(document)),
        duties=tuple(_duties(document)),
        bases=tuple(_bases(document)),
    )


def period_of(document: PlanDocument) -> tuple[date, date] | None:
    """First and last day: exact days where the text has them, else the years of “giai đoạn 2026 - 2030”."""
    texts = [placed.section.first_line for placed in walk(document.sections) if placed.section.role == "period"]
    for text in texts:
        if match := _EXACT_PERIOD.search(text):
            day, month, year, last_day, last_month, last_year = map(int, match.groups())
            try:
                return date(year, month, day), date(last_year, last_month, last_day)
            except ValueError:
                continue
    for text in (document.subject, *texts, *document.preamble):
        if match := _YEARS.search(text):
            first, last = int(match[1]), int(match[2])
            return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None
    match = _ONE_YEAR.search(document.subject)
    return (date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)) if match else None


def with_areas(document: PlanDocument) -> tuple[PlanDocument, tuple[AreaFact, ...]]:
    """Content areas: the lettered or numbered parts of the contents, or the ones enumerated “(1) …, (2) …” there."""
    areas: list[AreaFact] = []

    def marked(section: Section) -> Section:
        children = tuple(marked(child) for child in section.children)
        if section.role in ("contents", "subjects_contents") and not areas:
            children = tuple(_with_own_area(child, areas) for child in children)
            if not areas:
                areas.extend(_enumerated_areas(section))
        return replace(section, children=children)

    return replace(document, sections=tuple(marked(section) for section in document.sections)), tuple(areas)


def _with_own_area(section: Section, areas: list[AreaFact]) -> Section:
    countable = section.style in (NumberingStyle.LETTER, NumberingStyle.ARABIC, NumberingStyle.DECIMAL)
    if not countable or section.role or not section.heading or any(area.code == section.mark for area in areas):
        return section
    areas.append(_area(section.mark, section.heading))
    return replace(section, area=section.mark)


def _enumerated_areas(section: Section) -> Iterator[AreaFact]:
    seen: set[str] = set()
    for text in (section.body, *section.paragraphs):
        for code, title in _ENUMERATED.findall(text):
            if code not in seen:
                seen.add(code)
                yield _area(code, title)


def _area(code: str, title: str) -> AreaFact:
    text = title.strip(" .:;")
    short = _AREA_OPENING.sub("", text)
    short = short[:1].upper() + short[1:]
    if len(short) > 60:
        short = short[:59].rsplit(" ", 1)[0].rstrip(",;") + "…"
    return AreaFact(code, text[:300], short)


def target_facts(document: PlanDocument, proposals: Sequence[TargetProposal]) -> tuple[TargetFact, ...]:
    """Proposals as targets that wait for a person, numbered CT01, CT02… in reading order."""
    area_at = {placed.path: placed.section.area for placed in walk(document.sections) if placed.section.area}
    facts = []
    for number, proposal in enumerate(proposals, start=1):
        ancestors = [proposal.path[:length] for length in range(len(proposal.path), 0, -1)]
        facts.append(
            TargetFact(
                code=f"CT{number:02d}",
                label=proposal.label,
                rule=proposal.rule,
                area=next((area_at[path] for path in ancestors if path in area_at), ""),
                baseline=proposal.baseline[:120],
                scope="advisory" if proposal.advisory else "centre",
                verification=_verification(proposal),
                source_text=proposal.source_text,
                confirmed=False,
            )
        )
    return tuple(facts)


def _verification(proposal: TargetProposal) -> str:
    """A first guess at where the figure will come from."""
    text = f"{proposal.label} {proposal.source_text}"
    if proposal.rule.operator is Operator.QUALITATIVE:
        return "declared"
    if "hài lòng" in text or proposal.label.endswith("SIPAS"):
        return "survey"
    if re.search(r"PAPI|PCI|PAR ?INDEX|thứ hạng", text):
        return "external"
    return "computed" if re.search(r"hồ sơ|thủ tục hành chính|thời gian giải quyết|trực tuyến", text) else "declared"


def _subjects(document: PlanDocument) -> Iterator[SubjectFact]:
    for placed in walk(document.sections):
        if placed.section.role != "subjects":
            continue
        lines = [child.section for child in walk(placed.section.children)]
        for text in (f"{line.heading} {line.body}".strip() for line in lines):
            for kind, opening in _SUBJECT_KINDS:
                if match := opening.match(text):
                    definition = text[match.end() :].strip(" .;")
                    yield SubjectFact(kind, definition or text, "trực tiếp" in definition)


def _duties(document: PlanDocument) -> Iterator[DutyFact]:
    for root in document.sections:
        if root.role != "responsibilities":
            continue
        for child in root.children:
            match = _RESPONSIBLE.match(child.heading.strip(" :.") or child.body)
            if match is None or child.role in _NO_DUTY_ROLES:
                continue
            texts = [child.body, *child.paragraphs, *(placed.section.body for placed in walk(child.children))]
            yield from (DutyFact(match[1][:200], text) for text in texts if text)


def _bases(document: PlanDocument) -> Iterator[BasisFact]:
    for text in document.bases:
        yield BasisFact(text, "thuc_hien" if re.match(r"[-–•\s]*(?:Thực hiện|Thi hành|Triển khai)", text) else "can_cu")
    named = " ".join(document.bases)
    for text in document.preamble:
        for cited in dict.fromkeys(match.strip() for match in _CITED.findall(text)):
            if cited not in named:
                yield BasisFact(cited, "thuc_hien", printed=False)
