"""Proposes targets from the phrases of a plan, for a person to confirm: nothing here is decided.

Each clause (split at semicolons and “trong đó”) is asked, most telling phrase first, which of the ten operators it
speaks of. Clauses with no such phrase are proposed as qualitative only where targets are announced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from campaigns.engine.document import PlacedSection, PlanDocument, walk
from campaigns.engine.targets import GRADES, Operator, TargetRule


class Confidence(StrEnum):
    """How plainly the words say it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class TargetProposal:
    """A target that the text seems to set.

    `path` and `place` say where; `source_text` is the clause itself; `baseline` what it is compared with (“năm 2025”);
    `advisory` when the centre only advises its superior on it.
    """

    label: str
    rule: TargetRule
    path: tuple[int, ...]
    place: str
    source_text: str
    confidence: Confidence
    baseline: str = ""
    advisory: bool = False


_N = r"(\d{1,3}(?:[.,]\d{1,2})?)\s*"
_RANGE = rf"{_N}%?\s*(?:-|–|—|đến|tới)\s*{_N}%"
_MORE = r"(?:trở lên|trở đi)"
_AT_LEAST = r"(?:từ|ít nhất|tối thiểu|không dưới|không thấp hơn|≥|>=)"
_AT_MOST = r"(?:không quá|không vượt quá|tối đa|nhiều nhất|≤|<=)"
_UNIT = r"(sáng kiến|giải pháp|mô hình|tin|bài|cuộc|lần|lớp|đợt|thủ tục|hồ sơ|văn bản|ngày|giờ|phút|tập thể|cá nhân)"
_GRADE = r"[“\"‘']?\s*(xuất sắc|tốt|khá|trung bình)\s*[”\"’']?"
_REDUCING = re.compile(r"\b(?:giảm|rút ngắn|tiết giảm)\b", re.IGNORECASE)
_CLAUSES = re.compile(r";\s*|,?\s*(?=\btrong đó\b)", re.IGNORECASE)
_INDEX_NAMES = re.compile(r"PAR[ -]?INDEX|SIPAS|PAPI|PCI|DDCI|ICT[ -]?INDEX")
_ANNOUNCES = re.compile(r"(?:các )?(?:chỉ tiêu|mục tiêu)(?: cụ thể| chủ yếu)?\s*:?$", re.IGNORECASE)
_BASELINE = re.compile(r"so với ((?:cùng kỳ |giai đoạn |năm )[^,.;()]*)", re.IGNORECASE)
_ADVISORY = re.compile(r"\(tham mưu[^)]*\)", re.IGNORECASE)
_LEAD_WORDS = re.compile(
    r"^(?:\d{1,2}(?= [A-ZĐÀ-Ỹ])|trong đó,?|đảm bảo|bảo đảm|phấn đấu(?: đạt)?|phân đầu"
    r"|gắn kết quả thi đua với|thi đua về)\s+",
    re.IGNORECASE,
)

Reading = tuple[TargetRule, Confidence]
_Maker = Callable[[re.Match[str], str], Reading]


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _threshold(operator: Operator, confidence: Confidence = Confidence.HIGH) -> _Maker:
    def make(match: re.Match[str], clause: str) -> Reading:
        value = _number(match[1])
        unit = match[2] if match.re.groups > 1 else "%"
        if unit == "%" and value == 100 and operator in (Operator.GTE, Operator.GT):
            return TargetRule(Operator.EQ, value), confidence
        if operator in (Operator.GTE, Operator.GT) and unit == "%" and _is_reduction(clause, match):
            return TargetRule(Operator.REDUCE_BETWEEN, value), Confidence.MEDIUM
        return TargetRule(operator, value, unit=unit), confidence

    return make


def _range(match: re.Match[str], clause: str) -> Reading:
    low, high = _number(match[1]), _number(match[2])
    if _is_reduction(clause, match):
        return TargetRule(Operator.REDUCE_BETWEEN, low, high), Confidence.HIGH
    return TargetRule(Operator.GTE, low), Confidence.LOW


def _is_reduction(clause: str, match: re.Match[str]) -> bool:
    return bool(_REDUCING.search(clause[: match.start()]))


def _grade(match: re.Match[str], _clause: str) -> Reading:
    grade = next(grade for grade in GRADES if grade.casefold() == match[1].casefold())
    return TargetRule(Operator.GRADE_GTE, unit="", grade=grade), Confidence.HIGH


def _plain(operator: Operator, confidence: Confidence) -> _Maker:
    return lambda _match, _clause: (TargetRule(operator, unit=""), confidence)


def _reader(pattern: str, make: _Maker) -> tuple[re.Pattern[str], _Maker]:
    return re.compile(pattern, re.IGNORECASE), make


_READERS = (
    _reader(_RANGE, _range),
    _reader(
        r"(?:(?:kỳ|năm) sau )?cao hơn (?:so với )?(?:cùng kỳ )?(?:kỳ|năm) trước",
        _plain(Operator.GT_PREVIOUS, Confidence.HIGH),
    ),
    _reader(rf"(?:mức|loại)\s*{_GRADE}\s*{_MORE}", _grade),
    _reader(rf"{_AT_LEAST}\s*{_N}%", _threshold(Operator.GTE)),
    _reader(rf"{_N}%\s*{_MORE}", _threshold(Operator.GTE)),
    _reader(rf"(?:trên|hơn|vượt|cao hơn|>)\s*{_N}%", _threshold(Operator.GT)),
    _reader(rf"{_AT_MOST}\s*{_N}%", _threshold(Operator.LTE)),
    _reader(rf"dưới\s*{_N}%", _threshold(Operator.LT, Confidence.MEDIUM)),
    _reader(rf"{_N}%", _threshold(Operator.GTE, Confidence.MEDIUM)),
    _reader(rf"{_AT_LEAST}\s*{_N}{_UNIT}\b", _threshold(Operator.GTE)),
    _reader(rf"{_N}{_UNIT}\b\s*{_MORE}", _threshold(Operator.GTE)),
    _reader(rf"{_AT_MOST}\s*{_N}{_UNIT}\b", _threshold(Operator.LTE)),
    _reader(rf"dưới\s*{_N}{_UNIT}\b", _threshold(Operator.LT, Confidence.MEDIUM)),
    _reader(
        r"(?:cải thiện|nâng|tăng)\s+(?:\w+\s+){0,2}(?:thứ hạng|thứ bậc|bậc xếp hạng)",
        _plain(Operator.IMPROVE_RANK, Confidence.HIGH),
    ),
    _reader(
        rf"nâng cao (?:các )?chỉ số (?=.*(?:{_INDEX_NAMES.pattern}))", _plain(Operator.GT_PREVIOUS, Confidence.MEDIUM)
    ),
    _reader(r"giảm (?:bớt )?thời gian (?:chờ|đi lại)", _plain(Operator.QUALITATIVE, Confidence.LOW)),
)


def propose_targets(document: PlanDocument) -> list[TargetProposal]:
    """Every target the text seems to set, in reading order."""
    announced: set[tuple[int, ...]] = set()
    proposals: list[TargetProposal] = []
    for placed in walk(document.sections):
        section = placed.section
        inherits = placed.path[:-1] in announced
        if section.role == "specific_objectives" or _ANNOUNCES.search(section.heading or section.body):
            announced.add(placed.path)
        texts = [text for text in (section.heading, section.body, *section.paragraphs) if text]
        found = [proposal for text in texts for proposal in _in_text(text, placed)]
        if not found and inherits and section.body:
            rule = TargetRule(Operator.QUALITATIVE, unit="")
            found = [
                TargetProposal(_label(section.body), rule, placed.path, placed.place, section.body, Confidence.LOW)
            ]
        proposals.extend(found)
    return proposals


def _in_text(text: str, placed: PlacedSection) -> Iterator[TargetProposal]:
    for clause in (part.strip() for part in _CLAUSES.split(text)):
        reading = _read(clause)
        if reading is None:
            continue
        rule, confidence = reading
        baseline = _BASELINE.search(clause)
        proposal = TargetProposal(
            label=_label(clause),
            rule=rule,
            path=placed.path,
            place=placed.place,
            source_text=clause,
            confidence=confidence,
            baseline=baseline[1].strip() if baseline else "",
            advisory=bool(_ADVISORY.search(clause)),
        )
        yield from _one_for_each_index(proposal)


def _read(clause: str) -> Reading | None:
    for pattern, make in _READERS:
        if match := pattern.search(clause):
            return make(match, clause)
    return None


def _one_for_each_index(proposal: TargetProposal) -> Iterator[TargetProposal]:
    """“PAR INDEX, SIPAS đạt mức Tốt” sets two targets."""
    names = list(dict.fromkeys(_INDEX_NAMES.findall(proposal.source_text)))
    if len(names) < 2 or proposal.rule.operator not in (Operator.GRADE_GTE, Operator.GT_PREVIOUS, Operator.GTE):
        yield proposal
        return
    for name in names:
        yield replace(proposal, label=f"Chỉ số {name}")


def _label(clause: str) -> str:
    """The clause without its opening words, as a label of at most 200 characters."""
    text = _LEAD_WORDS.sub("", clause.strip(" .:;")).strip()
    text = text[:1].upper() + text[1:]
    return text if len(text) <= 200 else text[:199].rsplit(" ", 1)[0] + "…"
