from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from beffroi.listening.figures.days import last_days
from beffroi.listening.models import Surplus, Watch
from beffroi.listening.room import listing, tallies
from beffroi.listening.room.tallies import Scope
from beffroi.listening.tests.makers import make_watch
from beffroi.listening.tests.spoken import speak
from tests.clock import FrozenClock
from tests.world import World

NOON = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def brand(world: World) -> Watch:
    return make_watch(world.atelier, "atelier martin", now=NOON)


@pytest.fixture
def product(world: World) -> Watch:
    return make_watch(world.atelier, "levain", now=NOON, subject="product")


def scope(world: World, *watches: Watch) -> Scope:
    return Scope(world.atelier, tuple(watch.pk for watch in watches))


def days(world: World, count: int = 3) -> tuple[date, ...]:
    return last_days(NOON, zone=world.atelier.zone, count=count)


def test_a_message_belongs_to_the_day_where_the_workspace_is(world: World, brand: Watch) -> None:
    speak(world.atelier, brand, at=datetime(2026, 6, 15, 21, 59, 59, tzinfo=UTC))
    speak(world.atelier, brand, at=datetime(2026, 6, 15, 22, 0, tzinfo=UTC), tone="positive")
    speak(world.atelier, brand, at=datetime(2026, 6, 13, 21, 59, tzinfo=UTC))  # before the days
    found = tallies.cells(scope(world, brand), days(world))
    assert {(cell.day.day, cell.tone, cell.count) for cell in found} == {
        (15, "neutral", 1),
        (16, "positive", 1),
    }


def test_a_message_counts_once_and_only_for_its_own_watches(
    world: World, brand: Watch, product: Watch
) -> None:
    speak(world.atelier, brand, product, at=NOON)
    speak(world.atelier, product, at=NOON)
    assert sum(c.count for c in tallies.cells(scope(world, brand, product), days(world))) == 2
    assert sum(c.count for c in tallies.cells(scope(world, brand), days(world))) == 1


def test_what_is_gone_or_set_aside_counts_nowhere(world: World, brand: Watch) -> None:
    speak(world.atelier, brand, at=NOON, set_aside_at=NOON, aspects={"delay": "-"})
    gone = {"text": "", "author_id": "", "author_name": "", "author_handle": "", "url": ""}
    speak(world.atelier, brand, at=NOON, deleted_at=NOON, **gone)
    speak(world.atelier, brand, at=NOON, erased_at=NOON, **gone)
    here, since = scope(world, brand), NOON - timedelta(days=1)
    assert tallies.cells(here, days(world)) == []
    assert tallies.aspect_cells(here, days(world)) == []
    assert tallies.by_watch(world.atelier, since=since) == {}
    assert tallies.loud(here, since=since, most=3) == []
    assert tallies.said(here, now=NOON, count=1, count_before=1).messages == ()
    assert tallies.sides(name="Us", ours=[brand.pk], rivals={}, since=since)[0].count == 0


def test_aspects_are_counted_together(world: World, brand: Watch) -> None:
    for _ in range(2):
        speak(world.atelier, brand, at=NOON, aspects={"delay": "-", "product": "+"})
    speak(world.atelier, brand, at=NOON)
    found = tallies.aspect_cells(scope(world, brand), days(world))
    assert [(cell.day.day, cell.aspects, cell.count) for cell in found] == [
        (16, {"delay": "-", "product": "+"}, 2)
    ]


def test_what_was_not_kept_is_counted_once_for_all_watches_of_an_hour(
    world: World, brand: Watch, product: Watch
) -> None:
    late = datetime(2026, 6, 15, 22, 0, tzinfo=UTC)
    for watch, hour, missed in (
        (brand, late, 40),
        (product, late, 70),
        (brand, late - timedelta(hours=1), 5),
    ):
        Surplus.objects.create(watch=watch, hour=hour, missed=missed)
    found = tallies.unkept(scope(world, brand, product), days(world))
    assert found == {date(2026, 6, 15): 5, date(2026, 6, 16): 70}
    assert tallies.unkept(scope(world, brand), days(world))[date(2026, 6, 16)] == 40


def test_a_message_of_several_of_our_watches_speaks_of_us_once(
    world: World, brand: Watch, product: Watch
) -> None:
    rival = make_watch(world.atelier, "delattre", now=NOON, subject="competitor")
    speak(world.atelier, brand, product, rival, at=NOON)
    speak(world.atelier, rival, at=NOON)
    found = tallies.sides(
        name="Us",
        ours=[brand.pk, product.pk],
        rivals={rival.pk: "Delattre"},
        since=NOON - timedelta(days=1),
    )
    assert [(side.name, side.count, side.is_ours) for side in found] == [
        ("Us", 1, True),
        ("Delattre", 2, False),
    ]


def test_words_are_read_of_people_and_of_sites_and_copies_are_not(
    world: World, brand: Watch
) -> None:
    first = speak(world.atelier, brand, at=NOON, who="zoe", text="Un")
    speak(world.atelier, brand, at=NOON, who="zoe", text="Un", first=first)
    speak(world.atelier, brand, at=NOON - timedelta(days=8), who="", author_id="", text="Deux")
    speak(world.atelier, brand, at=NOON - timedelta(days=36), text="Trois")
    found = tallies.said(scope(world, brand), now=NOON, count=2, count_before=2)
    told = {(one.text, one.who.split()[0], one.is_new) for one in found.messages}
    assert told == {("Un", "bluesky", True), ("Deux", "message", False)}
    assert found.is_whole


def test_of_very_many_messages_some_are_read(
    world: World, brand: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "READ_NEW_MAX", 5)
    for _ in range(12):
        speak(world.atelier, brand, at=NOON)
    found = tallies.said(scope(world, brand), now=NOON, count=12, count_before=0)
    assert (found.step, len(found.messages), found.is_whole) == (3, 4, False)


def test_the_loudest_are_those_taken_up_and_those_repeated(world: World, brand: Watch) -> None:
    since = NOON - timedelta(days=7)
    speak(world.atelier, brand, at=NOON, text="quiet")
    loved = speak(world.atelier, brand, at=NOON, likes=9, shares=1)
    liked = speak(world.atelier, brand, at=NOON, likes=2)
    said_again = speak(world.atelier, brand, at=NOON)
    for _ in range(4):
        speak(world.atelier, brand, at=NOON, first=said_again)
    found = tallies.loud(scope(world, brand), since=since, most=5)
    assert [(one.key, one.engagement, one.alike) for one in found] == [
        (loved.pk, 10, 0),
        (liked.pk, 2, 0),
        (said_again.pk, None, 4),
    ]


def test_each_figure_asks_the_database_once(
    world: World,
    brand: Watch,
    clock: FrozenClock,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    speak(world.atelier, brand, at=NOON, likes=2)
    here, since = scope(world, brand), NOON - timedelta(days=7)
    with django_assert_num_queries(1):
        tallies.cells(here, days(world, 35))
    with django_assert_num_queries(1):
        tallies.by_watch(world.atelier, since=since)
    with django_assert_num_queries(1):
        tallies.said(here, now=NOON, count=1, count_before=1)
    with django_assert_num_queries(4):
        tallies.loud(here, since=since, most=3)


def test_a_copy_counts_where_the_first_is_another_watch_s(
    world: World, brand: Watch, product: Watch
) -> None:
    first = speak(world.atelier, product, at=NOON - timedelta(hours=2), text="Un")
    copy = speak(world.atelier, brand, at=NOON - timedelta(hours=1), text="Un", first=first)
    speak(world.atelier, brand, at=NOON, text="Un", first=first)
    here = scope(world, brand)
    found = tallies.said(here, now=NOON, count=2, count_before=0)
    assert [one.key for one in found.messages] == [copy.pk]
    [row] = listing.last(world.atelier, [brand.pk], most=5)
    assert (row.mention.pk, row.alike) == (copy.pk, 2)
    [loud] = tallies.loud(here, since=NOON - timedelta(days=1), most=5)
    assert (loud.key, loud.alike) == (copy.pk, 2)
