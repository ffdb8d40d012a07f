"""Small makers of files as one-stop systems export them: every layout, every encoding, no stored binaries."""

import csv
import io

from openpyxl import Workbook

from indicators.spreadsheet.frames import frames
from indicators.spreadsheet.opening import look

CASE_HEADINGS = ["STT", "Mã hồ sơ", "Người nộp", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả", "Kết quả", "Lệ phí"]
CASE_ROWS = [
    [
        "1",
        "H15-1",
        "Đỗ Thị Ứng",
        "05/03/2026 08:00",
        "10/03/2026 08:00",
        "09/03/2026 15:30",
        "Đã trả kết quả",
        "150.000 đ",
    ],
    ["2", "H15-2", "Lữ Văn Ẩn", "06/03/2026 09:15", "12/03/2026", "", "Đang xử lý", ""],
    ["3", "H15-3", "Nguyễn Ỷ", "6/3/2026", "12/3/2026", "6/3/2026", "Công dân rút", "50.000"],
]
SUMMARY = [
    ["SỞ Y TẾ"],
    ["BÁO CÁO TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"],
    ["Từ ngày 01/03/2026 đến ngày 31/03/2026"],
    [],
    ["STT", "Lĩnh vực", "Số hồ sơ tiếp nhận", "", "", "", "Số hồ sơ đã giải quyết", "", "", "",
     "Số hồ sơ đang giải quyết", "", ""],
    ["", "", "Tổng số", "Trong kỳ", "", "Từ kỳ trước", "Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn", "Tổng số",
     "Trong hạn", "Quá hạn"],
    ["", "", "", "Trực tuyến", "Trực tiếp/BCCI", "", "", "", "", "", "", "", ""],
    ["(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)", "(12)", "(13)"],
    ["1", "Khám bệnh, chữa bệnh", "120", "70", "40", "10", "110", "60", "45", "5", "10", "8", "2"],
    ["2", "Dược phẩm", "1.200", "700", "400", "100", "1.100", "600", "450", "50", "100", "80", "20"],
    ["", "Tổng cộng", "1.320", "770", "440", "110", "1.210", "660", "495", "55", "110", "88", "22"],
    [],
    ["", "", "", "", "", "", "", "", "", "Ngày 02 tháng 4 năm 2026"],
    ["", "NGƯỜI LẬP BIỂU", "", "", "", "", "", "", "", "THỦ TRƯỞNG ĐƠN VỊ"],
    ["", "(Ký, ghi rõ họ tên)"],
    ["", "Lê Thị Bình", "", "", "", "", "", "", "", "Trần Văn Cường"],
]  # fmt: skip
STATES = [
    ["TT", "Lĩnh vực", "Tiếp nhận", "Chưa đến hạn", "Quá hạn", "Chờ trả", "Sớm hạn", "Đúng hạn", "Quá hạn",
     "Bổ sung HS", "Thực hiện NVTC", "Từ chối", "Công dân rút", "Tỷ lệ trả sớm và đúng hạn", "Tổng cộng"],
    ["1", "Dân số", "2", "3", "1", "1", "2", "3", "0", "1", "0", "1", "0", "100%", "14"],
    ["", "Cộng", "2", "3", "1", "1", "2", "3", "0", "1", "0", "1", "0", "100%", "14"],
]  # fmt: skip
DIGITISATION = [
    ["Đơn vị", "Tiếp nhận", "Chưa số hóa TPHS", "Có số hóa TPHS", "Tái sử dụng TPHS", "Tái sử dụng từ DVCQG",
     "Đã giải quyết", "Chưa số hóa KQ", "Đã số hóa KQ"],
    ["Khoa Khám bệnh", "100", "20", "80", "30", "5", "90", "10", "80"],
    ["Khoa Dược", "50", "25", "25", "10", "0", "40", "20", "20"],
    ["Tổng số", "150", "45", "105", "40", "5", "130", "30", "100"],
]  # fmt: skip
PORTAL = [
    ["Mức độ", "Tổng", "Đã xử lý", "Chưa xử lý", "Trước hạn", "", "Đúng hạn", "", "Trễ hạn", ""],
    ["", "", "", "", "Số lượng", "Tỷ lệ", "Số lượng", "Tỷ lệ", "Số lượng", "Tỷ lệ"],
    ["Toàn trình", "100", "90", "10", "50", "55,6", "38", "42,2", "2", "2,2"],
    ["Một phần", "40", "40", "0", "10", "25", "30", "75", "0", "0"],
    ["Tổng", "140", "130", "10", "60", "46,2", "68", "52,3", "2", "1,5"],
]


def csv_text(rows, delimiter=","):
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return target.getvalue()


def workbook(rows, *, title="Danh sách", change=None):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    if change:
        change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read_path(path, name, *, columns=None, layout="", sheet=""):
    found = look(path, name, sheet=sheet)
    chosen = {ours: match.heading for ours, match in found.proposal.items()} if columns is None else columns
    good, bad, left_out = [], [], 0
    for frame in frames(path, found, chosen, layout=layout):
        good += frame.good.to_dicts()
        bad += frame.bad.to_dicts()
        left_out += frame.left_out
    return found, good, bad, left_out
