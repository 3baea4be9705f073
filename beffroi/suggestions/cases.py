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
    Trait,
    Urgent,
)


class Case(Enum):
    """What is to be answered; each has its file in the bank."""

    QUESTION_HOURS = "question_hours"
    QUESTION_PLACE = "question_place"
    QUESTION_ACCESS = "question_access"
    QUESTION_PRICE = "question_price"
    QUESTION_PAYMENT = "question_payment"
    QUESTION_KEEPING = "question_keeping"
    QUESTION_CONTENTS = "question_contents"
    QUESTION_AVAILABILITY = "question_availability"
    QUESTION_BOOKING = "question_booking"
    QUESTION_DELIVERY = "question_delivery"
    SET_ASIDE = "set_aside"
    QUESTION_OTHER = "question_other"
    YOU_ARE_WELCOME = "you_are_welcome"
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
    FOUNDED_OTHER = "founded_other"
    VAGUE_COMPLAINT = "vague_complaint"
    FOLLOW_UP = "follow_up"
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
    #: Nothing is known of what would suit it: there is neither advice nor a file.
    SMALL_TALK = "small_talk"


ANSWERED = tuple(case for case in Case if case not in {Case.SPAM, Case.SMALL_TALK})
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
        *(Case.FOUNDED_DELAY, Case.FOUNDED_PLACE, Case.FOUNDED_PRODUCT, Case.FOUNDED_OTHER),
        *(Case.VAGUE_COMPLAINT, Case.FOLLOW_UP, Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW),
        *(Case.AFTER_SALES, Case.LATE_DELIVERY),
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
#: What a question is about, the most precise first: it is answered as the first that it names.
_ASKED = {
    Topic.LOST: Case.QUESTION_OTHER,
    Topic.JOB: Case.APPLICATION,
    Topic.KEEPING: Case.QUESTION_KEEPING,
    Topic.CONTENTS: Case.QUESTION_CONTENTS,
    Topic.PAYMENT: Case.QUESTION_PAYMENT,
    Topic.ASIDE: Case.SET_ASIDE,
    Topic.PARKING: Case.QUESTION_ACCESS,
    Topic.STEPS: Case.QUESTION_ACCESS,
    Topic.PRICE: Case.QUESTION_PRICE,
    Topic.BOOKING: Case.QUESTION_BOOKING,
    Topic.DELIVERY: Case.QUESTION_DELIVERY,
    Topic.HOURS: Case.QUESTION_HOURS,
    Topic.PLACE: Case.QUESTION_PLACE,
    Topic.AFTER_SALES: Case.AFTER_SALES,
    Topic.AVAILABILITY: Case.QUESTION_AVAILABILITY,
}
#: Who asks one of these wants to know something, whatever else they wish for.
_TO_KNOW = frozenset(
    {
        *(Topic.JOB, Topic.KEEPING, Topic.CONTENTS, Topic.PAYMENT, Topic.ASIDE, Topic.PARKING),
        *(Topic.STEPS, Topic.HOURS, Topic.PLACE, Topic.PRICE, Topic.AFTER_SALES),
    }
)
#: What these words mean beside what is asked is something else: an opened jar, a table kept.
_HIDDEN_BY = {
    Topic.LOST: {Topic.AVAILABILITY, Topic.HOURS, Topic.PLACE},
    Topic.KEEPING: {Topic.HOURS, Topic.AVAILABILITY},
    Topic.PAYMENT: {Topic.PRICE, Topic.AVAILABILITY},
    Topic.ASIDE: {Topic.BOOKING, Topic.AVAILABILITY},
    Topic.JOB: {Topic.AVAILABILITY, Topic.PLACE},
    Topic.PARKING: {Topic.PLACE, Topic.AVAILABILITY},
    Topic.STEPS: {Topic.PLACE, Topic.AVAILABILITY},
    Topic.PRICE: {Topic.AVAILABILITY},
}
_ON_ESTIMATE = frozenset({Family.BUILDING, Family.REPAIR, Family.SERVICES, Family.ADVICE})
#: Who writes so while we are closed wants to know when we are back.
_WAITING = frozenset({Intent.QUESTION, Intent.LEAD})
_LOW_STARS = 2
_MIDDLE_STARS = 3
_HIGH_STARS = 4


def cases_for(situation: Situation) -> tuple[Case, ...]:
    """Return the cases that may apply, the likeliest first.

    `SPAM` alone, or `SMALL_TALK`, calls for no answer.
    """
    if situation.urgent is not Urgent.NO:
        return (HELD[situation.urgent],)
    if situation.intent is Intent.SPAM:
        return (Case.SPAM,)
    return tuple(dict.fromkeys(_cases(situation))) or (Case.SMALL_TALK,)


def _cases(situation: Situation) -> Iterator[Case]:
    intent, traits = _likely_intent(situation), situation.traits
    is_insult = intent is Intent.INSULT and Trait.BRIEF not in traits
    if situation.stars is not None and not is_insult:
        yield from _of_review(situation)
    elif Trait.THANKED in traits and situation.sentiment is not Sentiment.NEGATIVE:
        yield Case.YOU_ARE_WELCOME
    elif Trait.DETAIL in traits:
        yield Case.LEAD
    elif Trait.OFFERS not in traits:
        yield from _BY_INTENT[intent](situation)


def _likely_intent(situation: Situation) -> Intent:
    """Return the intent, but for those that the words speak against."""
    is_wish = Trait.PROJECT in situation.traits and not _speaks_of_work(situation)
    if situation.intent is Intent.APPLICATION and is_wish:
        return Intent.LEAD
    is_asking = Trait.ASKS in situation.traits
    if situation.intent is Intent.QUESTION and _is_blame(situation) and not is_asking:
        return Intent.COMPLAINT
    return situation.intent if situation.is_sure else _told_by_words(situation)


def _is_blame(situation: Situation) -> bool:
    return situation.has_fault or bool(situation.topics & {Topic.BILL, Topic.SOLD_OUT})


def _told_by_words(situation: Situation) -> Intent:
    """Return what the words alone tell, where the intent is not sure; praise may be irony."""
    if Topic.ASIDE in situation.topics:
        return Intent.QUESTION
    is_asking = Trait.ASKS in situation.traits
    is_kind = Trait.PRAISES in situation.traits or (is_asking and situation.intent in _WAITING)
    if _is_blame(situation) and not is_kind:
        return Intent.COMPLAINT
    if is_asking and situation.intent is not Intent.LEAD:
        return Intent.QUESTION
    return Intent.OTHER if situation.intent is Intent.PRAISE else situation.intent


def _speaks_of_work(situation: Situation) -> bool:
    return Topic.JOB in situation.topics or Trait.TRAINEE in situation.traits


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
    """Go from what is sure to what is not; who told enough is not asked what happened."""
    if situation.was_answered:
        yield Case.FOLLOW_UP
    if Trait.REPORT in situation.traits and not situation.has_fault:
        yield Case.NOTED
        return
    if situation.traits >= {Trait.BRIEF, Trait.ASKS}:
        return
    precise = [] if Trait.BRIEF in situation.traits else list(_precise(situation))
    yield from precise
    if precise or Trait.DETAILED in situation.traits:
        yield Case.FOUNDED_OTHER
    else:
        yield Case.VAGUE_COMPLAINT
    if situation.is_review and not situation.was_answered:
        yield from (Case.UNKNOWN_CUSTOMER, Case.FALSE_REVIEW)


def _precise(situation: Situation) -> Iterator[Case]:
    if situation.topics >= {Topic.LATE, Topic.DELIVERY}:
        yield Case.LATE_DELIVERY
    if Topic.BILL in situation.topics:
        yield Case.FOUNDED_PRICE
    if Topic.SOLD_OUT in situation.topics:
        yield Case.FOUNDED_PRODUCT
    yield from _founded(situation)
    if Topic.AFTER_SALES in situation.topics:
        yield Case.AFTER_SALES
    is_sent = family_of(situation.trade) is Family.E_COMMERCE
    if is_sent and Aspect.DELAY in situation.named(Sign.MINUS):
        yield Case.LATE_DELIVERY


def _founded(situation: Situation) -> Iterator[Case]:
    return (_FOUNDED[aspect] for aspect in situation.named(Sign.MINUS))


def _of_request(situation: Situation) -> Iterator[Case]:
    """Answer what is asked, or what somebody plans."""
    if situation.sentiment is Sentiment.NEGATIVE and Topic.LATE in situation.topics:
        yield Case.LATE_DELIVERY
    asked = list(_asked(situation))
    if not asked and Trait.REPORT in situation.traits and Trait.ASKS not in situation.traits:
        yield Case.NOTED
        return
    is_plan = _is_plan(situation, asked)
    if is_plan and set(asked) <= {Topic.AVAILABILITY}:
        yield from _of_plan(situation)
    yield from (_ASKED[topic] for topic in asked)
    if is_plan:
        yield from _of_plan(situation)
    if Topic.QUOTE in situation.topics:
        yield Case.QUOTE
    if not is_plan and _is_to_us(situation, asked):
        yield Case.QUESTION_OTHER
    is_timely = situation.intent in _WAITING and Topic.HOURS not in asked
    if situation.is_open_now is False and is_timely:
        yield Case.CLOSED_NOW


def _is_to_us(situation: Situation, asked: list[Topic]) -> bool:
    """Tell whether it is surely a question of which an answer in general is due."""
    if situation.source is Source.MENTION or Topic.ASIDE in asked:
        return False
    is_plain = situation.is_sure or Trait.OPENS_ASKING in situation.traits
    return is_plain or bool(asked)


def _asked(situation: Situation) -> Iterator[Topic]:
    told = situation.asked or situation.topics
    if Trait.TABLE in situation.traits:
        told = told - {Topic.ASIDE}
    hidden = {topic for one in told for topic in _HIDDEN_BY.get(one, ())}
    return (topic for topic in _ASKED if topic in told - hidden)


def _is_plan(situation: Situation, asked: list[Topic]) -> bool:
    """Tell whether somebody plans something; a number makes a plan of what asks for nothing."""
    if _TO_KNOW & set(asked) or situation.source is Source.MENTION:
        return False
    is_counted = Trait.COUNT in situation.traits and Topic.AVAILABILITY not in asked
    is_wished = situation.intent is Intent.LEAD and situation.is_sure and not asked
    return Trait.PROJECT in situation.traits or is_counted or is_wished


def _of_plan(situation: Situation) -> Iterator[Case]:
    if Topic.QUOTE in situation.topics or family_of(situation.trade) in _ON_ESTIMATE:
        yield Case.QUOTE
    yield Case.LEAD


def _of_praise(situation: Situation) -> Iterator[Case]:
    """Thank for praise in so many words; what only sounds like it is left alone."""
    if Trait.PRAISES not in situation.traits:
        return
    if situation.source is Source.MENTION:
        yield Case.MENTION
    yield Case.THANKS


def _of_insult(situation: Situation) -> Iterator[Case]:
    """Answer once; who is not sure that it is one says nothing of it."""
    if situation.is_sure:
        yield Case.INSULT
        yield from [Case.TROLL] if situation.was_answered and situation.is_public else []


def _of_other(situation: Situation) -> Iterator[Case]:
    """Answer what is sure to be said to us: chatter is left alone."""
    is_request = Trait.ASKS in situation.traits or Topic.ASIDE in situation.topics
    if Trait.REPORT in situation.traits:
        yield Case.NOTED
    elif situation.sentiment is Sentiment.POSITIVE and situation.is_sure:
        yield from _of_praise(situation)
    elif situation.was_answered and situation.sentiment is Sentiment.NEGATIVE:
        yield Case.FOLLOW_UP
    elif situation.source is not Source.MENTION and is_request and any(_asked(situation)):
        yield from _of_request(situation)


_BY_INTENT = {
    Intent.QUESTION: _of_request,
    Intent.COMPLAINT: _of_complaint,
    Intent.PRAISE: _of_praise,
    Intent.LEAD: _of_request,
    Intent.APPLICATION: lambda _: iter([Case.APPLICATION]),
    Intent.PRESS: lambda _: iter([Case.PRESS]),
    Intent.INSULT: _of_insult,
    Intent.OTHER: _of_other,
}
