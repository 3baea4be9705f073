"""Every error body that a network is known to give ends in a French sentence and one button."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from importlib import import_module

import pytest
from django.test import Client
from django.utils import translation

from beffroi.channels.advice import advise
from beffroi.channels.findings import of_refusal
from beffroi.channels.messages import explain_connection
from beffroi.channels.models import Channel
from beffroi.channels.queries import network_declaration
from beffroi.channels.rules import Way, way_to_connect
from beffroi.core.clock import utc_now
from beffroi.delivery import actions, queries, sending
from beffroi.delivery.advice import Source
from beffroi.delivery.content import Content
from beffroi.delivery.models import Delivery
from beffroi.networks import registry
from beffroi.networks.declarations import Capability
from beffroi.networks.errors import (
    ContentRefused,
    DuplicateContent,
    MediaUnreachable,
    NetworkError,
    OutcomeUnknown,
    ReadersRefused,
    SourceGone,
    UnexpectedResponse,
)
from beffroi.networks.tests.refusals import Refusal
from beffroi.workspaces.models import User
from tests.world import SETTLED_AT, World, people_and_places

PUBLISHING = [
    key for key in registry.NETWORKS if Capability.PUBLISH in network_declaration(key).capabilities
]
CARD = re.compile(r'<section class="card card--lift.*?</section>', re.S)
SAID = re.compile(r'<p class="said">(.*?)</p>', re.S)
MAIN_BUTTON = re.compile(r'<(?:a|button) class="btn btn--primary"[^>]*>(.*?)</(?:a|button)>', re.S)
LOOK_AGAIN = re.compile(r'<a class="btn btn--s"')
#: What no connection can end in.
NOT_OF_CONNECTIONS = (OutcomeUnknown, UnexpectedResponse, MediaUnreachable, DuplicateContent)


def refusals_of(network: str) -> list[Refusal]:
    """Return the table of a network: one that has none cannot be added."""
    found: list[Refusal] = import_module(f"beffroi.networks.{network}.tests.refusals").REFUSALS
    return found


def told_apart(network: str) -> Iterator[tuple[str, NetworkError]]:
    """Yield an error for each body that the product may tell from the others."""
    seen = set()
    for refusal in refusals_of(network):
        error = refusal.error()
        mark = (
            type(error),
            getattr(error, "field", ""),
            getattr(error, "limit", None) is None,
            getattr(error, "until", None) is None,
        )
        if mark not in seen:
            seen.add(mark)
            yield refusal.what, error


def words(html: str) -> str:
    """Return what a reader sees."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world, where every delivery comes from a post."""
    monkeypatch.setattr(queries, "_sources", [lambda delivery: Source("/posts/1/")])
    return people_and_places(now=SETTLED_AT)


Refuse = Callable[[str, NetworkError], Delivery]


@pytest.fixture
def refuse(world: World) -> Refuse:
    """Let a post of the workspace be refused on its way to a network."""

    def refused(network: str, error: NetworkError) -> Delivery:
        now = utc_now()
        channel = Channel.objects.create(
            workspace=world.atelier,
            network=network,
            origin="https://network.example",
            account_id=str(Channel.objects.count()),
            handle="atelier-martin",
            url="https://network.example/martin",
            verified_at=now,
            connected_at=now,
        )
        content = Content(text="Du pain", language="fr", written_at=now)
        row = actions.create_delivery(
            channel=channel, content=content, due_at=now, actor=None, now=now
        )
        Delivery.objects.filter(pk=row.pk).update(status="leased", lease_token="ours")
        row.refresh_from_db()
        if isinstance(error, OutcomeUnknown | UnexpectedResponse):
            later = now + timedelta(minutes=2)
            Delivery.objects.filter(pk=row.pk).update(
                status="unknown", first_attempt_at=now, check_after=later
            )
        else:
            sending.nothing_sent(row, error, now=now)
        return row

    return refused


def card_of(delivery: Delivery, client: Client, reader: User, *, language: str) -> str:
    """Return what the page of a delivery says in front, as `reader` sees it."""
    User.objects.filter(pk=reader.pk).update(language=language)
    client.force_login(reader)
    found = CARD.search(client.get(f"/deliveries/{delivery.pk}/").content.decode())
    assert found is not None
    return found[0]


@pytest.mark.parametrize("network", registry.NETWORKS)
def test_every_network_keeps_the_table_of_its_refusals(network: str) -> None:
    whats = [(one.what, one.kind, str(one.told)) for one in refusals_of(network)]
    assert whats
    assert all(what for what, _, _ in whats)


@pytest.mark.parametrize("network", PUBLISHING)
def test_every_refused_post_says_in_french_what_to_do_with_one_button(
    network: str, refuse: Refuse, client: Client, world: World
) -> None:
    for what, error in told_apart(network):
        delivery = refuse(network, error)
        french, english = (
            card_of(delivery, client, world.claire, language=language) for language in ("fr", "en")
        )
        said = [[words(one) for one in SAID.findall(card)] for card in (french, english)]
        assert said[0], what
        assert not set(said[0]) & set(said[1]), what  # nothing is left in English
        assert all(one.endswith((".", "?")) for one in said[0]), what
        assert "sans dire pourquoi" not in " ".join(said[0]), what
        buttons = [MAIN_BUTTON.findall(card) for card in (french, english)]
        if buttons[0]:
            assert len(buttons[0]) == 1, what
            assert words(buttons[0][0]) != words(buttons[1][0]), what
        else:  # nothing is to be done, but to see what became of it
            assert len(LOOK_AGAIN.findall(french)) == 1, what


@pytest.mark.parametrize("network", registry.NETWORKS)
def test_every_refused_connection_says_in_french_what_to_do(network: str) -> None:
    way = way_to_connect(network_declaration(network).capabilities)
    for what, error in told_apart(network):
        is_about_a_post = isinstance(error, ContentRefused) and error.field != "address"
        if is_about_a_post or isinstance(error, NOT_OF_CONNECTIONS):
            continue
        said = []
        for language in ("fr", "en"):
            with translation.override(language):
                said.append(explain_connection(error, server="n.example", way=way).sentence)
        assert said[0] != said[1], what
        assert "ne comprenons pas" not in said[0], what
        assert said[0].endswith("."), what


#: What nobody who listens to a public source has: an account there, an access, a silence.
NOT_OF_SOURCES = ("compte", "accès", "ne répond pas", "connecte", "permission")


@pytest.mark.parametrize(
    ("kind", "french", "english"),
    [
        (ReadersRefused, "Ce site refuse les programmes", "This site refuses programs"),
        (SourceGone, "Cette source a disparu", "This source is gone"),
    ],
)
def test_a_public_source_has_sentences_of_its_own_with_the_next_step(
    kind: type[NetworkError], french: str, english: str
) -> None:
    found = of_refusal(kind())
    assert found is not None
    channel = Channel(pk=1, network="feeds", url="https://journal.example/")
    for language, begins in (("fr", french), ("en", english)):
        with translation.override(language):
            advice = advise(found, channel, name="RSS")
            tried = explain_connection(kind(), server="journal.example", way=Way.ADDRESS)
        assert advice.sentence.startswith(begins)
        assert advice.address == (channel.url if advice.leaves else "/channels/connect/feeds/")
        assert not any(word in advice.sentence + tried.sentence for word in NOT_OF_SOURCES)


def test_the_table_of_feeds_tells_both() -> None:
    kinds = {one.kind for one in refusals_of("feeds")}
    assert {ReadersRefused, SourceGone} <= kinds
