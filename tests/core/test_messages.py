"""Django's own messages are complete Vietnamese sentences that say how to mend."""

import pytest
from django import forms


class Everything(forms.Form):
    """One field for each kind of fault."""

    text = forms.CharField(max_length=3)
    number = forms.IntegerField()
    rate = forms.DecimalField(max_value=100, decimal_places=2)
    day = forms.DateField()
    code = forms.SlugField()
    choice = forms.ChoiceField(choices=[("a", "A")])
    needed = forms.CharField()


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("text", "bốn chữ", "Tối đa 3 ký tự, đang có 7. Hãy viết ngắn lại."),
        ("number", "mười", "Ghi một số nguyên, ví dụ 12."),
        ("rate", "101", "Giá trị lớn nhất được ghi là 100."),
        ("rate", "1.234", "Tối đa 2 chữ số sau dấu phẩy."),
        ("day", "31/02/2026", "Ngày này không có thật hoặc ghi sai. Ghi ngày/tháng/năm, ví dụ 5/12/2026."),
        ("code", "mã số", "Chỉ dùng chữ không dấu, số, gạch nối và gạch dưới."),
        ("choice", "b", "“b” không có trong danh sách. Hãy chọn lại."),
        ("needed", "", "Cần ghi mục này."),
    ],
)
def test_fault_is_said_in_vietnamese(field: str, typed: str, message: str) -> None:
    assert Everything({field: typed}).errors[field] == [message]
