"""What is asked of a text, twice: first each question alone, then in the light of all answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from beffroi.language.sources import (
    ASPECTS,
    INTENTS,
    LANGUAGES,
    PLACES,
    SENTIMENTS,
    SIGNS,
    SOURCE_KINDS,
    STARS,
    URGENCIES,
)


@dataclass(frozen=True, slots=True)
class View:
    """A question of the first reading, learned from the texts that have the label `taught_by`.

    `public` is how much public texts count beside what they count for others. `balance` lifts
    rare labels: 0 not at all, 1 until all count the same. What is not the first label counts
    `alarm` times. `smoothing` is the share of doubt. All were chosen on trades kept apart.
    """

    name: str
    labels: tuple[str, ...]
    taught_by: str
    decay: float = 0.25
    public: float = 1.0
    balance: float = 0.0
    alarm: float = 1.0
    smoothing: float = 0.0


#: The tone is asked twice: public tweets teach how tweets speak, and would spoil reviews.
VIEWS = (
    View("tone", SENTIMENTS, "sentiment", decay=0.5, public=0.05),
    View("tweet_tone", SENTIMENTS, "sentiment", decay=0.5),
    View("intent", INTENTS, "intent", balance=0.6, smoothing=0.1),
    View("urgent", URGENCIES, "urgent", decay=0.5, alarm=4.0),
    *(View(f"aspect_{name}", SIGNS, f"aspect_{name}") for name in ASPECTS),
    View("place", PLACES, "place", decay=0.5),
    View("stars", STARS, "stars", decay=0.5),
    View("source", SOURCE_KINDS, "source"),
    View("language", LANGUAGES, "language"),
)
#: What the second reading knows of a text: all answers of the first but its language.
ANSWERS = tuple(view.name for view in VIEWS if view.name != "language")
#: Whether it is a tweet, and the tones that weigh otherwise in one.
PLACE, GATED = "place", ("tone", "tweet_tone")


@dataclass(frozen=True, slots=True)
class Plan:
    """A head, as the product asks for it: answered by the second reading, or by the view alone."""

    name: str
    labels: tuple[str, ...]
    is_read_twice: bool = False
    is_alarm: bool = False


PLANS = (
    Plan("sentiment", SENTIMENTS, is_read_twice=True),
    Plan("intent", INTENTS, is_read_twice=True),
    Plan("urgent", URGENCIES, is_read_twice=True, is_alarm=True),
    Plan("language", LANGUAGES),
    *(Plan(f"aspect_{name}", SIGNS) for name in ASPECTS),
)
TWICE = tuple(plan for plan in PLANS if plan.is_read_twice)


def columns_of(asked: Sequence[View | Plan]) -> dict[str, slice]:
    """Return where the labels of each stand when all are columns of one table."""
    ends = accumulate(len(one.labels) for one in asked)
    return {
        one.name: slice(end - len(one.labels), end) for one, end in zip(asked, ends, strict=True)
    }
