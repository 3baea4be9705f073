"""What people said is deleted on the network, once, unless that is undone in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core import jobs
from beffroi.core.models import AuditEntry, Job
from beffroi.delivery import fate
from beffroi.delivery.content import Content, to_json
from beffroi.delivery.models import Delivery
from beffroi.inbox import erasing, moderating, removing, rules
from beffroi.inbox.models import Answer, Conversation, Feedback, Removal
from beffroi.inbox.moderating import CannotModerate
from beffroi.inbox.tests.desk import Desk, said
from beffroi.inbox.tests.removals import NETWORK_ANSWERS_LATE, Network, let_pass, run_jobs, trail
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    PermissionLost,
    RateLimited,
)
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db

UNDO_FOR = rules.REMOVAL_CAN_BE_UNDONE_FOR


class TestAsking:
    def test_nothing_leaves_before_the_time_to_undo_is_over(
        self, desk: Desk, network: Network, asked: Removal, world: World
    ) -> None:
        assert (asked.asked_by, asked.due_at) == (world.claire, desk.clock() + UNDO_FOR)
        desk.clock.advance(seconds=UNDO_FOR.total_seconds() - 1)
        run_jobs(desk.clock)
        assert network.removed == []
        assert desk.feedback().text == "Publicité"
        desk.clock.advance(seconds=1)
        run_jobs(desk.clock)
        assert network.removed == ["f1"]

    def test_then_no_word_is_kept_and_the_trail_says_who_asked(
        self, desk: Desk, network: Network, asked: Removal, world: World
    ) -> None:
        let_pass(desk)
        row = desk.feedback()
        assert (row.text, row.author_name, row.removal.state) == ("", "", "done")
        assert row.deleted_at == desk.clock()
        assert desk.conversation().status == Conversation.Status.DONE
        assert trail() == [
            ("feedback.removal_asked", world.claire.pk),
            ("feedback.removed", world.claire.pk),
        ]
        assert not Job.objects.filter(kind=removing.REMOVE).exists()

    def test_our_answer_goes_along_and_nobody_is_alarmed(
        self, desk: Desk, network: Network, asked: Removal, world: World
    ) -> None:
        now = desk.clock()
        sent = Delivery.objects.create(
            workspace=world.atelier,
            channel=desk.channel,
            content=to_json(Content(text="Non merci", language="fr", written_at=now)),
            marker="1",
            due_at=now,
            created_at=now,
        )
        Answer.objects.create(
            workspace=world.atelier,
            conversation=desk.conversation(),
            feedback=desk.feedback(),
            delivery=sent,
            text="Non merci",
            written_at=now,
        )
        jobs.enqueue(fate.JOB, key=str(sent.pk), run_at=now + timedelta(hours=1))
        desk.clock.set(asked.due_at)
        run_jobs(desk.clock)
        assert not Job.objects.filter(kind=fate.JOB).exists()

    def test_asked_twice_the_first_stands(
        self, desk: Desk, network: Network, asked: Removal, world: World
    ) -> None:
        desk.clock.advance(seconds=30)
        again = removing.ask(desk.feedback(), actor=world.karim, now=desk.clock())
        assert (again.asked_by, again.due_at) == (world.claire, asked.due_at)
        desk.clock.set(asked.due_at)
        run_jobs(desk.clock)
        assert network.removed == ["f1"]
        assert len(trail()) == 2

    @pytest.mark.parametrize(
        ("is_private", "status", "problem"),
        [(True, "connected", "impossible"), (False, "needs_reconnection", "channel_lost")],
    )
    def test_what_cannot_be_is_said_at_once(
        self,
        desk: Desk,
        network: Network,
        world: World,
        is_private: bool,
        status: str,
        problem: str,
    ) -> None:
        Channel.objects.update(status=status, lost_at=desk.clock())
        Feedback.objects.update(is_private=is_private)
        with pytest.raises(CannotModerate) as caught:
            removing.ask(desk.feedback(), actor=world.claire, now=desk.clock())
        assert caught.value.problem == problem
        assert not Removal.objects.exists()

    def test_a_network_that_offers_it_not_is_not_asked(
        self, desk: Desk, network: Network, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(moderating, "abilities", lambda network: frozenset({"hide"}))
        with pytest.raises(CannotModerate, match="impossible"):
            removing.ask(desk.feedback(), actor=world.claire, now=desk.clock())


class TestUndoing:
    def test_undone_it_stays_as_it_was(
        self, desk: Desk, network: Network, asked: Removal, world: World
    ) -> None:
        desk.clock.advance(seconds=UNDO_FOR.total_seconds() - 1)
        removing.undo(desk.feedback(), actor=world.karim, now=desk.clock())
        assert not Job.objects.filter(kind=removing.REMOVE).exists()
        let_pass(desk)
        assert network.removed == []
        assert desk.feedback().text == "Publicité"
        assert trail()[-1] == ("feedback.removal_undone", world.karim.pk)
        with pytest.raises(CannotModerate, match="nothing_to_undo"):
            removing.undo(desk.feedback(), actor=world.karim, now=desk.clock())

    def test_asked_again_it_has_its_whole_time_again(
        self, desk: Desk, network: Network, asked: Removal, world: World
    ) -> None:
        desk.clock.advance(seconds=100)
        removing.undo(desk.feedback(), actor=world.claire, now=desk.clock())
        removing.ask(desk.feedback(), actor=world.claire, now=desk.clock())
        desk.clock.set(asked.due_at)
        run_jobs(desk.clock)
        assert network.removed == []
        let_pass(desk)
        assert network.removed == ["f1"]

    def test_it_is_too_late_while_the_network_is_asked(
        self, desk: Desk, network: Network, asked: Removal, world: World
    ) -> None:
        caught: list[str] = []

        def undo_now() -> None:
            with pytest.raises(CannotModerate) as error:
                removing.undo(desk.feedback(), actor=world.karim, now=desk.clock())
            caught.append(error.value.problem)

        network.meanwhile = undo_now
        let_pass(desk)
        assert caught == ["too_late"]
        assert desk.feedback().deleted_at is not None
        with pytest.raises(CannotModerate, match="too_late"):
            removing.undo(desk.feedback(), actor=world.karim, now=desk.clock())

    def test_a_job_that_was_taken_before_it_was_undone_does_nothing(
        self, desk: Desk, network: Network, asked: Removal, world: World
    ) -> None:
        removing.undo(desk.feedback(), actor=world.karim, now=desk.clock())
        desk.clock.set(asked.due_at)
        assert removing.remove_due(asked.feedback_id, clock=desk.clock) is None
        assert network.removed == []

    def test_one_that_was_asked_again_waits_for_the_new_time(
        self, desk: Desk, network: Network, asked: Removal, world: World
    ) -> None:
        desk.clock.set(asked.due_at)
        removing.undo(desk.feedback(), actor=world.karim, now=desk.clock())
        again = removing.ask(desk.feedback(), actor=world.karim, now=desk.clock())
        assert removing.remove_due(asked.feedback_id, clock=desk.clock) == again.due_at
        assert network.removed == []


class TestNetwork:
    def test_what_is_gone_there_already_is_success(
        self, desk: Desk, network: Network, asked: Removal
    ) -> None:
        network.fails = NotFound()
        let_pass(desk)
        assert desk.feedback().removal.state == "done"
        assert desk.feedback().text == ""

    @pytest.mark.parametrize("error", NETWORK_ANSWERS_LATE, ids=lambda one: type(one).__name__)
    def test_one_that_does_not_answer_is_asked_again_and_it_can_be_undone_meanwhile(
        self, desk: Desk, network: Network, asked: Removal, world: World, error: NetworkError
    ) -> None:
        network.fails = error
        let_pass(desk)
        row = desk.feedback().removal
        assert (row.state, row.was_put_off) == ("waiting", True)
        assert row.due_at >= desk.clock() + timedelta(minutes=1)
        assert desk.feedback().text == "Publicité"
        network.fails = None
        desk.clock.set(row.due_at)
        run_jobs(desk.clock)
        assert network.removed == ["f1", "f1"]
        assert desk.feedback().removal.state == "done"

    def test_undone_between_two_tries_it_is_not_tried_again(
        self, desk: Desk, network: Network, asked: Removal, world: World
    ) -> None:
        network.fails = NetworkUnavailable()
        let_pass(desk)
        removing.undo(desk.feedback(), actor=world.karim, now=desk.clock())
        desk.clock.advance(days=2)
        run_jobs(desk.clock)
        assert network.removed == ["f1"]

    def test_it_waits_as_long_as_the_network_asks(
        self, desk: Desk, network: Network, asked: Removal
    ) -> None:
        network.fails = RateLimited(retry_after_seconds=1800)
        let_pass(desk)
        until = desk.clock() + timedelta(seconds=1800)
        assert desk.feedback().removal.due_at == until
        desk.channel.refresh_from_db()
        assert desk.channel.paused_until == until

    def test_a_channel_that_must_wait_is_not_asked_before(
        self, desk: Desk, network: Network, asked: Removal
    ) -> None:
        until = desk.clock() + timedelta(minutes=30)
        Channel.objects.update(paused_until=until)
        let_pass(desk)
        assert network.removed == []
        assert desk.feedback().removal.due_at == until
        desk.clock.set(until)
        run_jobs(desk.clock)
        assert network.removed == ["f1"]

    def test_patience_ends_after_a_day_and_is_told(
        self, desk: Desk, network: Network, asked: Removal
    ) -> None:
        network.fails = NetworkUnavailable()
        until = asked.due_at + rules.REMOVAL_TRIED_FOR
        while Removal.objects.pending().exists():
            desk.clock.set(desk.feedback().removal.due_at)
            run_jobs(desk.clock)
        assert until <= desk.clock() <= until + timedelta(hours=1)
        assert (desk.feedback().removal.problem, desk.feedback().text) == ("given_up", "Publicité")
        assert 25 <= len(network.removed) <= 35

    @pytest.mark.parametrize(
        ("error", "problem", "is_connected"),
        [
            (PermissionLost(), "no_right", True),
            (AccessRevoked(), "channel_lost", False),
            (ContentRefused(), "refused", True),
            (AppMisconfigured(), "refused", True),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_a_refusal_ends_it_and_is_kept_with_its_reason(
        self,
        desk: Desk,
        network: Network,
        asked: Removal,
        world: World,
        error: NetworkError,
        problem: str,
        is_connected: bool,
    ) -> None:
        network.fails = error
        let_pass(desk)
        row = desk.feedback()
        assert (row.removal.state, row.removal.problem) == ("refused", problem)
        assert row.text == "Publicité"
        desk.channel.refresh_from_db()
        assert desk.channel.is_connected is is_connected
        last = AuditEntry.objects.latest("id")
        assert (last.action, last.actor_id) == ("feedback.removal_refused", world.claire.pk)
        assert last.detail == {"problem": problem}
        desk.clock.advance(days=2)
        run_jobs(desk.clock)
        assert network.removed == ["f1"]

    def test_what_was_refused_can_be_asked_again(
        self, desk: Desk, network: Network, asked: Removal, world: World
    ) -> None:
        network.fails = PermissionLost()
        let_pass(desk)
        network.fails = None
        again = removing.ask(desk.feedback(), actor=world.karim, now=desk.clock())
        assert (again.state, again.problem, again.asked_by) == ("waiting", "", world.karim)
        let_pass(desk)
        assert desk.feedback().deleted_at is not None

    def test_a_channel_that_was_disconnected_ends_it(
        self, desk: Desk, network: Network, asked: Removal
    ) -> None:
        Channel.objects.update(status="disconnected")
        let_pass(desk)
        assert network.removed == []
        assert desk.feedback().removal.problem == "channel_lost"

    def test_an_adapter_that_has_unlearnt_it_ends_it(
        self,
        desk: Desk,
        network: Network,
        asked: Removal,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(gateway, "open_channel", lambda channel, clock: object())
        let_pass(desk)
        assert desk.feedback().removal.problem == "refused"


class TestMeanwhile:
    @pytest.mark.parametrize(
        "change",
        [
            lambda item: replace(item, text="Promotion !", edited_at=item.created_at),
            lambda item: replace(item, is_hidden=True),
            lambda item: replace(item, is_held=True),
        ],
        ids=["edited", "hidden", "held"],
    )
    def test_what_is_changed_is_deleted_as_asked(
        self, desk: Desk, network: Network, asked: Removal, change: Callable[..., object]
    ) -> None:
        desk.hear(change(said("f1", "Publicité")))  # type: ignore[arg-type]
        let_pass(desk)
        assert network.removed == ["f1"]
        assert desk.feedback().text == ""

    def test_what_a_rule_erased_here_is_still_deleted_there(
        self, desk: Desk, network: Network, asked: Removal
    ) -> None:
        erasing.forget_person(desk.channel, "did:odile", now=desk.clock())
        let_pass(desk)
        assert network.removed == ["f1"]
        assert desk.feedback().deleted_at is not None

    def test_what_its_author_deleted_first_is_theirs(
        self, desk: Desk, network: Network, asked: Removal, world: World
    ) -> None:
        desk.look_again({"f1": None})
        let_pass(desk)
        assert network.removed == []
        assert not Removal.objects.exists()
        assert trail()[-1] == ("feedback.gone_before_removal", world.claire.pk)


class TestPromises:
    """What the database itself refuses."""

    @pytest.mark.parametrize(
        "change",
        [
            {"asked_by": None},
            {"asked_by": None, "state": "leaving"},
            {"state": "refused"},
            {"problem": "refused"},
            {"due_at": None},
            {"due_at": rules._EARLIEST},
        ],
        ids=str,
    )
    def test_a_pending_one_has_an_asker_and_an_instant_and_a_refused_one_a_reason(
        self, asked: Removal, change: dict[str, object]
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Removal.objects.filter(pk=asked.pk).update(**change)

    def test_who_asked_may_leave_once_it_is_done(
        self, desk: Desk, network: Network, asked: Removal
    ) -> None:
        let_pass(desk)
        Removal.objects.update(asked_by=None)
        assert desk.feedback().removal.is_done


@pytest.mark.parametrize(
    ("tried_for", "wait"),
    [
        (timedelta(0), timedelta(minutes=1)),
        (timedelta(minutes=5), timedelta(minutes=5)),
        (timedelta(hours=3), timedelta(hours=1)),
        (timedelta(hours=23, minutes=59), timedelta(hours=1)),
        (timedelta(days=1), None),
        (timedelta(minutes=-5), timedelta(minutes=1)),
    ],
)
def test_the_wait_doubles_between_a_minute_and_an_hour_for_a_day(
    clock: FrozenClock, tried_for: timedelta, wait: timedelta | None
) -> None:
    asked_at = clock() - UNDO_FOR - tried_for
    found = rules.next_removal(asked_at=asked_at, now=clock())
    assert found == (clock() + wait if wait else None)
