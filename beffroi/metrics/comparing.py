"""Which of two variants does better, looked at as often as one likes. Pure.

An ordinary test that is looked at every day finds a winner sooner or later, also where there is
none. This one holds its promise for all looks together: where both variants are alike, it names a
winner in at most 5 of 100 comparisons, however long they last and whenever one stops.

It is a bet against their being alike, made anew between any two looks: R. J. Turner, A. Ly and
P. D. Grünwald, “Generic E-variables for exact sequential k-sample tests that allow for optional
stopping”, Journal of Statistical Planning and Inference 230, 2024,
doi.org/10.1016/j.jspi.2023.106116. For a look with n and m trials, two rates are supposed whose
mean, weighted by n and m, is the rate that earlier looks foretell. Their likelihood ÷ that of the
mean is on average (1 + a·m·x)^n · (1 − a·n·x)^m, with x the distance of the true common rate from
the one foretold: at most 1, where x is 0. The product over all looks therefore reaches 20 with a
chance of at most 1 in 20 ever (J. Ville 1939). Several gaps are supposed at once, each with its
share of the stake, as in the mixtures of H. Robbins (1970, doi.org/10.1214/aoms/1177696786). No
approximation is made: few results are only less telling.

It compares what is shown by turns or by lot to people alike. Two posts of two days differ in more
than their words: then it is an indication, not a proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from math import exp, lgamma, log

from beffroi.metrics.figures import LessThanNothing
from beffroi.metrics.ranges import Interval

#: In so many of all comparisons of variants that are alike, a winner may be named.
FALSE_ALARMS = 0.05
#: Before the first look, in as many trials, so many are supposed to succeed.
USUAL_RATE = 0.05
_USUAL_TRIALS = 20
#: How far apart rates are supposed to be, of r·(1 − r): from five in a hundred to three to one.
_GAPS = tuple(sign * gap for gap in (0.05, 0.08, 0.13, 0.2, 0.32, 0.5, 0.8) for sign in (1, -1))
_LN_MAX = 700.0
_PRIOR = 0.5
_STEPS = 50


class NotAmong(ValueError):
    """More successes than trials, or a rate that is not between 0 and 1; not fit for the user."""


class Leader(Enum):
    """Which of two variants is better; none as long as it may be chance."""

    FIRST = "first"
    SECOND = "second"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Variant:
    """How many people saw a variant, and how many of them did what was hoped for."""

    successes: int
    trials: int

    def __post_init__(self) -> None:
        if self.successes < 0:
            raise LessThanNothing(str(self))
        if self.successes > self.trials:
            raise NotAmong(str(self))

    @property
    def failures(self) -> int:
        """How many did not."""
        return self.trials - self.successes

    @property
    def rate(self) -> float | None:
        """How many of all did, from 0 to 1; None of nobody."""
        return self.successes / self.trials if self.trials else None


@dataclass(frozen=True, slots=True)
class Look:
    """What came in since the look before, for both variants."""

    first: Variant
    second: Variant


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is known after all looks. Evidence of 20 decides, once and for all; 1 is none.

    `rates` are where each rate lies, or None of nobody, in 95 of 100 comparisons at all looks
    together; they may still meet where a leader is named.
    """

    evidence: float
    leader: Leader
    looks: int
    rates: tuple[Interval | None, Interval | None]


def compare(looks: Iterable[Look], *, usual_rate: float = USUAL_RATE) -> Comparison:
    """Compare two variants by all looks in their order.

    `usual_rate` is what to expect before the first; a wrong guess costs time, and never the
    promise. When to look must not depend on what came in since the look before.
    """
    every = list(looks)
    both = _added(every)
    found, leader = 1.0, Leader.NONE
    for found, favoured in evidences(every, usual_rate=usual_rate):
        if leader is Leader.NONE and found * FALSE_ALARMS >= 1:
            leader = favoured
    rates = (always_valid(both.first), always_valid(both.second))
    return Comparison(found, leader, len(every), rates)


def evidences(
    looks: Iterable[Look], *, usual_rate: float = USUAL_RATE
) -> Iterator[tuple[float, Leader]]:
    """Yield the evidence after each look, and which variant it speaks for."""
    if not 0 < usual_rate < 1:
        raise NotAmong(str(usual_rate))
    won = [0.0] * len(_GAPS)
    successes, trials = usual_rate * _USUAL_TRIALS, float(_USUAL_TRIALS)
    for look in looks:
        rate = successes / trials
        won = [before + _ln_won(look, gap, rate) for gap, before in zip(_GAPS, won, strict=True)]
        successes += look.first.successes + look.second.successes
        trials += look.first.trials + look.second.trials
        second, first = _mean_of(won[::2]), _mean_of(won[1::2])
        yield (first + second) / 2, Leader.FIRST if first > second else Leader.SECOND


def looks_between(counted: Iterable[Look]) -> Iterator[Look]:
    """Yield what came in between counts that grow, as networks tell them from the beginning on.

    A count that takes something back, or that has clicks before their displays, is passed over:
    the next one tells.
    """
    last = Look(Variant(0, 0), Variant(0, 0))
    for look in counted:
        first, second = _less(look.first, last.first), _less(look.second, last.second)
        if first is not None and second is not None:
            yield Look(first, second)
            last = look


def always_valid(variant: Variant) -> Interval | None:
    """Return where a rate lies, from 0 to 1, in 95 of 100 cases at all looks together.

    By the mixture of Robbins (1970) over Beta(1/2, 1/2): wider than Wilson's interval, which holds
    for one look only. None of nobody.
    """
    rate = variant.rate
    if rate is None:
        return None
    won, lost = variant.successes + _PRIOR, variant.failures + _PRIOR
    mixture = lgamma(won) + lgamma(lost) - lgamma(won + lost) - 2 * lgamma(_PRIOR)
    least = mixture + log(FALSE_ALARMS)
    return Interval(_end(variant, rate, 0.0, least), _end(variant, rate, 1.0, least))


def _ln_won(look: Look, gap: float, rate: float) -> float:
    """Return the logarithm of what a bet on a gap between both rates multiplies its stake by."""
    first, second = look.first, look.second
    trials = first.trials + second.trials
    if not trials:
        return 0.0
    up, down = gap * first.trials / trials, gap * second.trials / trials
    return (
        second.successes * log(1 + up * (1 - rate))
        + second.failures * log(1 - up * rate)
        + first.successes * log(1 - down * (1 - rate))
        + first.failures * log(1 + down * rate)
    )


def _mean_of(logarithms: list[float]) -> float:
    return sum(exp(min(one, _LN_MAX)) for one in logarithms) / len(logarithms)


def _added(looks: list[Look]) -> Look:
    first, second = ([one.first for one in looks], [one.second for one in looks])
    return Look(*(_sum(variants) for variants in (first, second)))


def _sum(variants: list[Variant]) -> Variant:
    return Variant(sum(one.successes for one in variants), sum(one.trials for one in variants))


def _less(now: Variant, before: Variant) -> Variant | None:
    successes, trials = now.successes - before.successes, now.trials - before.trials
    return Variant(successes, trials) if 0 <= successes <= trials else None


def _end(variant: Variant, inside: float, outside: float, least: float) -> float:
    """Return the rate farthest to one side under which the results are still likely enough."""
    for _step in range(_STEPS):
        middle = (inside + outside) / 2
        is_likely = 0 < middle < 1 and _ln_chance(variant, middle) > least
        inside, outside = (middle, outside) if is_likely else (inside, middle)
    return outside


def _ln_chance(variant: Variant, rate: float) -> float:
    return variant.successes * log(rate) + variant.failures * log(1 - rate)
