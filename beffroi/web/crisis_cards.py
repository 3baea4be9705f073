"""The card of a crisis room: what to do next, what was promised, what is to be written."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beffroi.crisis import words
from beffroi.crisis.models import Room
from beffroi.crisis.rules import REVIEW_WITHIN, Step, next_step
from beffroi.web.cards import Card, Clock
from beffroi.web.rules import Kind, Rank


def crisis(room: Room, *, clock: Clock, is_mine: bool) -> Card:
    """Lead to an open room, or to the review of one that was closed."""
    owed = room.owed_at
    title, why = _room(room, clock=clock)
    due_at = owed
    if owed is not None:  # also once the room is closed
        title = _("“%(name)s”: you promised to say more") % {"name": room.name}
        why = _("You said it would be by %(when)s.") % {"when": clock.near(owed)}
    elif room.closed_at is not None:
        due_at = room.closed_at + REVIEW_WITHIN
        title = _("“%(name)s” is over: what did you learn?") % {"name": room.name}
        why = _("Write it within seven days, while everybody remembers.")
    return Card(
        kind=Kind.CRISIS,
        id=room.pk,
        row=room,
        label=_("Crisis room"),
        tone="warn" if room.closed_at else "bad",
        icon="siren",
        title=title,
        who=room.name,
        why=why,
        networks=(),
        waits_from=room.opened_at,
        is_mine=is_mine,
        due_at=due_at,
        rank=Rank.ORDINARY if room.closed_at else Rank.ALERTED,
    )


def _room(room: Room, *, clock: Clock) -> tuple[str, str]:
    done = {Step(tick.step) for tick in room.ticks.all()}
    title = _("“%(name)s”: the crisis room is open since %(when)s") % {
        "name": room.name,
        "when": clock.near(room.opened_at),
    }
    gesture = words.gesture(next_step(done))
    return title, _("One gesture now: %(what)s.") % {"what": gesture.title}
