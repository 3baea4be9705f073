"""The stream of Bluesky against a simulated Jetstream of both versions, in all weathers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks.bluesky import stream
from beffroi.networks.bluesky.adapter import Bluesky
from beffroi.networks.bluesky.jetstream import microseconds_of
from beffroi.networks.bluesky.packing import SECOND_VERSION
from beffroi.networks.bluesky.simulator import BlueskySimulator
from beffroi.networks.bluesky.simulator_jetstream import Jetstream
from beffroi.networks.contracts import Author, MediaKind
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    RateLimited,
)
from beffroi.networks.listening import AccountState, Batch, PublicPost
from beffroi.networks.registry import network_http
from beffroi.networks.simulation_faults import Fault, FaultKind

Enough = Callable[[Sequence[Batch]], object]
PATHS = {"first": "subscribe", "second": f"xrpc/{SECOND_VERSION}"}


def bread(text: str, language: str) -> Collection[int]:
    return [7] if "pain" in text else ()


class Listening:
    """A simulator, and the network that listens to it."""

    def __init__(self, simulator: BlueskySimulator, version: str) -> None:
        self.simulator = simulator
        self.version = version
        pair = simulator.origin.removeprefix("http://")
        outbound = OutboundClient(OutboundPolicy(frozenset({pair})))
        options = {"jetstream_url": f"ws://{pair}/{PATHS[version]}"}
        self.network = Bluesky(network_http(outbound, clock=simulator.clock, options=options))
        self.start = self.cursor()

    @property
    def jetstream(self) -> Jetstream:
        return self.simulator.jetstream

    def cursor(self, *, ago: timedelta = timedelta(0)) -> str:
        return str(microseconds_of(self.simulator.clock() - ago))

    def say(self, text: str, **more: Any) -> str:
        record = {"$type": "app.bsky.feed.post", "text": text, "langs": ["fr"], **more}
        record.setdefault("createdAt", self.simulator.clock().isoformat())
        return self.simulator.write_post(self.simulator.other, record).uri

    def batches(self, *, cursor: str | None = None, match: Any = bread) -> Iterator[Batch]:
        began = time.monotonic()
        return self.network.stream(
            match=match,
            cursor=self.start if cursor is None else cursor,
            topics=(),
            is_over=lambda: time.monotonic() - began > 10,
        )

    def hear(self, enough: Enough, **more: Any) -> list[Batch]:
        """Listen until the batches are enough."""
        heard: list[Batch] = []
        batches = self.batches(**more)
        for batch in batches:
            heard.append(batch)
            if enough(heard):
                break
        else:
            pytest.fail(f"not enough: {heard}")
        batches.close()  # type: ignore[attr-defined] # a generator
        return heard


def posts(batches: Sequence[Batch]) -> list[PublicPost]:
    return [heard.post for batch in batches for heard in batch.heard]


def events(batches: Sequence[Batch]) -> int:
    return sum(batch.events for batch in batches)


def drained(batches: Iterator[Batch]) -> tuple[list[Batch], NetworkError | None]:
    heard: list[Batch] = []
    try:
        for batch in batches:
            heard.append(batch)  # noqa: PERF402 - what came before an error counts
    except NetworkError as error:
        return heard, error
    return heard, None


@pytest.fixture(params=["first", "second"])
def listening(request: pytest.FixtureRequest) -> Iterator[Listening]:
    with BlueskySimulator() as simulator:
        yield Listening(simulator, request.param)


@pytest.fixture
def first_version() -> Iterator[Listening]:
    with BlueskySimulator() as simulator:
        yield Listening(simulator, "first")


def test_what_is_looked_for_comes_out_and_nothing_else(listening: Listening) -> None:
    picture = {"$type": "app.bsky.embed.images", "images": [{"alt": "Un pain"}, {"alt": ""}]}
    uri = listening.say("Du bon pain", embed=picture)
    listening.say("Rien")
    batches = listening.hear(lambda heard: events(heard) == 2)
    (post,) = posts(batches)
    did = listening.simulator.other.did
    assert (post.network, post.remote_id, post.text) == ("bluesky", uri, "Du bon pain")
    assert post.author == Author(did, "", "")
    assert post.url == f"https://bsky.app/profile/{did}/post/{uri.rpartition('/')[2]}"
    assert (post.language, post.edited_at) == ("fr", None)
    assert post.media == (MediaKind.IMAGE, MediaKind.IMAGE)
    assert [heard.keys for batch in batches for heard in batch.heard] == [[7]]


def test_only_posts_are_asked_for(listening: Listening) -> None:
    listening.jetstream.tell("did:plc:x", "commit", {"collection": "app.bsky.feed.like"})
    listening.say("pain")
    listening.hear(posts)
    (asked,) = listening.jetstream.asked
    wanted = asked.get("wantedCollections") or asked["collections"]
    assert wanted == ["app.bsky.feed.post"]
    assert int(asked["maxMessageSizeBytes"][0]) > 100_000


def test_the_language_that_the_author_gave_is_asked_with_the_text(listening: Listening) -> None:
    asked: list[tuple[str, str]] = []
    listening.say("pain", langs=["en-GB", "fr"])
    listening.say("sans langue", langs=[])

    def match(text: str, language: str) -> Collection[int]:
        asked.append((text, language))
        return ()

    listening.hear(lambda heard: events(heard) == 2, match=match)
    assert asked == [("pain", "en-GB"), ("sans langue", "")]


def test_deletions_and_accounts_are_told(listening: Listening) -> None:
    uri = listening.say("pain")
    listening.simulator.remove_post(uri)
    listening.jetstream.tell_account("did:plc:gone", is_active=False, status="deleted")
    listening.jetstream.tell_account("did:plc:slow", is_active=False, status="throttled")
    listening.jetstream.tell_account("did:plc:back", is_active=True)
    batches = listening.hear(lambda heard: events(heard) == 5)
    assert [uri for batch in batches for uri in batch.removed] == [uri]
    assert [one for batch in batches for one in batch.accounts] == [
        AccountState("did:plc:gone", False),
        AccountState("did:plc:back", True),
    ]


def test_an_edit_comes_as_a_post_with_its_date(listening: Listening) -> None:
    uri = listening.say("pain")
    post = listening.simulator.world.posts[uri]
    post.record["text"] = "pain frais"
    listening.jetstream.tell_post(post, operation="update")
    one, other = posts(listening.hear(lambda heard: events(heard) == 2))
    assert (one.remote_id, one.edited_at) == (other.remote_id, None)
    assert other.text == "pain frais"
    assert other.edited_at is not None
    assert other.written_at == one.written_at


def test_a_post_brought_along_keeps_its_own_date_and_none_is_of_tomorrow(
    listening: Listening,
) -> None:
    listening.say("pain", createdAt="2012-05-01T09:00:00Z")
    listening.say("pain", createdAt="2099-05-01T09:00:00Z")
    undated = {"text": "pain", "createdAt": "yesterday"}
    commit = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "3l3a"}
    listening.jetstream.tell("did:plc:x", "commit", {**commit, "record": undated})
    years = [
        post.written_at.year for post in posts(listening.hear(lambda heard: events(heard) == 3))
    ]
    this_year = listening.simulator.clock().year
    assert years == [2012, this_year, this_year]


def test_a_batch_comes_each_second_also_when_nothing_is_told(listening: Listening) -> None:
    began = time.monotonic()
    batches = listening.hear(lambda heard: len(heard) == 2, cursor="")
    assert time.monotonic() - began < 4
    assert [batch.events for batch in batches] == [0, 0]
    assert all(batch.told_at is None for batch in batches)
    assert all(int(batch.cursor) > 0 for batch in batches)


def test_a_batch_holds_a_thousand_hits_at_most(
    first_version: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_BATCH_SECONDS", 4.0)
    for _ in range(2_201):
        first_version.say("pain")
    batches = first_version.hear(lambda heard: events(heard) == 2_201)
    assert len(batches[0].heard) == 1_000
    assert max(len(batch.heard) for batch in batches) == 1_000
    assert len(posts(batches)) == 2_201


def test_nothing_is_lost_between_two_connections(listening: Listening) -> None:
    first = listening.say("pain 1")
    kept = listening.hear(posts)[-1].cursor
    second = listening.say("pain 2")
    again = [post.remote_id for post in posts(listening.hear(posts, cursor=kept))]
    assert again[-1] == second
    assert set(again) <= {first, second}  # what was told shortly before may come again


def test_without_a_cursor_only_what_comes_from_now_on_is_told(listening: Listening) -> None:
    listening.say("pain d’hier")
    batches = listening.batches(cursor="")
    next(batches)
    uri = listening.say("pain du jour")
    found: list[PublicPost] = []
    while not found:
        found += posts([next(batches)])
    assert [post.remote_id for post in found] == [uri]
    batches.close()  # type: ignore[attr-defined] # a generator


def test_it_ends_when_it_is_told_to(listening: Listening) -> None:
    over: list[bool] = []
    batches = listening.network.stream(
        match=bread, cursor="", topics=(), is_over=lambda: bool(over)
    )
    next(batches)
    over.append(True)
    assert len(list(batches)) <= 2


# Weather


def test_duplicates_come_twice_and_move_nothing_back(listening: Listening) -> None:
    listening.jetstream.weather.repeats = 3
    uri = listening.say("pain")
    batches = listening.hear(lambda heard: events(heard) == 3)
    assert {post.remote_id for post in posts(batches)} == {uri}


@pytest.mark.parametrize(
    "frame",
    [b"{", b"null", b'{"did":3}', b"\xff", b'{"commit":{"record":7}}', b"x" * 500_000, b""],
    ids=len,
)
def test_what_cannot_be_read_is_counted_and_passed_by(listening: Listening, frame: bytes) -> None:
    listening.jetstream.tell_raw(frame)
    listening.say("pain")
    batches = listening.hear(posts)
    assert sum(batch.unreadable for batch in batches) == 1
    assert events(batches) == 2


@pytest.mark.parametrize("years", [-56, -1, 1, 100_000])
def test_a_clock_that_jumps_does_not_move_the_cursor(listening: Listening, years: int) -> None:
    listening.say("pain 1")
    jumped = int(listening.start) + years * 31_557_600_000_000
    commit = {
        "operation": "create",
        "collection": "app.bsky.feed.post",
        "rkey": "3l3a",
        "record": {"text": "pain 2"},
    }
    listening.jetstream.tell("did:plc:x", "commit", commit, at_us=jumped)
    listening.say("pain 3")
    batches = listening.hear(lambda heard: events(heard) == 3)
    assert abs(int(batches[-1].cursor) - int(listening.start)) < 60_000_000
    now = listening.simulator.clock()
    assert all(post.written_at <= now for post in posts(batches))


def test_a_cursor_that_is_too_old_goes_on_and_says_what_is_missing(listening: Listening) -> None:
    listening.jetstream.lookback = timedelta(hours=1)
    listening.say("pain")
    old = listening.cursor(ago=timedelta(hours=48))
    batches = listening.hear(posts, cursor=old)
    holes = [batch.missed for batch in batches if batch.missed]
    assert len(holes) == 1
    since, until = holes[0]
    assert until - since >= timedelta(hours=47)


def test_a_cursor_that_is_in_reach_misses_nothing(listening: Listening) -> None:
    listening.say("pain")
    assert not any(batch.missed for batch in listening.hear(posts))


def test_a_cut_connection_is_unavailable_after_what_came_was_told(listening: Listening) -> None:
    listening.jetstream.weather.cut_after = 1
    uri = listening.say("pain 1")
    listening.say("pain 2")
    heard, error = drained(listening.batches())
    assert isinstance(error, NetworkUnavailable)
    assert [post.remote_id for post in posts(heard)] == [uri]


def test_a_stream_that_gives_up_is_unavailable(listening: Listening) -> None:
    listening.jetstream.weather.gives_up = "ConsumerTooSlow"
    with pytest.raises(NetworkUnavailable):
        list(listening.batches())


def test_a_stream_that_tells_nothing_any_more_is_unavailable(
    listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_STALLED_SECONDS", 1.5)
    listening.jetstream.weather.stalls = True
    listening.say("pain")
    with pytest.raises(NetworkUnavailable, match="nothing any more"):
        list(listening.batches())


def test_a_server_that_stops_cuts_its_streams(listening: Listening) -> None:
    batches = listening.batches()
    next(batches)
    with listening.simulator.down(), pytest.raises(NetworkUnavailable):
        list(batches)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(FaultKind.ERROR_BEFORE, status=503), NetworkUnavailable),
        (Fault(FaultKind.ERROR_BEFORE, status=429, headers={"Retry-After": "9"}), RateLimited),
        (Fault(FaultKind.ERROR_BEFORE, status=403), AccessRevoked),
        (Fault(FaultKind.CUT_BEFORE), NetworkUnavailable),
        (Fault(FaultKind.HTML_BEFORE), NetworkError),
        (Fault(FaultKind.REDIRECT_BEFORE), NetworkError),
        (Fault(FaultKind.HUGE_BEFORE), NetworkError),
    ],
)
def test_a_refused_connection_has_a_name(
    first_version: Listening, fault: Fault, expected: type[NetworkError]
) -> None:
    first_version.simulator.faults.add("subscribe", fault)
    with pytest.raises(expected):
        list(first_version.batches())


@pytest.mark.parametrize("url", ["ws://127.0.0.1:9/subscribe", "ws://[::1", "https://a.test/"])
def test_an_address_inside_or_none_is_refused(url: str) -> None:
    outbound = OutboundClient(OutboundPolicy())
    network = Bluesky(network_http(outbound, options={"jetstream_url": url}))
    with pytest.raises(ContentRefused):
        list(network.stream(match=bread, cursor="", topics=(), is_over=lambda: False))


def test_the_simulator_refuses_what_the_second_version_refuses() -> None:
    with BlueskySimulator() as simulator:
        pair = simulator.origin.removeprefix("http://")
        http = network_http(OutboundClient(OutboundPolicy(frozenset({pair}))))
        for query in ("wantedCollections=a", "kinds=post", "kinds=account&collections=a"):
            with pytest.raises(ContentRefused):
                http.open_websocket(f"ws://{pair}/{PATHS['second']}?{query}")


def test_the_second_version_closes_on_whoever_speaks() -> None:
    with BlueskySimulator() as simulator:
        pair = simulator.origin.removeprefix("http://")
        http = network_http(OutboundClient(OutboundPolicy(frozenset({pair}))))
        live = http.open_websocket(f"ws://{pair}/{PATHS['second']}")
        live.send(b"{}")
        with pytest.raises(NetworkUnavailable, match="1008"):
            _ = [live.receive() for _ in range(5)]
        live.close()


def test_the_simulator_writes_frames_as_the_documents_show_them() -> None:
    with BlueskySimulator() as simulator:
        Listening(simulator, "first").say("pain")
        entry = simulator.jetstream.log[0]
        first, second = json.loads(entry.first), json.loads(entry.second)
    assert set(first) == {"did", "time_us", "cursor", "kind", "commit"}
    assert set(first["commit"]) == {"rev", "operation", "collection", "rkey", "record", "cid"}
    payload = second["payload"]
    assert second["$type"] == "message"
    assert payload["$type"] == f"{SECOND_VERSION}#commit"
    assert {"seq", "did", "time", "rev", "operation", "collection", "rkey"} < set(payload)
