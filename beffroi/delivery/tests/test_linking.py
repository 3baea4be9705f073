from __future__ import annotations

import io
import socket
from collections.abc import Iterator, Mapping

import pytest
from PIL import Image as Pillow
from pytest_django.fixtures import Settings

from beffroi.channels import gateway
from beffroi.core.tests.internet import Server, reply
from beffroi.delivery import linking
from beffroi.delivery.content import from_json
from beffroi.delivery.models import Delivery
from beffroi.delivery.tests.conftest import Plan
from beffroi.delivery.tests.scripted import Script, ScriptedChannel, ScriptedNetwork
from beffroi.delivery.tests.test_sending import run
from beffroi.networks import registry
from beffroi.networks.contracts import OutgoingPost
from beffroi.networks.errors import NetworkUnavailable
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


class CardChannel(ScriptedChannel):
    """A network whose posts bring their cards."""

    def card_link(self, text: str) -> str:
        return next((word for word in text.split() if word.startswith("http")), "")


class Site:
    """A small web site on loopback: what it answers, by path."""

    def __init__(self, server: Server, pages: dict[str, bytes | None]) -> None:
        self.pages = pages
        self.url = f"http://127.0.0.1:{server.port}/pain.html"
        self.visits = server.requests


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    pages: dict[str, bytes | None] = {
        "/pain.html": b"<title>Nos pains</title><meta name=description content='Au levain'>"
        b"<meta property='og:image' content='/pain.jpg'>",
        "/pain.jpg": _jpeg(),
    }

    def answer(connection: socket.socket, request: bytes) -> None:
        path = request.split()[1].decode()
        content = pages.get(path)
        kind = "image/jpeg" if path.endswith(".jpg") else "text/html"
        if content is not None:
            reply(content, headers=[f"Content-Type: {kind}"])(connection, request)
        elif path not in pages:
            reply(status=404)(connection, request)

    server = Server(answer)
    settings.OUTBOUND_ALLOW = frozenset({f"127.0.0.1:{server.port}"})
    yield Site(server, pages)
    server.stop()


@pytest.fixture(autouse=True)
def card_network(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        registry.NETWORKS, "scripted", lambda http: ScriptedNetwork(script, CardChannel)
    )
    gateway.forget()


def _jpeg(side: int = 1600) -> bytes:
    buffer = io.BytesIO()
    Pillow.effect_noise((side, side), 90).convert("RGB").save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def only_post(script: Script) -> OutgoingPost:
    assert len(script.posts) == 1
    return script.posts[0]


def test_a_post_with_a_link_brings_its_card_and_the_pages_picture(
    site: Site, plan: Plan, script: Script, clock: FrozenClock
) -> None:
    delivery = run(plan(f"Le levain : {site.url}"), clock)
    card = only_post(script).link_card
    assert card is not None
    assert (card.url, card.title, card.description) == (site.url, "Nos pains", "Au levain")
    assert card.thumbnail is not None
    assert max(card.thumbnail.width, card.thumbnail.height) <= 1200
    assert delivery.files.get().file.size_bytes < 1_000_000
    assert only_post(script).media == ()
    assert script.calls == ["upload", "publish"]


@pytest.mark.parametrize(
    "changed",
    [
        {"/pain.html": None},
        {"/pain.html": b"\x00\x01" * 500},
        {"/pain.html": b"x" * 4_000_000},
        {"/pain.html": b"<p>Rien</p>"},
    ],
    ids=["no answer", "no text", "megabytes", "no title"],
)
def test_a_page_that_tells_nothing_costs_the_card_and_never_the_post(
    site: Site, plan: Plan, script: Script, clock: FrozenClock, changed: Mapping[str, bytes | None]
) -> None:
    site.pages.update(changed)
    assert run(plan(f"Le levain : {site.url}"), clock).status == "published"
    assert only_post(script).link_card is None


@pytest.mark.parametrize("picture", [None, b"<svg onload='alert(1)'/>", b"\xff\xd8\xff"])
def test_a_picture_that_is_none_leaves_a_card_without_it(
    site: Site, plan: Plan, script: Script, clock: FrozenClock, picture: bytes | None
) -> None:
    site.pages["/pain.jpg"] = picture
    run(plan(f"Le levain : {site.url}"), clock)
    card = only_post(script).link_card
    assert card is not None
    assert card.thumbnail is None


def test_an_address_inside_is_never_called(
    site: Site, plan: Plan, script: Script, clock: FrozenClock, settings: Settings
) -> None:
    settings.OUTBOUND_ALLOW = frozenset()
    assert run(plan(f"Le levain : {site.url}"), clock).status == "published"
    assert site.visits == []
    assert only_post(script).link_card is None


def test_a_card_stays_the_same_at_every_try(
    site: Site, plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = [NetworkUnavailable("refused")]
    delivery = plan(f"Le levain : {site.url}")
    run(delivery, clock)
    first, last = [request.split()[1] for request in site.visits]
    assert (first, last) == (b"/pain.html", b"/pain.jpg")
    digests = set(delivery.attempts.values_list("content_digest", flat=True))
    assert len(digests) == 1
    assert delivery.attempts.count() == 2


def test_a_post_without_link_or_with_pictures_of_its_own_calls_no_page(
    site: Site, plan: Plan, script: Script, clock: FrozenClock
) -> None:
    run(plan("Bonjour"), clock)
    assert site.visits == []
    assert only_post(script).link_card is None


def test_a_post_changed_while_its_page_was_read_gets_no_card_of_the_old_text(
    site: Site, plan: Plan, script: Script, clock: FrozenClock
) -> None:
    delivery = plan(f"Le levain : {site.url}")

    class ChangedMeanwhile(CardChannel):
        def card_link(self, text: str) -> str:
            Delivery.objects.filter(pk=delivery.pk).update(content_version=7)
            return super().card_link(text)

    linking.add_card(delivery, ChangedMeanwhile(script), clock=clock)
    delivery.refresh_from_db()
    assert from_json(delivery.content).link_card is None
    assert not delivery.files.exists()
