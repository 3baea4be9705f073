"""The page of a room: what it shows to whom, also after a form that was refused."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from beffroi.core.clock import utc_now
from beffroi.crisis import reading
from beffroi.crisis.forms import HoldingForm, NoteForm
from beffroi.crisis.models import Room
from beffroi.listening.pages import pages
from beffroi.workspaces.access import WorkspaceRequest
from beffroi.workspaces.rules import Permission, may


def room_page(
    request: WorkspaceRequest, room: Room, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """Show a room; `forms` are those that were refused, by name."""
    now = utc_now()
    may_work = room.is_open and may(request.role, Permission.ANSWER)
    context = {
        "room": room,
        "page": reading.room_page(room, viewer=request.user, now=now),
        "channels": reading.holding_channels(room) if may_work and room.held_at is None else [],
        "holding_form": holding_form(room),
        "note_form": NoteForm(),
        "may_work": may_work,
        "may_open": may(request.role, Permission.MANAGE_COMPANY),
        "may_publish": may_work and may(request.role, Permission.APPROVE_POSTS),
        "pages": pages(request),
    }
    return render(request, "crisis/room.html", context | forms, status=status)


def holding_form(room: Room, data: Any = None, *, publishes: bool = False) -> HoldingForm:
    """Return the form of the holding message, empty or as it was sent."""
    channels = [one for one, _name, _began in reading.holding_channels(room)]
    return HoldingForm(
        data,
        channels=[] if room.is_drill else channels,
        zone=room.workspace.zone,
        now=utc_now(),
        publishes=publishes,
        initial={"text": room.holding_text},
    )
