"""What people say of their company: one question for each dimension, and how they feel.

An answer counts where a dimension is not measured, for half in the confidence. Four choices give
the middles of the first four levels: nobody is integrated by their word alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from beffroi.strategy.barometer.parts import Dimension

#: The score of each choice, from the least to the most.
SCORES = (10, 30, 50, 70)
CHOICES = len(SCORES)


class Feeling(StrEnum):
    """How a company feels beside its competitors."""

    LATE = "late"
    IN_TEMPO = "in_tempo"
    AHEAD = "ahead"


Answers = Mapping[Dimension, int]
NO_ANSWERS: Answers = MappingProxyType({})


def declared(answers: Answers, dimension: Dimension) -> int | None:
    """Return the score of an answer, None where there is none. Raises ValueError for no choice."""
    choice = answers.get(dimension)
    if choice is None:
        return None
    if not 0 <= choice < CHOICES:
        raise ValueError(choice)
    return SCORES[choice]
