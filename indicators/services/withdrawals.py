"""Taking back figures that were typed by mistake: of the wrong unit, month, or indicator."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core.services import audit, stored_files
from indicators.enums import CountOrigin
from indicators.models import ProcedureCount, TypedFigure
from indicators.selectors.typed_figures import typed_numbers
from indicators.services import figure_files
from indicators.services.errors import FigureRefused


@transaction.atomic
def withdraw(*, figure: TypedFigure, reason: str, by: User, at: datetime) -> None:
    """Remove a typed figure with its documents; what it said stays in the trail, with who took it back and why.

    What others tell of the same counts from then on, as if the figure had never been typed. Raises ``FigureRefused``
    without a reason, for counts that nobody typed, and when the figure is locked or its period closed.
    """
    if not reason.strip():
        raise FigureRefused("Chưa rút được: chưa ghi lý do.", hint="Ghi vì sao rút số liệu này.", field="reason")
    held = figure_files.held(figure)
    if isinstance(held, ProcedureCount) and held.origin != CountOrigin.TYPED:
        raise FigureRefused("Số liệu này lấy từ tệp, không rút được ở đây.", hint="Hoàn tác lần nhập tệp.")
    documents = list(held.files.select_for_update())
    changes: dict[str, Any] = {name: [number, None] for name, number in typed_numbers(held).items()}
    changes["nguồn"] = [held.source_note, None]
    if documents:
        changes["tài liệu"] = ["; ".join(document.name for document in documents), None]
    action = f"indicators.{held._meta.model_name}.withdraw"
    audit.record(action=action, target=held, by=by, at=at, changes=changes, reason=reason.strip())
    for document in documents:
        stored_files.remove(document)
    held.delete()
