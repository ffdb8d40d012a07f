"""Uploaded files as rows with a content in the storage: both are there, or neither."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO, Protocol

from django.core.files import File
from django.db import transaction

from core.uploads import UploadFacts


class Keep(Protocol):
    """Stores the content of a row and the row itself."""

    def __call__(self, record: Any, content: File | BinaryIO, facts: UploadFacts, *, by: Any, at: datetime) -> None: ...


@contextmanager
def storing() -> Iterator[Keep]:
    """A transaction that gives a function to store files with; when it fails, their contents leave the storage too.

    A record is a model with the fields of ``core.models.StoredFile`` and ``file``, everything else filled in.
    """
    stored: list[Any] = []

    def keep(record: Any, content: File | BinaryIO, facts: UploadFacts, *, by: Any, at: datetime) -> None:
        for name in ("name", "content_type", "size", "sha256", "pages"):
            setattr(record, name, getattr(facts, name))
        record.uploaded_at, record.uploaded_by = at, by
        record.file.save(facts.name, File(content), save=False)
        stored.append(record.file)
        record.save()

    try:
        with transaction.atomic():
            yield keep
    except BaseException:
        for file in stored:
            file.storage.delete(file.name)
        raise


def remove(record: Any) -> None:
    """Delete a row; its content leaves the storage when the database has agreed."""
    storage, path = record.file.storage, str(record.file.name)
    record.delete()
    transaction.on_commit(lambda: storage.delete(path))
