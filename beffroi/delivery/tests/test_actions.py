from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from beffroi.channels import actions as channel_actions
from beffroi.channels.models import Channel
from beffroi.channels.queries import Planned, Waiting
from beffroi.core.models import AuditEntry, Job
from beffroi.delivery import actions, queries
from beffroi.delivery.content import Content, from_json, to_json
from beffroi.delivery.engine import advance
from beffroi.delivery.models import Delivery
from beffroi.delivery.signals import delivery_changed
from beffroi.delivery.tests.conftest import Plan
from beffroi.delivery.tests.scripted import Script
from beffroi.delivery.tests.test_sending import run
from beffroi.networks.contracts import LinkCard, ReplyTarget
from beffroi.networks.errors import AccessRevoked, NetworkUnavailable, OutcomeUnknown
from beffroi.workspaces.models import User
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_doubt(plan: Plan, script: Script, clock: FrozenClock) -> Delivery:
    """A delivery that no lookup could settle: the post is out there, the network will not say."""
    script.publish = ["made, no answer"]
    script.find = [NetworkUnavailable("502")] * 20
    return run(plan(), clock)


@pytest.fixture
def held(plan: Plan, clock: FrozenClock) -> Delivery:
    delivery = plan()
    clock.advance(hours=5)
    return run(delivery, clock)


def content(text: str, now: datetime) -> Content:
    return Content(text=text, language="fr", written_at=now)


def test_content_survives_its_storage(clock: FrozenClock) -> None:
    whole = Content(
        text="Bonjour\u202f!",
        language="fr",
        written_at=clock(),
        visibility="unlisted",
        content_warning="pain",
        reply_to=ReplyTarget("at://x", "zoe.example", {"root": "y"}),
        link_card=LinkCard("https://atelier-martin.example", "Atelier", "Pain"),
    )
    assert from_json(to_json(whole)) == whole


def test_a_persons_word_publishes_and_bears_their_name(
    in_doubt: Delivery, claire: User, clock: FrozenClock
) -> None:
    actions.confirm_published(in_doubt, address="https://n.example/1", actor=claire, now=clock())
    in_doubt.refresh_from_db()
    assert (in_doubt.status, in_doubt.confirmed_by, in_doubt.remote_id) == ("published", claire, "")
    assert not in_doubt.attempts.filter(outcome="open").exists()


def test_what_is_not_online_leaves_again_on_a_persons_word(
    in_doubt: Delivery, claire: User, script: Script, clock: FrozenClock
) -> None:
    script.find.clear()
    script.posts.clear()
    actions.send_again(in_doubt, actor=claire, now=clock())
    assert run(in_doubt, clock).status == "published"
    assert len(script.posts) == 1


def test_what_is_given_up_never_leaves(
    in_doubt: Delivery, claire: User, script: Script, clock: FrozenClock
) -> None:
    actions.abandon(in_doubt, actor=claire, now=clock())
    assert run(in_doubt, clock).status == "cancelled"
    assert script.calls.count("publish") == 1
    assert not Job.objects.filter(kind=actions.JOB).exists()


def test_a_decision_taken_twice_is_told_so(
    in_doubt: Delivery, claire: User, clock: FrozenClock
) -> None:
    actions.abandon(in_doubt, actor=claire, now=clock())
    for decide in (actions.send_again, actions.abandon):
        with pytest.raises(actions.NothingToDecide):
            decide(in_doubt, actor=claire, now=clock())


def test_a_decision_is_in_the_trail(in_doubt: Delivery, claire: User, clock: FrozenClock) -> None:
    actions.abandon(in_doubt, actor=claire, now=clock())
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.actor_id) == ("delivery.cancelled", claire.pk)


def test_a_held_post_leaves_at_once_when_asked_with_the_date_of_its_leaving(
    held: Delivery, claire: User, script: Script, clock: FrozenClock
) -> None:
    actions.send_again(held, actor=claire, now=clock())
    run(held, clock)
    assert script.posts[0].written_at == clock()


def test_a_held_post_cannot_be_said_to_be_online(
    held: Delivery, claire: User, clock: FrozenClock
) -> None:
    with pytest.raises(actions.NothingToDecide):
        actions.confirm_published(held, address="", actor=claire, now=clock())


def test_a_held_post_may_be_changed_and_leaves_at_its_new_hour(
    held: Delivery, claire: User, script: Script, clock: FrozenClock
) -> None:
    due_at = clock() + timedelta(hours=1)
    actions.revise(
        held,
        content=content("plus tard", clock()),
        files=[],
        due_at=due_at,
        actor=claire,
        now=clock(),
    )
    assert run(held, clock).status == "published"
    assert clock() == due_at


@pytest.mark.parametrize(
    "status", ["sending", "unknown", "reconciling", "ask_human", "published", "failed"]
)
def test_what_may_have_left_is_neither_changed_nor_cancelled(
    status: str, plan: Plan, claire: User, clock: FrozenClock
) -> None:
    delivery = plan("ancien")
    proof = {"remote_id": "1", "published_at": clock()} if status == "published" else {}
    Delivery.objects.filter(pk=delivery.pk).update(status=status, **proof)
    with pytest.raises(actions.AlreadyLeft):
        actions.cancel(delivery, actor=claire, now=clock())
    with pytest.raises(actions.AlreadyLeft):
        actions.revise(
            delivery,
            content=content("x", clock()),
            files=[],
            due_at=clock(),
            actor=claire,
            now=clock(),
        )
    delivery.refresh_from_db()
    assert (delivery.status, from_json(delivery.content).text) == (status, "ancien")


def test_a_post_that_was_tried_once_is_not_changed_any_more(
    plan: Plan, script: Script, claire: User, clock: FrozenClock
) -> None:
    script.publish = [OutcomeUnknown("500")]
    delivery = plan()
    for _ in range(3):
        clock.set(advance(delivery.pk, clock=clock) or clock())
    delivery.refresh_from_db()
    assert delivery.status == "scheduled"
    with pytest.raises(actions.AlreadyLeft):
        actions.revise(
            delivery,
            content=content("x", clock()),
            files=[],
            due_at=clock(),
            actor=claire,
            now=clock(),
        )


def test_after_a_restore_nothing_past_due_leaves_by_itself(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    past, future = plan("passé"), plan("à venir", due_at=clock() + timedelta(days=1))
    clock.advance(minutes=10)
    assert actions.suspect_past_due(now=clock()) == 1
    past = run(past, clock)
    assert (past.status, past.reason) == ("held", "restored")
    assert script.calls == ["find", "find"]
    future.refresh_from_db()
    assert future.status == "scheduled"


def test_after_a_restore_what_had_left_meanwhile_is_found(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    delivery = run(plan(), clock)
    Delivery.objects.filter(pk=delivery.pk).update(
        status="scheduled", remote_id="", published_at=None, first_attempt_at=None
    )
    delivery.attempts.all().delete()
    actions.suspect_past_due(now=clock())
    assert run(delivery, clock).remote_id == "post-0"
    assert script.calls.count("publish") == 1


@pytest.mark.parametrize(
    ("status", "then"),
    [("scheduled", "held"), ("leased", "held"), ("sending", "ask_human"), ("unknown", "ask_human")],
)
def test_a_delivery_whose_job_keeps_crashing_is_shown_to_a_person(
    status: str, then: str, plan: Plan, clock: FrozenClock
) -> None:
    delivery = plan()
    Delivery.objects.filter(pk=delivery.pk).update(status=status)
    actions.ask_after_crashes(delivery_id=delivery.pk, now=clock())
    delivery.refresh_from_db()
    assert (delivery.status, delivery.reason) == (then, "crashed")


def test_those_above_hear_what_becomes_of_a_delivery(plan: Plan, clock: FrozenClock) -> None:
    heard: list[str] = []

    def listen(delivery: Delivery, **_: object) -> None:
        heard.append(delivery.status)

    delivery_changed.connect(listen)
    try:
        run(plan(), clock)
    finally:
        delivery_changed.disconnect(listen)
    assert heard == ["published"]


def test_what_waits_is_counted_by_channel(plan: Plan, channel: Channel, clock: FrozenClock) -> None:
    run(plan("parti"), clock)
    plan("à venir", due_at=clock() + timedelta(days=1))
    assert queries.waiting_by_channel(channel.workspace) == {channel.pk: Waiting(1)}


def test_a_lost_channel_names_the_first_of_what_waits(
    plan: Plan, channel: Channel, clock: FrozenClock
) -> None:
    hours = [clock() + timedelta(hours=hour) for hour in (4, 1, 3, 2)]
    for due_at in hours:
        clock.advance(seconds=1)
        plan(f"Prévu à {due_at.hour} h\nsuite", due_at=due_at)
    channel_actions.mark_lost(channel=channel, error=AccessRevoked(), now=clock())
    waiting = queries.waiting_by_channel(channel.workspace)[channel.pk]
    assert waiting.count == 4
    assert waiting.soonest == tuple(
        Planned(due_at, f"Prévu à {due_at.hour} h") for due_at in sorted(hours)[:3]
    )


def test_a_refusal_is_settled_by_taking_note(plan: Plan, claire: User, clock: FrozenClock) -> None:
    delivery = plan()
    Delivery.objects.filter(pk=delivery.pk).update(status="failed", reason="refused")
    actions.acknowledge(delivery, actor=claire, now=clock())
    delivery.refresh_from_db()
    assert delivery.settled_at == clock()
