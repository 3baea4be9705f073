"""Decisions of listening: bounds, what is owed an answer, what is alike. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum


class Subject(Enum):
    """What a watch follows."""

    BRAND = "brand"
    PRODUCT = "product"
    PERSON = "person"
    PLACE = "place"
    COMPETITOR = "competitor"
    TOPIC = "topic"


class Purpose(Enum):
    """Why a workspace listens. Each is weighed once, and stands in the notice and the record."""

    ANSWER = "answer"  # answer people who speak of us
    REPUTATION = "reputation"  # know what is said of us, and be warned early
    MARKET = "market"  # know what people look for, and what others offer


class LegalGround(Enum):
    """By what right (article 6 of the GDPR).

    Consent is only in old rows: nobody is asked before their public words are read.
    """

    LEGITIMATE_INTEREST = "legitimate_interest"
    CONSENT = "consent"


NAME_MAX = 80
TERM_MAX = 100
TERMS_MAX = 40
TEXT_MAX = 10_000
WATCHES_MAX = 200
IDENTIFIER_MAX = 500
PERSON_MAX = 255

#: What is heard of others is kept so long, unless the workspace keeps it shorter.
KEPT_FOR_MONTHS = 12
KEPT_FOR_MONTHS_MAX = 24
#: Then names, handles and addresses go; on some networks the id of a message names its account.
NAMED_FOR = timedelta(days=90)

#: A watch that was removed can come back for so long; then what it alone heard is erased.
REMOVAL_CAN_BE_UNDONE_FOR = timedelta(minutes=10)

#: So many messages of one watch are kept in an hour; the others are counted.
KEPT_PER_HOUR = 500

#: About us: an answer may be owed.
ABOUT_US = frozenset({Subject.BRAND, Subject.PRODUCT, Subject.PERSON, Subject.PLACE})


#: What somebody expects an answer to.
_ASKING = frozenset({"question", "complaint", "lead", "application", "press"})


def is_answer_due(*, subject: Subject, intent: str, urgency: str) -> bool:
    """Tell whether a public message about us waits for an answer, though it is not sent to us.

    `intent` and `urgency` are labels of `language`. Of others and of topics, nothing is due.
    """
    return subject in ABOUT_US and asks(intent, urgency)


def asks(intent: str, urgency: str) -> bool:
    """Tell whether words want an answer, whomever they are about; labels of `language`."""
    return intent in _ASKING or urgency != ""


def can_return(removed_at: datetime | None, *, now: datetime) -> bool:
    """Tell whether the removal of a watch can still be undone."""
    return removed_at is not None and now < removed_at + REMOVAL_CAN_BE_UNDONE_FOR
