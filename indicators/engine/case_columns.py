"""Which columns the files of one-stop systems have, and which of them a heading means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from core.text import search_key

CASES, SUMMARY, DIGITISATION, PORTAL = "cases", "summary", "digital", "portal"
"""The layouts, by the values of ``CaseLayout``."""
JOINT = " › "
"""Between the parts of a heading that stands over several columns and the part below it."""
LEAST_SCORE = 80
"""Less similar headings (0–100) are not proposed."""


@dataclass(frozen=True)
class Column:
    """One of our columns: what a person calls it, what kind of value it holds, and other names it goes by.

    ``form``: ``text``, ``moment``, ``count``, ``money``, ``yes_no``, ``outcome``, ``channel``. ``longest``: characters.
    """

    name: str
    label: str
    form: str = "text"
    required: bool = False
    synonyms: tuple[str, ...] = ()
    longest: int = 300


@dataclass(frozen=True)
class Match:
    """The heading that one of our columns probably is, and how similar it is (0–100)."""

    heading: str
    score: int


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    CASES: (
        Column("code", "Mã hồ sơ", required=True, longest=60, synonyms=("Số hồ sơ", "Mã số hồ sơ", "Số biên nhận")),
        Column("unit", "Đơn vị giải quyết", longest=200, synonyms=("Đơn vị", "Khoa phòng", "Phòng ban xử lý")),
        Column("procedure", "Thủ tục", synonyms=("Tên thủ tục", "Mã thủ tục", "Thủ tục hành chính", "Tên TTHC")),
        Column("field", "Lĩnh vực", longest=120, synonyms=("Tên lĩnh vực",)),
        Column("received", "Ngày tiếp nhận", "moment", True, synonyms=("Ngày nộp", "Ngày nhận", "Tiếp nhận lúc")),
        Column("due", "Ngày hẹn trả", "moment", synonyms=("Hạn xử lý", "Ngày hẹn", "Hạn trả", "Hẹn trả lúc")),
        Column("finished", "Ngày trả", "moment", synonyms=("Ngày trả kết quả", "Ngày kết thúc", "Ngày hoàn thành")),
        Column("paused_days", "Số ngày chờ bổ sung", "count", synonyms=("Số ngày tạm dừng",)),
        Column("outcome", "Kết quả xử lý", "outcome", synonyms=("Trạng thái", "Tình trạng", "Kết quả")),
        Column("channel", "Hình thức nộp", "channel", synonyms=("Hình thức tiếp nhận", "Kênh tiếp nhận", "Nguồn")),
        Column("fee", "Phí", "money", synonyms=("Tiền phí", "Mức phí")),
        Column("charge", "Lệ phí", "money", synonyms=("Tiền lệ phí", "Mức lệ phí")),
        Column("paid_online", "Thanh toán trực tuyến", "yes_no", synonyms=("Đã thanh toán trực tuyến",)),
        Column("inputs_digitised", "Số hóa thành phần hồ sơ", "yes_no", synonyms=("Số hóa TPHS", "Đã số hóa TPHS")),
        Column("result_digitised", "Số hóa kết quả", "yes_no", synonyms=("Số hóa KQ", "Số hóa kết quả giải quyết")),
        Column("data_reused", "Tái sử dụng dữ liệu", "yes_no", synonyms=("Tái sử dụng", "Tái sử dụng TPHS")),
        Column("applicant_name", "Người nộp", longest=150, synonyms=("Họ tên", "Tên người nộp", "Chủ hồ sơ")),
        Column("applicant_address", "Địa chỉ", synonyms=("Địa chỉ người nộp",)),
        Column("applicant_phone", "Số điện thoại", longest=20, synonyms=("Điện thoại", "SĐT")),
    ),
    SUMMARY: (
        Column("unit", "Đơn vị", longest=200, synonyms=("Tên đơn vị", "Đơn vị giải quyết")),
        Column("procedure", "Thủ tục", synonyms=("Tên thủ tục", "Tên TTHC")),
        Column("field", "Lĩnh vực", longest=120, synonyms=("Tên lĩnh vực", "Lĩnh vực giải quyết")),
        Column("received", "Tiếp nhận", "count", synonyms=("Tổng tiếp nhận", "Số hồ sơ tiếp nhận › Tổng số")),
        Column("received_online", "Tiếp nhận trực tuyến", "count", synonyms=("Số hồ sơ tiếp nhận › Trực tuyến",)),
        Column("received_direct", "Tiếp nhận trực tiếp, bưu chính", "count", synonyms=("Trực tiếp", "Trực tiếp/BCCI")),
        Column("carried_over", "Kỳ trước chuyển qua", "count", synonyms=("Từ kỳ trước", "Tồn kỳ trước")),
        Column("finished", "Đã giải quyết", "count", synonyms=("Đã giải quyết › Tổng số", "Tổng đã giải quyết")),
        Column("finished_early", "Giải quyết trước hạn", "count", synonyms=("Sớm hạn", "Đã giải quyết › Trước hạn")),
        Column("finished_on_time", "Giải quyết đúng hạn", "count", synonyms=("Đúng hạn", "Đã giải quyết › Đúng hạn")),
        Column("finished_late", "Giải quyết quá hạn", "count", synonyms=("Đã giải quyết › Quá hạn",)),
        Column("pending", "Đang giải quyết", "count", synonyms=("Đang giải quyết › Tổng số", "Chưa giải quyết")),
        Column("pending_in_time", "Đang giải quyết trong hạn", "count", synonyms=("Chưa đến hạn", "Trong hạn")),
        Column("pending_late", "Đang giải quyết quá hạn", "count", synonyms=("Quá hạn", "Đang giải quyết › Quá hạn")),
        Column("waiting", "Chờ trả", "count", synonyms=("Chờ trả kết quả",)),
        Column("supplement", "Bổ sung hồ sơ", "count", synonyms=("Bổ sung HS",)),
        Column("obligation", "Thực hiện nghĩa vụ tài chính", "count", synonyms=("Thực hiện NVTC",)),
        Column("refused", "Từ chối", "count"),
        Column("withdrawn", "Công dân rút", "count", synonyms=("Rút hồ sơ",)),
        Column("total", "Tổng cộng", "count"),
    ),
    DIGITISATION: (
        Column("unit", "Đơn vị", longest=200, synonyms=("Tên đơn vị",)),
        Column("procedure", "Thủ tục", synonyms=("Tên thủ tục", "Tên TTHC")),
        Column("field", "Lĩnh vực", longest=120, synonyms=("Tên lĩnh vực",)),
        Column("received", "Tiếp nhận", "count", synonyms=("Số hồ sơ tiếp nhận",)),
        Column("inputs_on_paper", "Chưa số hóa TPHS", "count", synonyms=("Chưa số hóa thành phần hồ sơ",)),
        Column("inputs_digitised", "Có số hóa TPHS", "count", True, synonyms=("Đã số hóa thành phần hồ sơ",)),
        Column("data_reused", "Tái sử dụng TPHS", "count", synonyms=("Tái sử dụng thành phần hồ sơ",)),
        Column("reused_national", "Tái sử dụng từ DVCQG", "count"),
        Column("finished", "Đã giải quyết", "count", synonyms=("Số hồ sơ đã giải quyết",)),
        Column("results_on_paper", "Chưa số hóa KQ", "count", synonyms=("Chưa số hóa kết quả",)),
        Column("results_digitised", "Đã số hóa KQ", "count", True, synonyms=("Đã số hóa kết quả",)),
    ),
    PORTAL: (
        Column("unit", "Đơn vị", longest=200, synonyms=("Tên đơn vị",)),
        Column("field", "Mức độ", longest=120, synonyms=("Mức độ dịch vụ công", "Loại dịch vụ công")),
        Column("received", "Tổng", "count", True, synonyms=("Tổng số hồ sơ", "Tổng số")),
        Column("finished", "Đã xử lý", "count", True, synonyms=("Đã giải quyết",)),
        Column("pending", "Chưa xử lý", "count", synonyms=("Đang xử lý",)),
        Column("finished_early", "Trước hạn", "count", synonyms=("Sớm hạn",)),
        Column("finished_on_time", "Đúng hạn", "count"),
        Column("finished_late", "Trễ hạn", "count", synonyms=("Quá hạn",)),
    ),
}
"""Columns that a file is mapped to."""
COUNTS: Mapping[str, tuple[str, ...]] = {
    SUMMARY: (
        "carried_over", "received_direct", "received_online", "finished_early", "finished_on_time", "finished_late",
        "closed_without_result", "pending_in_time", "pending_late",
    ),
    DIGITISATION: ("data_reused", "inputs_digitised", "inputs_on_paper", "results_digitised", "results_on_paper"),
    PORTAL: (
        "carried_over", "received_direct", "received_online", "finished_early", "finished_on_time", "finished_late",
        "closed_without_result", "pending_in_time", "pending_late",
    ),
}  # fmt: skip
"""Counts that a good row of a table of counts has, by their names in ``ProcedureCount``; they add up."""


def propose(layout: str, headings: Iterable[str]) -> dict[str, Match]:
    """Our column -> the heading that it most probably is; every heading at most once."""
    keys = {heading: search_key(heading) for heading in headings if heading}
    found = [
        (score, -place, column.name, heading)
        for column in COLUMNS[layout]
        for place, (heading, key) in enumerate(keys.items())
        if (score := _similarity(column, key)) >= LEAST_SCORE
    ]
    proposal: dict[str, Match] = {}
    taken: set[str] = set()
    for score, _, name, heading in sorted(found, reverse=True):
        if name not in proposal and heading not in taken:
            proposal[name] = Match(heading, score)
            taken.add(heading)
    return proposal


def chosen(layout: str, headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Our column -> heading: what was mapped once where its headings are there, else what is proposed."""
    kept = {name: heading for name, heading in remembered.items() if heading in headings}
    rest = propose(layout, [heading for heading in headings if heading not in kept.values()])
    return {**{name: match.heading for name, match in rest.items() if name not in kept}, **kept}


def missing(layout: str, columns: Mapping[str, str], headings: Sequence[str]) -> list[Column]:
    """Required columns that no heading of the file stands for."""
    return [column for column in COLUMNS[layout] if column.required and columns.get(column.name) not in headings]


def _similarity(column: Column, key: str) -> int:
    return round(max(fuzz.ratio(key, search_key(name)) for name in (column.label, *column.synonyms)))
