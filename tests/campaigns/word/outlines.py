"""Made-up Vietnamese plans for tests: outlines of any shape, their lines, and Word files."""

import io
import re
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import strategies as st

from campaigns.engine.document import PlanDocument, Section, Signer
from campaigns.engine.numbering import NumberingStyle
from campaigns.engine.plan import numbered

_WORDS = re.split(
    r"\s+",
    "thi đua cải cách hành chính người bệnh hài lòng khoa phòng trung tâm y tế đạt 99% trở lên hồ sơ đúng hạn "
    "“6 rõ” (đạt 100%) năm 2026 - 2030 ngày 30/3/2026 số 80/KH-SYT sáng kiến; tuyên truyền, chuyển đổi số: bộ máy",
)
LEVELS = (
    NumberingStyle.ROMAN,
    NumberingStyle.ARABIC,
    NumberingStyle.LETTER,
    NumberingStyle.DASH,
    NumberingStyle.PLUS,
)
_LETTERS = st.sampled_from(["Phòng", "Khoa", "Kế", "Trách", "Nội", "Thực", "Các", "Việc", "Mỗi"])
sentences = st.builds(
    lambda first, rest: f"{first} {' '.join(rest)}".rstrip(" :;,-") + ".",
    _LETTERS,
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12),
)
headings = st.builds(
    lambda words: "Nội dung " + " ".join(words).strip(" :;,-"),
    st.lists(st.sampled_from([word for word in _WORDS if word.isalpha()]), min_size=1, max_size=8),
)


def _sections(level: int) -> st.SearchStrategy[tuple[Section, ...]]:
    style = LEVELS[level]
    children: st.SearchStrategy[tuple[Section, ...]] = st.just(())
    if level + 1 < len(LEVELS):
        # A level may be left out: “I.” straight to “-”.
        deeper = [_sections(below) for below in range(level + 1, len(LEVELS))]
        children = st.one_of(st.just(()), *deeper)
    counted = style not in (NumberingStyle.DASH, NumberingStyle.PLUS)
    section = st.builds(
        lambda heading, body, paragraphs, below: Section(
            style=style,
            heading=heading if counted and (paragraphs or below or style is NumberingStyle.ROMAN) else "",
            body="" if counted and (paragraphs or below or style is NumberingStyle.ROMAN) else body,
            paragraphs=tuple(paragraphs),
            children=below,
        ),
        headings,
        sentences,
        st.lists(sentences, max_size=2),
        children,
    )
    return st.lists(section, min_size=1, max_size=3).map(tuple)


documents = st.builds(
    lambda subject, bases, sections, recipients, name: PlanDocument(
        kind="KẾ HOẠCH",
        subject=subject,
        bases=tuple(f"Căn cứ {base}" for base in bases),
        preamble=("Trung tâm Y tế ban hành Kế hoạch như sau:",),
        sections=numbered(sections),
        closing=("Trên đây là Kế hoạch, đề nghị các khoa, phòng thực hiện./.",),
        recipients=(*recipients, "Lưu: VT, TCHC."),
        signer=Signer(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), name),
    ),
    headings,
    st.lists(sentences, max_size=3),
    _sections(0),
    st.lists(st.sampled_from(["Sở Y tế;", "Lãnh đạo TTYT;", "Các khoa, phòng;"]), max_size=3),
    st.sampled_from(["Trần Quang Hưng", "Nguyễn Đức Thịnh", "Lê Thị Hoa"]),
)


def docx_bytes(document: Any) -> bytes:
    """The bytes of a python-docx document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def plain_docx(lines: list[str]) -> bytes:
    """A Word file with one paragraph a line."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return docx_bytes(document)


def with_numbering(document: Any, levels: list[tuple[str, str]]) -> None:
    """Gives the document one list definition (numId 77) whose levels have these (numFmt, lvlText)."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth, (number_format, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for name, value in (("w:start", "1"), ("w:numFmt", number_format), ("w:lvlText", text)):
            child = OxmlElement(name)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    numbering.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), "77")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "77")
    num.append(reference)
    numbering.append(num)


def numbered_paragraph(document: Any, text: str, depth: int) -> Any:
    """A paragraph of that list at `depth`."""
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", str(depth)), ("w:numId", "77")):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        number.append(child)
    properties.append(number)
    return paragraph
