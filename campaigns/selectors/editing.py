"""How a form knows that somebody else changed what it shows."""

import hashlib
from collections.abc import Iterable

from django.db.models import Model


def fingerprint(record: Model, fields: Iterable[str]) -> str:
    """A short digest of the named fields as stored: carried by the form, compared when it is saved."""
    values = "\x1f".join(f"{name}={record.serializable_value(name)!r}" for name in sorted(fields))
    return hashlib.sha256(values.encode()).hexdigest()[:16]
