"""The end of a document: nơi nhận and the signature block, in whichever order the file has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.engine.document import Signer
from campaigns.word.reader import Line

_RECIPIENTS = re.compile(r"^Nơi nhận\s*:?\s*(?P<rest>.*)$", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:(?:TM|KT|TL|TUQ|Q)\.\s*\S.*"
    r"|(?:PHÓ )?(?:GIÁM ĐỐC|CHỦ TỊCH|TRƯỞNG (?:PHÒNG|KHOA|TRẠM|BAN)|CHÁNH VĂN PHÒNG|BÍ THƯ)\b.*)$"
)
_SIGNED = re.compile(r"^\(?(?:đã ký|ký(?: tên)?,? (?:và )?đóng dấu|ký,? ghi rõ họ tên|ký số)[^)]*\)?$", re.IGNORECASE)
_DASH = re.compile(r"^[-–•+]\s*")
_LAST_LINES = 12
_NAME_WORDS = 8


@dataclass(frozen=True, slots=True)
class Ending:
    """`before`: the lines of the document proper; `after`: lines behind the signature (annexes)."""

    before: tuple[Line, ...]
    recipients: tuple[str, ...]
    signer: Signer
    after: tuple[str, ...]


def read_ending(lines: Sequence[Line]) -> Ending:
    """Cuts recipients and signature off the end of `lines`."""
    start = _start_of_ending(lines)
    if start is None:
        return Ending(tuple(lines), (), Signer(), ())
    recipients: list[str] = []
    titles: list[str] = []
    name = ""
    after: list[str] = []
    heading = ""
    listing = False
    for line in lines[start:]:
        if _is_title(line) and not name:
            titles.append(line.text)
            listing = False
        elif not heading and (match := _RECIPIENTS.match(line.text)):
            heading, listing = line.text, True
            recipients.extend([match["rest"]] if match["rest"] else [])
        elif _SIGNED.match(line.text):
            continue
        elif titles and not name and not _DASH.match(line.text) and len(line.text.split()) <= _NAME_WORDS:
            name, listing = line.text, listing and not recipients
        elif listing:
            recipients.append(_DASH.sub("", line.text))
            listing = not recipients[-1].startswith("Lưu") or not titles
        else:
            after.append(line.text)
    if heading and not recipients:
        after.insert(0, heading)
    return Ending(tuple(lines[:start]), tuple(recipients), Signer(tuple(titles), name), tuple(after))


def _start_of_ending(lines: Sequence[Line]) -> int | None:
    """Where nơi nhận or, standing before it, the signature begins."""
    listed = [at for at, line in enumerate(lines) if _RECIPIENTS.match(line.text) and len(line.text) < 200]
    if listed:
        first, start = listed[-1], listed[-1]
        for at in range(max(first - 6, 0), first):
            if _is_title(lines[at]):
                return at
        return start
    near_end = range(max(len(lines) - _LAST_LINES, 0), len(lines))
    return next((at for at in near_end if _is_title(lines[at])), None)


def _is_title(line: Line) -> bool:
    return line.text.isupper() and len(line.text) <= 80 and bool(_TITLE.match(line.text))
