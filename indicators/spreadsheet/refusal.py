"""A file that cannot be read as a whole."""

from core.errors import DomainError


class FileRefused(DomainError):
    """What is wrong with a file, where, and how to mend it, in Vietnamese. ``code`` names the kind of refusal."""
