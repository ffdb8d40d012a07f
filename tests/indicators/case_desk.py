"""Files of a one-stop system, and the steps that bring them in, for tests."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from accounts.models import Unit
from indicators.models import CaseImport
from indicators.services import case_imports, case_uploads

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
HEADINGS = ("Mã hồ sơ", "Đơn vị", "Thủ tục", "Lĩnh vực", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả", "Hình thức nộp")
Line = Sequence[str]


def csv_file(*lines: Line, headings: Line = HEADINGS) -> io.BytesIO:
    """A CSV file as a browser would send it."""
    return io.BytesIO("\n".join(";".join(line) for line in (headings, *lines)).encode())


def case(code: str, received: str, due: str = "", finished: str = "", *, unit: str = "", procedure: str = "",
         field: str = "Y tế", channel: str = "Trực tiếp") -> tuple[str, ...]:  # fmt: skip
    """One line of the file."""
    return (code, unit, procedure, field, received, due, finished, channel)


def uploaded(centre: Unit, *lines: Line, **given: Any) -> CaseImport:
    """A file with these lines that waits for its columns to be confirmed."""
    headings = given.pop("headings", HEADINGS)
    values = {"name": "ho-so.csv", "source_name": "Một cửa", "layout": "cases", "by": None, "at": AT, **given}
    kept, _ = case_uploads.upload(centre=centre, file=csv_file(*lines, headings=headings), **values)
    return kept


def checked(centre: Unit, *lines: Line, **given: Any) -> CaseImport:
    """A file that was looked through and waits to be imported."""
    kept = uploaded(centre, *lines, **given)
    case_imports.check(case_import=kept, by=given.get("by"), at=given.get("at", AT), progress=quietly)
    kept.refresh_from_db()
    return kept


def imported(centre: Unit, *lines: Line, **given: Any) -> CaseImport:
    """A file that was brought in."""
    kept = checked(centre, *lines, **given)
    return case_imports.run(case_import=kept, by=given.get("by"), at=given.get("at", AT), progress=quietly)


def quietly(done: int, total: int, message: str) -> None:
    """Progress that nobody watches."""
