"""The door of filled-in workbooks: what was checked is taken once, and for what it was checked."""

from dataclasses import dataclass, field
from io import BytesIO

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from openpyxl import Workbook

from core.workbooks.door import SHOWN_ERRORS, Door
from core.workbooks.reading import CellError
from tests.core.test_list_files import asked

pytestmark = pytest.mark.django_db
DOOR = Door("test_import")


class FileForm(forms.Form):
    file = forms.FileField()


@dataclass
class Plan:
    errors: list[CellError] = field(default_factory=list)


def book() -> bytes:
    target = BytesIO()
    Workbook().save(target)
    return target.getvalue()


def uploaded(request: HttpRequest, content: bytes, plan: Plan, about: int | None = None) -> tuple[dict, forms.Form]:
    form = FileForm({}, {"file": SimpleUploadedFile("tep.xlsx", content)})
    assert form.is_valid()
    return DOOR.check(request, form, lambda content: plan, about=about), form


def test_sound_file_is_taken_once() -> None:
    request, content = asked(), book()

    context, _ = uploaded(request, content, Plan())

    assert (context["errors"], context["file_name"]) == ([], "tep.xlsx")
    _, name = request.session[DOOR.key]
    assert DOOR.take(request) == content
    assert DOOR.take(request) is None and "chọn lại tệp" in str(next(iter(get_messages(request))))
    assert not default_storage.exists(name)


def test_file_is_taken_for_what_it_was_checked_for_only() -> None:
    request, content = asked(), book()
    uploaded(request, content, Plan(), about=1)

    assert DOOR.take(request, about=2) is None
    assert DOOR.take(request, about=1) == content


def test_faulty_file_is_not_kept_and_takes_the_place_of_the_sound_one_before() -> None:
    request = asked()
    uploaded(request, book(), Plan())
    _, before = request.session[DOOR.key]
    faults = [CellError("Trang", number, "Mã", "Trống.", "Ghi mã.") for number in range(SHOWN_ERRORS + 1)]

    context, _ = uploaded(request, book(), Plan(faults))

    assert len(context["errors"]) == SHOWN_ERRORS and context["plan"].errors == faults
    assert DOOR.take(request) is None and not default_storage.exists(before)


def test_what_is_no_workbook_is_told_at_the_field() -> None:
    request = asked()

    context, form = uploaded(request, b"%PDF-1.7", Plan())

    assert context == {} and form.errors["file"]
    assert DOOR.take(request) is None


def test_session_of_an_earlier_version_holds_no_file() -> None:
    request = asked()
    request.session[DOOR.key] = "imports/cu.xlsx"

    assert DOOR.take(request) is None
