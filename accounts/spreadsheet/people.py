"""The Excel file of units and people: its columns, the template to download, and reading it."""

from accounts.enums import EmploymentKind, Gender, UnitGroup, UnitKind
from core.workbooks.columns import Column, Sheets
from core.workbooks.reading import Reading, read_filled
from core.workbooks.template import filled_template

YES_NO = ("Có", "Không")
UNIT_COLUMNS = (
    Column("code", "Mã đơn vị", "Chữ không dấu, số, gạch nối; không trùng nhau.", "hn-khoa-noi", True, 60),
    Column("name", "Tên đầy đủ", "Tên ghi trên văn bản.", "Khoa Nội tổng hợp", True, 200),
    Column("short_name", "Tên ngắn", "Tên hiện trong danh sách.", "Khoa Nội", True, 80),
    Column("kind", "Loại", "Chọn trong danh sách.", "Khoa", True, choices=tuple(map(str, UnitKind.labels))),
    Column("parent", "Mã đơn vị cấp trên", "Mã đã có trên hệ thống hoặc ở dòng phía trên.", "hoai-nhon", True, 60),
    Column("group", "Khối thi đua", "Để trống nếu không xếp khối.", "Khối lâm sàng",
           choices=tuple(str(label) for label in UnitGroup.labels[1:])),
    Column("document_symbol", "Ký hiệu văn bản", "Ký hiệu trong số văn bản, nếu có.", "TTYT", False, 30),
    Column("place_name", "Địa danh", "Nơi ghi trước ngày tháng của văn bản.", "Hoài Nhơn", False, 80),
    Column("active_from", "Hoạt động từ", "Ngày/tháng/năm.", "01/01/2026", is_date=True),
)  # fmt: skip
PERSON_COLUMNS = (
    Column("staff_code", "Mã nhân viên", "Mỗi người một mã, không trùng nhau.", "NV001", True, 30),
    Column("full_name", "Họ và tên", "Viết đủ dấu.", "Lê Thị Hoa", True, 100),
    Column("unit", "Mã đơn vị", "Mã ở trang “Đơn vị” hoặc đã có trên hệ thống.", "hn-khoa-noi", True, 60),
    Column("job_title", "Chức vụ, chức danh", "Như trong hồ sơ.", "Điều dưỡng trưởng", False, 120),
    Column("gender", "Giới tính", "Nam hoặc Nữ.", "Nữ", choices=tuple(map(str, Gender.labels))),
    Column("born_on", "Ngày sinh", "Ngày/tháng/năm.", "05/12/1985", is_date=True),
    Column("employment_kind", "Loại lao động", "Để trống là Viên chức.", "Viên chức",
           choices=tuple(map(str, EmploymentKind.labels))),
    Column("works_on_reform", "Trực tiếp làm cải cách hành chính", "Có hoặc Không; để trống là Không.", "Không",
           choices=YES_NO),
    Column("email", "Thư điện tử", "Nếu có.", "hoa@example.vn", False, 254),
    Column("phone", "Điện thoại", "Định dạng ô là văn bản để giữ số 0 ở đầu.", "0905000000", False, 20),
    Column("active_from", "Vào làm từ", "Ngày/tháng/năm.", "01/03/2010", is_date=True),
)  # fmt: skip
UNIT_SHEET, PERSON_SHEET = "Đơn vị", "Nhân sự"
SHEETS: Sheets = {UNIT_SHEET: UNIT_COLUMNS, PERSON_SHEET: PERSON_COLUMNS}


def template_bytes() -> bytes:
    """The empty workbook."""
    return filled_template(SHEETS)


def read(content: bytes) -> Reading:
    """Read both sheets; every fault is among the errors."""
    return read_filled(content, SHEETS)
