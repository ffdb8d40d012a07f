"""What counting cases anew came to, in words."""

from collections.abc import Sequence

from accounts.models import Unit
from core.formats import vn_number
from indicators.engine.months import month_words
from indicators.models import CaseRecount

MONTHS_NAMED = 6


def latest_recount(centre: Unit) -> CaseRecount | None:
    """The last time that the cases of a centre were counted anew."""
    return CaseRecount.objects.filter(centre=centre).select_related("counted_by__person").first()


def months_named(months: Sequence[int]) -> str:
    """«tháng 9/2026, 10/2026» of months by their numbers."""
    named = ", ".join(month_words(month) for month in months[:MONTHS_NAMED])
    more = f" và {len(months) - MONTHS_NAMED} tháng khác" if len(months) > MONTHS_NAMED else ""
    return f"tháng {named}{more}"


def result_line(recount: CaseRecount) -> str:
    """What changed and what closed months kept, as one sentence after the other."""
    numbers = (
        (recount.no_longer_late, "từ quá hạn sang trước hạn, đúng hạn"),
        (recount.became_late, "từ trước hạn, đúng hạn sang quá hạn"),
        (recount.no_longer_overdue, "đang giải quyết không còn quá hạn"),
        (recount.became_overdue, "đang giải quyết thành quá hạn"),
    )
    rest = recount.cases - sum(number for number, _ in numbers)
    told = (*numbers, (rest, "chỉ đổi hạn trả, hoặc giữa trước hạn và đúng hạn"))
    parts = [f"{vn_number(number)} hồ sơ {words}" for number, words in told if number]
    said = [f"Đã tính lại {vn_number(recount.cases)} hồ sơ" + (f": {'; '.join(parts)}." if parts else ".")]
    if recount.months:
        said.append(f"Số liệu {months_named(recount.months)} đổi theo.")
    if recount.left_cases:
        kept = f"{vn_number(recount.left_cases)} hồ sơ của {months_named(recount.left_months)}"
        said.append(f"Giữ nguyên {kept} vì kỳ đã khóa.")
    return " ".join(said)
