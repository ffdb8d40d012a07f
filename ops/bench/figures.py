"""Bringing in the files of one-stop systems, and the rates that follow from them."""

import os
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import fastexcel
from django.db import connection
from python_calamine import CalamineWorkbook

from accounts.models import Unit
from accounts.services.roles import sync_roles
from indicators.enums import CaseImportState, Source
from indicators.models import CaseImport, Indicator
from indicators.selectors.figures import figures_for
from indicators.services import case_imports, case_uploads
from ops.bench import case_files
from ops.bench.case_files import Desk
from ops.bench.province import YEAR, settle
from ops.bench.rows import Row, middle, row, seconds
from ops.environment import PYTHON, ROOT

CASES = 1_000_000
SMALL = 10
"""A smaller file has so many times fewer cases."""
DEPARTMENTS, PROVINCE = 25, 2500
AT = datetime(YEAR, 12, 1, tzinfo=UTC)
KILOBYTES = 1024
RATE = "tthc_on_time"
# What the system counts for a child begins with what its parent held, so the process looks at itself.
_TELLS_ITS_PEAK = """
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def measure(env: Mapping[str, str], times: int, cases: int = CASES, province: int = PROVINCE) -> list[Row]:
    """All figures of imports and rates, on a database with tables."""
    sync_roles()
    folder = Path(env["THIDUA_DATA"])
    desk = case_files.desk("mot-cua", DEPARTMENTS, case_files.PROCEDURES)
    listed = case_files.cases(desk, cases)
    large = case_files.write_csv(listed, folder / "cases.csv")
    small = listed.head(cases // SMALL)
    book = case_files.write_xlsx(small, folder / "cases.xlsx")
    figures = [against_copy(desk, large, listed.columns, times), against_reader(desk, book, times)]
    figures.append(memory(desk, large, case_files.write_csv(small, folder / "small.csv"), env))
    figures.append(rates(folder, cases, province, times))
    forget()
    return figures


def against_copy(desk: Desk, path: Path, columns: list[str], times: int) -> Row:
    """Rows a second from an uploaded file to stored cases and their tallies ÷ those of a bare COPY of the file.

    The bare COPY reads the same bytes into texts of a table without keys. Both are measured by turns.
    """
    bare, brought = [], []
    for _ in range(times):
        bare.append(_copied(path, columns))
        brought.append(bring_in(desk, path))
    return row("figures.import", middle(bare) / middle(brought), 0.25, "higher", "× rows/s of COPY")


def against_reader(desk: Desk, path: Path, times: int) -> Row:
    """Importing an Excel file ÷ only reading its cells with that of the known readers which is fastest here."""
    reading: dict[str, list[float]] = {name: [] for name in READERS}
    brought = []
    for _ in range(times):
        for name, read in READERS.items():
            reading[name].append(seconds(partial(read, path)))
        brought.append(bring_in(desk, path))
    fastest = min(READERS, key=lambda name: middle(reading[name]))
    return row("figures.xlsx", middle(brought) / middle(reading[fastest]), 1.5, "lower", f"× only reading ({fastest})")


def _read_with_calamine(path: Path) -> None:
    for _ in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows():
        pass


def _read_with_fastexcel(path: Path) -> None:
    fastexcel.read_excel(path).load_sheet(0).to_polars()


READERS: dict[str, Callable[[Path], None]] = {"calamine": _read_with_calamine, "fastexcel": _read_with_fastexcel}


def memory(desk: Desk, large: Path, small: Path, env: Mapping[str, str]) -> Row:
    """The most memory of ``import_cases`` with the large file ÷ that with a file of a tenth of its cases."""
    peaks = []
    for path in (large, small):
        forget()
        command = [str(PYTHON), "-c", _TELLS_ITS_PEAK, "import_cases", str(path), "--unit", desk.centre.code]
        ended = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=True)
        peaks.append(int(ended.stdout.split()[-1]) / KILOBYTES)
    return row("figures.import_memory", peaks[0] / peaks[1], 1.5, "lower", f"× of a tenth ({peaks[0]:.0f} MB)")


def rates(folder: Path, cases: int, units: int, times: int) -> Row:
    """The yearly rates of all units, from the tallies that the import keeps ÷ one SQL aggregate over the cases.

    The portal answers from a row for each unit, procedure and month; recomputing those is a part of every import.
    """
    desk = case_files.desk("tinh", units, 1)
    bring_in(desk, case_files.write_csv(case_files.cases(desk, cases), folder / "province.csv"))
    settle()
    Indicator.objects.update_or_create(code=RATE, defaults={"name": "Đúng hạn", "source": Source.PROCEDURES})
    within = list(Unit.objects.filter(path__startswith=desk.centre.path).exclude(pk=desk.centre.pk))
    asked, aggregated = [], []
    for _ in range(times):
        asked.append(seconds(lambda: figures_for([RATE], within, YEAR)))
        aggregated.append(seconds(_aggregated))
    return row("figures.rates", middle(asked) / middle(aggregated), 2, "lower", "× one SQL aggregate")


def bring_in(desk: Desk, path: Path) -> float:
    """Seconds from a file that was uploaded into an empty portal to stored cases and tallies.

    Looking through the file before that is for people, and not measured.
    """
    forget()
    with path.open("rb") as file:
        kept, _ = case_uploads.upload(
            centre=desk.centre, file=file, name=path.name, source_name="Một cửa", layout="cases", by=None, at=AT
        )
    CaseImport.objects.filter(pk=kept.pk).update(state=CaseImportState.CHECKED)
    return seconds(lambda: case_imports.run(case_import=kept, by=None, at=AT, progress=_quietly))


def _quietly(done: int, total: int, message: str) -> None:
    """Progress that nobody watches."""


def forget() -> None:
    """Throw away all cases and their counts."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE indicators_caseimport, indicators_casefile, indicators_casegroup CASCADE")
        cursor.execute("TRUNCATE indicators_procedurecount CASCADE")


def _copied(path: Path, columns: list[str]) -> float:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_cases")
        cursor.execute(f"CREATE TABLE bench_cases ({', '.join(f'c{place} text' for place in range(len(columns)))})")

        def copy() -> None:
            with path.open("rb") as file:
                cursor.copy_expert("COPY bench_cases FROM STDIN (FORMAT csv, HEADER)", file, 1 << 20)

        taken = seconds(copy)
        cursor.execute("DROP TABLE bench_cases")
    return taken


_AGGREGATE = """
SELECT g.unit_id, c.finished_month, count(*) FILTER (WHERE c.timing IN ('early', 'on_time')), count(*)
FROM indicators_casefile c JOIN indicators_casegroup g ON g.id = c.group_id
WHERE c.is_current AND c.outcome = 'result'
    AND c.finished_month BETWEEN %(year)s * 12 AND %(year)s * 12 + 11
GROUP BY g.unit_id, c.finished_month
"""


def _aggregated() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_AGGREGATE, {"year": YEAR})
        cursor.fetchall()
