from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.delivery.content import Content, to_json
from beffroi.delivery.models import Delivery
from beffroi.insight.models import Followed
from beffroi.networks.contracts import Counters, DailyCount, ReplyTarget
from beffroi.networks.errors import NetworkError, UnexpectedResponse
from beffroi.workspaces.models import Workspace
from tests.clock import FrozenClock
from tests.world import World, people_and_places

Publishing = Callable[..., Delivery]


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def workspace(world: World) -> Workspace:
    return world.atelier


@pytest.fixture
def channel(workspace: Workspace, clock: FrozenClock) -> Channel:
    return make_channel(workspace, now=clock())


def make_channel(
    workspace: Workspace, network: str = "linkedin", *, now: datetime, **more: Any
) -> Channel:
    """Connect a channel, without asking for anything. LinkedIn counts posts and days."""
    values = {"origin": f"https://{network}.example", "account_id": "us", "handle": "atelier"}
    return Channel.objects.create(
        workspace=workspace, network=network, verified_at=now, connected_at=now, **(values | more)
    )


@pytest.fixture
def publish(channel: Channel, clock: FrozenClock) -> Publishing:
    """Give what makes a published post, without telling anybody."""
    return lambda *args, **parts: published(channel, clock(), *args, **parts)


def published(
    channel: Channel,
    now: datetime,
    remote_id: str = "post-1",
    *,
    ago: timedelta = timedelta(),
    reply_to: ReplyTarget | None = None,
    **more: Any,
) -> Delivery:
    """Return a post that was published some time ago."""
    at = now - ago
    content = Content("Le pain revient", language="fr", written_at=at, reply_to=reply_to)
    values = {
        "status": "published",
        "due_at": at,
        "published_at": at,
        "created_at": at,
        "content": to_json(content),
        "marker": f"m-{remote_id}",
        "remote_id": remote_id,
    }
    return Delivery.objects.create(workspace=channel.workspace, channel=channel, **(values | more))


def followed(delivery: Delivery, *, next_at: datetime | None = None) -> Followed:
    """Have a post followed, due since its publication or at `next_at`."""
    assert delivery.published_at
    return Followed.objects.create(
        delivery=delivery,
        channel=delivery.channel,
        published_at=delivery.published_at,
        next_at=next_at or delivery.published_at,
    )


def counters(likes: int | None = 0, **more: int | None) -> Counters:
    """Return what a network tells of one post: reactions, and nothing else unless said."""
    values: dict[str, int | None] = {"shares": None, "replies": None, "quotes": None, **more}
    return Counters(likes=likes, **values)


class CountingNetwork:
    """A channel's adapter that counts as a test tells it to."""

    def __init__(self) -> None:
        self.posts: dict[str, Counters] = {}
        self.days: list[DailyCount] = []
        #: Raised in turn, before anything is answered.
        self.errors: list[NetworkError] = []
        #: Posts that spoil each call that asks for them.
        self.spoilt: set[str] = set()
        self.asked: list[tuple[str, ...]] = []
        self.asked_days: list[tuple[date, date]] = []

    def read_counters(self, remote_ids: Sequence[str]) -> Mapping[str, Counters]:
        self.asked.append(tuple(remote_ids))
        if self.errors:
            raise self.errors.pop(0)
        if self.spoilt.intersection(remote_ids):
            raise UnexpectedResponse("a post")
        return {one: self.posts[one] for one in remote_ids if one in self.posts}

    def read_channel_counters(self, first: date, last: date) -> Sequence[DailyCount]:
        self.asked_days.append((first, last))
        if self.errors:
            raise self.errors.pop(0)
        return [one for one in self.days if first <= one.day <= last]


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> CountingNetwork:
    """Whatever channel is opened, it is this one."""
    made = CountingNetwork()
    monkeypatch.setattr(gateway, "open_channel", lambda channel, clock: made)
    return made
