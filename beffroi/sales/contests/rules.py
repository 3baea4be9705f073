"""What holds for contests: whose entry counts, what is missing, what networks forbid. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

NAME_MAX, CONTACT_MAX, WORDS_MAX, PRIZE_MAX = 120, 200, 1000, 120
#: More prizes than this are no contest of a small company.
PRIZES_MAX, PRIZE_LINES = 200, 5
SUBSTITUTES_MAX = 50
#: More entries than this no list on a page can hold.
ENTRIES_MAX = 20_000
PASTED_MAX = 2_000
ANSWER_DAYS_MAX = 60
#: Long enough to send prizes and to answer a complaint.
KEPT_AFTER_DRAW = timedelta(days=90)


class LeftOut(Enum):
    """Why an entry is not drawn."""

    TWICE = "twice"
    EARLY = "early"
    LATE = "late"
    COLLEAGUE = "colleague"
    MISTAKE = "mistake"
    ASKED = "asked"


#: What a person said of an entry, and may take back; the rest is found out by itself.
SAID_BY_PEOPLE: Final = (LeftOut.COLLEAGUE.value, LeftOut.MISTAKE.value)


class Missing(Enum):
    """What the rules of a contest cannot do without."""

    ADDRESS = "address"
    CONTACT = "contact"
    DATES = "dates"
    WHO = "who"
    HOW = "how"
    PRIZES = "prizes"
    DRAW = "draw"
    TOLD = "told"


class Stage(Enum):
    """How far a contest is."""

    WRITTEN = "written"
    PUBLISHED = "published"
    FROZEN = "frozen"
    DRAWN = "drawn"


class Doubt(Enum):
    """What in the words of a company networks or the law would not have."""

    SHARE = "share"
    PAY = "pay"


@dataclass(frozen=True, slots=True)
class Prize:
    """What is won, what one of it is worth with tax, in cents, and how many there are."""

    what: str
    value_cents: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Typed:
    """Somebody who takes part, as a person wrote it."""

    name: str
    contact: str = ""


_BLANKS = re.compile(r"\s+")
_ASKS: Final = {
    Doubt.SHARE: re.compile(
        r"\b(?:partag\w+|repost\w*|identifi\w+|tagu\w+|tag(?:s|ged|ging)?|share[ds]?|sharing)\b",
        re.IGNORECASE,
    ),
    Doubt.PAY: re.compile(
        r"\b(?:achet\w+|achats?|commandez|pay(?:ez|er)?|buy|purchases?)\b", re.IGNORECASE
    ),
}
#: What stands shortly before a word and turns it round.
_DENIED = re.compile(
    r"\b(?:sans|aucune?|ni|ne|pas|inutile de|without|no|not|nor|don[’']t)\b[^.!?\n]{0,30}$",
    re.IGNORECASE,
)


def key_of(name: str) -> str:
    """Return a name or a handle as it is told apart: no capitals, accents, first @ nor blanks."""
    plain = unicodedata.normalize("NFKD", name.strip().removeprefix("@")).casefold()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _BLANKS.sub(" ", bare).strip()


def pasted(text: str) -> list[Typed]:
    """Return who stands in a text, one a line; what follows a semicolon or a tab reaches them."""
    found = []
    for line in text.splitlines():
        name, _mark, contact = line.replace("\t", ";").partition(";")
        if key_of(name):
            found.append(Typed(_BLANKS.sub(" ", name).strip(), _BLANKS.sub(" ", contact).strip()))
    return found


def too_long(typed: Collection[Typed]) -> list[str]:
    """Return the beginning of each name or address that no list can hold."""
    return [f"{one.name[:40]}…" for one in typed if is_too_long(one)]


def is_too_long(one: Typed) -> bool:
    """Tell whether no list can hold a name, what it is told apart by, or an address.

    One sign may be told apart by eighteen: ﷺ.
    """
    longest = max(len(one.name), len(key_of(one.name)))
    return longest > NAME_MAX or len(one.contact) > CONTACT_MAX


def left_out(
    key: str,
    *,
    at: datetime,
    begins_at: datetime,
    ends_at: datetime,
    colleagues: Collection[str],
    known: Container[str],
) -> LeftOut | None:
    """Return why an entry does not count, or None where it does; `known` are keys that count.

    Instants are aware; the end itself is too late.
    """
    if key in colleagues:
        return LeftOut.COLLEAGUE
    if at < begins_at:
        return LeftOut.EARLY
    if at >= ends_at:
        return LeftOut.LATE
    return LeftOut.TWICE if key in known else None


def doubts(words: str) -> list[Doubt]:
    """Return what a way to take part asks that it should not.

    Meta: personal timelines and friends are no part of a promotion (« Pages, groups and events »
    policies). Code de la consommation, L. 121-20: what depends on chance asks for no payment.
    """
    return [doubt for doubt, asks in _ASKS.items() if _is_asked(words, asks)]


def _is_asked(words: str, asks: re.Pattern[str]) -> bool:
    return any(not _DENIED.search(words[: one.start()]) for one in asks.finditer(words))


def prize_count(prizes: Collection[Prize]) -> int:
    """Return how many win."""
    return sum(prize.count for prize in prizes)


def total_value(prizes: Collection[Prize]) -> int:
    """Return what all prizes are worth together, in cents."""
    return sum(prize.count * prize.value_cents for prize in prizes)


def prize_of(prizes: Collection[Prize], *, place: int) -> Prize | None:
    """Return what the winner of a place gets, counted from 1; None beyond the last."""
    for prize in prizes:
        if place <= prize.count:
            return prize
        place -= prize.count
    return None
