from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from beffroi.core.models import Job
from beffroi.inbox import automation, deeds, keeping, sweeping
from beffroi.inbox.automation import acting, asking, journal, writing
from beffroi.inbox.automation.journal import CannotUndo
from beffroi.inbox.filters import Filters, Kind, Whose
from beffroi.inbox.jobs import run_rules
from beffroi.inbox.models import (
    Conversation,
    ConversationLabel,
    Feedback,
    Nudge,
    Rule,
    RuleAct,
)
from beffroi.inbox.tests.automation.ruling import Ruled, crowd
from beffroi.inbox.tests.desk import NOUR, US, Desk, later, said, settle
from beffroi.networks.contracts import FeedbackKind, IncomingFeedback
from beffroi.suggestions.situations import Sentiment
from tests.world import World

pytestmark = pytest.mark.django_db


class TestActing:
    def test_it_labels_gives_and_tells_as_a_message_arrives(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        label = ruled.label()
        does = (f"label:{label.pk}", f"give:{world.karim.pk}", f"notify:{world.claire.pk}")
        rule = ruled.on("Devis", *does, words="devis")
        assert ruled.arrive(said("f1", "Un devis ?"), said("f2", "Bravo", author=NOUR)) == 1
        row = desk.conversation()
        assert (row.assignee, row.assigned_by, row.status) == (world.karim, None, "open")
        assert [one.label for one in ConversationLabel.objects.all()] == [label]
        told = Nudge.objects.order_by("user_id").values_list("user_id", "kind", "rule_id")
        assert set(told) == {
            (world.karim.pk, "assigned", rule.pk),
            (world.claire.pk, "told", rule.pk),
        }
        assert desk.conversation(NOUR).assignee is None
        rule.refresh_from_db()
        assert (rule.acted_count, rule.acted_at) == (1, desk.clock())

    def test_it_settles_or_puts_aside(self, ruled: Ruled, desk: Desk) -> None:
        ruled.on("Plus tard", "aside:monday", words="devis")
        ruled.on("Fait", "settle", words="merci")
        ruled.arrive(said("f1", "Un devis ?"), said("f2", "Merci !", author=NOUR))
        until = desk.conversation().snoozed_until
        assert until is not None
        assert until > desk.clock()
        assert desk.conversation(NOUR).status == "done"
        assert desk.conversation(NOUR).done_by is None

    def test_too_late_for_today_it_is_put_aside_until_tomorrow(
        self, ruled: Ruled, desk: Desk
    ) -> None:
        ruled.on("Plus tard", "aside:later")
        desk.clock.set(desk.clock().replace(hour=20, minute=0))
        ruled.arrive(said("f1"))
        until = desk.conversation().snoozed_until
        assert until is not None
        assert timedelta(hours=8) < until - desk.clock() < timedelta(hours=24)

    def test_the_same_messages_again_change_nothing_even_once_undone(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        ruled.on("Devis", f"give:{world.karim.pk}")
        ruled.arrive(said("f1"))
        journal.undo(RuleAct.objects.get(), actor=world.claire, now=desk.clock())
        assert ruled.run("f1") == 0
        assert desk.conversation().assignee is None
        assert RuleAct.objects.count() == 1

    def test_one_that_is_off_or_rests_does_nothing_and_the_others_go_on(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        label = ruled.label()
        ruled.on("Repos", f"label:{label.pk}", "settle")
        ruled.off("Éteinte", "settle")
        ruled.on("Va", f"give:{world.karim.pk}")
        keeping.put_away(label, kind="label", actor=world.claire, now=desk.clock())
        assert ruled.arrive(said("f1")) == 1
        assert (desk.conversation().status, desk.conversation().assignee) == ("open", world.karim)

    def test_what_we_wrote_there_ourselves_meets_no_rule(self, ruled: Ruled, desk: Desk) -> None:
        ruled.on("Tout", f"give:{ruled.world.karim.pk}")
        desk.hear(said("f1"))
        desk.hear(said("o1", "Oui", author=US, parent_id="f1", created_at=later(minutes=5)))
        assert ruled.run("o1") == 0
        assert not RuleAct.objects.exists()

    def test_words_of_any_new_message_count_and_the_newest_is_remembered(
        self, ruled: Ruled, desk: Desk
    ) -> None:
        ruled.on("Devis", "settle", words="devis")
        ruled.arrive(
            said("f1", "Un devis ?"),
            said("f2", "Encore un devis", created_at=later(minutes=1)),
            said("f3", "?", created_at=later(minutes=2)),
        )
        assert [act.feedback.remote_id for act in RuleAct.objects.all()] == ["f2"]

    def test_filters_are_those_of_lists(self, ruled: Ruled, desk: Desk) -> None:
        ruled.on("Mauvais", "settle", filters=Filters(kind=Kind.REVIEW, stars=(1, 2)))
        ruled.arrive(
            said("r1", "Bof", kind=FeedbackKind.REVIEW, stars=2, root_id="r1"),
            said("r2", "Top", kind=FeedbackKind.REVIEW, stars=5, root_id="r2", author=NOUR),
        )
        assert (desk.conversation().status, desk.conversation(NOUR).status) == ("done", "open")

    def test_what_was_understood_of_a_message_is_a_filter_as_any_other(
        self, ruled: Ruled, desk: Desk
    ) -> None:
        ruled.on("Fâchés", "settle", filters=Filters(tone=Sentiment.NEGATIVE, check=True))
        desk.hear(said("f1"), said("f2", author=NOUR))
        Conversation.objects.update(tone="positive")
        hers = Conversation.objects.filter(person_id=NOUR.account_id)
        hers.update(tone="negative", wants_check=True)
        ruled.run("f1", "f2")
        assert (desk.conversation().status, desk.conversation(NOUR).status) == ("open", "done")

    def test_the_history_of_a_channel_meets_no_rule(self, ruled: Ruled, desk: Desk) -> None:
        ruled.on("Tout", "settle")
        long_ago = desk.clock() - timedelta(days=31)
        ruled.arrive(said("f1", created_at=long_ago), said("f2", author=NOUR))
        assert (desk.conversation().status, desk.conversation(NOUR).status) == ("open", "done")

    def test_what_its_author_deleted_meanwhile_meets_nothing(
        self, ruled: Ruled, desk: Desk
    ) -> None:
        ruled.on("Tout", f"give:{ruled.world.karim.pk}")
        desk.hear(said("f1"))
        desk.look_again({"f1": None})
        assert ruled.run("f1") == 0

    def test_those_of_another_workspace_are_not_touched(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        ruled.on("Tout", "settle")
        desk.hear(said("f1"))
        ids = list(Feedback.objects.values_list("pk", flat=True))
        assert automation.run(world.flowers, ids, now=desk.clock()) == 0
        assert desk.conversation().status == "open"


class TestWhoComesFirst:
    def test_what_a_member_has_is_not_taken_from_them(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        ruled.on("Karim", f"give:{world.karim.pk}")
        desk.hear(said("f1"))
        deed = deeds.give(world.atelier, world.claire.pk, actor=world.claire, now=desk.clock())
        sweeping.sweep(
            world.atelier, [desk.conversation().pk], deed, actor=world.claire, now=desk.clock()
        )
        assert ruled.run("f1") == 0
        assert desk.conversation().assignee == world.claire
        assert RuleAct.objects.get().done == []

    def test_of_two_that_contradict_the_first_has_its_way(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        ruled.on("A", f"give:{world.karim.pk}", "aside:monday")
        ruled.on("B", f"give:{world.claire.pk}", "settle")
        ruled.arrive(said("f1"))
        row = desk.conversation()
        assert (row.assignee, row.status) == (world.karim, "open")
        assert row.snoozed_until is not None

    def test_one_that_stops_hides_from_those_below(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        ruled.on("A", f"notify:{world.karim.pk}", words="devis", stops=True)
        ruled.on("B", "settle")
        ruled.arrive(said("f1", "Un devis"), said("f2", "Merci", author=NOUR))
        assert (desk.conversation().status, desk.conversation(NOUR).status) == ("open", "done")
        ruled.run("f1", "f2")
        assert desk.conversation().status == "open"

    def test_all_look_at_a_message_as_it_arrived(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        label = ruled.label()
        ruled.on("A", f"label:{label.pk}", "settle")
        ruled.on("B", f"give:{world.karim.pk}", filters=Filters(label=label.pk))
        ruled.on("C", f"notify:{world.karim.pk}", filters=Filters(assignee=Whose.NOBODY))
        ruled.arrive(said("f1"))
        assert desk.conversation().assignee is None
        assert {act.rule.name for act in RuleAct.objects.all()} == {"A", "C"}

    def test_one_that_meets_what_it_does_itself_stops_there(self, ruled: Ruled, desk: Desk) -> None:
        label = ruled.label()
        ruled.on("A", f"label:{label.pk}", f"notify:{ruled.world.karim.pk}")
        ruled.arrive(said("f1"))
        for _ in range(3):
            ruled.run("f1")
        assert RuleAct.objects.count() == Nudge.objects.count() == 1

    def test_what_was_settled_before_it_ran_is_left(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        ruled.on("A", f"give:{world.karim.pk}")
        desk.hear(said("f1"))
        settle(desk.conversation(), actor=world.claire, now=desk.clock())
        assert ruled.run("f1") == 0
        assert desk.conversation().assignee is None


class TestUndoing:
    def test_it_stands_as_before_and_the_card_goes(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        label = ruled.label()
        ruled.on("A", f"label:{label.pk}", f"give:{world.karim.pk}", "settle")
        desk.hear(said("f1"))
        before = list(Conversation.objects.values())
        ruled.run("f1")
        journal.undo(RuleAct.objects.get(), actor=world.claire, now=desk.clock())
        assert list(Conversation.objects.values()) == before
        assert not ConversationLabel.objects.exists()
        assert not Nudge.objects.exists()

    def test_what_others_did_beside_it_stays(self, ruled: Ruled, world: World, desk: Desk) -> None:
        mine, hers = ruled.label("A"), ruled.label("B")
        ruled.on("A", f"label:{mine.pk}")
        ruled.arrive(said("f1"))
        ids, now = [desk.conversation().pk], desk.clock()
        sweeping.sweep(world.atelier, ids, deeds.put_label(hers), actor=world.claire, now=now)
        journal.undo(RuleAct.objects.get(), actor=world.claire, now=now)
        assert [one.label for one in ConversationLabel.objects.all()] == [hers]

    @pytest.mark.parametrize("problem", ["changed", "too_late", "undone"])
    def test_it_is_undone_once_in_time_and_where_nobody_touched_it(
        self, ruled: Ruled, world: World, desk: Desk, problem: str
    ) -> None:
        ruled.on("A", f"give:{world.karim.pk}")
        ruled.arrive(said("f1"))
        if problem == "changed":
            ids = [desk.conversation().pk]
            sweeping.sweep(
                world.atelier, ids, deeds.take_back(), actor=world.claire, now=desk.clock()
            )
        elif problem == "undone":
            journal.undo(RuleAct.objects.get(), actor=world.claire, now=desk.clock())
        else:
            desk.clock.advance(days=7, seconds=1)
        with pytest.raises(CannotUndo, match=problem):
            journal.undo(RuleAct.objects.get(), actor=world.claire, now=desk.clock())

    def test_old_acts_go_and_the_count_stays(self, ruled: Ruled, desk: Desk) -> None:
        ruled.on("A", "settle")
        ruled.arrive(said("f1"))
        desk.clock.advance(days=8)
        journal.clear(now=desk.clock())
        act = RuleAct.objects.get()
        assert (act.before, act.after, act.done) == ({}, {}, ["settle"])
        desk.clock.advance(days=90)
        journal.clear(now=desk.clock())
        assert not RuleAct.objects.exists()
        assert Rule.objects.get().acted_count == 1

    def test_the_database_has_it_act_once_for_each_message(self, ruled: Ruled, desk: Desk) -> None:
        ruled.on("A", "settle")
        ruled.arrive(said("f1"))
        act = RuleAct.objects.get()
        act.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            act.save(force_insert=True)


class TestCrashes:
    def test_killed_between_the_deed_and_its_record_it_has_done_nothing(
        self, ruled: Ruled, world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ruled.on("A", f"give:{world.karim.pk}", f"notify:{world.claire.pk}")
        desk.hear(said("f1"))
        with monkeypatch.context() as broken:
            broken.setattr(acting, "_count", _killed)
            with pytest.raises(_Killed):
                ruled.run("f1")
        assert desk.conversation().assignee is None
        assert not RuleAct.objects.exists()
        assert ruled.run("f1") == 1
        assert Nudge.objects.count() == 2

    def test_killed_after_one_batch_it_does_only_the_rest(
        self, ruled: Ruled, world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(acting, "BATCH", 2)
        ruled.on("A", f"notify:{world.karim.pk}")
        items = crowd(4)
        desk.hear(*items)
        ids = [item.remote_id for item in items]
        ruled.run(*ids[:2])
        assert ruled.run(*ids) == 2
        assert RuleAct.objects.count() == 4


class _Killed(Exception):
    pass


def _killed(*_: object, **__: object) -> int:
    raise _Killed


class TestJob:
    def test_it_is_asked_for_with_what_was_kept_only_while_something_is_on(
        self, ruled: Ruled, desk: Desk
    ) -> None:
        desk.hear(said("f1"))
        assert not Job.objects.filter(kind=asking.RUN).exists()
        ruled.on("A", "settle")
        desk.hear(said("f2", author=NOUR))
        job = Job.objects.get(kind=asking.RUN)
        assert job.payload["feedback_ids"] == [desk.feedback("f2").pk]
        run_rules(job.payload, clock=desk.clock)
        assert (desk.conversation().status, desk.conversation(NOUR).status) == ("open", "done")

    def test_what_was_known_already_asks_for_nothing(self, ruled: Ruled, desk: Desk) -> None:
        desk.hear(said("f1"))
        ruled.on("A", "settle")
        desk.hear(said("f1", "Autre chose", edited_at=later(minutes=3)))
        assert not Job.objects.filter(kind=asking.RUN).exists()

    def test_many_at_once_are_several_jobs(self, ruled: Ruled, desk: Desk) -> None:
        ruled.on("A", "settle")
        desk.hear(*crowd(401))
        jobs = Job.objects.filter(kind=asking.RUN)
        assert sorted(len(job.payload["feedback_ids"]) for job in jobs) == [1, 200, 200]

    def test_in_a_workspace_that_was_closed_it_does_nothing(
        self, ruled: Ruled, desk: Desk, world: World
    ) -> None:
        ruled.on("A", "settle")
        desk.hear(said("f1"))
        world.atelier.closed_at = desk.clock()
        world.atelier.save()
        run_rules(Job.objects.get(kind=asking.RUN).payload, clock=desk.clock)
        assert desk.conversation().status == "open"


class TestCost:
    def test_it_asks_as_much_for_two_hundred_messages_as_for_twenty(
        self, ruled: Ruled, world: World, desk: Desk
    ) -> None:
        label = ruled.label()
        for n in range(5):
            ruled.on(f"R{n}", f"label:{label.pk}", f"notify:{world.karim.pk}", words="devis")
        few = self._queries(ruled, crowd(20))
        many = self._queries(ruled, crowd(200, first=20))
        assert many < 2 * few  # rows are written some fifty at a time, read all at once

    def test_one_more_rule_that_meets_nothing_is_one_more_query(
        self, ruled: Ruled, world: World
    ) -> None:
        ruled.on("A", f"notify:{world.karim.pk}", words="facture")
        before = self._queries(ruled, crowd(20))
        ruled.on("B", f"notify:{world.karim.pk}", words="facture")
        assert self._queries(ruled, crowd(20, first=20)) == before + 1

    def _queries(self, ruled: Ruled, items: list[IncomingFeedback]) -> int:
        ruled.desk.hear(*items)
        with CaptureQueriesContext(connection) as captured:
            ruled.run(*(item.remote_id for item in items))
        return len(captured)


def test_a_rule_that_was_switched_off_while_it_looked_does_nothing(
    ruled: Ruled, desk: Desk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    off, on = ruled.on("Un", "settle"), ruled.on("Deux", f"give:{world.karim.pk}")
    meet = acting.meet

    def meet_while_somebody_switches_it_off(*args: Any, **more: Any) -> list[acting.Meeting]:
        found = meet(*args, **more)
        writing.switch_off(off, actor=world.claire, now=desk.clock())
        return found

    monkeypatch.setattr(acting, "meet", meet_while_somebody_switches_it_off)
    ruled.arrive(said("f1"))
    row = desk.conversation()
    assert (row.status, row.assignee) == ("open", world.karim)
    assert [act.rule for act in RuleAct.objects.all()] == [on]
