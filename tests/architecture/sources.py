"""The source tree as data, for the rules about it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
# From the lowest: each may know only those before it.
APPS = ("core", "accounts", "indicators", "campaigns", "scoring", "awards", "reports")


def height(app: str) -> int:
    """How high an app stands; core is 0."""
    return APPS.index(app)


def python_files() -> list[Path]:
    """Every Python file of the apps and of config, without migrations."""
    files = [file for name in (*APPS, "config") for file in (ROOT / name).rglob("*.py")]
    return sorted(file for file in files if "migrations" not in file.parts)


@cache
def tree_of(file: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(file.read_text(encoding="utf-8"))


def text_patterns(file: Path) -> Iterator[str]:
    """Every string of a Python file as a regular expression; what an f-string puts in may be anything."""
    inside_f_strings = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.JoinedStr):
            inside_f_strings.update(id(part) for part in node.values)
            yield "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[\w-]+" for p in node.values)
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside_f_strings:
            yield re.escape(node.value)


def template_names() -> list[str]:
    """The names of all our templates, as Django calls them."""
    return sorted(str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*") if file.is_file())


def template_text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def without_comments(source: str) -> str:
    """Template text without what Django never renders."""
    source = re.sub(r"{#.*?#}", "", source)
    return re.sub(r"{%\s*comment.*?endcomment\s*%}", "", source, flags=re.DOTALL)
