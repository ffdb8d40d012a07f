"""Figures that the office enters for a line while it verifies it: a published index, a number of initiatives."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.errors import DomainError
from core.text import nfc
from scoring.models import AssessmentItem, Criterion
from scoring.selectors import typed_figures

SOURCE = "figure_source"
LONGEST_SOURCE = 200


class FiguresRefused(DomainError):
    """Figures that cannot be stored; ``errors`` by input name, ``SOURCE`` for where they come from."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Chưa lưu: số liệu chưa đúng.", hint="Sửa ở ô được nêu rồi lưu lại.", errors=errors)


def changed(item: AssessmentItem, typed: Mapping[str, str] | None, source: str) -> dict[str, Any]:
    """The values of the line that the typed figures change; empty where they change nothing or none are asked for.

    Raises FiguresRefused: unreadable figures, or figures without their source.
    """
    if typed is None or not typed_figures.by_office(item.criterion):
        return {}
    read, errors = typed_figures.read(item.criterion, typed)
    told = nfc(source).strip()
    if len(told) > LONGEST_SOURCE:
        errors = {**errors, SOURCE: f"Nguồn số liệu dài quá {LONGEST_SOURCE} ký tự."}
    elif not told and (read is None or read.declared):
        errors = {**errors, SOURCE: "Cần ghi nguồn: văn bản, biên bản hoặc nơi công bố số liệu."}
    if read is None or errors:
        raise FiguresRefused(errors)
    values = {"declared": dict(read.declared), "declared_source": told if read.declared else ""}
    return values if any(getattr(item, name) != value for name, value in values.items()) else {}


def points_of(criterion: Criterion, declared: Mapping[str, Any]) -> Decimal:
    """The points that the rule gives for the figures of the office; refuses while some are missing."""
    figures = typed_figures.stored(criterion, declared)
    if figures.points is None or figures.gap:
        raise DomainError(
            f"Chưa lấy được điểm theo số liệu. {figures.gap.rstrip('.')}.",
            hint="Nhập đủ số liệu, hoặc chọn Điều chỉnh và ghi điểm.",
            field="decision",
        )
    return figures.points
