"""A plan as a document: frozen values that the importer makes, the database gives back and the printer draws.

Text is kept exactly as approved (NFC); nothing here decides layout. `document_lines` states the reading order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from campaigns.engine.numbering import NumberingStyle, label_for


@dataclass(frozen=True, slots=True)
class Section:
    """One section at any depth.

    Printed order: label, heading, body (on the line of the mark), paragraphs (own lines), children.
    `mark` is bare (“I”, “3.1”, “đ”, “-”); `label` is the mark as written (“I.”, “a)”), and only differs from the
    customary one when the original did. `heading` is bold text including its own punctuation (“Mục đích:”).
    `key` names the section for references, `role` says what it is for, `area` is the code of its content area;
    all three may be empty.
    """

    mark: str = ""
    style: NumberingStyle = NumberingStyle.NONE
    heading: str = ""
    body: str = ""
    paragraphs: tuple[str, ...] = ()
    children: tuple[Section, ...] = ()
    written_label: str = ""
    key: str = ""
    role: str = ""
    area: str = ""

    @property
    def label(self) -> str:
        """The mark with its punctuation, as it is to be printed."""
        return self.written_label or label_for(self.style, self.mark)

    @property
    def first_line(self) -> str:
        """Label, heading and body: what stands on the section's first line."""
        return " ".join(part for part in (self.label, self.heading, self.body) if part)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: `title_lines` (“KT. GIÁM ĐỐC”, “PHÓ GIÁM ĐỐC”), `name`, and the other post of a council document."""

    title_lines: tuple[str, ...] = ()
    name: str = ""
    other_title: str = ""


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The whole plan document.

    `kind` is tên loại (“KẾ HOẠCH”), `subject` trích yếu. `number` is empty and `issued_on` None until văn thư gives
    them. `bases` are the lines of the căn cứ block, `preamble` the paragraphs between it and the first section,
    `closing` the ones after the last section.
    `recipients` are the lines of nơi nhận without their dash, ending as written (“Lưu: VT, TCHC.”).
    """

    kind: str = ""
    subject: str = ""
    superior: str = ""
    issuer: str = ""
    number: str = ""
    symbol: str = ""
    place: str = ""
    issued_on: date | None = None
    bases: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    closing: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signer: Signer = field(default_factory=Signer)
    code: str = ""

    @property
    def number_and_symbol(self) -> str:
        """“05/KH-TTYT”; the number left out until it is given (“/KH-TTYT”); empty when there is neither."""
        number = self.number.zfill(2) if self.number.isdigit() else self.number
        return f"{number}/{self.symbol}" if self.symbol else number

    @property
    def is_numbered(self) -> bool:
        """Whether văn thư has given both number and date."""
        return bool(self.number) and self.issued_on is not None


@dataclass(frozen=True, slots=True)
class PlacedSection:
    """A section with its `path` of positions from the root (0-based) and the labels that lead to it."""

    section: Section
    path: tuple[int, ...]
    labels: tuple[str, ...]

    @property
    def depth(self) -> int:
        """0 for a root section."""
        return len(self.path) - 1

    @property
    def place(self) -> str:
        """“mục II.2.a” for messages; unmarked and dash sections show their position."""
        return "mục " + ".".join(self.labels)


def walk(sections: tuple[Section, ...], parents: tuple[PlacedSection, ...] = ()) -> Iterator[PlacedSection]:
    """All sections in reading order."""
    above = parents[-1] if parents else None
    for position, section in enumerate(sections):
        counted = section.mark and section.mark not in "-+"
        own = section.mark.rpartition(".")[2] if section.style is NumberingStyle.DECIMAL else section.mark
        name = own if counted else f"({position + 1})"
        path = (*above.path, position) if above else (position,)
        placed = PlacedSection(section, path, (*above.labels, name) if above else (name,))
        yield placed
        yield from walk(section.children, (*parents, placed))


def section_lines(sections: tuple[Section, ...]) -> Iterator[str]:
    """The lines of sections in reading order."""
    for placed in walk(sections):
        if placed.section.first_line:
            yield placed.section.first_line
        yield from placed.section.paragraphs


def date_line(document: PlanDocument) -> str:
    """“Hoài Nhơn, ngày 05 tháng 02 năm 2026”, with blanks left out while there is no date (Nghị định 30/2020)."""
    given = document.issued_on
    if given is None:
        return f"{document.place}, ngày tháng năm" if document.place else ""
    month = f"{given.month:02d}" if given.month < 3 else str(given.month)
    text = f"ngày {given.day:02d} tháng {month} năm {given.year}"
    return f"{document.place}, {text}" if document.place else text


def document_lines(document: PlanDocument) -> Iterator[str]:
    """Every line of the document in reading order, without the national name and motto."""
    heads = (document.superior, document.issuer)
    yield from (line for line in heads if line)
    if document.number or document.symbol or document.place:
        yield f"Số: {document.number_and_symbol}".strip()
        if line := date_line(document):
            yield line
    yield from (line for line in (document.kind, document.subject) if line)
    yield from document.bases
    yield from document.preamble
    yield from section_lines(document.sections)
    yield from document.closing
    if document.recipients:
        yield "Nơi nhận:"
        yield from (f"- {line}" for line in document.recipients)
    yield from document.signer.title_lines
    yield from (line for line in (document.signer.other_title, document.signer.name) if line)


def document_words(document: PlanDocument) -> list[str]:
    """The words of the document in reading order."""
    return " ".join(document_lines(document)).split()
