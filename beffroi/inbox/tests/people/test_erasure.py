"""A person is erased: asked, undone, done once, and does not come back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from beffroi.archives.models import HistoryFeedback
from beffroi.core import audit
from beffroi.core.models import AuditEntry, Job
from beffroi.delivery.models import Delivery
from beffroi.inbox import actions, removing
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import (
    Answer,
    AutomaticSending,
    Block,
    Conversation,
    Erasure,
    Escalation,
    Feedback,
    Note,
    Nudge,
    Person,
    Presence,
    RuleAct,
    Suppression,
    Tally,
)
from beffroi.inbox.people import dropping, erasure, keeping, rules, who
from beffroi.inbox.people.erasure import CannotErase
from beffroi.inbox.search.models import FoundBy
from beffroi.inbox.tests.desk import NOUR, Desk, later, make_channel, said
from beffroi.inbox.tests.people import cases
from beffroi.inbox.tests.people.cases import PERSON
from beffroi.inbox.tests.removals import Network, run_jobs
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(desk: Desk, world: World) -> Erasure:
    cases.hear_everywhere(desk)
    desk.hear(said("n1", "Le pain est bon", author=NOUR))
    return erasure.ask(cases.person(desk), actor=world.claire, now=desk.clock())


def let_pass(desk: Desk) -> None:
    desk.clock.advance(seconds=rules.ERASURE_CAN_BE_UNDONE_FOR.total_seconds())
    run_jobs(desk.clock)


def after_the_last_look(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Have something begin once, just before the conversations go."""
    real, to_come = dropping.settled, [happens]

    def settled(ids: Collection[int], *, now: datetime) -> list[int]:
        ready = real(ids, now=now)
        if to_come:
            to_come.pop()()
        return ready

    monkeypatch.setattr(dropping, "settled", settled)


def trail() -> list[str]:
    about = AuditEntry.objects.filter(action__startswith="person.").order_by("id")
    return list(about.values_list("action", flat=True))


class TestAsking:
    def test_nothing_goes_before_ten_minutes(self, desk: Desk, asked: Erasure) -> None:
        desk.clock.advance(minutes=9)
        run_jobs(desk.clock)
        assert Conversation.objects.count() == 4
        assert erasure.pending(cases.person(desk)) == asked

    def test_asked_twice_the_first_stands(self, desk: Desk, world: World, asked: Erasure) -> None:
        desk.clock.advance(minutes=5)
        again = erasure.ask(cases.person(desk), actor=world.karim, now=desk.clock())
        assert (again.pk, again.due_at) == (asked.pk, asked.due_at)
        assert trail() == ["person.erasure_asked"]

    def test_it_is_undone_and_nothing_goes(self, desk: Desk, world: World, asked: Erasure) -> None:
        assert erasure.undo(asked, actor=world.claire, now=desk.clock()) == cases.person(desk)
        let_pass(desk)
        assert Conversation.objects.count() == 4
        assert not Erasure.objects.exists()
        assert not Suppression.objects.exists()
        assert trail() == ["person.erasure_asked", "person.erasure_undone"]

    def test_once_it_began_it_is_too_late(self, desk: Desk, world: World, asked: Erasure) -> None:
        let_pass(desk)
        with pytest.raises(CannotErase) as refused:
            erasure.undo(asked, actor=world.claire, now=desk.clock())
        assert refused.value.problem == "too_late"

    def test_whoever_was_forgotten_is_nobody(self, desk: Desk, world: World) -> None:
        nobody = who.on_channel(desk.channel, "erased:1")
        with pytest.raises(CannotErase):
            erasure.ask(nobody, actor=world.claire, now=desk.clock())


class TestErasing:
    def test_all_of_theirs_goes_and_nobody_else_s(
        self, desk: Desk, world: World, asked: Erasure
    ) -> None:
        cases.spoken_of(desk, world)
        let_pass(desk)
        assert list(Feedback.objects.values_list("remote_id", flat=True)) == ["n1"]
        assert Conversation.objects.get().person_name == NOUR.display_name
        for model in (
            Answer,
            AutomaticSending,
            Block,
            Delivery,
            Escalation,
            Note,
            Nudge,
            Person,
            Presence,
            RuleAct,
        ):
            assert not model._default_manager.exists()
        words = set(FoundBy.objects.values_list("word", flat=True))
        assert "pain" in words
        assert not any(word.startswith("zorg") for word in words)

    def test_the_receipt_counts_and_names_nobody(
        self, desk: Desk, world: World, asked: Erasure
    ) -> None:
        cases.spoken_of(desk, world)
        let_pass(desk)
        asked.refresh_from_db()
        assert (asked.state, asked.done_at) == ("done", desk.clock())
        assert (asked.conversations, asked.words, asked.answers, asked.notes) == (3, 3, 2, 2)
        assert (asked.person_id, asked.server) == ("", "")
        assert trail()[-1] == "person.erased"
        assert audit.verify() is None

    def test_their_number_stays_by_month(self, desk: Desk, world: World, asked: Erasure) -> None:
        cases.spoken_of(desk, world)
        let_pass(desk)
        row = Tally.objects.get()
        assert (str(row.month), row.kind, row.received, row.answered) == (
            "2026-09-01",
            "reply",
            3,
            1,
        )

    def test_months_are_the_workspace_s_and_cost_no_more_queries(
        self, desk: Desk, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for month in range(1, 9):
            at = datetime(2026, month, 1, 23, 30, tzinfo=UTC) - timedelta(days=1)
            desk.hear(said(f"m{month}", created_at=at))
        with django_assert_max_num_queries(45):
            dropping.drop(list(Conversation.objects.values_list("pk", flat=True)))
        months = Tally.objects.order_by("month").values_list("month", "received")
        assert [(day.month, day.day, count) for day, count in months] == [
            (month, 1, 1) for month in range(1, 9)
        ]

    def test_what_they_wrote_does_not_come_back_and_what_they_write_later_does(
        self, desk: Desk, asked: Erasure
    ) -> None:
        let_pass(desk)
        cases.hear_everywhere(desk)
        assert Conversation.objects.count() == 1
        desk.clock.advance(hours=1)
        desk.hear(said("new", "Rebonjour", author=PERSON, created_at=desk.clock()))
        assert desk.feedback("new").text == "Rebonjour"

    def test_the_same_person_on_another_channel_goes_too_and_on_another_network_stays(
        self, desk: Desk, world: World, asked: Erasure
    ) -> None:
        for network, number in (("bluesky", 1), ("mastodon", 2)):
            channel = make_channel(world.atelier, network, now=desk.clock(), account_id="2")
            Desk(channel, desk.clock).hear(said(f"x{number}", "Là aussi", author=PERSON))
        let_pass(desk)
        left = Feedback.objects.filter(author_id=PERSON.account_id)
        assert [row.channel.network for row in left] == ["mastodon"]

    def test_the_same_number_on_another_server_is_another_person(
        self, desk: Desk, world: World
    ) -> None:
        servers = [
            make_channel(world.atelier, "mastodon", now=desk.clock(), origin=origin)
            for origin in ("https://a.example", "https://b.example")
        ]
        for channel in servers:
            Desk(channel, desk.clock).hear(said("f1", author=PERSON))
        person = who.on_channel(servers[0], PERSON.account_id)
        erasure.ask(person, actor=world.claire, now=desk.clock())
        let_pass(desk)
        assert [row.channel for row in Feedback.objects.all()] == servers[1:]

    def test_another_workspace_keeps_its_own(
        self, desk: Desk, world: World, asked: Erasure
    ) -> None:
        other = Desk(make_channel(world.garage, now=desk.clock()), desk.clock)
        other.hear(said("f1", author=PERSON))
        let_pass(desk)
        assert Feedback.objects.filter(channel=other.channel).exists()
        assert other.hear(said("f2", author=PERSON)) == 1

    def test_in_an_archive_the_same_words_go_too_and_what_bears_their_id(
        self, desk: Desk, world: World, asked: Erasure
    ) -> None:
        cases.archived(desk, Feedback.objects.earliest("id").remote_id)
        cases.archived(desk, "alone", url=f"https://bsky.app/profile/{PERSON.account_id}/post/9")
        cases.archived(desk, "other", name=PERSON.display_name)
        let_pass(desk)
        assert HistoryFeedback.objects.get().remote_id == "other"


class TestOnTheWay:
    def test_an_answer_that_may_be_leaving_is_waited_for(
        self, desk: Desk, world: World, asked: Erasure
    ) -> None:
        answer = cases.answered(desk, world, "Bonjour", status="sending")
        Job.objects.filter(kind="delivery.advance").delete()
        let_pass(desk)
        asked.refresh_from_db()
        assert (asked.state, asked.conversations) == ("erasing", 2)
        assert Answer.objects.exists()
        cases.settle(answer.delivery, "published", at=desk.clock())
        desk.clock.advance(minutes=1)
        run_jobs(desk.clock)
        asked.refresh_from_db()
        assert (asked.state, asked.conversations) == ("done", 3)

    def test_an_answer_written_after_the_last_look_is_waited_for(
        self, desk: Desk, world: World, asked: Erasure, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def answer() -> None:
            cases.answered(desk, world, "Bonjour", status="sending")
            Job.objects.filter(kind="delivery.advance").delete()

        after_the_last_look(monkeypatch, answer)
        let_pass(desk)
        asked.refresh_from_db()
        assert (asked.state, asked.conversations) == ("erasing", 2)
        cases.settle(Delivery.objects.get(), "published", at=desk.clock())
        desk.clock.advance(minutes=1)
        run_jobs(desk.clock)
        asked.refresh_from_db()
        assert (asked.state, asked.conversations) == ("done", 3)
        assert not Delivery.objects.exists()

    def test_a_deletion_asked_for_after_the_last_look_is_waited_for(
        self,
        desk: Desk,
        world: World,
        network: Network,
        asked: Erasure,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        theirs = Feedback.objects.filter(author_id=PERSON.account_id).earliest("id")
        after_the_last_look(
            monkeypatch, lambda: removing.ask(theirs, actor=world.claire, now=desk.clock())
        )
        let_pass(desk)
        assert not Erasure.objects.get().is_done
        for _ in range(2):
            desk.clock.advance(minutes=2)
            run_jobs(desk.clock)
        assert network.removed == [theirs.remote_id]
        assert Erasure.objects.get().is_done

    @pytest.mark.parametrize("status", ["scheduled", "held", "ask_human"])
    def test_what_waits_for_its_time_or_for_a_person_is_given_up(
        self, desk: Desk, world: World, asked: Erasure, status: str
    ) -> None:
        cases.answered(desk, world, "Bonjour", status=status)
        Job.objects.filter(kind="delivery.advance").delete()
        let_pass(desk)
        assert not Delivery.objects.exists()
        assert Erasure.objects.get().is_done

    def test_a_deletion_that_the_network_is_asked_for_comes_first(
        self, desk: Desk, world: World, network: Network, asked: Erasure
    ) -> None:
        theirs = Feedback.objects.filter(author_id=PERSON.account_id).first()
        assert theirs is not None
        desk.clock.advance(minutes=9)
        removing.ask(theirs, actor=world.claire, now=desk.clock())
        desk.clock.advance(minutes=1)
        run_jobs(desk.clock)
        assert network.removed == []
        assert not Erasure.objects.get().is_done
        desk.clock.advance(minutes=2)
        run_jobs(desk.clock)
        assert network.removed == [theirs.remote_id]
        desk.clock.advance(minutes=1)
        run_jobs(desk.clock)
        assert Erasure.objects.get().is_done

    def test_what_comes_in_while_it_runs_goes_too(self, desk: Desk, asked: Erasure) -> None:
        erasure._start(asked, now=asked.due_at)
        desk.clock.set(asked.due_at + timedelta(seconds=5))
        desk.hear(said("late", "Encore", author=PERSON, created_at=desk.clock()))
        run_jobs(desk.clock)
        assert not Feedback.objects.filter(author_id=PERSON.account_id).exists()
        assert desk.hear(said("late", "Encore", author=PERSON, created_at=desk.clock())) == 0


class TestDatabase:
    def test_what_is_done_names_nobody(self, asked: Erasure) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Erasure.objects.update(state="done", done_at=later(hours=1))

    def test_a_person_is_erased_once_at_a_time(self, asked: Erasure) -> None:
        twin = Erasure.objects.get()
        twin.pk, twin.reference = None, "AAAA-AAAA"
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()


def test_what_is_noted_from_a_page_opened_before_is_refused(
    desk: Desk, world: World, asked: Erasure
) -> None:
    let_pass(desk)
    with pytest.raises(CannotKeep, match="nobody"):
        keeping.note(cases.person(desk), text="Cliente", actor=world.claire, now=desk.clock())
    assert not Person.objects.exists()


def test_answers_to_others_stay(desk: Desk, world: World, asked: Erasure) -> None:
    row = desk.conversation(NOUR)
    actions.answer(row, text="Merci Nour", actor=world.claire, now=desk.clock())
    let_pass(desk)
    assert Answer.objects.get().text == "Merci Nour"
