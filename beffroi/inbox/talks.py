"""What was said in one conversation, as its page shows it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from beffroi.delivery.messages import explain
from beffroi.delivery.models import Delivery
from beffroi.inbox import naming
from beffroi.inbox.echoes import without_echoes
from beffroi.inbox.messages import explain_erasure, explain_removal
from beffroi.inbox.models import Answer, Conversation, Feedback, Removal

#: How much of a long conversation is shown at first, and at most.
LINES_FIRST = 50
LINES_MAX = 1000
#: How soon a page looks again at what should have changed.
LOOK_AGAIN_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said in a conversation, by them or by us."""

    at: datetime
    text: str
    is_ours: bool
    author: str
    url: str
    #: Of what somebody said to us; 0 for our answers.
    id: int = 0
    is_private: bool = False
    is_deleted: bool = False
    #: In one sentence, why a rule of the network had it erased; "" when none had.
    erased: str = ""
    is_edited: bool = False
    stars: int | None = None
    recommends: bool | None = None
    is_hidden: bool = False
    is_held: bool = False
    reported_at: datetime | None = None
    #: That it be deleted on the network, as somebody here asked.
    removal: Removal | None = None
    #: Why that was not done.
    not_removed: str = ""
    delivery: Delivery | None = None
    #: Why our answer waits or failed.
    reason: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether its words are kept no more."""
        return self.is_deleted or bool(self.erased)

    @property
    def can_be_reported(self) -> bool:
        """Whether it is somebody's words that are there, and that nobody here reported."""
        return not self.is_ours and not self.is_gone and self.reported_at is None

    @property
    def is_prompt(self) -> bool:
        """Whether our answer was online within the minute: when needs no second saying."""
        published_at = self.delivery.published_at if self.delivery else None
        return published_at is not None and published_at - self.at < timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said in a conversation, oldest first; `is_cut` when earlier words are left out."""

    lines: tuple[Line, ...]
    is_cut: bool
    #: The answer that is not there, if it was the last one: its text waits for another try.
    unsent: Answer | None
    last_answer_id: int
    #: The newest that we wrote on the network by other means, 0 for nothing.
    last_heard_id: int
    #: The newest that they said, 0 for nothing.
    last_told_id: int
    #: Their newest words that are still there: what an answer would be to.
    newest: Feedback | None = None
    #: Of their words, those whose meaning is shown: the newest that want a look, else the newest.
    meant: Feedback | None = None
    #: Whether one of us said something before their newest words.
    was_answered: bool = False

    @property
    def is_erased(self) -> bool:
        """Whether nothing that they said is left, and a rule took some of it."""
        return self.newest is None and any(line.erased for line in self.lines)

    def news_in_seconds(self, *, now: datetime) -> int | None:
        """Return how soon something may have changed by itself, None when nothing will.

        An answer on its way, and a deletion whose time has come, are looked at again at once.
        """
        waits = [
            LOOK_AGAIN_SECONDS
            for line in self.lines
            if line.delivery is not None and line.delivery.is_on_its_way
        ]
        waits += [
            max(0, math.ceil((line.removal.due_at - now).total_seconds())) + LOOK_AGAIN_SECONDS
            for line in self.lines
            if line.removal is not None and line.removal.is_pending and not line.is_deleted
        ]
        return min(waits, default=None)


@dataclass(frozen=True, slots=True)
class Person:
    """What a channel knows of somebody: only what they said to us."""

    first_at: datetime | None
    message_count: int


def talk(conversation: Conversation, *, name: str, everything: bool = False) -> Talk:
    """Return what was said; an answer of ours and its echo on the network are one line.

    `name` is the network's, for the sentences about our answers.
    """
    most = LINES_MAX if everything else LINES_FIRST
    feedback = conversation.feedback.filter(workspace_id=conversation.workspace_id)
    feedback = feedback.select_related("channel", "removal__asked_by", "correction")
    newest = list(feedback.order_by("-written_at", "-id")[: most + 1])
    answers = list(conversation.answers.select_related("delivery", "author", "feedback"))
    heard = without_echoes(newest[:most], answers)
    is_cut = len(newest) > most
    since = newest[most - 1].written_at if is_cut else None
    said = [answer for answer in answers if since is None or answer.written_at >= since]
    lines = [
        *(_of_feedback(row, name=name) for row in heard),
        *(_of_answer(answer, name=name) for answer in said),
    ]
    lines.sort(key=lambda line: line.at)
    last = answers[-1] if answers else None
    is_unsent = last is not None and last.delivery.is_missing and not last.is_automatic
    theirs = [row for row in newest if not row.is_ours and not row.is_gone]
    first = theirs[0] if theirs else None
    return Talk(
        tuple(lines),
        is_cut,
        last if is_unsent else None,
        last.pk if last else 0,
        max((row.pk for row in newest if row.is_ours), default=0),
        max((row.pk for row in newest if not row.is_ours), default=0),
        first,
        next((row for row in theirs if row.wants_check and _waits(row, conversation)), first),
        first is not None and _was_answered(first, newest, answers),
    )


def _was_answered(to: Feedback, heard: Sequence[Feedback], answers: Sequence[Answer]) -> bool:
    """Tell whether one of us spoke before these words, here or on the network itself."""
    written = [a.written_at for a in answers if not (a.is_automatic or a.delivery.is_missing)]
    written += [row.written_at for row in heard if row.is_ours]
    return any(at < to.written_at for at in written)


def _waits(row: Feedback, conversation: Conversation) -> bool:
    return conversation.waiting_since is not None and row.written_at >= conversation.waiting_since


def person(conversation: Conversation) -> Person:
    """Return since when and how much the person of a conversation has said to its channel."""
    rows = Feedback.objects.filter(
        workspace_id=conversation.workspace_id,
        channel_id=conversation.channel_id,
        author_id=conversation.person_id,
        is_ours=False,
    )
    found = rows.aggregate(first=Min("written_at"), number=Count("id"))
    return Person(found["first"], found["number"])


def origin(conversation: Conversation) -> Delivery | None:
    """Return our own post under which the conversation stands, if it is one that Beffroi sent."""
    sent = Delivery.objects.filter(channel_id=conversation.channel_id).exclude(remote_id="")
    return sent.filter(remote_id=conversation.root_id).first()  # as its index has it


def _of_feedback(row: Feedback, *, name: str) -> Line:
    removal = getattr(row, "removal", None)
    return Line(
        at=row.written_at,
        text=row.text,
        is_ours=row.is_ours,
        author=naming.shown(row.author_name or row.author_handle, network=row.channel.network),
        url=row.url,
        id=row.pk,
        is_private=row.is_private,
        is_deleted=row.deleted_at is not None,
        erased=explain_erasure(row, name=name),
        is_edited=row.edited_at is not None,
        stars=row.stars,
        recommends=row.recommends,
        is_hidden=row.is_hidden,
        is_held=row.is_held,
        reported_at=row.reported_at,
        removal=removal,
        not_removed=explain_removal(removal, name=name),
    )


def _of_answer(row: Answer, *, name: str) -> Line:
    return Line(
        at=row.written_at,
        text=row.text,
        is_ours=True,
        author=_("Automatic answer") if row.is_automatic else str(row.author or ""),
        url=row.delivery.remote_url,
        is_private=row.feedback.is_private,
        delivery=row.delivery,
        reason=explain(row.delivery, name=name),
    )
