"""The way of a filled-in workbook: uploaded, checked, looked at, and then taken whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import HttpRequest

from core.errors import DomainError
from core.services import checked_files
from core.uploads import inspect
from core.workbooks.reading import CellError

SHOWN_ERRORS = 200


class Plan(Protocol):
    """What taking a workbook would do; nothing while it has errors."""

    @property
    def errors(self) -> Sequence[CellError]: ...


P = TypeVar("P", bound=Plan)


@dataclass(frozen=True)
class Door:
    """One kind of workbook; ``key`` is where the session remembers the file that was checked last.

    ``about`` in its methods is what the file was checked for (a centre's key): it is taken for nothing else.
    """

    key: str

    def check(
        self, request: HttpRequest, form: forms.Form, check: Callable[[bytes], P], *, about: int | None = None
    ) -> dict[str, Any]:
        """Check the file of a valid form and keep it when it is sound; for the page: ``plan``, ``errors``, its name.

        A file that is no workbook is told at the field. Nothing is written.
        """
        upload = form.cleaned_data["file"]
        self._forget(request)
        try:
            inspect(upload, name=upload.name, limit=settings.UPLOAD_LIMIT_BYTES, allowed=("xlsx",))
        except DomainError as refusal:
            form.add_error("file", str(refusal))
            return {}
        upload.seek(0)
        content = upload.read()
        plan = check(content)
        if not plan.errors:
            request.session[self.key] = [about, checked_files.keep(content, ending=".xlsx")]
        return {"plan": plan, "errors": plan.errors[:SHOWN_ERRORS], "file_name": upload.name}

    def take(self, request: HttpRequest, *, about: int | None = None) -> bytes | None:
        """The file that was checked last, once; None, and a word to the person, when it is not there any more."""
        checked_for, name = self._kept(request)
        if not name or checked_for != about or not default_storage.exists(name):
            messages.error(request, "Tệp đã kiểm tra không còn (phiên đã hết hoặc đã nhập rồi). Hãy chọn lại tệp.")
            return None
        with default_storage.open(name) as stored:
            content: bytes = stored.read()
        self._forget(request)
        return content

    def _kept(self, request: HttpRequest) -> tuple[int | None, str]:
        kept = request.session.get(self.key)
        return (kept[0], kept[1]) if isinstance(kept, list) else (None, "")

    def _forget(self, request: HttpRequest) -> None:
        _, name = self._kept(request)
        request.session.pop(self.key, None)
        if name:
            checked_files.discard(name)
