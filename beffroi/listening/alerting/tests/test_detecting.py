from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from beffroi.core.models import Job
from beffroi.listening import watching
from beffroi.listening.alerting import detecting, heard, queries
from beffroi.listening.alerting.rules import Gravity, Level, Phase, Tone, Volume
from beffroi.listening.alerting.stored import kept
from beffroi.listening.alerting.tests.makers import lately, old_watch, say, usual_weeks
from beffroi.listening.keeping import keep
from beffroi.listening.models import Alert, Catch, Gap, Mention, Stream, Surplus, Watch
from beffroi.listening.preparing import Caught
from beffroi.listening.tests.makers import make_watch, post
from tests.clock import FrozenClock
from tests.world import World

ILL = "Trois malades après avoir mangé chez Martin, ma fille est à l’hôpital, intoxication"


@pytest.fixture
def watch(world: World, clock: FrozenClock) -> Watch:
    made = old_watch(world.atelier, now=clock())
    usual_weeks(made, now=clock())
    return made


def story(alert: Alert) -> list[str]:
    return list(alert.events.order_by("at", "id").values_list("kind", flat=True))


def test_as_much_as_ever_raises_nothing(watch: Watch, clock: FrozenClock) -> None:
    lately(watch, 2, now=clock())
    detecting.look(watch, now=clock())
    assert not Alert.objects.exists()


def test_much_more_than_usual_opens_one_alert(watch: Watch, clock: FrozenClock) -> None:
    lately(watch, 9, now=clock())
    detecting.look(watch, now=clock())
    detecting.look(watch, now=clock())
    alert = Alert.objects.get()
    assert kept(alert.reasons) == [Volume(Level.RED, 9, 1.0, 28)]
    assert (alert.level, alert.phase, alert.most) == (Level.RED, Phase.SURGE.value, 5)
    assert story(alert) == ["opened"]


def test_one_open_alert_a_watch_holds_in_the_database(watch: Watch, clock: FrozenClock) -> None:
    lately(watch, 9, now=clock())
    detecting.look(watch, now=clock())
    again = Alert.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError):
        again.save()


def test_an_alert_grows_by_triggers_and_levels(watch: Watch, clock: FrozenClock) -> None:
    lately(watch, 6, now=clock())
    detecting.look(watch, now=clock())
    assert Alert.objects.get().level == Level.ORANGE
    clock.advance(minutes=10)
    lately(watch, 6, now=clock(), tone="negative")
    detecting.look(watch, now=clock())
    alert = Alert.objects.get()
    assert alert.level == Level.RED
    assert {type(one) for one in kept(alert.reasons)} == {Volume, Tone}
    assert alert.grown_at == clock()
    assert story(alert) == ["opened", "grew", "raised"]


def test_it_says_that_it_falls_and_closes_by_itself(watch: Watch, clock: FrozenClock) -> None:
    lately(watch, 9, now=clock())
    detecting.look(watch, now=clock())
    clock.advance(hours=12)
    detecting.look(watch, now=clock())
    assert Alert.objects.get().phase == Phase.FALLING.value
    clock.advance(hours=14)
    detecting.look(watch, now=clock())
    alert = Alert.objects.get()
    assert (alert.closing, alert.closed_at, alert.closed_by) == ("fallen", clock(), None)
    assert story(alert) == ["opened", "phase", "fallen"]


def test_one_grave_message_is_enough(world: World, clock: FrozenClock) -> None:
    fresh = make_watch(world.atelier, "martin", now=clock())
    lately(fresh, 1, now=clock(), tone="negative", urgency="health", text=ILL)
    detecting.look(fresh, now=clock())
    [reason] = kept(Alert.objects.get().reasons)
    assert reason == Gravity(Level.ORANGE, "health", 1)


def test_what_only_seems_urgent_is_not_grave(watch: Watch, clock: FrozenClock) -> None:
    lately(watch, 1, now=clock(), urgency="health", text="Une heure de file chez Martin")
    detecting.look(watch, now=clock())
    assert not Alert.objects.exists()


def test_blame_that_many_hear_is_grave(watch: Watch, clock: FrozenClock) -> None:
    lately(watch, 1, now=clock(), tone="negative", followers=20_000)
    detecting.look(watch, now=clock())
    assert kept(Alert.objects.get().reasons) == [Gravity(Level.ORANGE, "", 1, 20_000)]


def test_an_author_like_others_is_not_heard_by_more(watch: Watch, clock: FrozenClock) -> None:
    Mention.objects.update(followers=15_000)
    lately(watch, 1, now=clock(), tone="negative", followers=20_000)
    detecting.look(watch, now=clock())
    assert not Alert.objects.exists()


def test_a_tone_that_is_to_be_checked_is_unknown(watch: Watch, clock: FrozenClock) -> None:
    lately(watch, 3, now=clock(), tone="negative")
    lately(watch, 8, now=clock(), tone="negative", followers=20_000, wants_check=True)
    detecting.look(watch, now=clock())
    alert = Alert.objects.get()
    volume, bad = sorted(kept(alert.reasons), key=lambda one: str(type(one)), reverse=True)
    assert isinstance(volume, Volume)
    assert bad == Tone(Level.ORANGE, 3, 3, 0.0)
    shown = queries.mentions(alert)
    assert [row.mention.wants_check for row in shown] == [False] * 3 + [True] * 8


@pytest.mark.parametrize("subject", ["competitor", "topic"])
def test_of_others_much_is_worth_a_look_and_nothing_is_a_crisis(
    world: World, clock: FrozenClock, subject: str
) -> None:
    watch = old_watch(world.atelier, now=clock(), subject=subject)
    usual_weeks(watch, now=clock())
    lately(watch, 12, now=clock(), tone="negative", urgency="health", text=ILL)
    detecting.look(watch, now=clock())
    [reason] = kept(Alert.objects.get().reasons)
    assert reason == Volume(Level.ORANGE, 12, 1.0, 28)


def test_a_watch_that_is_new_or_changed_does_not_know_what_is_usual(
    watch: Watch, clock: FrozenClock
) -> None:
    watch.changed_at = clock() - timedelta(days=13)
    watch.save()
    lately(watch, 9, now=clock())
    detecting.look(watch, now=clock())
    assert not Alert.objects.exists()


def test_what_is_no_longer_kept_is_unknown(watch: Watch, clock: FrozenClock) -> None:
    watch.ground.kept_for_months = 1
    watch.ground.save()
    Catch.objects.filter(written_at__lt=clock() - timedelta(days=30)).delete()
    days = heard.hours_of(watch, now=clock()).days()
    assert days[:27] == [1] * 27
    assert set(days[27:]) == {None}


def test_hours_that_a_stream_missed_are_unknown(watch: Watch, clock: FrozenClock) -> None:
    began = clock() - timedelta(days=4)
    stream = Stream.objects.create(network="bluesky")
    Gap.objects.create(stream=stream, began_at=began, ended_at=began + timedelta(hours=6))
    days = heard.hours_of(watch, now=clock()).days()
    assert None in days[2:4]
    assert days.count(None) <= 2


def test_what_was_too_much_to_keep_counts(watch: Watch, clock: FrozenClock) -> None:
    hour = clock().replace(minute=0, second=0, microsecond=0)
    Surplus.objects.create(watch=watch, hour=hour, missed=300)
    assert heard.hours_of(watch, now=clock()).last_day == 300


def test_what_a_person_set_aside_does_not_count(watch: Watch, clock: FrozenClock) -> None:
    lately(watch, 9, now=clock(), set_aside_at=clock())
    detecting.look(watch, now=clock())
    assert not Alert.objects.exists()


def test_days_of_an_earlier_alert_do_not_become_usual(watch: Watch, clock: FrozenClock) -> None:
    crisis = clock() - timedelta(days=5)
    say(watch, [crisis - timedelta(minutes=5 * one) for one in range(40)])
    Alert.objects.create(
        workspace_id=watch.workspace_id,
        watch=watch,
        level=2,
        phase="falling",
        most=5,
        opened_at=crisis,
        looked_at=crisis,
        grown_at=crisis,
        closed_at=crisis + timedelta(hours=20),
        closing="fallen",
    )
    days = [day for day in heard.hours_of(watch, now=clock()).days() if day is not None]
    assert max(days) == 5
    Alert.objects.update(closing="false_alarm")
    assert sum(heard.hours_of(watch, now=clock()).counts) == sum([1] * 56) + 40
    days = [day for day in heard.hours_of(watch, now=clock()).days() if day is not None]
    assert max(days) > 5


def test_a_watch_that_is_switched_off_ends_its_alert(watch: Watch, clock: FrozenClock) -> None:
    lately(watch, 9, now=clock())
    detecting.look(watch, now=clock())
    Watch.objects.update(is_on=False)
    detecting.look_at(watch.workspace_id, now=clock())
    assert Alert.objects.get().closing == "ended"
    detecting.look_at(watch.workspace_id, now=clock())
    assert Alert.objects.count() == 1


def test_a_grave_message_asks_for_a_look_at_once(world: World, clock: FrozenClock) -> None:
    watch = make_watch(world.atelier, "martin", now=clock())
    looks = Job.objects.filter(kind=detecting.LOOK)
    keep(
        [Caught(post(1, "Bonjour Martin", now=clock()), {world.atelier.pk: [watch.pk]})],
        now=clock(),
    )
    assert not looks.exists()
    keep([Caught(post(2, ILL, now=clock()), {world.atelier.pk: [watch.pk]})], now=clock())
    assert looks.get().run_at == clock()
    detecting.look_at(world.atelier.pk, now=clock())
    assert Alert.objects.get().workspace == world.atelier


def test_only_workspaces_of_which_something_was_heard_are_looked_at(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    make_watch(world.flowers, "fleurs", now=clock())
    detecting.ask_all(now=clock())
    assert not Job.objects.filter(kind=detecting.LOOK).exists()
    lately(watch, 2, now=clock())
    detecting.ask_all(now=clock())
    assert Job.objects.get(kind=detecting.LOOK).workspace_id == world.atelier.pk


def test_a_look_asks_as_much_however_much_was_heard(
    watch: Watch, clock: FrozenClock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lately(watch, 2, now=clock())
    with django_assert_num_queries(11):
        detecting.look(watch, now=clock())


def test_watches_are_read_together_and_silent_ones_not_at_all(
    world: World, clock: FrozenClock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        watch = old_watch(world.atelier, now=clock(), name=f"Watch {number}")
        if number < 3:
            lately(watch, 2, now=clock())
    # Eight for all, and four for each that heard something.
    with django_assert_num_queries(8 + 3 * 4):
        detecting.look_at(world.atelier.pk, now=clock())


def test_a_pause_is_unknown_and_what_was_heard_before_counts(
    world: World, watch: Watch, clock: FrozenClock
) -> None:
    watching.switch_off(watch, actor=world.claire, now=clock())
    clock.advance(hours=30)
    watching.switch_on(watch, actor=world.claire, now=clock())
    clock.advance(hours=1)
    watching.remove(watch, actor=world.claire, now=clock())
    clock.advance(minutes=5)
    watching.bring_back(watch, actor=world.claire, now=clock())
    watch.refresh_from_db()
    lately(watch, 9, now=clock())
    days = heard.hours_of(watch, now=clock()).days()
    assert (days[0], days.count(None)) == (None, 1)
    detecting.look(watch, now=clock())
    [reason] = kept(Alert.objects.get().reasons)
    assert isinstance(reason, Volume)
