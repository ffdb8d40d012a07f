"""Phiếu tính điểm: how one unit's total comes about, to be followed line by line with a pocket calculator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.formats import vn_number, vn_points
from reports.documents.numbering import long_date
from reports.documents.parts import Block, Column, Letter, Letterhead, Level, Row, Signer, Table

LINE_COLUMNS = (
    Column("Mã", 7, "center"),
    Column("Tiêu chí", 28),
    Column("Tối đa", 9, "end"),
    Column("Số liệu và phép tính"),
    Column("Điểm", 12, "end"),
)
SUM_COLUMNS = (Column("Mã", 7, "center"), Column("Nhóm"), Column("Tối đa", 16, "end"), Column("Điểm", 16, "end"))
HASH_SHOWN = 16  # characters that tell two runs apart on paper


@dataclass(frozen=True, slots=True)
class Line:
    """A group or a criterion as printed. `points` is None where the line is not applicable or not reported."""

    code: str
    name: str
    is_group: bool
    max_points: Decimal
    points: Decimal | None
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScoreProof:
    """What the sheet tells. `differences` are the codes of lines that a second computation did not reproduce."""

    letterhead: Letterhead
    unit: str
    round: str
    year: int
    criteria_set: str
    run_number: int
    engine_version: str
    inputs_hash: str
    computed_on: date | None
    lines: tuple[Line, ...]
    sums: tuple[Line, ...]
    main: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal | None
    grade: str
    grade_reason: str
    rank: int | None
    group_rank: int | None
    unit_count: int
    reason: str
    differences: tuple[str, ...]
    total_again: Decimal | None
    is_draft: bool = True


def letter(proof: ScoreProof) -> Letter:
    """The sheet as a document without a number: it belongs to the dossier of the round, not to the register."""
    return Letter(
        kind="PHIẾU TÍNH ĐIỂM",
        subject=f"Kết quả chấm điểm năm {proof.year} của {proof.unit}",
        letterhead=proof.letterhead,
        blocks=tuple(_blocks(proof)),
        signer=Signer(("NGƯỜI LẬP PHIẾU",)),
        is_draft=proof.is_draft,
    )


def _blocks(proof: ScoreProof) -> Iterator[Block]:
    computed = f", {long_date(proof.computed_on)}" if proof.computed_on else ""
    yield Block(
        text=f"{proof.round}. Chấm theo {proof.criteria_set}; lần tính {proof.run_number}{computed}, máy tính điểm "
        f"phiên bản {proof.engine_version}, mã băm số liệu {proof.inputs_hash[:HASH_SHOWN]}."
    )
    yield Block(Level.ARABIC, "1.", "Điểm từng tiêu chí")
    yield Block(table=Table(LINE_COLUMNS, tuple(_rows(proof.lines)), name="Điểm từng tiêu chí"))
    yield Block(Level.ARABIC, "2.", "Cộng điểm các nhóm")
    yield Block(table=_sum_table(proof))
    yield Block(text=_sentence(proof.reason))
    yield Block(Level.ARABIC, "3.", "Xếp loại, thứ hạng" if proof.rank else "Xếp loại")
    yield Block(text=_standing_words(proof))
    yield Block(Level.ARABIC, "4.", "Cách tự kiểm tra bằng máy tính bỏ túi")
    for step in _STEPS:
        yield Block(Level.DASH, "-", text=step)
    yield Block(Level.ARABIC, "5.", "Kết quả tính lại khi in phiếu")
    yield Block(text=_check_words(proof))


def _rows(lines: tuple[Line, ...]) -> Iterator[Row]:
    for line in lines:
        cells = (line.code, line.name, vn_points(line.max_points), line.reason, _points(line))
        yield Row(cells, role="total" if line.is_group else "")


def _points(line: Line) -> str:
    return vn_points(line.points) if line.points is not None else line.status


def _sum_table(proof: ScoreProof) -> Table:
    rows = [Row((line.code, line.name, vn_points(line.max_points), _points(line))) for line in proof.sums]
    rows.append(Row(("", "Điểm tiêu chí", "", vn_points(proof.main)), role="total"))
    if proof.bonus:
        rows.append(Row(("+", "Điểm cộng", "", vn_points(proof.bonus))))
    if proof.penalty:
        rows.append(Row(("−", "Điểm trừ", "", vn_points(proof.penalty))))
    rows.append(Row(("", "Tổng điểm", "", vn_points(proof.total)), role="total"))
    return Table(SUM_COLUMNS, tuple(rows), name="Cộng điểm các nhóm")


def _standing_words(proof: ScoreProof) -> str:
    if proof.total is None:
        return "Không có tiêu chí nào áp dụng cho đơn vị nên không xếp loại, không xếp hạng."
    words = f"Tổng điểm {vn_points(proof.total)}, xếp loại {proof.grade}"
    words += f", hạng {proof.rank} trên {vn_number(proof.unit_count)} đơn vị" if proof.rank else ""
    words += f", hạng {proof.group_rank} trong khối" if proof.group_rank else ""
    return f"{words}. {_sentence(proof.grade_reason)}".strip()


def _check_words(proof: ScoreProof) -> str:
    if proof.differences or proof.total_again != proof.total:
        codes = ", ".join(proof.differences) or "tổng điểm"
        return (
            f"KHÔNG KHỚP tại: {codes}. Tính lại được {vn_points(proof.total_again)} điểm. Báo ngay cho bộ phận thường "
            "trực để kiểm tra trước khi sử dụng phiếu này."
        )
    return (
        f"Khớp: {vn_number(len(proof.lines))} dòng và tổng điểm {vn_points(proof.total)} đều được tính lại từ số liệu "
        "đã lưu và cho đúng kết quả đã lưu."
    )


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}." if text else ""


_STEPS = (
    "Với từng tiêu chí: làm phép tính ghi ở cột “Số liệu và phép tính”, làm tròn hai chữ số thập phân (từ 0,005 trở "
    "lên làm tròn lên 0,01), so với cột “Điểm”. Nơi có điểm thẩm định thì lấy điểm thẩm định.",
    "Với từng nhóm (dòng in đậm): cộng điểm các tiêu chí của nhóm. Có tiêu chí không áp dụng thì nhóm được quy đổi "
    "theo đúng phép tính ghi trên dòng của nhóm.",
    "Cộng điểm các nhóm ở mục 2, thêm điểm cộng, bớt điểm trừ, được tổng điểm.",
)
