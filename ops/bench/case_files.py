"""Files of a one-stop system that exist only to be measured: made in bulk, and the same every time."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
from openpyxl import Workbook

from accounts.enums import UnitKind
from accounts.models import Unit
from indicators.models import Procedure
from ops.bench.province import YEAR

BEGINNING = datetime(YEAR, 1, 1, 7)  # noqa: DTZ001  a file tells local times
MINUTES = 330 * 24 * 60
"""The cases are received from January to November."""
AS_WRITTEN = "%d/%m/%Y %H:%M"
PROCEDURES = 40


@dataclass(frozen=True)
class Desk:
    """A centre whose departments handle so many cases."""

    centre: Unit
    units: int
    procedures: int


def desk(code: str, units: int, procedures: int) -> Desk:
    """A centre with departments and procedures, made in bulk."""
    names = {"code": code, "name": code, "short_name": code, "kind": UnitKind.CENTRE}
    centre = Unit.objects.add_root(names)
    Unit.objects.bulk_create(
        Unit(
            code=f"{code}-{number}",
            name=f"Khoa số {number}",
            short_name=f"Khoa số {number}",
            kind=UnitKind.DEPARTMENT,
            path=Unit._get_path(centre.path, centre.depth + 1, number + 1),
            depth=centre.depth + 1,
        )
        for number in range(units)
    )
    Unit.objects.filter(pk=centre.pk).update(numchild=units)
    Procedure.objects.bulk_create(
        Procedure(
            centre=centre,
            code=f"1.{100000 + number}",
            name=f"Thủ tục số {number}",
            field="Y tế",
            statutory_days=10,
            promised_days=6,
        )
        for number in range(procedures)
    )
    return Desk(Unit.objects.get(pk=centre.pk), units, procedures)


def cases(desk: Desk, rows: int) -> pl.DataFrame:
    """A list of cases as a one-stop system writes it: all as text, one in 23 pending, one in six late."""
    number = pl.col("number")
    received = pl.lit(BEGINNING) + pl.duration(minutes=number * MINUTES // rows)
    due = received.dt.truncate("1d") + pl.duration(days=7, hours=17)
    finished = pl.when(number % 23 != 0).then(received + pl.duration(days=number * 31 % 9, minutes=number % 300))
    return pl.DataFrame({"number": pl.int_range(0, rows, eager=True)}).select(
        pl.format("H21.{}-{}", received.dt.strftime("%y%m%d"), number.cast(pl.String).str.zfill(7)).alias("Mã hồ sơ"),
        pl.format("Khoa số {}", number * 7919 % desk.units).alias("Đơn vị"),
        pl.format("1.{}", number * 104729 % desk.procedures + 100000).alias("Mã thủ tục"),
        received.dt.strftime(AS_WRITTEN).alias("Ngày tiếp nhận"),
        due.dt.strftime(AS_WRITTEN).alias("Ngày hẹn trả"),
        finished.dt.strftime(AS_WRITTEN).alias("Ngày trả"),
        pl.when(number % 3 == 0).then(pl.lit("Trực tuyến")).otherwise(pl.lit("Trực tiếp")).alias("Hình thức nộp"),
        (number % 5 * 10000).cast(pl.String).alias("Phí"),
        pl.when(number % 4 == 0).then(pl.lit("Có")).otherwise(pl.lit("Không")).alias("Số hóa TPHS"),
    )


def write_csv(rows: pl.DataFrame, path: Path) -> Path:
    rows.write_csv(path)
    return path


def write_xlsx(rows: pl.DataFrame, path: Path) -> Path:
    """An Excel file with texts in all cells."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(rows.columns)
    for row in rows.iter_rows():
        sheet.append(row)
    book.save(path)
    return path
