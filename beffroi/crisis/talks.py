"""The messages of a room: who answers which, and how it stands. Of the inbox, or of a recording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse

from beffroi.crisis import recording
from beffroi.crisis.models import Room
from beffroi.inbox import naming, presence
from beffroi.inbox.models import Conversation, Escalation, Feedback
from beffroi.workspaces.models import User, Workspace

SHOWN_MAX = 8


class State(Enum):
    """How a message stands."""

    WAITING = "waiting"
    WRITING = "writing"
    ANSWERED = "answered"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Talk:
    """One person's message. `number` is what a form names it by; `at` is of its state."""

    number: int
    network: str
    who: str
    text: str
    urgency: str
    state: State
    at: datetime | None
    assignee: User | None
    writer: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Talks:
    """Those who wait first, then the newest. `rows` are the first few of `total`."""

    rows: tuple[Talk, ...]
    total: int
    answered: int
    #: The gravest of those who wait, "" for none.
    urgency: str = ""

    @property
    def left(self) -> int:
        """How many still wait."""
        return self.total - self.answered


def talks(room: Room, *, viewer: User, now: datetime) -> Talks:
    """Return the messages of a room, a few queries whatever their number."""
    if room.is_drill:
        return _recorded(room, now=now)
    return _heard(room, viewer=viewer, now=now)


def concerned(room: Room) -> QuerySet[Conversation]:
    """Return the conversations of a real room: alerts, and whoever wrote badly or urgently."""
    said = Feedback.objects.filter(
        conversation=OuterRef("pk"), is_ours=False, written_at__gte=room.since
    )
    if room.closed_at is not None:
        said = said.filter(written_at__lte=room.closed_at)
    grave = said.filter(Q(tone="negative") | ~Q(urgency=""))
    alerts = Escalation.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=room.opened_at), conversation=OuterRef("pk")
    )
    rows = Conversation.objects.filter(workspace=room.workspace, last_feedback_at__gte=room.since)
    return rows.filter(Exists(grave) | Exists(alerts))


def _heard(room: Room, *, viewer: User, now: datetime) -> Talks:
    rows = concerned(room)
    waiting = rows.filter(waiting_since__isnull=False)
    total, left = rows.count(), waiting.count()
    answered_at = Max("answers__written_at", filter=Q(answers__is_automatic=False))
    listed = rows.select_related("channel", "assignee").annotate(answered_at=answered_at)
    first = listed.filter(waiting_since__isnull=False).order_by("presses_at", "id")
    shown = list(first[:SHOWN_MAX])
    if len(shown) < SHOWN_MAX:
        done = listed.filter(waiting_since=None).order_by("-last_feedback_at", "-id")
        shown += done[: SHOWN_MAX - len(shown)]
    writers = presence.writers(Workspace(pk=room.workspace_id), besides=viewer, now=now)
    urgency = next((row.urgency for row in shown if row.waiting_since and row.urgency), "")
    return Talks(
        rows=tuple(_talk(row, writer=writers.get(row.pk, "")) for row in shown),
        total=total,
        answered=total - left,
        urgency=urgency,
    )


def _talk(row: Conversation, *, writer: str) -> Talk:
    answered_at: datetime | None = getattr(row, "answered_at", None)
    if row.waiting_since is not None:
        state, at = (State.WRITING if writer else State.WAITING), row.due_at
    elif answered_at is not None:
        state, at = State.ANSWERED, answered_at
    else:
        state, at = State.SETTLED, row.done_at
    return Talk(
        number=row.pk,
        network=row.channel.network,
        who=naming.shown(row.person_name, network=row.channel.network),
        text=row.excerpt,
        urgency=row.urgency,
        state=state,
        at=at,
        assignee=row.assignee,
        writer=writer,
        url=reverse("conversation", args=[row.pk]),
    )


def _recorded(room: Room, *, now: datetime) -> Talks:
    until = room.closed_at or now
    said = [one for one in recording.heard(room.opened_at, until) if _wants_answer(one)]
    known = {row.number: row for row in room.reactions.select_related("assignee")}
    made = []
    for one in said:
        row = known.get(one.number)
        answered_at = row.answered_at if row else None
        made.append(
            Talk(
                number=one.number,
                network=one.network,
                who=one.who,
                text=one.text,
                urgency=one.urgency,
                state=State.ANSWERED if answered_at else State.WAITING,
                at=answered_at,
                assignee=row.assignee if row else None,
            )
        )
    waiting = [one for one in made if one.state is State.WAITING]
    grave = sorted(waiting, key=lambda one: (not one.urgency, one.number))
    done = [one for one in reversed(made) if one.state is State.ANSWERED]
    return Talks(
        rows=tuple((grave + done)[:SHOWN_MAX]),
        total=len(made),
        answered=len(done),
        urgency=next((one.urgency for one in grave if one.urgency), ""),
    )


def _wants_answer(one: recording.Recorded) -> bool:
    return one.tone != "positive" or bool(one.urgency)
