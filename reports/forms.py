"""What people write in notices and reports."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django import forms

from campaigns.forms.plans import SIGNER_TITLE_HINT
from core.text import nfc
from reports.documents.yearly_report import NARRATIVE_FIELDS
from reports.enums import DocumentKind
from reports.models import ReportDocument

LONGEST_NARRATIVE = 20_000


class ReportDocumentForm(forms.ModelForm):
    """Symbol, addressee, recipients and signer; for a report also its narrative fields."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ReportDocument
        fields = ("symbol", "addressee", "recipients", "signer_title", "signer_name")
        widgets = {
            "recipients": forms.Textarea(attrs={"rows": 5}),
            "signer_title": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {"signer_title": SIGNER_TITLE_HINT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = self.instance.revision
        self.narrative_codes = self._add_narrative()
        if self.instance.kind != DocumentKind.YEARLY_REPORT:
            del self.fields["addressee"]
        self.helper = FormHelper()
        self.helper.attrs = {"data-keep": f"document-{self.instance.kind}-{self.instance.round_id}"}
        self.helper.layout = self._layout()

    @property
    def narrative(self) -> dict[str, str]:
        """What was written in the narrative fields, by code."""
        return {code: self.cleaned_data[code] for code in self.narrative_codes}

    def _add_narrative(self) -> list[str]:
        if self.instance.kind != DocumentKind.YEARLY_REPORT:
            return []
        for code, heading, is_required in NARRATIVE_FIELDS:
            self.fields[code] = NarrativeField(
                label=heading if is_required else f"{heading} (nếu có)",
                initial=self.instance.narrative.get(code, ""),
            )
        return [code for code, _, _ in NARRATIVE_FIELDS]

    def _layout(self) -> Layout:
        frame = [name for name in self.Meta.fields if name in self.fields]
        written = [Field(code) for code in self.narrative_codes]
        parts = [Fieldset("Nội dung viết", *written)] if written else []
        return Layout(
            "revision",
            *parts,
            Fieldset("Thể thức", *(Field(name) for name in frame)),
            Div(Submit("save", "Lưu", css_class="btn-primary"), css_class="form-actions"),
        )


class NarrativeField(forms.CharField):
    """Several paragraphs of text, one a line; a line that begins with “- ” is printed as such."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=LONGEST_NARRATIVE,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text="Mỗi đoạn một dòng; dòng bắt đầu bằng “- ” được in thành gạch đầu dòng.",
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return nfc(super().clean(value))
