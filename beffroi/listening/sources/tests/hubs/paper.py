"""A simulated paper with a hub, as a source, and what can be done with both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.listening.models import Mention, Source, SourceDoor
from beffroi.listening.sources import adding, doors
from beffroi.listening.sources.offers import Offer
from beffroi.networks.declarations import SourceKind
from beffroi.networks.simulation_webhooks import Storm
from beffroi.workspaces.models import User, Workspace
from tests.simulated import part

FEED = Offer(SourceKind.FEED, "feeds", "RSS")


def setup(**values: Any) -> Any:
    """Return how the simulated paper is set up."""
    return part("feeds", "simulator_wire").Setup(**values)


def added(paper: Any, workspace: Workspace, actor: User) -> Source:
    found = adding.add(
        workspace, FEED, f"{paper.origin}/feed.xml", actor=actor, clock=utc_now, chance=lambda: 0.5
    )
    run()
    return fresh(found)


def run(*, later: timedelta = timedelta()) -> None:
    Runner().run_until_idle(lambda: utc_now() + later)


def fresh(source: Source) -> Source:
    return Source.objects.select_related("workspace").get(pk=source.pk)


def door(source: Source) -> SourceDoor:
    found = doors.find(source)
    assert found is not None
    return found


def address(source: Source) -> str:
    return doors.callback_url(door(source))


def confirm(paper: Any, source: Source) -> bool:
    return bool(paper.hub.check(address(source)))


def told(paper: Any, title: str, **storm: Any) -> list[int]:
    paper.stranger("write", {"title": title})
    posted = paper.hub.push(paper.document()[0], storm=Storm(**storm))
    return [one.status for one in posted]


def rested(source: Source) -> None:
    """Let the last reading be some minutes ago."""
    Source.objects.filter(pk=source.pk).update(read_at=utc_now() - timedelta(minutes=5))


def kept() -> list[str]:
    return sorted(Mention.objects.values_list("text", flat=True))
