"""Quyết định khen thưởng (form 1.2): điều 1 to 4 and the list of those rewarded as annex."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.formats import vn_money, vn_number
from reports.documents.number_words import to_words
from reports.documents.numbering import long_date, number_and_symbol, padded_number
from reports.documents.parts import Annex, Block, Column, Letter, Letterhead, Level, Row, Signer, Table

LIST_COLUMNS = (
    Column("STT", 7, "center"),
    Column("Họ và tên / Tên tập thể", 28),
    Column("Chức vụ, đơn vị"),
    Column("Hình thức, danh hiệu", 22),
    Column("Tiền thưởng (đồng)", 15, "end"),
)


@dataclass(frozen=True, slots=True)
class Awarded:
    """One line of the list; `money` in đồng, None when the award carries none; `is_title`: a title, not a form."""

    name: str
    post: str
    award: str
    is_collective: bool
    money: Decimal | None = None
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class AwardDecision:
    """What the decision says. `reason` completes “đã có thành tích …”; `fund` names where the money comes from."""

    letterhead: Letterhead
    issuer: str
    subject: str
    bases: tuple[str, ...]
    proposer: str
    reason: str
    awarded: tuple[Awarded, ...]
    signer: Signer
    recipients: tuple[str, ...]
    fund: str = "Quỹ thi đua, khen thưởng của đơn vị"
    executors: str = "Trưởng phòng Tổ chức - Hành chính, Trưởng các khoa, phòng liên quan"
    head_title: str = "Giám đốc"
    verification_code: str = ""
    is_draft: bool = True


def letter(decision: AwardDecision) -> Letter:
    """The decision with its list."""
    return Letter(
        kind="QUYẾT ĐỊNH",
        subject=decision.subject,
        letterhead=decision.letterhead,
        authority=f"{decision.head_title} {decision.issuer}",
        bases=(*(f"{line.rstrip(';. ')};" for line in decision.bases), f"Theo đề nghị của {decision.proposer}."),
        resolution="QUYẾT ĐỊNH:",
        blocks=tuple(_articles(decision)),
        recipients=decision.recipients,
        signer=decision.signer,
        annexes=(_annex(decision),),
        verification_code=decision.verification_code,
        is_draft=decision.is_draft,
    )


def counted(awarded: tuple[Awarded, ...]) -> str:
    """“02 tập thể và 15 cá nhân”."""
    collectives = sum(1 for line in awarded if line.is_collective)
    parts = ((collectives, "tập thể"), (len(awarded) - collectives, "cá nhân"))
    return " và ".join(f"{padded_number(str(count))} {word}" for count, word in parts if count)


def article_count(awarded: tuple[Awarded, ...]) -> int:
    """How many điều the decision has: one less when no money goes with it."""
    return 4 if any(line.money for line in awarded) else 3


def _articles(decision: AwardDecision) -> Iterator[Block]:
    awards: dict[str, list[Awarded]] = {}
    for line in decision.awarded:
        awards.setdefault(f"danh hiệu {line.award}" if line.is_title else line.award, []).append(line)
    named = "; ".join(f"{award} cho {counted(tuple(lines))}" for award, lines in awards.items())
    total = sum((line.money for line in decision.awarded if line.money), Decimal(0))
    texts = [f"Tặng {named or 'thưởng'} {decision.reason} (có danh sách kèm theo)."]
    if total:
        texts.append(
            f"Tiền thưởng kèm theo tổng cộng {vn_money(total)} (bằng chữ: {to_words(int(total))} đồng), "
            f"mức thưởng của từng tập thể, cá nhân theo danh sách; trích từ {decision.fund}."
        )
    texts.append("Quyết định này có hiệu lực kể từ ngày ký.")
    texts.append(
        f"{decision.executors} và các tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."
    )
    for number, text in enumerate(texts, start=1):
        yield Block(Level.ARTICLE, heading=f"Điều {number}.", text=text)


def _rows(awarded: tuple[Awarded, ...]) -> Iterator[Row]:
    groups = (("A", "TẬP THỂ", True), ("B", "CÁ NHÂN", False))
    for letter_mark, title, is_collective in groups:
        lines = [line for line in awarded if line.is_collective is is_collective]
        if lines:
            yield Row((f"{letter_mark}. {title}",), role="group")
        for number, line in enumerate(lines, start=1):
            money = vn_number(line.money, 0) if line.money else "–"
            yield Row((str(number), line.name, line.post, line.award, money))
    total = sum((line.money for line in awarded if line.money), Decimal(0))
    if total:
        yield Row(("", "Tổng cộng", "", "", vn_number(total, 0)), role="total")


def _list(awarded: tuple[Awarded, ...]) -> Table:
    return Table(LIST_COLUMNS, tuple(_rows(awarded)), name="Danh sách khen thưởng", empty="Chưa có ai trong danh sách.")


def _annex(decision: AwardDecision) -> Annex:
    head = decision.letterhead
    return Annex(
        title="Danh sách tập thể, cá nhân được khen thưởng",
        reference=f"(Kèm theo Quyết định số {number_and_symbol(head.number, head.symbol)} "
        f"{long_date(head.issued_on)} của {decision.head_title} {decision.issuer})",
        blocks=(Block(table=_list(decision.awarded)),),
    )
