from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError

from beffroi.core.models import Job
from beffroi.listening.keeping import keep
from beffroi.listening.models import Mention, Source
from beffroi.listening.sources import pacing, reading
from beffroi.listening.sources.tests.scripted import ScriptedReader, article, make_source, page
from beffroi.listening.tests.makers import make_watch
from beffroi.networks.declarations import Cost, SourceKind
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    QuotaExhausted,
    RateLimited,
    ReadersRefused,
    SourceGone,
    UnexpectedResponse,
)
from tests.clock import FrozenClock
from tests.world import World

PLACE = "host:journal.example"


@pytest.fixture
def source(world: World, clock: FrozenClock) -> Source:
    make_watch(world.atelier, "martin", now=clock() - timedelta(days=1))
    return make_source(world.atelier, now=clock())


def read(clock: FrozenClock, *, place: str = PLACE) -> Any:
    return reading.read_next(place, clock=clock, chance=lambda: 0.5)


def again(source: Source, clock: FrozenClock) -> Source:
    """Read a source once it is due, and return it as it is then."""
    source.refresh_from_db()
    if source.next_at is not None:
        clock.set(max(clock(), source.next_at))
    read(clock)
    source.refresh_from_db()
    return source


def test_what_a_watch_catches_is_kept_and_the_rest_is_not(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    about, other = article(1, "Chez Martin", now=clock()), article(2, "Autre", now=clock())
    reader.say(page(about, other, state="second"))
    read(clock)
    mention = Mention.objects.get()
    assert (mention.text, mention.source) == ("Chez Martin", source)
    source.refresh_from_db()
    assert (source.state, source.reason, source.memory) == ("reading", "", "second")
    assert (source.read_at, source.told_at) == (clock(), clock() - timedelta(hours=1))
    assert reader.asked == [(SourceKind.FEED, source.subject, "")]


def test_an_article_is_matched_whole_and_kept_as_it_is_quoted(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    long = "Le marché. " * 50 + "On y trouve le pain de Martin."
    reader.say(page(article(1, "Le marché…", now=clock(), whole=long)))
    read(clock)
    assert Mention.objects.get().text == "Le marché…"


def test_a_language_is_read_where_a_site_tells_none(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    make_watch(world.atelier, "martin", now=clock() - timedelta(days=1), languages=("fr",))
    make_source(world.atelier, now=clock())
    french = "Une heure de file chez Martin ce samedi, et plus une seule baguette à la fin"
    english = "We waited an hour at Martin this Saturday and there was not a single loaf left"
    reader.say(page(article(1, french, now=clock()), article(2, english, now=clock())))
    read(clock)
    assert [mention.text for mention in Mention.objects.all()] == [french]


def test_it_reads_on_from_where_it_was(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    reader.say(page(state="one"), page(state="two"))
    read(clock)
    again(source, clock)
    assert [state for _kind, _subject, state in reader.asked] == ["", "one"]


def test_a_watch_that_changed_has_what_is_there_read_anew(
    world: World, source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    read(clock)
    clock.advance(minutes=1)
    make_watch(world.atelier, "levain", now=clock())
    again(source, clock)
    again(source, clock)
    assert [state for _kind, _subject, state in reader.asked] == ["", "", "state"]


def test_a_workspace_that_looks_for_nothing_has_nothing_read(
    world: World, reader: ScriptedReader, clock: FrozenClock
) -> None:
    source = make_source(world.atelier, now=clock())
    read(clock)
    source.refresh_from_db()
    assert reader.asked == []
    assert source.state == "new"
    assert source.next_at is not None
    assert source.next_at > clock()


def test_a_watch_of_another_workspace_catches_nothing(
    world: World, source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    make_watch(world.garage, "voiture", now=clock() - timedelta(days=1))
    reader.say(page(article(1, "Une voiture", now=clock())))
    read(clock)
    assert not Mention.objects.exists()


# Pace


def test_a_source_with_news_is_read_more_often(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    reader.say(page(article(1, "Martin", now=clock())))
    again(source, clock)
    assert source.next_at == clock() + timedelta(minutes=15)
    reader.say(page())
    waits = []
    for _ in range(16):
        before = again(source, clock).next_at
        assert before is not None
        waits.append(before - clock())
    assert waits == sorted(waits)
    assert waits[-1] == pacing.LATEST


def test_a_source_is_not_read_before_it_wants(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    reader.say(page(next_in=timedelta(hours=20)))
    again(source, clock)
    assert source.next_at == clock() + timedelta(hours=20)
    clock.advance(hours=1)
    read(clock)
    assert len(reader.asked) == 1


def test_a_source_is_left_alone_in_the_hours_that_it_names(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    hours = {(clock() + timedelta(hours=number)).hour for number in range(5)}
    reader.say(page(skip_hours=tuple(hours)))
    next_at = again(source, clock).next_at
    assert next_at is not None
    assert next_at.hour not in hours
    assert timedelta(hours=4) < next_at - clock() < timedelta(hours=6)


def test_after_a_pause_sources_come_one_by_one_the_oldest_first(
    world: World, source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    older = make_source(world.atelier, "https://journal.example/b", now=clock() - timedelta(1))
    clock.advance(days=3)
    assert read(clock) == clock() + pacing.GAP
    assert [subject for _kind, subject, _state in reader.asked] == [older.subject]
    assert read(clock) > clock() + pacing.GAP
    assert [subject for _kind, subject, _state in reader.asked] == [older.subject, source.subject]


def test_each_source_is_read_once_however_long_the_pause_was(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    clock.advance(days=3)
    read(clock)
    read(clock)
    assert len(reader.asked) == 1


def test_a_place_where_nothing_is_left_is_read_no_more(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    Source.objects.update(removed_at=clock())
    assert read(clock) is None
    assert reader.asked == []


# Budget


def test_calls_are_counted_by_day(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    again(source, clock)
    again(source, clock)
    assert source.calls == 2
    clock.advance(days=1)
    assert again(source, clock).calls == 1


def test_calls_that_cost_are_counted_each(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    reader.say(page(costs=(Cost(Decimal(0), "search"),) * 3))
    assert again(source, clock).calls == 3


def test_a_source_that_was_read_often_enough_waits_for_the_next_day(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    Source.objects.update(calls=96, calls_on=clock().date())
    again(source, clock)
    assert reader.asked == []
    assert (source.state, source.reason) == ("new", "budget")
    assert source.next_at is not None
    assert source.next_at.date() == clock().date() + timedelta(days=1)
    again(source, clock)
    assert (source.state, source.reason, source.calls) == ("reading", "", 1)


def test_what_all_sources_of_a_network_may_cost_is_bounded(
    world: World, source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    make_source(
        world.atelier, "https://other.example/", now=clock(), place="host:other.example",
        calls=pacing.NETWORK_CALLS_A_DAY, calls_on=clock().date(),
    )  # fmt: skip
    assert again(source, clock).reason == "budget"
    assert reader.asked == []


def test_the_budget_of_another_workspace_is_its_own(
    world: World, source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    make_source(
        world.garage, "https://other.example/", now=clock(), place="host:other.example",
        calls=pacing.NETWORK_CALLS_A_DAY, calls_on=clock().date(),
    )  # fmt: skip
    assert again(source, clock).state == "reading"


def test_a_vendor_s_quota_that_is_used_up_is_waited_for(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    until = clock() + timedelta(hours=9)
    reader.say(QuotaExhausted(until=until))
    again(source, clock)
    assert (source.state, source.reason, source.failures) == ("new", "budget", 0)
    assert source.next_at is not None
    assert source.next_at >= until


# Trouble


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (SourceGone(), "off", "gone"),
        (NotFound(), "slow", "missing"),
        (ReadersRefused(), "slow", "refused"),
        (AccessRevoked(), "slow", "refused"),
        (UnexpectedResponse(), "slow", "unreadable"),
        (ContentRefused(field="address"), "slow", "unreadable"),
        (NetworkUnavailable(), "slow", "unavailable"),
        (RateLimited(retry_after_seconds=60), "slow", "unavailable"),
        (ValueError("a defect"), "slow", "unreadable"),
    ],
)
def test_trouble_slows_a_source_down_and_says_why(
    source: Source, reader: ScriptedReader, clock: FrozenClock, error: Exception, state: str,
    reason: str,
) -> None:  # fmt: skip
    reader.say(page(state="kept"))
    again(source, clock)
    reader.pages = [error]
    again(source, clock)
    assert (source.state, source.reason, source.memory) == (state, reason, "kept")
    assert (source.failures, source.failing_since) == (1, clock())
    assert (source.next_at is None) == (state == "off")


def test_a_source_that_is_well_again_forgets_its_trouble(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    reader.say(NetworkUnavailable(), page())
    again(source, clock)
    again(source, clock)
    assert (source.state, source.reason, source.failures) == ("reading", "", 0)
    assert source.failing_since is None


@pytest.mark.parametrize(
    ("error", "reason"),
    [(NotFound(), "gone"), (ReadersRefused(), "refused"), (UnexpectedResponse(), "unreadable")],
)
def test_what_stays_in_trouble_is_turned_off(
    source: Source, reader: ScriptedReader, clock: FrozenClock, error: NetworkError, reason: str
) -> None:
    reader.say(error)
    for _ in range(30):
        if again(source, clock).state == "off":
            break
    assert (source.state, source.reason, source.next_at) == ("off", reason, None)


def test_a_site_that_is_down_for_long_is_never_turned_off(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    reader.say(NetworkUnavailable())
    for _ in range(60):
        again(source, clock)
    assert source.state == "slow"
    assert source.next_at is not None
    assert source.next_at - clock() <= timedelta(days=1.1)


def test_who_asks_to_wait_is_left_alone_for_as_long(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    reader.say(RateLimited(retry_after_seconds=7200))
    assert again(source, clock).next_at == clock() + timedelta(hours=2)


def test_one_source_in_trouble_does_not_keep_others_of_its_place(
    world: World, source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    other = make_source(world.atelier, "https://journal.example/b", now=clock())
    reader.pages = [ValueError("a defect"), page()]
    read(clock)
    clock.advance(seconds=5)
    read(clock)
    other.refresh_from_db()
    assert other.state == "reading"


def test_what_a_person_does_meanwhile_stands(
    source: Source, reader: ScriptedReader, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def turned_off(*_args: object, **_more: object) -> ScriptedReader:
        Source.objects.update(state="off", reason="person", next_at=None)
        return reader

    monkeypatch.setattr(reading, "reader_of", turned_off)
    read(clock)
    source.refresh_from_db()
    assert (source.state, source.reason, source.next_at) == ("off", "person", None)


def test_what_cannot_be_kept_is_read_again(
    source: Source, reader: ScriptedReader, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> int:
        raise DatabaseError

    reader.say(page(article(1, "Martin", now=clock())))
    monkeypatch.setattr(reading, "keep", broken)
    read(clock)
    source.refresh_from_db()
    assert (source.memory, source.reason) == ("", "unreadable")


def test_a_source_that_cannot_be_kept_holds_up_no_other_of_its_place(
    world: World,
    source: Source,
    reader: ScriptedReader,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = make_source(
        world.flowers, "https://journal.example/autre", now=clock() + timedelta(seconds=1)
    )
    make_watch(world.flowers, "martin", now=clock())

    def broken(*args: Any, source: Source, **more: Any) -> int:
        if source.workspace_id == world.atelier.pk:
            raise OverflowError
        return keep(*args, source=source, **more)

    reader.say(page(article(1, "Martin", now=clock())))
    monkeypatch.setattr(reading, "keep", broken)
    read(clock)
    clock.advance(minutes=1)
    read(clock)
    other.refresh_from_db()
    assert (other.state, Mention.objects.get().workspace) == ("reading", world.flowers)


# Where it lives


def test_a_source_that_moved_is_read_where_it_lives(
    source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    reader.say(page(moved_to="https://neuf.example/rss"))
    read(clock)
    source.refresh_from_db()
    assert (source.subject, source.place) == ("https://neuf.example/rss", "host:neuf.example")
    assert Job.objects.filter(kind=reading.READ, key="host:neuf.example").exists()


def test_two_sources_never_become_one(
    world: World, source: Source, reader: ScriptedReader, clock: FrozenClock
) -> None:
    make_source(world.atelier, "https://neuf.example/rss", now=clock(), place="host:neuf.example")
    reader.say(page(moved_to="https://neuf.example/rss"))
    assert again(source, clock).subject == "https://journal.example/rss"
    assert source.state == "reading"
