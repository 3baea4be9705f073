"""The short links of the bakery, and a month of strangers who follow them."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from beffroi.demo.story.links import COUNTRIES, GIVEN, Given
from beffroi.demo.world import World
from beffroi.links import actions
from beffroi.links.actions import Wish
from beffroi.links.counting import count_all, forget_people
from beffroi.links.models import Link
from beffroi.links.rules import Device, Visitor
from beffroi.links.spool import Spool
from beffroi.links.visits import Visit

_FIRST_HOUR, _LAST_HOUR = 7, 20
_MORE_BY_THE_END = 1.6
_COMES_BACK = 0.25
_CARDS, _ROBOTS = 0.06, 0.15


def give_away(world: World, given: Given, *, now: datetime) -> Link:
    """Have Claire make a link."""
    wish = Wish(given.name, given.target, given.campaign)
    return actions.make_by_hand(world.atelier, wish, actor=world.claire, now=now)


def lead_elsewhere(world: World, link: Link, given: Given, *, now: datetime) -> None:
    """Have Claire lead a link to another page."""
    actions.lead_elsewhere(link, target=given.then, actor=world.claire, now=now)


def stop(world: World, link: Link, *, now: datetime) -> None:
    """Have Claire stop a link."""
    actions.stop(link, actor=world.claire, now=now)


def follow(world: World, *, now: datetime) -> None:
    """Let strangers follow the links since they were made, and count them as ever."""
    chance = random.Random(12)  # noqa: S311 no secret
    links = {link.name: link for link in Link.objects.filter(workspace=world.atelier)}
    with tempfile.TemporaryDirectory(prefix="beffroi-demo-") as name:
        folder = Path(name)
        spool = Spool(folder)
        for given in GIVEN:
            for visit in _visits(links[given.name], given, now=now, chance=chance):
                spool.write(visit.line)
        spool.close()
        count_all(folder)
    forget_people(now=now)


def _visits(link: Link, given: Given, *, now: datetime, chance: random.Random) -> Iterator[Visit]:
    over = link.stopped_at or now
    morning = link.made_at.astimezone(link.workspace.zone).replace(hour=0, minute=0, second=0)
    days = (over - morning).days
    for day in range(days + 1):
        wanted = given.a_day * (1 + (_MORE_BY_THE_END - 1) * day / max(days, 1))
        for _ in range(_about(wanted, chance)):
            at = morning + timedelta(days=day, hours=chance.uniform(_FIRST_HOUR, _LAST_HOUR))
            if link.made_at < at < over:
                yield from _visit(link, given, at=at, chance=chance)


def _about(wanted: float, chance: random.Random) -> int:
    """Return a whole number around `wanted`: some days are full, some empty."""
    return int(chance.gauss(wanted, wanted / 2) + chance.random()) if wanted else 0


def _visit(link: Link, given: Given, *, at: datetime, chance: random.Random) -> Iterator[Visit]:
    """Let one person follow a link, perhaps twice; and programs that come along."""
    device = Device.PHONE if chance.random() * 10 < given.phones else Device.COMPUTER
    digest, country = f"{chance.getrandbits(64):016x}", chance.choice(COUNTRIES)
    moment = int(at.timestamp())
    yield Visit(link.code, moment, Visitor.PERSON, device, country, digest)
    if chance.random() < _COMES_BACK:
        yield Visit(link.code, moment, Visitor.PERSON, device, country, digest)
    if chance.random() < _CARDS:
        yield Visit(link.code, moment, Visitor.PREVIEW, Device.OTHER, "", "")
    if chance.random() < _ROBOTS:
        yield Visit(link.code, moment, Visitor.ROBOT, Device.OTHER, "", "")
