"""What screens read in the inbox."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import CharField, Count, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _

from beffroi.core.keyset import Cursor
from beffroi.delivery.messages import explain
from beffroi.delivery.models import Delivery
from beffroi.inbox import naming
from beffroi.inbox.echoes import without_echoes
from beffroi.inbox.filtering import TROUBLED, awake
from beffroi.inbox.messages import explain_erasure, explain_removal
from beffroi.inbox.models import Answer, Conversation, Feedback, Removal
from beffroi.inbox.search.finding import Place, beyond, excerpts, find
from beffroi.inbox.search.marking import Piece
from beffroi.inbox.search.wanted import Wanted, understand
from beffroi.workspaces.models import Workspace

PAGE_SIZE = 25
#: How much of a long conversation is shown at first, and at most.
LINES_FIRST = 50
LINES_MAX = 1000
#: How soon a page looks again at what should have changed.
LOOK_AGAIN_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Badge:
    """A label as screens show it."""

    id: int
    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation in the list. `answer_state` is that of our last answer, empty for none.

    `stars` are those of a review, None for what is none.
    """

    id: int
    name: str
    network: str
    excerpt: str
    at: datetime
    is_private: bool
    waiting_since: datetime | None
    answer_state: str
    stars: int | None
    #: What the most pressing of its words say (see `Conversation`), and by when that is due.
    tone: str = ""
    intent: str = ""
    urgency: str = ""
    wants_check: bool = False
    due_at: datetime | None = None
    #: Its place among those to answer.
    presses_at: datetime | None = None
    #: Whose it is, "" while it is nobody's; until when it is put aside.
    assignee: str = ""
    snoozed_until: datetime | None = None
    #: Since when the crisis team is alerted to it.
    escalated_at: datetime | None = None
    #: Who else writes an answer just now.
    writer: str = ""
    labels: tuple[Badge, ...] = ()
    #: Of a search: the part of a message that holds what was looked for.
    found: tuple[Piece, ...] = ()

    @property
    def is_troubled(self) -> bool:
        """Whether our last answer asks for a look."""
        return self.answer_state in TROUBLED


@dataclass(frozen=True, slots=True)
class Page:
    """Conversations, newest first, and where the next page begins (None: that was all).

    `is_cut` when a search ended before the inbox did: what is older was not looked at yet.
    `is_partial` while the index still takes in what was said before there was one.
    """

    rows: tuple[Row, ...]
    next: Cursor | None
    is_cut: bool = False
    is_partial: bool = False
    #: Why a search looked for nothing.
    problem: Problem | None = None


class Problem(Enum):
    """What is typed and says nothing."""

    NO_WORD = "no_word"  # signs alone
    COMMON = "common"  # words that stand everywhere


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
    #: Their newest words that are still there: what an answer would be to.
    newest: Feedback | None = None
    #: Of their words, those whose meaning is shown: the newest that want a look, else the newest.
    meant: Feedback | None = None

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


def page(
    workspace: Workspace,
    *,
    status: Conversation.Status | None = Conversation.Status.OPEN,
    among: QuerySet[Conversation] | None = None,
    search: str = "",
    after: Cursor | None = None,
) -> Page:
    """Return one page of conversations, newest first: one query, whatever the size of the inbox.

    They are those of a status (None: of any), or only the ones that stand `among` others of the
    workspace (see `filtering.chosen`) as well.

    A search takes a few queries, and a time that is bounded (`search/finding.py`).
    """
    place = Place(workspace.pk, (status,) if status else tuple(Conversation.Status), among)
    if search:
        return _found(place, understand(search), after=after)
    rows = place.shown()
    rows = beyond(rows, after) if after else rows
    shown, is_more = _first(rows.order_by("-last_feedback_at", "-id"))
    return Page(shown, Cursor(shown[-1].at, shown[-1].id) if is_more else None)


def pressing_page(rows: QuerySet[Conversation], *, after: Cursor | None = None) -> Page:
    """Return one page of open conversations, what presses most first: one query."""
    if after is not None:
        rows = rows.filter(presses_at__gte=after.at)  # lets the index begin there
        rows = rows.exclude(presses_at=after.at, id__lte=after.id)
    shown, is_more = _first(rows.order_by("presses_at", "id"))
    last = shown[-1] if is_more else None
    return Page(shown, Cursor(last.presses_at, last.id) if last and last.presses_at else None)


def _first(rows: QuerySet[Conversation]) -> tuple[tuple[Row, ...], bool]:
    found = list(rows.values_list(*_COLUMNS)[: PAGE_SIZE + 1])
    return tuple(_row(Row(*values)) for values in found[:PAGE_SIZE]), len(found) > PAGE_SIZE


def _found(place: Place, wanted: Wanted, *, after: Cursor | None) -> Page:
    if wanted.is_nothing:
        return Page((), None, problem=Problem.NO_WORD)
    found = find(place, wanted, after=after, most=PAGE_SIZE)
    marked = excerpts(found.ids, wanted)
    kept = place.among(found.ids).order_by("-last_feedback_at", "-id")
    shown = tuple(
        replace(_row(Row(*values)), found=marked.get(values[0], ()))
        for values in kept.values_list(*_COLUMNS)
    )
    unindexed = Conversation.objects.filter(workspace=place.workspace_id, is_indexed=False)
    is_common = wanted.is_common and not shown
    return Page(
        shown,
        found.next,
        is_cut=found.is_cut,
        is_partial=found.next is None and unindexed.exists(),
        problem=Problem.COMMON if is_common else None,
    )


def _row(kept: Row) -> Row:
    return replace(kept, name=naming.shown(kept.name, network=kept.network))


_COLUMNS = (
    "id",
    "person_name",
    "channel__network",
    "excerpt",
    "last_feedback_at",
    "is_private",
    "waiting_since",
    "answer_state",
    "stars",
    "tone",
    "intent",
    "urgency",
    "wants_check",
    "due_at",
    "presses_at",
    Coalesce(
        NullIf("assignee__name", Value("")),
        "assignee__email",
        Value(""),
        output_field=CharField(),
    ),
    "snoozed_until",
    "escalated_at",
)


def open_conversations(workspace: Workspace, *, now: datetime) -> QuerySet[Conversation]:
    """Return what the list shows as to do; what is put aside comes back at its time."""
    rows = Conversation.objects.filter(workspace=workspace, status=Conversation.Status.OPEN)
    return awake(rows, now=now)


def waiting_conversations(workspace: Workspace, *, now: datetime) -> QuerySet[Conversation]:
    """Return open conversations in which somebody waits for us, what presses most first."""
    rows = Conversation.objects.filter(workspace=workspace, waiting_since__isnull=False)
    return awake(rows, now=now).order_by("presses_at", "id")


def following(conversation: Conversation, *, now: datetime) -> int | None:
    """Return who waits and presses most after a conversation, else the first of all; by id.

    None when nobody waits but the person of this one. Two queries at most.
    """
    waiting = waiting_conversations(conversation.workspace, now=now).exclude(pk=conversation.pk)
    here = Q(presses_at__gt=conversation.presses_at)
    here |= Q(presses_at=conversation.presses_at, pk__gt=conversation.pk)
    ids = waiting.values_list("pk", flat=True)
    return ids.filter(here).first() or ids.first()


def waiting(workspace: Workspace, *, now: datetime, limit: int) -> list[Conversation]:
    """Return the first `limit` conversations in which somebody waits for us."""
    return list(waiting_conversations(workspace, now=now).select_related("channel")[:limit])


def talk(conversation: Conversation, *, name: str, everything: bool = False) -> Talk:
    """Return what was said; an answer of ours and its echo on the network are one line.

    `name` is the network's, for the sentences about our answers.
    """
    most = LINES_MAX if everything else LINES_FIRST
    feedback = conversation.feedback.filter(workspace_id=conversation.workspace_id)
    feedback = feedback.select_related("channel", "removal__asked_by")
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
        first,
        next((row for row in theirs if row.wants_check and _waits(row, conversation)), first),
    )


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


def conversation_of(delivery: Delivery) -> int | None:
    """Return in which conversation a delivery is an answer, None when it is none."""
    found = Answer.objects.filter(workspace_id=delivery.workspace_id, delivery=delivery)
    return found.values_list("conversation_id", flat=True).first()


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
