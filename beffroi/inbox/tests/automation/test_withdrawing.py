from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection

from beffroi.delivery import engine
from beffroi.delivery.models import Delivery
from beffroi.delivery.tests.scripted import Script
from beffroi.inbox import actions, escalations
from beffroi.inbox.actions import CannotAnswer
from beffroi.inbox.automation import answers
from beffroi.inbox.automation.answers import Wish
from beffroi.inbox.models import Answer, AutomaticAnswer, Conversation, Feedback, Removal
from beffroi.inbox.tests.automation.ruling import Ruled
from beffroi.inbox.tests.automation.test_replying import (  # noqa: F401 - fixtures
    HOURS,
    THANKS,
    asked,
    closed,
    hours,
    review,
    switched_on,
    thanks,
)
from beffroi.inbox.tests.desk import Desk, settle
from tests.world import World

pytestmark = pytest.mark.django_db


def fate() -> str:
    return Delivery.objects.order_by("id").values_list("status", flat=True)[0]


def fail(answer: Answer, desk: Desk) -> None:
    """Have the network refuse it."""
    Delivery.objects.filter(pk=answer.delivery_id).update(status="failed", reason="refused")
    actions.follow_answer(Delivery.objects.get(pk=answer.delivery_id), now=desk.clock())


class TestMeanwhile:
    """Between reading a message and the lock, others act."""

    @pytest.mark.parametrize("changed", [{"text": "Cher"}, {"stars": 1}])
    def test_what_was_edited_is_not_thanked_for_what_it_said_before(
        self, desk: Desk, changed: dict[str, Any]
    ) -> None:
        desk.hear(review("r1", desk))
        read = desk.feedback("r1")
        Feedback.objects.filter(pk=read.pk).update(**changed)
        with pytest.raises(CannotAnswer, match="gone"):
            actions.settle_by_itself(read, text="Merci", language="fr", now=desk.clock())
        assert not Answer.objects.exists()

    def test_nor_is_what_was_brought_before_the_crisis_team_or_is_to_be_removed(
        self, world: World, desk: Desk
    ) -> None:
        desk.hear(review("r1", desk), review("r2", desk))
        first, second = desk.feedback("r1"), desk.feedback("r2")
        escalations.alert(first.conversation, why="", actor=world.karim, now=desk.clock())
        Removal.objects.create(
            feedback=second,
            asked_by=world.claire,
            asked_at=desk.clock(),
            due_at=desk.clock() + timedelta(minutes=2),
        )
        for read in (first, second):
            with pytest.raises(CannotAnswer, match="gone"):
                actions.settle_by_itself(read, text="Merci", language="fr", now=desk.clock())
        assert not Answer.objects.exists()


class TestWithdrawn:
    def test_switched_off_what_waits_to_leave_does_not_and_somebody_waits_again(
        self,
        ruled: Ruled,
        thanks: AutomaticAnswer,  # noqa: F811
        world: World,
        desk: Desk,
    ) -> None:
        ruled.arrive(review("r1", desk))
        answers.switch_off(world.atelier, HOURS, actor=world.claire, now=desk.clock())
        assert fate() == "scheduled"
        answers.switch_off(world.atelier, THANKS, actor=world.claire, now=desk.clock())
        assert fate() == "cancelled"
        talk = desk.feedback("r1").conversation
        assert (talk.status, talk.waiting_since is None) == ("open", False)

    def test_an_alert_keeps_it_from_leaving(
        self,
        ruled: Ruled,
        hours: AutomaticAnswer,  # noqa: F811
        world: World,
        desk: Desk,
    ) -> None:
        ruled.arrive(asked("m1", desk))
        escalations.alert(desk.conversation(), why="", actor=world.karim, now=desk.clock())
        assert fate() == "cancelled"

    def test_so_does_the_answer_of_a_colleague(
        self,
        ruled: Ruled,
        hours: AutomaticAnswer,  # noqa: F811
        world: World,
        desk: Desk,
    ) -> None:
        ruled.arrive(asked("m1", desk))
        actions.answer(desk.conversation(), text="Oui", actor=world.claire, now=desk.clock())
        assert fate() == "cancelled"
        assert Answer.objects.get(text="Oui").delivery.status == "scheduled"
        assert desk.conversation().status == "done"

    def test_what_may_be_out_there_is_left_alone(
        self,
        ruled: Ruled,
        hours: AutomaticAnswer,  # noqa: F811
        world: World,
        desk: Desk,
    ) -> None:
        ruled.arrive(asked("m1", desk))
        Delivery.objects.update(status="sending")
        actions.answer(desk.conversation(), text="Oui", actor=world.claire, now=desk.clock())
        assert fate() == "sending"

    def test_hours_are_not_told_once_the_doors_have_opened(
        self,
        ruled: Ruled,
        hours: AutomaticAnswer,  # noqa: F811
        desk: Desk,
        script: Script,
    ) -> None:
        desk.clock.set(desk.clock().replace(day=16, hour=5, minute=30))  # half past seven
        ruled.arrive(asked("m1", desk))
        desk.clock.advance(minutes=31)
        delivery = Delivery.objects.get()
        assert engine.advance(delivery.pk, clock=desk.clock) is None
        assert fate() == "cancelled"
        assert desk.conversation().waiting_since is not None


class TestFailed:
    def test_what_a_colleague_settled_stays_settled(
        self,
        ruled: Ruled,
        hours: AutomaticAnswer,  # noqa: F811
        world: World,
        desk: Desk,
    ) -> None:
        ruled.arrive(asked("m1", desk))
        row = Answer.objects.get()
        Delivery.objects.update(status="sending")
        desk.clock.advance(minutes=1)
        settle(desk.conversation(), actor=world.claire, now=desk.clock())
        fail(row, desk)
        assert desk.conversation().status == Conversation.Status.DONE

    def test_what_it_settled_itself_waits_again(
        self,
        ruled: Ruled,
        thanks: AutomaticAnswer,  # noqa: F811
        desk: Desk,
    ) -> None:
        ruled.arrive(review("r1", desk))
        fail(Answer.objects.get(), desk)
        assert desk.feedback("r1").conversation.status == Conversation.Status.OPEN


@pytest.mark.django_db(transaction=True)
def test_two_who_keep_the_words_first_at_the_same_time_are_both_heard(
    world: World, desk: Desk
) -> None:
    both, raised = threading.Barrier(2), []

    def keep() -> None:
        both.wait()
        try:
            wish = Wish("Merci !\nGrand merci !")
            answers.keep(world.atelier, THANKS, wish, actor=world.claire, now=desk.clock())
        except IntegrityError as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=keep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []
    assert AutomaticAnswer.objects.count() == 1


def test_another_who_mends_the_words_does_not_change_their_language(
    world: World,
    desk: Desk,
    hours: AutomaticAnswer,  # noqa: F811
) -> None:
    world.karim.language = "en"
    wish = Wish("Fermé jusqu’à {ouverture}")
    answers.keep(world.atelier, HOURS, wish, actor=world.karim, now=desk.clock())
    assert AutomaticAnswer.objects.get().language == "fr"
