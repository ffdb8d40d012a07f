"""Only icons that a page draws are shipped."""

import json

from tests.architecture.sources import ROOT, TEMPLATES, python_files


def test_no_icon_is_left_over() -> None:
    names = json.loads((ROOT / "core" / "data" / "icons.json").read_text(encoding="utf-8"))
    files = [*TEMPLATES.rglob("*.html"), *python_files()]
    text = "".join(file.read_text(encoding="utf-8") for file in files)

    assert [name for name in names if f'"{name}"' not in text and f"'{name}'" not in text] == []
