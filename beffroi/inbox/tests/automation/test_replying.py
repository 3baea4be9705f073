from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, transaction

from beffroi.company import actions as company_actions
from beffroi.company import rules as company_rules
from beffroi.delivery.models import Delivery
from beffroi.inbox import actions, automation, erasing, talks
from beffroi.inbox.automation import answers, texts
from beffroi.inbox.automation.answers import Wish
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import (
    Answer,
    AutomaticAnswer,
    AutomaticSending,
    Feedback,
    Removal,
)
from beffroi.inbox.tests.automation.ruling import Ruled
from beffroi.inbox.tests.desk import NOUR, US, Desk, make_channel, said
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from tests.world import World

pytestmark = pytest.mark.django_db

HOURS, THANKS = AutomaticAnswer.Kind.HOURS, AutomaticAnswer.Kind.THANKS
DAY = timedelta(days=1)
#: Open from 8 to 18, but for Sundays.
WEEK = [[(480, 1080)]] * 6 + [[]]


def asked(remote_id: str, desk: Desk, **more: Any) -> IncomingFeedback:
    """Return a private message that is written now."""
    values: dict[str, Any] = {
        "kind": FeedbackKind.MESSAGE,
        "is_private": True,
        "created_at": desk.clock(),
        "root_id": remote_id,
        "parent_id": None,
    }
    return said(remote_id, more.pop("text", "Bonjour ?"), **(values | more))


def review(remote_id: str, desk: Desk, stars: int = 5, **more: Any) -> IncomingFeedback:
    """Return stars without words, given now."""
    author = Author(f"did:{remote_id}", f"{remote_id}.example", f"P {remote_id}")
    values: dict[str, Any] = {"text": "", "author": author, "is_private": False, "stars": stars}
    return asked(remote_id, desk, **(values | {"kind": FeedbackKind.REVIEW} | more))


@pytest.fixture
def closed(world: World, desk: Desk, clock: object) -> None:
    """It is ten in the evening of a Tuesday; the doors open on Wednesday at eight."""
    desk.clock.set(desk.clock().replace(year=2026, month=9, day=15, hour=20, minute=0))
    company_actions.say_hours(world.atelier, week=WEEK, actor=world.claire, now=desk.clock())


@pytest.fixture
def hours(closed: None, world: World, desk: Desk) -> AutomaticAnswer:
    return switched_on(world, desk, HOURS, "Fermé, ouverture {ouverture}. {entreprise}")


@pytest.fixture
def thanks(world: World, desk: Desk) -> AutomaticAnswer:
    return switched_on(world, desk, THANKS, "Merci !\nGrand merci !")


def switched_on(world: World, desk: Desk, kind: str, text: str, **more: Any) -> AutomaticAnswer:
    actor, now = world.claire, desk.clock()
    answers.keep(world.atelier, kind, Wish(text, **more), actor=actor, now=now)
    answers.switch_on(world.atelier, kind, actor=actor, now=now)
    return AutomaticAnswer.objects.get(kind=kind)


def said_back() -> list[str]:
    return list(Answer.objects.order_by("id").values_list("text", flat=True))


class TestOff:
    def test_nothing_leaves_while_nobody_switched_it_on(
        self, ruled: Ruled, closed: None, world: World, desk: Desk
    ) -> None:
        wish = Wish("Fermé")
        answers.keep(world.atelier, HOURS, wish, actor=world.claire, now=desk.clock())
        ruled.arrive(asked("m1", desk), review("r1", desk))
        assert not Answer.objects.exists()

    def test_switched_off_it_leaves_no_more(
        self, ruled: Ruled, hours: AutomaticAnswer, world: World, desk: Desk
    ) -> None:
        answers.switch_off(world.atelier, HOURS, actor=world.claire, now=desk.clock())
        ruled.arrive(asked("m1", desk))
        assert not Answer.objects.exists()

    def test_without_hours_it_cannot_be_switched_on(self, world: World, desk: Desk) -> None:
        with pytest.raises(CannotKeep, match="no_hours"):
            answers.switch_on(world.atelier, HOURS, actor=world.claire, now=desk.clock())
        assert not AutomaticAnswer.objects.exists()


class TestHours:
    def test_a_private_message_is_told_when_we_open_and_still_waits(
        self, ruled: Ruled, hours: AutomaticAnswer, desk: Desk
    ) -> None:
        ruled.arrive(asked("m1", desk))
        [row] = Answer.objects.select_related("delivery")
        assert row.text == "Fermé, ouverture mercredi à 8\u00a0h. Atelier Martin"
        assert (row.is_automatic, row.author, row.waited_since) == (True, None, None)
        assert row.delivery.content["visibility"] == "direct"
        talk = desk.conversation()
        assert (talk.status, talk.waiting_since) == ("open", desk.clock())

    def test_once_for_each_person_while_it_is_closed_and_again_the_next_time(
        self, ruled: Ruled, hours: AutomaticAnswer, desk: Desk
    ) -> None:
        ruled.arrive(asked("m1", desk), asked("m2", desk, author=NOUR))
        desk.clock.advance(hours=1)
        ruled.arrive(asked("m3", desk), asked("m4", desk))
        assert len(said_back()) == 2
        desk.clock.advance(days=1)
        ruled.arrive(asked("m5", desk))
        assert len(said_back()) == 3

    def test_while_it_is_open_nothing_leaves(
        self, ruled: Ruled, hours: AutomaticAnswer, desk: Desk
    ) -> None:
        desk.clock.advance(hours=12)
        ruled.arrive(asked("m1", desk))
        assert not Answer.objects.exists()

    def test_what_was_written_while_it_was_open_is_not_told_that_it_is_closed(
        self, ruled: Ruled, hours: AutomaticAnswer, desk: Desk
    ) -> None:
        AutomaticAnswer.objects.update(on_since=desk.clock() - timedelta(days=9))
        ruled.arrive(asked("m1", desk, created_at=desk.clock() - timedelta(hours=6)))
        ruled.arrive(asked("m2", desk, created_at=desk.clock() - timedelta(days=1)))
        assert not Answer.objects.exists()

    @pytest.mark.parametrize(
        ("reach", "kind", "number"),
        [
            ("private", FeedbackKind.REPLY, 0),
            ("all", FeedbackKind.REPLY, 1),
            ("all", FeedbackKind.MENTION, 1),
            ("all", FeedbackKind.REVIEW, 0),
        ],
    )
    def test_in_public_only_where_that_was_chosen_and_never_to_reviews(
        self,
        ruled: Ruled,
        hours: AutomaticAnswer,
        desk: Desk,
        reach: str,
        kind: FeedbackKind,
        number: int,
    ) -> None:
        AutomaticAnswer.objects.update(reach=reach)
        ruled.arrive(asked("m1", desk, kind=kind, is_private=False))
        assert len(said_back()) == number

    def test_articles_of_a_feed_are_nobody(
        self, ruled: Ruled, hours: AutomaticAnswer, world: World, desk: Desk
    ) -> None:
        AutomaticAnswer.objects.update(reach="all")
        feed = make_channel(world.atelier, "feeds", now=desk.clock(), kind="feed")
        Ruled(world, Desk(feed, desk.clock)).arrive(asked("m1", desk, is_private=False))
        assert not Answer.objects.exists()

    def test_another_program_that_answers_ours_gets_no_second_answer(
        self, ruled: Ruled, hours: AutomaticAnswer, desk: Desk
    ) -> None:
        ruled.arrive(asked("m1", desk))
        for number in range(2, 6):
            desk.clock.advance(seconds=5)
            ruled.arrive(asked(f"m{number}", desk, text="Réponse automatique"))
        assert len(said_back()) == 1

    def test_our_own_words_coming_back_trigger_nothing(
        self, ruled: Ruled, hours: AutomaticAnswer, desk: Desk
    ) -> None:
        ruled.arrive(asked("m1", desk, root_id="t1"))
        desk.clock.advance(minutes=1)
        [text] = said_back()
        echo = asked("o1", desk, root_id="t1", parent_id="m1", author=US, text=text)
        ruled.arrive(echo)
        assert len(said_back()) == 1
        assert desk.conversation().waiting_since is not None

    def test_what_a_rule_settled_first_is_not_answered(
        self, ruled: Ruled, hours: AutomaticAnswer, desk: Desk
    ) -> None:
        ruled.on("Publicité", "settle", words="promo")
        ruled.arrive(asked("m1", desk, text="Super promo !"))
        assert not Answer.objects.exists()

    def test_edited_hours_do_not_have_it_said_twice(
        self, ruled: Ruled, hours: AutomaticAnswer, world: World, desk: Desk
    ) -> None:
        ruled.arrive(asked("m1", desk))
        week = [[(540, 1080)]] * 6 + [[]]
        company_actions.say_hours(world.atelier, week=week, actor=world.claire, now=desk.clock())
        desk.clock.advance(minutes=5)
        ruled.arrive(asked("m2", desk))
        assert len(said_back()) == 1

    def test_what_tells_people_apart_goes_once_it_has_opened(
        self, ruled: Ruled, hours: AutomaticAnswer, desk: Desk
    ) -> None:
        ruled.arrive(asked("m1", desk))
        answers.clear(now=desk.clock())
        assert AutomaticSending.objects.get().person_id == "did:odile"
        desk.clock.advance(hours=12)
        answers.clear(now=desk.clock())
        assert AutomaticSending.objects.get().person_id == ""

    def test_who_asks_to_be_forgotten_is(
        self, ruled: Ruled, hours: AutomaticAnswer, desk: Desk
    ) -> None:
        ruled.arrive(asked("m1", desk))
        erasing.forget_person(desk.channel, "did:odile", now=desk.clock())
        assert AutomaticSending.objects.get().person_id == ""

    def test_the_database_has_it_told_once_to_a_person(
        self, ruled: Ruled, hours: AutomaticAnswer, desk: Desk
    ) -> None:
        ruled.arrive(asked("m1", desk))
        desk.hear(asked("m2", desk))
        told = AutomaticSending.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            AutomaticSending.objects.create(
                workspace=told.workspace,
                kind=HOURS,
                channel=told.channel,
                feedback=desk.feedback("m2"),
                problem="too_long",
                person_id=told.person_id,
                closed_until=told.closed_until,
                made_at=desk.clock(),
            )


class TestThanks:
    def test_stars_without_words_are_thanked_otherwise_than_the_time_before(
        self, ruled: Ruled, thanks: AutomaticAnswer, desk: Desk
    ) -> None:
        for number in range(4):
            ruled.arrive(review(f"r{number}", desk))
        assert said_back() == ["Merci !", "Grand merci !", "Merci !", "Grand merci !"]
        talks = [row.conversation for row in Answer.objects.select_related("conversation")]
        assert {(talk.status, talk.done_by) for talk in talks} == {("done", None)}

    def test_also_of_several_that_arrive_at_once(
        self, ruled: Ruled, thanks: AutomaticAnswer, desk: Desk
    ) -> None:
        ruled.arrive(*(review(f"r{number}", desk) for number in range(3)))
        assert said_back() == ["Merci !", "Grand merci !", "Merci !"]

    def test_they_say_who_we_are(self, ruled: Ruled, world: World, desk: Desk) -> None:
        switched_on(world, desk, THANKS, "Merci ! {entreprise}\nGrand merci ! {entreprise}")
        for number in range(3):
            ruled.arrive(review(f"r{number}", desk))
        first, second = "Merci ! Atelier Martin", "Grand merci ! Atelier Martin"
        assert said_back() == [first, second, first]

    @pytest.mark.parametrize(
        "values",
        [
            {"stars": 3},
            {"stars": None},
            {"text": "Bon pain"},
            {"is_hidden": True},
            {"is_held": True},
            {"can_answer": False},
            {"kind": FeedbackKind.REPLY},
        ],
    )
    def test_nothing_else_is(
        self, ruled: Ruled, thanks: AutomaticAnswer, desk: Desk, values: dict[str, Any]
    ) -> None:
        ruled.arrive(review("r1", desk, **values))
        assert not Answer.objects.exists()

    def test_nor_what_is_too_old_or_was_there_before_the_switch(
        self, ruled: Ruled, thanks: AutomaticAnswer, desk: Desk
    ) -> None:
        ruled.arrive(review("r1", desk, created_at=desk.clock() - timedelta(hours=1)))
        desk.clock.advance(days=30)
        ruled.arrive(review("r2", desk, created_at=desk.clock() - timedelta(days=8)))
        assert not Answer.objects.exists()

    def test_nor_what_is_erased_deleted_or_about_to_be(
        self, ruled: Ruled, thanks: AutomaticAnswer, world: World, desk: Desk
    ) -> None:
        desk.hear(*(review(f"r{number}", desk) for number in range(3)))
        desk.look_again({"r0": None})
        Feedback.objects.filter(remote_id="r1").update(erased_at=desk.clock(), erased_as="kept")
        Removal.objects.create(
            feedback=desk.feedback("r2"),
            asked_by=world.claire,
            asked_at=desk.clock(),
            due_at=desk.clock() + timedelta(minutes=2),
        )
        ruled.run("r0", "r1", "r2")
        assert not Answer.objects.exists()

    def test_nor_what_somebody_answered_meanwhile(
        self, ruled: Ruled, thanks: AutomaticAnswer, world: World, desk: Desk
    ) -> None:
        desk.hear(review("r1", desk))
        talk = desk.feedback("r1").conversation
        actions.answer(talk, text="Merci Odile", actor=world.karim, now=desk.clock())
        ruled.run("r1")
        assert said_back() == ["Merci Odile"]

    def test_the_same_again_is_answered_once(
        self, ruled: Ruled, thanks: AutomaticAnswer, world: World, desk: Desk
    ) -> None:
        ruled.arrive(review("r1", desk))
        actions.reopen(desk.feedback("r1").conversation, actor=world.claire, now=desk.clock())
        ruled.run("r1")
        assert said_back() == ["Merci !"]

    def test_one_that_the_network_refused_waits_again_and_is_nobodys_text(
        self, ruled: Ruled, thanks: AutomaticAnswer, desk: Desk
    ) -> None:
        ruled.arrive(review("r1", desk))
        delivery = Delivery.objects.get()
        delivery.status, delivery.reason = "failed", "refused"
        delivery.save()
        actions.follow_answer(delivery, now=desk.clock())
        talk = desk.feedback("r1").conversation
        assert (talk.status, talk.answer_state) == ("open", "failed")
        shown = talks.talk(talk, name="Bluesky")
        assert shown.unsent is None
        assert shown.lines[-1].author in {"Automatic answer", "Réponse automatique"}

    def test_too_long_for_its_network_it_stays_and_that_is_kept(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        switched_on(world, desk, THANKS, f"{'a' * 400}\n{'b' * 400}")
        ruled.arrive(review("r1", desk))
        assert not Answer.objects.exists()
        assert AutomaticSending.objects.get().problem == "too_long"

    def test_without_its_channel_nothing_is_tried(
        self, ruled: Ruled, thanks: AutomaticAnswer, desk: Desk
    ) -> None:
        desk.hear(review("r1", desk))
        desk.channel.status = "needs_reconnection"
        desk.channel.lost_at = desk.clock()
        desk.channel.save()
        ruled.run("r1")
        assert not AutomaticSending.objects.exists()

    def test_after_a_restore_what_was_written_before_is_left_to_people(
        self, ruled: Ruled, thanks: AutomaticAnswer, desk: Desk
    ) -> None:
        item = review("r1", desk)
        desk.clock.advance(hours=1)
        answers.answer_nothing_older(now=desk.clock())
        ruled.arrive(item)
        assert not Answer.objects.exists()


class TestAnsweringBesides:
    def test_a_person_is_not_overtaken_by_what_nobody_wrote(
        self, ruled: Ruled, hours: AutomaticAnswer, world: World, desk: Desk
    ) -> None:
        ruled.arrive(asked("m1", desk))
        talk, now = desk.conversation(), desk.clock()
        since = talk.waiting_since
        row = actions.answer(talk, text="Oui", actor=world.claire, now=now, seen=actions.Seen(0))
        assert desk.conversation().status == "done"
        assert (row.waited_since, row.is_automatic) == (since, False)  # theirs is the first

    def test_the_database_knows_no_author_of_an_automatic_answer_nor_a_second_one(
        self, ruled: Ruled, hours: AutomaticAnswer, world: World, desk: Desk
    ) -> None:
        ruled.arrive(asked("m1", desk))
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.update(author=world.claire)
        row = Answer.objects.get()
        delivery = Delivery.objects.get()
        delivery.pk, delivery.marker = None, "other"
        delivery.save()
        row.pk, row.delivery = None, delivery
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


class TestWords:
    @pytest.mark.parametrize(
        ("kind", "typed", "problem"),
        [
            (HOURS, " \0", "no_words"),
            (HOURS, "a" * 501, "too_long"),
            (HOURS, "Bonjour {prenom}", "unknown"),
            (THANKS, "Merci", "too_few"),
            (THANKS, "Merci\nMerci\n\n", "too_few"),
            (THANKS, "Merci\nÀ {ouverture}", "unknown"),
            (HOURS, "Bonjour [prénom]", "to_fill"),
            (THANKS, "Merci\nMerci [prénom]", "to_fill"),
            (THANKS, "\n".join(f"Merci {n}" for n in range(13)), "too_long"),
        ],
    )
    def test_what_could_not_be_said_is_refused(self, kind: str, typed: str, problem: str) -> None:
        with pytest.raises(CannotKeep, match=problem):
            texts.checked(kind, typed)

    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize("kind", [HOURS, THANKS])
    def test_what_is_offered_at_first_can_be_kept(self, kind: str, language: str) -> None:
        offered = texts.offered(kind, language=language)
        assert texts.checked(kind, "\n".join(offered)) == offered

    def test_a_text_that_was_taken_away_begins_anew(self) -> None:
        assert texts.next_of(["a", "b"], last="c") == "a"
        assert texts.next_of(["a", "b"], last="b") == "a"
        assert texts.next_of(["a", "b"], last=None) == "a"


class TestCounting:
    def test_it_tells_how_often_it_would_have_left(
        self, ruled: Ruled, closed: None, world: World, desk: Desk
    ) -> None:
        desk.hear(asked("m1", desk), asked("m2", desk), asked("m3", desk, author=NOUR))
        desk.hear(review("r1", desk), review("r2", desk, 2))
        both = answers.of(world.atelier, language="fr")
        assert answers.would_have_left(both[HOURS], now=desk.clock()) == 2
        assert answers.would_have_left(both[THANKS], now=desk.clock()) == 1
        assert not AutomaticSending.objects.exists()

    def test_stars_that_nobody_can_answer_are_not_counted(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        desk.hear(review("r1", desk), review("r2", desk, can_answer=False))
        kept = answers.of(world.atelier, language="fr")[THANKS]
        assert answers.would_have_left(kept, now=desk.clock()) == 1

    def test_the_calendar_is_walked_once_while_the_doors_stay_closed(
        self, ruled: Ruled, closed: None, world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        people = [Author(f"did:{n}", f"p{n}.example", f"P {n}") for n in range(9)]
        desk.hear(*(asked(f"m{n}", desk, author=one) for n, one in enumerate(people)))
        walks = mock.Mock(wraps=company_rules.next_opening)
        monkeypatch.setattr(company_rules, "next_opening", walks)
        kept = answers.of(world.atelier, language="fr")[HOURS]
        assert answers.would_have_left(kept, now=desk.clock()) == 9
        assert walks.call_count == 1

    def test_what_left_of_one_kind_does_not_hide_behind_the_other(
        self, ruled: Ruled, hours: AutomaticAnswer, thanks: AutomaticAnswer, desk: Desk
    ) -> None:
        ruled.arrive(asked("m1", desk))
        desk.clock.advance(minutes=1)
        ruled.arrive(*(review(f"r{number}", desk) for number in range(21)))
        [told] = answers.sent_since(desk.channel.workspace, HOURS, since=desk.clock() - DAY)
        assert told.kind == HOURS


def test_the_other_workspace_answers_nothing(
    ruled: Ruled, thanks: AutomaticAnswer, world: World, desk: Desk
) -> None:
    desk.hear(review("r1", desk))
    ids = list(Feedback.objects.values_list("pk", flat=True))
    automation.run(world.flowers, ids, now=desk.clock())
    assert not Answer.objects.exists()
