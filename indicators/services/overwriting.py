"""Overwriting what somebody typed before: only by who has seen it."""

from collections.abc import Mapping
from typing import Any

from core.formats import vn_datetime
from core.models import AuditEvent
from core.selectors import history_of
from core.services import audit
from indicators.models import TypedFigure
from indicators.selectors.typed_figures import state_of, typed_numbers
from indicators.services.errors import FigureRefused


class FigureThere(FigureRefused):
    """There is a figure already; giving ``seen`` back says that it was shown and is to be replaced."""

    def __init__(self, existing: TypedFigure) -> None:
        event = _last_typing(existing)
        whose = f", {event.actor_name} nhập {vn_datetime(event.at)}" if event else ""
        super().__init__(
            f"Chưa lưu: đã có số liệu này rồi ({_words(existing)}; nguồn: {existing.source_note}{whose}).",
            hint="Số bạn nhập vẫn còn ở dưới. Bấm Lưu lần nữa nếu muốn thay số cũ; nếu nhầm đơn vị hoặc kỳ thì chọn "
            "lại.",
            code="there",
        )
        self.seen = state_of(existing)


def refuse_unseen(existing: TypedFigure | None, values: Mapping[str, Any], seen: str | None) -> None:
    """Raise ``FigureThere`` when ``values`` would change a figure that does not stand as it was ``seen``.

    ``seen``: what ``FigureThere`` gave before, empty when no figure was shown; None asks nothing. The same numbers sent
    again, as by a second click, overwrite nothing.
    """
    if existing is None or seen is None or seen == state_of(existing):
        return
    if audit.difference(existing, dict(values)):
        raise FigureThere(existing)


def _words(figure: TypedFigure) -> str:
    numbers = typed_numbers(figure)
    return ", ".join(f"{name} {number}" for name, number in numbers.items())


def _last_typing(figure: TypedFigure) -> AuditEvent | None:
    actions = [f"indicators.{figure._meta.model_name}.{verb}" for verb in ("declare", "add", "renew")]
    return history_of(figure).filter(action__in=actions).first()
