"""What to do next: the gestures that win the most points a minute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from beffroi.strategy.barometer.parts import Dimension, half_up
from beffroi.strategy.barometer.rules import Known, Measured

SHOWN = 3
#: How long each gesture takes, in minutes, with Beffroi open; ours, rounded to what people say.
MINUTES: Mapping[tuple[Dimension, str], int] = MappingProxyType(
    {
        (Dimension.STRATEGY, "goal"): 10,
        (Dimension.STRATEGY, "audience"): 15,
        (Dimension.STRATEGY, "owners"): 10,
        (Dimension.STRATEGY, "planned"): 30,
        (Dimension.STRATEGY, "reviewed"): 20,
        (Dimension.PRESENCE, "network"): 5,
        (Dimension.PRESENCE, "profiles"): 30,
        (Dimension.PRESENCE, "site_links"): 20,
        (Dimension.PRESENCE, "links_back"): 10,
        (Dimension.ACTIVITY, "regularity"): 60,
        (Dimension.ACTIVITY, "volume"): 60,
        (Dimension.ACTIVITY, "ahead"): 15,
        (Dimension.MEANS, "minutes"): 75,
        (Dimension.MEANS, "people"): 5,
        (Dimension.MEANS, "lessons"): 40,
        (Dimension.MEANS, "full_cost"): 10,
        (Dimension.LISTENING, "watch"): 10,
        (Dimension.LISTENING, "sources"): 10,
        (Dimension.LISTENING, "fresh"): 5,
        (Dimension.LISTENING, "toned"): 10,
        (Dimension.LISTENING, "reviewed"): 5,
        (Dimension.ANSWERS, "rate"): 30,
        (Dimension.ANSWERS, "speed"): 30,
        (Dimension.ANSWERS, "backlog"): 15,
        (Dimension.ANSWERS, "negatives"): 20,
        (Dimension.REPUTATION, "reviews_answered"): 20,
        (Dimension.REPUTATION, "new_reviews"): 20,
        (Dimension.REPUTATION, "crisis_file"): 15,
        (Dimension.REPUTATION, "drill"): 30,
        (Dimension.REPUTATION, "charter"): 10,
        (Dimension.MEASURING, "links"): 5,
        (Dimension.MEASURING, "outcome"): 10,
        (Dimension.MEASURING, "cost"): 10,
        (Dimension.MEASURING, "conversions"): 10,
        (Dimension.MEASURING, "report"): 10,
        (Dimension.WATCHING, "competitors"): 5,
        (Dimension.WATCHING, "read"): 5,
        (Dimension.WATCHING, "idea"): 10,
        (Dimension.LOYALTY, "offer"): 15,
        (Dimension.LOYALTY, "consents"): 20,
        (Dimension.LOYALTY, "newsletter"): 60,
        (Dimension.LOYALTY, "customer_links"): 15,
        (Dimension.LOYALTY, "advocates"): 20,
        (Dimension.LOYALTY, "employer"): 20,
    }
)


#: What makes a dimension measured that is not, in the order in which a company begins.
BEGINNINGS = (
    (Dimension.ACTIVITY, "ahead"),
    (Dimension.ANSWERS, "rate"),
    (Dimension.STRATEGY, "goal"),
    (Dimension.REPUTATION, "crisis_file"),
    (Dimension.LISTENING, "watch"),
    (Dimension.MEASURING, "conversions"),
    (Dimension.MEANS, "full_cost"),
    (Dimension.WATCHING, "competitors"),
    (Dimension.LOYALTY, "offer"),
    (Dimension.PRESENCE, "network"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A gesture: how many points of the whole it wins at most, in how many minutes.

    Points are None where it makes a dimension measured: nobody knows yet what it wins.
    """

    dimension: Dimension
    part: str
    points: Fraction | None
    minutes: int


def next_steps(state: Measured, *, most: int = SHOWN) -> tuple[Step, ...]:
    """Return what wins the most points a minute, the best first.

    Points are those of the total as it stands: a part's missing points over the known ones of its
    dimension, by the dimension's weight over the weights that are known. Only what is measured
    has any: of the rest nobody knows what is missing. Where those are too few, what makes another
    dimension measured follows.
    """
    weights = sum(one.weight for one in state.scores if one.exact is not None)
    found = []
    for one in state.scores:
        if one.known is not Known.MEASURED:
            continue
        known = sum(part.of for part in one.parts if part.is_known)
        for part in one.parts:
            points = 100 * part.missing / known * one.weight / weights
            if points > 0:
                minutes = MINUTES[one.dimension, part.key]
                order = (-points / minutes, one.dimension, part.key)
                found.append((order, Step(one.dimension, part.key, points, minutes)))
    best = [step for _order, step in sorted(found, key=lambda pair: pair[0])]
    return (*best, *_beginnings(state))[:most]


def _beginnings(state: Measured) -> Iterator[Step]:
    """What makes measured the dimensions that are not."""
    for dimension, part in BEGINNINGS:
        if state.of(dimension).known is not Known.MEASURED:
            yield Step(dimension, part, None, MINUTES[dimension, part])


class Way(StrEnum):
    """What makes more of a company known than any one part would."""

    QUESTIONS = "questions"
    CHANNEL = "channel"
    SITE = "site"


#: What each way has measured by itself: no gesture is named beside it for these. Activity needs
#: nothing but a channel and four weeks.
_LEADS_TO: Mapping[Way, frozenset[Dimension]] = MappingProxyType(
    {
        Way.QUESTIONS: frozenset({Dimension.ACTIVITY}),
        Way.CHANNEL: frozenset({Dimension.ACTIVITY, Dimension.ANSWERS}),
        Way.SITE: frozenset({Dimension.PRESENCE}),
    }
)


def ways_to_a_level(state: Measured, *, most: int = SHOWN) -> tuple[Way | Step, ...]:
    """Return what to answer or to connect where too little is known; nothing where a level is told.

    Nothing of what a company does is known before a channel is connected. Where these are too few,
    what makes another dimension measured follows.
    """
    if state.level is not None:
        return ()
    has_channels = any(part.is_known for part in state.of(Dimension.ACTIVITY).parts)
    is_seen = state.of(Dimension.PRESENCE).known is Known.MEASURED
    open_ways = {
        Way.QUESTIONS: any(one.known is Known.UNKNOWN for one in state.scores),
        Way.CHANNEL: not has_channels,
        Way.SITE: not is_seen,
    }
    found: list[Way | Step] = [way for way, is_open in open_ways.items() if is_open]
    led_to = {one for way, is_open in open_ways.items() if is_open for one in _LEADS_TO[way]}
    found.extend(one for one in _beginnings(state) if one.dimension not in led_to)
    return tuple(found[:most])


def unanswered(state: Measured) -> int:
    """Return how much surer, of 100, answers to what is still unknown would make a state."""
    weight = sum(one.weight for one in state.scores if one.known is Known.UNKNOWN)
    return half_up(Fraction(weight, 2))
