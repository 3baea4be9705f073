"""What screens read in the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from beffroi.delivery.models import Delivery
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.workspaces.models import Workspace

PAGE_SIZE = 30
COUNT_MAX = 100


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of the list begins: after this conversation."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.id}"


@dataclass(frozen=True, slots=True)
class Page:
    """Conversations, newest first, and where the next page begins (None: that was all)."""

    conversations: tuple[Conversation, ...]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said in a conversation, by them or by us."""

    at: datetime
    text: str
    is_ours: bool
    author: str
    url: str
    is_deleted: bool = False
    is_edited: bool = False
    delivery: Delivery | None = None


def parse_cursor(typed: str) -> Cursor | None:
    """Return the cursor that `str` wrote, None for anything else."""
    at, separator, number = typed.partition("~")
    try:
        cursor = Cursor(datetime.fromisoformat(at), int(number)) if separator else None
    except ValueError:
        return None
    return cursor if cursor and cursor.at.tzinfo else None


def page(
    workspace: Workspace,
    *,
    status: Conversation.Status,
    search: str = "",
    after: Cursor | None = None,
) -> Page:
    """Return one page of conversations. Two queries at most, whatever the size of the inbox."""
    rows = Conversation.objects.filter(workspace=workspace, status=status).select_related("channel")
    if search:
        rows = rows.filter(
            Q(person_name__icontains=search)
            | Q(person_handle__icontains=search)
            | Q(excerpt__icontains=search)
        )
    if after is not None:
        earlier = Q(last_feedback_at__lt=after.at)
        rows = rows.filter(earlier | Q(last_feedback_at=after.at, id__lt=after.id))
    found = list(rows.order_by("-last_feedback_at", "-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    last = shown[-1] if len(found) > PAGE_SIZE else None
    return Page(tuple(shown), Cursor(last.last_feedback_at, last.pk) if last else None)


def open_count(workspace: Workspace) -> int:
    """Count the open conversations, up to COUNT_MAX: beyond it the number helps nobody."""
    rows = Conversation.objects.filter(workspace=workspace, status=Conversation.Status.OPEN)
    return rows.order_by()[:COUNT_MAX].count()


def waiting(workspace: Workspace, *, limit: int) -> list[Conversation]:
    """Return open conversations in which somebody waits for us, longest first."""
    rows = Conversation.objects.filter(
        workspace=workspace, status=Conversation.Status.OPEN, waiting_since__isnull=False
    )
    return list(rows.select_related("channel").order_by("waiting_since", "id")[:limit])


def lines(conversation: Conversation) -> list[Line]:
    """Return all that was said, oldest first; an answer and its echo are one line."""
    answers = conversation.answers.select_related("delivery", "author")
    echoes = {item.delivery.remote_id for item in answers if item.delivery.remote_id}
    feedback = conversation.feedback.filter(workspace_id=conversation.workspace_id)
    said = [_of_feedback(row) for row in feedback if row.remote_id not in echoes]
    return sorted([*said, *map(_of_answer, answers)], key=lambda line: line.at)


def origin(conversation: Conversation) -> Delivery | None:
    """Return our own post under which the conversation stands, if it is one that Beffroi sent."""
    return Delivery.objects.filter(
        channel_id=conversation.channel_id, remote_id=conversation.root_id
    ).first()


def _of_feedback(row: Feedback) -> Line:
    return Line(
        at=row.written_at,
        text=row.text,
        is_ours=row.is_ours,
        author=row.author_name or row.author_handle,
        url=row.url,
        is_deleted=row.deleted_at is not None,
        is_edited=row.edited_at is not None,
    )


def _of_answer(row: Answer) -> Line:
    return Line(
        at=row.written_at,
        text=row.text,
        is_ours=True,
        author=str(row.author or ""),
        url=row.delivery.remote_url,
        delivery=row.delivery,
    )
