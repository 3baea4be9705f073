"""Turns the text of a lesson into HTML: paragraphs, headings, lists, strong and emphasis.

All else is shown as it is written. Raw HTML, links, pictures and tables are no marks of lessons.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt

#: Of the rules of CommonMark, those that lessons need; `paragraph` and `text` are always there.
_RULES = ("heading", "list", "emphasis")
_MARKS = re.compile(r"\*\*|(?<!\*)\*(?!\*)|^#+ ", re.MULTILINE)


class Html(str):
    """HTML that a template may show as it is. Only `to_html` makes it."""

    __slots__ = ()

    def __html__(self) -> str:
        """Say what templates ask for: this is HTML already."""
        return self


def to_html(text: str) -> Html:
    """Return the text as HTML that holds no other element and no attribute but a list's start."""
    return Html(_parser().render(text))


def to_plain(text: str) -> str:
    """Return the text without its marks, for a mail that is only text."""
    return _MARKS.sub("", text).strip()


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False, "linkify": False}).enable(list(_RULES))
