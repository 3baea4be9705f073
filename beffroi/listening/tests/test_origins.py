"""What was kept before mentions had a server: they get that of the channel that told them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from beffroi.listening.models import Mention

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def before_servers() -> Iterator[Apps]:
    executor = MigrationExecutor(connection)
    now = executor.loader.graph.leaf_nodes()  # what builds on them is taken apart too
    before = [("listening", "0008_letters_and_competitors")]
    executor.migrate(before)
    yield executor.loader.project_state(before).apps
    MigrationExecutor(connection).migrate(now)


@pytest.mark.django_db(transaction=True)
def test_mentions_get_the_server_of_the_only_channel_there(before_servers: Apps) -> None:
    get = before_servers.get_model
    workspaces = get("workspaces", "Workspace").objects
    one, two = (workspaces.create(name=name, created_at=NOW) for name in ("One", "Two"))
    channels = get("channels", "Channel").objects
    servers = ((one, "https://a.example"), (two, "https://b.example"), (two, "https://c.example"))
    for workspace, origin in servers:
        channels.create(
            workspace=workspace,
            network="mastodon",
            origin=origin,
            account_id=origin,
            handle="a@b",
            display_name="A",
            connected_at=NOW,
            verified_at=NOW,
        )
    mentions = get("listening", "Mention").objects
    for workspace in (one, two):
        for network in ("bluesky", "mastodon"):
            mentions.create(
                workspace=workspace,
                network=network,
                remote_id="1",
                author_id="2",
                text="Bravo",
                written_at=NOW,
                heard_at=NOW,
            )
    MigrationExecutor(connection).migrate([("listening", "0010_streams_without_gaps")])
    kept = Mention.objects.order_by("workspace__name", "network")
    assert list(kept.values_list("workspace__name", "network", "server")) == [
        ("One", "bluesky", ""),
        ("One", "mastodon", "https://a.example"),
        ("Two", "bluesky", ""),
        ("Two", "mastodon", ""),
    ]
    assert set(kept.values_list("ask_at", flat=True)) == {NOW}
