"""Somebody at a desk without JavaScript: opens pages, fills in the forms that are there, follows where they lead."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html

from accounts.models import User


class Desk:
    """One signed-in person (or nobody) with the page they look at."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client()
        if user:
            self.client.force_login(user)
        self.page = html.fromstring("<html></html>")
        self.address = ""

    def open(self, address: str) -> "Desk":
        """Look at a page."""
        return self._show(self.client.get(address, follow=True), address)

    def send(self, action: str, *, files: dict[str, Any] | None = None, button: str = "", **typed: Any) -> "Desk":
        """Fill in the form of the page that goes to ``action`` (a part of its address) and send it.

        Fields that are not named keep what the page shows in them. ``button`` is the value of the pressed one.
        """
        form = self._form(action, button, {*typed, *(files or ())})
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        for field in self._fields_elsewhere(form):
            data[field.get("name")] = field.get("value")
        data |= typed | (files or {})
        if button:
            pressed = form.xpath(f'.//button[@value="{button}"]')[0]
            data[pressed.get("name")] = button
        address = form.get("action") or self.address
        return self._show(self.client.post(address, data, follow=True), address)

    def press(self, transition: str, comment: str = "") -> "Desk":
        """Press a button of the workflow."""
        typed = {"comment": comment} if comment else {}
        return self.send("", button=transition, **typed)

    @property
    def words(self) -> str:
        """All words of the page, spaces folded."""
        return re.sub(r"\s+", " ", self.page.text_content())

    def options(self, name: str) -> dict[str, str]:
        """The choices of a field of the page: words -> value."""
        found = {}
        for option in self.page.xpath(f'//select[@name="{name}"]/option'):
            found[option.text_content().strip()] = option.get("value")
        for box in self.page.xpath(f'//input[@name="{name}"]'):
            label = self.page.xpath(f'//label[@for="{box.get("id")}"]')
            found[re.sub(r"\s+", " ", label[0].text_content()).strip() if label else ""] = box.get("value")
        return found

    def key(self) -> int:
        """The last number in the address of the page: the key of its record."""
        return int(re.findall(r"/(\d+)/", self.address)[-1])

    def _form(self, action: str, button: str, names: set[str]) -> Any:
        """The form of the page itself (not of its frame) that goes there and has this button and these fields."""
        for form in self.page.forms:
            goes_to = form.get("action") or self.address
            fields = {field.get("name") for field in self._fields(form)}
            has_button = not button or form.xpath(f'.//button[@value="{button}"]')
            is_right = (form.get("method") or "").lower() == "post" and "/accounts/" not in goes_to
            if is_right and action in goes_to and has_button and names <= fields:
                return form
        raise AssertionError(f"{self.address} has no form to “{action}” {button} {names}: {self.words[:3000]}")

    def _fields(self, form: Any) -> list[Any]:
        return [*form.iter("input", "select", "textarea"), *self._fields_elsewhere(form)]

    def _fields_elsewhere(self, form: Any) -> list[Any]:
        """Fields that stand outside the form and name it."""
        found: list[Any] = self.page.xpath(f'//input[@form="{form.get("id")}"]') if form.get("id") else []
        return found

    def _show(self, response: HttpResponse, address: str) -> "Desk":
        chain = getattr(response, "redirect_chain", [])
        self.address = chain[-1][0] if chain else address
        content = response.content.decode()
        assert response.status_code == 200, f"{self.address}: {response.status_code} {content[:500]}"
        assert "{{" not in content and "{%" not in content, self.address
        self.page = html.fromstring(content)
        return self

    def told(self, words: str) -> "Desk":
        """The page says these words; else the whole page is shown."""
        assert words in self.words, f"{self.address}: {self.words[-3000:]}"
        return self
