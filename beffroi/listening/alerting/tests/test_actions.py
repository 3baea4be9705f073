from __future__ import annotations

from datetime import timedelta

import pytest

from beffroi.core.models import AuditEntry
from beffroi.listening.alerting import actions, detecting
from beffroi.listening.alerting.actions import AlertOver
from beffroi.listening.alerting.rules import Tuning
from beffroi.listening.alerting.tests.makers import lately, old_watch, usual_weeks
from beffroi.listening.models import Alert, Lessons, Watch
from tests.clock import FrozenClock
from tests.world import World


@pytest.fixture
def watch(world: World, clock: FrozenClock) -> Watch:
    made = old_watch(world.atelier, now=clock())
    usual_weeks(made, now=clock())
    return made


@pytest.fixture
def alert(watch: Watch, clock: FrozenClock) -> Alert:
    lately(watch, 6, now=clock())
    detecting.look(watch, now=clock())
    return Alert.objects.get()


def trail() -> list[str]:
    lines = AuditEntry.objects.filter(action__startswith="alert.").order_by("id")
    return list(lines.values_list("action", flat=True))


def test_an_alert_is_put_off_until_an_hour_and_brought_back(
    world: World, alert: Alert, clock: FrozenClock
) -> None:
    until = clock() + timedelta(hours=3)
    actions.snooze(alert, until=until, actor=world.claire, now=clock())
    assert Alert.objects.get().snoozed_until == until
    actions.wake(alert, actor=world.claire, now=clock())
    assert Alert.objects.get().snoozed_until is None
    assert trail() == ["alert.snoozed", "alert.woken"]


def test_one_that_gets_worse_comes_back_before_its_hour(
    world: World, watch: Watch, alert: Alert, clock: FrozenClock
) -> None:
    until = clock() + timedelta(hours=3)
    actions.snooze(alert, until=until, actor=world.claire, now=clock())
    detecting.look(watch, now=clock())
    assert Alert.objects.get().snoozed_until == until
    lately(watch, 9, now=clock())
    detecting.look(watch, now=clock())
    assert Alert.objects.get().snoozed_until is None


def test_a_false_alarm_closes_teaches_and_does_not_come_again(
    world: World, watch: Watch, alert: Alert, clock: FrozenClock
) -> None:
    clock.advance(hours=1)
    assert actions.call_false(alert, actor=world.claire, now=clock()) == Tuning(volume=1)
    row = Alert.objects.get()
    assert (row.closing, row.closed_by, row.taught) == ("false_alarm", world.claire, ["volume"])
    detecting.look(watch, now=clock())
    assert Alert.objects.count() == 1
    assert trail() == ["alert.called_false"]


def test_what_is_said_after_a_false_alarm_raises_a_new_one(
    world: World, watch: Watch, alert: Alert, clock: FrozenClock
) -> None:
    actions.call_false(alert, actor=world.claire, now=clock())
    clock.advance(hours=4)
    lately(watch, 9, now=clock())
    detecting.look(watch, now=clock())
    assert Alert.objects.filter(closed_at=None).count() == 1


def test_a_lesson_is_bounded_and_the_last_ones_teach_nothing(
    world: World, watch: Watch, alert: Alert, clock: FrozenClock
) -> None:
    Lessons.objects.create(watch=watch, volume=4)
    assert actions.call_false(alert, actor=world.claire, now=clock()) == Tuning(volume=4)
    actions.take_back(alert, actor=world.claire, now=clock())
    assert Lessons.objects.get().tuning == Tuning(volume=4)


def test_undone_the_alert_is_open_and_the_lesson_forgotten(
    world: World, alert: Alert, clock: FrozenClock
) -> None:
    actions.call_false(alert, actor=world.claire, now=clock())
    assert actions.take_back(alert, actor=world.claire, now=clock())
    row = Alert.objects.get()
    assert row.is_open
    assert row.taught == []
    assert Lessons.objects.get().tuning == Tuning()
    assert actions.take_back(alert, actor=world.claire, now=clock())
    assert trail() == ["alert.called_false", "alert.taken_back"]


def test_undone_too_late_only_the_lesson_is_forgotten(
    world: World, watch: Watch, alert: Alert, clock: FrozenClock
) -> None:
    actions.call_false(alert, actor=world.claire, now=clock())
    clock.advance(hours=4)
    lately(watch, 9, now=clock())
    detecting.look(watch, now=clock())
    assert not actions.take_back(alert, actor=world.claire, now=clock())
    assert Lessons.objects.get().tuning == Tuning()
    assert Alert.objects.filter(closed_at=None).count() == 1


def test_what_is_over_cannot_be_put_off_nor_be_false(
    world: World, watch: Watch, alert: Alert, clock: FrozenClock
) -> None:
    clock.advance(hours=30)
    detecting.look(watch, now=clock())
    with pytest.raises(AlertOver):
        actions.snooze(alert, until=clock(), actor=world.claire, now=clock())
    with pytest.raises(AlertOver):
        actions.call_false(alert, actor=world.claire, now=clock())
