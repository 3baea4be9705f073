"""What screens read in the inbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from beffroi.core.keyset import Cursor
from beffroi.delivery.models import Delivery
from beffroi.inbox import naming
from beffroi.inbox.filtering import TROUBLED, awake
from beffroi.inbox.models import Answer, Conversation
from beffroi.inbox.search.finding import Place, beyond, excerpts, find
from beffroi.inbox.search.marking import Piece
from beffroi.inbox.search.wanted import Wanted, understand
from beffroi.workspaces.models import Workspace

PAGE_SIZE = 25


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


def for_member(
    rows: QuerySet[Conversation], *, user_id: int, late_before: datetime
) -> QuerySet[Conversation]:
    """Leave out what is given to somebody else: it is theirs.

    Unless the crisis team is alerted, it is urgent, or an answer was due before `late_before`.
    """
    is_ours = Q(assignee__isnull=True) | Q(assignee=user_id)
    presses = Q(escalated_at__isnull=False) | ~Q(urgency="") | Q(due_at__lt=late_before)
    return rows.filter(is_ours | presses)


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


def conversation_of(delivery: Delivery) -> int | None:
    """Return in which conversation a delivery is an answer, None when it is none."""
    found = Answer.objects.filter(workspace_id=delivery.workspace_id, delivery=delivery)
    return found.values_list("conversation_id", flat=True).first()
