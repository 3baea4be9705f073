from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from beffroi.networks.errors import ContentRefused
from beffroi.networks.feeds import websub
from beffroi.networks.feeds.client import Web
from beffroi.networks.feeds.documents import Feed
from beffroi.networks.feeds.items import take_new
from beffroi.networks.feeds.memory import Memory
from beffroi.networks.feeds.reading import parse_feed
from beffroi.networks.feeds.tests.world import FeedsWorld
from beffroi.networks.feeds.websub import Hub, State, Subscription
from beffroi.networks.json_text import JSON
from beffroi.networks.simulation import Simulator
from beffroi.networks.simulation_page import VisiblePost
from beffroi.networks.simulation_server import Call, Reply, Route
from beffroi.networks.simulation_webhooks import Storm

SUBSCRIPTION = Subscription(
    hub=Hub("https://hub.test/", "https://a.fr/feed.xml"),
    callback="https://beffroi.test/websub/Xy12",
    secret="a-secret",
)


class Receiver(Simulator):
    """Our side: what a page that hubs call would do with the functions of websub."""

    network = "receiver"

    def reset_world(self) -> None:
        self.subscription: Subscription | None = None
        self.memory = Memory(body="read")
        self.items: list[str] = []
        self.forged = 0

    def routes(self) -> Sequence[Route]:
        return [
            Route("check", "GET", "/websub/Xy12", self._check),
            Route("told", "POST", "/websub/Xy12", self._told),
        ]

    def visible_posts(self) -> Sequence[VisiblePost]:
        return ()

    def stranger(self, action: str, payload: Any) -> JSON:
        return None

    def _check(self, call: Call) -> Reply:
        query = {name: values[-1] for name, values in call.query.items()}
        words, self.subscription = websub.answer_check(query, self.subscription, now=self.clock())
        return Reply(404, content=b"") if words is None else Reply(content=words.encode())

    def _told(self, call: Call) -> Reply:
        subscription = self.subscription
        if subscription is None:
            return Reply(410, content=b"")
        if not websub.is_genuine(call.headers, call.body, subscription):
            self.forged += 1
            return Reply(202, content=b"")
        feed = parse_feed(call.body, media_type="application/xml", url=subscription.hub.topic)
        fresh, self.memory = take_new(feed, self.memory, host="a.fr", now=self.clock())
        self.items += [item.text for item in fresh]
        return Reply(202, content=b"")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


def web_of(world: FeedsWorld) -> Web:
    return world.network._web


def subscribe(world: FeedsWorld, receiver: Receiver) -> Subscription:
    """Find the hub of the simulated source and ask it; the secret is told for the test's sake."""
    world.set_up(has_hub=True)
    document = web_of(world).fetch(world.simulator.topic).document
    feed = parse_feed(document.content, media_type="", url=document.url)
    hub = websub.find_hub(document.headers, feed, url=document.url)
    assert hub is not None
    subscription = Subscription(hub, f"{receiver.origin}/websub/Xy12", secret=websub.make_secret())
    form = websub.subscription_form(subscription) | {"hub.secret": subscription.secret}
    receiver.subscription = subscription
    web_of(world).tell_hub(hub.url, form)
    return subscription


def held(receiver: Receiver) -> Subscription | None:
    return receiver.subscription


def confirm(world: FeedsWorld, receiver: Receiver) -> None:
    subscription = subscribe(world, receiver)
    assert world.simulator.hub.check(subscription.callback)


# With a hub


def test_what_is_new_is_told_once_it_was_confirmed(world: FeedsWorld, receiver: Receiver) -> None:
    confirm(world, receiver)
    world.write("Un")
    posted = world.simulator.hub.push(world.simulator.document()[0])
    assert [one.status for one in posted] == [202]
    assert receiver.items == ["Un"]
    assert receiver.subscription is not None
    assert receiver.subscription.state is State.ACTIVE


def test_what_is_told_twice_or_in_parts_comes_once(world: FeedsWorld, receiver: Receiver) -> None:
    confirm(world, receiver)
    world.write("Un")
    world.write("Deux")
    first, second = world.simulator.items.values()
    hub = world.simulator.hub
    for part in ([first], [second], [first, second]):
        hub.push(world.simulator.document(part)[0], storm=Storm(doubled=1.0))
    assert receiver.items == ["Un", "Deux"]


def test_what_is_forged_is_passed_over_and_answered_like_the_rest(
    world: FeedsWorld, receiver: Receiver
) -> None:
    confirm(world, receiver)
    world.write("Un")
    storm = Storm(forged=1.0, dropped=1.0)
    posted = world.simulator.hub.push(world.simulator.document()[0], storm=storm)
    assert [one.status for one in posted] == [202]
    assert (receiver.items, receiver.forged) == ([], 1)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_every_documented_way_to_sign_is_known(
    world: FeedsWorld, receiver: Receiver, method: str
) -> None:
    world.simulator.hub.method = method
    confirm(world, receiver)
    world.write("Un")
    world.simulator.hub.push(world.simulator.document()[0])
    assert receiver.items == ["Un"]


def test_a_hub_that_denies_is_believed(world: FeedsWorld, receiver: Receiver) -> None:
    subscription = subscribe(world, receiver)
    world.simulator.hub.denies = True
    assert not world.simulator.hub.check(subscription.callback)
    assert receiver.subscription is not None
    assert receiver.subscription.state is State.DENIED


def test_a_lease_is_as_long_as_the_hub_says_and_renewed_at_four_fifths(
    world: FeedsWorld, receiver: Receiver
) -> None:
    world.simulator.hub.lease_seconds = 1000
    confirm(world, receiver)
    subscription = receiver.subscription
    assert subscription is not None
    now = receiver.clock()
    for seconds, is_due, is_over in ((700, False, False), (801, True, False), (1001, True, True)):
        at = now + timedelta(seconds=seconds)
        assert (websub.is_due(subscription, now=at), websub.is_over(subscription, now=at)) == (
            is_due,
            is_over,
        )


def test_a_check_of_another_feed_is_not_ours(world: FeedsWorld, receiver: Receiver) -> None:
    subscription = subscribe(world, receiver)
    assert not world.simulator.hub.check(subscription.callback, topic="https://evil.test/")
    assert receiver.subscription == subscription


def test_who_no_longer_wants_to_be_told_is_not(world: FeedsWorld, receiver: Receiver) -> None:
    confirm(world, receiver)
    assert receiver.subscription is not None
    receiver.subscription = replace(receiver.subscription, state=State.LEAVING)
    callback, hub = receiver.subscription.callback, receiver.subscription.hub
    web_of(world).tell_hub(hub.url, websub.farewell_form(receiver.subscription))
    assert world.simulator.hub.check(callback)
    assert held(receiver) is None
    assert world.simulator.hub.asked == {}


@pytest.mark.parametrize("change", [{"hub.topic": "https://b.fr/"}, {"hub.secret": "x" * 200}])
def test_a_hub_refuses_what_it_does_not_take(
    world: FeedsWorld, receiver: Receiver, change: dict[str, str]
) -> None:
    subscription = subscribe(world, receiver)
    with pytest.raises(ContentRefused):
        web_of(world).tell_hub(
            subscription.hub.url, websub.subscription_form(subscription) | change
        )


# Without one


@pytest.mark.parametrize(
    ("link", "feed", "expected"),
    [
        (
            '<https://hub.fr/>; rel="hub", <https://a.fr/f>; rel="self"',
            Feed("x"),
            Hub("https://hub.fr/", "https://a.fr/f"),
        ),
        (
            "</hub>;rel=hub,</f>;title=x;rel='self'",
            Feed("x", topic="https://a.fr/own"),
            Hub("https://a.fr/hub", "https://a.fr/own"),
        ),
        ("", Feed("x", hub="https://hub.fr/"), Hub("https://hub.fr/", "https://a.fr/feed.xml")),
        (
            '<https://a.fr/>; rel="next hub"',
            Feed("x"),
            Hub("https://a.fr/", "https://a.fr/feed.xml"),
        ),
        ("", Feed("x"), None),
        ('<https://a.fr/>; rel="next"', Feed("x"), None),
        ("<ftp://hub.fr/>; rel=hub", Feed("x"), None),
        ("<" * 5000 + ";rel=hub", Feed("x"), None),
    ],
)
def test_a_hub_is_found_in_headers_or_in_the_feed(
    link: str, feed: Feed, expected: Hub | None
) -> None:
    found = websub.find_hub({"link": link}, feed, url="https://a.fr/feed.xml")
    assert found == expected


def test_a_secret_is_told_only_where_nobody_listens() -> None:
    assert websub.subscription_form(SUBSCRIPTION)["hub.secret"] == "a-secret"
    open_hub = replace(SUBSCRIPTION, hub=Hub("http://hub.test/", SUBSCRIPTION.hub.topic))
    assert "hub.secret" not in websub.subscription_form(open_hub)
    assert "a-secret" not in repr(SUBSCRIPTION)
    assert 32 <= len(websub.make_secret()) < 200


CHECK = {
    "hub.mode": "subscribe",
    "hub.topic": SUBSCRIPTION.hub.topic,
    "hub.challenge": "abc",
    "hub.lease_seconds": "432000",
}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {**CHECK, "hub.topic": "https://a.fr/other.xml"},
        {**CHECK, "hub.mode": "unsubscribe"},
        {**CHECK, "hub.mode": "publish"},
        {**CHECK, "hub.challenge": ""},
        {"hub.mode": "denied", "hub.topic": "https://b.fr/"},
    ],
)
def test_what_was_not_asked_is_not_confirmed(world: FeedsWorld, query: dict[str, str]) -> None:
    assert websub.answer_check(query, SUBSCRIPTION, now=world.now()) == (None, SUBSCRIPTION)
    assert websub.answer_check(query, None, now=world.now()) == (None, None)


@pytest.mark.parametrize("state", [State.DENIED, State.LEAVING])
def test_a_hub_cannot_bring_back_what_is_over(world: FeedsWorld, state: State) -> None:
    over = replace(SUBSCRIPTION, state=state)
    assert websub.answer_check(CHECK, over, now=world.now()) == (None, over)


@pytest.mark.parametrize(
    ("lease", "seconds"),
    [("432000", 432_000), ("", 864_000), ("x", 864_000), ("0", 60), ("999999999", 90 * 86_400)],
)
def test_a_lease_of_any_kind_has_an_end(world: FeedsWorld, lease: str, seconds: int) -> None:
    query, now = {**CHECK, "hub.lease_seconds": lease}, world.now()
    words, subscription = websub.answer_check(query, SUBSCRIPTION, now=now)
    assert subscription is not None
    assert (words, subscription.ends_at) == ("abc", now + timedelta(seconds=seconds))


def signature(method: str, body: bytes, secret: str = "a-secret") -> str:
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "sha256",
        "sha256=",
        "sha256=zz",
        "md5=" + "a" * 32,
        "sha256=" + "é" * 64,
        signature("sha256", b"other"),
        signature("sha256", b"body", secret="another"),
        signature("sha256", b"body").replace("sha256", "sha512"),
        signature("sha256", b"body")[:-1],
        "sha3_256=" + "a" * 64,
    ],
)
def test_a_signature_that_is_not_the_hub_s_is_refused(header: str) -> None:
    assert not websub.is_genuine({"x-hub-signature": header}, b"body", SUBSCRIPTION)
    assert not websub.is_genuine({}, b"body", SUBSCRIPTION)


def test_without_a_secret_nothing_is_genuine() -> None:
    bare = replace(SUBSCRIPTION, secret="")
    header = signature("sha256", b"body", secret="")
    assert not websub.is_genuine({"x-hub-signature": header}, b"body", bare)


def test_case_and_spaces_of_a_signature_do_not_count() -> None:
    header = f" {signature('sha256', b'body').upper().replace('SHA256', 'sha256')} "
    assert websub.is_genuine({"x-hub-signature": header}, b"body", SUBSCRIPTION)


@pytest.mark.parametrize(
    "header", ['<http://[x>; rel="hub"', "<https://h.fr>; rel=hub, <//[>; rel=self"]
)
def test_a_hub_that_is_no_address_is_none(header: str) -> None:
    feed = Feed("x")
    assert websub.find_hub({"link": header}, feed, url="https://a.fr/feed.xml") is None
