"""What a short link is and what a visit of it counts as. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum

#: Neither 0, O, I nor l: people copy links from paper.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
#: 57^7 codes, 2 · 10^12: a guess finds one of a million links in two million tries.
CODE_LENGTH = 7
TARGET_MAX = 2000
NAME_MAX = 80
#: Statistics of one's own public are kept so long at most (CNIL, audience measurement, July 2025).
KEPT_MONTHS = 25
#: More visits of one link by the same person on a day are a machine's.
PERSON_DAY_MAX = 20

_LETTERS = frozenset(ALPHABET)


class Visitor(StrEnum):
    """Who follows a link, as far as what they send tells."""

    PERSON = "person"
    #: A network or messenger that shows a card of the page.
    PREVIEW = "preview"
    ROBOT = "robot"


class Source(StrEnum):
    """Who made a link."""

    #: A person, for paper, a signature, a shop window.
    HAND = "hand"
    #: A post that carries it.
    POST = "post"


class Device(StrEnum):
    """Which class of device a person holds."""

    PHONE = "phone"
    TABLET = "tablet"
    COMPUTER = "computer"
    OTHER = "other"


def is_code(text: str) -> bool:
    """Tell whether this may be the code of a link."""
    return len(text) == CODE_LENGTH and _LETTERS.issuperset(text)


def split_code(text: str) -> tuple[str, str]:
    """Return the code with which a text begins, "" for none, and what stands behind it."""
    code, rest = text[:CODE_LENGTH], text[CODE_LENGTH:]
    return (code, rest) if is_code(code) else ("", text)


def kept_since(today: date) -> date:
    """Return the first day whose visits are still kept."""
    months = today.year * 12 + today.month - 1 - KEPT_MONTHS
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(today.day, last))
