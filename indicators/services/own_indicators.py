"""Indicators that a centre adds to the shared catalogue, changes and retires."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import Unit, User
from core.services import audit
from core.text import search_key
from indicators.enums import Measure, Source
from indicators.models import Indicator
from indicators.services.errors import FigureRefused

TYPED_SOURCES = (Source.DECLARED, Source.EXTERNAL)
"""A centre's own indicators have no provider: somebody types them with their source."""
LONGEST_CODE = 40
OWN_PREFIX = "rieng_"
"""Begins the codes of own indicators, and never that of a shipped one: a later release cannot ship the same code."""
CHANGEABLE = frozenset({"name", "definition", "owner"})
"""What may change under figures: nothing that decides how they are counted, so that closed years stay as they are."""


class IndicatorRefused(FigureRefused):
    """An indicator that a centre cannot have, or may not change."""


@transaction.atomic
def add(*, centre: Unit, values: Mapping[str, Any], by: User, at: datetime) -> Indicator:
    """Add an indicator of the centre; its code is made from its name. Refused when it cannot be counted."""
    given = _checked(values)
    position = (Indicator.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    indicator = Indicator.objects.create(
        centre=centre, code=_free_code(given["name"]), position=min(position, 32_000), **given
    )
    audit.record(
        action="indicators.indicator.add", target=indicator, unit=centre, by=by, at=at, changes={"tên": given["name"]}
    )
    return indicator


@transaction.atomic
def edit(*, indicator: Indicator, values: Mapping[str, Any], by: User, at: datetime) -> Indicator:
    """Change an own indicator. Refused for shipped ones; under figures only its words may change, not its counting."""
    stored = _own(indicator)
    given = _checked(values)
    if has_figures(stored):
        _refuse_recounting(stored, given)
    changes = audit.difference(stored, dict(given))
    for field, value in given.items():
        setattr(stored, field, value)
    stored.save()
    if changes:
        audit.record(
            action="indicators.indicator.edit", target=stored, unit=stored.centre, by=by, at=at, changes=changes
        )
    return stored


@transaction.atomic
def set_in_use(*, indicator: Indicator, in_use: bool, by: User, at: datetime) -> Indicator:
    """Retire an own indicator, or take it up again. Its figures stay either way."""
    stored = _own(indicator)
    if stored.is_active != in_use:
        stored.is_active = in_use
        stored.save(update_fields=["is_active"])
        action = "take_up" if in_use else "retire"
        audit.record(action=f"indicators.indicator.{action}", target=stored, unit=stored.centre, by=by, at=at)
    return stored


def has_figures(indicator: Indicator) -> bool:
    """Whether somebody typed figures of it."""
    return indicator.measurements.exists()


def _refuse_recounting(stored: Indicator, given: Mapping[str, Any]) -> None:
    changed = [name for name, value in given.items() if name not in CHANGEABLE and value != getattr(stored, name)]
    if changed:
        label = Indicator._meta.get_field(changed[0]).verbose_name  # type: ignore[union-attr]
        raise IndicatorRefused(
            f"Chỉ số đã có số liệu nên không đổi được mục “{label}”.",
            hint="Ngừng dùng chỉ số này và lập chỉ số mới.",
            field=changed[0],
        )


def _own(indicator: Indicator) -> Indicator:
    stored = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if stored.centre_id is None:
        raise IndicatorRefused("Chỉ số dùng chung đi kèm phần mềm, không sửa được.", hint="Lập chỉ số riêng nếu cần.")
    return stored


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as stored: a rate is in per cent and names both its counts; other numbers name their unit."""
    given = dict(values)
    if given["source"] not in TYPED_SOURCES:
        raise IndicatorRefused("Chỉ số riêng chỉ nhận số liệu nhập tay hoặc do nơi khác công bố.", field="source")
    if given["measure"] == Measure.PERCENT:
        given["unit_of_measure"] = "%"
        for field, word in (("numerator_label", "tử số"), ("denominator_label", "mẫu số")):
            if not given[field]:
                raise IndicatorRefused(f"Tỷ lệ cần ghi {word} bằng lời.", field=field)
    else:
        given["numerator_label"] = given["denominator_label"] = ""
        if not given["unit_of_measure"]:
            raise IndicatorRefused("Chưa ghi đơn vị tính.", field="unit_of_measure")
    return given


def _free_code(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", search_key(name)).strip("_")[:LONGEST_CODE].strip("_") or "chi_so"
    stem = f"{OWN_PREFIX}{words}"
    taken = set(Indicator.objects.filter(code__startswith=stem).values_list("code", flat=True))
    if stem not in taken:
        return stem
    return next(code for code in (f"{stem}_{number}" for number in range(2, len(taken) + 3)) if code not in taken)
