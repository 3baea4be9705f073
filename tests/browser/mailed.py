"""The mail of a day and the pages of its links, for the pictures and checks of the browser."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from beffroi.core.clock import utc_now
from beffroi.morning import linking, wishes
from beffroi.morning.models import ActLink, Morning, MorningWish
from beffroi.morning.rules import Way
from beffroi.publishing.models import Post
from beffroi.web import waiting
from beffroi.web.cards import Clock
from beffroi.web.tests import morning
from beffroi.workspaces.rules import Role
from tests.world import World


def wished(world: World) -> None:
    """Claire wants her day by mail; the last one was refused."""
    now, atelier = utc_now(), world.atelier
    wish = wishes.wish_of(atelier, world.claire, now=now)
    wishes.keep(
        atelier, user=world.claire, by_mail=True, by_push=False, days="12345", at=wish.at, now=now
    )
    row = _morning(world)
    Morning.objects.filter(pk=row.pk).update(state=Morning.State.NOT_SENT)


def praised(world: World) -> None:
    """Somebody praises us, and an answer is proposed."""
    morning.praised(morning.channel(world.atelier, now=utc_now()), now=utc_now())


def held_back(world: World) -> None:
    """A delivery was held back."""
    channel = morning.channel(world.atelier, now=utc_now())
    morning.delivery(channel, now=utc_now(), status="held", text="Fournée de 7 h")


def stopping(world: World) -> str:
    """Return the address by which Claire stops her mails."""
    return f"/morning/stop/{MorningWish.objects.get().token}/"


def post(world: World) -> str:
    """Return the address of a link to a post that waits for a yes."""
    return _link(world, "approve")


def answer(world: World) -> str:
    """Return the address of a link to an answer that is proposed."""
    return _link(world, "answer")


def held(world: World) -> str:
    """Return the address of a link to what was held back."""
    return _link(world, "check")


def used(world: World) -> str:
    """Return the address of a link that was followed."""
    address = post(world)
    then = utc_now() - timedelta(minutes=9)
    ActLink.objects.update(used_at=then, deed="approve")
    return address


def changed(world: World) -> str:
    """Return the address of a link to a post that was changed since."""
    address = post(world)
    Post.objects.filter(stage="submitted").update(version=F("version") + 1)
    return address


def _link(world: World, kind: str) -> str:
    now, atelier = utc_now(), world.atelier
    counted = waiting.count(atelier, role=Role.OWNER, now=now, user_id=world.claire.pk)
    clock = Clock(now, atelier.zone)
    there = waiting.first_cards(
        atelier, role=Role.OWNER, counted=counted, clock=clock, user_id=world.claire.pk
    )
    card = next(one for one in there if one.kind.value == kind)
    made = linking.made(_morning(world), card, now=now)
    assert made is not None
    return "/morning/" + made.address.split("/morning/")[1]


def _morning(world: World) -> Morning:
    now = utc_now()
    row, _is_new = Morning.objects.get_or_create(
        workspace=world.atelier,
        user=world.claire,
        day=now.date(),
        way=Way.MAIL.value,
        defaults={"planned_at": now},
    )
    return row
