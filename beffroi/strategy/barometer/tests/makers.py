"""Facts of companies that could be."""

from __future__ import annotations

from typing import get_type_hints

from hypothesis import strategies as st

from beffroi.strategy.barometer import facts as all_facts
from beffroi.strategy.barometer.answers import CHOICES
from beffroi.strategy.barometer.facts import (
    ActivityFacts,
    AnswerFacts,
    Facts,
    ListeningFacts,
    LoyaltyFacts,
    MeansFacts,
    MeasureFacts,
    PresenceFacts,
    ReputationFacts,
    StrategyFacts,
    WatchingFacts,
)
from beffroi.strategy.barometer.parts import Dimension

#: A company that does all of it.
FULL = Facts(
    strategy=StrategyFacts(1, True, 2, 2, 4, 10),
    presence=PresenceFacts(2, 6, 6, True, True, True),
    activity=ActivityFacts(12, 36, 39, 300, 14),
    means=MeansFacts(80, 2, 8, True, True, 400_000),
    listening=ListeningFacts(1, 1, 3, 1, 40, 40, 2),
    answers=AnswerFacts(20, 20, 120, 240, 0, 3, 3),
    reputation=ReputationFacts(10, 10, 6, True, True, True, 30, True, True),
    measuring=MeasureFacts(10, 10, ("sales",), True, True, 12, 5, True, 0, True),
    watching=WatchingFacts(3, 1, 1),
    loyalty=LoyaltyFacts(1, 12, 20, 1, 2, 1),
)
_COUNT = st.none() | st.integers(0, 60)
_KPIS = st.none() | st.lists(st.sampled_from(["sales", "inter", "followers"]), max_size=3).map(
    tuple
)


def _some(kind: type) -> st.SearchStrategy[object]:
    drawn: dict[str, st.SearchStrategy[object]] = {}
    for name, hint in get_type_hints(kind, vars(all_facts)).items():
        if hint is bool:
            drawn[name] = st.booleans()
        elif hint == (bool | None):
            drawn[name] = st.none() | st.booleans()
        elif name == "kpis":
            drawn[name] = _KPIS
        elif hint is int:
            drawn[name] = st.integers(4, 12)
        else:
            drawn[name] = _COUNT
    return st.builds(kind, **drawn)


def some_facts() -> st.SearchStrategy[Facts]:
    """Facts of any company, however odd."""
    return st.builds(Facts, **{key: _some(kind) for key, kind in all_facts._KINDS.items()})


def some_answers() -> st.SearchStrategy[dict[Dimension, int]]:
    """Answers to some of the questions."""
    return st.dictionaries(st.sampled_from(Dimension), st.integers(0, CHOICES - 1))
