"""Buttons: what is pressed is done once, and how it went is told."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest
from django.test import RequestFactory

from core import acts
from core.errors import DomainError


class _Messages(BaseStorage):
    """Messages of one request, kept nowhere."""

    def _get(self, *args: object, **kwargs: object) -> tuple[list[object], bool]:
        return [], True

    def _store(self, messages: list[object], response: object, *args: object, **kwargs: object) -> list[object]:
        return []


def _post(**values: str) -> HttpRequest:
    request = RequestFactory().post("/", values)
    request._messages = _Messages(request)
    return request


def _said(request: HttpRequest) -> list[tuple[str, str]]:
    return [(message.level_tag, message.message) for message in get_messages(request)]


def test_pressed_button_is_done_and_told_by_what_came_of_it():
    request = _post(transition="close")

    done = acts.carry_out(
        request, {"open": lambda: "mở", "close": lambda: "khép"}, lambda name, made: f"{name}: {made}"
    )

    assert done
    assert _said(request) == [("success", "close: khép")]


@pytest.mark.parametrize("values", [{}, {"transition": "x"}, {"transition": ""}])
def test_unknown_button_does_nothing_and_says_so(values):
    request = _post(**values)

    assert not acts.carry_out(request, {"open": lambda: pytest.fail("done")}, lambda name, made: "Xong.")
    assert _said(request) == [("error", acts.UNKNOWN)]


def test_form_without_a_named_button_does_what_it_stands_for():
    request = _post(reply="Cảm ơn.")

    assert acts.carry_out(request, {"answer": lambda: None}, lambda name, made: name, unnamed="answer")
    assert _said(request) == [("success", "answer")]


def test_refusal_is_told_instead_of_success():
    def refuse() -> None:
        raise DomainError("Đợt đã khép.", hint="Mở lại đợt.")

    request = _post(transition="open")

    assert not acts.carry_out(request, {"open": refuse}, lambda name, made: "Xong.")
    assert _said(request) == [("error", "Đợt đã khép. Mở lại đợt.")]


def test_nothing_is_said_where_the_page_shows_it():
    request = _post()

    assert acts.attempt(request, lambda: 1, lambda made: "")
    assert _said(request) == []


def test_comment_is_cut_to_what_a_reason_may_hold():
    assert acts.comment_of(_post(comment="á" * 2001)) == "á" * 2000
    assert acts.comment_of(_post()) == ""
