"""Looks a plan through before it is issued: numbering, missing parts, outdated terms, likely misreadings of scans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campaigns.engine.document import PlanDocument, Section, document_lines, walk
from campaigns.engine.numbering import COUNTED, numbering_slips


class Severity(StrEnum):
    """How much a finding matters: an error should be mended before issue, a notice is for the writer's judgement."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: a stable `code`, where (`place`), what (`message`) and how to mend it (`hint`)."""

    code: str
    severity: Severity
    place: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase to point at: `pattern`, why, what to write instead, and since when (None: always)."""

    code: str
    pattern: re.Pattern[str]
    message: str
    hint: str
    since: date | None = None


def _term(code: str, pattern: str, message: str, hint: str, since: date | None = None) -> Term:
    return Term(code, re.compile(pattern, re.IGNORECASE), message, hint, since)


# Nghị định 42/2022/NĐ-CP replaced the four levels of online services from 15/8/2022; the district level ended 1/7/2025.
OUTDATED_TERMS = (
    _term(
        "outdated_service_level",
        r"mức\s+(?:độ\s+)?[34](?:\s*(?:,|và|-|–)\s*(?:mức\s+(?:độ\s+)?)?[34])?(?!\d|%)",
        "Cách gọi dịch vụ công “mức độ 3, 4” không còn dùng.",
        "Mức độ 3 nay là dịch vụ công trực tuyến một phần, mức độ 4 là toàn trình.",
        date(2022, 8, 15),
    ),
    _term(
        "outdated_district",
        r"(?:trung tâm y tế|ủy ban nhân dân|uỷ ban nhân dân|ubnd) huyện",
        "Cấp huyện không còn từ ngày 01/7/2025.",
        "Kiểm tra lại tên cơ quan tại thời điểm ban hành.",
        date(2025, 7, 1),
    ),
)
SCAN_SUSPECTS = (
    _term(
        "suspect_word", r"\bphân đầu\b", "“phân đầu” có thể là “phấn đấu” bị đọc sai khi quét.", "Đối chiếu bản gốc."
    ),
    _term(
        "suspect_word",
        r"\bcông dịch vụ công\b",
        "“Công dịch vụ công” có thể là “Cổng dịch vụ công”.",
        "Đối chiếu bản gốc.",
    ),
    _term("suspect_word", r"\bnhùng nhằng\b", "“nhùng nhằng” có thể là “nhũng nhiễu”.", "Đối chiếu bản gốc."),
    _term("suspect_word", r"\bluong y\b", "“Luong y” có thể là “Lương y”.", "Đối chiếu bản gốc."),
    _term("suspect_character", r"[\ufffd]", "Có ký tự không đọc được (�).", "Gõ lại chữ đó theo bản gốc."),
)


def lint(document: PlanDocument, *, on: date, issuing: bool = True) -> list[Finding]:
    """Everything worth showing about `document`, as of the day `on`.

    While a plan is still being written (`issuing` False) the number and date that văn thư gives later are notices.
    """
    findings = [*_missing_parts(document, issuing), *_numbering(document), *_sections(document)]
    findings.extend(_terms(document, document.issued_on or on))
    return findings


def _missing_parts(document: PlanDocument, issuing: bool) -> Iterator[Finding]:
    given_later = Severity.ERROR if issuing else Severity.NOTICE
    parts = (
        (document.kind, "missing_kind", Severity.ERROR, "Thiếu tên loại văn bản.", "Ghi “KẾ HOẠCH”."),
        (
            document.subject,
            "missing_subject",
            Severity.ERROR,
            "Thiếu trích yếu nội dung.",
            "Ghi trích yếu dưới tên loại.",
        ),
        (document.number, "missing_number", given_later, "Chưa có số văn bản.", "Văn thư cấp số khi ban hành."),
        (document.symbol, "missing_symbol", Severity.WARNING, "Chưa có ký hiệu văn bản.", "Ví dụ: KH-TTYT."),
        (
            document.place,
            "missing_place",
            Severity.WARNING,
            "Chưa có địa danh.",
            "Ghi địa danh trước ngày, tháng, năm.",
        ),
        (document.issued_on, "missing_date", given_later, "Chưa có ngày ban hành.", "Văn thư ghi ngày khi ban hành."),
        (
            document.bases or document.preamble,
            "missing_bases",
            Severity.WARNING,
            "Chưa nêu căn cứ ban hành.",
            "Nêu kế hoạch của cấp trên.",
        ),
        (document.sections, "missing_sections", Severity.ERROR, "Kế hoạch chưa có nội dung.", "Thêm ít nhất một mục."),
        (
            document.recipients,
            "missing_recipients",
            Severity.ERROR,
            "Thiếu nơi nhận.",
            "Ghi nơi nhận, dòng cuối là “Lưu: VT, …”.",
        ),
        (
            document.signer.title_lines,
            "missing_signer_title",
            Severity.ERROR,
            "Thiếu chức vụ người ký.",
            "Ví dụ: GIÁM ĐỐC.",
        ),
        (document.signer.name, "missing_signer", Severity.ERROR, "Thiếu họ tên người ký.", "Ghi đủ họ và tên."),
    )
    for value, code, severity, message, hint in parts:
        if not value:
            yield Finding(code, severity, "thể thức", message, hint)
    if document.recipients and not document.recipients[-1].startswith("Lưu"):
        yield Finding(
            "missing_archive_line",
            Severity.WARNING,
            "nơi nhận",
            "Dòng cuối nơi nhận chưa phải dòng lưu.",
            "Thêm “Lưu: VT, …”.",
        )
    lines = document.closing or tuple(document_lines(document))
    if document.sections and not any(line.endswith("./.") for line in lines):
        yield Finding(
            "missing_end_mark",
            Severity.NOTICE,
            "đoạn kết",
            "Nội dung chưa kết thúc bằng “./.”.",
            "Thêm “./.” cuối đoạn kết.",
        )


def _numbering(document: PlanDocument) -> Iterator[Finding]:
    groups: list[tuple[str, tuple[Section, ...]]] = [("các mục lớn", document.sections)]
    groups.extend((placed.place, placed.section.children) for placed in walk(document.sections))
    for place, siblings in groups:
        for style in COUNTED:
            marks = [section.mark for section in siblings if section.style is style]
            for slip in numbering_slips(style, marks):
                hint = "Đánh số lại tự động, hoặc giữ nguyên nếu bản đã duyệt đúng như vậy."
                yield Finding("numbering", Severity.WARNING, place, slip.message, hint)


def _sections(document: PlanDocument) -> Iterator[Finding]:
    for placed in walk(document.sections):
        section = placed.section
        if not (section.heading or section.body or section.paragraphs or section.children):
            yield Finding(
                "empty_section",
                Severity.ERROR,
                placed.place,
                "Mục này chưa có nội dung.",
                "Viết nội dung hoặc xóa mục.",
            )
        if len(section.children) == 1 and section.children[0].style in COUNTED:
            yield Finding(
                "single_child",
                Severity.NOTICE,
                placed.place,
                "Mục chỉ chia thành một mục con.",
                "Cân nhắc gộp vào mục trên.",
            )


def _terms(document: PlanDocument, on: date) -> Iterator[Finding]:
    lines: list[tuple[str, str]] = [("trích yếu", document.subject)]
    lines.extend(("phần mở đầu", line) for line in (*document.bases, *document.preamble))
    for placed in walk(document.sections):
        lines.append((placed.place, placed.section.first_line))
        lines.extend((placed.place, paragraph) for paragraph in placed.section.paragraphs)
    lines.extend(("đoạn kết", line) for line in document.closing)
    for place, line in lines:
        for term in (*OUTDATED_TERMS, *SCAN_SUSPECTS):
            if (term.since is None or on >= term.since) and (match := term.pattern.search(line)):
                said = "" if match[0].casefold() in term.message.casefold() else f" (“{match[0]}”)"
                yield Finding(term.code, Severity.WARNING, place, f"{term.message}{said}", term.hint)
