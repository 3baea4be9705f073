from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from beffroi.inbox.tests.desk import make_channel
from beffroi.listening import compiling, leasing
from beffroi.listening.compiling import Compiled
from beffroi.listening.hearing import Hearing, LostStream
from beffroi.listening.keeping import keep
from beffroi.listening.models import Gap, Mention, Stream, Watch
from beffroi.listening.preparing import Caught
from beffroi.listening.tests.makers import make_watch, post
from beffroi.listening.tests.scripted import batch
from beffroi.networks.listening import AccountState, Heard
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def watch(world: World, clock: FrozenClock) -> Watch:
    return make_watch(world.atelier, "martin", now=clock())


@pytest.fixture
def compiled(watch: Watch) -> Compiled:
    return compiling.compile_watches()


@pytest.fixture
def stream(clock: FrozenClock) -> Stream:
    made = Stream.objects.create(network="bluesky")
    return leasing.claim([made], now=clock())[0]


def heard(number: int, text: str, watch: Watch, clock: FrozenClock) -> Heard:
    return Heard(post(number, text, now=clock()), [watch.pk])


def test_words_and_place_are_kept_together(
    compiled: Compiled, stream: Stream, watch: Watch, clock: FrozenClock
) -> None:
    told = batch("17", told_at=clock(), heard=[heard(1, "Chez Martin", watch, clock)], events=9)
    assert Hearing(stream).take(told, compiled=compiled, now=clock()) == 1
    stream.refresh_from_db()
    assert (stream.cursor, stream.events, stream.told_at) == ("17", 9, clock())


def test_whoever_lost_the_stream_keeps_nothing(
    compiled: Compiled, stream: Stream, watch: Watch, clock: FrozenClock
) -> None:
    later = clock.advance(minutes=5)
    other = leasing.claim([Stream.objects.get()], now=later)
    assert other[0].lease_token != stream.lease_token
    told = batch("17", heard=[heard(1, "Chez Martin", watch, clock)])
    with pytest.raises(LostStream):
        Hearing(stream).take(told, compiled=compiled, now=later)
    assert not Mention.objects.exists()
    assert Stream.objects.get().cursor == ""


@pytest.mark.parametrize("declared", ["en", "", "fr"])
def test_a_language_is_what_is_read_whatever_its_author_declares(
    world: World, stream: Stream, declared: str, clock: FrozenClock
) -> None:
    french = make_watch(world.atelier, "martin", now=clock(), languages=("fr",))
    english = make_watch(world.atelier, "martin", name="en", now=clock(), languages=("en",))
    text = "Une heure de file chez Martin ce samedi, et plus une seule baguette à la fin"
    said = post(1, text, now=clock(), language=declared)
    compiled = compiling.compile_watches()
    told = batch(heard=[Heard(said, [french.pk, english.pk])])
    Hearing(stream).take(told, compiled=compiled, now=clock())
    assert [catch.watch for catch in Mention.objects.get().catches.all()] == [french]


def test_a_stream_that_is_read_is_nobody_elses(stream: Stream, clock: FrozenClock) -> None:
    assert leasing.claim([Stream.objects.get()], now=clock()) == []
    leasing.release(stream)
    assert len(leasing.claim([Stream.objects.get()], now=clock())) == 1


def test_a_quiet_stream_is_written_down_now_and_then(
    compiled: Compiled, stream: Stream, clock: FrozenClock
) -> None:
    hearing = Hearing(stream)
    for second in range(12):
        hearing.take(batch(str(second), events=100), compiled=compiled, now=clock())
        clock.advance(seconds=1)
    stream.refresh_from_db()
    assert (stream.cursor, stream.events) == ("10", 1100)


def test_each_gap_is_written_down_at_once(
    compiled: Compiled, stream: Stream, clock: FrozenClock
) -> None:
    hearing = Hearing(stream)
    hearing.take(batch(), compiled=compiled, now=clock())
    long = clock() - timedelta(hours=48), clock() - timedelta(hours=36)
    short = clock() - timedelta(seconds=9), clock() - timedelta(seconds=2)
    for gap in (long, short, short):
        hearing.take(batch(missed=gap), compiled=compiled, now=clock())
    assert gaps() == [long, short]


def test_gaps_of_the_same_hour_are_one(
    compiled: Compiled, stream: Stream, clock: FrozenClock
) -> None:
    began = clock().replace(minute=0)
    for minute in (50, 52, 58):
        gap = began + timedelta(minutes=minute), began + timedelta(minutes=minute + 3)
        Hearing(stream).take(batch(missed=gap), compiled=compiled, now=clock())
    assert gaps() == [(began + timedelta(minutes=50), began + timedelta(minutes=61))]


def test_what_was_told_until_a_stream_begins_anew_is_no_gap(
    compiled: Compiled, stream: Stream, clock: FrozenClock
) -> None:
    leasing.start_anew(stream, now=clock())
    assert gaps() == []
    told = batch("17", told_at=clock())
    Hearing(stream).take(told, compiled=compiled, now=clock())
    began = clock()
    leasing.start_anew(stream, now=clock.advance(hours=1))
    assert gaps() == [(began, clock())]
    leasing.release(stream)
    leasing.start_anew(stream, now=clock.advance(hours=1))
    assert len(gaps()) == 1


def gaps() -> list[tuple[datetime, datetime]]:
    return list(Gap.objects.order_by("pk").values_list("began_at", "ended_at"))


def test_what_is_told_after_something_was_taken_back_is_kept(
    compiled: Compiled, stream: Stream, watch: Watch, clock: FrozenClock
) -> None:
    before = Heard(post(1, "Chez Martin", now=clock(), author="ana"), [watch.pk])
    Hearing(stream).take(batch("1", heard=[before]), compiled=compiled, now=clock())
    again = heard(2, "Chez Martin", watch, clock)
    back = Heard(post(3, "Martin", now=clock(), author="ana"), [watch.pk])
    told = batch(
        "17",
        heard=[again, back],
        removed=[again.post.remote_id],
        accounts=[AccountState("did:plc:ana", False), AccountState("did:plc:ana", True)],
    )
    assert Hearing(stream).take(told, compiled=compiled, now=clock()) == 2
    there = Mention.objects.there().order_by("remote_id")
    assert {one.remote_id for one in there} == {again.post.remote_id, back.post.remote_id}


def test_deletions_and_closed_accounts_are_honoured(
    compiled: Compiled, stream: Stream, watch: Watch, clock: FrozenClock
) -> None:
    hearing = Hearing(stream)
    said = [heard(number, f"Martin {number}", watch, clock) for number in range(3)]
    other = Heard(post(9, "Martin", now=clock(), author="ana"), [watch.pk])
    hearing.take(batch("1", heard=[*said, other]), compiled=compiled, now=clock())
    hearing.take(batch("2", removed=[said[0].post.remote_id]), compiled=compiled, now=clock())
    assert Mention.objects.there().count() == 3
    back = [AccountState("did:plc:ana", is_active=True), AccountState("did:plc:zoe", False)]
    hearing.take(batch("3", accounts=back), compiled=compiled, now=clock())
    assert Mention.objects.there().get().author_id == "did:plc:ana"


MARTIN = "Chez Martin, appelez le 06 11 22 33 44"


@pytest.mark.parametrize("batches", [1, 2])
def test_words_that_an_edit_took_away_go(
    world: World, stream: Stream, watch: Watch, batches: int, clock: FrozenClock
) -> None:
    flowers = make_watch(world.flowers, "06 11 22 33 44", now=clock())
    compiled = compiling.compile_watches()
    said = post(1, MARTIN, now=clock())
    edited_at = clock() + timedelta(seconds=1)
    before = Heard(said, [watch.pk, flowers.pk])
    edit = Heard(replace(said, text="Chez Martin, pardon", edited_at=edited_at), [watch.pk])
    last = Heard(replace(said, text="Pardon", edited_at=edited_at + timedelta(seconds=1)), [])
    clock.advance(minutes=1)
    hearing = Hearing(stream)
    for told in [[before, edit]] if batches == 1 else [[before], [edit]]:
        hearing.take(batch(heard=told), compiled=compiled, now=clock())
    there = Mention.objects.there().get()
    assert (there.workspace, there.text) == (world.atelier, "Chez Martin, pardon")
    assert not Mention.objects.filter(text__contains="06 11")
    hearing.take(batch(heard=[last]), compiled=compiled, now=clock())
    assert not Mention.objects.there().exists()


def test_an_edit_that_comes_again_takes_no_newer_words_away(
    compiled: Compiled, stream: Stream, watch: Watch, clock: FrozenClock
) -> None:
    said = post(1, "Pardon", now=clock(), edited_at=clock())
    newer = replace(said, text="Chez Martin", edited_at=clock() + timedelta(seconds=1))
    clock.advance(minutes=1)
    for told in (Heard(said, []), Heard(newer, [watch.pk]), Heard(said, [])):
        Hearing(stream).take(batch(heard=[told]), compiled=compiled, now=clock())
    assert Mention.objects.there().get().text == "Chez Martin"


def test_an_edit_that_one_server_tells_is_followed_in_its_workspace_alone(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    other = make_watch(world.flowers, "martin", now=clock())
    channel = make_channel(world.flowers, "mastodon", now=clock())
    made = Stream.objects.create(network="mastodon", channel=channel)
    stream = leasing.claim([made], now=clock())[0]
    said = post(1, MARTIN, now=clock(), network="mastodon", server="https://here.example")
    both = {world.atelier.pk: [watch.pk], world.flowers.pk: [other.pk]}
    keep([Caught(said, both)], now=clock())
    there = replace(said, remote_id="9", server="https://there.example")
    edit = Heard(replace(there, text="Pardon", edited_at=clock()), [])
    compiled = compiling.compile_watches()
    Hearing(stream).take(batch(heard=[edit]), compiled=compiled, now=clock())
    assert Mention.objects.there().get().workspace == world.atelier


def test_what_a_channel_shows_is_for_its_workspace(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    other = make_watch(world.flowers, "martin", now=clock())
    channel = make_channel(world.flowers, "mastodon", now=clock())
    made = Stream.objects.create(network="mastodon", channel=channel)
    stream = leasing.claim([made], now=clock())[0]
    said = Heard(post(1, "Martin", now=clock(), network="mastodon"), [watch.pk, other.pk])
    now = clock()
    Hearing(stream).take(batch(heard=[said]), compiled=compiling.compile_watches(), now=now)
    assert Mention.objects.get().workspace == world.flowers


def test_what_one_server_takes_back_is_kept_where_another_server_told_it(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    channel = make_channel(world.flowers, "mastodon", now=clock())
    made = Stream.objects.create(network="mastodon", channel=channel)
    stream = leasing.claim([made], now=clock())[0]
    said = post(1, "Martin", now=clock(), network="mastodon")
    keep([Caught(said, {world.atelier.pk: [watch.pk]})], now=clock())
    gone = batch(removed=[said.remote_id])
    Hearing(stream).take(gone, compiled=compiling.compile_watches(), now=clock())
    assert Mention.objects.there().get().workspace == world.atelier


def test_a_watch_that_is_gone_since_catches_nothing(
    compiled: Compiled, stream: Stream, watch: Watch, clock: FrozenClock
) -> None:
    gone = Heard(post(1, "Martin", now=clock()), [watch.pk + 1000])
    assert Hearing(stream).take(batch(heard=[gone]), compiled=compiled, now=clock()) == 0


def test_failures_wait_ever_longer(stream: Stream, clock: FrozenClock) -> None:
    waits = []
    for _ in range(12):
        leasing.note_failure(stream, "NetworkUnavailable", now=clock())
        again = Stream.objects.get()
        assert again.next_at is not None
        waits.append((again.next_at - clock()).total_seconds())
        clock.set(again.next_at)
        stream = leasing.claim([again], now=clock())[0]
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == timedelta(minutes=5).total_seconds()


def test_a_failure_waits_as_long_as_it_was_asked_and_a_day_at_most(
    stream: Stream, clock: FrozenClock
) -> None:
    waits = []
    for asked in (timedelta(), timedelta(seconds=300), timedelta(days=9)):
        leasing.note_failure(stream, "RateLimited", now=clock(), asked=asked)
        again = Stream.objects.get()
        assert again.next_at is not None
        waits.append(again.next_at - clock())
        clock.set(again.next_at)
        stream = leasing.claim([again], now=clock())[0]
    assert waits == [timedelta(seconds=1), timedelta(seconds=300), timedelta(days=1)]


def test_failures_are_counted_since_it_was_read_last(
    compiled: Compiled, stream: Stream, clock: FrozenClock
) -> None:
    leasing.note_failure(stream, "NetworkUnavailable", now=clock())
    stream = leasing.claim([Stream.objects.get()], now=clock.advance(minutes=1))[0]
    Hearing(stream).take(batch(), compiled=compiled, now=clock())
    for _ in range(2):
        leasing.note_failure(stream, "NetworkUnavailable", now=clock())
        stream = leasing.claim([Stream.objects.get()], now=clock.advance(minutes=1))[0]
    assert stream.failures == 2


def test_a_stream_that_is_gone_fails_no_more(stream: Stream, clock: FrozenClock) -> None:
    Stream.objects.all().delete()
    leasing.note_failure(stream, "NetworkUnavailable", now=clock())
    assert not Stream.objects.exists()


def test_what_another_reads_or_what_waits_is_asked_for_nothing(
    stream: Stream, clock: FrozenClock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert leasing.claim([stream], now=clock()) == []
    leasing.note_failure(stream, "NetworkUnavailable", now=clock())
    waiting = Stream.objects.get()
    with django_assert_num_queries(0):
        assert leasing.claim([waiting], now=clock()) == []
