"""Tables of monthly counts (by field, of digitisation, of the portal): stored for one month, and taken out again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from indicators.engine.case_columns import COUNTS
from indicators.engine.case_numbers import LARGEST
from indicators.enums import CountOrigin
from indicators.models import CaseImport, ProcedureCount
from indicators.services.case_access import CaseImportRefused
from indicators.services.case_groups import Directory, Key

ORIGINS = {"summary": CountOrigin.SUMMARY, "digital": CountOrigin.DIGITISATION, "portal": CountOrigin.PORTAL}
"""Layout of the file -> origin of its counts."""
_KEPT = ("unit_id", "procedure_id", "field", "year", "month", "origin", "source_note", "case_import_id")
_NUMBERS = (
    "carried_over", "received_direct", "received_online", "finished_early", "finished_on_time", "finished_late",
    "closed_without_result", "pending_in_time", "pending_late", "with_fee", "paid_online", "data_reused",
    "digitised_reused", "inputs_digitised", "inputs_on_paper", "results_digitised", "results_on_paper",
)  # fmt: skip


class SummaryRows:
    """The counts of one table: rows of the same unit and field are added together."""

    def __init__(self, directory: Directory, layout: str) -> None:
        self._directory = directory
        self._names = COUNTS[layout]
        self.counts: dict[Key, dict[str, int]] = {}

    def take(self, told: pl.DataFrame) -> pl.DataFrame:
        """Add the good rows of a piece; returns those whose unit is not known, or whose sum is too large, with
        ``reason``.
        """
        lines = []
        for row in told.iter_rows(named=True):
            unit = self._directory.unit_called(row["unit"])
            if unit is None:
                lines.append((row["line"], self._directory.refusal(row["unit"])))
                continue
            key, _ = self._directory.key_of(unit, row["procedure"], row["field"])
            known = self.counts.get(key, {})
            together = {name: known.get(name, 0) + int(row[name] or 0) for name in self._names}
            if max(together.values()) > LARGEST["count"]:
                lines.append((row["line"], "Cộng với các dòng cùng đơn vị, lĩnh vực ở trên thì số lớn quá mức."))
                continue
            self.counts[key] = together
        refused = pl.DataFrame(lines, schema={"line": told.schema["line"], "reason": pl.String}, orient="row")
        return told.join(refused, on="line", maintain_order="left")


def compared(
    case_import: CaseImport, layout: str, counts: Mapping[Key, Mapping[str, int]]
) -> dict[Key, ProcedureCount]:
    """The stored row of each key that there is one of, for the month of the import."""
    units = {unit for unit, _, _ in counts}
    year, month = month_of(case_import)
    stored = ProcedureCount.objects.filter(origin=ORIGINS[layout], year=year, month=month, unit__in=units)
    by_key = {(row.unit_id, row.procedure_id, row.field): row for row in stored}
    return {key: by_key[key] for key in counts if key in by_key}


def no_longer_told(
    case_import: CaseImport, layout: str, counts: Mapping[Key, Mapping[str, int]]
) -> list[ProcedureCount]:
    """The stored rows of earlier tables of the same source, of the month and the units of this one, which it does not
    tell: the newest table of a source is all that it says of a unit and month.
    """
    units = {unit for unit, _, _ in counts}
    year, month = month_of(case_import)
    stored = ProcedureCount.objects.filter(origin=ORIGINS[layout], year=year, month=month, unit__in=units)
    earlier = stored.filter(case_import__source=case_import.source).select_related("case_import").order_by("pk")
    return [row for row in earlier if (row.unit_id, row.procedure_id, row.field) not in counts]


def is_same(row: ProcedureCount, counts: Mapping[str, int]) -> bool:
    return all(getattr(row, name) == number for name, number in counts.items())


def store(
    case_import: CaseImport, layout: str, counts: Mapping[Key, Mapping[str, int]], *, at: datetime
) -> tuple[list[dict[str, Any]], set[int]]:
    """Write the counts that are new or different, and remove those of the same source that are told no longer.

    Returns the rows that they take the place of, as JSON can keep them, and the imports that those came from.
    """
    known = compared(case_import, layout, counts)
    year, month = month_of(case_import)
    fresh = {key: own for key, own in counts.items() if key not in known or not is_same(known[key], own)}
    gone = no_longer_told(case_import, layout, counts)
    replaced = [known[key] for key in fresh if key in known] + gone
    ProcedureCount.objects.filter(pk__in=[row.pk for row in replaced]).delete()
    ProcedureCount.objects.bulk_create(
        ProcedureCount(
            unit_id=unit,
            procedure_id=procedure,
            field=field,
            origin=ORIGINS[layout],
            case_import=case_import,
            year=year,
            month=month,
            source_note=case_import.source.name,
            imported_at=at,
            **own,
        )
        for (unit, procedure, field), own in fresh.items()
    )
    rests_on = {row.case_import_id for row in (*known.values(), *gone) if row.case_import_id is not None}
    return [_as_kept(row) for row in replaced], rests_on


def take_out(case_import: CaseImport) -> None:
    """Remove the counts of an import and put back those that it took the place of."""
    ProcedureCount.objects.filter(case_import=case_import).delete()
    ProcedureCount.objects.bulk_create(
        ProcedureCount(**{**kept, "imported_at": datetime.fromisoformat(kept["imported_at"])})
        for kept in case_import.replaced
    )


def month_of(case_import: CaseImport) -> tuple[int, int]:
    """Year and month that a table of counts is about. Raises ``FigureRefused``."""
    if case_import.year is None or case_import.month is None:
        raise month_missing()
    return case_import.year, case_import.month


def month_missing() -> CaseImportRefused:
    return CaseImportRefused("Bảng tổng hợp cần tháng của số liệu.", hint="Chọn tháng.", field="month")


def _as_kept(row: ProcedureCount) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in (*_KEPT, *_NUMBERS)}
    return {**values, "imported_at": row.imported_at.isoformat()}
