"""Where uploaded files of cases lie."""

import pytest

from indicators.models import CaseImport
from indicators.models.cases import import_path

HASH = "ab" * 32


@pytest.mark.parametrize(
    "name, kind",
    [
        ("hoso.csv", ".csv"),
        ("Hồ sơ quý 3.XLSX", ".xlsx"),
        ("ho-so", ""),
        ("report.v2", ".v2"),
        ("thang 9.2026.csv", ".csv"),
        ("a." + "b" * 200, "." + "b" * 9),
    ],
)
def test_file_is_named_by_its_content_and_kind_alone(name: str, kind: str) -> None:
    assert import_path(CaseImport(centre_id=7, sha256=HASH), name) == f"case-imports/7/{HASH}{kind}"
