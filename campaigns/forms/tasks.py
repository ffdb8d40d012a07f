"""Tasks: the six clarities, and the report of a result."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.forms.base import PageForm
from accounts.models import Person, Unit
from campaigns.forms.plans import SeenForm, choose_from, lines
from campaigns.models import Campaign, ContentArea, Task
from core.fields import DayInput


class PersonChoice(forms.ModelChoiceField):
    """People with the unit they belong to."""

    def label_from_instance(self, person: Person) -> str:
        return f"{person.full_name} – {person.unit.short_name}"


class TaskForm(SeenForm, forms.ModelForm):
    """A task; all six clarities are required."""

    submit_label = "Giao nhiệm vụ"
    keep = "nhiem-vu"
    assignee = PersonChoice(
        queryset=Person.objects.none(),
        label="Rõ người",
        empty_label="Chọn người",
        help_text="Ai trực tiếp làm: một người của đơn vị thực hiện.",
    )

    class Meta:
        model = Task
        fields = (
            "unit",
            "content_area",
            "assignee",
            "work",
            "due_on",
            "responsibility",
            "product",
            "authority",
        )
        widgets = {
            "work": lines(2),
            "due_on": DayInput(),
            "responsibility": lines(2),
            "product": lines(2),
            "authority": lines(2),
        }
        help_texts = {
            "work": "Làm việc gì, đến đâu: một câu có động từ.",
            "due_on": "Ngày phải xong.",
            "responsibility": "Ai chịu trách nhiệm chính, ai phối hợp.",
            "product": "Kết quả cụ thể nộp về: văn bản, số liệu, tỷ lệ…",
            "authority": "Ai được quyết định, ai duyệt kết quả.",
            "content_area": "Nội dung thi đua mà nhiệm vụ phục vụ.",
        }

    def __init__(self, *args: Any, campaign: Campaign, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        choose_from(self, "unit", units, "Chọn đơn vị")
        choose_from(self, "content_area", areas_of(campaign), "Không gắn với nội dung nào")
        working = Q(active_to__isnull=True) | Q(active_to__gte=today)
        people = (
            Person.objects.filter(working, unit__path__startswith=campaign.unit.path)
            .select_related("unit")
            .order_by("unit__position", "unit__sort_key", "sort_key")
        )
        choose_from(self, "assignee", people)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unit, person = data.get("unit"), data.get("assignee")
        if unit and person and not person.unit.is_within(unit):
            self.add_error("assignee", f"{person} không thuộc {unit}. Chọn người của đơn vị thực hiện.")
        return data


def areas_of(campaign: Campaign) -> QuerySet[ContentArea]:
    """Content areas of the campaign's newest plan version."""
    newest = campaign.plans.order_by("-version").first()
    return ContentArea.objects.filter(plan=newest)


class TaskReportForm(PageForm, forms.Form):
    """A unit reports that the work is done."""

    submit_label = "Gửi báo cáo"
    keep = "bao-cao-nhiem-vu"
    result = forms.CharField(
        label="Kết quả", max_length=4000, widget=lines(4), help_text="Sản phẩm đã nộp, số và ngày văn bản nếu có."
    )
    completed_on = forms.DateField(label="Hoàn thành ngày", widget=DayInput())
