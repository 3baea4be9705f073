"""Gives messages of a room to colleagues: in the inbox, or in a drill."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from beffroi.crisis import actions
from beffroi.crisis.models import Line, Room
from beffroi.crisis.talks import concerned
from beffroi.inbox import deeds, sweeping
from beffroi.inbox.deeds import CannotDo
from beffroi.inbox.members import who_may
from beffroi.inbox.sweeping import CannotSweep
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Permission


class CannotGive(Exception):
    """There is no such message in the room, or that person may not answer."""


@transaction.atomic
def give(room: Room, number: int, *, user_id: int, actor: User, now: datetime) -> None:
    """Give a message to a member who may answer. Raises CannotGive and RoomClosed."""
    room = actions.locked(room)
    if room.is_drill:
        member = who_may(room.workspace, Permission.ANSWER).filter(pk=user_id).first()
        if member is None:
            raise CannotGive
        actions.react(room, number, assignee=member, actor=actor, now=now)
        return
    if not concerned(room).filter(pk=number).exists():
        raise CannotGive
    try:
        deed = deeds.give(room.workspace, user_id, actor=actor, now=now)
        done = sweeping.sweep(room.workspace, [number], deed, actor=actor, now=now)
    except (CannotDo, CannotSweep) as error:
        raise CannotGive from error
    if done.rows:
        actions.log(room, Line.Kind.GIVEN, actor=actor, now=now)
