"""Days of Atelier Martin with their routines, cards put off, and time that was noted by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.core.clock import utc_now
from beffroi.inbox.models import Conversation
from beffroi.routines import actions, rules
from beffroi.routines.models import HandlingTime, Routine
from beffroi.routines.rules import Kind
from beffroi.sales import hours
from beffroi.sales.models import WorkTime
from beffroi.web.rules import next_day
from beffroi.web.tests import morning
from tests.browser import mornings, selling
from tests.world import World


def routines(world: World) -> None:
    """Have everything wait, with all four routines behind it, and minutes that were measured."""
    mornings.answers(world)
    now = utc_now()
    for kind in Kind:
        routine(world, kind, now=now)
    HandlingTime.objects.create(workspace=world.atelier, act="answered", seconds=112, n=43)


def monday(world: World) -> None:
    """Have Monday's routine wait alone, and a week that has a post."""
    now = utc_now()
    bluesky = morning.channel(world.atelier, now=now)
    routine(world, Kind.MONDAY, now=now)
    morning.planned(bluesky, author=world.claire, now=now, text="Le sandwich de la semaine")


def quarter(world: World) -> str:
    """Return the address of Today with the quarter's routine in front."""
    row = Routine.objects.get(workspace=world.atelier, kind=Kind.QUARTER.value)
    return f"/?cards=all&card=steering-{row.pk}"


def put_off(world: World) -> None:
    """Have settled much, and put one card off."""
    now = utc_now()
    bluesky = morning.channel(world.atelier, now=now)
    due_at = now + timedelta(days=3)
    row: Conversation = morning.conversation(bluesky, now=now, due_at=due_at)
    actions.put_off(
        world.atelier,
        user=world.claire,
        card="answer",
        row_id=row.pk,
        until=next_day(now, world.atelier.zone),
    )
    for seconds in (400, 270, 130, 20):
        at = max(now - timedelta(seconds=seconds), _this_day(world, now))
        morning.did(world.claire, "conversation.answered", workspace=world.atelier, at=at)
    morning.did(world.claire, "post.approved", workspace=world.atelier, at=now)


def measured(world: World) -> None:
    """Have the time of three days noted by itself, beside what people noted."""
    selling.sold(world)
    now = utc_now()
    today = now.astimezone(world.atelier.zone).date()
    for days, minutes in ((1, 13), (2, 16), (3, 9)):
        told = {world.claire.pk: minutes, world.karim.pk: minutes + 4}
        hours.note_measured(world.atelier, day=today - timedelta(days=days), minutes=told, now=now)


def time_page(world: World) -> str:
    """Return the address of a time that was measured."""
    row = WorkTime.objects.filter(workspace=world.atelier, is_measured=True).order_by("pk")[0]
    return f"/measure/costs/time/{row.pk}/"


def routine(world: World, kind: Kind, *, now: datetime) -> Routine:
    """Open a routine of the period that holds today."""
    zone = world.atelier.zone
    today = now.astimezone(zone).date()
    period = rules.period_of(kind, day=today)
    return Routine.objects.create(
        workspace=world.atelier,
        kind=kind.value,
        first_day=min(period.first, today),
        last_day=period.last,
        opened_at=now,
        ends_at=rules.midnight(period.last + timedelta(days=1), zone=zone),
    )


def _this_day(world: World, now: datetime) -> datetime:
    return rules.midnight(now.astimezone(world.atelier.zone).date(), zone=world.atelier.zone)
