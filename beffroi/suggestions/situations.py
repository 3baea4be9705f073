"""What is known of a message when an answer to it is looked for. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Intent(Enum):
    """What the writer wants."""

    QUESTION = "question"
    COMPLAINT = "complaint"
    PRAISE = "praise"
    LEAD = "lead"
    APPLICATION = "application"
    PRESS = "press"
    SPAM = "spam"
    INSULT = "insult"
    OTHER = "other"


class Sentiment(Enum):
    """The writer's, towards the company."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Urgent(Enum):
    """Why somebody should answer within the hour."""

    NO = "no"
    HEALTH = "health"
    SAFETY = "safety"
    LAW = "law"
    DATA = "data"
    DISCRIMINATION = "discrimination"
    PRESS = "press"


class Aspect(Enum):
    """What of the company is spoken of."""

    WELCOME = "welcome"
    QUALITY = "quality"
    PRICE = "price"
    DELAY = "delay"
    PLACE = "place"
    PRODUCT = "product"


class Sign(Enum):
    """How an aspect is spoken of."""

    PLUS = "+"
    MINUS = "-"
    EVEN = "="


class Source(Enum):
    """How the words came."""

    COMMENT = "comment"
    MESSAGE = "message"
    REVIEW = "review"
    MENTION = "mention"
    EMAIL = "email"


class Topic(Enum):
    """What a message is about, by its words; see `topics`."""

    HOURS = "hours"
    PLACE = "place"
    PRICE = "price"
    AVAILABILITY = "availability"
    BOOKING = "booking"
    DELIVERY = "delivery"
    QUOTE = "quote"
    AFTER_SALES = "after_sales"
    LATE = "late"


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One message that waits for an answer, as it was understood.

    `stars` is None where there is no review; `is_open_now` is None while the hours are unknown.
    `person_name` is what a stranger chose to be called.
    """

    intent: Intent
    sentiment: Sentiment = Sentiment.NEUTRAL
    urgent: Urgent = Urgent.NO
    stars: int | None = None
    has_text: bool = True
    aspects: Mapping[Aspect, Sign] = field(default_factory=dict)
    topics: frozenset[Topic] = frozenset()
    source: Source = Source.COMMENT
    is_public: bool = True
    person_name: str = ""
    trade: str = ""
    is_open_now: bool | None = None

    @property
    def is_review(self) -> bool:
        """Tell whether it is a review, with stars or without."""
        return self.stars is not None or self.source is Source.REVIEW

    def named(self, *signs: Sign) -> tuple[Aspect, ...]:
        """Return the aspects spoken of in one of these ways, in the order they come in."""
        return tuple(aspect for aspect, sign in self.aspects.items() if sign in signs)
