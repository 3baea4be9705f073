from __future__ import annotations

from datetime import timedelta

import pytest

from beffroi.inbox.people.rules import months_before
from beffroi.listening import retention, rules, watching
from beffroi.listening.jobs import forget_removed, retain
from beffroi.listening.keeping import keep
from beffroi.listening.models import Catch, Ground, Mention, Watch
from beffroi.listening.preparing import Caught
from beffroi.listening.tests.makers import make_watch, post
from tests.clock import FrozenClock
from tests.world import World


@pytest.fixture
def watch(world: World, clock: FrozenClock) -> Watch:
    return make_watch(world.atelier, "levain", now=clock())


def say(clock: FrozenClock, number: int, *watches: Watch, days_ago: float = 0) -> Mention:
    at = clock() - timedelta(days=days_ago)
    said = post(number, f"Du levain, numéro {number}", now=at, author=f"zoe{number}")
    by = {watches[0].workspace_id: [one.pk for one in watches]}
    keep([Caught(said, by)], now=at)
    return Mention.objects.get(remote_id=said.remote_id)


def test_names_go_after_ninety_days_and_words_stay(watch: Watch, clock: FrozenClock) -> None:
    old = say(clock, 1, watch, days_ago=91)
    recent = say(clock, 2, watch, days_ago=89)
    assert retention.unname(now=clock()) == 1
    assert retention.unname(now=clock()) == 0
    old.refresh_from_db()
    recent.refresh_from_db()
    assert (old.author_id, old.author_name, old.author_handle, old.url) == ("", "", "", "")
    assert old.text == "Du levain, numéro 1"
    assert old.catches.exists()
    assert recent.author_name == "Zoe2"


def test_words_go_at_the_term_of_the_workspace(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    Ground.objects.filter(workspace=world.atelier).update(kept_for_months=3)
    elsewhere = make_watch(world.flowers, "levain", now=clock())
    clock.advance(days=2)
    age = (clock() - months_before(clock(), 3)).days
    old = say(clock, 1, watch, days_ago=age + 1)
    kept = [say(clock, 2, watch, days_ago=age - 1), say(clock, 3, elsewhere, days_ago=age + 1)]
    assert retention.erase_due(now=clock()) == 1
    old.refresh_from_db()
    assert (old.text, old.erased_at) == ("", clock())
    assert not old.catches.exists()
    assert set(Mention.objects.there()) == set(kept)


def test_a_shorter_term_counts_a_day_later(world: World, watch: Watch, clock: FrozenClock) -> None:
    say(clock, 1, watch, days_ago=200)
    Ground.objects.update(kept_for_months=3, changed_at=clock())
    clock.advance(hours=23)
    assert retention.erase_due(now=clock()) == 0
    clock.advance(hours=2)
    assert retention.erase_due(now=clock()) == 1


def test_what_a_removed_watch_heard_alone_goes_once_it_cannot_come_back(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    other = make_watch(world.atelier, "pain", now=clock())
    alone, shared = say(clock, 1, watch), say(clock, 2, watch, other)
    watching.remove(watch, actor=world.claire, now=clock())
    clock.advance(minutes=9)
    forget_removed({}, clock=clock)
    assert Mention.objects.there().count() == 2
    clock.advance(minutes=2)
    forget_removed({}, clock=clock)
    assert list(Mention.objects.there()) == [shared]
    assert list(Catch.objects.values_list("watch", flat=True)) == [other.pk]
    alone.refresh_from_db()
    watch.refresh_from_db()
    assert (alone.text, alone.author_name, watch.query) == ("", "", {})
    assert retention.forget_removed(now=clock()) == 0


def test_two_watches_removed_together_leave_nothing(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    other = make_watch(world.atelier, "pain", now=clock())
    say(clock, 1, watch, other)
    for one in (watch, other):
        watching.remove(one, actor=world.claire, now=clock())
    clock.advance(minutes=11)
    retention.forget_removed(now=clock())
    assert not Mention.objects.there().exists()


def test_the_daily_work_does_all_of_it(watch: Watch, clock: FrozenClock) -> None:
    clock.advance(days=2)
    say(clock, 1, watch, days_ago=400)
    say(clock, 2, watch, days_ago=100)
    retain({}, clock=clock)
    assert Mention.objects.there().get().unnamed_at == clock()
    assert timedelta(days=90) == rules.NAMED_FOR


def test_many_go_in_several_turns(
    watch: Watch, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    for number in range(5):
        say(clock, number, watch, days_ago=100)
    assert retention.unname(now=clock()) == 5
