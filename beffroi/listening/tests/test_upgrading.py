"""What was kept before is held as it is now, once the tables were changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from beffroi.core.tests.databases import tables_at
from beffroi.listening.models import Competitor, Mention

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def before(transactional_db: None, tmp_path: Path) -> Iterator[Apps]:
    with tables_at("listening", "0008_letters_and_competitors", folder=tmp_path) as then:
        yield then


@pytest.mark.timeout(300)  # Django makes the models of every step anew
def test_mentions_get_a_server_and_watches_their_competitor(before: Apps) -> None:
    get = before.get_model
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
    for name in ("Delattre", "Renommée", "Retirée"):
        _competitor(get, one, name)
    MigrationExecutor(connection).migrate([("listening", "0011_competitors_of_watches")])
    kept = Mention.objects.order_by("workspace__name", "network")
    assert list(kept.values_list("workspace__name", "network", "server")) == [
        ("One", "bluesky", ""),
        ("One", "mastodon", "https://a.example"),
        ("Two", "bluesky", ""),
        ("Two", "mastodon", ""),
    ]
    assert set(kept.values_list("ask_at", flat=True)) == {NOW}
    followed = Competitor.objects.filter(removed_at=None).order_by("name")
    assert [(row.name, row.watch.name) for row in followed] == [
        ("Delattre", "Delattre"),
        ("Renommée", "Renommée"),
    ]
    assert Competitor.objects.get(watch__name="Retirée").removed_at == NOW


def _competitor(get: Callable[[str, str], Any], workspace: Any, name: str) -> None:
    """Make a watch of a competitor, which is none yet, or under another name, or removed since."""
    ground, _is_new = get("listening", "Ground").objects.get_or_create(
        workspace=workspace, defaults={"address": "a", "weighed_at": NOW, "changed_at": NOW}
    )
    watch = get("listening", "Watch").objects.create(
        workspace=workspace,
        ground=ground,
        name=name,
        subject="competitor",
        purpose="market",
        made_at=NOW,
        changed_at=NOW,
        removed_at=NOW if name == "Retirée" else None,
    )
    if name != "Delattre":
        get("listening", "Competitor").objects.create(
            workspace=workspace, name=f"Avant {name}", watch=watch, added_at=NOW
        )
