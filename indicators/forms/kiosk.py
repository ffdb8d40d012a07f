"""The PIN of the machine at a service point."""

from django import forms

from accounts.forms.base import PageForm
from indicators.services.kiosks import LONGEST, SHORTEST


class KioskPinForm(PageForm, forms.Form):
    """A new PIN, or none."""

    submit_label = "Lưu mã PIN"
    pin = forms.CharField(
        label="Mã PIN",
        required=False,
        max_length=LONGEST,
        help_text=f"{SHORTEST} đến {LONGEST} chữ số, người trực quầy dùng để thoát chế độ máy khảo sát. "
        "Để trống rồi lưu thì điểm này không dùng máy khảo sát.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["pin"].widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})
