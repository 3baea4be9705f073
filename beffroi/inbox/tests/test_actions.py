from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from beffroi.channels.models import Channel
from beffroi.core.jobs import Runner
from beffroi.core.models import AuditEntry
from beffroi.delivery import actions as delivery_actions
from beffroi.delivery.models import Delivery
from beffroi.delivery.tests.scripted import Script
from beffroi.inbox import actions, talks
from beffroi.inbox.actions import CannotAnswer, count_answer
from beffroi.inbox.models import Answer, Conversation
from beffroi.inbox.tests.desk import NOUR, US, Desk, later, make_channel, said, settle
from beffroi.networks.contracts import FeedbackKind
from beffroi.networks.errors import ContentRefused, OutcomeUnknown
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(desk: Desk) -> Conversation:
    """Odile asked whether we are open."""
    desk.hear(said(reply_context={"root_uri": "at://post-1"}))
    return desk.conversation()


Say = Callable[..., Answer]


@pytest.fixture
def say(talk: Conversation, desk: Desk, world: World) -> Say:
    def answer(
        text: str = "Oui !", *, actor: User | None = None, seen: int | None = None
    ) -> Answer:
        return actions.answer(
            talk, text=text, actor=actor or world.claire, now=desk.clock(), seen=actions.Seen(seen)
        )

    return answer


def deliver(desk: Desk) -> None:
    """Let all that is due leave."""
    Runner(clock=desk.clock).run_until_idle()


def now_of(talk: Conversation) -> tuple[str, datetime | None]:
    talk.refresh_from_db()
    return talk.status, talk.waiting_since


class TestAnswering:
    def test_it_leaves_at_once_as_a_reply_and_settles_the_conversation(
        self, talk: Conversation, desk: Desk, say: Say, script: Script, world: World
    ) -> None:
        answer = say("  Oui, à 7 h !\r\nÀ lundi  ")
        assert now_of(talk) == ("done", None)
        assert talk.done_by == world.claire
        assert answer.delivery.due_at == desk.clock()
        deliver(desk)
        answer.delivery.refresh_from_db()
        assert answer.delivery.status == "published"
        [post] = script.posts
        assert (post.text, post.language, post.visibility) == (
            "Oui, à 7 h !\nÀ lundi",
            "fr",
            "public",
        )
        assert post.reply_to is not None
        assert (post.reply_to.remote_id, post.reply_to.author_handle) == ("f1", "odile.example")
        assert dict(post.reply_to.context) == {"root_uri": "at://post-1"}
        assert now_of(talk) == ("done", None)

    def test_it_answers_the_newest_words_that_are_still_there(
        self, talk: Conversation, desk: Desk, say: Say
    ) -> None:
        desk.hear(said("f2", "Ou mardi ?", created_at=later(minutes=2)))
        desk.hear(said("f3", "Laissez", created_at=later(minutes=3)))
        desk.look_again({"f3": None})
        assert say().feedback.remote_id == "f2"

    def test_what_was_said_in_private_is_answered_in_private(
        self, talk: Conversation, desk: Desk, say: Say, script: Script
    ) -> None:
        desk.hear(said("f2", "Entre nous", is_private=True, created_at=later(minutes=2)))
        say()
        deliver(desk)
        assert script.posts[0].visibility == "direct"

    def test_it_is_written_in_the_trail(self, say: Say, talk: Conversation, world: World) -> None:
        say()
        entry = AuditEntry.objects.get(action="conversation.answered")
        assert (entry.actor_id, entry.subject) == (world.claire.pk, f"conversation:{talk.pk}")

    def test_a_double_click_is_one_answer(self, desk: Desk, say: Say, script: Script) -> None:
        assert say("Oui !").pk == say(" Oui !\n").pk
        deliver(desk)
        assert len(script.posts) == 1

    def test_the_same_words_to_a_new_question_are_another_answer(
        self, desk: Desk, say: Say, talk: Conversation
    ) -> None:
        first = say("Oui !")
        desk.clock.advance(minutes=5)
        desk.hear(said("f2", "Et mardi ?", created_at=later(minutes=64)))
        assert say("Oui !", seen=first.pk).pk != first.pk


class TestRefusals:
    @pytest.mark.parametrize(("text", "problem"), [("", "empty"), (" \r\n ", "empty")])
    def test_nothing_is_no_answer(self, say: Say, text: str, problem: str) -> None:
        with pytest.raises(CannotAnswer) as refusal:
            say(text)
        assert refusal.value.problem == problem

    def test_what_is_too_long_stays_and_says_by_how_much(
        self, talk: Conversation, say: Say
    ) -> None:
        say_it = "é" * 300
        with pytest.raises(CannotAnswer) as refusal:
            say(say_it + "éé")
        assert (refusal.value.problem, refusal.value.excess) == ("too_long", 2)
        assert now_of(talk) == ("open", later())
        assert not Delivery.objects.exists()
        assert say(say_it).text == say_it

    @pytest.mark.parametrize(
        ("network", "kind", "limit", "sign"),
        [
            ("facebook", FeedbackKind.MESSAGE, 2000, "é"),
            ("facebook", FeedbackKind.REPLY, 63_206, "é"),
            ("instagram", FeedbackKind.MESSAGE, 1000, "éé"),
            ("linkedin", FeedbackKind.REPLY, 1250, "é"),
            ("google_business", FeedbackKind.REVIEW, 4096, "éé"),
            ("x", FeedbackKind.MESSAGE, 10_000, "é"),
        ],
    )
    def test_each_kind_of_answer_has_the_limit_of_its_network(
        self,
        world: World,
        clock: FrozenClock,
        network: str,
        kind: FeedbackKind,
        limit: int,
        sign: str,
    ) -> None:
        channel = make_channel(world.atelier, network, now=clock())
        there = Desk(channel, clock)
        there.hear(said("f9", "Bonjour", kind=kind))
        talk = there.conversation()
        to = actions.last_feedback(talk)
        size = len(sign.encode()) // 2 if len(sign) > 1 else 1
        counted = count_answer(talk, sign[:1] * (limit // size), to=to)
        assert (counted.limit, counted.excess) == (limit, 0)
        assert count_answer(talk, sign[:1] * (limit // size + 1), to=to).excess

    def test_a_lost_channel_answers_nobody(self, talk: Conversation, desk: Desk, say: Say) -> None:
        Channel.objects.update(status="needs_reconnection", lost_at=desk.clock())
        with pytest.raises(CannotAnswer) as refusal:
            say()
        assert refusal.value.problem == "channel_lost"

    def test_what_is_gone_has_no_answer(self, desk: Desk, say: Say) -> None:
        desk.look_again({"f1": None})
        with pytest.raises(CannotAnswer) as refusal:
            say()
        assert refusal.value.problem == "gone"

    def test_a_colleague_who_was_quicker_is_named(self, say: Say, world: World) -> None:
        first = say("Oui, à 7 h", actor=world.karim, seen=0)
        with pytest.raises(CannotAnswer) as refusal:
            say("Oui !", seen=0)
        assert (refusal.value.problem, refusal.value.colleague) == ("answered", "Karim Benali")
        assert Answer.objects.count() == 1
        assert say("Et à bientôt !", seen=first.pk).pk != first.pk


class TestWhatBecomesOfIt:
    def test_an_answer_that_is_refused_brings_the_conversation_back(
        self, talk: Conversation, desk: Desk, say: Say, script: Script
    ) -> None:
        script.publish = [ContentRefused(field="text")]
        answer = say()
        deliver(desk)
        answer.delivery.refresh_from_db()
        assert answer.delivery.status == "failed"
        assert now_of(talk) == ("open", later())

    def test_an_answer_that_is_taken_away_brings_it_back_too(
        self, talk: Conversation, desk: Desk, say: Say, script: Script
    ) -> None:
        answer = say()
        deliver(desk)
        Delivery.objects.update(taken_away_at=desk.clock(), reason="gone")
        answer.delivery.refresh_from_db()
        actions.follow_answer(answer.delivery, now=desk.clock())
        assert now_of(talk) == ("open", later())
        assert talks.talk(talk, name="Bluesky").unsent == answer
        assert say(seen=answer.pk).pk != answer.pk

    def test_it_may_then_be_said_again_in_the_same_words(
        self, talk: Conversation, desk: Desk, say: Say, script: Script
    ) -> None:
        script.publish = [ContentRefused(field="text")]
        first = say()
        deliver(desk)
        assert say(seen=first.pk).pk != first.pk
        deliver(desk)
        assert len(script.posts) == 1
        assert now_of(talk) == ("done", None)

    def test_an_answer_that_a_person_gives_up_brings_the_conversation_back(
        self, talk: Conversation, desk: Desk, say: Say, world: World
    ) -> None:
        answer = say()
        delivery_actions.cancel(answer.delivery, actor=world.claire, now=desk.clock())
        assert now_of(talk) == ("open", later())

    def test_an_answer_in_doubt_leaves_the_conversation_done(
        self, talk: Conversation, desk: Desk, say: Say, script: Script
    ) -> None:
        script.publish = [OutcomeUnknown()]
        answer = say()
        deliver(desk)
        answer.delivery.refresh_from_db()
        assert answer.delivery.status == "unknown"
        assert now_of(talk) == ("done", None)

    def test_our_answer_coming_back_from_the_network_is_no_news(
        self, talk: Conversation, desk: Desk, say: Say, world: World
    ) -> None:
        answer = say("Oui !")
        deliver(desk)
        answer.delivery.refresh_from_db()
        actions.reopen(talk, actor=world.claire, now=desk.clock())
        echo = said(
            answer.delivery.remote_id, "Oui !", author=US, parent_id="f1", created_at=desk.clock()
        )
        desk.hear(echo)
        assert now_of(talk)[0] == "open"

    def test_what_was_said_before_we_answered_but_came_after_waits(
        self, talk: Conversation, desk: Desk, say: Say
    ) -> None:
        answer = say("Oui !")
        deliver(desk)
        answer.delivery.refresh_from_db()
        desk.clock.advance(minutes=2)
        unseen = desk.clock() - timedelta(minutes=3)
        echo = said(
            answer.delivery.remote_id, "Oui !", author=US, parent_id="f1", created_at=desk.clock()
        )
        desk.hear(said("f2", "Et des croissants ?", created_at=unseen), echo)
        assert now_of(talk) == ("open", unseen)

    def test_a_delivery_that_is_no_answer_moves_nothing(
        self, talk: Conversation, desk: Desk
    ) -> None:
        delivery = Delivery.objects.create(
            workspace=talk.workspace,
            channel=talk.channel,
            status="failed",
            due_at=desk.clock(),
            content={},
            marker="m",
            created_at=desk.clock(),
        )
        actions.follow_answer(delivery, now=desk.clock())
        assert now_of(talk) == ("open", later())


class TestDoneAndUndone:
    def test_what_is_done_waits_no_more_and_says_who_did_it(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        settle(talk, actor=world.karim, now=desk.clock())
        assert now_of(talk) == ("done", None)
        assert (talk.done_by, talk.done_at) == (world.karim, desk.clock())
        assert AuditEntry.objects.filter(action="conversation.done").count() == 1

    def test_undone_it_waits_as_before(self, talk: Conversation, desk: Desk, world: World) -> None:
        settle(talk, actor=world.karim, now=desk.clock())
        actions.reopen(talk, actor=world.karim, now=desk.clock())
        assert now_of(talk) == ("open", later())
        assert (talk.done_by, talk.done_at) == (None, None)
        assert AuditEntry.objects.filter(action="conversation.reopened").count() == 1

    def test_done_with_an_old_copy_of_the_row_undoes_nothing_that_came_meanwhile(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        desk.hear(said("f2", "Alors ?", created_at=later(minutes=2)))
        settle(talk, actor=world.karim, now=desk.clock())
        talk.refresh_from_db()
        assert (talk.status, talk.excerpt) == ("done", "Alors ?")

    def test_an_edit_leaves_what_is_done_alone(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        settle(talk, actor=world.karim, now=desk.clock())
        desk.look_again({"f1": said(text="Mardi ?", edited_at=desk.clock())})
        assert now_of(talk) == ("done", None)

    def test_what_is_gone_does_not_come_back(
        self, talk: Conversation, desk: Desk, world: World
    ) -> None:
        desk.look_again({"f1": None})
        actions.reopen(talk, actor=world.karim, now=desk.clock())
        assert now_of(talk) == ("done", None)


def test_two_people_are_two_conversations_with_an_answer_each(
    desk: Desk, say: Say, talk: Conversation, world: World
) -> None:
    desk.hear(said("n1", "Et samedi ?", author=NOUR))
    say("Oui !")
    other = desk.conversation(NOUR)
    assert other.status == "open"
    actions.answer(other, text="Oui !", actor=world.claire, now=desk.clock())
    assert Answer.objects.count() == 2
