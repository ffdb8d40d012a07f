"""What a verifier types about one line, and how a proof is used again."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms
from django.db.models import QuerySet

from accounts.forms.base import RefusableForm
from core.formats import vn_number, vn_points
from core.numbers import read_number
from scoring.models import AssessmentItem, Evidence
from scoring.selectors import typed_figures
from scoring.services.office_figures import LONGEST_SOURCE, SOURCE
from scoring.services.verification import LONGEST_TEXT
from scoring.services.verified_points import ACCEPT, ADJUST, RETURN


class VietnameseNumberField(forms.CharField):
    """A number as written in Vietnam: “7,5”."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_number(text)
        except ValueError as refused:
            raise forms.ValidationError(str(refused)) from refused


def _text(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecisionForm(RefusableForm, forms.Form):
    """Agree, adjust or return; what the unit reads is kept apart from the office's own note."""

    decision = forms.ChoiceField(
        label="Kết luận", widget=forms.RadioSelect, help_text="Phím 1, 2, 3 để chọn; Ctrl và Enter để lưu."
    )
    points = VietnameseNumberField(label="Điểm điều chỉnh", required=False, max_length=12)
    reason = _text("Lý do điều chỉnh hoặc trả lại", "Đơn vị đọc được lý do này.")
    comment = _text("Ý kiến gửi đơn vị")
    internal_note = _text("Ghi chú nội bộ", "Chỉ người thẩm định đọc được.")
    figure_source = forms.CharField(
        label="Nguồn số liệu",
        required=False,
        max_length=LONGEST_SOURCE,
        help_text="Văn bản, biên bản hoặc nơi công bố, ví dụ: Quyết định số 45/QĐ-UBND ngày 12/01/2027.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: AssessmentItem, **kwargs: Any) -> None:
        decisions = {"accepted": ACCEPT, "adjusted": ADJUST, "returned": RETURN}
        kwargs.setdefault(
            "initial",
            {
                "decision": decisions.get(item.state, ""),
                "points": vn_number(item.verified_points) if item.state == "adjusted" else "",
                "reason": item.verified_reason if item.state in ("adjusted", "returned") else "",
                "comment": item.comment,
                "internal_note": item.internal_note,
                "figure_source": item.declared_source,
                "revision": item.revision,
            },
        )
        super().__init__(*args, **kwargs)
        self.asks_figures = typed_figures.by_office(item.criterion)
        if not self.asks_figures:
            del self.fields["figure_source"]
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            (ACCEPT, _accept_words(item)),
            (ADJUST, "Điều chỉnh điểm"),
            (RETURN, "Trả lại đơn vị"),
        ]
        self.fields["points"].help_text = f"Từ 0 đến {vn_points(item.criterion.max_points)}."
        self.fields["points"].widget.attrs["inputmode"] = "decimal"
        self.helper = FormHelper()
        self.helper.form_method = "post"
        self.helper.attrs = {"novalidate": "", "data-keep": "tham-dinh", "data-decision": ""}
        self.helper.layout = Layout(
            *self._figures(),
            "decision",
            "points",
            "reason",
            "comment",
            "internal_note",
            "revision",
            HTML(
                '<div class="form-actions"><button class="btn btn-primary" type="submit" name="next" value="1">'
                'Lưu và tiếp</button><button class="btn btn-quiet" type="submit">Lưu</button></div>'
            ),
        )

    def _figures(self) -> tuple[Any, ...]:
        """Where the office enters the figures: their fields, what the rule gives for them, and their source."""
        if not self.asks_figures:
            return ()
        return (HTML('{% include "scoring/_verification_figures.html" %}'), SOURCE)

    def decision_values(self) -> dict[str, Any]:
        """The cleaned values under the names of the service, with the figures as they were typed."""
        values = dict(self.cleaned_data)
        if self.asks_figures:
            values |= {"typed": self.data, "source": values.pop(SOURCE)}
        values["expected_revision"] = values.pop("revision")
        return values


def _accept_words(item: AssessmentItem) -> str:
    if typed_figures.by_office(item.criterion):
        return "Lấy điểm tính theo số liệu"
    if item.claims_not_applicable:
        return "Đồng ý không áp dụng tiêu chí này"
    if item.self_points is None:
        return "Đồng ý: chưa có điểm"
    return f"Đồng ý {vn_points(item.self_points)} điểm"


class ReuseForm(forms.Form):
    """Pin a file that the unit has uploaded before."""

    evidence = forms.ModelChoiceField(label="Tệp đã tải lên", queryset=Evidence.objects.none(), empty_label="Chọn tệp")
    page = forms.IntegerField(label="Trang", required=False, min_value=1, help_text="Chỉ với tệp PDF.")

    def __init__(self, *args: Any, files: QuerySet[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = files  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
