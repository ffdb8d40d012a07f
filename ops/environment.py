"""Where things are, and the environment that the portal's processes get."""

import os
import secrets
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def say(text: str) -> None:
    """Print at once, also when the output is a pipe."""
    print(text, flush=True)


def stop_with(text: str) -> NoReturn:
    """End the program with a message for the person who started it."""
    sys.exit(f"\n✗ {text}\n")


def read_env_file() -> None:
    """Take settings from ``.env`` as Django does, so that supervisor and portal agree on port and data folder."""
    env_file = ROOT / ".env"
    if not env_file.exists():
        return
    for line in env_file.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and not name.startswith("#"):
            os.environ.setdefault(name.removeprefix("export ").strip(), value.strip().strip("'\""))


def data_folder() -> Path:
    """The folder of the embedded database, uploads and broker queue; made when missing."""
    folder = Path(os.environ.setdefault("THIDUA_DATA", str(ROOT / "var"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def ensure_secret_key() -> None:
    """Give an installation without SECRET_KEY one of its own, kept in its data folder."""
    if os.environ.get("SECRET_KEY"):
        return
    kept = data_folder() / "secret-key"
    if not kept.exists():
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(48))
    os.environ["SECRET_KEY"] = kept.read_text().strip()
