"""What narrows the list of links, and how far back figures look, read from an address. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from urllib.parse import urlencode

from beffroi.core.periods import Period

_SOUGHT_MAX = 100


class Which(Enum):
    """Which links the list shows."""

    ALL = "all"
    HAND = "hand"
    POST = "post"
    STOPPED = "stopped"


class Reach(Enum):
    """How far back the page of one link looks."""

    MONTH = "30"
    QUARTER = "90"
    YEAR = "365"

    def until(self, today: date) -> Period:
        """Return its days, today included; a year is twelve months, this one included."""
        if self is not Reach.YEAR:
            return Period(today - timedelta(days=int(self.value) - 1), today)
        year, month = divmod(today.year * 12 + today.month - 12, 12)
        return Period(date(year, month + 1, 1), today)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list shows; nothing chosen: all."""

    which: Which = Which.ALL
    sought: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether something is left out."""
        return self != Filters()

    @property
    def query(self) -> str:
        """The filters as an address has them; "" for none."""
        values = {"which": "" if self.which is Which.ALL else self.which.value, "q": self.sought}
        return urlencode({name: value for name, value in values.items() if value})

    def but(self, **changes: object) -> Filters:
        """Return the same filters with some changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def read(query: Mapping[str, str]) -> Filters:
    """Return the filters of an address; what cannot be read is passed over."""
    sought = " ".join(query.get("q", "").replace("\0", "").split())[:_SOUGHT_MAX]
    try:
        which = Which(query.get("which", ""))
    except ValueError:
        which = Which.ALL
    return Filters(which=which, sought=sought)


def reach_of(typed: str) -> Reach:
    """Return how far an address looks back; thirty days for anything unknown."""
    try:
        return Reach(typed)
    except ValueError:
        return Reach.MONTH
