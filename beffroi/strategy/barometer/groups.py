"""The four groups of Bpifrance Le Lab: how a company feels, beside what was measured of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from beffroi.strategy.barometer.answers import Answers, Feeling
from beffroi.strategy.barometer.doing import Class, activity_class
from beffroi.strategy.barometer.facts import ActivityFacts
from beffroi.strategy.barometer.parts import Dimension


class Group(StrEnum):
    """The names that the study gave them."""

    SILENT = "silent"
    CASUAL = "casual"
    FIGHTING = "fighting"
    PIONEER = "pioneer"


#: Of a hundred companies of the study (Bpifrance Le Lab, 2018, as veille.artisanat.fr tells it).
SHARES: Mapping[Group, int] = MappingProxyType(
    {Group.SILENT: 44, Group.CASUAL: 19, Group.FIGHTING: 9, Group.PIONEER: 28}
)
_CLASSES = (Class.INACTIVE, Class.LOW, Class.ACTIVE, Class.VERY_ACTIVE)


@dataclass(frozen=True, slots=True)
class Gap:
    """What a company says of its activity, what was measured, and how many weeks were silent."""

    said: Class
    measured: Class
    silent_weeks: int
    weeks: int


def group_of(feeling: Feeling | None, activity: ActivityFacts) -> Group | None:
    """Return the group of a company; None where how it feels or what it did is unknown."""
    measured = activity_class(activity)
    if feeling is None or measured is None:
        return None
    if feeling is Feeling.LATE:
        return Group.SILENT if measured.is_low else Group.FIGHTING
    return Group.CASUAL if measured.is_low else Group.PIONEER


def gap_of(answers: Answers, activity: ActivityFacts) -> Gap | None:
    """Return how far word and measure lie apart; None where they agree or one is unknown."""
    choice, measured = answers.get(Dimension.ACTIVITY), activity_class(activity)
    if choice is None or measured is None or activity.weeks_with_posts is None:
        return None
    said = _CLASSES[choice]
    if said is measured:
        return None
    known = activity.weeks_known
    return Gap(said, measured, max(0, known - activity.weeks_with_posts), known)
