"""What official documents are made of: frozen values that templates draw. Nothing here reads the database.

Layout rules are those of Nghị định 30/2020/NĐ-CP, Phụ lục I; see `static/thidua/document.css` for measures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reports.documents import numbering

ISSUER_LINE_LENGTH = 26  # capitals of 12 pt that the left column of the letterhead holds
SUBJECT_LINE_LENGTH = 64  # letters of 14 pt bold that look well on one centred line
SHORT_TABLE = 8  # rows; tables up to that are never torn apart
REFERENCE_LINE_LENGTH = 76  # letters of 13 pt italic on one centred line


class Level(StrEnum):
    """What kind of line a block is; the values are the CSS modifiers."""

    PART = "part"
    ROMAN = "roman"
    ARABIC = "arabic"
    DECIMAL = "decimal"
    LETTER = "letter"
    DASH = "dash"
    PLUS = "plus"
    ARTICLE = "article"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The first rows: superior | quốc hiệu, issuer | tiêu ngữ, number | place and date. Empty parts leave room.

    `is_registered` is False for working papers, which the register gives no number.
    """

    superior: str = ""
    issuer: str = ""
    number: str = ""
    symbol: str = ""
    place: str = ""
    issued_on: date | None = None
    is_registered: bool = True

    @property
    def superior_lines(self) -> tuple[str, ...]:
        """The superior in capitals, broken evenly."""
        return numbering.balanced_lines(self.superior.upper(), ISSUER_LINE_LENGTH)

    @property
    def issuer_lines(self) -> tuple[str, ...]:
        """The issuer in capitals, broken evenly."""
        return numbering.balanced_lines(self.issuer.upper(), ISSUER_LINE_LENGTH)

    @property
    def number_and_symbol(self) -> str:
        """“05/KH-TTYT”."""
        return numbering.number_and_symbol(self.number, self.symbol)

    @property
    def place_and_date(self) -> str:
        """“Hoài Nhơn, ngày 05 tháng 02 năm 2026”."""
        return numbering.place_and_date(self.place, self.issued_on)


@dataclass(frozen=True, slots=True)
class Signer:
    """`title_lines` (“KT. GIÁM ĐỐC”, “PHÓ GIÁM ĐỐC”), `name`, and the other post a council document shows (box 7b)."""

    title_lines: tuple[str, ...] = ()
    name: str = ""
    other_title: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: `width` in per cent (0: what is left over), `align` start, center or end."""

    title: str
    width: int = 0
    align: str = "start"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as text. `role` is "" (plain), "group" (one heading over all columns) or "total"."""

    cells: tuple[str, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose head is repeated on every page; `name` says to a screen reader what it holds."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    name: str = "Bảng số liệu"
    empty: str = "Không có."

    @property
    def is_short(self) -> bool:
        """Whether the table is to stay on one page."""
        return len(self.rows) <= SHORT_TABLE

    def drawn_rows(self) -> list[tuple[Row, list[tuple[Column, str]]]]:
        """Each row with its cells beside their columns, as the template needs them."""
        return [(row, list(zip(self.columns, row.cells, strict=False))) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the body: mark as written, bold heading, text on the same line; or a table."""

    level: Level = Level.NONE
    label: str = ""
    heading: str = ""
    text: str = ""
    table: Table | None = None

    @property
    def is_heading(self) -> bool:
        """Whether the line is a heading of its own, to be kept with what follows."""
        return bool(self.heading) and not self.text and self.level is not Level.ARTICLE

    @property
    def element(self) -> str:
        """The HTML element: headings by level, else a paragraph."""
        if not self.is_heading:
            return "p"
        return {Level.PART: "h2", Level.ROMAN: "h2", Level.ARABIC: "h3"}.get(self.level, "h4")


@dataclass(frozen=True, slots=True)
class Annex:
    """A Phụ lục with page numbers of its own. `numeral` is empty when there is only one."""

    title: str
    reference: str = ""
    blocks: tuple[Block, ...] = ()
    numeral: str = ""

    @property
    def heading(self) -> str:
        """“Phụ lục I”, or “Phụ lục” when it is the only one."""
        return f"Phụ lục {self.numeral}".strip()

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title in capitals, broken evenly."""
        return numbering.balanced_lines(self.title.upper(), SUBJECT_LINE_LENGTH - 8)

    @property
    def reference_lines(self) -> tuple[str, ...]:
        """“(Kèm theo …)” broken evenly."""
        return numbering.balanced_lines(self.reference, REFERENCE_LINE_LENGTH)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the document still lacks: `code` names it for links, `text` says it to the user."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A document on portrait A4: plans, notices, reports (form 1.4) and individual decisions (form 1.2).

    `authority` (“GIÁM ĐỐC TRUNG TÂM Y TẾ …”) and `resolution` (“QUYẾT ĐỊNH:”) belong to decisions only, and so does
    `verification_svg`, a QR code that leads to the page which confirms the document, and `verification_code`, which
    can be typed in there.
    """

    kind: str
    subject: str = ""
    letterhead: Letterhead = field(default_factory=Letterhead)
    addressees: tuple[str, ...] = ()
    authority: str = ""
    bases: tuple[str, ...] = ()
    resolution: str = ""
    blocks: tuple[Block, ...] = ()
    recipients: tuple[str, ...] = ()
    signer: Signer = field(default_factory=Signer)
    annexes: tuple[Annex, ...] = ()
    verification_svg: str = ""
    verification_code: str = ""
    is_draft: bool = True

    template = "reports/documents/_letter.html"

    @property
    def subject_lines(self) -> tuple[str, ...]:
        """Trích yếu broken evenly for centring."""
        return numbering.balanced_lines(self.subject, SUBJECT_LINE_LENGTH)

    @property
    def authority_lines(self) -> tuple[str, ...]:
        """The authority of a decision, broken evenly."""
        return numbering.balanced_lines(self.authority.upper(), SUBJECT_LINE_LENGTH - 8)

    @property
    def title(self) -> str:
        """One line that names the document (PDF title, file name)."""
        head = self.letterhead
        number = f" số {head.number_and_symbol}" if head.number else ""
        return f"{self.kind.capitalize()}{number} – {self.subject}" if self.subject else self.kind.capitalize()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is still missing before the document may be issued; a working paper is not issued at all."""
        head = self.letterhead
        if not head.is_registered:
            return ()
        wanted = (
            ("issuer", head.issuer, "Chưa có tên cơ quan ban hành"),
            ("number", head.number, "Chưa có số văn bản (văn thư cấp khi ban hành)"),
            ("symbol", head.symbol, "Chưa có ký hiệu văn bản"),
            ("place", head.place, "Chưa có địa danh"),
            ("date", head.issued_on, "Chưa có ngày ban hành"),
            ("signer", self.signer.name, "Chưa có người ký"),
            ("signer_title", self.signer.title_lines, "Chưa có chức vụ người ký"),
            ("recipients", self.recipients, "Chưa có nơi nhận"),
        )
        return tuple(Gap(code, text) for code, value, text in wanted if not value)
