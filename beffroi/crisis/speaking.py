"""What leaves from a room, and what does not: paused posts, the holding message. Never a drill."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beffroi.crisis import actions
from beffroi.crisis.models import Line, Room
from beffroi.crisis.rules import Step
from beffroi.delivery import pausing as delivery_pausing
from beffroi.delivery.models import Pause
from beffroi.delivery.queries import current_pause
from beffroi.publishing import actions as publishing_actions
from beffroi.publishing import pausing
from beffroi.publishing.drafts import PostDraft
from beffroi.publishing.moments import wall_of
from beffroi.workspaces.models import User

Kind = Line.Kind


@dataclass(frozen=True, slots=True)
class Holding:
    """A holding message as it is to leave. `promised_at`: when more will be said, or None."""

    text: str
    channel_ids: frozenset[int]
    promised_at: datetime | None


@transaction.atomic
def pause_posts(room: Room, *, actor: User, now: datetime) -> None:
    """Pause all posts of the workspace; a drill only notes it. Raises RoomClosed."""
    room = actions.locked(room)
    number = 0
    if not room.is_drill:
        room.pause = delivery_pausing.pause(room.workspace, why=room.name, actor=actor, now=now)
        room.save(update_fields=["pause"])
        number = len(pausing.paused(room.workspace).kept)
    if actions.mark(room, Step.PAUSE, actor=actor, now=now):
        actions.log(room, Kind.PAUSED, detail={"count": number}, actor=actor, now=now)


@transaction.atomic
def resume_posts(room: Room, *, actor: User, now: datetime) -> int:
    """End the pause that the room began; return how many posts wait for a person."""
    room = Room.objects.select_for_update().get(pk=room.pk)
    open_pauses = Pause.objects.select_for_update().filter(ended_at=None)
    standing = open_pauses.filter(pk=room.pause_id or 0).first()
    if standing is None:
        return 0
    held = delivery_pausing.resume(standing, actor=actor, now=now)
    actions.log(room, Kind.RESUMED, detail={"count": held}, actor=actor, now=now)
    return held


@transaction.atomic
def let_through(room: Room, post_ids: Collection[int], *, actor: User, now: datetime) -> int:
    """Let chosen posts leave in spite of the pause. Raises RoomClosed."""
    room = actions.locked(room)
    if room.pause is None:
        return 0
    number = pausing.let_through(room.pause, post_ids, actor=actor, now=now)
    if number:
        detail = {"count": len(set(post_ids))}
        actions.log(room, Kind.LET_THROUGH, detail=detail, actor=actor, now=now)
    return number


@transaction.atomic
def edit_holding(room: Room, *, text: str, actor: User, now: datetime) -> None:
    """Keep the holding message as it is edited; nothing leaves. Raises RoomClosed."""
    room = actions.locked(room)
    if room.holding_text != text:
        room.holding_text = text
        room.save(update_fields=["holding_text"])
        actions.log(room, Kind.EDITED, actor=actor, now=now)


@transaction.atomic
def publish_holding(room: Room, holding: Holding, *, actor: User, now: datetime) -> None:
    """Say the holding message now, in spite of the pause; a drill only notes it.

    The caller has checked that `actor` may approve. Raises RoomClosed, and CannotSchedule when a
    network would not take it; then nothing has changed.
    """
    room = actions.locked(room)
    if room.held_at is not None:
        return
    room.holding_text, room.held_at = holding.text, now
    room.promised_at = holding.promised_at
    if not room.is_drill:
        _publish(room, holding, actor=actor, now=now)
    room.save(update_fields=["holding_text", "held_at", "promised_at", "holding_post"])
    actions.mark(room, Step.HOLD, actor=actor, now=now)
    actions.log(room, Kind.HELD, actor=actor, now=now)
    if holding.promised_at is not None:
        detail = {"by": holding.promised_at.isoformat()}
        actions.log(room, Kind.PROMISED, detail=detail, actor=actor, now=now)


def _publish(room: Room, holding: Holding, *, actor: User, now: datetime) -> None:
    wall, second = wall_of(now.replace(second=0, microsecond=0), room.workspace.zone)
    draft = PostDraft(text=holding.text, channel_ids=holding.channel_ids, wall=wall, second=second)
    post = publishing_actions.create_post(
        workspace=room.workspace, actor=actor, draft=draft, now=now
    )
    publishing_actions.schedule_post(post, actor=actor, now=now)
    room.holding_post = post
    pause = current_pause(room.workspace)
    if pause is not None:
        pausing.let_through(pause, [post.pk], actor=actor, now=now)
