"""The days that a table is about, read from its titles."""

from datetime import date

import pytest

from indicators.engine.case_titles import span_of

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)


@pytest.mark.parametrize(
    ("titles", "span"),
    [
        (["Kỳ báo cáo: Tháng 10/2026"], OCTOBER),
        (["BÁO CÁO THÁNG 10 NĂM 2026"], OCTOBER),
        (["(Từ ngày 01/10/2026 đến ngày 31/10/2026)"], OCTOBER),
        (["Từ ngày 01 tháng 10 năm 2026 đến ngày 31 tháng 10 năm 2026"], OCTOBER),
        (["Từ 1/10/2026 - 31/10/2026", "Tháng 10/2026"], OCTOBER),
        (["Tháng 10/2026", "Hoài Nhơn, ngày 05 tháng 11 năm 2026"], OCTOBER),
        (["Quý III năm 2026"], (date(2026, 7, 1), date(2026, 9, 30))),
        (["Quý 4/2026"], (date(2026, 10, 1), date(2026, 12, 31))),
        (["Tháng 12/2026"], (date(2026, 12, 1), date(2026, 12, 31))),
        (["Từ ngày 15/12/2025 đến ngày 14/10/2026"], (date(2025, 12, 15), date(2026, 10, 14))),
        (["Tháng 9/2026", "Tháng 10/2026"], None),
        (["Ban hành kèm theo Thông tư số 02/2017/TT-VPCP ngày 31/10/2017"], None),
        (["Hoài Nhơn, ngày 05 tháng 11 năm 2026"], None),
        (["Từ ngày 31/02/2026 đến ngày 30/04/2026", "Tháng 13/2026", "DANH SÁCH"], None),
        ([], None),
    ],
)  # fmt: skip
def test_span(titles, span):
    assert span_of(titles) == span
