"""Texts of posts and reviews: counted, searched for telephone numbers, freed of translations.

https://developers.google.com/my-business/content/posts-data (read 2026-11-22). Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from beffroi.networks.contracts import PostFormat, TextCount
from beffroi.networks.declarations import Draft, Limits, Problem, ProblemCode

_BETWEEN = r"[\s\u00a0\u202f.\-/()]{0,2}"
#: With its country, or ten digits as in France: two by two, or in one piece.
_PHONE = re.compile(
    rf"(?<![\w/=.,-])(?:(?:\+|00)[1-9]\d{{0,2}}{_BETWEEN}(?:\d{_BETWEEN}){{7,12}}"
    rf"|0[1-9](?:{_BETWEEN}\d\d){{4}})(?!\d)"
)
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\"'.,;:!?)\]»]", re.IGNORECASE)
_TRANSLATED = "(Translated by Google)"
_ORIGINAL = "(Original)"


def count(text: str, *, limits: Limits) -> TextCount:
    """Count characters."""
    return TextCount(used=len(text), limit=limits.text_max)


def problems(draft: Draft) -> list[Problem]:
    """Return what Google would reject of a post; an answer to a review may hold a number."""
    return [] if draft.is_answer else list(_post_problems(draft))


def phone_number(text: str) -> str:
    """Return the first telephone number of a text, "" when it has none."""
    found = _PHONE.search(text)
    return found.group().strip() if found else ""


def first_link(text: str) -> str:
    """Return the first address of a text, without the punctuation behind it; "" without one."""
    found = _LINK.search(text)
    return found.group() if found else ""


def original(comment: str) -> str:
    """Return what a reviewer wrote, without the translation that Google puts before or after."""
    before, found, after = comment.partition(_TRANSLATED)
    if not found:
        return comment
    written = after.partition(_ORIGINAL)[2] if _ORIGINAL in after else before
    return written.strip() or before.strip() or after.strip()


def comparable(text: str) -> str:
    """Reduce a text to what stays of it when a server has tidied its blanks and accents."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _post_problems(draft: Draft) -> Iterator[Problem]:
    if draft.format is not PostFormat.POST:
        yield Problem(ProblemCode.FORMAT_UNKNOWN)
    number = phone_number(draft.text)
    if number:
        yield Problem(ProblemCode.PHONE_NUMBER, signs=number)
