from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from beffroi.channels.models import Channel
from beffroi.delivery.content import Content, to_json
from beffroi.delivery.models import Delivery
from beffroi.insight.models import PostCount, PostPoint
from beffroi.insight.rules import Counted, to_microseconds
from beffroi.insight.tests.conftest import make_channel
from beffroi.publishing.models import Post, Variant
from beffroi.workspaces.models import User, Workspace
from tests.clock import FrozenClock
from tests.world import World, people_and_places

Browse = Callable[[User], Client]
Publish = Callable[..., Delivery]


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def workspace(world: World) -> Workspace:
    return world.atelier


@pytest.fixture
def channel(workspace: Workspace, clock: FrozenClock) -> Channel:
    return make_channel(workspace, now=clock())


@pytest.fixture
def browse(world: World) -> Browse:
    """Somebody's browser, in English."""
    User.objects.update(language="en")
    cache.clear()

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser


def page(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def published(
    channel: Channel,
    at: datetime,
    text: str = "Le pain revient",
    *,
    shown: int | None = 1000,
    liked: int | None = 40,
    read_at: datetime | None = None,
) -> Delivery:
    """Return a post that went out, with what was counted of it, all of it on its first day."""
    number = Delivery.objects.count()
    row = Delivery.objects.create(
        workspace=channel.workspace,
        channel=channel,
        status="published",
        due_at=at,
        published_at=at,
        created_at=at,
        content=to_json(Content(text, language="fr", written_at=at)),
        marker=f"m-{number}",
        remote_id=f"r-{number}",
    )
    told = {Counted.IMPRESSIONS: shown, Counted.REACTIONS: liked}
    counted = {one: value for one, value in told.items() if value is not None}
    as_of = to_microseconds(read_at or at + timedelta(days=5))
    day = at.astimezone(channel.workspace.zone).date()
    PostCount.objects.bulk_create(
        PostCount(delivery=row, counted=one, value=value, as_of=as_of)
        for one, value in counted.items()
    )
    PostPoint.objects.bulk_create(
        PostPoint(delivery=row, counted=one, gained=value, day=day)
        for one, value in counted.items()
    )
    return row


def of_one_post(*rows: Delivery) -> Post:
    """Make deliveries the variants of one post."""
    first = rows[0]
    post = Post.objects.create(
        workspace=first.workspace,
        text=first.content["text"],
        stage="scheduled",
        planned_at=first.due_at,
        created_at=first.created_at,
        changed_at=first.created_at,
    )
    for row in rows:
        Variant.objects.create(post=post, channel=row.channel, delivery=row)
    return post


def season(channel: Channel, *, now: datetime, many: int = 40) -> list[Delivery]:
    """Return posts of the last weeks, those that ask a question twice as good as the others."""
    found = []
    for number in range(many):
        asks = number % 2 == 0
        at = now - timedelta(days=5 + number * 100 // many, hours=number % 9)
        text = "Quelle brioche voulez-vous ?" if asks else "Fournée du matin"
        liked = (80 if asks else 40) + number % 7
        found.append(published(channel, at, text, liked=liked))
    return found
