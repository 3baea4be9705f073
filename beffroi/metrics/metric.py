"""What is known of one metric, whatever its values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

#: Of fewer observations a figure is shown as uncertain.
FEW = 10
#: A balance or a score of two shares needs more.
FEW_OF_BALANCE = 30


class Unit(Enum):
    """In what a metric is counted."""

    COUNT = "count"
    ACCOUNTS = "accounts"
    PERCENT = "percent"
    POINTS = "points"  # from -100 to 100
    CENTS = "cents"  # hundredths of the workspace's currency
    PER_EURO = "per_euro"  # what one unit of money gave back, in units
    MINUTES = "minutes"
    STARS = "stars"  # of 5
    NOTE = "note"  # on the scale that the formula names
    YES_NO = "yes_no"  # 1 or 0


class Direction(Enum):
    """Whether more of it is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Base(Enum):
    """What a rate is of: rates of unlike bases are never pooled, nor compared."""

    REACH = "reach"
    IMPRESSIONS = "impressions"
    VIEWS = "views"
    FOLLOWERS = "followers"
    CLICKS = "clicks"
    MENTIONS = "mentions"
    MESSAGES = "messages"
    REVIEWS = "reviews"
    ANSWERS = "answers"
    WEEKS = "weeks"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric. Words are message ids in English: whoever shows them translates them.

    `numerator` says what is counted, `denominator` what it is divided by, "" for what is no
    fraction; `sample` says what its n counts. `sources` say whose definition it is. Of fewer
    observations than `sure_from` a value is shown as uncertain. One that is not `is_usual` is
    shown only where somebody asked for it.
    """

    id: str
    name: str
    formula: str
    unit: Unit
    numerator: str
    sample: str
    caveats: tuple[str, ...]
    sources: tuple[str, ...]
    denominator: str = ""
    base: Base | None = None
    better: Direction = Direction.UP
    is_additive: bool = False
    sure_from: int = FEW
    is_usual: bool = True

    @property
    def is_rate(self) -> bool:
        """Whether it is a fraction, which is pooled and never averaged."""
        return bool(self.denominator)
