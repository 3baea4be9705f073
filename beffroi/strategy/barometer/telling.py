"""From how much on a level is told: one rule, for a company and for what its site shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType


class Subject(StrEnum):
    """What a level speaks of."""

    #: All ten dimensions.
    COMPANY = "company"
    #: The presence that a home page shows: one dimension.
    SITE = "site"


#: Of a hundred parts of what a level speaks of, how many are known at least; ours. A quarter of a
#: company, its confidence: more than any dimension weighs, so that none is a level by itself. Half
#: of a site: it has a single dimension, and less of it would be one or two things.
TOLD_FROM: Mapping[Subject, int] = MappingProxyType({Subject.COMPANY: 25, Subject.SITE: 50})


def is_told(subject: Subject, *, known: int | Fraction) -> bool:
    """Tell whether enough is known, of 100, for a level and its points to be told."""
    return known >= TOLD_FROM[subject]
