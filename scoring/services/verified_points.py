"""What points a decision of the office gives a line, and which it may not give."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.errors import DomainError
from core.formats import vn_number, vn_points
from scoring.engine.rules import read_rule
from scoring.engine.rules.choices import Manual
from scoring.enums import EnteredBy, NodeKind
from scoring.models import AssessmentItem, Criterion
from scoring.services import office_figures

ACCEPT, ADJUST, RETURN = "accept", "adjust", "return"


class VerificationRefused(DomainError):
    """A decision that cannot be taken; ``field`` names what has to be mended."""


def grants_claim(item: AssessmentItem, decision: str, declared: Mapping[str, Any]) -> bool:
    """Whether agreeing leaves the criterion out as the unit asked; figures that the office entered speak against it."""
    entered = item.criterion.entered_by == EnteredBy.OFFICE and bool(declared)
    return decision == ACCEPT and item.claims_not_applicable and not entered


def decided_points(
    item: AssessmentItem, decision: str, points: Decimal | None, declared: Mapping[str, Any]
) -> Decimal | None:
    """What a line has after a decision: ``points`` where they are adjusted; None where it is returned or left out."""
    if decision == RETURN:
        return None
    if decision == ACCEPT:
        if item.criterion.entered_by == EnteredBy.OFFICE and declared:
            return office_figures.points_of(item.criterion, declared)
        if item.criterion.entered_by == EnteredBy.OFFICE and item.criterion.kind == NodeKind.CRITERION:
            raise VerificationRefused(
                "Tiêu chí này do người thẩm định chấm.",
                hint="Nhập số liệu nếu có ô số liệu; không thì chọn Điều chỉnh, ghi điểm và nhận xét.",
                field="decision",
            )
        return None if item.claims_not_applicable else item.self_points
    return allowed_points(item.criterion, points)


def allowed_points(criterion: Criterion, points: Decimal | None, *, field: str = "points") -> Decimal:
    """The points if a criterion may be given them, from zero to its maximum in its steps; refuses for ``field``."""
    if points is None:
        raise VerificationRefused("Cần ghi điểm điều chỉnh.", field=field)
    if not 0 <= points <= criterion.max_points:
        raise VerificationRefused(
            f"Điểm của {criterion.code} phải từ 0 đến {vn_points(criterion.max_points)}.", field=field
        )
    if points * 100 % 1:
        raise VerificationRefused("Điểm có tối đa hai chữ số sau dấu phẩy.", field=field)
    rule, _ = read_rule(criterion.rule)
    if isinstance(rule, Manual) and points % rule.step:
        raise VerificationRefused(f"Điểm phải là bội số của {vn_number(rule.step)}.", field=field)
    return points
