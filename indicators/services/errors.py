"""Refusals of figures."""

from core.errors import DomainError


class FigureRefused(DomainError):
    """A figure that cannot be right, or may no longer be changed."""
