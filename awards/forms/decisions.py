"""What is typed about decisions and the register of honours."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms.base import PageForm, UnitChoice
from accounts.models import Person, Unit
from awards.forms.fields import CleanText, DossierChoices, PersonChoice, day, text
from awards.models import Award, Dossier


class DecisionForm(PageForm, forms.Form):
    """The wording of a decision, and for a new one whom it lists."""

    submit_label = "Soạn dự thảo"
    keep = "quyet-dinh"
    title = text("Trích yếu", limit=300, help_text="Ví dụ: Về việc khen thưởng thành tích năm 2026.")
    achievement = text("Thành tích chung", limit=300, help_text="Viết tiếp sau chữ “đã”: hoàn thành tốt nhiệm vụ …")
    bases = text(
        "Căn cứ", rows=5, limit=6000, required=False, help_text="Mỗi căn cứ một dòng. Để trống để lấy căn cứ mặc định."
    )
    dossiers = DossierChoices(
        label="Hồ sơ đưa vào quyết định", queryset=Dossier.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, dossiers: QuerySet[Dossier] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if dossiers is None:
            del self.fields["dossiers"]
            self.submit_label = "Lưu dự thảo"
        else:
            self.fields["dossiers"].queryset = dossiers  # type: ignore[attr-defined]


class SignForm(PageForm, forms.Form):
    """Number and date of the decision."""

    submit_label = "Ký quyết định"
    signed_on = day("Ngày ký")
    number = forms.IntegerField(
        label="Số", required=False, min_value=1, help_text="Để trống để lấy số tiếp theo trong sổ văn bản đi."
    )


class SuperiorDecisionForm(PageForm, forms.Form):
    """What a superior decided."""

    submit_label = "Ghi quyết định"
    decision_number = text("Số quyết định", limit=40, help_text="Ví dụ: 1234/QĐ-UBND.")
    decided_on = day("Ngày quyết định")
    decider_name = text("Cấp quyết định", limit=200, help_text="Ví dụ: Chủ tịch Ủy ban nhân dân tỉnh Gia Lai.")


class HonourForm(SuperiorDecisionForm):
    """An award from before the portal, or one decided elsewhere."""

    submit_label = "Ghi vào sổ vàng"
    keep = "so-vang"
    award = forms.ModelChoiceField(
        label="Danh hiệu, hình thức", queryset=Award.objects.all(), empty_label="Chọn danh hiệu, hình thức"
    )
    year = forms.IntegerField(label="Năm khen thưởng", min_value=1990, max_value=2100)
    unit = UnitChoice(label="Đơn vị", queryset=Unit.objects.none())
    person = PersonChoice(
        label="Cá nhân", queryset=Person.objects.none(), required=False, empty_label="Khen thưởng tập thể"
    )
    achievement = text("Thành tích", limit=300, required=False)
    field_order = ["award", "year", "unit", "person", "decision_number", "decided_on", "decider_name", "achievement"]

    def __init__(self, *args: Any, units: QuerySet[Unit], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        person, unit = cleaned.get("person"), cleaned.get("unit")
        if person and unit and person.unit_id != unit.pk:
            self.add_error("person", f"{person.full_name} không thuộc {unit.short_name}.")
        return cleaned


class ConfirmationForm(forms.Form):
    """The code printed on a decision or certificate."""

    code = CleanText(label="Mã xác nhận", max_length=12)
