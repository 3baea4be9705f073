"""What narrows the list of reviews, read from its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import TypeVar
from urllib.parse import urlencode

from beffroi.inbox.rules import typed_id

E = TypeVar("E", bound=Enum)


class Period(Enum):
    """How far back figures and the list look."""

    MONTH = "30"
    QUARTER = "90"
    YEAR = "365"
    ALL = "all"

    def since(self, now: datetime) -> datetime | None:
        """Return from when on, None for all."""
        return None if self is Period.ALL else now - timedelta(days=int(self.value))


class Rated(Enum):
    """Which stars; a recommendation is as good as four or five, its contrary as one or two."""

    FIVE = "5"
    FOUR = "4"
    THREE = "3"
    TWO = "2"
    ONE = "1"
    GOOD = "good"
    BAD = "bad"


class Answered(Enum):
    """Whether an answer of ours is published."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list shows; nothing chosen: the last twelve months, whole."""

    period: Period = Period.YEAR
    source: int | None = None
    rated: Rated | None = None
    answered: Answered | None = None

    @property
    def narrows_list(self) -> bool:
        """Whether the list shows less than the figures above it count."""
        return self.rated is not None or self.answered is not None

    @property
    def query(self) -> str:
        """The filters as an address has them; "" for none."""
        values = {
            "period": "" if self.period is Period.YEAR else self.period.value,
            "source": "" if self.source is None else str(self.source),
            "stars": "" if self.rated is None else self.rated.value,
            "answered": "" if self.answered is None else self.answered.value,
        }
        return urlencode({name: value for name, value in values.items() if value})

    def but(self, **changes: object) -> Filters:
        """Return the same filters with some changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def read(query: Mapping[str, str]) -> Filters:
    """Return the filters of an address; what cannot be read is passed over."""
    return Filters(
        period=_one(Period, query.get("period", "")) or Period.YEAR,
        source=typed_id(query.get("source", "")),
        rated=_one(Rated, query.get("stars", "")),
        answered=_one(Answered, query.get("answered", "")),
    )


def _one(known: type[E], typed: str) -> E | None:
    try:
        return known(typed)
    except ValueError:
        return None
