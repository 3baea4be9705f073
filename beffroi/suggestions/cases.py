"""Which written answers a message calls for: the cases, and their order. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from beffroi.suggestions.families import Family, family_of
from beffroi.suggestions.situations import (
    Aspect,
    Intent,
    Sentiment,
    Sign,
    Situation,
    Source,
    Topic,
    Urgent,
)


class Case(Enum):
    """What is to be answered; each has its file in the bank."""

    QUESTION_HOURS = "question_hours"
    QUESTION_PLACE = "question_place"
    QUESTION_PRICE = "question_price"
    QUESTION_AVAILABILITY = "question_availability"
    QUESTION_BOOKING = "question_booking"
    QUESTION_DELIVERY = "question_delivery"
    QUESTION_OTHER = "question_other"
    THANKS = "thanks"
    MENTION = "mention"
    NOTED = "noted"
    FIVE_STARS_TEXT = "five_stars_text"
    FIVE_STARS_BARE = "five_stars_bare"
    FOUR_STARS = "four_stars"
    THREE_STARS = "three_stars"
    FOUNDED_WELCOME = "founded_welcome"
    FOUNDED_QUALITY = "founded_quality"
    FOUNDED_PRICE = "founded_price"
    FOUNDED_DELAY = "founded_delay"
    FOUNDED_PLACE = "founded_place"
    FOUNDED_PRODUCT = "founded_product"
    VAGUE_COMPLAINT = "vague_complaint"
    UNKNOWN_CUSTOMER = "unknown_customer"
    FALSE_REVIEW = "false_review"
    AFTER_SALES = "after_sales"
    LATE_DELIVERY = "late_delivery"
    LEAD = "lead"
    QUOTE = "quote"
    APPLICATION = "application"
    PRESS = "press"
    INSULT = "insult"
    TROLL = "troll"
    CLOSED_NOW = "closed_now"
    DATA_LEAK = "data_leak"
    DANGER_HEALTH = "danger_health"
    DANGER_SAFETY = "danger_safety"
    DISCRIMINATION = "discrimination"
    LEGAL_THREAT = "legal_threat"
    #: Calls for no answer at all: there is advice, and no file.
    SPAM = "spam"


ANSWERED = tuple(case for case in Case if case is not Case.SPAM)
#: Nothing is improvised here: the answer only gains time, and others are told.
HELD = {
    Urgent.HEALTH: Case.DANGER_HEALTH,
    Urgent.SAFETY: Case.DANGER_SAFETY,
    Urgent.LAW: Case.LEGAL_THREAT,
    Urgent.DATA: Case.DATA_LEAK,
    Urgent.DISCRIMINATION: Case.DISCRIMINATION,
    Urgent.PRESS: Case.PRESS,
}
ESCALATED = frozenset(HELD.values()) - {Case.PRESS}
#: An answer to one of these tells that somebody was, or was not, a client.
TELLS_OF_CLIENTS = frozenset(
    {
        *(Case.THANKS, Case.FIVE_STARS_TEXT, Case.FIVE_STARS_BARE, Case.FOUR_STARS),
        *(Case.THREE_STARS, Case.FOUNDED_WELCOME, Case.FOUNDED_QUALITY, Case.FOUNDED_PRICE),
        *(Case.FOUNDED_DELAY, Case.FOUNDED_PLACE, Case.FOUNDED_PRODUCT, Case.VAGUE_COMPLAINT),
        *(Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW, Case.AFTER_SALES, Case.LATE_DELIVERY),
    }
)
_FOUNDED = {
    Aspect.WELCOME: Case.FOUNDED_WELCOME,
    Aspect.QUALITY: Case.FOUNDED_QUALITY,
    Aspect.PRICE: Case.FOUNDED_PRICE,
    Aspect.DELAY: Case.FOUNDED_DELAY,
    Aspect.PLACE: Case.FOUNDED_PLACE,
    Aspect.PRODUCT: Case.FOUNDED_PRODUCT,
}
_ASKED = {
    Topic.BOOKING: Case.QUESTION_BOOKING,
    Topic.DELIVERY: Case.QUESTION_DELIVERY,
    Topic.PRICE: Case.QUESTION_PRICE,
    Topic.HOURS: Case.QUESTION_HOURS,
    Topic.PLACE: Case.QUESTION_PLACE,
    Topic.AFTER_SALES: Case.AFTER_SALES,
    Topic.AVAILABILITY: Case.QUESTION_AVAILABILITY,
}
_ASKED_BY_ASPECT = {
    Aspect.PLACE: Case.QUESTION_PLACE,
    Aspect.PRICE: Case.QUESTION_PRICE,
    Aspect.PRODUCT: Case.QUESTION_AVAILABILITY,
    Aspect.DELAY: Case.QUESTION_HOURS,
}
_ON_ESTIMATE = frozenset({Family.BUILDING, Family.REPAIR, Family.SERVICES, Family.ADVICE})
_SENDING = frozenset({Family.E_COMMERCE, Family.SHOPS})
#: Who writes so while we are closed wants to know when we are back.
_WAITING = frozenset({Intent.QUESTION, Intent.LEAD, Intent.COMPLAINT})
_LOW_STARS = 2
_MIDDLE_STARS = 3
_HIGH_STARS = 4


def cases_for(situation: Situation) -> tuple[Case, ...]:
    """Return the cases that may apply, the likeliest first; `SPAM` alone calls for no answer."""
    if situation.urgent is not Urgent.NO:
        return (HELD[situation.urgent],)
    if situation.intent is Intent.SPAM:
        return (Case.SPAM,)
    found = list(dict.fromkeys(_cases(situation)))
    return tuple(found)


def _cases(situation: Situation) -> Iterator[Case]:
    if situation.intent is Intent.INSULT:
        yield from (Case.INSULT, Case.TROLL)
    elif situation.stars is not None:
        yield from _of_review(situation)
    else:
        yield from _BY_INTENT[situation.intent](situation)
    waits = situation.intent in _WAITING and not situation.is_review
    if situation.is_open_now is False and waits:
        yield Case.CLOSED_NOW


def _of_review(situation: Situation) -> Iterator[Case]:
    stars = situation.stars or 1
    is_bad = situation.sentiment is Sentiment.NEGATIVE and situation.has_text
    if stars <= _LOW_STARS or (stars >= _HIGH_STARS and is_bad):
        yield from _of_complaint(situation)
    elif stars == _MIDDLE_STARS:
        yield Case.THREE_STARS
        yield from _founded(situation)
    elif stars == _HIGH_STARS:
        yield Case.FOUR_STARS
    else:
        yield Case.FIVE_STARS_TEXT if situation.has_text else Case.FIVE_STARS_BARE


def _of_complaint(situation: Situation) -> Iterator[Case]:
    if Topic.LATE in situation.topics and Topic.DELIVERY in situation.topics:
        yield Case.LATE_DELIVERY
    yield from _founded(situation)
    if Topic.AFTER_SALES in situation.topics:
        yield Case.AFTER_SALES
    if Aspect.DELAY in situation.named(Sign.MINUS) and family_of(situation.trade) in _SENDING:
        yield Case.LATE_DELIVERY
    yield Case.VAGUE_COMPLAINT
    if situation.is_review:
        yield from (Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW)
    else:
        yield Case.AFTER_SALES
        yield from [Case.TROLL] if situation.is_public else []


def _founded(situation: Situation) -> Iterator[Case]:
    return (_FOUNDED[aspect] for aspect in situation.named(Sign.MINUS))


def _of_question(situation: Situation) -> Iterator[Case]:
    if situation.sentiment is Sentiment.NEGATIVE and Topic.LATE in situation.topics:
        yield Case.LATE_DELIVERY
    yield from (case for topic, case in _ASKED.items() if topic in situation.topics)
    spoken_of = situation.named(*Sign)
    yield from (case for aspect, case in _ASKED_BY_ASPECT.items() if aspect in spoken_of)
    if Topic.QUOTE in situation.topics:
        yield Case.QUOTE
    yield Case.QUESTION_OTHER


def _of_lead(situation: Situation) -> Iterator[Case]:
    is_on_estimate = family_of(situation.trade) in _ON_ESTIMATE
    if Topic.QUOTE in situation.topics or is_on_estimate:
        yield Case.QUOTE
    if Topic.BOOKING in situation.topics:
        yield Case.QUESTION_BOOKING
    yield Case.LEAD
    if Topic.PRICE in situation.topics or Aspect.PRICE in situation.aspects:
        yield Case.QUESTION_PRICE
    yield Case.QUOTE


def _of_praise(situation: Situation) -> Iterator[Case]:
    if situation.source is Source.MENTION:
        yield Case.MENTION
    yield Case.THANKS


def _of_other(situation: Situation) -> Iterator[Case]:
    if situation.source is Source.MENTION:
        yield Case.MENTION
    if situation.sentiment is Sentiment.NEGATIVE:
        yield Case.VAGUE_COMPLAINT
    elif situation.sentiment is Sentiment.POSITIVE:
        yield Case.THANKS
    yield Case.NOTED


_BY_INTENT = {
    Intent.QUESTION: _of_question,
    Intent.COMPLAINT: _of_complaint,
    Intent.PRAISE: _of_praise,
    Intent.LEAD: _of_lead,
    Intent.APPLICATION: lambda _: iter([Case.APPLICATION]),
    Intent.PRESS: lambda _: iter([Case.PRESS]),
    Intent.OTHER: _of_other,
}
