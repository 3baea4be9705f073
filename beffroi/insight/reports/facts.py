"""What is known of a period of a workspace, as a report tells it. Pure; unknown is None.

Facts are kept with their report as they were when it was made: `as_json` and `from_json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from beffroi.core.periods import Period
from beffroi.metrics.figures import whole
from beffroi.metrics.proofs import Proof, range_of

#: Below so many, a figure says little.
FEW = 10
#: A part of a week that is shorter belongs to the week beside it.
_WEEK_FROM_DAYS = 4
#: By certain, probable and declared proof, in cents.
ByProof = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Week:
    """What a week of the month brought by proof, and its full cost, in cents."""

    first: date
    last: date
    margins: ByProof | None
    cost: int

    @property
    def total(self) -> int | None:
        """All that it brought; None where no margin rate was said."""
        return None if self.margins is None else sum(self.margins)


@dataclass(frozen=True, slots=True)
class Money:
    """What came back and what it cost, in cents of `currency`; times in minutes.

    `margins` None: no margin rate was said. `sales` by proof; `unpriced` of them are in no sum.
    """

    currency: str
    hour: int
    margin_percent: str | None
    margins: ByProof | None
    sales: tuple[int, int, int]
    unpriced: int
    media: int
    tools: int
    agency: int
    time: int
    minutes: int

    @property
    def cost(self) -> int:
        """The full cost; 0 where nothing was noted, which does not mean that it was free."""
        return self.media + self.tools + self.agency + self.time

    @property
    def is_costed(self) -> bool:
        """Whether the full cost is known: somebody's time, or whoever was paid for it, is in it."""
        return bool(self.minutes or self.agency)

    @property
    def sold(self) -> int:
        """How many sales have a proof."""
        return sum(self.sales)

    @property
    def ends(self) -> tuple[int, int] | None:
        """The margin from what is certain to all; None where nobody can tell."""
        if self.margins is None:
            return None
        found = range_of(dict(zip(Proof, self.margins, strict=True)))
        return int(found.low), int(found.high)

    @property
    def back_for_one(self) -> int | None:
        """What one unit of money gave back at the most prudent, in cents; None where unknown."""
        if self.ends is None or not self.is_costed or not self.cost or not self.sold:
            return None
        return whole(Fraction(self.ends[0] * 100, self.cost))


@dataclass(frozen=True, slots=True)
class Messages:
    """First answers of the period, and who has waited since, or since before, without one.

    `median_minutes` in opening hours where these were promised (`is_in_opening_hours`, not known of
    older reports); None without answers.
    """

    answered: int
    waiting: int
    median_minutes: int | None
    in_time: int
    is_in_opening_hours: bool = False

    @property
    def all(self) -> int:
        """All who waited for an answer."""
        return self.answered + self.waiting

    @property
    def percent(self) -> int | None:
        """How many of a hundred were answered; None where nobody wrote.

        Never 100 while somebody waits, nor 0 where somebody was answered.
        """
        if not self.all:
            return None
        found = whole(Fraction(100 * self.answered, self.all))
        return min(max(found, int(bool(self.answered))), 100 if not self.waiting else 99)


@dataclass(frozen=True, slots=True)
class Reviews:
    """New reviews of one source; `mean` of its stars, None where none has stars."""

    source: str
    count: int
    answered: int
    waiting: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Best:
    """A post and the margin that it is owed in cents, with all its proofs, the strongest first.

    `minutes` None: no time was noted for it. `proof` is the strongest: of reports made before all
    were kept, nothing else is known.
    """

    title: str
    day: date | None
    networks: tuple[str, ...]
    minutes: int | None
    proof: int
    margin: int
    proofs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted on a day. `is_ready`: no person wrote it."""

    day: date
    words: str
    is_ready: bool = False


@dataclass(frozen=True, slots=True)
class Aimed:
    """An open goal and how it stood when the report was made, in the report's own words."""

    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a report says of its days, and when it was read."""

    first: date
    last: date
    read_at: datetime
    money: Money
    messages: Messages
    reviews: tuple[Reviews, ...] = ()
    weeks: tuple[Week, ...] = ()
    best: tuple[Best, ...] = ()
    channels: tuple[str, ...] = ()
    #: By day; a report that was made before there were notes has none.
    notes: tuple[Noted, ...] = ()
    #: Those of a month; a report that was made before they were told has none.
    goals: tuple[Aimed, ...] = ()

    @property
    def new_reviews(self) -> int:
        """How many reviews came, from all sources."""
        return sum(one.count for one in self.reviews)

    @property
    def answered_reviews(self) -> int:
        """How many of these have an answer."""
        return sum(one.answered for one in self.reviews)

    @property
    def waiting_reviews(self) -> int:
        """How many of these wait for an answer that could be given."""
        return sum(one.waiting for one in self.reviews)


def month_of(first: date) -> Period:
    """Return the days of the month that begins on `first`."""
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(first, following - timedelta(days=1))


def month_before(day: date) -> date:
    """Return the first day of the last month that is over on `day`."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def weeks_of(month: Period) -> tuple[Period, ...]:
    """Cut a month into its weeks from Monday; a few days at an end belong to the week beside."""
    weeks: list[Period] = []
    first = month.first
    while first <= month.last:
        last = min(first + timedelta(days=6 - first.weekday()), month.last)
        weeks.append(Period(first, last))
        first = last + timedelta(days=1)
    if weeks[0].days < _WEEK_FROM_DAYS:
        weeks[:2] = [Period(weeks[0].first, weeks[1].last)]
    if weeks[-1].days < _WEEK_FROM_DAYS:
        weeks[-2:] = [Period(weeks[-2].first, weeks[-1].last)]
    return tuple(weeks)


def as_json(facts: Facts) -> dict[str, Any]:
    """Return facts as JSON holds them."""
    written = _written(asdict(facts))
    return dict(written)


def from_json(kept: Mapping[str, Any]) -> Facts:
    """Return facts that `as_json` wrote."""
    money = {**kept["money"], "sales": tuple(kept["money"]["sales"])}
    return Facts(
        first=date.fromisoformat(kept["first"]),
        last=date.fromisoformat(kept["last"]),
        read_at=datetime.fromisoformat(kept["read_at"]),
        money=Money(**{**money, "margins": _margins(money["margins"])}),
        messages=Messages(**kept["messages"]),
        reviews=tuple(Reviews(**one) for one in kept["reviews"]),
        weeks=tuple(_week(one) for one in kept["weeks"]),
        best=tuple(_best(one) for one in kept["best"]),
        channels=tuple(kept["channels"]),
        notes=tuple(_noted(one) for one in kept.get("notes", ())),
        goals=tuple(Aimed(**one) for one in kept.get("goals", ())),
    )


def _written(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _written(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_written(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _margins(kept: Any) -> ByProof | None:
    if kept is None:
        return None
    certain, probable, declared = kept
    return certain, probable, declared


def _week(kept: Mapping[str, Any]) -> Week:
    return Week(
        first=date.fromisoformat(kept["first"]),
        last=date.fromisoformat(kept["last"]),
        margins=_margins(kept["margins"]),
        cost=kept["cost"],
    )


def _noted(kept: Mapping[str, Any]) -> Noted:
    return Noted(**{**kept, "day": date.fromisoformat(kept["day"])})


def _best(kept: Mapping[str, Any]) -> Best:
    day = kept["day"]
    return Best(
        **{
            **kept,
            "day": date.fromisoformat(day) if day else None,
            "networks": tuple(kept["networks"]),
            "proofs": tuple(kept.get("proofs", ())),
        }
    )
