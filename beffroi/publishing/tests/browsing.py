"""The composer as a browser without JavaScript uses it: what the page's form would send."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client


class _Form(HTMLParser):
    """Collects what stands in the form called `composer`."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, list[str]] = {}
        self.buttons: list[str] = []
        self._is_inside = False
        self._writes = ""
        self._selects = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = given.get("id") == "composer"
            self.action = given.get("action", "") if self._is_inside else self.action
        elif self._is_inside:
            self._take(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "textarea":
            # A browser leaves out the line end that opens a textarea.
            self.fields[self._writes][0] = self.fields[self._writes][0].removeprefix("\n")
            self._writes = ""
        elif tag == "select":
            self._selects = ""

    def handle_data(self, data: str) -> None:
        if self._writes:
            self.fields[self._writes][0] += data

    def _take(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "textarea":
            self._writes = name
            self.fields[name] = [""]
        elif tag == "select":
            self._selects = name
        elif tag == "option" and "selected" in given:
            self.fields[self._selects] = [given["value"]]
        elif tag == "button" and name:
            self.buttons.append(given.get("value", ""))
        elif tag == "input" and name:
            self._take_input(name, given)

    def _take_input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "file" or (kind in {"checkbox", "radio"} and "checked" not in given):
            return
        values = self.fields.setdefault(name, [])
        if kind == "radio":
            values.clear()
        values.append(given.get("value", "on" if kind == "checkbox" else ""))


class Composer:
    """One page of the composer, filled in and sent."""

    def __init__(self, client: Client, path: str) -> None:
        self.client = client
        self.read(client.get(path, follow=True))

    def read(self, response: HttpResponseBase) -> None:
        """Take the page that came back."""
        self.response = response
        self.page = page(response)
        form = _Form()
        form.feed(self.page)
        self.action, self.fields, self.buttons = form.action, form.fields, form.buttons

    def fill(self, **values: str | list[str]) -> None:
        """Type into fields."""
        for name, value in values.items():
            self.fields[name] = value if isinstance(value, list) else [value]

    def press(self, intent: str, *, files: Iterable[tuple[str, bytes]] = ()) -> HttpResponseBase:
        """Press a button; a page that comes back is the one to go on with."""
        data: dict[str, Any] = {
            name: [value.replace("\n", "\r\n") for value in values]
            for name, values in self.fields.items()
        }
        data["intent"] = intent
        data["upload"] = [SimpleUploadedFile(name, content) for name, content in files]
        response = self.client.post(self.action, data)
        if response.status_code not in {301, 302}:
            self.read(response)
        return response


def new_post(client: Client, text: str = "Bonjour", *, at: str = "2026-09-15T10:00") -> Composer:
    """Open the composer and type."""
    composer = Composer(client, "/posts/new/")
    day, _, hour = at.partition("T")
    composer.fill(text=text, day=day, hour=hour)
    return composer


def page(response: HttpResponseBase) -> str:
    """Return the text of a page."""
    content: bytes = getattr(response, "content", b"")
    return content.decode()
