"""Documents for tests, in both states and with awkward names."""

from datetime import date
from decimal import Decimal

from reports.documents import award_decision, result_notice, yearly_report
from reports.documents.certificate import Certificate
from reports.documents.parts import Block, Letter, Letterhead, Level, Signer

LONG_UNIT = "Khoa Hồi sức cấp cứu, Thận nhân tạo, Chống độc và Lão khoa số 2"
CAMPAIGN = "phong trào thi đua đẩy mạnh cải cách hành chính giai đoạn 2026 - 2030"
CENTRE = "Trung tâm Y tế Hoài Nhơn"
DIRECTOR = Signer(("GIÁM ĐỐC",), "Trần Quang Hưng")
RECIPIENTS = ("Sở Y tế (báo cáo);", "Các khoa, phòng;", "Lưu: VT, TCHC.")
SENTENCE = (
    "Phong trào thi đua phải được triển khai rộng khắp, thường xuyên, liên tục, thu hút đông đảo viên chức, người lao "
    "động tham gia; bảo đảm hoàn thành các chỉ tiêu cải cách hành chính của đơn vị trong từng năm và cả giai đoạn."
)


def letterhead(symbol: str = "KH-TTYT", *, is_issued: bool = True, issuer: str = CENTRE) -> Letterhead:
    """A letterhead with number 5 of 5 February 2026, or without number and date."""
    number, day = ("5", date(2026, 2, 5)) if is_issued else ("", None)
    return Letterhead("Sở Y tế tỉnh Gia Lai", issuer, number, symbol, "Hoài Nhơn", day)


def plan(*, is_issued: bool = True, paragraphs: int = 30, issuer: str = CENTRE) -> Letter:
    """A plan long enough for several pages."""
    body = tuple(Block(Level.DASH, "-", text=f"{SENTENCE} Câu {number}.") for number in range(paragraphs))
    return Letter(
        kind="KẾ HOẠCH",
        subject="Phát động phong trào thi đua đẩy mạnh cải cách hành chính giai đoạn 2026 - 2030",
        letterhead=letterhead(is_issued=is_issued, issuer=issuer),
        bases=("Căn cứ Kế hoạch số 80/KH-SYT ngày 30 tháng 3 năm 2026 của Sở Y tế tỉnh Gia Lai;",),
        blocks=(
            Block(text="Trung tâm Y tế ban hành Kế hoạch như sau:"),
            Block(Level.ROMAN, "I.", "MỤC ĐÍCH, YÊU CẦU"),
            Block(Level.ARABIC, "1.", "Mục đích:", "Nâng cao ý thức trách nhiệm."),
            Block(Level.LETTER, "đ)", "Chế độ công vụ"),
            *body,
            Block(text="Trên đây là Kế hoạch, đề nghị các khoa, phòng thực hiện./."),
        ),
        recipients=RECIPIENTS,
        signer=DIRECTOR,
        is_draft=not is_issued,
    )


def units(count: int = 3) -> tuple[result_notice.RankedUnit, ...]:
    """Ranked units, the second with a long name."""
    names = ["Khoa Nội", LONG_UNIT, *(f"Khoa số {number}" for number in range(3, count + 1))][:count]
    return tuple(
        result_notice.RankedUnit(
            rank,
            name,
            Decimal("95.5") - rank,
            Decimal("93.25") - rank,
            Decimal("1"),
            Decimal("94.25") - rank,
            "Xuất sắc" if rank == 1 else "Tốt",
        )
        for rank, name in enumerate(names, start=1)
    )


def notice(count: int = 3) -> Letter:
    """A result notice with `count` ranked units."""
    return result_notice.letter(
        result_notice.ResultNotice(
            letterhead("TB-TTYT"),
            CENTRE,
            CAMPAIGN,
            2026,
            units(count),
            DIRECTOR,
            RECIPIENTS,
            final_on=date(2026, 12, 28),
            is_draft=False,
        )
    )


def decision(count: int = 3, *, is_issued: bool = True) -> Letter:
    """An award decision for one collective and `count` persons."""
    people = tuple(
        award_decision.Awarded(
            f"Nguyễn Thị Hường {number}", f"Điều dưỡng, {LONG_UNIT}", "Giấy khen", False, Decimal(760000)
        )
        for number in range(1, count + 1)
    )
    collective = award_decision.Awarded("Khoa Nội", CENTRE, "Giấy khen", True, Decimal(1520000))
    return award_decision.letter(
        award_decision.AwardDecision(
            letterhead("QĐ-TTYT", is_issued=is_issued),
            CENTRE,
            "Về việc khen thưởng năm 2026",
            ("Căn cứ Luật Thi đua, khen thưởng",),
            "Trưởng phòng Tổ chức - Hành chính",
            "đã có thành tích xuất sắc năm 2026",
            (collective, *people),
            DIRECTOR,
            ("Như Điều 4;", "Lưu: VT, TCHC."),
            is_draft=not is_issued,
        )
    )


def report(narrative: dict[str, str] | None = None) -> Letter:
    """A yearly report with two targets and one kind of award."""
    return yearly_report.letter(
        yearly_report.YearlyReport(
            letterhead("BC-TTYT"),
            CENTRE,
            "Sở Y tế tỉnh Gia Lai",
            CAMPAIGN,
            2026,
            (
                yearly_report.TargetLine("Giải quyết đúng và trước hạn", "từ 99% trở lên", "99,09%", "Đạt", True),
                yearly_report.TargetLine("Thanh toán trực tuyến", "từ 90% trở lên", "61,50%", "Chưa đạt", False),
            ),
            units(),
            (yearly_report.AwardCount("Giấy khen", 1, 2, Decimal(3040000)),),
            (yearly_report.Honoured("Khoa Nội", CENTRE, "Giấy khen"),),
            DIRECTOR,
            RECIPIENTS,
            narrative or {},
            is_draft=False,
        )
    )


def certificate(*, is_issued: bool = True) -> Certificate:
    """A Giấy khen."""
    return Certificate(
        grantor=f"Giám đốc {CENTRE}",
        act="TẶNG",
        award="GIẤY KHEN",
        recipient="Bà Nguyễn Thị Hường",
        recipient_line=f"Điều dưỡng trưởng, {LONG_UNIT}",
        achievement="Đã có thành tích xuất sắc trong năm 2026",
        decision="05/QĐ-TTYT" if is_issued else "",
        decided_on=date(2026, 2, 5) if is_issued else None,
        honour_number="7" if is_issued else "",
        place="Hoài Nhơn",
        issued_on=date(2026, 2, 5) if is_issued else None,
        signer=DIRECTOR,
        is_draft=not is_issued,
    )
