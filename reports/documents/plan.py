"""Kế hoạch (form 1.4): the approved text of a plan, drawn with the marks it was written with."""

from __future__ import annotations

from collections.abc import Iterator

from campaigns.engine.document import PlanDocument, Section, walk
from reports.documents.parts import Block, Letter, Letterhead, Level, Signer


def letter(document: PlanDocument, *, is_draft: bool | None = None) -> Letter:
    """The plan as a letter; unless it is said, a draft for as long as văn thư has not given number and date."""
    return Letter(
        kind=document.kind,
        subject=document.subject,
        letterhead=Letterhead(
            superior=document.superior,
            issuer=document.issuer,
            number=document.number,
            symbol=document.symbol,
            place=document.place,
            issued_on=document.issued_on,
        ),
        bases=document.bases,
        blocks=tuple(_blocks(document)),
        recipients=document.recipients,
        signer=Signer(document.signer.title_lines, document.signer.name, document.signer.other_title),
        is_draft=not document.is_numbered if is_draft is None else is_draft,
    )


def _blocks(document: PlanDocument) -> Iterator[Block]:
    yield from (Block(text=text) for text in document.preamble)
    for placed in walk(document.sections):
        yield from _section(placed.section)
    yield from (Block(text=text) for text in document.closing)


def _section(section: Section) -> Iterator[Block]:
    if section.first_line:
        level = Level(section.style.value)
        yield Block(level=level, label=section.label, heading=section.heading, text=section.body)
    yield from (Block(text=text) for text in section.paragraphs)
