"""What became of what was published: when it is asked, and what each answer leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.jobs import Runner
from beffroi.core.models import Job
from beffroi.delivery import actions, fate
from beffroi.delivery.models import Delivery, describe
from beffroi.delivery.rules import Reason
from beffroi.delivery.tests.conftest import Plan
from beffroi.delivery.tests.scripted import Script, WatchedNetwork
from beffroi.networks import registry
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    DuplicateContent,
    NetworkError,
    NetworkUnavailable,
    OutcomeUnknown,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.workspaces.models import User
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=24))
LONG = timedelta(days=9)


@pytest.fixture
def watched(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the network one that takes posts away."""
    monkeypatch.setitem(registry.NETWORKS, "scripted", lambda http: WatchedNetwork(script))
    gateway.forget()


Publish = Callable[[], Delivery]


@pytest.fixture
def publish(watched: None, plan: Plan, clock: FrozenClock) -> Publish:
    def published() -> Delivery:
        delivery = plan("Fournée de 7 h")
        Runner(clock=clock).run_until_idle()
        delivery.refresh_from_db()
        assert delivery.status == "published"
        return delivery

    return published


def appointment() -> Job | None:
    return Job.objects.filter(kind=fate.JOB).first()


def pass_time(clock: FrozenClock, *, until: timedelta = LONG) -> list[timedelta]:
    """Let time pass from one look to the next; return how long after the start each came."""
    start, looks = clock(), []
    while (job := appointment()) is not None and job.run_at <= start + until:
        clock.set(max(job.run_at, clock()))
        looks.append(clock() - start)
        Runner(clock=clock).run_until_idle()
    return looks


def near(looks: list[timedelta], waits: tuple[timedelta, ...]) -> bool:
    """Tell whether each look came at its wait or, spread, a tenth of it later."""
    pairs = zip(looks, waits, strict=True)
    return all(wait <= seen <= wait * 1.1 for seen, wait in pairs)


# When it is asked


def test_what_stands_is_asked_about_four_times_then_left_alone(
    publish: Publish, script: Script, clock: FrozenClock
) -> None:
    delivery = publish()
    assert near(pass_time(clock), WAITS)
    assert script.calls == ["publish", *["fate of post-0"] * 4]
    delivery.refresh_from_db()
    assert not delivery.was_taken_away
    assert appointment() is None


def test_a_network_that_takes_nothing_away_is_never_asked(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    plan()
    Runner(clock=clock).run_until_idle()
    assert appointment() is None


def test_what_was_found_again_after_a_doubt_is_asked_about_too(
    watched: None, plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = ["made, no answer"]
    plan()
    for _ in range(9):
        Runner(clock=clock).run_until_idle()
        clock.advance(minutes=1)
    assert appointment() is not None
    assert len(script.posts) == 1


def test_what_only_a_person_saw_has_no_id_to_ask_about(
    watched: None, plan: Plan, claire: User, clock: FrozenClock
) -> None:
    delivery = plan()
    Delivery.objects.filter(pk=delivery.pk).update(status="ask_human")
    actions.confirm_published(delivery, address="", actor=claire, now=clock())
    assert appointment() is None


def test_two_deliveries_are_not_asked_about_at_the_same_instant(
    watched: None, plan: Plan, clock: FrozenClock
) -> None:
    plan()
    plan()
    Runner(clock=clock).run_until_idle()
    first, second = Job.objects.filter(kind=fate.JOB)
    assert first.run_at != second.run_at


def test_after_a_long_stop_it_is_asked_once_not_four_times(
    publish: Publish, script: Script, clock: FrozenClock
) -> None:
    publish()
    clock.advance(days=3)
    Runner(clock=clock).run_until_idle()
    assert script.calls.count("fate of post-0") == 1
    assert appointment() is None


# What is told


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (ContentRefused("said", field="media"), "media"),
        (ContentRefused("said"), "text"),
        (DuplicateContent("said"), ""),
    ],
)
def test_a_refusal_takes_it_away_at_once_and_keeps_its_proof(
    publish: Publish, script: Script, clock: FrozenClock, answer: NetworkError, field: str
) -> None:
    before = publish()
    script.fates = [answer]
    pass_time(clock)
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.reason, delivery.refused_field) == (
        "published",
        "rejected",
        field,
    )
    assert delivery.taken_away_at is not None
    assert (delivery.remote_id, delivery.remote_url, delivery.published_at) == (
        before.remote_id,
        before.remote_url,
        before.published_at,
    )
    assert [event.kind for event in delivery.events.all()][-1] == "taken_away"
    assert script.calls == ["publish", "fate of post-0"]
    assert appointment() is None


def test_an_absence_counts_at_the_second_look(
    publish: Publish, script: Script, clock: FrozenClock
) -> None:
    publish()
    script.fates = [False, False]
    looks = pass_time(clock)
    assert looks[1] - looks[0] == timedelta(seconds=30)
    delivery = Delivery.objects.get()
    assert (delivery.reason, delivery.was_taken_away) == ("gone", True)
    assert script.calls.count("publish") == 1


def test_an_absence_that_is_contradicted_is_forgotten(
    publish: Publish, script: Script, clock: FrozenClock
) -> None:
    publish()
    script.fates = [False, True, False, True]
    pass_time(clock)
    delivery = Delivery.objects.get()
    assert not delivery.was_taken_away
    assert delivery.absences == 0


def test_an_absence_before_the_post_was_found_does_not_count_against_it(
    watched: None, plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = ["made, no answer"]
    delivery = plan()
    Runner(clock=clock).run_until_idle()
    Delivery.objects.filter(pk=delivery.pk, status="unknown").update(absences=1)
    clock.advance(minutes=5)
    Runner(clock=clock).run_until_idle()
    script.fates = [False, True]
    pass_time(clock)
    delivery.refresh_from_db()
    assert delivery.status == "published"
    assert not delivery.was_taken_away


def test_what_is_undecided_waits_for_the_next_time(
    publish: Publish, script: Script, clock: FrozenClock
) -> None:
    publish()
    script.fates = [None, None]
    assert near(pass_time(clock), WAITS)


def test_what_stays_undecided_is_followed_for_a_week_and_no_alarm(
    publish: Publish, script: Script, clock: FrozenClock
) -> None:
    delivery = publish()
    script.fates = [None] * 99
    looks = pass_time(clock)
    assert timedelta(days=7) <= looks[-1] < timedelta(days=7, hours=4)
    delivery.refresh_from_db()
    assert not delivery.was_taken_away


@pytest.mark.parametrize(
    "error",
    [
        NetworkUnavailable("down"),
        UnexpectedResponse("html"),
        PolicyBlocked("restricted"),
        PermissionLost("no right to read"),
        OutcomeUnknown("cut"),
    ],
)
def test_a_network_that_does_not_answer_is_asked_again_without_alarm(
    publish: Publish, script: Script, clock: FrozenClock, error: NetworkError
) -> None:
    delivery = publish()
    script.fates = [error] * 4
    looks = pass_time(clock, until=timedelta(hours=12))
    assert near(looks[:3], WAITS[:3])
    assert looks[3] - looks[2] == timedelta(hours=3)
    delivery.refresh_from_db()
    assert not delivery.was_taken_away
    assert delivery.channel.is_connected


def test_a_lost_access_is_said_and_the_question_waits_for_it(
    publish: Publish, script: Script, clock: FrozenClock, channel: Channel
) -> None:
    publish()
    script.fates = [AccessRevoked("gone"), False, False]
    pass_time(clock, until=timedelta(hours=5))
    channel.refresh_from_db()
    assert channel.status == Channel.Status.NEEDS_RECONNECTION
    assert script.calls.count("fate of post-0") == 1
    Channel.objects.update(status=Channel.Status.CONNECTED)
    pass_time(clock)
    assert Delivery.objects.get().was_taken_away


@pytest.mark.parametrize(
    "error",
    [
        RateLimited("slowly", retry_after_seconds=1200),
        QuotaExhausted("used up"),
    ],
)
def test_a_network_that_asks_to_wait_is_left_alone(
    publish: Publish, script: Script, clock: FrozenClock, channel: Channel, error: NetworkError
) -> None:
    publish()
    script.fates = [error]
    pass_time(clock, until=timedelta(minutes=2))
    channel.refresh_from_db()
    assert channel.is_paused(now=clock())
    assert channel.paused_until is not None
    job = appointment()
    assert job is not None
    clock.set(job.run_at)
    Channel.objects.update(paused_until=clock() + timedelta(minutes=40))
    Runner(clock=clock).run_until_idle()
    assert script.calls.count("fate of post-0") == 1
    again = appointment()
    assert again is not None
    assert again.run_at == clock() + timedelta(minutes=40)


def test_what_we_take_away_ourselves_is_no_alarm(
    publish: Publish, script: Script, clock: FrozenClock
) -> None:
    delivery = publish()
    fate.stop_following(delivery)
    script.fates = [False] * 9
    assert pass_time(clock) == []
    delivery.refresh_from_db()
    assert not delivery.was_taken_away


# What holds


def test_a_crash_before_the_answer_is_kept_asks_again_and_says_it_once(
    publish: Publish, script: Script, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = publish()
    script.fates = [ContentRefused("said"), ContentRefused("said")]
    deaths = iter([True, False])

    def die_once(*arguments: object, **more: object) -> None:
        if next(deaths):
            raise KeyboardInterrupt
        describe(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("beffroi.delivery.fate.describe", die_once)
    job = appointment()
    assert job is not None
    clock.set(job.run_at)
    with pytest.raises(KeyboardInterrupt):
        Runner(clock=clock).run_until_idle()
    assert not Delivery.objects.get().was_taken_away
    clock.advance(minutes=5)
    Runner(clock=clock).run_until_idle()
    pass_time(clock)
    assert Delivery.objects.get().was_taken_away
    assert list(delivery.events.values_list("kind", flat=True)).count("taken_away") == 1
    assert script.calls == ["publish", "fate of post-0", "fate of post-0"]


def test_two_processes_that_are_told_at_once_write_it_once(
    publish: Publish, script: Script, clock: FrozenClock
) -> None:
    delivery = publish()
    script.fates = [ContentRefused("said")]
    pass_time(clock)
    before = Delivery.objects.get().taken_away_at
    clock.advance(minutes=1)
    assert fate.look(delivery.pk, clock=clock) is None
    fate._take_away(delivery, Reason.GONE, None, now=clock())
    row = Delivery.objects.get()
    assert (row.taken_away_at, row.reason) == (before, "rejected")


def test_nothing_that_was_taken_away_ever_leaves_again_by_itself(
    publish: Publish, script: Script, clock: FrozenClock, channel: Channel
) -> None:
    publish()
    script.fates = [ContentRefused("said")]
    pass_time(clock)
    actions.wake_channel(channel, now=clock())
    assert actions.suspect_past_due(now=clock() + timedelta(days=1)) == 0
    Runner(clock=clock).run_until_idle()
    assert script.calls.count("publish") == 1


@pytest.mark.parametrize(
    "lie",
    [
        {"status": "failed", "reason": "gone"},
        {"remote_id": "", "confirmed_by_person": True, "reason": "gone"},
        {"reason": ""},
        {"reason": "gone", "taken_away_at": None},
    ],
)
def test_the_database_takes_no_half_truth(
    publish: Publish, clock: FrozenClock, lie: dict[str, object]
) -> None:
    delivery = publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(**({"taken_away_at": clock()} | lie))


def test_a_person_takes_note_once_of_what_was_taken_away_only(
    publish: Publish, script: Script, claire: User, clock: FrozenClock
) -> None:
    delivery = publish()
    with pytest.raises(actions.NothingToDecide):
        actions.acknowledge(delivery, actor=claire, now=clock())
    script.fates = [ContentRefused("said")]
    pass_time(clock)
    actions.acknowledge(delivery, actor=claire, now=clock())
    with pytest.raises(actions.NothingToDecide):
        actions.acknowledge(delivery, actor=claire, now=clock())
    delivery.refresh_from_db()
    assert delivery.settled_at == clock()
    assert delivery.status == "published"
