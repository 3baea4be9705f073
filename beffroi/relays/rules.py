"""What colleagues are proposed to share, and how it reads in their own accounts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from beffroi.networks.declarations import ShareWindow

WORDS_MAX, WHY_MAX, DISCLOSURE_MAX = 600, 200, 120
#: Whoever has two minutes for their employer reads no more than this. The number is ours.
OPEN_MAX = 5
#: What is proposed for longer is no news any more. Both are ours.
DAYS_USUAL, DAYS_MAX = timedelta(days=14), timedelta(days=60)
#: Nobody is asked who they are: beyond this, a count of shares is somebody's game.
TOLD_MAX = 500


@dataclass(frozen=True, slots=True)
class Window:
    """Where a network opens what is to be shared; nothing is sent before the person says so.

    `takes_words` is whether the words stand in it already: some networks take an address alone.
    """

    network: str
    name: str
    address: str
    takes_words: bool


def said(words: str, *, disclosure: str, page: str) -> str:
    """Return what a colleague pastes: the words, for whom they work, and the address."""
    return "\n\n".join(part for part in (words.strip(), disclosure.strip(), page) if part)


def windows(
    text: str, page: str, known: Mapping[str, tuple[str, ShareWindow]]
) -> tuple[Window, ...]:
    """Return the windows of networks, by their keys and names, that open with this text."""
    return tuple(
        Window(
            network=key,
            name=name,
            address=_filled(window, text=text, page=page),
            takes_words=window.takes_words,
        )
        for key, (name, window) in known.items()
    )


def is_day(last_day: date, *, today: date) -> bool:
    """Tell whether something may be proposed until then."""
    return today <= last_day <= today + DAYS_MAX


def _filled(window: ShareWindow, *, text: str, page: str) -> str:
    given = text if window.takes_words else page
    return window.address + quote(given, safe="")
