"""Refusals of figures."""

from core.errors import DomainError


class FigureRefused(DomainError):
    """A figure that cannot be right, or may no longer be changed."""


class SurveyRefused(DomainError):
    """Something that cannot be done with a questionnaire, a survey, or its answers."""


DOUBTFUL = "doubtful"
"""Code of a refusal that yields when the source really tells so; the figure is then doubted instead."""
TELL_SO = "Sửa lại nếu gõ nhầm; nếu nguồn ghi đúng như vậy thì đánh dấu ô xác nhận ở cuối rồi lưu."
