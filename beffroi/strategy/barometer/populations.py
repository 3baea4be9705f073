"""Which of the populations of studies a company belongs to: each a statement with its bound.

They are shares of a population, never ranks: nobody is better than so many of a hundred.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from beffroi.strategy.barometer.doing import activity_class
from beffroi.strategy.barometer.earning import SIMPLE
from beffroi.strategy.barometer.facts import Facts, MeasureFacts
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import Measured

COUNTED_DAYS = 30
VIEWED_DAYS = 90
ASKED_FROM = 5
#: Of a hundred messages, answered.
IGNORED_BELOW = 10
NO_STRATEGY_BELOW = 40
TONED_FROM = 30
WATCHES_FROM = 40
BUDGET_CENTS = 1_000_000

#: In the order of the page, each under the figure of the study that it answers.
KEYS = (
    "sat_notrack",
    "sat_ignore",
    "sat_nomeasure",
    "sat_count_only",
    "sat_nostrategy",
    "sat_nomeans",
    "sat_sentiment",
    "bpi_watch",
    "bpi_budget",
    "bpi_low",
    "vsplash",
)


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a company is one of those whom a figure counts; None where that is unknown."""

    key: str
    holds: bool | None


def memberships(facts: Facts, state: Measured) -> tuple[Membership, ...]:
    """Return where a company belongs, in the order of `KEYS`."""
    held: Mapping[str, bool | None] = MappingProxyType(
        {
            "sat_notrack": _tracks_nothing(facts),
            "sat_ignore": _ignores(facts),
            "sat_nomeasure": _measures_nothing(facts.measuring),
            "sat_count_only": _counts_only(facts.measuring),
            "sat_nostrategy": _below(state, Dimension.STRATEGY, NO_STRATEGY_BELOW),
            "sat_nomeans": _no(facts.listening.sources),
            "sat_sentiment": _from(facts.listening.toned, TONED_FROM),
            "bpi_watch": _negated(_below(state, Dimension.WATCHING, WATCHES_FROM)),
            "bpi_budget": _negated(_from(facts.means.cost_cents, BUDGET_CENTS)),
            "bpi_low": _is_low(facts),
            "vsplash": facts.presence.links_to_facebook,
        }
    )
    return tuple(Membership(key, held[key]) for key in KEYS)


def _tracks_nothing(facts: Facts) -> bool | None:
    watches, counts = facts.listening.watches, _is_counted(facts.measuring, within=COUNTED_DAYS)
    if watches or counts:
        return False
    return None if watches is None or counts is None else True


def _ignores(facts: Facts) -> bool | None:
    asked, answered = facts.answers.asked, facts.answers.answered
    if asked is None or answered is None:
        return None
    return asked >= ASKED_FROM and 100 * answered < IGNORED_BELOW * asked


def _measures_nothing(facts: MeasureFacts) -> bool | None:
    return _negated(_is_counted(facts, within=VIEWED_DAYS))


def _counts_only(facts: MeasureFacts) -> bool | None:
    measures = _is_counted(facts, within=VIEWED_DAYS)
    if measures is None or facts.kpis is None:
        return None
    return measures and bool(facts.kpis) and all(one in SIMPLE for one in facts.kpis)


def _is_counted(facts: MeasureFacts, *, within: int) -> bool | None:
    if not facts.knows_counts:
        return None
    return facts.counted_days_ago is not None and facts.counted_days_ago <= within


def _is_low(facts: Facts) -> bool | None:
    measured = activity_class(facts.activity)
    return None if measured is None else measured.is_low


def _below(state: Measured, dimension: Dimension, bound: int) -> bool | None:
    value = state.of(dimension).value
    return None if value is None else value < bound


def _from(number: int | None, bound: int) -> bool | None:
    return None if number is None else number >= bound


def _no(number: int | None) -> bool | None:
    return None if number is None else number == 0


def _negated(held: bool | None) -> bool | None:
    return None if held is None else not held
