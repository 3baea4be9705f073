from __future__ import annotations

from beffroi.channels.models import Channel
from beffroi.inbox.tests.desk import make_channel
from beffroi.listening import starting
from beffroi.listening.rules import Purpose
from beffroi.listening.tests.makers import make_watch
from tests.clock import FrozenClock
from tests.world import World, introduce


def names(world: World) -> list[str]:
    return [one.name for one in starting.suggestions(world.atelier, purposes=list(Purpose))]


def test_only_handles_by_which_people_mention_us_are_looked_for(
    world: World, clock: FrozenClock
) -> None:
    introduce(world, now=clock())
    for network, handle in (("google_business", "201"), ("bluesky", "atelier-martin.example")):
        made = make_channel(world.atelier, network, now=clock())
        Channel.objects.filter(pk=made.pk).update(handle=handle)
    brand = starting.suggestions(world.atelier, purposes=list(Purpose))[0]
    assert "@atelier-martin.example" in brand.sought.any_of
    assert "@201" not in brand.sought.any_of


def test_what_is_followed_already_is_not_suggested(world: World, clock: FrozenClock) -> None:
    introduce(world, now=clock())
    assert "Atelier Martin" in names(world)
    make_watch(world.atelier, "atelier martin", now=clock(), name="Nous")
    assert "Atelier Martin" not in names(world)
