"""Fills in the page on which a simulator asks for consent, as a person who allows everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self
from urllib.parse import urlencode


@dataclass
class ConsentPage:
    """A form: where it goes, what is filled in already, and what there is to choose from."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def read(cls, page: str, *, at: str) -> Self:
        """Return the form of `page`, which was shown at the path `at`."""
        parser = _FormParser()
        parser.feed(page)
        return cls(action=parser.action or at, fields=parser.fields)

    def allowed(self) -> str:
        """Return the body of a form in which everything is ticked and « allow » pressed."""
        kept = [(name, value) for name, value in self.fields if name != "decision"]
        return urlencode([*kept, ("decision", "allow")])


class _FormParser(HTMLParser):
    """Collects what a browser would send: every box ticked, the first of each set of buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self._radios: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = values.get("action", "")
        elif tag == "input" and values.get("name"):
            self._take(values)

    def _take(self, values: dict[str, str]) -> None:
        name, kind = values["name"], values.get("type", "text")
        if kind == "submit" or (kind == "radio" and name in self._radios):
            return
        if kind == "radio":
            self._radios.add(name)
        self.fields.append((name, values.get("value", "on" if kind == "checkbox" else "")))
