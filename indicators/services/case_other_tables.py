"""What is said before the import of a table of counts of tables that other sources told of the same units and month."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from indicators.models import CaseImport, ProcedureCount
from indicators.services.case_groups import Key
from indicators.services.case_summaries import ORIGINS, compared, is_same, month_of

NAMED = 3


def notes_on_tables_of_others(case_import: CaseImport, counts: Mapping[Key, Mapping[str, int]]) -> list[str]:
    """In Vietnamese: which rows of others would be added to these, and which would go for them."""
    return [*_added(case_import, counts), *_replaced(case_import, counts)]


def named(files: Sequence[str]) -> str:
    """The first of some files."""
    return ", ".join(f"“{name}”" for name in files[:NAMED]) + (" …" if files[NAMED:] else "")


def _added(case_import: CaseImport, counts: Mapping[Key, Mapping[str, int]]) -> list[str]:
    """Rows that this table does not tell: all would be added up."""
    told = _of_others(case_import, counts).values_list("unit_id", "procedure_id", "field", "case_import__file_name")
    staying = [name or "số nhập tay" for *key, name in told if tuple(key) not in counts]
    if not staying:
        return []
    return [
        f"Tháng {_month(case_import)} đã có {len(staying)} dòng khác của cùng đơn vị từ tệp "
        f"{named(sorted(set(staying)))} của nguồn khác; chúng được giữ và cộng chung với tệp này. Nếu tệp này thay cho "
        "tệp đó, hoàn tác lần nhập đó trước."
    ]


def _replaced(case_import: CaseImport, counts: Mapping[Key, Mapping[str, int]]) -> list[str]:
    """Rows that this table tells otherwise: of one unit, field and month one row counts, the newest."""
    others = dict(_of_others(case_import, counts).values_list("pk", "case_import__file_name"))
    known = compared(case_import, case_import.source.layout, counts)
    going = [row.pk for key, row in known.items() if row.pk in others and not is_same(row, counts[key])]
    if not going:
        return []
    files = sorted({others[key] or "số nhập tay" for key in going})
    return [
        f"Tháng {_month(case_import)}: {len(going)} dòng từ tệp {named(files)} của nguồn khác ghi số khác cho cùng đơn "
        "vị và lĩnh vực; tệp này sẽ thay số của chúng, không cộng thêm. Nếu số đúng là của tệp kia thì bỏ tệp này."
    ]


def _of_others(case_import: CaseImport, counts: Mapping[Key, Mapping[str, int]]) -> QuerySet[ProcedureCount]:
    """Rows of the same kind, month and units that came from another source."""
    year, month = month_of(case_import)
    rows = ProcedureCount.objects.filter(origin=ORIGINS[case_import.source.layout], year=year, month=month)
    own = {unit for unit, _, _ in counts}
    return rows.filter(unit__in=own).exclude(case_import__source=case_import.source).order_by("pk")


def _month(case_import: CaseImport) -> str:
    year, month = month_of(case_import)
    return f"{month}/{year}"
