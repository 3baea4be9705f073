"""What the bakery has read for it: accounts of competitors, the press, a site that falls silent."""

from __future__ import annotations

import json
from datetime import datetime

from beffroi.demo.networks import Village, handle_of
from beffroi.demo.story.pages import COMPETITORS
from beffroi.demo.world import World
from beffroi.listening.competing import actions
from beffroi.listening.models import Competitor, Source
from beffroi.listening.sources import adding, reading
from beffroi.listening.sources.offers import offer


def begin(world: World, village: Village, *, now: datetime) -> None:
    """Add the accounts of the competitors that are followed, and the feed of the press."""
    for name in COMPETITORS:
        village.open_account(name)
        competitor = Competitor.objects.get(workspace=world.atelier, name=name)
        source = _add(world, "account", "bluesky", handle_of(name), now=now)
        # A first reading goes back a week from the real time, and this past is older.
        source.memory = json.dumps({"since": now.timestamp(), "seen": []})
        source.save(update_fields=["memory"])
        actions.read_from(competitor, source)
    _add(world, "feed", "feeds", village.press.topic, now=now)


def add_silent(world: World, village: Village, *, now: datetime) -> None:
    """Add the site that will answer no more."""
    _add(world, "feed", "feeds", village.silent.topic, now=now)


def read(*, now: datetime) -> None:
    """Read what is due, as a job does."""
    due = Source.objects.to_read().filter(next_at__lte=now)
    for place in list(due.values_list("place", flat=True)):
        reading.read_next(place, clock=lambda: now)


def _add(world: World, kind: str, network: str, subject: str, *, now: datetime) -> Source:
    found = offer(world.atelier, kind, network)
    if found is None:
        raise LookupError(f"no {kind} of {network} is read")
    return adding.add(world.atelier, found, subject, actor=world.claire, clock=lambda: now)
