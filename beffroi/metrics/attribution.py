"""Which channels, posts or offers a conversion is owed to, by five models side by side. Pure.

None of them is the truth: they are rules of thumb that answer differently. Shares are fractions
that sum to exactly 1, and amounts are shared to the cent. The models are those of
adriennevermorel.com and marketing-for-newbie.kejyun.com (half-life of seven days), read 2026-11.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from fractions import Fraction
from types import MappingProxyType

from beffroi.metrics.figures import NaiveInstant
from beffroi.metrics.sharing import split, split_refund

WINDOW = timedelta(days=30)
HALF_LIFE = timedelta(days=7)
_END, _MIDDLE = Fraction(2, 5), Fraction(1, 5)

#: What a conversion is owed to, with shares that sum to 1; empty where no touch is known.
Shares = Mapping[str, Fraction]


class Model(Enum):
    """By which rule a conversion is shared among what came before it."""

    FIRST = "first"
    LAST = "last"  # that is not direct
    LINEAR = "linear"
    POSITION = "position"  # 40 % to each end, 20 % to what lies between
    TIME_DECAY = "time_decay"  # half as much for each seven days


@dataclass(frozen=True, slots=True, order=True)
class Touch:
    """That somebody came by a channel, a post or an offer, known by a key, at an instant.

    Direct is who came by an address that they knew: it gets nothing of the last touch where
    another one is known.
    """

    at: datetime
    key: str
    is_direct: bool = False

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise NaiveInstant(str(self.at))


def attribute(
    touches: Iterable[Touch], *, at: datetime, model: Model, window: timedelta = WINDOW
) -> Shares:
    """Return what a conversion `at` an instant is owed to, the largest share first.

    Touches after it, or longer ago than `window`, do not count, and the same touch told twice
    counts once. Their order changes nothing: of two at one instant the lesser key came first.
    """
    path = _path(touches, at=at, window=window)
    if not path:
        return MappingProxyType({})
    shares: dict[str, Fraction] = {}
    for touch, weight in zip(path, _WEIGHTS[model](path), strict=True):
        if weight:
            shares[touch.key] = shares.get(touch.key, Fraction()) + weight
    ordered = sorted(shares.items(), key=lambda share: (-share[1], share[0]))
    return MappingProxyType(dict(ordered))


def side_by_side(
    touches: Iterable[Touch], *, at: datetime, window: timedelta = WINDOW
) -> Mapping[Model, Shares]:
    """Return what each model says of the same conversion."""
    every = list(touches)
    return {model: attribute(every, at=at, model=model, window=window) for model in Model}


def credit(cents: int, shares: Shares) -> dict[str, int]:
    """Share an amount to the cent; empty where nothing is known, so that no credit is made up.

    An amount below 0 undoes exactly what the same amount above 0 gave.
    """
    parts = split(cents, list(shares.values())) if shares else []
    return dict(zip(shares, parts, strict=True))


def credit_refund(
    refund: int, shares: Shares, *, paid: int, refunded_before: int
) -> dict[str, int]:
    """Share what is given back of a sale as the sale was; once all is, nothing is left of it.

    Raises RefundTooLarge.
    """
    if not shares:
        return {}
    weights = list(shares.values())
    parts = split_refund(refund, paid=paid, refunded_before=refunded_before, weights=weights)
    return dict(zip(shares, parts, strict=True))


def _path(touches: Iterable[Touch], *, at: datetime, window: timedelta) -> list[Touch]:
    """Return touches that count, each once, in order; instants are compared by the world's clock.

    Two instants of one zone are otherwise subtracted by what clocks show, an hour off where those
    changed in between.
    """
    if at.tzinfo is None:
        raise NaiveInstant(str(at))
    end = at.astimezone(UTC)
    told = {Touch(one.at.astimezone(UTC), one.key, one.is_direct) for one in touches}
    counting = sorted(one for one in told if end - window <= one.at <= end)
    once: dict[tuple[datetime, str], Touch] = {}
    for touch in counting:
        once.setdefault((touch.at, touch.key), touch)
    return list(once.values())


def _first(path: Sequence[Touch]) -> list[Fraction]:
    return _all_to(0, len(path))


def _last(path: Sequence[Touch]) -> list[Fraction]:
    known = [place for place, touch in enumerate(path) if not touch.is_direct]
    return _all_to(known[-1] if known else len(path) - 1, len(path))


def _linear(path: Sequence[Touch]) -> list[Fraction]:
    return [Fraction(1, len(path))] * len(path)


def _position(path: Sequence[Touch]) -> list[Fraction]:
    between = len(path) - 2
    if between <= 0:
        return _linear(path)
    return [_END, *[_MIDDLE / between] * between, _END]


def _time_decay(path: Sequence[Touch]) -> list[Fraction]:
    """Return 2^(−days ÷ 7), normalised; counted from the last touch, which changes no share.

    Powers are rounded by the machine, shares are not: each is exact from there on.
    """
    newest = path[-1].at
    weights = [Fraction(2.0 ** -((newest - touch.at) / HALF_LIFE)) for touch in path]
    total = sum(weights)
    return [weight / total for weight in weights]


def _all_to(chosen: int, count: int) -> list[Fraction]:
    return [Fraction(place == chosen) for place in range(count)]


_WEIGHTS: Mapping[Model, Callable[[Sequence[Touch]], list[Fraction]]] = {
    Model.FIRST: _first,
    Model.LAST: _last,
    Model.LINEAR: _linear,
    Model.POSITION: _position,
    Model.TIME_DECAY: _time_decay,
}
