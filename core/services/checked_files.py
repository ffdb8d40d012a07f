"""Uploaded files that were checked and wait for their owner to say that they are to be loaded."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "imports"
KEPT_FOR = timedelta(days=1)
"""Longer than any session lasts: after that nobody can load the file any more."""


def keep(content: bytes, *, ending: str = "") -> str:
    """Store a checked file and return its name in the storage; ``ending`` with its dot."""
    return default_storage.save(f"{FOLDER}/{uuid4()}{ending}", ContentFile(content))


def discard(name: str) -> None:
    """Remove a file that was loaded, refused or replaced by another one; it may be gone already."""
    default_storage.delete(name)


def sweep(*, at: datetime) -> int:
    """Remove the files whose owners never came back; returns how many there were."""
    if not default_storage.exists(FOLDER):
        return 0
    _, found = default_storage.listdir(FOLDER)
    swept = 0
    for name in (f"{FOLDER}/{each}" for each in found):
        with suppress(FileNotFoundError):  # its owner may load it at this moment
            if default_storage.get_modified_time(name) < at - KEPT_FOR:
                discard(name)
                swept += 1
    return swept
