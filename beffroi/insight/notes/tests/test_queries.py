from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from beffroi.channels.models import Channel
from beffroi.core.happenings import Happening
from beffroi.core.periods import Period
from beffroi.delivery import pausing
from beffroi.insight.notes import actions
from beffroi.insight.notes.models import HiddenHappening
from beffroi.insight.notes.queries import notes_between
from beffroi.insight.notes.rules import Noted
from beffroi.insight.tests.conftest import make_channel
from beffroi.sales.models import Offer, PriceMark, Product
from tests.clock import FrozenClock
from tests.world import World

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))


def read(world: World, period: Period = SEPTEMBER, *, sees_inbox: bool = True) -> list[Noted]:
    with translation.override("en"):
        return notes_between(world.atelier, period, sees_inbox=sees_inbox)


def words(found: list[Noted]) -> list[str]:
    return [one.words for one in found]


def offer(world: World, now: datetime, **more: Any) -> Offer:
    values = {
        "workspace": world.atelier,
        "name": "The box",
        "kind": "discount",
        "first_day": date(2026, 9, 7),
        "last_day": date(2026, 9, 20),
        "made_at": now,
    }
    return Offer.objects.create(**(values | more))


def test_a_change_of_price_is_a_note_and_a_first_price_is_none(
    world: World, clock: FrozenClock
) -> None:
    product = Product.objects.create(workspace=world.atelier, name="Brioche")
    for day, cents in ((1, 2250), (8, 2500), (9, 2500)):
        since = date(2026, 9, day)
        PriceMark.objects.create(product=product, since=since, cents=cents, noted_at=clock())
    assert words(read(world)) == ["Brioche: €25.00, €22.50 before"]


def test_an_offer_has_its_first_and_its_last_day(world: World, clock: FrozenClock) -> None:
    offer(world, clock())
    offer(world, clock(), name="One day", last_day=date(2026, 9, 7))
    offer(world, clock(), name="Gone", removed_at=clock())
    assert words(read(world)) == [
        "First day of the offer “The box”",
        "Only day of the offer “One day”",
        "Last day of the offer “The box”",
    ]
    half = Period(date(2026, 9, 20), date(2026, 9, 20))
    assert words(read(world, half)) == ["Last day of the offer “The box”"]


def test_a_pause_has_its_begin_and_its_end(world: World, clock: FrozenClock) -> None:
    pause = pausing.pause(world.atelier, why="Fire", actor=world.claire, now=clock())
    pausing.resume(pause, actor=world.claire, now=clock() + timedelta(days=1))
    assert words(read(world)) == ["All posts paused", "Posts go on after the pause"]


def test_a_channel_comes_and_goes(world: World, clock: FrozenClock) -> None:
    channel = make_channel(world.atelier, "bluesky", now=clock())
    assert words(read(world)) == [f"Bluesky connected: {channel.called}"]
    lost = clock() + timedelta(days=2)
    Channel.objects.filter(pk=channel.pk).update(status="disconnected", lost_at=lost)
    assert words(read(world))[1] == f"Bluesky disconnected: {channel.called}"


def test_what_is_inner_is_for_those_who_see_what_customers_write(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = Happening("test:1", date(2026, 9, 2), "Glass in the bread", is_inner=True)
    monkeypatch.setattr("beffroi.core.happenings._sources", {"test": lambda _asked: [inner]})
    assert words(read(world)) == ["Glass in the bread"]
    assert read(world, sees_inbox=False) == []


def test_a_source_that_tells_of_other_days_is_not_heard(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Happening("test:1", date(2026, 10, 1), "Too late")
    monkeypatch.setattr("beffroi.core.happenings._sources", {"test": lambda _asked: [other]})
    assert read(world) == []


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), 28),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), 29),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), 29),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), 30),
    ],
)
def test_days_are_those_of_the_workspace_where_clocks_change_too(
    world: World, at: datetime, day: int
) -> None:
    make_channel(world.atelier, "bluesky", now=at)
    (found,) = read(world, Period(date(2026, 3, 1), date(2026, 3, 31)))
    assert found.day == date(2026, 3, day)
    assert len(read(world, Period(date(2026, 3, day), date(2026, 3, day)))) == 1


def test_what_is_hidden_stays_hidden_until_it_is_shown_again(
    world: World, clock: FrozenClock
) -> None:
    offer(world, clock())
    first, last = read(world)
    actions.hide(world.atelier, [first.key, first.key], actor=world.claire, now=clock())
    actions.hide(world.atelier, [first.key], actor=world.claire, now=clock())
    assert [one.is_hidden for one in read(world)] == [True, False]
    actions.show(world.atelier, [first.key, last.key], actor=world.claire, now=clock())
    assert [one.is_hidden for one in read(world)] == [False, False]


def test_another_workspace_shows_none_of_it(world: World, clock: FrozenClock) -> None:
    offer(world, clock())
    make_channel(world.atelier, "bluesky", now=clock())
    actions.write(
        world.atelier, day=date(2026, 9, 1), words="Market", actor=world.claire, now=clock()
    )
    (first, *_others) = read(world)
    HiddenHappening.objects.create(workspace=world.garage, key=first.key, hidden_at=clock())
    assert notes_between(world.garage, SEPTEMBER, sees_inbox=True) == []
    assert not read(world)[0].is_hidden


def test_ten_times_as_many_take_as_many_queries(
    world: World, clock: FrozenClock, django_assert_num_queries: Any
) -> None:
    product = Product.objects.create(workspace=world.atelier, name="Brioche")
    for number in range(1, 11):
        since = date(2026, 9, number)
        PriceMark.objects.create(product=product, since=since, cents=100 * number, noted_at=clock())
        offer(world, clock(), name=f"Offer {number}")
        make_channel(world.atelier, "bluesky", now=clock(), account_id=f"a{number}")
        actions.write(world.atelier, day=since, words="Market", actor=world.claire, now=clock())
    with django_assert_num_queries(8):
        found = read(world)
    assert len(found) == 9 + 20 + 10 + 10
