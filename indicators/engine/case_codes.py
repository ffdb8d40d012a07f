"""Numbers that stand for words where a file holds the fields of the National Public Service Portal.

States and ways of filing as systems tell them to the portal: fields ``TrangThaiHoSo`` and ``KenhThucHien`` of a case
that is synchronised, by the technical guide of the Government Office for one-stop systems. The guide itself is not
freely published. The states are those that the public source of two systems which send such cases has in common: a
provincial one-stop system (namespace ``TD.DichVuCongApi``, its server and its pages) and a client of VNPT iGate, whose
page of codes says that the national portal lays them down; the ways of filing are those of the former, told alike by
its server and its pages. Other systems number their states otherwise (one gives 5 to “Đã trả kết quả”), so numbers are
understood only below a heading that is the name of the portal's field, or that names the portal.
"""

import re
from collections.abc import Mapping

from core.text import search_key

STATES = {
    "1": "Mới đăng ký", "2": "Được tiếp nhận", "3": "Không được tiếp nhận", "4": "Đang xử lý",
    "5": "Yêu cầu bổ sung giấy tờ", "6": "Yêu cầu thực hiện nghĩa vụ tài chính", "7": "Công dân yêu cầu rút hồ sơ",
    "8": "Dừng xử lý", "9": "Đã xử lý xong", "10": "Đã trả kết quả",
}  # fmt: skip
CHANNELS = {"1": "Trực tiếp", "2": "Trực tuyến", "3": "Bưu chính công ích"}
_PORTAL = re.compile(r"\b(?:dvcqg|dvc quoc gia|cong dich vu cong quoc gia|cong quoc gia)\b")
_FIELDS = {
    "outcome": (STATES, re.compile(r"(?:ma_?)?trang_?thai_?ho_?so(?:_?id)?", re.ASCII | re.IGNORECASE), "trang thai"),
    "channel": (CHANNELS, re.compile(r"(?:ma_?)?kenh_?thuc_?hien(?:_?id)?", re.ASCII | re.IGNORECASE), "kenh"),
}


def codes_of(form: str, heading: str) -> Mapping[str, str]:
    """Number -> the word that it stands for, in a column of this form below this heading; empty where none do."""
    if form not in _FIELDS:
        return {}
    codes, name, words = _FIELDS[form]
    key = search_key(heading)
    names_portal = _PORTAL.search(key) is not None and words in key
    return codes if name.fullmatch(heading.strip()) or names_portal else {}
