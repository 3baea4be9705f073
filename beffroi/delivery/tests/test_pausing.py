"""Posts that are paused: what stays, what goes on, and what a person lets leave all the same."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from PIL import Image as Pillow

from beffroi.channels.models import Channel
from beffroi.core.models import AuditEntry, Job
from beffroi.delivery import actions, pausing, sending, steps
from beffroi.delivery.actions import Attached
from beffroi.delivery.content import Content, from_json, to_json
from beffroi.delivery.engine import advance
from beffroi.delivery.models import Delivery, Event, Pause
from beffroi.delivery.tests.conftest import Plan
from beffroi.delivery.tests.scripted import Script
from beffroi.delivery.tests.test_sending import events, run
from beffroi.media.actions import add_picture
from beffroi.networks.contracts import ReplyTarget
from beffroi.networks.errors import NetworkUnavailable
from beffroi.workspaces.models import User, Workspace
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace(channel: Channel) -> Workspace:
    return channel.workspace


def stop(workspace: Workspace, claire: User, clock: FrozenClock, *, why: str = "") -> Pause:
    return pausing.pause(workspace, why=why, actor=claire, now=clock())


def make_answer(delivery: Delivery) -> None:
    content = replace(from_json(delivery.content), reply_to=ReplyTarget("42", "zoe", {}))
    Delivery.objects.filter(pk=delivery.pk).update(content=to_json(content))


# What stays


def test_no_post_leaves_while_posts_are_paused(
    plan: Plan, workspace: Workspace, claire: User, script: Script, clock: FrozenClock
) -> None:
    due, to_come = plan("Maintenant"), plan("Demain", due_at=clock() + timedelta(days=1))
    stop(workspace, claire, clock)
    assert advance(due.pk, clock=clock) is None
    clock.advance(days=1)
    assert advance(to_come.pk, clock=clock) is None
    assert script.calls == []
    statuses = set(Delivery.objects.values_list("status", flat=True))
    assert statuses == {"scheduled"}


def test_a_post_that_was_planned_during_the_pause_stays_too(
    plan: Plan, workspace: Workspace, claire: User, script: Script, clock: FrozenClock
) -> None:
    stop(workspace, claire, clock)
    run(plan(), clock)
    assert script.calls == []


def test_another_workspace_goes_on(
    plan: Plan, claire: User, script: Script, clock: FrozenClock
) -> None:
    stop(Workspace.objects.create(name="Autre"), claire, clock)
    assert run(plan(), clock).status == "published"


def test_a_pause_that_begins_while_files_go_over_is_honoured(
    plan: Plan,
    workspace: Workspace,
    claire: User,
    script: Script,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = io.BytesIO()
    Pillow.new("RGB", (40, 30)).save(drawn, "PNG")
    picture = add_picture(workspace=workspace, actor=None, upload=drawn.getvalue(), now=clock())
    delivery = plan(files=[Attached(picture, "Un pain")])

    def observe(step: str) -> None:
        if step == "uploaded":
            stop(workspace, claire, clock)

    monkeypatch.setattr(steps, "observer", observe)
    run(delivery, clock)
    delivery.refresh_from_db()
    assert script.calls == ["upload"]
    assert (delivery.status, delivery.attempts.count()) == ("scheduled", 0)


def test_a_retry_of_what_provably_did_not_leave_waits_as_well(
    plan: Plan, workspace: Workspace, claire: User, script: Script, clock: FrozenClock
) -> None:
    script.publish = [NetworkUnavailable("away")]
    delivery = plan()
    wake = advance(delivery.pk, clock=clock)
    assert wake is not None
    stop(workspace, claire, clock)
    clock.set(wake)
    assert advance(delivery.pk, clock=clock) is None
    assert script.calls == ["publish"]


# What goes on


def test_what_is_being_sent_finishes(
    plan: Plan, workspace: Workspace, claire: User, script: Script, clock: FrozenClock
) -> None:
    def pause() -> None:
        stop(workspace, claire, clock)

    script.during_call = pause
    assert run(plan(), clock).status == "published"


def test_a_doubt_is_looked_up_and_proven_during_the_pause(
    plan: Plan, workspace: Workspace, claire: User, script: Script, clock: FrozenClock
) -> None:
    script.publish = ["made, no answer"]
    delivery = plan()
    advance(delivery.pk, clock=clock)
    stop(workspace, claire, clock)
    clock.advance(minutes=5)
    assert run(delivery, clock).status == "published"
    assert script.calls == ["publish", "find"]


def test_answers_leave_during_the_pause(
    plan: Plan, workspace: Workspace, claire: User, script: Script, clock: FrozenClock
) -> None:
    answer = plan("Bonjour Zoé")
    make_answer(answer)
    stop(workspace, claire, clock)
    assert run(answer, clock).status == "published"


def test_the_first_comment_follows_its_post(
    plan: Plan, channel: Channel, workspace: Workspace, claire: User, clock: FrozenClock
) -> None:
    post = plan("Fournée")
    content = Content(text="Horaires", language="fr", written_at=clock())
    comment = actions.create_delivery(
        channel=channel, content=content, follows=post, due_at=clock(), actor=None, now=clock()
    )
    one = stop(workspace, claire, clock)
    run(post, clock)
    assert advance(comment.pk, clock=clock) is None
    pausing.let_through(one, [post.pk], actor=claire, now=clock())
    run(post, clock)
    comment.refresh_from_db()
    assert not sending.is_paused(comment)


# Letting one leave all the same


def test_a_chosen_post_leaves_in_spite_of_the_pause(
    plan: Plan, workspace: Workspace, claire: User, script: Script, clock: FrozenClock
) -> None:
    chosen, other = plan("Ouvert dimanche"), plan("Bonne fête")
    one = stop(workspace, claire, clock)
    clock.advance(hours=5)  # later than what would be held
    for post in (chosen, other):
        run(post, clock)
    assert pausing.let_through(one, [chosen.pk], actor=claire, now=clock()) == 1
    assert Job.objects.get(kind=actions.JOB, key=str(chosen.pk)).run_at == clock()
    assert run(chosen, clock).status == "published"
    assert run(other, clock).status == "scheduled"
    assert "let_through" in events(chosen)
    assert AuditEntry.objects.filter(action="posts.let_through").count() == 1


def test_a_chosen_post_that_is_still_to_come_leaves_at_its_hour(
    plan: Plan, workspace: Workspace, claire: User, clock: FrozenClock
) -> None:
    due_at = clock() + timedelta(hours=3)
    chosen = plan(due_at=due_at)
    one = stop(workspace, claire, clock)
    pausing.let_through(one, [chosen.pk], actor=claire, now=clock())
    assert advance(chosen.pk, clock=clock) == due_at


def test_a_choice_can_be_taken_back_until_it_leaves(
    plan: Plan, workspace: Workspace, claire: User, script: Script, clock: FrozenClock
) -> None:
    chosen = plan(due_at=clock() + timedelta(hours=3))
    one = stop(workspace, claire, clock)
    pausing.let_through(one, [chosen.pk], actor=claire, now=clock())
    assert pausing.keep_back(one, [chosen.pk], actor=claire, now=clock()) == 1
    clock.advance(hours=3)
    run(chosen, clock)
    assert script.calls == []


def test_a_choice_holds_for_one_pause_only(
    plan: Plan, workspace: Workspace, claire: User, script: Script, clock: FrozenClock
) -> None:
    chosen = plan(due_at=clock() + timedelta(hours=3))
    first = stop(workspace, claire, clock)
    pausing.let_through(first, [chosen.pk], actor=claire, now=clock())
    pausing.resume(first, actor=claire, now=clock())
    stop(workspace, claire, clock)
    clock.advance(hours=3)
    run(chosen, clock)
    assert script.calls == []


def test_what_a_person_sends_again_leaves_though_posts_are_paused(
    plan: Plan, workspace: Workspace, claire: User, clock: FrozenClock
) -> None:
    delivery = plan()
    pausing.resume(stop(workspace, claire, clock), actor=claire, now=clock())
    stop(workspace, claire, clock)
    actions.send_again(delivery, actor=claire, now=clock())
    assert run(delivery, clock).status == "published"


def test_of_a_foreign_workspace_nothing_is_let_through(
    plan: Plan, claire: User, clock: FrozenClock
) -> None:
    one = stop(Workspace.objects.create(name="Autre"), claire, clock)
    assert pausing.let_through(one, [plan().pk], actor=claire, now=clock()) == 0


# The end


def test_at_the_end_what_is_past_waits_for_a_person_and_what_is_to_come_leaves(
    plan: Plan, workspace: Workspace, claire: User, script: Script, clock: FrozenClock
) -> None:
    past, to_come = plan("Passé"), plan("À venir", due_at=clock() + timedelta(hours=5))
    one = stop(workspace, claire, clock)
    clock.advance(minutes=20)
    run(past, clock)
    assert pausing.resume(one, actor=claire, now=clock()) == 1
    past.refresh_from_db()
    assert (past.status, past.reason) == ("held", "paused")
    assert Job.objects.get(kind=actions.JOB, key=str(to_come.pk)).run_at == to_come.due_at
    clock.advance(hours=5)
    assert run(to_come, clock).status == "published"
    assert list(pausing.held(workspace.pk)) == [past]


def test_a_post_whose_job_rested_by_a_clock_that_was_ahead_is_not_forgotten(
    plan: Plan, workspace: Workspace, claire: User, clock: FrozenClock
) -> None:
    delivery = plan(due_at=clock() + timedelta(minutes=1))
    one = stop(workspace, claire, clock)
    advance(delivery.pk, clock=lambda: clock() + timedelta(minutes=5))
    Job.objects.all().delete()
    pausing.resume(one, actor=claire, now=clock())
    assert Job.objects.get(key=str(delivery.pk)).run_at == delivery.due_at


def test_an_answer_is_never_held_by_the_end_of_a_pause(
    plan: Plan, workspace: Workspace, claire: User, clock: FrozenClock
) -> None:
    answer = plan()
    make_answer(answer)
    assert pausing.resume(stop(workspace, claire, clock), actor=claire, now=clock()) == 0


def test_ending_twice_changes_nothing(
    plan: Plan, workspace: Workspace, claire: User, clock: FrozenClock
) -> None:
    one = stop(workspace, claire, clock)
    pausing.resume(one, actor=claire, now=clock())
    plan()
    assert pausing.resume(one, actor=claire, now=clock()) == 0
    assert Delivery.objects.get().status == "scheduled"


def test_a_clock_that_was_set_back_ends_a_pause_all_the_same(
    workspace: Workspace, claire: User, clock: FrozenClock
) -> None:
    one = stop(workspace, claire, clock)
    pausing.resume(one, actor=claire, now=clock() - timedelta(hours=1))
    one.refresh_from_db()
    assert one.ended_at == one.began_at


# Taking it back


def test_a_pause_by_mistake_is_taken_back_as_if_it_had_not_been(
    plan: Plan, workspace: Workspace, claire: User, clock: FrozenClock
) -> None:
    delivery = plan()
    one = stop(workspace, claire, clock)
    run(delivery, clock)
    clock.advance(minutes=9)
    pausing.undo_pause(one, actor=claire, now=clock())
    assert Job.objects.get(key=str(delivery.pk)).run_at == clock()
    assert run(delivery, clock).status == "published"


def test_after_a_while_a_pause_is_ended_and_no_longer_taken_back(
    plan: Plan, workspace: Workspace, claire: User, clock: FrozenClock
) -> None:
    one = stop(workspace, claire, clock)
    clock.advance(minutes=11)
    with pytest.raises(pausing.TooLate):
        pausing.undo_pause(one, actor=claire, now=clock())


def test_an_end_by_mistake_is_taken_back(
    plan: Plan, workspace: Workspace, claire: User, script: Script, clock: FrozenClock
) -> None:
    past, to_come = plan(), plan(due_at=clock() + timedelta(hours=1))
    one = stop(workspace, claire, clock)
    pausing.resume(one, actor=claire, now=clock())
    pausing.undo_resume(one, actor=claire, now=clock())
    clock.advance(hours=1)
    assert (run(past, clock).status, run(to_come, clock).status) == ("scheduled", "scheduled")
    assert script.calls == []


def test_an_end_is_not_taken_back_once_another_pause_began_or_long_after(
    workspace: Workspace, claire: User, clock: FrozenClock
) -> None:
    one = stop(workspace, claire, clock)
    pausing.resume(one, actor=claire, now=clock())
    second = stop(workspace, claire, clock)
    with pytest.raises(pausing.TooLate):
        pausing.undo_resume(one, actor=claire, now=clock())
    pausing.resume(second, actor=claire, now=clock())
    clock.advance(minutes=11)
    with pytest.raises(pausing.TooLate):
        pausing.undo_resume(second, actor=claire, now=clock())


# Promises


def test_a_workspace_is_paused_once_however_often_it_is_asked(
    workspace: Workspace, claire: User, clock: FrozenClock
) -> None:
    first = stop(workspace, claire, clock, why="La file")
    assert stop(workspace, claire, clock, why="Encore") == first
    assert (first.why, AuditEntry.objects.filter(action="posts.paused").count()) == ("La file", 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(workspace=workspace, began_at=clock())


@pytest.mark.django_db(transaction=True)
def test_a_pause_waits_for_whoever_is_handing_over_and_nobody_begins_after_it(
    plan: Plan,
    workspace: Workspace,
    claire: User,
    script: Script,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    delivery, later = plan(), plan()
    asked, is_paused = threading.Event(), threading.Event()
    overtaken: list[bool] = []
    seen: list[str] = []
    ask = sending.is_paused

    def look_then_dwell(row: Delivery) -> bool:
        answer = ask(row)
        if not asked.is_set() and row.state.value == "leased":
            asked.set()
            overtaken.append(is_paused.wait(0.5))  # the row is held: the pause must not be over
        return answer

    def begin() -> None:
        asked.wait(5)
        stop(workspace, claire, clock)
        is_paused.set()
        seen.append(Delivery.objects.get(pk=delivery.pk).status)

    monkeypatch.setattr(sending, "is_paused", look_then_dwell)
    threads = [_thread(begin), _thread(lambda: run(delivery, clock))]
    for thread in threads:
        thread.join(20)
    run(later, clock)
    assert overtaken == [False]
    assert seen[0] in {"sending", "published"}
    assert script.calls == ["publish"]


def _thread(work: Callable[[], object]) -> threading.Thread:
    def working() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=working)
    thread.start()
    return thread


def test_the_lease_asks_for_a_pause_with_one_query(plan: Plan, clock: FrozenClock) -> None:
    delivery = plan()
    with CaptureQueriesContext(connection) as caught:
        sending.lease(delivery, now=clock())
    assert sum("delivery_pause" in one["sql"].lower() for one in caught) == 1


def test_each_act_is_on_the_trail(
    plan: Plan, workspace: Workspace, claire: User, clock: FrozenClock
) -> None:
    chosen = plan(due_at=clock() + timedelta(hours=1))
    one = stop(workspace, claire, clock)
    pausing.let_through(one, [chosen.pk], actor=claire, now=clock())
    pausing.keep_back(one, [chosen.pk], actor=claire, now=clock())
    pausing.resume(one, actor=claire, now=clock())
    lines = AuditEntry.objects.filter(subject=f"pause:{one.pk}").order_by("id")
    assert [(line.action, line.actor_id) for line in lines] == [
        ("posts.paused", claire.pk),
        ("posts.let_through", claire.pk),
        ("posts.kept_back", claire.pk),
        ("posts.resumed", claire.pk),
    ]
    kinds = Event.objects.filter(delivery=chosen).values_list("kind", flat=True)
    assert list(kinds) == ["scheduled", "let_through", "kept_back"]
