"""Refusals: errors of the business whose text is fit to show to the person who caused them."""

from collections.abc import Mapping


class DomainError(Exception):
    """A refusal in Vietnamese: what is wrong and where (``message``), and how to mend it (``hint``).

    ``code`` names the kind of refusal for programs; ``field`` names the form field it belongs to, if any; ``errors``
    tells what is wrong with each of several, by name.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        code: str = "",
        field: str = "",
        errors: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
        self.field = field
        self.errors = dict(errors or {})

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class TransitionRefused(DomainError):
    """A state change that the workflow table, the permission or a check does not allow."""


class StaleRecord(DomainError):
    """Somebody else changed the record after it was shown; nothing was overwritten."""
