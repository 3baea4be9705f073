"""What the pages of the crisis room read. The number of queries never depends on that of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.company.models import CrisisContact
from beffroi.company.queries import crisis_of
from beffroi.crisis import counting, people, recording, rules, words
from beffroi.crisis.models import Line, Room
from beffroi.crisis.rules import Course, Facts, Hour, Phase, Step
from beffroi.crisis.talks import Talks, talks
from beffroi.inbox.members import who_may
from beffroi.inbox.models import EscalationNotice
from beffroi.publishing import pausing, queries
from beffroi.publishing.pausing import Paused
from beffroi.reviews.chart import Chart, Scale, columns
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission

_SCALE = Scale(left=8, step=40, width=26, height=168, top=22, base=144)
LOG_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the log as pages show it."""

    at: datetime
    sentence: str
    by: User | None


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One phase: how it is called, since when, whether it is the present one."""

    label: str
    since: datetime | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One of the ten steps."""

    key: str
    label: str
    is_done: bool
    is_next: bool
    may_tick: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the workspace who manages or answers, and whether they have the room open."""

    user: User
    decides: bool
    is_here: bool
    #: What the crisis file says that they do then.
    role: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody of the crisis file, and when they were told."""

    contact: CrisisContact
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cell:
    """Who handles it."""

    colleagues: tuple[Colleague, ...]
    #: Those of the crisis file who have no account here.
    contacts: tuple[Contact, ...]
    is_prepared: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """The hours of a room, drawn and in numbers, as the clocks of the workspace show them."""

    hours: tuple[Hour, ...]
    chart: Chart
    #: As wide as a full drawing: a short one must not grow.
    width: int
    spoken: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RoomPage:
    """All that the page of a room shows."""

    headline: str
    phases: tuple[PhaseRow, ...]
    counted: Counted
    gesture: words.Gesture
    step: Step | None
    steps: tuple[StepRow, ...]
    talks: Talks
    paused: Paused | None
    planned: int
    cell: Cell
    log: tuple[Shown, ...]
    hidden: int
    is_pause_done: bool


def room_page(room: Room, *, viewer: User, now: datetime) -> RoomPage:
    """Return what a room shows to `viewer`."""
    hours = counting.hours_of(room, now=now)
    usual = counting.usual_a_day(room)
    first = next((hour.at for hour in hours if hour.total), room.since)
    course = rules.course_of(hours, usual_a_day=usual or 0, since=first)
    ticks = {Step(one) for one in room.ticks.values_list("step", flat=True)}
    step = rules.next_step(ticks)
    said = talks(room, viewer=viewer, now=now)
    return RoomPage(
        headline=words.headline(course.phase, urgency=said.urgency, is_open=room.is_open),
        phases=_phases(course),
        counted=_counted(hours, usual=usual),
        gesture=words.gesture(step),
        step=step,
        steps=_steps(ticks, step),
        talks=said,
        paused=None if room.is_drill else pausing.paused(room.workspace),
        planned=0 if room.is_drill else _planned(room.workspace, now=now),
        cell=cell(room, now=now),
        log=log(room),
        hidden=max(0, room.lines.count() - LOG_SHOWN),
        is_pause_done=Step.PAUSE in ticks,
    )


def open_room(workspace: Workspace, *, is_drill: bool = False) -> Room | None:
    """Return the room that is open."""
    rows = Room.objects.filter(workspace=workspace, is_drill=is_drill, closed_at=None)
    return rows.select_related("opened_by").first()


def closed_rooms(workspace: Workspace, *, limit: int = 20) -> list[Room]:
    """Return the rooms that were closed, newest first."""
    rows = Room.objects.filter(workspace=workspace, closed_at__isnull=False)
    return list(rows.order_by("-opened_at", "-id")[:limit])


def rooms_to_do(workspace: Workspace) -> QuerySet[Room]:
    """Return what stands on Today: an open room, or one whose lessons nobody wrote yet."""
    rows = Room.objects.filter(workspace=workspace, is_drill=False, learned_at=None)
    return rows.order_by("opened_at", "id")


def log(room: Room, *, limit: int = LOG_SHOWN) -> tuple[Shown, ...]:
    """Return the newest lines of the log, newest first."""
    rows = room.lines.select_related("by").order_by("-at", "-id")[:limit]
    return shown(rows, room)


def shown(rows: Sequence[Line] | QuerySet[Line], room: Room) -> tuple[Shown, ...]:
    """Return lines as sentences."""
    zone = room.workspace.zone
    return tuple(Shown(row.at, words.tell(row, zone=zone), row.by) for row in rows)


def cell(room: Room, *, now: datetime) -> Cell:
    """Return who handles it, who is here, and who was told."""
    here = set(room.here.filter(seen_at__gt=now - rules.HERE_FOR).values_list("user_id", flat=True))
    decide = set(who_may(room.workspace, Permission.MANAGE_COMPANY).values_list("pk", flat=True))
    answer = list(who_may(room.workspace, Permission.ANSWER))
    told = dict(room.told.values_list("contact_id", "at")) | _mailed(room)
    contacts = crisis_of(room.workspace).contacts
    ours = people.accounts_of(contacts, answer)
    roles = {user.pk: contact.role for contact, user in ours}
    known = {contact.pk for contact, _user in ours}
    return Cell(
        colleagues=tuple(
            Colleague(
                one, decides=one.pk in decide, is_here=one.pk in here, role=roles.get(one.pk, "")
            )
            for one in answer
        ),
        contacts=tuple(Contact(one, told.get(one.pk)) for one in contacts if one.pk not in known),
        is_prepared=bool(contacts),
    )


def holding_channels(room: Room) -> list[tuple[Channel, str, bool]]:
    """Return the connected channels that a post may go to, each with whether it began there."""
    channels = [one for one in queries.composer_channels(room.workspace) if one.is_connected]
    return [(one, network_name(one.network), one.pk == room.channel_id) for one in channels]


def facts_of(room: Room, *, now: datetime) -> Facts:
    """Return what the log and the messages say of how it was handled."""
    ticks = {Step(step): at for step, at in room.ticks.values_list("step", "at")}
    hours = counting.hours_of(room, now=now)
    answered, answer = _answers(room, now=now)
    return Facts(
        lasted=rules.delay(room.opened_at, room.closed_at),
        delays={step: rules.delay(room.opened_at, ticks.get(step)) for step in Step},
        messages=sum(hour.total for hour in hours),
        negative=sum(hour.negative for hour in hours),
        answered=answered,
        answer=answer,
        promise_late=rules.lateness(room.promised_at, room.kept_at),
    )


def _answers(room: Room, *, now: datetime) -> tuple[int, timedelta | None]:
    if room.is_drill:
        said = {one.number: one for one in recording.recording().messages}
        delays = [
            max(timedelta(), row.answered_at - recording.said_at(said[row.number], room.opened_at))
            for row in room.reactions.filter(answered_at__isnull=False)
            if row.answered_at is not None
        ]
        return len(delays), rules.middle(delays)
    until = room.closed_at or now
    rows = room.workspace.answers.filter(
        is_automatic=False,
        waited_since__isnull=False,
        written_at__gte=room.opened_at,
        written_at__lte=until,
    )
    pairs = rows.values_list("written_at", "waited_since")
    spans = [written - waited for written, waited in pairs if waited is not None]
    return len(spans), rules.middle(spans)


def _phases(course: Course) -> tuple[PhaseRow, ...]:
    names = words.phases()
    since = {
        Phase.SIGNAL: course.signal_at,
        Phase.RUNAWAY: course.runaway_at,
        Phase.FALLING: course.falling_at,
    }
    return tuple(
        PhaseRow(names[phase], since[phase], is_now=phase is course.phase) for phase in Phase
    )


def _counted(hours: Sequence[Hour], *, usual: float | None) -> Counted:
    drawn = [replace(hour, at=_wall(hour.at)) for hour in hours[-counting.DRAWN_MAX :]]
    parts = [(hour.at, (("bad", hour.negative), ("unrated", hour.other))) for hour in drawn]
    total = sum(hour.total for hour in drawn)
    negative = sum(hour.negative for hour in drawn)
    spoken = ngettext(
        "Messages an hour: %(total)s in one hour, %(negative)s of them negative",
        "Messages an hour: %(total)s in %(count)s hours, %(negative)s of them negative",
        len(drawn),
    ) % {"total": total, "count": len(drawn), "negative": negative}
    said = ngettext(
        "One message in %(hours)s h, heard outside or written to you, %(negative)s negative.",
        "%(count)s messages in %(hours)s h, heard outside or written to you, "
        "%(negative)s negative.",
        total,
    ) % {"count": total, "hours": len(drawn), "negative": negative}
    before = _("How many are usual is not known yet.")
    if usual is not None:
        before = _("Usually %(number)s a day in all.") % {"number": _number(usual)}
    return Counted(
        hours=tuple(drawn),
        chart=columns(parts, scale=_SCALE),
        width=_SCALE.left + _SCALE.step * counting.DRAWN_MAX,
        spoken=spoken,
        sentence=f"{said} {before}",
    )


def _wall(moment: datetime) -> datetime:
    """Return what the clocks show: pages would turn an aware hour into another zone's."""
    return moment.replace(tzinfo=None)


def _number(value: float) -> str:
    return str(number_format(round(value, 1), decimal_pos=1 if 0 < value < 10 else 0))


def _steps(ticks: set[Step], step: Step | None) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(
            key=one.value,
            label=label,
            is_done=one in ticks,
            is_next=one is step,
            may_tick=one not in rules.BY_THE_ROOM,
        )
        for one, label in words.steps().items()
    )


def _planned(workspace: Workspace, *, now: datetime) -> int:
    return len(queries.upcoming(workspace, now=now, limit=queries.LIST_MAX))


def _mailed(room: Room) -> dict[int, datetime]:
    """Return when contacts were mailed by the alert that the room was opened from."""
    if room.escalation_id is None:
        return {}
    rows = EscalationNotice.objects.filter(
        escalation_id=room.escalation_id, contact__isnull=False, told_at__isnull=False
    )
    told = rows.values_list("contact_id", "told_at")
    return {contact: at for contact, at in told if at is not None}
