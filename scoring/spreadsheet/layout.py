"""The sheets of a criteria set in Excel: their names, columns and the words that may stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from accounts.enums import UnitGroup
from scoring.engine.provisions import LIMIT_KINDS, QUOTA_BASES, ROUNDINGS
from scoring.engine.rules import KINDS
from scoring.enums import EnteredBy, NodeKind, Rescaling, WhenExempt

GUIDE, HEAD, NODES, TABLES, BANDS, LIMITS, EXAMPLES, LISTS = (
    "Hướng dẫn",
    "Bộ tiêu chí",
    "Tiêu chí",
    "Bậc, mức",
    "Xếp loại",
    "Điều kiện",
    "Ví dụ",
    "Danh mục",
)
READ = (HEAD, NODES, TABLES, BANDS, LIMITS, EXAMPLES)
REQUIRED = (HEAD, NODES, BANDS)
MOST_ROWS, MOST_COLUMNS = 2000, 80
YES, NO = "Có", "Không"

Form = Literal["text", "number", "whole", "yes_no", "choice", "codes"]


@dataclass(frozen=True)
class Column:
    """One column (or one row of the sheet of the set itself): its key in the file's mapping and what people read."""

    key: str
    heading: str
    guidance: str
    form: Form = "text"
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    """Code → word."""
    width: int = 14
    told: bool = False
    """Written for the reader only; what stands in it is not read back."""


def _labels(choices: type[NodeKind | EnteredBy | Rescaling | WhenExempt]) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices}


KIND_WORDS = {kind: rule.label for kind, rule in KINDS.items()}
UNIT_GROUPS = UnitGroup.named()
AVERAGE_SCOPES = {"all": "Tất cả các đơn vị", "group": "Các đơn vị cùng khối"}
INSIDE = "Cách tính bên trong"
TABLE_WORDS = {
    "steps": "Bậc",
    "levels": "Mức",
    "late": "Mức chậm",
    "options": "Mức trả lời",
    "parts": "Phần",
    "rule": INSIDE,
}
"""Name of the parameter → what its rows are called on the sheet of tables."""

PARAMETERS = (
    Column("condition", "Điều kiện", "Câu nêu điều kiện phải đạt trước, ví dụ: Có kế hoạch được phê duyệt.", width=26),
    Column("unit", "Đơn vị tính", "Để trống là %; ghi khác khi đếm, ví dụ: sáng kiến.", width=11),
    Column("value_label", "Tên kết quả", "Tên của con số người nhập sẽ thấy.", width=22),
    Column("numerator_label", "Tên số đạt", "Tử số, ví dụ: Hồ sơ đúng hạn.", width=24),
    Column("denominator_label", "Tên tổng số", "Mẫu số, ví dụ: Hồ sơ đã giải quyết.", width=24),
    Column("may_exceed", "Được vượt 100%", "Số đạt có thể lớn hơn tổng số.", "yes_no"),
    Column("floor", "Mức sàn (%)", "Dưới mức này được 0 điểm.", "number", width=10),
    Column("ceiling", "Mức trọn điểm (%)", "Từ mức này được điểm tối đa; để trống là 100.", "number", width=11),
    Column("ceiling_excluded", "Phải trên mức trọn điểm", "Có, khi văn bản ghi “trên …%”.", "yes_no"),
    Column("threshold", "Ngưỡng", "Từ ngưỡng này được điểm tối đa.", "number", width=10),
    Column("threshold_excluded", "Phải trên ngưỡng", "Có, khi văn bản ghi “trên …”.", "yes_no"),
    Column("target", "Chỉ tiêu chung", "Để trống nếu mỗi đơn vị được giao một chỉ tiêu.", "number", width=10),
    Column("at_most", "Càng ít càng tốt", "Có, khi kết quả không được vượt mức so sánh.", "yes_no"),
    Column("higher", "Điểm khi cao hơn", "So với năm trước.", "number", width=10),
    Column("equal", "Điểm khi bằng", "So với năm trước; để trống là 0.", "number", width=10),
    Column("lower", "Điểm khi thấp hơn", "So với năm trước; để trống là 0.", "number", width=10),
    Column("reached", "Điểm khi đạt bình quân", "So với bình quân chung.", "number", width=11),
    Column("average_label", "Tên mức bình quân", "Ví dụ: Bình quân chung toàn tỉnh.", width=20),
    Column("scope", "Bình quân của", "Để trống là tất cả các đơn vị.", "choice", choices=AVERAGE_SCOPES, width=20),
    Column(
        "pooled", "Bình quân gộp", "Có: tổng số đạt chia tổng số chung; để trống là trung bình các tỷ lệ.", "yes_no"
    ),
    Column("otherwise", "Điểm khi không đạt", "Để trống là 0.", "number", width=10),
    Column("per_item", "Điểm mỗi việc", "Cộng hoặc trừ cho mỗi việc, mỗi lần.", "number", width=10),
    Column("item", "Tên việc", "Việc được đếm, ví dụ: báo cáo thiếu.", width=20),
    Column("per_late", "Điểm trừ mỗi lần chậm", "Để trống nếu không tính riêng.", "number", width=11),
    Column("late_item", "Tên lần chậm", "Ví dụ: báo cáo chậm.", width=16),
    Column("per_minor", "Điểm trừ mỗi vụ nhẹ", "Trừ cho mỗi vụ nhẹ.", "number", width=11),
    Column("least", "Điểm còn ít nhất khi có vụ nhẹ", "Để trống là trừ đến hết điểm.", "number", width=11),
    Column("minor", "Tên vụ nhẹ", "Ví dụ: trường hợp bị khiển trách.", width=20),
    Column("serious", "Tên vụ nghiêm trọng", "Có một vụ là 0 điểm.", width=20),
    Column("member", "Tên thành viên", "Ví dụ: viên chức.", width=14),
    Column("standard", "Mức thành viên phải đạt", "Ví dụ: hoàn thành nhiệm vụ trở lên.", width=22),
    Column("source", "Nguồn công bố", "Văn bản, nơi công bố kết quả.", width=24),
    Column("scale", "Thang công bố", "Mức cao nhất của kết quả công bố; để trống là 100.", "number", width=10),
    Column("step", "Bước chấm", "Điểm chấm là bội số của bước; để trống là 0,25.", "number", width=9),
)

NODE_COLUMNS = (
    Column("code", "Mã", "Mỗi nhóm, mỗi tiêu chí một mã, không quá 20 ký tự.", required=True, width=9),
    Column("parent", "Mã nhóm cha", "Để trống với nhóm lớn, điểm cộng và điểm trừ.", width=9),
    Column("kind", "Loại", "Nhóm, Tiêu chí, Điểm cộng hoặc Điểm trừ.", "choice", True, _labels(NodeKind), 11),
    Column("name", "Tên", "Như trong văn bản.", required=True, width=48),
    Column("max", "Điểm tối đa", "Điểm của nhóm bằng tổng điểm các mục bên trong.", "number", True, width=9),
    Column("rule", "Cách tính", "Chọn trong trang “Danh mục”; nhóm thì để trống.",
           "choice", choices=KIND_WORDS, width=24),
    Column("words", "Cách tính bằng lời", "Cổng tự viết khi xuất; khi nạp không đọc cột này.", width=46, told=True),
    Column("guidance", "Hướng dẫn chấm", "Lời dặn cho người chấm.", width=46),
    Column("evidence", "Tài liệu kiểm chứng", "Tài liệu chứng minh kết quả.", width=34),
    Column("indicator", "Mã chỉ số", "Mã chỉ số cấp số liệu; bắt buộc khi số liệu có sẵn trên cổng.", width=18),
    Column("entered_by", "Ai cung cấp số liệu", "Để trống là Đơn vị kê khai.",
           "choice", choices=_labels(EnteredBy), width=16),
    Column("may_not_apply", "Được đề nghị không áp dụng", "Có hoặc Không; để trống là Không.", "yes_no"),
    Column("suspended", "Lý do không đánh giá", "Ghi lý do thì cả mục này không được đánh giá ở phiên bản này.",
           width=24),
    Column("not_for", "Khối không áp dụng", "Tên khối, cách nhau bằng dấu chấm phẩy.",
           "codes", choices=UNIT_GROUPS, width=20),
    Column("rescaling", "Khi có mục không áp dụng", "Chỉ ghi ở nhóm; để trống là quy đổi theo tỷ lệ.", "choice",
           choices=_labels(Rescaling), width=18),
    Column("when_exempt", "Khi đơn vị được miễn", "Chỉ ghi ở tiêu chí; để trống là không tính tiêu chí.", "choice",
           choices=_labels(WhenExempt), width=18),
    *PARAMETERS,
)  # fmt: skip

TABLE_COLUMNS = (
    Column("node", "Mã tiêu chí", "Tiêu chí có bảng này.", required=True, width=10),
    Column("path", "Thuộc phần", "Mã phần chứa dòng này; phần trong phần cách nhau bằng dấu /. Để trống nếu của chính "
           "tiêu chí.", width=14),
    Column("table", "Loại dòng", "Bậc, Mức, Mức chậm, Mức trả lời, Phần hoặc Cách tính bên trong.", "choice", True,
           TABLE_WORDS, 16),
    Column("code", "Mã", "Mã của mức, mức trả lời hoặc phần.", width=10),
    Column("name", "Tên", "Tên của mức, mức trả lời hoặc phần.", width=40),
    Column("low", "Từ", "Bậc bắt đầu từ giá trị này; xếp từ cao xuống thấp, bậc cuối từ 0.", "number", width=9),
    Column("days", "Chậm không quá (ngày)", "Số ngày làm việc.", "whole", width=11),
    Column("points", "Điểm", "Điểm của bậc hoặc mức.", "number", width=9),
    Column("percent", "Tỷ lệ (%)", "Tỷ lệ của điểm tối đa, thay cho điểm; hệ số của mức trả lời.", "number", width=9),
    Column("max", "Điểm tối đa của phần", "Chỉ ghi khi cộng các phần.", "number", width=11),
    Column("rule", "Cách tính", "Của phần hoặc của cách tính bên trong.", "choice", choices=KIND_WORDS, width=24),
    *PARAMETERS,
)  # fmt: skip

BAND_COLUMNS = (
    Column("code", "Mã mức", "Chữ không dấu, số, gạch dưới.", required=True, width=16),
    Column("name", "Tên mức", "Ví dụ: Xuất sắc.", required=True, width=26),
    Column("low", "Từ điểm", "Xếp từ mức cao xuống thấp; mức thấp nhất từ 0.", "number", True, width=10),
)
LIMIT_COLUMNS = (
    Column("code", "Mã", "Mã điều kiện, ví dụ: khong_tu_cham.", required=True, width=18),
    Column("name", "Tên", "Như trong văn bản.", required=True, width=44),
    Column("when", "Loại điều kiện", "Chọn trong trang “Danh mục”.", "choice", True, LIMIT_KINDS, 34),
    Column("at_most", "Cao nhất chỉ đạt mức", "Mã mức ở trang “Xếp loại”.", required=True, width=16),
    Column("criteria", "Các tiêu chí", "Mã tiêu chí không được 0 điểm, cách nhau bằng dấu chấm phẩy; trống là mọi tiêu "
           "chí.", "codes", width=26),
    Column("node", "Nhóm hoặc tiêu chí", "Mã mục phải đạt tỷ lệ.", width=14),
    Column("percent", "Tỷ lệ phải đạt (%)", "Dưới tỷ lệ này của điểm tối đa thì bị hạ mức.", "number", width=12),
)  # fmt: skip

HEAD_ROWS = (
    Column("code", "Mã bộ tiêu chí", "Chữ không dấu, số, gạch nối; giữ nguyên qua các phiên bản.", required=True),
    Column("name", "Tên bộ tiêu chí", "Tên ghi trên văn bản.", required=True),
    Column("version", "Phiên bản", "Số nguyên từ 1; tăng lên khi bộ cũ đã dùng để chấm.", "whole", True),
    Column("total", "Tổng điểm", "Bằng tổng điểm các nhóm lớn.", "number", True),
    Column("cap_total", "Không vượt tổng điểm", "Có: kể cả điểm cộng, tổng không quá thang điểm.", "yes_no"),
    Column("bonus.cap", "Mức trần điểm cộng", "Để trống nếu không có điểm cộng.", "number"),
    Column("penalty.cap", "Mức trần điểm trừ", "Để trống nếu không có điểm trừ.", "number"),
    Column("tie_break", "Thứ tự phân định khi bằng điểm", "Mã các mục, cách nhau bằng dấu chấm phẩy; cuối cùng có thể "
           "ghi vote (bỏ phiếu).", "codes"),
    Column("quota.band", "Mức bị giới hạn tỷ lệ", "Mã mức ở trang “Xếp loại”; để trống nếu không giới hạn."),
    Column("quota.percent", "Tỷ lệ tối đa (%)", "Ví dụ: 20.", "number"),
    Column("quota.base", "Tính trên", "Để trống là tất cả các đơn vị được xếp loại.", "choice", choices=QUOTA_BASES),
    Column("quota.base_band", "Mức làm cơ sở", "Mã mức, khi chỉ tính trên các đơn vị từ mức đó trở lên."),
    Column("quota.rounding", "Làm tròn số suất", "Để trống là làm tròn xuống.", "choice", choices=ROUNDINGS),
    Column("quota.at_least", "Số suất ít nhất", "Để trống là 0.", "whole"),
    Column("quota.within_groups", "Tính riêng từng khối", "Có hoặc Không; để trống là Không.", "yes_no"),
)  # fmt: skip

FACTS = {
    "group": "Khối",
    "assessed": "Có tự đánh giá",
    "circumstances": "Sự việc",
    "entry": "Số liệu",
    "not_applicable": "Không áp dụng",
    "decided": "Điểm thẩm định",
    "expect": "Điểm mong đợi",
    "total": "Tổng điểm mong đợi",
    "grade": "Xếp loại mong đợi",
}
"""Part of a worked example → what its rows are called."""

EXPECTED = {"not_reported": "chưa có số liệu", "not_applicable": "không áp dụng"}

EXAMPLE_COLUMNS = (
    Column("name", "Tên ví dụ", "Các dòng cùng tên là một ví dụ.", required=True, width=34),
    Column("fact", "Nội dung", "Số liệu, điểm mong đợi… chọn trong trang “Danh mục”.", "choice", True, FACTS, 20),
    Column("code", "Mã", "Mã tiêu chí, mã mục hoặc mã điều kiện.", width=12),
    Column("path", "Phần hoặc mức trả lời", "Khi số liệu thuộc một phần hoặc một mức trả lời.", width=14),
    Column("input", "Tên số liệu", "Số đạt, Tổng số, Giá trị… xem trang “Danh mục”.", width=22),
    Column("value", "Giá trị", "Số, Có hoặc Không, mã mức, hoặc lời.", width=22),
    Column("reason", "Lý do", "Của điểm thẩm định.", width=34),
)  # fmt: skip

SHEETS: dict[str, tuple[Column, ...]] = {
    NODES: NODE_COLUMNS,
    TABLES: TABLE_COLUMNS,
    BANDS: BAND_COLUMNS,
    LIMITS: LIMIT_COLUMNS,
    EXAMPLES: EXAMPLE_COLUMNS,
}
