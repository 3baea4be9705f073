"""How much what somebody wrote presses: one instant to sort by. Pure.

Whoever is due first comes first; what weighs more has a head start, so that a plea from this
morning stands before a compliment of last week, and the compliment still gets its turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from beffroi.company.rules import Kind
from beffroi.networks.contracts import FeedbackKind
from beffroi.suggestions.traits import says_only_thanks

#: What is urgent because somebody may come to harm: it waits for no opening.
_DANGERS = frozenset({"health", "safety"})
#: What is urgent stands before all that is not.
_URGENT = timedelta(days=365)
#: What was brought before the crisis team stands before what is urgent.
_ESCALATED = 10 * _URGENT
_BY_INTENT = {
    "complaint": timedelta(days=3),
    "press": timedelta(days=3),
    "lead": timedelta(days=2),
    "question": timedelta(days=2),
    "insult": timedelta(days=1),
    "praise": timedelta(days=-3),
    "spam": timedelta(days=-14),
}
_BY_TONE = {"negative": timedelta(days=1)}
#: Others read it, and read whether it was answered.
_IN_PUBLIC = timedelta(hours=12)
#: Where nobody waits there is nothing to hurry for.
_CALM = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Plea:
    """What one message asks for, in the labels of `language.sources`."""

    intent: str = ""
    tone: str = ""
    urgency: str = ""
    is_review: bool = False
    is_public: bool = True

    @property
    def kind(self) -> Kind:
        """Which of the company's promises it falls under."""
        if self.urgency:
            return Kind.DANGER if self.urgency in _DANGERS else Kind.URGENT
        if self.intent == "lead":
            return Kind.LEAD
        return Kind.REVIEW if self.is_review else Kind.OTHER

    @property
    def head_start(self) -> timedelta:
        """How much before its time it comes; less than nothing for what can wait."""
        head_start = _BY_INTENT.get(self.intent, timedelta())
        head_start += _BY_TONE.get(self.tone, timedelta())
        head_start += _IN_PUBLIC if self.is_public else timedelta()
        return head_start + _URGENT if self.urgency else head_start


class Said(Protocol):
    """A message as it is kept."""

    intent: str
    tone: str
    urgency: str
    kind: str
    is_private: bool


def plea_of(row: Said) -> Plea:
    """Return what a message asks for."""
    return Plea(
        intent=row.intent,
        tone=row.tone,
        urgency=row.urgency,
        is_review=row.kind == FeedbackKind.REVIEW.value,
        is_public=not row.is_private,
    )


class Praise(Protocol):
    """What is understood of a message, and whether a person should look if it is right."""

    @property
    def intent(self) -> str:
        """What its writer wants."""

    @property
    def tone(self) -> str:
        """How they feel."""

    @property
    def urgency(self) -> str:
        """Why that cannot wait, "" where it can."""

    @property
    def wants_check(self) -> bool:
        """Whether it may mean something else, irony above all."""


def is_calm(row: Praise) -> bool:
    """Tell whether a message praises or thanks, so surely that its delay is no alarm."""
    is_glad = row.intent == "praise" and row.tone != "negative"
    return is_glad and not row.urgency and not row.wants_check


class Words(Protocol):
    """The words of a message, and what was understood of them."""

    text: str
    kind: str
    tone: str
    urgency: str


def is_courtesy(row: Words) -> bool:
    """Tell whether a message thanks and nothing else: after our answer it waits for none.

    The words themselves must say it: the models take “merci de me rembourser” for thanks. What
    they hear of anger or danger counts all the same. A review is read by others: it always waits.
    """
    is_review = row.kind == FeedbackKind.REVIEW.value
    if is_review or row.urgency or row.tone == "negative":
        return False
    return says_only_thanks(row.text)


def place(plea: Plea, *, due_at: datetime) -> datetime:
    """Return the instant by which it is sorted, the earliest first."""
    return due_at - plea.head_start


def calm_place(last_at: datetime) -> datetime:
    """Return the same for what is open while nobody waits."""
    return last_at + _CALM


def brought_forward(at: datetime) -> datetime:
    """Return the place of what the crisis team is alerted to, which would stand at `at`."""
    return at - _ESCALATED
