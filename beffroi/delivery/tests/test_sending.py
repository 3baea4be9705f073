from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from beffroi.channels import actions as channel_actions
from beffroi.channels.models import Channel
from beffroi.core.models import Job
from beffroi.delivery import actions, rules
from beffroi.delivery.content import Content
from beffroi.delivery.engine import advance
from beffroi.delivery.models import Attempt, Delivery, Event
from beffroi.delivery.tests.conftest import Plan
from beffroi.delivery.tests.scripted import BlindChannel, Script, ScriptedNetwork
from beffroi.networks import registry
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    ReviewRequired,
    UnexpectedResponse,
)
from beffroi.workspaces.models import User
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


def run(delivery: Delivery, clock: FrozenClock, *, turns: int = 40) -> Delivery:
    """Let time pass from one appointment to the next, until the delivery rests."""
    for _ in range(turns):
        wake = advance(delivery.pk, clock=clock)
        delivery.refresh_from_db()
        if wake is None:
            return delivery
        clock.set(max(wake, clock()))
    raise AssertionError(f"{delivery} never rests")


def events(delivery: Delivery) -> list[str]:
    return list(delivery.events.values_list("kind", flat=True))


def test_a_due_delivery_is_published_with_the_networks_proof(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    delivery = run(plan("Bonjour"), clock)
    assert delivery.status == "published"
    assert delivery.remote_id == "post-0"
    assert delivery.remote_url == "https://network.example/post-0"
    assert script.calls == ["publish"]
    assert delivery.attempts.get().outcome == Attempt.Outcome.PUBLISHED


def test_a_delivery_waits_for_its_hour(plan: Plan, script: Script, clock: FrozenClock) -> None:
    due_at = clock() + timedelta(hours=3)
    delivery = plan(due_at=due_at)
    assert advance(delivery.pk, clock=clock) == due_at
    assert script.calls == []


def test_its_job_is_planned_with_it(plan: Plan, clock: FrozenClock) -> None:
    delivery = plan(due_at=clock() + timedelta(hours=3))
    job = Job.objects.get(kind=actions.JOB, key=str(delivery.pk))
    assert job.run_at == delivery.due_at


def test_the_attempt_is_on_record_before_the_call(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    delivery = plan()
    seen: list[tuple[str, int]] = []
    script.during_call = lambda: seen.append(
        (
            Delivery.objects.get(pk=delivery.pk).status,
            Attempt.objects.filter(outcome="open").count(),
        )
    )
    run(delivery, clock)
    assert seen == [("sending", 1)]


def test_no_transaction_is_open_during_the_call(
    plan: Plan, script: Script, clock: FrozenClock, django_db_blocker: object
) -> None:
    delivery = plan()
    depth: list[int] = []
    before = len(transaction.get_connection().savepoint_ids)
    script.during_call = lambda: depth.append(len(transaction.get_connection().savepoint_ids))
    run(delivery, clock)
    assert depth == [before]


@pytest.mark.parametrize(
    "answer", ["made, no answer", OutcomeUnknown("hang"), UnexpectedResponse("html")]
)
def test_a_call_without_answer_is_never_repeated_blindly(
    answer: object, plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = [answer]  # type: ignore[list-item]
    delivery = plan()
    wake = advance(delivery.pk, clock=clock)
    delivery.refresh_from_db()
    assert delivery.status == "unknown"
    assert wake == clock() + timedelta(seconds=90)  # the network's slowest commit
    assert script.calls == ["publish"]


def test_what_was_made_without_answer_is_found_and_proven(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = ["made, no answer"]
    delivery = run(plan(), clock)
    assert (delivery.status, delivery.remote_id) == ("published", "post-0")
    assert script.calls == ["publish", "find"]
    assert len(script.posts) == 1


def test_what_was_not_made_leaves_again_after_two_absences(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = [OutcomeUnknown("500")]
    delivery = run(plan(), clock)
    assert delivery.status == "published"
    assert script.calls == ["publish", "find", "find", "publish"]
    assert [attempt.outcome for attempt in delivery.attempts.all()] == ["absent", "published"]
    assert len({post.marker for post in script.posts}) == 1


def test_the_two_lookups_are_spaced(plan: Plan, script: Script, clock: FrozenClock) -> None:
    script.publish = [OutcomeUnknown("500")]
    delivery = plan()
    clock.set(advance(delivery.pk, clock=clock) or clock())
    assert advance(delivery.pk, clock=clock) == clock() + rules.LOOKUP_SPACING


def test_the_second_try_says_exactly_the_same(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = [OutcomeUnknown("500"), OutcomeUnknown("500")]
    delivery = run(plan("Toujours pareil"), clock)
    digests = set(delivery.attempts.values_list("content_digest", flat=True))
    assert delivery.attempts.count() == 3
    assert len(digests) == 1


def test_a_lookup_that_keeps_failing_ends_with_a_question(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = ["made, no answer"]
    script.find = [NetworkUnavailable("502")] * rules.LOOKUPS_MAX
    delivery = run(plan(), clock)
    assert (delivery.status, delivery.reason) == ("ask_human", "cannot_look_up")
    assert script.calls.count("publish") == 1


def test_a_network_that_cannot_be_searched_leads_to_a_question(
    plan: Plan, script: Script, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        registry.NETWORKS, "scripted", lambda http: ScriptedNetwork(script, BlindChannel)
    )
    script.publish = [OutcomeUnknown("cut")]
    delivery = run(plan(), clock)
    assert delivery.status == "ask_human"


def test_a_twin_with_the_same_text_is_not_taken_for_this_one(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    first = run(plan("Bonjour"), clock)
    script.publish = [OutcomeUnknown("cut")]
    second = plan("Bonjour")
    Delivery.objects.filter(pk=second.pk).update(marker="other")
    # as a network that compares texts would see it
    script.posts[0] = replace(script.posts[0], marker="other")
    second = run(second, clock)
    assert second.remote_id != first.remote_id
    assert second.status == "published"


@pytest.mark.parametrize(
    "error", [NetworkUnavailable("refused"), RateLimited("429", retry_after_seconds=60)]
)
def test_proof_that_nothing_was_sent_allows_a_plain_retry(
    error: Exception, plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = [error]  # type: ignore[list-item]
    delivery = run(plan(), clock)
    assert delivery.status == "published"
    assert script.calls == ["publish", "publish"]
    assert [attempt.outcome for attempt in delivery.attempts.all()] == ["not_sent", "published"]


def test_being_asked_to_wait_holds_every_delivery_of_the_channel(
    plan: Plan, script: Script, channel: Channel, clock: FrozenClock
) -> None:
    script.publish = [RateLimited("429", retry_after_seconds=600)]
    first, second = plan("un"), plan("deux")
    until = clock() + timedelta(seconds=600)
    assert advance(first.pk, clock=clock) == until
    assert advance(second.pk, clock=clock) == until
    assert script.calls == ["publish"]


def test_a_network_that_stays_away_beyond_the_tolerance_is_told_to_a_person(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = [NetworkUnavailable("refused")] * 40
    delivery = run(plan(), clock, turns=60)
    assert (delivery.status, delivery.reason) == ("held", "late")
    assert script.posts == []


def test_a_refused_text_fails_at_once_with_what_to_change(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = [ContentRefused("too long", field="text", limit=300)]
    delivery = run(plan(), clock)
    assert (delivery.status, delivery.reason) == ("failed", "refused")
    assert (delivery.refused_field, delivery.refused_limit) == ("text", 300)
    assert script.calls == ["publish"]


def test_an_answer_to_something_gone_fails_with_its_reason(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = [NotFound("gone")] * 2
    answer = plan()
    answer.content["reply_to"] = {"remote_id": "7", "author_handle": "odile", "context": {}}
    answer.save()
    assert run(answer, clock).refused_field == "reply_to"
    assert run(plan("Une publication"), clock).refused_field == "place"


def test_an_app_without_the_vendors_approval_fails_with_its_reason(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = [ReviewRequired("gate")]
    assert run(plan(), clock).reason == "needs_review"


def test_a_lost_access_holds_the_post_and_marks_the_channel(
    plan: Plan, script: Script, channel: Channel, clock: FrozenClock
) -> None:
    script.publish = [AccessRevoked("401")]
    delivery = run(plan(), clock)
    channel.refresh_from_db()
    assert channel.status == Channel.Status.NEEDS_RECONNECTION
    assert delivery.status == "scheduled"
    assert advance(delivery.pk, clock=clock) is None
    assert script.calls == ["publish"]


def test_a_channel_connected_again_lets_its_posts_leave(
    plan: Plan, script: Script, channel: Channel, clock: FrozenClock
) -> None:
    script.publish = [AccessRevoked("401")]
    delivery = run(plan(), clock)
    Job.objects.filter(kind=actions.JOB).delete()
    Channel.objects.filter(pk=channel.pk).update(status="connected", lost_at=None)
    channel.refresh_from_db()
    actions.wake_channel(channel, now=clock())
    assert Job.objects.filter(kind=actions.JOB, key=str(delivery.pk)).exists()
    assert run(delivery, clock).status == "published"


def test_a_post_held_too_long_by_its_channel_is_asked_about(
    plan: Plan, script: Script, channel: Channel, clock: FrozenClock
) -> None:
    delivery = plan()
    channel_actions.mark_lost(channel=channel, error=AccessRevoked(), now=clock())
    clock.advance(hours=3)
    Channel.objects.filter(pk=channel.pk).update(status="connected", lost_at=None)
    assert run(delivery, clock).status == "held"
    assert script.calls == []


def test_a_late_post_is_held_and_not_fired_in_the_night(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    delivery = plan()
    clock.advance(hours=2, seconds=1)
    delivery = run(delivery, clock)
    assert (delivery.status, delivery.reason) == ("held", "late")
    assert script.calls == []


def test_a_sender_that_died_before_the_call_is_replaced(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    delivery = plan()
    Delivery.objects.filter(pk=delivery.pk).update(status="leased", lease_token="dead")
    assert run(delivery, clock).status == "published"


def test_a_sender_that_died_during_the_call_leaves_a_doubt(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    delivery = plan()
    _died_while_sending(delivery, clock)
    wake = advance(delivery.pk, clock=clock)
    delivery.refresh_from_db()
    assert delivery.status == "unknown"
    assert wake == clock() + timedelta(seconds=90)
    assert script.calls == []


def test_a_sender_that_slept_between_commit_and_call_does_not_call(
    plan: Plan, script: Script, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sleep(step: str) -> None:
        if step == "attempt_committed":
            clock.advance(minutes=3)

    monkeypatch.setattr("beffroi.delivery.steps.observer", sleep)
    delivery = plan()
    advance(delivery.pk, clock=clock)
    delivery.refresh_from_db()
    assert script.calls == []
    assert delivery.status == "scheduled"


def test_a_sender_that_was_given_up_for_dead_does_not_call(
    plan: Plan, script: Script, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = plan()

    def give_up(step: str) -> None:
        if step == "attempt_committed":
            monkeypatch.setattr("beffroi.delivery.steps.observer", None)
            advance(delivery.pk, clock=clock)

    monkeypatch.setattr("beffroi.delivery.steps.observer", give_up)
    advance(delivery.pk, clock=clock)
    delivery.refresh_from_db()
    assert (delivery.status, script.calls) == ("unknown", [])
    assert run(delivery, clock).status == "published"
    assert script.calls == ["find", "find", "publish"]


def test_a_frozen_sender_that_wakes_up_cannot_send_what_another_took_over(
    plan: Plan, script: Script, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = plan()

    def taken_over(step: str) -> None:
        if step == "leased":
            monkeypatch.setattr("beffroi.delivery.steps.observer", None)
            advance(delivery.pk, clock=clock)

    monkeypatch.setattr("beffroi.delivery.steps.observer", taken_over)
    run(delivery, clock)
    assert script.calls == ["publish"]


def test_a_late_answer_of_a_sender_given_up_for_dead_is_still_proof(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    delivery = plan()
    script.during_call = lambda: (advance(delivery.pk, clock=clock), None)[1]
    run(delivery, clock)
    delivery.refresh_from_db()
    assert delivery.status == "published"
    assert script.calls == ["publish"]


def test_a_text_changed_while_leased_leaves_in_its_new_form(
    plan: Plan, script: Script, clock: FrozenClock, claire: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = plan("ancien")

    def change(step: str) -> None:
        if step == "leased":
            monkeypatch.setattr("beffroi.delivery.steps.observer", None)
            content = Content(text="nouveau", language="fr", written_at=clock())
            actions.revise(
                delivery, content=content, files=[], due_at=clock(), actor=claire, now=clock()
            )

    monkeypatch.setattr("beffroi.delivery.steps.observer", change)
    run(delivery, clock)
    assert [post.text for post in script.posts] == ["nouveau"]


def test_a_delivery_cancelled_while_leased_does_not_leave(
    plan: Plan, script: Script, clock: FrozenClock, claire: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = plan()

    def cancel(step: str) -> None:
        if step == "leased":
            actions.cancel(delivery, actor=claire, now=clock())

    monkeypatch.setattr("beffroi.delivery.steps.observer", cancel)
    assert run(delivery, clock).status == "cancelled"
    assert script.posts == []


def test_every_step_is_written_down_for_the_person_who_must_judge(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    script.publish = [OutcomeUnknown("cut")]
    delivery = run(plan(), clock)
    assert events(delivery) == [
        Event.Kind.SCHEDULED,
        Event.Kind.CALLED,
        Event.Kind.NO_ANSWER,
        Event.Kind.LOOKED_UP_ABSENT,
        Event.Kind.LOOKED_UP_ABSENT,
        Event.Kind.CALLED,
        Event.Kind.PUBLISHED,
    ]


def test_the_database_refuses_published_without_proof(plan: Plan, clock: FrozenClock) -> None:
    delivery = plan()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(status="published", published_at=clock())


def test_the_database_refuses_two_open_attempts(plan: Plan, clock: FrozenClock) -> None:
    delivery = plan()
    Attempt.objects.create(delivery=delivery, number=1, content_digest="x", started_at=clock())
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(delivery=delivery, number=2, content_digest="x", started_at=clock())


def _died_while_sending(delivery: Delivery, clock: FrozenClock) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        status="sending", lease_token="dead", first_attempt_at=clock()
    )
    Attempt.objects.create(delivery=delivery, number=1, content_digest="x", started_at=clock())


def test_lookups_that_are_asked_to_wait_do_not_count_against_the_post(
    plan: Plan, script: Script, clock: FrozenClock, channel: Channel
) -> None:
    script.publish = ["made, no answer"]
    asked = RateLimited("429", retry_after_seconds=600)
    script.find = [asked] * (rules.LOOKUPS_MAX + 1)
    started = clock()
    delivery = run(plan(), clock, turns=80)
    assert delivery.status == "published"
    assert Event.Kind.LOOKUP_FAILED not in events(delivery)
    assert clock() - started >= timedelta(seconds=600 * (rules.LOOKUPS_MAX + 1))
