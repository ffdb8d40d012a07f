"""Thông báo kết quả (form 1.4): the published ranking of a round, with the table as annex."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.formats import vn_number, vn_percent, vn_points
from reports.documents.numbering import long_date, number_and_symbol
from reports.documents.parts import Annex, Block, Column, Letter, Letterhead, Level, Row, Signer, Table

RANKING_COLUMNS = (
    Column("Thứ hạng", 8, "center"),
    Column("Đơn vị"),
    Column("Điểm tự chấm", 11, "end"),
    Column("Điểm tiêu chí", 11, "end"),
    Column("Điểm cộng, trừ", 11, "end"),
    Column("Tổng điểm", 10, "end"),
    Column("Xếp loại", 14, "center"),
)


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """One line of the ranking: `points` is the total of `base`, plus bonus, less penalty (`extra`).

    `rank` and `points` are None for units to which nothing applied.
    """

    rank: int | None
    name: str
    self_points: Decimal | None
    base: Decimal | None
    extra: Decimal
    points: Decimal | None
    grade: str


@dataclass(frozen=True, slots=True)
class ResultNotice:
    """What the notice tells. `basis` is the first citation of the plan; `final_on` the day the points were closed."""

    letterhead: Letterhead
    issuer: str
    campaign: str
    year: int
    units: tuple[RankedUnit, ...]
    signer: Signer
    recipients: tuple[str, ...]
    office: str = "Phòng Tổ chức - Hành chính"
    basis: str = ""
    final_on: date | None = None
    is_draft: bool = True


def letter(notice: ResultNotice) -> Letter:
    """The notice and its annex."""
    return Letter(
        kind="THÔNG BÁO",
        subject=f"Kết quả chấm điểm, xếp hạng các đơn vị năm {notice.year} trong {notice.campaign}",
        letterhead=notice.letterhead,
        bases=(f"{notice.basis}.",) if notice.basis else (),
        blocks=tuple(_blocks(notice)),
        recipients=notice.recipients,
        signer=notice.signer,
        annexes=(_annex(notice),),
        is_draft=notice.is_draft,
    )


def ranking_table(units: tuple[RankedUnit, ...]) -> Table:
    """The ranking as a table."""
    rows = (
        Row(
            (
                str(unit.rank) if unit.rank else "–",
                unit.name,
                vn_points(unit.self_points),
                vn_points(unit.base),
                vn_points(unit.extra),
                vn_points(unit.points),
                unit.grade or "–",
            )
        )
        for unit in units
    )
    return Table(RANKING_COLUMNS, tuple(rows), name="Bảng xếp hạng", empty="Chưa có đơn vị nào được chấm điểm.")


def grade_table(units: tuple[RankedUnit, ...]) -> Table:
    """How many units each grade has, in the order in which the ranking meets them."""
    counts: dict[str, int] = {}
    for unit in units:
        counts[unit.grade or "Chưa xếp loại"] = counts.get(unit.grade or "Chưa xếp loại", 0) + 1
    rows = [Row((grade, str(count), vn_percent(Decimal(100) * count / len(units)))) for grade, count in counts.items()]
    if rows:
        rows.append(Row(("Tổng cộng", str(len(units)), vn_percent(Decimal(100))), role="total"))
    columns = (Column("Xếp loại"), Column("Số đơn vị", 25, "center"), Column("Tỷ lệ", 25, "end"))
    return Table(columns, tuple(rows), name="Số đơn vị theo xếp loại", empty="Chưa có đơn vị nào được xếp loại.")


def summary_sentence(units: tuple[RankedUnit, ...]) -> str:
    """Number of units, average, highest and lowest points in words."""
    scored = [unit for unit in units if unit.points is not None]
    if not scored:
        return "Chưa có đơn vị nào được chấm điểm."
    points = [unit.points for unit in scored if unit.points is not None]
    average = sum(points, Decimal(0)) / len(points)
    best = [unit.name for unit in scored if unit.points == max(points)]
    return (
        f"Có {vn_number(len(scored))} đơn vị được chấm điểm; điểm bình quân {vn_points(average)}; "
        f"cao nhất {vn_points(max(points))} điểm ({', '.join(best)}); thấp nhất {vn_points(min(points))} điểm."
    )


def _blocks(notice: ResultNotice) -> Iterator[Block]:
    closed = f", số liệu chốt {long_date(notice.final_on)}" if notice.final_on else ""
    yield Block(
        text=f"{notice.issuer} thông báo kết quả chấm điểm, xếp hạng các đơn vị năm {notice.year} trong "
        f"{notice.campaign}{closed}, như sau:"
    )
    yield Block(Level.ARABIC, "1.", "Kết quả chung")
    yield Block(text=summary_sentence(notice.units))
    yield Block(table=grade_table(notice.units))
    yield Block(Level.ARABIC, "2.", "Kết quả từng đơn vị")
    yield Block(text="Điểm, xếp loại và thứ hạng của từng đơn vị tại Phụ lục kèm theo Thông báo này.")
    yield Block(Level.ARABIC, "3.", "Tổ chức thực hiện")
    yield Block(
        Level.DASH,
        "-",
        text="Trưởng các đơn vị thông báo kết quả đến viên chức, người lao động; rà soát các tiêu chí mất điểm và đề "
        "ra biện pháp khắc phục trong năm tiếp theo.",
    )
    yield Block(
        Level.DASH,
        "-",
        text=f"{notice.office} theo dõi, đôn đốc việc khắc phục; sử dụng kết quả này làm cơ sở bình xét thi đua, "
        "khen thưởng theo quy định.",
    )
    yield Block(text=f"{notice.issuer} thông báo để các đơn vị biết, thực hiện./.")


def _annex(notice: ResultNotice) -> Annex:
    head = notice.letterhead
    return Annex(
        title=f"Bảng điểm, xếp loại và thứ hạng các đơn vị năm {notice.year}",
        reference=f"(Kèm theo Thông báo số {number_and_symbol(head.number, head.symbol)} "
        f"{long_date(head.issued_on)} của {notice.issuer})",
        blocks=(Block(table=ranking_table(notice.units)),),
    )
