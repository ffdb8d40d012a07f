"""Headings that stand over something about the people who filed the cases are told from all others."""

import pytest

from indicators.engine.case_layouts import CASES, COLUMNS, DIGITISATION, PORTAL, SUMMARY
from indicators.engine.case_people import OF_APPLICANT, tells_of_people


@pytest.mark.parametrize(
    "heading",
    ["Chủ hồ sơ", "Họ và tên người nộp", "NGƯỜI NỘP HỒ SƠ", "Địa chỉ", "SĐT", "Email", "Số CMND/CCCD", "Ngày sinh",
     "Người nộp › Tên", "Chủ hồ sơ › Số", "ChuHoSo", "SO_DIEN_THOAI", "Tổ chức, cá nhân", "Mã số thuế"],
)  # fmt: skip
def test_about_people(heading):
    assert tells_of_people(heading)


@pytest.mark.parametrize(
    "heading",
    ["Mã hồ sơ", "Người nộp › Ngày nộp", "Công dân rút", "Ngày công dân nộp", "Người xử lý", "Hình thức nộp",
     "Nơi nhận",
     "Đơn vị", "STT", "Phòng ban xử lý", ""],
)  # fmt: skip
def test_about_the_case(heading):
    assert not tells_of_people(heading)


@pytest.mark.parametrize("layout", [CASES, SUMMARY, DIGITISATION, PORTAL])
def test_no_name_of_another_column_is_taken_for_people(layout):
    others = [column for column in COLUMNS[layout] if not column.name.startswith(OF_APPLICANT)]
    assert [name for column in others for name in (column.label, *column.synonyms) if tells_of_people(name)] == []


def test_every_name_of_the_columns_of_the_applicant_is():
    own = [column for column in COLUMNS[CASES] if column.name.startswith(OF_APPLICANT)]
    assert [name for column in own for name in (column.label, *column.synonyms) if not tells_of_people(name)] == []
