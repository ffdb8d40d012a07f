"""The Excel file of administrative procedures: its columns, and the template with the procedures that are there."""

from collections.abc import Iterable
from typing import Any

from core.workbooks.columns import Column
from core.workbooks.reading import Reading, read_filled
from core.workbooks.template import filled_template
from indicators.models import Procedure

SHEET = "Thủ tục"
YES, NO = "Có", "Không"
YES_NO = (YES, NO)
DAYS = (1, 1000)
KEPT = "Để trống: giữ như đang có; thủ tục mới là"
COLUMNS = (
    Column("code", "Mã thủ tục", "Mã trên Cơ sở dữ liệu quốc gia về TTHC, ô định dạng văn bản; mã đã có thì cập nhật.",
           "1.012256", True, 40, as_text=True),
    Column("name", "Tên thủ tục", "Tên theo quyết định công bố.", "Cấp giấy khám sức khỏe", True, 300),
    Column("field", "Lĩnh vực", "Lĩnh vực theo quyết định công bố.", "Khám bệnh, chữa bệnh", True, 120),
    Column("statutory_days", "Thời hạn theo quy định", "Số ngày làm việc.", "10", True, whole=DAYS),
    Column("promised_days", "Thời hạn cam kết", "Số ngày làm việc, không dài hơn quy định.", "6", True, whole=DAYS),
    Column("promised_on", "Cam kết từ ngày", "Ngày/tháng/năm. Để trống: giữ như đang có.", "01/01/2026", is_date=True),
    Column("decision", "Quyết định công bố", "Số, ngày của quyết định. Để trống: giữ như đang có.",
           "QĐ 15/QĐ-SYT ngày 05/01/2026", False, 200),
    Column("published_on_time", "Công khai kịp thời", f"Có hoặc Không. {KEPT} Có.", YES, choices=YES_NO),
    Column("is_online", "Cung cấp trực tuyến", f"Toàn trình hay một phần đều ghi Có. {KEPT} Không.", YES,
           choices=YES_NO),
    Column("is_on_national_portal", "Đã tích hợp Cổng Dịch vụ công quốc gia", f"Có hoặc Không. {KEPT} Không.", YES,
           choices=YES_NO),
    Column("has_fee", "Có nghĩa vụ tài chính", f"Có phí, lệ phí hoặc giá dịch vụ phải nộp. {KEPT} Không.", YES,
           choices=YES_NO),
    Column("pays_online", "Thanh toán trực tuyến", f"Đã triển khai thì ghi Có. {KEPT} Không.", YES, choices=YES_NO),
)  # fmt: skip
HEADINGS = {column.key: column.heading for column in COLUMNS}
YES_NO_KEYS = tuple(column.key for column in COLUMNS if column.choices)
SHEETS = {SHEET: COLUMNS}


def template_bytes(procedures: Iterable[Procedure]) -> bytes:
    """The workbook with guidance; the procedures on the list stand in it already, to be changed and brought back."""
    return filled_template(SHEETS, {SHEET: ([_cell(each, column) for column in COLUMNS] for each in procedures)})


def _cell(procedure: Procedure, column: Column) -> Any:
    value = getattr(procedure, column.key)
    return (YES if value else NO) if column.choices else value


def read(content: bytes) -> Reading:
    """Read the sheet of procedures; every fault is among the errors."""
    return read_filled(content, SHEETS)
