"""Refusals of figures."""

from core.errors import DomainError


class FigureRefused(DomainError):
    """A figure that cannot be right, or may no longer be changed."""


class SurveyRefused(DomainError):
    """Something that cannot be done with a questionnaire, a survey, or its answers."""
