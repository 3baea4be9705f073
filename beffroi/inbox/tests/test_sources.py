"""A public source that refuses readers or is gone: told as what it is, with the next step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.channels import actions, gateway
from beffroi.channels.findings import findings_of
from beffroi.channels.models import Channel
from beffroi.channels.queries import channel_row
from beffroi.channels.rules import Health
from beffroi.core.clock import utc_now
from beffroi.inbox import rules
from beffroi.inbox.actions import reopen
from beffroi.inbox.models import Conversation, Poll
from beffroi.inbox.polling import poll
from beffroi.inbox.tests.desk import settle
from beffroi.networks.contracts import DiagnosisCode
from tests.simulated import part, simulator_of
from tests.world import World

pytestmark = pytest.mark.django_db

SILENT = timedelta(hours=2)


@pytest.fixture
def source(settings: Settings) -> Iterator[Any]:
    with simulator_of("feeds")() as running:
        settings.OUTBOUND_ALLOW = frozenset({running.origin.removeprefix("http://")})
        settings.OUTBOUND_TIMEOUT_SECONDS = 2.0
        gateway.forget()
        yield running
    gateway.forget()


@pytest.fixture
def channel(source: Any, world: World) -> Channel:
    return actions.connect_address(
        workspace=world.atelier,
        actor=world.claire,
        network="feeds",
        address=f"{source.origin}/feed.xml",
        now=utc_now(),
    )


@pytest.fixture
def answers(source: Any, channel: Channel) -> Callable[[int], Channel]:
    """Let the source answer with a status, and be read as often as asked; return the channel."""

    def read(status: int, times: int = 1) -> Channel:
        source.setup = part("feeds", "simulator_wire").Setup(status=status)
        for _ in range(times):
            Poll.objects.update(cursor="")
            Channel.objects.update(paused_until=None)
            channel.refresh_from_db()
            poll(channel, clock=utc_now)
        channel.refresh_from_db()
        return channel

    return read


def codes(channel: Channel) -> list[DiagnosisCode]:
    return [one.code for one in findings_of(channel)]


def page(client: Client, world: World, where: str) -> str:
    world.claire.language = "fr"
    world.claire.save()
    client.force_login(world.claire)
    return client.get(where).content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("status", [401, 403])
def test_a_source_that_refuses_readers_is_told_as_such_and_asks_for_a_person(
    answers: Callable[..., Channel], client: Client, world: World, status: int
) -> None:
    channel = answers(status)
    assert codes(channel) == [DiagnosisCode.READERS_REFUSED]
    assert channel_row(channel, now=utc_now() + SILENT).health is Health.REFUSED
    today, channels = page(client, world, "/"), page(client, world, "/channels/")
    for shown in (today, channels):
        assert "Ce site refuse les programmes" in shown
        assert "ne répond pas" not in shown
        assert "Ouvrir le site" in shown
        assert "1 source ne se lit plus." in shown


def test_an_article_is_there_to_be_read_and_waits_for_nobody(
    source: Any, answers: Callable[..., Channel], client: Client, world: World
) -> None:
    source.stranger("write", {"title": "Du pain"})
    answers(200)
    articles = Conversation.objects.filter(workspace=world.atelier)
    assert articles.exists()
    assert {(one.status, one.waiting_since) for one in articles} == {("open", None)}
    assert "attend une réponse" not in page(client, world, "/")
    shown = page(client, world, "/inbox/")
    assert 'class="msg"' in shown
    assert "Vous attend" not in shown


def test_an_article_that_was_read_stays_so_until_it_is_brought_back(
    source: Any, answers: Callable[..., Channel], world: World
) -> None:
    source.stranger("write", {"title": "Du pain"})
    answers(200)
    article = Conversation.objects.filter(workspace=world.atelier).latest("id")
    settle(article, actor=world.claire, now=utc_now())
    answers(200)
    article.refresh_from_db()
    assert article.status == "done"
    reopen(article, actor=world.claire, now=utc_now())
    article.refresh_from_db()
    assert (article.status, article.waiting_since) == ("open", None)


def test_it_asks_once_and_stops_once_it_was_read(answers: Callable[..., Channel]) -> None:
    asked_since = answers(403).findings_ask_since
    assert asked_since is not None
    assert answers(403, times=2).findings_ask_since == asked_since
    channel = answers(200)
    assert (codes(channel), channel.findings_ask_since) == ([], None)
    assert channel_row(channel, now=utc_now()).health is Health.WELL


def test_a_source_that_always_asks_to_wait_refuses_too(answers: Callable[..., Channel]) -> None:
    assert codes(answers(429, times=rules.REFUSED_AFTER - 1)) == []
    assert codes(answers(429)) == [DiagnosisCode.READERS_REFUSED]


def test_a_source_that_is_gone_is_no_lost_access(
    answers: Callable[..., Channel], client: Client, world: World
) -> None:
    channel = answers(410)
    assert codes(channel) == [DiagnosisCode.SOURCE_GONE]
    today, channels = page(client, world, "/"), page(client, world, "/channels/")
    for shown in (today, channels):
        assert "Cette source a disparu" in shown
        assert "refuse notre accès" not in shown
        assert "Ajouter sa nouvelle adresse" in shown
        assert "/channels/connect/feeds/" in shown
        assert "à reconnecter" not in shown
        assert "1 source ne se lit plus." in shown


def test_articles_that_waited_before_are_let_go_once(
    answers: Callable[..., Channel], world: World
) -> None:
    answers(200)
    Conversation.objects.update(waiting_since=utc_now())
    module = import_module("beffroi.inbox.migrations.0008_articles_wait_for_nobody")
    module.let_nobody_wait(apps, None)
    assert not Conversation.objects.filter(waiting_since__isnull=False).exists()
