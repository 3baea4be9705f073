"""What people say in the demo, in French as it is spoken in a shop. Words only: others play them.

Nothing here names a season or a day of the week: the story is told on any day.
"""

from __future__ import annotations

from dataclasses import dataclass, field

BOTH = ("bluesky", "mastodon")
BLUESKY = ("bluesky",)
MASTODON = ("mastodon",)


@dataclass(frozen=True, slots=True)
class Word:
    """What a stranger says under a post, and what was answered, if anything.

    It comes `minutes` after the post, or `ago` minutes before now; the answer `later` minutes after
    it, by `by`. `then` is what the stranger says back; `is_done` settles it without an answer.
    """

    network: str
    who: str
    text: str
    minutes: int = 0
    ago: int = 0
    answer: str = ""
    later: int = 25
    by: str = "karim"
    then: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A post: `days` before today (negative: to come), at `hour` in the company's zone."""

    days: int
    hour: str
    text: str
    picture: str = ""
    channels: tuple[str, ...] = BOTH
    own_texts: tuple[tuple[str, str], ...] = ()
    words: tuple[Word, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Rated:
    """A review on the map, `days` before now: who wrote it, how many stars, what was answered."""

    days: float
    who: str
    stars: int
    text: str = ""
    answer: str = ""
    later: int = 90
    by: str = "claire"


@dataclass(frozen=True, slots=True)
class Aloud:
    """What a stranger says while the demo runs, `pause` seconds after the one before.

    Under our newest post on the network, or as a mention when `is_mention`.
    """

    pause: float
    network: str
    who: str
    text: str
    is_mention: bool = False
