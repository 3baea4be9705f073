"""Nova and its clients, on a morning."""

from __future__ import annotations

import io
from datetime import date, timedelta

from PIL import Image, ImageDraw

from beffroi.branding import actions as branding
from beffroi.branding.actions import Wish
from beffroi.coaching import engaging
from beffroi.coaching.models import State
from beffroi.core.clock import utc_now
from beffroi.sales.models import WorkTime
from beffroi.web.tests import morning
from beffroi.workspaces import actions
from beffroi.workspaces.models import Workspace
from tests.world import World

#: Name, place, barometer today and three months ago, minutes sold and worked.
_MORE: tuple[tuple[str, str, int | None, int | None, int, int], ...] = (
    ("Clinique des Quais", "Vétérinaire, Lens", 52, 54, 480, 550),
    ("Menuiserie Caudron", "Béthune", 38, 34, 360, 220),
    ("Brasserie du Canal", "Cambrai", 63, 63, 480, 270),
    ("Fromagerie Sainte-Anne", "Maroilles", None, None, 240, 30),
)


def day_page(world: World) -> str:
    """Return the page of all clients of Nova."""
    return f"/agencies/{world.nova.pk}/day/"


def look_page(world: World) -> str:
    """Return the page on which Nova says how it looks."""
    return f"/agencies/{world.nova.pk}/look/"


def branded(world: World) -> None:
    """Nova has a logo, and a colour that is too light for text."""
    now = utc_now()
    wish = Wish("Nova", "#d98324", "Nova, votre agence", "bonjour@nova.example", "Nova, Lille.")
    branding.keep(world.nova, wish, actor=world.nadia, now=now)
    drawn = Image.new("RGB", (480, 120), "white")
    ImageDraw.Draw(drawn).text((20, 20), "NOVA", fill="#14213d", font_size=72)
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG")
    branding.keep_logo(world.nova, buffer.getvalue(), actor=world.nadia, now=now)


def engagement_page(world: World) -> str:
    """Return where it is said what is agreed with the garage."""
    return f"/agencies/{world.nova.pk}/clients/{world.garage.pk}/"


def morning_of_clients(world: World) -> None:
    """Six clients: one has lost a channel, one waits for a yes, one is beyond its hours."""
    now = utc_now()
    morning.lost_channel(world.garage, now=now)
    bluesky = morning.channel(world.cycles, now=now)
    morning.post(bluesky, author=world.hugo, now=now)
    morning.conversation(bluesky, now=now)
    _know(world.garage, 44, 41, 480, 320, world)
    _know(world.cycles, 71, 70, 720, 365, world)
    for name, activity, total, before, sold, worked in _MORE:
        client = actions.create_workspace(
            owner=world.nadia, agency=world.nova, name=name, activity=activity, now=now
        )
        _know(client, total, before, sold, worked, world)


def _know(
    client: Workspace, total: int | None, before: int | None, sold: int, worked: int, world: World
) -> None:
    now = utc_now()
    today = now.astimezone(client.zone).date()
    months = 12 * today.year + today.month - 4
    _state(client, State.Reason.DAILY, today, total)
    _state(client, State.Reason.MONTH, date(months // 12, months % 12 + 1, 1), before)
    lead = world.hugo if total and total > 50 else world.nadia
    engaging.agree(client, lead=lead, minutes_a_month=sold, actor=world.nadia, now=now)
    WorkTime.objects.create(
        workspace=client, day=today.replace(day=1), minutes=worked, person=lead, noted_at=now
    )


def _state(client: Workspace, reason: State.Reason, day: date, total: int | None) -> None:
    State.objects.create(
        workspace=client,
        reason=reason,
        day=day,
        taken_at=utc_now() - timedelta(hours=5),
        version=1,
        total=total,
        level=None if total is None else total // 20,
        confidence=60,
        scores={},
    )
