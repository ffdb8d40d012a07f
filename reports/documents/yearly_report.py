"""Báo cáo sơ kết năm (form 1.4): three parts, tables from the data, and narrative that people write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from core.formats import vn_money, vn_number
from reports.documents.numbering import long_date, number_and_symbol
from reports.documents.parts import Annex, Block, Column, Letter, Letterhead, Level, Row, Signer, Table
from reports.documents.result_notice import RankedUnit, grade_table, ranking_table, summary_sentence

# Fields that people write, in printed order: code, heading, whether the report may not be issued without it.
NARRATIVE_FIELDS: tuple[tuple[str, str, bool], ...] = (
    ("situation", "Đặc điểm tình hình", True),
    ("direction", "Công tác lãnh đạo, chỉ đạo, triển khai", True),
    ("contents", "Kết quả thực hiện các nội dung thi đua", True),
    ("examples", "Mô hình, sáng kiến, điển hình tiên tiến", False),
    ("awards", "Công tác khen thưởng", False),
    ("strengths", "Ưu điểm, hiệu quả", True),
    ("limits", "Tồn tại, hạn chế", True),
    ("causes", "Nguyên nhân", True),
    ("lessons", "Bài học kinh nghiệm", False),
    ("next_steps", "Phương hướng, nhiệm vụ, giải pháp", True),
    ("proposals", "Đề xuất, kiến nghị", False),
)
UNWRITTEN = "(Chưa có nội dung.)"

TARGET_COLUMNS = (
    Column("STT", 7, "center"),
    Column("Chỉ tiêu"),
    Column("Kế hoạch", 16, "center"),
    Column("Thực hiện", 15, "center"),
    Column("Đánh giá", 16, "center"),
)
AWARD_COLUMNS = (
    Column("Hình thức, danh hiệu"),
    Column("Tập thể", 14, "center"),
    Column("Cá nhân", 14, "center"),
    Column("Tiền thưởng (đồng)", 25, "end"),
)
LIST_COLUMNS = (
    Column("STT", 7, "center"),
    Column("Tập thể, cá nhân", 30),
    Column("Chức vụ, đơn vị"),
    Column("Hình thức, danh hiệu", 25),
)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target with its threshold, current value and verdict in words."""

    label: str
    threshold: str
    value: str
    verdict: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class AwardCount:
    """How often one award was given, and its money in đồng."""

    award: str
    collectives: int
    individuals: int
    money: Decimal


@dataclass(frozen=True, slots=True)
class Honoured:
    """One line of the list of those rewarded."""

    name: str
    post: str
    award: str


@dataclass(frozen=True, slots=True)
class YearlyReport:
    """What the report tells. `narrative` maps the codes of NARRATIVE_FIELDS to text; blank lines part paragraphs."""

    letterhead: Letterhead
    issuer: str
    addressee: str
    campaign: str
    year: int
    targets: tuple[TargetLine, ...]
    units: tuple[RankedUnit, ...]
    awards: tuple[AwardCount, ...]
    honoured: tuple[Honoured, ...]
    signer: Signer
    recipients: tuple[str, ...]
    narrative: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    is_draft: bool = True


def letter(report: YearlyReport) -> Letter:
    """The report with its three annexes."""
    return Letter(
        kind="BÁO CÁO",
        subject=f"Sơ kết năm {report.year} thực hiện {report.campaign}",
        letterhead=report.letterhead,
        addressees=(f"{report.addressee}.",) if report.addressee else (),
        blocks=tuple(_blocks(report)),
        recipients=report.recipients,
        signer=report.signer,
        annexes=tuple(_annexes(report)),
        is_draft=report.is_draft,
    )


def unwritten(narrative: Mapping[str, str]) -> list[str]:
    """Headings of required narrative fields that are still empty."""
    return [heading for code, heading, required in NARRATIVE_FIELDS if required and not narrative.get(code, "").strip()]


def _blocks(report: YearlyReport) -> Iterator[Block]:
    basis = f"Thực hiện {report.basis}, " if report.basis else ""
    yield Block(text=f"{basis}{report.issuer} báo cáo sơ kết năm {report.year} thực hiện {report.campaign} như sau:")
    yield Block(Level.PART, heading="Phần thứ nhất")
    yield Block(Level.PART, heading="KẾT QUẢ THỰC HIỆN")
    yield Block(Level.ROMAN, "I.", "ĐẶC ĐIỂM TÌNH HÌNH, CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO")
    yield from _written(report, "situation", "1.")
    yield from _written(report, "direction", "2.")
    yield Block(Level.ROMAN, "II.", "KẾT QUẢ THỰC HIỆN CÁC NỘI DUNG, CHỈ TIÊU THI ĐUA")
    yield from _written(report, "contents", "1.")
    yield from _figures(report)
    yield Block(Level.ROMAN, "III.", "MÔ HÌNH, SÁNG KIẾN, ĐIỂN HÌNH TIÊN TIẾN")
    yield from _paragraphs(report, "examples")
    yield Block(Level.ROMAN, "IV.", "CÔNG TÁC KHEN THƯỞNG")
    yield from _awards(report)
    yield Block(Level.ROMAN, "V.", "ĐÁNH GIÁ CHUNG")
    for number, code in enumerate(("strengths", "limits", "causes", "lessons"), start=1):
        yield from _written(report, code, f"{number}.")
    yield Block(Level.PART, heading="Phần thứ hai")
    yield Block(Level.PART, heading="PHƯƠNG HƯỚNG, NHIỆM VỤ, GIẢI PHÁP")
    yield from _paragraphs(report, "next_steps")
    yield Block(Level.PART, heading="Phần thứ ba")
    yield Block(Level.PART, heading="ĐỀ XUẤT, KIẾN NGHỊ")
    yield from _paragraphs(report, "proposals")
    yield Block(text=f"Trên đây là báo cáo sơ kết năm {report.year} thực hiện {report.campaign} của {report.issuer}./.")


def _paragraphs(report: YearlyReport, code: str) -> Iterator[Block]:
    text = report.narrative.get(code, "").strip()
    for line in text.splitlines() or [UNWRITTEN]:
        if stripped := line.strip():
            is_dash = stripped.startswith("- ")
            yield Block(Level.DASH if is_dash else Level.NONE, text=stripped)


def _written(report: YearlyReport, code: str, label: str) -> Iterator[Block]:
    heading = next(title for name, title, _ in NARRATIVE_FIELDS if name == code)
    yield Block(Level.ARABIC, label, heading)
    yield from _paragraphs(report, code)


def _figures(report: YearlyReport) -> Iterator[Block]:
    met = sum(1 for line in report.targets if line.is_met)
    yield Block(Level.ARABIC, "2.", "Kết quả thực hiện các chỉ tiêu")
    yield Block(
        text=f"Trong {vn_number(len(report.targets))} chỉ tiêu của Kế hoạch, đã đạt {vn_number(met)} chỉ tiêu "
        "(chi tiết tại Phụ lục I)."
    )
    yield Block(Level.ARABIC, "3.", "Kết quả chấm điểm, xếp hạng các đơn vị")
    yield Block(text=f"{summary_sentence(report.units)} Chi tiết tại Phụ lục II.")
    yield Block(table=grade_table(report.units))


def _awards(report: YearlyReport) -> Iterator[Block]:
    if report.narrative.get("awards", "").strip():
        yield from _paragraphs(report, "awards")
    if not report.awards:
        yield Block(text="Trong năm chưa có quyết định khen thưởng được ban hành.")
        return
    rows = [
        Row((line.award, vn_number(line.collectives), vn_number(line.individuals), vn_number(line.money, 0)))
        for line in report.awards
    ]
    money = sum((line.money for line in report.awards), Decimal(0))
    collectives, individuals = (
        sum(counts) for counts in zip(*((line.collectives, line.individuals) for line in report.awards), strict=True)
    )
    rows.append(Row(("Tổng cộng", vn_number(collectives), vn_number(individuals), vn_number(money, 0)), role="total"))
    yield Block(
        text=f"Trong năm đã khen thưởng {vn_number(collectives)} lượt tập thể, {vn_number(individuals)} lượt cá nhân; "
        f"tổng số tiền thưởng {vn_money(money)} (danh sách tại Phụ lục III)."
    )
    yield Block(table=Table(AWARD_COLUMNS, tuple(rows), name="Số lượt khen thưởng"))


def _annexes(report: YearlyReport) -> Iterator[Annex]:
    head = report.letterhead
    reference = (
        f"(Kèm theo Báo cáo số {number_and_symbol(head.number, head.symbol)} "
        f"{long_date(head.issued_on)} của {report.issuer})"
    )
    targets = tuple(
        Row((str(number), line.label, line.threshold, line.value, line.verdict))
        for number, line in enumerate(report.targets, start=1)
    )
    honoured = tuple(
        Row((str(number), line.name, line.post, line.award)) for number, line in enumerate(report.honoured, start=1)
    )
    target_table = Table(TARGET_COLUMNS, targets, "Kết quả chỉ tiêu", "Kế hoạch không có chỉ tiêu.")
    tables = (
        ("I", "Kết quả thực hiện các chỉ tiêu", target_table),
        ("II", "Bảng điểm, xếp loại và thứ hạng các đơn vị", ranking_table(report.units)),
        ("III", "Danh sách tập thể, cá nhân được khen thưởng", Table(LIST_COLUMNS, honoured, "Danh sách khen thưởng")),
    )
    for numeral, title, table in tables:
        yield Annex(f"{title} năm {report.year}", reference, (Block(table=table),), numeral)
