"""How a competitor publishes: how often, when, in which formats, and how it is taken. Pure.

Reactions are counted for each post, and told by their median with how many posts that is of: the
same for all. No rate: followers, reach and views are not told alike by networks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from zoneinfo import ZoneInfo

from beffroi.listening.figures.reactions import reactions
from beffroi.listening.figures.voice import whole_percents

#: Of fewer posts, a median is chance.
FEW = 10
_NOON, _EVENING = 12, 18
PARTS = ("morning", "afternoon", "evening")


@dataclass(frozen=True, slots=True)
class Post:
    """What is counted of one post; None: its network does not tell."""

    key: int
    written_at: datetime
    format: str
    likes: int | None = None
    replies: int | None = None
    shares: int | None = None

    @property
    def reactions(self) -> int | None:
        """All that people did with it in public."""
        return reactions(self.likes, self.replies, self.shares)


@dataclass(frozen=True, slots=True)
class Pace:
    """Posts of some weeks: how many a week, on which days and when, in which formats.

    `reactions` is the median of those whose network tells them, `told` how many these are.
    """

    count: int
    a_week: float
    by_weekday: tuple[int, ...]
    by_part: tuple[tuple[str, int], ...]
    formats: tuple[tuple[str, int], ...]
    reactions: float | None
    told: int

    @property
    def is_few(self) -> bool:
        """Whether the median rests on few posts."""
        return 0 < self.told < FEW


def pace(posts: Iterable[Post], *, weeks: float, zone: ZoneInfo) -> Pace:
    """Count posts of so many weeks; shares of formats are whole percents that sum to 100."""
    rows = list(posts)
    local = [row.written_at.astimezone(zone) for row in rows]
    days = Counter(at.weekday() for at in local)
    parts = Counter(_part(at.hour) for at in local)
    formats = Counter(row.format for row in rows).most_common()
    ordered = sorted(formats, key=lambda one: (-one[1], one[0]))
    percents = whole_percents([count for _format, count in ordered])
    told = [one for row in rows if (one := row.reactions) is not None]
    return Pace(
        count=len(rows),
        a_week=len(rows) / weeks,
        by_weekday=tuple(days[number] for number in range(7)),
        by_part=tuple((part, parts[part]) for part in PARTS),
        formats=tuple((key, part) for (key, _n), part in zip(ordered, percents, strict=True)),
        reactions=float(median(told)) if told else None,
        told=len(told),
    )


def best(posts: Iterable[Post], *, most: int) -> list[Post]:
    """Return the posts that were taken up most, and none that nobody took up."""
    taken_up = [row for row in posts if row.reactions]
    return sorted(taken_up, key=_by_reactions)[:most]


def busiest(numbers: Sequence[int]) -> list[int]:
    """Return the places of the largest numbers, none where all are 0."""
    most = max(numbers, default=0)
    return [place for place, number in enumerate(numbers) if number == most and most > 0]


def _by_reactions(row: Post) -> tuple[int, float, int]:
    return -(row.reactions or 0), -row.written_at.timestamp(), row.key


def _part(hour: int) -> str:
    return PARTS[(hour >= _NOON) + (hour >= _EVENING)]
