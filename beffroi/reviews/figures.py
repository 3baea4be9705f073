"""Figures of reviews: ratings, answers, delays, months. Pure.

A rating belongs to one source: nothing here averages stars over several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from statistics import mean, median
from zoneinfo import ZoneInfo

from beffroi.company.rules import Kind
from beffroi.company.waiting import Terms

#: Below so many, a figure is shown with a warning.
FEW = 10
STARS = (5, 4, 3, 2, 1)
_CONTENT_FROM, _DISCONTENT_TO = 4, 2


@dataclass(frozen=True, slots=True)
class Review:
    """What figures need of one review. `answered_at` is our first answer that was published."""

    source: int
    written_at: datetime
    stars: int | None = None
    recommends: bool | None = None
    answered_at: datetime | None = None
    #: Which of the company's promises it falls under.
    kind: Kind = Kind.REVIEW
    #: Whether its network takes an answer at all.
    can_answer: bool = True
    #: Whether somebody said that nothing more is to do about it.
    is_settled: bool = False
    #: What its text says of each aspect that it speaks of, as `language.sources` has it.
    aspects: Mapping[str, str] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        """Whether its author still waits for an answer that we could give and mean to."""
        return self.answered_at is None and self.can_answer and not self.is_settled

    def delay(self, terms: Terms) -> timedelta | None:
        """Return how long the author waited for the first answer, by `terms`; None: none yet."""
        if self.answered_at is None:
            return None
        return terms.waited(self.kind, since=self.written_at, until=self.answered_at)

    @property
    def verdict(self) -> str:
        """Return good, middling or bad, or "" for a review without stars or recommendation."""
        if self.stars is None:
            return {True: "good", False: "bad", None: ""}[self.recommends]
        if self.stars >= _CONTENT_FROM:
            return "good"
        return "bad" if self.stars <= _DISCONTENT_TO else "middling"


@dataclass(frozen=True, slots=True)
class Answering:
    """How reviews were answered. `rate` is from 0 to 1; None where nothing can be said."""

    count: int
    answered: int
    rate: float | None
    median: timedelta | None
    #: Nine of ten authors waited no longer.
    ninth: timedelta | None
    waiting: int
    #: Since when the one who has waited longest waits.
    oldest_at: datetime | None

    @property
    def is_few(self) -> bool:
        """Whether the rate rests on few reviews."""
        return 0 < self.count < FEW

    @property
    def is_few_answered(self) -> bool:
        """Whether the delays rest on few answers."""
        return 0 < self.answered < FEW


@dataclass(frozen=True, slots=True)
class Rating:
    """What one source says of us: stars, or recommendations where it has no stars."""

    mean: float | None
    rated: int
    #: How many reviews have 5, 4, 3, 2 and 1 stars.
    spread: tuple[tuple[int, int], ...]
    recommending: int
    not_recommending: int

    @property
    def is_few(self) -> bool:
        """Whether the mean rests on few ratings."""
        return 0 < self.rated < FEW

    @property
    def said(self) -> int:
        """How many said whether they recommend us."""
        return self.recommending + self.not_recommending


@dataclass(frozen=True, slots=True)
class Month:
    """The reviews written in one month of the company's calendar."""

    first: date
    good: int
    middling: int
    bad: int
    unrated: int
    answering: Answering

    @property
    def count(self) -> int:
        """All of them."""
        return self.answering.count


def answering(reviews: Iterable[Review], *, terms: Terms) -> Answering:
    """Count answers and delays by `terms`; rates are pooled, delays are told by their median."""
    rows = list(reviews)
    delays = sorted(delay for row in rows if (delay := row.delay(terms)) is not None)
    waiting = [row.written_at for row in rows if row.waits]
    return Answering(
        count=len(rows),
        answered=len(delays),
        rate=len(delays) / len(rows) if rows else None,
        median=_median(delays),
        ninth=delays[ceil(0.9 * len(delays)) - 1] if delays else None,
        waiting=len(waiting),
        oldest_at=min(waiting, default=None),
    )


def rating(reviews: Iterable[Review]) -> Rating:
    """Return what the reviews of ONE source say. Raises ValueError for those of several."""
    rows = list(reviews)
    if len({row.source for row in rows}) > 1:
        raise ValueError("stars of several sources have no mean")
    stars = [row.stars for row in rows if row.stars is not None]
    found = Counter(stars)
    verdicts = Counter(row.recommends for row in rows if row.stars is None)
    return Rating(
        mean=mean(stars) if stars else None,
        rated=len(stars),
        spread=tuple((number, found[number]) for number in STARS),
        recommending=verdicts[True],
        not_recommending=verdicts[False],
    )


def last_months(now: datetime, *, zone: ZoneInfo, count: int = 12) -> tuple[date, ...]:
    """Return the first days of the last months, this one included, oldest first."""
    today = now.astimezone(zone).date()
    ordinal = today.year * 12 + today.month - 1
    numbers = range(ordinal - count + 1, ordinal + 1)
    return tuple(date(number // 12, number % 12 + 1, 1) for number in numbers)


def by_month(
    reviews: Iterable[Review], *, months: Sequence[date], zone: ZoneInfo, terms: Terms
) -> tuple[Month, ...]:
    """Return the months, in their order, those without reviews too."""
    found: dict[date, list[Review]] = {first: [] for first in months}
    for row in reviews:
        first = month_of(row.written_at, zone=zone)
        if first in found:
            found[first].append(row)
    return tuple(_month(first, rows, terms) for first, rows in found.items())


def month_of(moment: datetime, *, zone: ZoneInfo) -> date:
    """Return the first day of the month in which something was, where the company is."""
    return moment.astimezone(zone).date().replace(day=1)


def _median(delays: list[timedelta]) -> timedelta | None:
    seconds = [delay.total_seconds() for delay in delays]
    return timedelta(seconds=median(seconds)) if seconds else None


def _month(first: date, rows: list[Review], terms: Terms) -> Month:
    verdicts = Counter(row.verdict for row in rows)
    return Month(
        first=first,
        good=verdicts["good"],
        middling=verdicts["middling"],
        bad=verdicts["bad"],
        unrated=verdicts[""],
        answering=answering(rows, terms=terms),
    )
