"""What is typed about the council and its sessions."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.forms.base import PageForm
from accounts.models import User
from awards.enums import CouncilRole
from awards.forms.fields import DossierChoices, UserChoice, day, text
from awards.models import AwardRound, Dossier


class CouncilForm(PageForm, forms.Form):
    """The founding decision."""

    submit_label = "Lập Hội đồng"
    name = text("Tên Hội đồng", limit=200)
    decision_number = text("Số quyết định thành lập", limit=40)
    valid_from = day("Hoạt động từ ngày")


class SeatForm(PageForm, forms.Form):
    """A seat in the council."""

    submit_label = "Thêm thành viên"
    user = UserChoice(label="Người", queryset=User.objects.none(), empty_label="Chọn người")
    role = forms.ChoiceField(label="Vai trò", choices=CouncilRole.choices, initial=CouncilRole.MEMBER)

    def __init__(self, *args: Any, users: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = users  # type: ignore[attr-defined]


class SessionForm(PageForm, forms.Form):
    """A session with its agenda."""

    submit_label = "Mời họp"
    keep = "phien-hop"
    award_round = forms.ModelChoiceField(label="Đợt xét", queryset=AwardRound.objects.none(), empty_label=None)
    title = text("Tên phiên họp", limit=200)
    starts_on = day("Ngày họp")
    starts_time = forms.TimeField(
        label="Giờ họp",
        widget=forms.TimeInput(attrs={"placeholder": "giờ:phút", "inputmode": "numeric"}, format="%H:%M"),
        input_formats=["%H:%M", "%Hh%M", "%Hh"],
    )
    place = text("Địa điểm", limit=200)
    dossiers = DossierChoices(
        label="Hồ sơ đưa ra phiên họp",
        queryset=Dossier.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Chỉ gồm hồ sơ đã thẩm định đủ điều kiện. Có thể thêm sau.",
    )

    def __init__(self, *args: Any, rounds: QuerySet[AwardRound], dossiers: QuerySet[Dossier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["award_round"].queryset = rounds  # type: ignore[attr-defined]
        self.fields["dossiers"].queryset = dossiers  # type: ignore[attr-defined]

    def starts_at(self) -> datetime:
        """The moment of the session, in the centre's own time."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["starts_on"], self.cleaned_data["starts_time"]))


class DiscussionForm(PageForm, forms.Form):
    """What was said, for the minutes."""

    submit_label = "Lưu diễn biến"
    keep = "dien-bien"
    discussion = text("Diễn biến, ý kiến thảo luận", rows=6, limit=20000, required=False)
