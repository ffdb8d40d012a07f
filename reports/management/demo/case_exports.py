"""Files as the one-stop systems of the two centres export them: titles, headings, cases, a total, a signature."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from reports.management.demo.cases import RESULT, Case
from reports.management.demo.people import Centre

PENDING = "Đang xử lý"
CSV_HEADINGS = (
    "STT", "Mã hồ sơ", "Đơn vị giải quyết", "Mã thủ tục", "Tên thủ tục", "Lĩnh vực", "Người nộp", "Địa chỉ",
    "Số điện thoại", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả kết quả", "Trạng thái", "Hình thức nộp", "Phí",
    "Thanh toán trực tuyến", "Số hóa TPHS", "Số hóa KQ", "Tái sử dụng TPHS",
)  # fmt: skip
XLSX_HEADINGS = (
    ("", "STT"),
    ("Hồ sơ", "Mã hồ sơ"),
    ("Hồ sơ", "Đơn vị giải quyết"),
    ("Hồ sơ", "Mã thủ tục"),
    ("Hồ sơ", "Lĩnh vực"),
    ("Hồ sơ", "Hình thức nộp"),
    ("Thời gian", "Ngày tiếp nhận"),
    ("Thời gian", "Ngày hẹn trả"),
    ("Thời gian", "Ngày trả"),
    ("", "Kết quả xử lý"),
    ("Nghĩa vụ tài chính", "Phí"),
    ("Nghĩa vụ tài chính", "Thanh toán trực tuyến"),
    ("", "Tái sử dụng dữ liệu"),
)
DIGITISED_HEADINGS = (
    "STT", "Đơn vị", "Tiếp nhận", "Chưa số hóa TPHS", "Có số hóa TPHS", "Tái sử dụng TPHS", "Đã giải quyết",
    "Chưa số hóa KQ", "Đã số hóa KQ",
)  # fmt: skip
BAD_ROWS: tuple[dict[str, str], ...] = (
    {"Ngày tiếp nhận": "31/02/2026 08:15"},
    {"Đơn vị giải quyết": "Bộ phận Một cửa xã"},
    {"Ngày trả kết quả": "02/01/2026 09:00"},
    {"Mã hồ sơ": ""},
    {"Trạng thái": "Đã trả kết quả", "Ngày trả kết quả": ""},
)
"""What clerks mistype: each spoils a row of its own beside the good ones."""


def write_csv(
    path: Path, centre: Centre, cases: Sequence[Case], since: date, exported: datetime, bad: Iterable[dict[str, str]]
) -> None:
    """A list in UTF-8 with BOM and semicolons, as Excel opens it in Vietnam; ``bad`` rows stand near its middle."""
    rows = [_csv_row(number, case, exported) for number, case in enumerate(cases, start=1)]
    for number, spoiled in enumerate(bad):
        place = len(rows) // 2 + 7 * number
        model = {**rows[place], "Mã hồ sơ": f"{rows[place]['Mã hồ sơ']}-{number + 1}"}
        rows.insert(place + 1, {**model, **spoiled})
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([str(centre.unit.name).upper()])
        writer.writerow(["DANH SÁCH HỒ SƠ TIẾP NHẬN VÀ GIẢI QUYẾT"])
        writer.writerow([f"Từ ngày {since:%d/%m/%Y} đến ngày {exported:%d/%m/%Y}"])
        writer.writerow([])
        writer.writerow(CSV_HEADINGS)
        writer.writerows([row[heading] for heading in CSV_HEADINGS] for row in rows)
        total = dict.fromkeys(CSV_HEADINGS, "") | {"STT": "Tổng cộng", "Phí": str(sum(case.fee for case in cases))}
        writer.writerow(total.values())


def write_xlsx(path: Path, centre: Centre, cases: Sequence[Case], since: date, exported: datetime) -> None:
    """A list as a workbook whose headings stand in two merged rows; dates are dates of Excel."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Danh sách hồ sơ"
    sheet.append([str(centre.unit.name).upper()])
    sheet.append([f"DANH SÁCH HỒ SƠ TỪ {since:%d/%m/%Y} ĐẾN {exported:%d/%m/%Y}"])
    sheet.append([])
    _write_headings(sheet, row=4)
    for number, case in enumerate(cases, start=1):
        sheet.append(_xlsx_row(number, case, exported))
    sheet.append(["Tổng cộng", f"{len(cases)} hồ sơ"])
    book.save(path)


def write_digitisation(path: Path, centre: Centre, cases: Iterable[Case], month: tuple[int, int]) -> None:
    """What was digitised in a month, unit by unit, with a row of totals."""
    rows: list[list[Any]] = []
    for unit in centre.departments:
        received = [case for case in cases if case.unit == unit and _month(case.received) == month]
        ended = [
            case for case in cases if case.unit == unit and _month(case.finished) == month and case.ending == RESULT
        ]
        if received:
            inputs = sum(case.inputs_digitised for case in received)
            results = sum(case.result_digitised for case in ended)
            reused = sum(case.data_reused for case in received)
            counts = [len(received), len(received) - inputs, inputs, reused, len(ended), len(ended) - results, results]
            rows.append([len(rows) + 1, unit.name, *counts])
    book = Workbook()
    sheet: Any = book.active
    sheet.append([str(centre.unit.name).upper()])
    sheet.append([f"TÌNH HÌNH SỐ HÓA HỒ SƠ THÁNG {month[1]}/{month[0]}"])
    sheet.append(DIGITISED_HEADINGS)
    for row in rows:
        sheet.append(row)
    sheet.append(["", "Tổng cộng", *(sum(row[place] for row in rows) for place in range(2, len(DIGITISED_HEADINGS)))])
    book.save(path)


def write_foreign(path: Path, cases: Iterable[Case], exported: datetime) -> None:
    """An export of another system, whose headings only its makers understand."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["SBN", "MATT", "TN", "HT", "TT", "KQ"])
        for number, case in enumerate(cases, start=1):
            finished = f"{case.finished:%Y-%m-%d %H:%M}" if case.ended_by(exported) else ""
            writer.writerow(
                [
                    f"DVC{number:05d}",
                    case.procedure.code,
                    f"{case.received:%Y-%m-%d %H:%M}",
                    f"{case.due:%Y-%m-%d %H:%M}",
                    finished,
                    case.ending if finished else PENDING,
                ]
            )


def _csv_row(number: int, case: Case, exported: datetime) -> dict[str, str]:
    has_ended = case.ended_by(exported)
    values = (
        str(number),
        case.code,
        case.unit.short_name,
        case.procedure.code,
        case.procedure.name,
        case.procedure.field,
        case.applicant,
        "",
        case.phone,
        f"{case.received:%d/%m/%Y %H:%M}",
        f"{case.due:%d/%m/%Y %H:%M}",
        f"{case.finished:%d/%m/%Y %H:%M}" if has_ended else "",
        case.ending if has_ended else PENDING,
        _channel(case),
        f"{case.fee:,}".replace(",", ".") if case.fee else "0",
        _yes_no(case.paid_online),
        _yes_no(case.inputs_digitised),
        _yes_no(case.result_digitised) if has_ended else "",
        _yes_no(case.data_reused),
    )
    return dict(zip(CSV_HEADINGS, values, strict=True))


def _xlsx_row(number: int, case: Case, exported: datetime) -> list[Any]:
    has_ended = case.ended_by(exported)
    return [
        number,
        case.code,
        case.unit.name,
        case.procedure.code,
        case.procedure.field,
        _channel(case),
        case.received,
        case.due,
        case.finished if has_ended else None,
        case.ending if has_ended else PENDING,
        case.fee or None,
        _yes_no(case.paid_online),
        _yes_no(case.data_reused),
    ]


def _write_headings(sheet: Any, row: int) -> None:
    """Groups above, columns below: cells of one group are merged across, those without a group downwards."""
    begins = 1
    for place, (group, heading) in enumerate(XLSX_HEADINGS, start=1):
        sheet.cell(row, place, group or heading)
        if not group:
            sheet.merge_cells(start_row=row, end_row=row + 1, start_column=place, end_column=place)
            continue
        sheet.cell(row + 1, place, heading)
        if place == 1 or XLSX_HEADINGS[place - 2][0] != group:
            begins = place
        if place == len(XLSX_HEADINGS) or XLSX_HEADINGS[place][0] != group:
            sheet.merge_cells(start_row=row, end_row=row, start_column=begins, end_column=place)


def _channel(case: Case) -> str:
    return "Trực tuyến" if case.is_online else "Trực tiếp"


def _yes_no(value: bool | None) -> str:
    return "" if value is None else ("Có" if value else "Không")


def _month(moment: datetime) -> tuple[int, int]:
    return moment.year, moment.month
