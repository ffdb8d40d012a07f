"""Turns the lines of a plan into a PlanDocument: head, title, bases, sections by their marks, recipients, signer.

Every word is kept: what is not recognised stays a paragraph at its place. Only the national name and motto, the word
“DỰ THẢO” and a “(đã ký)” are left out, since the printed document carries them by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from campaigns.engine.document import PlanDocument, Section
from campaigns.engine.numbering import parse_mark
from campaigns.word.ending import read_ending
from campaigns.word.heads import read_head
from campaigns.word.outline import build_outline
from campaigns.word.reader import Line

KINDS = ("KẾ HOẠCH", "CHƯƠNG TRÌNH", "ĐỀ ÁN", "PHƯƠNG ÁN", "HƯỚNG DẪN", "THÔNG BÁO", "QUYẾT ĐỊNH", "CHỈ THỊ")
_HEAD_LINES = 30
_BASE = re.compile(r"^[-–•]?\s*(?:Căn cứ|Thực hiện|Theo|Xét|Thi hành|Triển khai)\b")
_SUBJECT_GOES_ON = re.compile(r"^(?:[a-zà-ỹđ]|giai đoạn|Giai đoạn|năm \d)")
_CLOSING = re.compile(
    r"^(?:Trên đây(?: là|,)|(?:Yêu cầu|Đề nghị) (?:các|trưởng|toàn)|Trong quá trình (?:triển khai|thực hiện)"
    r"|Căn cứ (?:nội dung )?[Kk]ế hoạch này|Nhận được [Kk]ế hoạch này)"
)
_ROLES = (
    ("purposes_requirements", r"^mục đích,? (?:và )?yêu cầu"),
    ("purposes", r"^mục đích"),
    ("requirements", r"^yêu cầu"),
    ("subjects_contents", r"^đối tượng (?:và|,) nội dung"),
    ("subjects", r"^đối tượng"),
    ("general_objectives", r"^mục tiêu chung"),
    ("specific_objectives", r"^(?:mục tiêu cụ thể|chỉ tiêu|các chỉ tiêu)"),
    ("objectives", r"^mục tiêu"),
    ("contents", r"^nội dung"),
    ("period", r"^thời gian"),
    ("commendation", r"^(?:biểu dương|khen thưởng|công tác khen thưởng)"),
    ("responsibilities", r"^tổ chức thực hiện"),
    ("inspection", r"^(?:công tác )?kiểm tra"),
    ("communication", r"^(?:công tác )?(?:tuyên truyền|thông tin)"),
    ("reporting", r"^(?:chế độ|công tác)?\s*(?:thông tin,? )?báo cáo"),
)


def recognise(lines: Sequence[Line]) -> PlanDocument:
    """The document that `lines` are. Never fails: a text without any mark becomes a preamble."""
    kept = [line for line in lines if any(character.isalnum() for character in line.text)]
    title_at = _title_position(kept)
    head = read_head([line.text for line in kept[: title_at or 0]])
    ending = read_ending(kept[title_at or 0 :])
    body = list(ending.before)
    kind, subject = ("", "") if title_at is None else _take_title(body)
    bases, preamble, rest = _opening(body)
    sections = build_outline(rest)
    sections, closing = _take_closing(sections)
    return replace(
        head.document,
        kind=kind,
        subject=subject,
        bases=tuple(bases),
        preamble=(*head.unrecognised, *preamble),
        sections=tuple(_with_role(section) for section in sections),
        closing=(*closing, *ending.after),
        recipients=ending.recipients,
        signer=ending.signer,
    )


def _title_position(lines: Sequence[Line]) -> int | None:
    for position, line in enumerate(lines[:_HEAD_LINES]):
        if parse_mark(line.text):
            return None
        if line.text.rstrip(".:") in KINDS or (line.text.startswith(KINDS) and line.text.isupper()):
            return position
    return None


def _take_title(body: list[Line]) -> tuple[str, str]:
    """Removes and returns tên loại and trích yếu; the latter may run over several lines."""
    kind = body.pop(0).text
    parts: list[str] = []
    bold_title = bool(body) and body[0].bold
    while body and not parse_mark(body[0].text):
        line = body[0]
        goes_on = not parts or _SUBJECT_GOES_ON.match(line.text) or (bold_title and line.bold)
        opens_text = _BASE.match(line.text) and not (bold_title and line.bold)
        if opens_text or not goes_on or (not parts and len(line.text) > 500):
            break
        parts.append(body.pop(0).text)
    return kind, " ".join(parts)


def _opening(body: Sequence[Line]) -> tuple[list[str], list[str], list[Line]]:
    """Splits what follows the title: căn cứ lines, paragraphs before the first section, and the sections."""
    bases: list[str] = []
    preamble: list[str] = []
    for position, line in enumerate(body):
        is_base = _BASE.match(line.text) and not preamble and not line.text.endswith((":", ": "))
        if parse_mark(line.text) and not is_base:
            return bases, preamble, list(body[position:])
        (bases if is_base else preamble).append(line.text)
    return bases, preamble, []


def _take_closing(sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """Moves the closing paragraphs, which no mark separates, out of the deepest last section."""
    if not sections:
        return sections, ()
    last = sections[-1]
    if last.children:
        children, closing = _take_closing(last.children)
        return (*sections[:-1], replace(last, children=children)), closing
    paragraphs = last.paragraphs
    start = next((at for at, text in enumerate(paragraphs) if _CLOSING.match(text)), len(paragraphs))
    ends_text = bool(paragraphs) and paragraphs[-1].endswith("./.")
    if start == len(paragraphs) and ends_text and (len(paragraphs) > 1 or last.body):
        start -= 1
    return (*sections[:-1], replace(last, paragraphs=paragraphs[:start])), paragraphs[start:]


def _with_role(section: Section) -> Section:
    heading = section.heading.casefold()
    role = next((name for name, pattern in _ROLES if heading and re.match(pattern, heading)), "")
    return replace(section, role=role, children=tuple(_with_role(child) for child in section.children))
