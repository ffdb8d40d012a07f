"""Cases of a file that stand at another unit: it takes them from there, since a code counts once in a centre."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl
from django.utils import timezone

from core.formats import vn_date, vn_number
from indicators.models import CaseImport
from indicators.selectors.moved_cases import Move, moves_of

NAMED = 3
_KEY = ("unit_id_known", "unit_id", "import_id", "year")


@dataclass
class Moves:
    """How many cases a file takes from one unit to another, by what told of them before and the year of receipt."""

    counts: Counter[tuple[int, int, int, int]] = field(default_factory=Counter)

    def take(self, renewed: pl.DataFrame) -> None:
        """Count rows beside the versions that they take the place of (``…_known``, ``import_id``)."""
        moved = renewed.filter(pl.col("unit_id") != pl.col("unit_id_known"))
        if moved.height:
            years = moved.with_columns(year=pl.col("received_month") // 12)
            self.counts.update({(*key,): many for *key, many in years.group_by(_KEY).len().iter_rows()})

    def as_stored(self) -> list[list[int]]:
        """As ``CaseImport.moved`` keeps them."""
        return [[*key, many] for key, many in sorted(self.counts.items())]


def move_notes(case_import: CaseImport, *, is_grave: bool) -> list[str]:
    """What is said before an import of the cases that it takes from other units (``CaseImport.moved``)."""
    found = [move for move in moves_of([case_import]) if move.is_grave == is_grave]
    if not found:
        return []
    targets = sorted({move.now.short_name for move in found})
    said = (
        f"Hồ sơ của tệp đang tính cho đơn vị khác: {_listed(found)}. Mỗi mã hồ sơ chỉ tính một lần trong trung tâm, "
        f"nên nhập tệp này thì các hồ sơ đó chuyển sang {_cut(targets)}"
    )
    if not is_grave:
        return [f"{said}."]
    return [
        f"{said}, đơn vị trước không còn chúng. Nếu chọn nhầm đơn vị giải quyết thì bỏ tệp rồi tải lên lại với đúng "
        "đơn vị; nếu các đơn vị tự đánh mã nên trùng mã thì thêm ký hiệu của đơn vị vào mã trước khi nhập, để hồ sơ đã "
        "nhập không bị thay."
    ]


def _listed(moves: Sequence[Move]) -> str:
    many: Counter[tuple[str, str]] = Counter()
    for move in moves:
        many[move.before.short_name, _told_by(move.told_by)] += move.cases
    return _cut([f"{vn_number(cases)} hồ sơ của {unit} ({told_by})" for (unit, told_by), cases in many.most_common()])


def _told_by(case_import: CaseImport) -> str:
    on = case_import.imported_at
    when = f", nhập ngày {vn_date(timezone.localdate(on))}" if on else ""
    return f"tệp “{case_import.file_name}”{when}"


def _cut(named: Sequence[str]) -> str:
    return "; ".join(named[:NAMED]) + (" …" if named[NAMED:] else "")
