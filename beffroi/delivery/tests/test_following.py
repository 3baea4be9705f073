"""Our first comment: it waits for its post, stands under it, and goes where it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from beffroi.channels import gateway
from beffroi.delivery import actions
from beffroi.delivery.actions import create_delivery
from beffroi.delivery.content import Content, compose, from_json
from beffroi.delivery.engine import advance
from beffroi.delivery.models import Delivery
from beffroi.delivery.tests.conftest import Plan
from beffroi.delivery.tests.scripted import Script, ScriptedChannel, ScriptedNetwork
from beffroi.delivery.tests.test_sending import run
from beffroi.networks import registry
from beffroi.networks.contracts import Author, FeedbackKind, FeedbackPage, IncomingFeedback
from beffroi.networks.errors import ContentRefused, NetworkUnavailable
from beffroi.workspaces.models import User
from tests.clock import FrozenClock

pytestmark = pytest.mark.django_db
TEXT = "La recette est ici : https://atelier-martin.example/recette"


class ReadingChannel(ScriptedChannel):
    """One that also tells of our own posts; `hidden` ones are not shown yet."""

    hidden: int = 0

    def read_feedback(self, cursor: str | None) -> FeedbackPage:
        return FeedbackPage((), "", has_more=False)

    def read_thread(self, remote_id: str) -> Sequence[IncomingFeedback]:
        return ()

    def read_again(self, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback | None]:
        self._script.calls.append("read_again")
        if ReadingChannel.hidden:
            ReadingChannel.hidden -= 1
            return {}
        return {remote_id: _own(remote_id) for remote_id in remote_ids}


def _own(remote_id: str) -> IncomingFeedback:
    return IncomingFeedback(
        remote_id=remote_id,
        kind=FeedbackKind.REPLY,
        author=Author("us", "atelier-martin", "Atelier Martin"),
        text="",
        created_at=datetime(2026, 9, 1, tzinfo=UTC),
        url="",
        root_id=remote_id,
        is_ours=True,
        reply_context={"root": remote_id},
    )


@pytest.fixture(autouse=True)
def reading(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    network = ScriptedNetwork(script, ReadingChannel)
    monkeypatch.setitem(registry.NETWORKS, "scripted", lambda http: network)
    monkeypatch.setattr(ReadingChannel, "hidden", 0)
    gateway.forget()


def comment_on(post: Delivery, clock: FrozenClock) -> Delivery:
    return create_delivery(
        channel=post.channel,
        content=Content(text=TEXT, language="fr", written_at=clock()),
        follows=post,
        due_at=post.due_at,
        actor=None,
        now=clock(),
    )


def test_it_leaves_once_its_post_is_out_and_stands_under_it(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    post = plan()
    comment = comment_on(post, clock)
    assert advance(comment.pk, clock=clock) is None
    assert script.calls == []
    run(post, clock)
    assert run(comment, clock).status == "published"
    assert script.calls == ["publish", "read_again", "publish"]
    target = script.posts[1].reply_to
    assert target is not None
    post.refresh_from_db()
    assert (target.remote_id, target.context) == (post.remote_id, {"root": post.remote_id})


def test_one_that_was_planned_long_before_is_not_dated_before_its_post(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    post = plan()
    clock.set(clock() - timedelta(days=3))
    comment = comment_on(post, clock)
    clock.set(clock() + timedelta(days=3))
    run(post, clock)
    assert run(comment, clock).status == "published"
    assert script.posts[1].written_at == script.posts[0].written_at


def test_a_post_that_left_hours_late_takes_its_comment_along(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    post = plan()
    comment = comment_on(post, clock)
    clock.set(clock() + timedelta(hours=1, minutes=59))
    run(post, clock)
    clock.set(clock() + timedelta(minutes=30))
    assert run(comment, clock).status == "published"


def test_a_post_that_is_not_shown_yet_is_waited_for(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    ReadingChannel.hidden = 2
    post = plan()
    comment = comment_on(post, clock)
    run(post, clock)
    assert run(comment, clock).status == "published"
    assert script.calls == ["publish", "read_again", "read_again", "read_again", "publish"]


def test_a_second_try_says_the_same_in_the_same_place(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    post = run(plan(), clock)
    comment = comment_on(post, clock)
    script.publish = [NetworkUnavailable("refused")]
    assert run(comment, clock).status == "published"
    assert script.calls == ["publish", "read_again", "publish", "publish"]


@pytest.mark.parametrize("ends", ["refused", "cancelled"])
def test_a_post_that_does_not_leave_takes_its_comment_along(
    plan: Plan, script: Script, clock: FrozenClock, ends: str
) -> None:
    post = plan()
    comment = comment_on(post, clock)
    if ends == "refused":
        script.publish = [ContentRefused("no", field="text")]
        run(post, clock)
    else:
        actions.cancel(post, actor=None, now=clock())
    comment.refresh_from_db()
    assert comment.status == "cancelled"
    assert TEXT not in [one.text for one in script.posts]


def test_one_that_was_held_is_given_up_with_its_post(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    post = plan()
    comment = comment_on(post, clock)
    actions.ask_after_crashes(delivery_id=comment.pk, now=clock())
    script.publish = [ContentRefused("no", field="text")]
    run(post, clock)
    comment.refresh_from_db()
    assert comment.status == "cancelled"


def test_a_comment_whose_place_is_not_known_is_never_composed(
    plan: Plan, clock: FrozenClock
) -> None:
    comment = comment_on(plan(), clock)
    with pytest.raises(ValueError, match="no place"):
        compose(comment, ())


def test_a_post_without_a_known_id_takes_no_comment(
    plan: Plan, script: Script, clock: FrozenClock
) -> None:
    post = plan()
    comment = comment_on(post, clock)
    Delivery.objects.filter(pk=post.pk).update(
        status="published", published_at=clock(), confirmed_by_person=True
    )
    comment = run(comment, clock)
    assert (comment.status, comment.refused_field) == ("failed", "own_post")


def test_one_whose_post_did_not_leave_before_a_restore_waits_for_it(
    plan: Plan, script: Script, clock: FrozenClock, claire: User
) -> None:
    post = plan()
    comment = comment_on(post, clock)
    clock.set(clock() + timedelta(minutes=1))
    assert actions.suspect_past_due(now=clock()) == 1
    assert (run(post, clock).status, run(comment, clock).status) == ("held", "scheduled")
    assert script.calls == ["find", "find"]
    actions.send_again(post, actor=claire, now=clock())
    assert run(post, clock).status == "published"
    assert run(comment, clock).status == "published"
    assert script.calls[2:] == ["publish", "read_again", "publish"]


def test_one_post_has_one_first_comment(plan: Plan, clock: FrozenClock) -> None:
    post = plan()
    comment = comment_on(post, clock)
    with pytest.raises(IntegrityError), transaction.atomic():
        comment_on(post, clock)
    actions.cancel(comment, actor=None, now=clock())
    assert comment_on(post, clock).pk != comment.pk


def test_what_was_changed_meanwhile_is_not_overwritten(
    plan: Plan, script: Script, clock: FrozenClock, claire: User
) -> None:
    post = run(plan(), clock)
    comment = comment_on(post, clock)
    other = replace(from_json(comment.content), text="Autre chose")

    def change(self: ReadingChannel, remote_ids: Sequence[str]) -> Mapping[str, IncomingFeedback]:
        actions.revise(comment, content=other, files=(), due_at=clock(), actor=claire, now=clock())
        return {remote_id: _own(remote_id) for remote_id in remote_ids}

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ReadingChannel, "read_again", change)
        advance(comment.pk, clock=clock)
    assert run(comment, clock).status == "published"
    assert [one.text for one in script.posts] == ["Bonjour", "Autre chose"]
