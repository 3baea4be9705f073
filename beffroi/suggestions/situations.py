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
    #: How one comes, and where one leaves a car or a bicycle.
    PARKING = "parking"
    #: Whether one gets in: with a wheelchair, with a pram.
    STEPS = "steps"
    PRICE = "price"
    PAYMENT = "payment"
    AVAILABILITY = "availability"
    KEEPING = "keeping"
    CONTENTS = "contents"
    #: That something be kept for somebody who comes soon.
    ASIDE = "aside"
    BOOKING = "booking"
    DELIVERY = "delivery"
    JOB = "job"
    QUOTE = "quote"
    AFTER_SALES = "after_sales"
    LATE = "late"
    #: Something left behind at ours.
    LOST = "lost"
    #: That a bill or what was cashed is wrong.
    BILL = "bill"
    SOLD_OUT = "sold_out"
    STALE = "stale"


class Trait(Enum):
    """What a message tells or how it is said, whatever it is about; see `traits`."""

    #: How many will come, or how many pieces.
    COUNT = "count"
    #: Which day, in the past or to come.
    DAY = "day"
    #: A time of the year: holidays, the summer.
    PERIOD = "period"
    #: An occasion, or what somebody wishes for.
    PROJECT = "project"
    #: A table or a bed, and not a thing to take away.
    TABLE = "table"
    #: That something agreed be changed or called off.
    CHANGE = "change"
    #: That something be there now, or be left.
    LEFT = "left"
    #: That one waited on the spot.
    QUEUE = "queue"
    TRAINEE = "trainee"
    INSTALMENTS = "instalments"
    FREEZER = "freezer"
    ALLERGY = "allergy"
    #: Something that does not work or is written wrongly, or an idea: nothing is asked.
    REPORT = "report"
    #: It sells something to us.
    OFFERS = "offers"
    #: It asks something, with a question mark or without.
    ASKS = "asks"
    #: It begins as questions do.
    OPENS_ASKING = "opens_asking"
    #: It has a word, or a little picture, of praise.
    PRAISES = "praises"
    #: It gives a number or a day and nothing else, as one does when asked.
    DETAIL = "detail"
    #: It says thank you and nothing else.
    THANKED = "thanked"
    #: It has enough words to tell something.
    DETAILED = "detailed"
    #: It is a word or two.
    BRIEF = "brief"


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One message that waits for an answer, as it was understood.

    `topics` are those of the whole message, `asked` those of its questions. `stars` is None where
    there is no review; `is_open_now` is None while the hours are unknown. `person_name` is what a
    stranger chose to be called. `was_answered`: we said something in this exchange before.
    `is_sure` is False where a person should look whether intent and sentiment are right.
    """

    intent: Intent
    sentiment: Sentiment = Sentiment.NEUTRAL
    urgent: Urgent = Urgent.NO
    stars: int | None = None
    has_text: bool = True
    aspects: Mapping[Aspect, Sign] = field(default_factory=dict)
    topics: frozenset[Topic] = frozenset()
    asked: frozenset[Topic] = frozenset()
    traits: frozenset[Trait] = frozenset()
    source: Source = Source.COMMENT
    is_public: bool = True
    person_name: str = ""
    trade: str = ""
    is_open_now: bool | None = None
    was_answered: bool = False
    is_sure: bool = True

    @property
    def is_review(self) -> bool:
        """Tell whether it is a review, with stars or without."""
        return self.stars is not None or self.source is Source.REVIEW

    @property
    def has_fault(self) -> bool:
        """Tell whether something of the company is spoken ill of."""
        return Sign.MINUS in self.aspects.values()

    @property
    def marks(self) -> frozenset[str]:
        """What answers may depend on: topics and traits, by their names."""
        return frozenset(one.value for one in (*self.topics, *self.traits))

    def named(self, *signs: Sign) -> tuple[Aspect, ...]:
        """Return the aspects spoken of in one of these ways, in the order they come in."""
        return tuple(aspect for aspect, sign in self.aspects.items() if sign in signs)
