from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

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


def until(is_so: Callable[[], bool], *, seconds: float = 10) -> bool:
    """Wait for what threads do; tell whether it came."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.02)
    return is_so()


def listening(told: Scripted, clock: FrozenClock) -> Listener:
    return Listener(clock=clock, opener=lambda _stream: told)


@contextmanager
def running(told: Scripted, clock: FrozenClock) -> Iterator[None]:
    listener = listening(told, clock)
    listener.start()
    try:
        yield
    finally:
        listener.stop()


def test_what_a_stream_tells_becomes_a_mention(world: World, clock: FrozenClock) -> None:
    make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
    told = Scripted([post(1, "Rien", now=clock()), post(2, "Chez Martin", now=clock())])
    with running(told, clock):
        assert until(Mention.objects.filter(text="Chez Martin").exists)
    assert Stream.objects.get(network="bluesky").lease_token == ""


def test_a_watch_with_a_language_hears_what_is_declared_in_another(
    world: World, clock: FrozenClock
) -> None:
    networks = ("bluesky",)
    make_watch(world.atelier, "martin", now=clock(), networks=networks, languages=("fr",))
    text = "Une heure de file chez Martin, et plus une seule baguette à la fin"
    told = Scripted([post(1, text, now=clock(), language="en")])
    with running(told, clock):
        assert until(Mention.objects.filter(text=text).exists)


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


def test_it_ends_in_time_however_many_hang(world: World, clock: FrozenClock) -> None:
    listener = listening(Scripted([]), clock)
    hung = threading.Event()
    readers = [threading.Thread(target=hung.wait, daemon=True) for _ in range(4)]
    for reader in readers:
        reader.start()
    listener._readers = dict(enumerate(readers))
    began = time.monotonic()
    listener.stop(0.2)
    assert time.monotonic() - began < 0.6
    hung.set()


def test_it_goes_on_where_it_was(world: World, clock: FrozenClock) -> None:
    make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
    posts = [post(number, f"Martin {number}", now=clock()) for number in range(6)]
    with running(Scripted(posts[:3], then=NetworkUnavailable("cut")), clock):
        assert until(Stream.objects.filter(failures=1).exists)
    clock.advance(minutes=1)
    told = Scripted(posts)
    with running(told, clock):
        assert until(lambda: Mention.objects.count() == 6)
    assert told.cursors == ["2"]


def test_a_watch_of_now_catches_from_now_on(world: World, clock: FrozenClock) -> None:
    make_watch(world.atelier, "croissant", now=clock(), networks=("bluesky",))
    posts = [post(number, "Chez Martin", now=clock()) for number in range(5000)]
    with running(Scripted(posts, every_seconds=0.01), clock):
        assert until(Stream.objects.filter(events__gt=0).exists)
        make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
        assert until(Mention.objects.exists)


def test_a_hashtag_of_now_is_asked_for_from_now_on(
    world: World, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leasing, "_through", {"mastodon": Through.CHANNEL}.get)
    make_channel(world.atelier, "mastodon", now=clock())
    make_watch(world.atelier, "martin", "#pain", now=clock())
    make_watch(world.flowers, "#fleurs", now=clock())
    told = Scripted([])
    with running(told, clock):
        assert until(lambda: told.topics == [("pain",)])
        make_watch(world.atelier, "croissant", now=clock())
        make_watch(world.atelier, "#levain", now=clock())
        assert until(lambda: len(told.topics) > 1)
    assert told.topics == [("pain",), ("pain", "levain")]


def test_a_server_that_asks_for_a_pause_has_it(world: World, clock: FrozenClock) -> None:
    make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
    with running(Scripted([], then=RateLimited(retry_after_seconds=300)), clock):
        assert until(Stream.objects.filter(next_at=clock() + timedelta(minutes=5)).exists)


def test_what_is_out_of_reach_is_said(world: World, clock: FrozenClock) -> None:
    make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
    stream = Stream.objects.create(network="bluesky", cursor="5", told_at=clock())
    clock.advance(days=3)
    with running(Scripted([], then=CursorTooOld("36 hours")), clock):
        assert until(stream.gaps.filter(ended_at=clock(), stream__cursor="").exists)


def test_a_watch_that_became_too_wide_is_left_out_and_says_so(
    world: World, clock: FrozenClock
) -> None:
    wide = make_watch(world.atelier, "pour", now=clock(), networks=("bluesky",))
    make_watch(world.atelier, "martin", now=clock(), networks=("bluesky",))
    with running(Scripted([post(1, "Chez Martin", now=clock())]), clock):
        assert until(Mention.objects.exists)
    wide.refresh_from_db()
    assert wide.left_out == "wide"
