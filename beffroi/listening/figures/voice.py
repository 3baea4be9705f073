"""Whose share of what is said: of those who are followed, in the sources that are read. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

#: Of fewer messages, shares are chance.
FEW = 30


@dataclass(frozen=True, slots=True)
class Side:
    """One of those who are compared, with the messages that speak of it, each counted once."""

    key: int
    name: str
    count: int
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A side's part of all, in whole percents that sum to 100."""

    side: Side
    percent: int


@dataclass(frozen=True, slots=True)
class Voice:
    """All sides with their shares: ours first, then those of whom most is said."""

    shares: tuple[Share, ...]
    total: int
    #: When the last of them began to be listened to; None: before all that is compared.
    since: datetime | None = None

    @property
    def is_few(self) -> bool:
        """Whether the shares rest on few messages."""
        return 0 < self.total < FEW


def share_of_voice(sides: Sequence[Side], *, since: datetime | None = None) -> Voice:
    """Return each side's count ÷ the sum of all; a message that speaks of two counts for both."""
    ordered = sorted(sides, key=lambda one: (not one.is_ours, -one.count, one.name, one.key))
    percents = whole_percents([one.count for one in ordered])
    shares = tuple(Share(side, part) for side, part in zip(ordered, percents, strict=True))
    return Voice(shares, sum(one.count for one in ordered), since)


def whole_percents(counts: Sequence[int]) -> list[int]:
    """Return whole percents that sum to 100: the largest remainders are rounded up.

    Of nothing, each is 0.
    """
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    parts = [100 * count // total for count in counts]
    rests = [(-(100 * count % total), place) for place, count in enumerate(counts)]
    for _rest, place in sorted(rests)[: 100 - sum(parts)]:
        parts[place] += 1
    return parts
