from __future__ import annotations

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from pytest_django import DjangoAssertNumQueries

from beffroi.inbox.tests.desk import make_channel
from beffroi.listening import leasing
from beffroi.listening.compiling import compile_watches
from beffroi.listening.listener import Listener
from beffroi.listening.models import Mention, Stream
from beffroi.listening.tests.makers import make_watch, post
from beffroi.listening.tests.scripted import Scripted
from beffroi.networks.declarations import Through
from beffroi.networks.errors import CursorTooOld, NetworkUnavailable, RateLimited
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def one_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    through = {"bluesky": Through.NETWORK}
    monkeypatch.setattr(leasing, "_through", through.get)


def listening(told: Scripted, clock: FrozenClock) -> Listener:
    return Listener(clock=clock, opener=lambda _stream: told)


def listen(listener: Listener) -> None:
    """Look once, and wait for what is read."""
    listener.look()
    for reader in listener._readers.values():
        reader.join(10)
        assert not reader.is_alive()


def test_what_a_stream_tells_becomes_a_mention(world: World, clock: FrozenClock) -> None:
    make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
    told = Scripted([post(1, "Rien", now=clock()), post(2, "Chez Martin", now=clock())])
    listen(listening(told, clock))
    assert Mention.objects.get().text == "Chez Martin"
    assert Stream.objects.get(network="bluesky").lease_token == ""


def test_a_watch_with_a_language_hears_what_is_declared_in_another(
    world: World, clock: FrozenClock
) -> None:
    networks = ("bluesky",)
    make_watch(world.atelier, "martin", now=clock(), networks=networks, languages=("fr",))
    text = "Une heure de file chez Martin, et plus une seule baguette à la fin"
    told = Scripted([post(1, text, now=clock(), language="en")])
    listen(listening(told, clock))
    assert Mention.objects.get().text == text


def test_without_a_watch_nothing_is_opened(world: World, clock: FrozenClock) -> None:
    told = Scripted([])
    listening(told, clock).look()
    assert told.cursors == []
    assert not Stream.objects.exists()


def test_streams_that_are_known_are_asked_for_once(
    world: World, clock: FrozenClock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """They are looked at each second: nothing is written then."""
    make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
    watches = compile_watches()
    [made] = leasing.ensure(watches)
    with django_assert_num_queries(1):
        assert leasing.ensure(watches) == [made]


class Hung(threading.Thread):
    """A thread that never ends; waiting for it takes all the time that is given."""

    def __init__(self, waited: list[float]) -> None:
        super().__init__()
        self._waited = waited

    def is_alive(self) -> bool:
        return True

    def join(self, timeout: float | None = None) -> None:
        assert timeout is not None
        self._waited.append(timeout)


def test_it_ends_in_time_however_many_hang(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    at = SimpleNamespace(monotonic=lambda: 100 + sum(waited))
    monkeypatch.setattr("beffroi.listening.listener.time", at)
    listener = listening(Scripted([]), clock)
    listener._readers = {number: Hung(waited) for number in range(4)}
    listener.stop(2)
    assert waited == [2, 0, 0, 0]


def test_it_reads_in_a_thread_of_its_own_until_it_is_stopped(
    world: World, clock: FrozenClock
) -> None:
    make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
    begun = threading.Event()
    posts = [post(number, "Chez Martin", now=clock()) for number in range(2)]
    told = Scripted(posts, before=lambda number: begun.set() if not number else goes_on.wait(10))
    goes_on = threading.Event()
    listener = listening(told, clock)
    listener.start()
    assert begun.wait(10)
    listener.stop_claiming()
    goes_on.set()
    listener.stop(10)
    assert not any(one.is_alive() for one in (listener._main, *listener._readers.values()))
    assert Stream.objects.get(network="bluesky").lease_token == ""


def test_it_goes_on_where_it_was(world: World, clock: FrozenClock) -> None:
    make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
    posts = [post(number, f"Martin {number}", now=clock()) for number in range(6)]
    listen(listening(Scripted(posts[:3], then=NetworkUnavailable("cut")), clock))
    assert Stream.objects.get().failures == 1
    clock.advance(minutes=1)
    told = Scripted(posts)
    listen(listening(told, clock))
    assert Mention.objects.count() == 6
    assert told.cursors == ["2"]


def test_a_watch_of_now_catches_from_now_on(world: World, clock: FrozenClock) -> None:
    make_watch(world.atelier, "croissant", now=clock(), networks=("bluesky",))

    def watch_martin(number: int) -> None:
        if number == 2:
            make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
            listener.look()

    posts = [post(number, f"Martin {number}", now=clock()) for number in range(4)]
    listener = listening(Scripted(posts, before=watch_martin), clock)
    listen(listener)
    assert {mention.text for mention in Mention.objects.all()} == {"Martin 2", "Martin 3"}


def test_a_hashtag_of_now_is_asked_for_from_now_on(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leasing, "_through", {"mastodon": Through.CHANNEL}.get)
    make_channel(world.atelier, "mastodon", now=clock())
    make_watch(world.atelier, "martin", "#pain", now=clock())
    make_watch(world.flowers, "#fleurs", now=clock())
    begun = []

    def watch(number: int) -> None:
        begun.append(number)
        if number < 2 and len(begun) < 3:
            make_watch(world.atelier, ("croissant", "#levain")[number], now=clock())
            listener.look()

    told = Scripted([post(number, "Rien", now=clock()) for number in range(4)], before=watch)
    listener = listening(told, clock)
    listen(listener)
    assert begun == [0, 1]  # the first changed no hashtag
    listen(listener)
    assert told.topics == [("pain",), ("pain", "levain")]


def test_a_server_that_asks_for_a_pause_has_it(world: World, clock: FrozenClock) -> None:
    make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
    listen(listening(Scripted([], then=RateLimited(retry_after_seconds=300)), clock))
    assert Stream.objects.get().next_at == clock() + timedelta(minutes=5)


def test_what_is_out_of_reach_is_said(world: World, clock: FrozenClock) -> None:
    make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
    stream = Stream.objects.create(network="bluesky", cursor="5", told_at=clock())
    clock.advance(days=3)
    listen(listening(Scripted([], then=CursorTooOld("36 hours")), clock))
    assert stream.gaps.get().ended_at == clock()
    assert Stream.objects.get().cursor == ""


def test_a_watch_that_became_too_wide_is_left_out_and_says_so(
    world: World, clock: FrozenClock
) -> None:
    wide = make_watch(world.atelier, "pour", now=clock(), networks=("bluesky",))
    make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
    listen(listening(Scripted([post(1, "Chez Martin", now=clock())]), clock))
    assert Mention.objects.exists()
    wide.refresh_from_db()
    assert wide.left_out == "wide"
