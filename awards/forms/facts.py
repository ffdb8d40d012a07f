"""What the office types about ratings, initiatives and discipline."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms.base import PageForm, UnitChoice
from accounts.models import Person, Unit
from awards.enums import DisciplineMeasure, InitiativeKind, InitiativeScope, Level
from awards.forms.fields import PersonChoice, day, text


class RatingForm(PageForm, forms.Form):
    """A legal performance level."""

    submit_label = "Ghi kết quả"
    keep = "xep-loai"
    unit = UnitChoice(
        label="Đơn vị", queryset=Unit.objects.none(), required=False, empty_label="Chọn khi xếp loại tập thể"
    )
    person = PersonChoice(
        label="Cá nhân", queryset=Person.objects.none(), required=False, empty_label="Chọn khi xếp loại cá nhân"
    )
    year = forms.IntegerField(label="Năm", min_value=2020, max_value=2100)
    level = forms.ChoiceField(label="Mức xếp loại", choices=Level.choices)
    source = text("Văn bản xếp loại", limit=200, help_text="Ví dụ: Thông báo số 15/TB-TTYT.")
    decided_on = day("Ngày")

    def __init__(self, *args: Any, units: QuerySet[Unit], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("unit")) == bool(cleaned.get("person")):
            raise forms.ValidationError("Chọn một đơn vị hoặc một cá nhân, không chọn cả hai.")
        return cleaned


class InitiativeForm(PageForm, forms.Form):
    """A recognised initiative of up to three authors."""

    submit_label = "Ghi vào sổ"
    keep = "sang-kien"
    title = text("Tên sáng kiến, đề tài", limit=300)
    kind = forms.ChoiceField(label="Loại", choices=InitiativeKind.choices)
    scope = forms.ChoiceField(label="Phạm vi ảnh hưởng", choices=InitiativeScope.choices)
    decision_number = text("Số quyết định công nhận", limit=40)
    decided_on = day("Ngày công nhận")
    benefit = text("Hiệu quả", rows=3, limit=2000, required=False)

    AUTHORS = (1, 2, 3)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in self.AUTHORS:
            is_first = number == 1
            self.fields[f"author_{number}"] = PersonChoice(
                label=f"Tác giả {number}",
                queryset=people,
                required=is_first,
                empty_label="Chọn tác giả" if is_first else "Không có",
            )
            self.fields[f"share_{number}"] = forms.IntegerField(
                label=f"Tỷ lệ đóng góp của tác giả {number} (%)",
                required=is_first,
                min_value=1,
                max_value=100,
                initial=100 if is_first else None,
            )

    def shares(self) -> dict[Person, int]:
        """The authors with their shares."""
        found: dict[Person, int] = {}
        for number in self.AUTHORS:
            person, share = self.cleaned_data.get(f"author_{number}"), self.cleaned_data.get(f"share_{number}")
            if person and share:
                found[person] = found.get(person, 0) + share
        return found


class DisciplineForm(PageForm, forms.Form):
    """A disciplinary matter."""

    submit_label = "Ghi vào sổ"
    keep = "ky-luat"
    person = PersonChoice(label="Người", queryset=Person.objects.none(), empty_label="Chọn người")
    measure = forms.ChoiceField(label="Hình thức", choices=DisciplineMeasure.choices)
    starts_on = day("Từ ngày")
    ends_on = day("Đến ngày", required=False, help_text="Để trống khi chưa hết thời hạn.")
    source = text("Văn bản", limit=200)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ConclusionForm(PageForm, forms.Form):
    """How a matter that was being verified ended."""

    submit_label = "Ghi kết luận"
    measure = forms.ChoiceField(
        label="Kết luận",
        choices=[choice for choice in DisciplineMeasure.choices if choice[0] != DisciplineMeasure.PENDING],
    )
    ends_on = day("Ngày kết luận hoặc hết thời hạn kỷ luật")
    source = text("Văn bản kết luận", limit=200)
