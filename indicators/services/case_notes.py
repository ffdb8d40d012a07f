"""What a person should know before a file is imported although every row of it can be."""

import re

from core.formats import vn_date, vn_number
from indicators.engine.case_columns import COLUMNS
from indicators.engine.case_titles import span_of
from indicators.enums import CaseLayout
from indicators.models import CaseImport
from indicators.services.case_moves import move_notes
from indicators.services.case_other_tables import named, notes_on_tables_of_others
from indicators.services.case_reading import Outcome, look_into
from indicators.services.case_summaries import month_of, no_longer_told
from indicators.services.case_told_twice import told_by_others
from indicators.services.periods import refusal_if_closed
from indicators.spreadsheet.frames import chosen

NAMED = 3
NO_END = 10**6
FEWEST_ENDED, MOST_WHEN_DUE = 5, 95
"""So many cases with a due day and an end, and so many of 100 of them ended on the due day, are worth a word."""
_COLUMN = re.compile("Cột “([^”]+)”:")


def notes_on(case_import: CaseImport, outcome: Outcome) -> list[str]:
    """In Vietnamese, for what a look through the file found, grave ones first; empty where there is nothing to say."""
    return [*grave_notes_on(case_import, outcome), *_lesser_notes_on(case_import, outcome)]


def grave_notes_on(case_import: CaseImport, outcome: Outcome) -> list[str]:
    """Those of what would make figures wrong, or the import in vain: a person has to look at the file first."""
    if case_import.source.layout == CaseLayout.CASES:
        return [
            *_closed(case_import, set(outcome.stored.first_months.values())),
            *_wrong_column(outcome),
            *_ended_when_due(case_import, outcome),
            *_reopened(outcome, is_grave=True),
            *move_notes(case_import, is_grave=True),
            *_lost(outcome),
        ]
    year, month = month_of(case_import)
    return [
        *_closed(case_import, {year * 12 + month - 1}),
        *_of_other_days(case_import, year, month),
        *notes_on_tables_of_others(case_import, outcome.counts),
    ]


def _lesser_notes_on(case_import: CaseImport, outcome: Outcome) -> list[str]:
    if case_import.source.layout == CaseLayout.CASES:
        return [
            *_reopened(outcome, is_grave=False),
            *move_notes(case_import, is_grave=False),
            *_repeated(case_import, outcome),
            *_short_years(outcome),
            *_merged(outcome),
            *_without_unit(case_import, outcome),
            *_unknown_procedures(outcome),
            *_told_by_others(case_import, outcome),
        ]
    year, month = month_of(case_import)
    return [
        *_merged(outcome),
        *_taking_the_place(case_import, outcome),
        *told_by_others(case_import, {unit for unit, *_ in outcome.counts}, now := year * 12 + month - 1, now),
    ]


def _told_by_others(case_import: CaseImport, outcome: Outcome) -> list[str]:
    months = outcome.stored.first_months
    return told_by_others(case_import, set(months), min(months.values()), NO_END) if months else []


def _closed(case_import: CaseImport, months: set[int]) -> list[str]:
    """The import would be refused: better now than after it was asked for. The first month of a unit surely changes."""
    notes = []
    for year in sorted({month // 12 for month in months}):
        own = [month % 12 + 1 for month in months if month // 12 == year]
        refusal = refusal_if_closed(centre=case_import.centre, year=year, months=own)
        if refusal is not None:
            notes.append(str(refusal))
    return notes


def _repeated(case_import: CaseImport, outcome: Outcome) -> list[str]:
    """Rows that are not taken, since another row of the file tells a later state of the same case."""
    if not outcome.repeated:
        return []
    first = outcome.repeated[0]
    sheets = case_import.sheets
    where = f" của trang “{sheets[first.sheet]}”" if len(sheets) > 1 else ""
    instead = f" của trang “{sheets[first.taken_sheet]}”" if len(sheets) > 1 else ""
    return [
        f"{vn_number(outcome.repeats.count)} dòng không được lấy vì mã hồ sơ còn đứng ở dòng khác trong tệp. Mỗi hồ sơ "
        "lấy dòng có ngày tiếp nhận muộn nhất, rồi ngày trả muộn nhất; như nhau thì lấy dòng sau cùng. "
        f"Ví dụ hồ sơ “{first.code}”: bỏ dòng {first.line}{where}, lấy dòng {first.taken_line}{instead}. "
        "Danh sách các dòng này có trong tệp trả lại sau khi nhập."
    ]


def _short_years(outcome: Outcome) -> list[str]:
    """How days were read whose year has two digits."""
    told = [
        f"“{text}” (cột “{heading}”) là {vn_date(moment.date())}"
        for heading, (text, moment) in outcome.findings.short_years.items()
    ]
    return [f"Có ngày ghi năm bằng hai chữ số, được hiểu như sau: {'; '.join(told)}."] if told else []


def _wrong_column(outcome: Outcome) -> list[str]:
    """Where nothing can be imported because of one column, that column was probably taken for another."""
    reasons = [reason for *_, reason in outcome.faults.rows]
    if outcome.good or not reasons:
        return []
    named = [set(_COLUMN.findall(reason)) for reason in reasons]
    return [
        f"Dòng nào cũng lỗi ở cột “{heading}”. Nếu cột đó không đúng mục đã ghép, bấm “Ghép lại cột” rồi chọn cột "
        "khác, hoặc “Không có trong tệp” nếu mục không bắt buộc."
        for heading in sorted(set.intersection(*named))
    ]


def _ended_when_due(case_import: CaseImport, outcome: Outcome) -> list[str]:
    """Nobody ends always on the day that was promised: a due day was taken for the end, or a system fills it in."""
    many, all_ = outcome.ended_when_due, outcome.due_and_ended
    if all_ < FEWEST_ENDED or many * 100 < all_ * MOST_WHEN_DUE:
        return []
    finished, due = (case_import.columns.get(name, "") for name in ("finished", "due"))
    return [
        f"{vn_number(many)} trong {vn_number(all_)} hồ sơ có ngày trả (cột “{finished}”) trùng ngày hẹn trả "
        f"(cột “{due}”), nên sẽ được tính là đúng hạn. Nếu cột “{finished}” là hạn trả chứ không phải ngày đã trả, "
        "bấm “Ghép lại cột” rồi chọn cột khác cho “Ngày trả”."
    ]


def _reopened(outcome: Outcome, *, is_grave: bool) -> list[str]:
    """Cases that were over and are told as pending. More than come to an end: the file is probably an older one."""
    losses = outcome.stored.losses
    if not losses.reopened or is_grave != (losses.reopened > losses.ended):
        return []
    return [
        f"{vn_number(losses.reopened)} hồ sơ đã có ngày trả từ lần nhập trước, nhưng tệp này ghi là đang giải quyết "
        f"(ví dụ hồ sơ “{losses.example}”). Nếu tệp này được xuất trước tệp đã nhập thì bỏ tệp: hồ sơ lấy theo tệp "
        "nhập sau cùng, nên tệp mới nhất phải được nhập sau cùng."
    ]


def _lost(outcome: Outcome) -> list[str]:
    """What earlier files told of the same cases, and this one has no column for."""
    lost = outcome.stored.losses.lost
    if not lost:
        return []
    columns = [column for column in COLUMNS[CaseLayout.CASES] if column.name in lost]
    named = [f"“{column.label}” {vn_number(lost[column.name])} hồ sơ" for column in columns]
    return [
        f"Hồ sơ đã nhập trước sẽ mất điều đang có ở mục mà tệp này không có cột: {'; '.join(named)}. Nếu tệp có cột "
        "đó, bấm “Ghép lại cột” rồi chọn; nếu không, xuất lại tệp có đủ cột."
    ]


def _without_unit(case_import: CaseImport, outcome: Outcome) -> list[str]:
    """Where others name one: often it is written in the first row of a group only."""
    many = outcome.without_unit
    if not many or "unit" not in case_import.columns or many == outcome.good:
        return []
    taken_for = case_import.default_unit or case_import.centre
    return [
        f"{vn_number(many)} dòng để trống đơn vị và được tính cho {taken_for}. Nếu đơn vị chỉ ghi ở dòng đầu mỗi nhóm, "
        "điền đủ từng dòng rồi tải lên lại (ô gộp của tệp Excel thì hệ thống tự điền cho mọi dòng của ô)."
    ]


def _merged(outcome: Outcome) -> list[str]:
    """What was taken from a merged cell."""
    filled = [f"cột “{heading}” {vn_number(many)} dòng" for heading, many in outcome.findings.filled.items() if many]
    return [f"Theo ô gộp (merge) phía trên đã điền: {'; '.join(filled)}."] if filled else []


def _unknown_procedures(outcome: Outcome) -> list[str]:
    found = sorted(outcome.unknown_procedures)
    if not found:
        return []
    names = "; ".join(f"“{name}”" for name in found[:NAMED])
    more = f" và {len(found) - NAMED} thủ tục khác" if len(found) > NAMED else ""
    return [
        f"Không có trong danh mục thủ tục của trung tâm: {names}{more}. Hồ sơ vẫn được tính, nhưng không có mặt trong "
        "tỷ lệ cắt giảm thời gian và không tự tính được hạn; thêm thủ tục vào danh mục trước rồi nhập thì đủ."
    ]


def _of_other_days(case_import: CaseImport, year: int, month: int) -> list[str]:
    """A table of another month, or of a quarter or year, taken for the counts of one month."""
    tables = chosen(look_into(case_import), case_import.sheets)
    spans = [(table.sheet, told) for table in tables if (told := span_of(table.titles)) is not None]
    others = [each for each in spans if any((day.year, day.month) != (year, month) for day in each[1])]
    if not others:
        return []
    sheet, told = others[0]
    where = f"trang “{sheet}”" if len(tables) > 1 else "tệp"
    return [
        f"Tiêu đề của {where} ghi số liệu từ {vn_date(told[0])} đến {vn_date(told[1])}, "
        f"còn tháng đã chọn là {month}/{year}. "
        "Nếu chọn nhầm tháng, bỏ tệp rồi tải lên lại; số liệu của nhiều tháng thì xuất lại theo từng tháng."
    ]


def _taking_the_place(case_import: CaseImport, outcome: Outcome) -> list[str]:
    """Rows that earlier tables of the same source told for this month, and this one does not: they go."""
    gone = no_longer_told(case_import, case_import.source.layout, outcome.counts)
    if not gone:
        return []
    year, month = month_of(case_import)
    files = sorted({row.case_import.file_name for row in gone if row.case_import is not None})
    return [
        f"Tháng {month}/{year} đã có {len(gone)} dòng của cùng đơn vị từ tệp {named(files)} cùng nguồn mà tệp này "
        "không có; chúng sẽ được bỏ, vì bảng mới nhất của một nguồn thay cho các bảng trước. Nếu hai tệp là hai phần "
        "của một bảng, gộp chúng vào một tệp, hoặc đặt tên nguồn khác cho phần kia."
    ]
