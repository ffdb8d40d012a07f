"""The tables that one-stop systems export, column by column, with the names their columns go by.

Layouts as published by provinces (e-PAR report 1, the case list, digitisation as in QĐ 766/QĐ-TTg, portal statistics)
and the official report form of TT 02/2017/TT-VPCP and its successors.
"""

from collections.abc import Mapping
from dataclasses import dataclass

CASES, SUMMARY, DIGITISATION, PORTAL = "cases", "summary", "digital", "portal"
"""The layouts, by the values of ``CaseLayout``."""
RECEIVED, FINISHED, PENDING = "received", "finished", "pending"
"""Groups of columns of a table of counts: what came, what is done, what is not."""
GROUP_WORDS: Mapping[str, tuple[str, ...]] = {
    RECEIVED: ("Tiếp nhận", "Số hồ sơ tiếp nhận", "Số hồ sơ nhận giải quyết"),
    FINISHED: ("Đã giải quyết", "Đã xử lý", "Đã trả", "Đã trả kết quả", "Kết quả giải quyết", "Hoàn thành"),
    PENDING: ("Đang giải quyết", "Đang xử lý", "Chưa giải quyết", "Chưa xử lý", "Tồn"),
}
"""Headings that stand over the columns of a group."""


@dataclass(frozen=True)
class Column:
    """One of our columns: what a person calls it, what kind of value it holds, and other names it goes by.

    ``form``: ``text``, ``moment``, ``count``, ``money``, ``yes_no``, ``outcome``, ``channel``. ``longest``: characters.
    ``group``: the headings over it; ``inside``: its names below such a heading. ``preferred``: names that win where a
    file has several of them.
    """

    name: str
    label: str
    form: str = "text"
    required: bool = False
    synonyms: tuple[str, ...] = ()
    longest: int = 300
    group: str = ""
    inside: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()


def _count(name: str, label: str, *synonyms: str, group: str = "", inside: str = "", required: bool = False) -> Column:
    """A column of whole numbers; ``inside``: its names below the heading of its group, parted by |."""
    names = tuple(inside.split("|")) if inside else ()
    return Column(name, label, "count", required, synonyms, group=group, inside=names)


_TOTAL_NAMES = "Tổng số|Tổng|Tổng cộng"
_UNIT = Column("unit", "Đơn vị", longest=200, synonyms=("Tên đơn vị", "Đơn vị giải quyết", "Cơ quan, đơn vị"))
_PROCEDURE = Column("procedure", "Thủ tục", synonyms=("Tên thủ tục", "Thủ tục hành chính", "Tên TTHC"))
_FIELD_NAMES = ("Tên lĩnh vực", "Lĩnh vực giải quyết", "Lĩnh vực công việc giải quyết")

_CASE_LIST = (
    Column("code", "Mã hồ sơ", "text", True, ("Số hồ sơ", "Mã số hồ sơ", "Số biên nhận", "Mã biên nhận"), 60),
    Column(
        "unit", "Đơn vị giải quyết", longest=200,
        synonyms=("Đơn vị", "Đơn vị xử lý", "Khoa phòng", "Khoa, phòng", "Phòng ban xử lý", "Đơn vị thụ lý"),
    ),
    Column(
        "procedure", "Thủ tục",
        synonyms=("Tên thủ tục", "Mã thủ tục", "Thủ tục hành chính", "Tên thủ tục hành chính", "Tên TTHC", "Mã TTHC"),
    ),
    Column("field", "Lĩnh vực", longest=120, synonyms=("Tên lĩnh vực",)),
    Column(
        "received", "Ngày tiếp nhận", "moment", True,
        ("Ngày nộp", "Ngày nộp hồ sơ", "Ngày nhận", "Ngày nhận hồ sơ", "Tiếp nhận lúc", "Thời gian tiếp nhận"),
        preferred=("Ngày tiếp nhận", "Thời gian tiếp nhận"),
    ),
    Column(
        "due", "Ngày hẹn trả", "moment",
        synonyms=("Ngày hẹn trả kết quả", "Hạn xử lý", "Hạn giải quyết", "Ngày hẹn", "Hạn trả", "Hạn trả kết quả",
                  "Thời gian hẹn trả", "Thời gian hẹn trả kết quả", "Ngày trả kết quả dự kiến",
                  "Ngày dự kiến trả kết quả"),
        preferred=("Ngày hẹn trả", "Ngày hẹn trả kết quả"),
    ),
    Column(
        "finished", "Ngày trả", "moment",
        synonyms=("Ngày trả kết quả", "Ngày trả thực tế", "Ngày kết thúc", "Ngày hoàn thành", "Thời gian trả kết quả",
                  "Ngày có kết quả", "Ngày kết thúc xử lý"),
        # A result that waits for its owner was finished in time; systems compare this day with the due day as well.
        preferred=("Ngày kết thúc xử lý", "Ngày có kết quả", "Ngày kết thúc"),
    ),
    Column(
        "paused_days", "Số ngày chờ bổ sung", "count",
        synonyms=("Số ngày tạm dừng", "Số ngày dừng xử lý", "Số ngày bổ sung hồ sơ"),
    ),
    Column(
        "outcome", "Kết quả xử lý", "outcome",
        synonyms=("Trạng thái", "Trạng thái hồ sơ", "Tình trạng", "Tình trạng hồ sơ", "Kết quả", "Kết quả giải quyết",
                  "Mã trạng thái", "Mã trạng thái hồ sơ"),
    ),
    Column(
        "channel", "Hình thức nộp", "channel",
        synonyms=("Hình thức tiếp nhận", "Hình thức nộp hồ sơ", "Kênh tiếp nhận", "Nguồn hồ sơ", "Nguồn tiếp nhận",
                  "Kênh thực hiện", "Mã kênh thực hiện"),
    ),
    Column("fee", "Phí", "money", synonyms=("Tiền phí", "Mức phí", "Số tiền phí")),
    Column("charge", "Lệ phí", "money", synonyms=("Tiền lệ phí", "Mức lệ phí", "Số tiền lệ phí")),
    Column(
        "paid_online", "Thanh toán trực tuyến", "yes_no",
        synonyms=("Đã thanh toán trực tuyến", "Nộp phí trực tuyến", "TTTT"),
    ),
    Column(
        "inputs_digitised", "Số hóa thành phần hồ sơ", "yes_no",
        synonyms=("Đã số hóa thành phần hồ sơ", "Số hóa TPHS", "Đã số hóa TPHS", "Số hóa hồ sơ"),
    ),
    Column(
        "result_digitised", "Số hóa kết quả", "yes_no",
        synonyms=("Đã số hóa kết quả", "Số hóa KQ", "Số hóa kết quả giải quyết", "Đã số hóa KQ"),
    ),
    Column(
        "data_reused", "Tái sử dụng dữ liệu", "yes_no",
        synonyms=("Tái sử dụng", "Tái sử dụng TPHS", "Khai thác dữ liệu số hóa", "Tái sử dụng thành phần hồ sơ"),
    ),
    Column(
        "applicant_name", "Người nộp", longest=150,
        synonyms=("Họ tên", "Họ và tên", "Người nộp hồ sơ", "Tên người nộp", "Chủ hồ sơ", "Tổ chức, cá nhân nộp"),
    ),
    Column("applicant_address", "Địa chỉ", synonyms=("Địa chỉ người nộp", "Địa chỉ thường trú")),
    Column("applicant_phone", "Số điện thoại", longest=20, synonyms=("Điện thoại", "SĐT", "Số ĐT")),
)  # fmt: skip

_SUMMARY = (
    _UNIT,
    _PROCEDURE,
    Column("field", "Lĩnh vực", longest=120, synonyms=_FIELD_NAMES),
    _count("received", "Tiếp nhận", "Tổng tiếp nhận", "Số hồ sơ tiếp nhận", group=RECEIVED, inside=_TOTAL_NAMES),
    _count(
        "received_online", "Tiếp nhận trực tuyến", "Trực tuyến", "Nộp trực tuyến",
        group=RECEIVED, inside="Trực tuyến|Trong kỳ › Trực tuyến|Qua mạng",
    ),
    _count(
        "received_direct", "Tiếp nhận trực tiếp, bưu chính", "Trực tiếp", "Trực tiếp, BCCI", "Nộp trực tiếp",
        group=RECEIVED, inside="Trực tiếp|Trực tiếp/BCCI|Trực tiếp, dịch vụ bưu chính|Trong kỳ › Trực tiếp, BCCI",
    ),
    _count(
        "carried_over", "Kỳ trước chuyển qua", "Từ kỳ trước chuyển sang", "Tồn kỳ trước", "Hồ sơ kỳ trước",
        group=RECEIVED, inside="Từ kỳ trước|Kỳ trước chuyển qua|Kỳ trước chuyển sang|Từ kỳ trước chuyển qua",
    ),
    _count("finished", "Đã giải quyết", "Tổng đã giải quyết", "Đã xử lý", group=FINISHED, inside=_TOTAL_NAMES),
    _count(
        "finished_early", "Giải quyết trước hạn", "Sớm hạn", "Trước hạn", "Trả sớm hạn",
        group=FINISHED, inside="Trước hạn|Sớm hạn",
    ),
    _count(
        "finished_on_time", "Giải quyết đúng hạn", "Đúng hạn", "Trả đúng hạn", "Trước và đúng hạn",
        group=FINISHED, inside="Đúng hạn|Trước và đúng hạn|Đúng và trước hạn", required=True,
    ),
    _count(
        "finished_late", "Giải quyết quá hạn", "Giải quyết trễ hạn", "Trả quá hạn",
        group=FINISHED, inside="Quá hạn|Trễ hạn", required=True,
    ),
    _count(
        "pending", "Đang giải quyết", "Tổng đang giải quyết", "Chưa giải quyết", "Đang xử lý",
        group=PENDING, inside=_TOTAL_NAMES,
    ),
    _count(
        "pending_in_time", "Đang giải quyết trong hạn", "Chưa đến hạn", "Trong hạn",
        group=PENDING, inside="Trong hạn|Chưa đến hạn",
    ),
    _count("pending_late", "Đang giải quyết quá hạn", group=PENDING, inside="Quá hạn|Trễ hạn"),
    _count("waiting", "Chờ trả", "Chờ trả kết quả"),
    _count("supplement", "Bổ sung hồ sơ", "Bổ sung HS", "Chờ bổ sung"),
    _count("obligation", "Thực hiện nghĩa vụ tài chính", "Thực hiện NVTC"),
    _count("refused", "Từ chối", "Từ chối giải quyết", "Trả lại"),
    _count("withdrawn", "Công dân rút", "Rút hồ sơ", "Công dân rút hồ sơ"),
    _count("total", "Tổng cộng", "Tổng số hồ sơ", "Tổng hồ sơ"),
)  # fmt: skip

_DIGITISATION = (
    _UNIT,
    _PROCEDURE,
    Column("field", "Lĩnh vực", longest=120, synonyms=_FIELD_NAMES),
    _count("received", "Tiếp nhận", "Số hồ sơ tiếp nhận", "Đã tiếp nhận", group=RECEIVED, inside=_TOTAL_NAMES),
    _count("inputs_on_paper", "Chưa số hóa TPHS", "Chưa số hóa thành phần hồ sơ", "Không số hóa TPHS"),
    _count(
        "inputs_digitised", "Có số hóa TPHS", "Đã số hóa TPHS", "Đã số hóa thành phần hồ sơ",
        "Có số hóa thành phần hồ sơ", required=True,
    ),
    _count("data_reused", "Tái sử dụng TPHS", "Tái sử dụng thành phần hồ sơ", "Tái sử dụng"),
    _count("reused_national", "Tái sử dụng từ DVCQG", "Tái sử dụng TPHS từ DVCQG"),
    _count("finished", "Đã giải quyết", "Số hồ sơ đã giải quyết", group=FINISHED, inside=_TOTAL_NAMES),
    _count("results_on_paper", "Chưa số hóa KQ", "Chưa số hóa kết quả", "Không số hóa KQ"),
    _count("results_digitised", "Đã số hóa KQ", "Có số hóa KQ", "Đã số hóa kết quả", required=True),
)  # fmt: skip

_PORTAL = (
    _UNIT,
    Column("field", "Mức độ", "text", True, ("Mức độ dịch vụ công", "Mức độ DVC", "Loại dịch vụ công"), 120),
    _count("received", "Tổng", "Tổng số hồ sơ", "Tổng số", "Tổng hồ sơ", required=True),
    _count("finished", "Đã xử lý", "Đã giải quyết", required=True),
    _count("pending", "Chưa xử lý", "Đang xử lý", "Chưa giải quyết"),
    _count("finished_early", "Trước hạn", "Sớm hạn"),
    _count("finished_on_time", "Đúng hạn", required=True),
    _count("finished_late", "Trễ hạn", "Quá hạn", required=True),
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    CASES: _CASE_LIST,
    SUMMARY: _SUMMARY,
    DIGITISATION: _DIGITISATION,
    PORTAL: _PORTAL,
}
"""Columns that a file is mapped to."""
_PROCESSING = (
    "carried_over", "received_direct", "received_online", "finished_early", "finished_on_time", "finished_late",
    "closed_without_result", "pending_in_time", "pending_late",
)  # fmt: skip
COUNTS: Mapping[str, tuple[str, ...]] = {
    SUMMARY: _PROCESSING,
    DIGITISATION: (
        "digitised_reused",
        "inputs_digitised",
        "inputs_on_paper",
        "results_digitised",
        "results_on_paper",
    ),
    PORTAL: _PROCESSING,
}
"""Counts that a good row of a table of counts has, by their names in ``ProcedureCount``; they add up."""
ONE_OF: Mapping[str, tuple[tuple[str, ...], ...]] = {
    CASES: (),
    SUMMARY: (("field", "procedure", "unit"), ("received", "total", "received_online", "received_direct")),
    DIGITISATION: (("unit", "field", "procedure"),),
    PORTAL: (),
}
"""Of each of these sets of columns at least one is required."""
