"""What others wrote goes when the rules of its network say so; that it was there stays known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.jobs import Runner, ensure_periodic
from beffroi.core.models import Job
from beffroi.delivery.models import Delivery
from beffroi.inbox import actions, data_rules, erasing, polling, rules
from beffroi.inbox.models import Answer, Conversation, Feedback
from beffroi.inbox.tests.desk import NOUR, ODILE, THEN, US, Desk, later, make_channel, said
from beffroi.networks import registry
from beffroi.networks.contracts import IncomingFeedback
from beffroi.networks.errors import NetworkUnavailable
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World, people_and_places

pytestmark = pytest.mark.django_db

_USES = {key: data_rules.use_of(key) for key in registry.NETWORKS}
KEPT = {key: use.kept_for for key, use in _USES.items() if use.kept_for}
REFRESHED = {key: use.refreshed_within for key, use in _USES.items() if use.refreshed_within}
DELETED = {key: use.deletion_within for key, use in _USES.items() if use.deletion_within}
MINUTE = timedelta(minutes=1)
NOTHING_KEPT: dict[str, Any] = {
    "text": "",
    "author_name": "",
    "author_handle": "",
    "url": "",
    "reply_context": {},
    "stars": None,
}


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    """Without a script: networks as they declare themselves."""
    return people_and_places(now=clock())


def desk_on(network: str, world: World, clock: FrozenClock) -> Desk:
    return Desk(make_channel(world.atelier, network, now=clock()), clock)


@pytest.fixture
def desk(world: World, clock: FrozenClock) -> Desk:
    """On LinkedIn, that sets a term to all that others write."""
    return desk_on("linkedin", world, clock)


def kept(feedback: Feedback) -> dict[str, Any]:
    return {name: getattr(feedback, name) for name in NOTHING_KEPT}


def past_the_term(desk: Desk) -> int:
    """Let the term of LinkedIn go by, and erase."""
    desk.clock.now += KEPT["linkedin"]
    return erasing.erase_due(now=desk.clock())


class TestTerm:
    @pytest.mark.parametrize(("network", "term"), KEPT.items())
    def test_words_go_just_before_it_and_not_earlier(
        self, world: World, clock: FrozenClock, network: str, term: timedelta
    ) -> None:
        desk = desk_on(network, world, clock)
        desk.hear(said(reply_context={"urn": "x"}, stars=4))
        desk.clock.now += rules.erase_after(term) - MINUTE
        assert erasing.erase_due(now=clock()) == 0
        assert desk.feedback().text == "Ouvert lundi ?"
        desk.clock.now += MINUTE
        assert erasing.erase_due(now=clock()) == 1
        row = desk.feedback()
        assert kept(row) == NOTHING_KEPT
        assert (row.erased_at, row.erased_as, row.deleted_at) == (clock(), "kept", None)
        assert rules.erase_after(term) + rules.ERASE_EVERY < term

    def test_it_counts_from_when_the_words_came_here(self, desk: Desk) -> None:
        desk.hear(said(created_at=later(days=-300)))
        assert erasing.erase_due(now=desk.clock()) == 0

    def test_an_edit_does_not_lengthen_it(self, desk: Desk) -> None:
        desk.hear(said())
        desk.clock.advance(hours=40)
        desk.look_again({"f1": said(text="Et mardi ?", edited_at=later(hours=39))})
        desk.clock.advance(hours=8)
        assert erasing.erase_due(now=desk.clock()) == 1

    def test_the_list_and_the_search_forget_the_person(self, desk: Desk) -> None:
        desk.hear(said())
        past_the_term(desk)
        talk = desk.conversation()
        assert (talk.person_name, talk.person_handle) == ("", "")
        assert (talk.excerpt, talk.search_text) == ("", "")
        assert (talk.status, talk.waiting_since) == ("done", None)

    def test_newer_words_of_the_same_person_stay_and_wait(self, desk: Desk) -> None:
        desk.hear(said("f1", "Mon secret"))
        desk.clock.advance(hours=24)
        desk.hear(said("f2", "Alors ?", created_at=later(hours=24)))
        desk.clock.advance(hours=24)
        assert erasing.erase_due(now=desk.clock()) == 1
        talk = desk.conversation()
        assert (talk.excerpt, talk.status, talk.waiting_since) == (
            "Alors ?",
            "open",
            later(hours=24),
        )
        assert "secret" not in talk.search_text

    def test_nothing_comes_back_by_reading_again(self, desk: Desk) -> None:
        desk.hear(said())
        past_the_term(desk)
        assert desk.hear(said()) == 0
        desk.look_again({"f1": said(text="Et mardi ?", edited_at=later(hours=50))})
        assert Feedback.objects.count() == 1
        assert kept(desk.feedback()) == NOTHING_KEPT

    def test_whoever_writes_again_is_heard_in_the_same_conversation(self, desk: Desk) -> None:
        desk.hear(said())
        past_the_term(desk)
        desk.clock.advance(minutes=5)
        desk.hear(said("f2", "Alors ?", created_at=desk.clock()))
        talk = desk.conversation()
        assert (talk.status, talk.excerpt) == ("open", "Alors ?")

    def test_a_second_time_finds_nothing_to_do(self, desk: Desk) -> None:
        desk.hear(said())
        assert past_the_term(desk) == 1
        before = desk.feedback().erased_at
        assert past_the_term(desk) == 0
        assert desk.feedback().erased_at == before

    def test_what_we_wrote_there_stays(self, desk: Desk) -> None:
        desk.hear(said(), said("u1", "Oui !", author=US, parent_id="f1"))
        past_the_term(desk)
        assert desk.feedback("u1").text == "Oui !"

    def test_a_channel_that_was_disconnected_keeps_no_more(self, desk: Desk) -> None:
        desk.hear(said())
        Channel.objects.update(status=Channel.Status.DISCONNECTED)
        assert past_the_term(desk) == 1

    def test_networks_that_set_none_keep_all(self, world: World, clock: FrozenClock) -> None:
        bound = set(KEPT) | set(REFRESHED)
        for network in set(registry.keys()) - bound:
            desk_on(network, world, clock).hear(said())
        clock.advance(days=3650)
        assert erasing.erase_due(now=clock()) == 0
        assert not Feedback.objects.filter(text="").exists()

    @pytest.mark.parametrize("values", [{"erased_as": ""}, {"text": "Encore"}])
    def test_the_database_itself_refuses_half_of_it(
        self, desk: Desk, values: dict[str, str]
    ) -> None:
        desk.hear(said())
        whole = {"text": "", "erased_at": desk.clock(), "erased_as": "kept"}
        with pytest.raises(IntegrityError), transaction.atomic():
            Feedback.objects.update(**{**whole, **values})


class TestOurAnswers:
    @pytest.fixture
    def answer(self, desk: Desk, world: World) -> Answer:
        desk.hear(said(reply_context={"urn": "urn:li:person:odile"}))
        return actions.answer(
            desk.conversation(), text="Oui, dès 7 h.", actor=world.claire, now=desk.clock()
        )

    def settle(self, answer: Answer, desk: Desk) -> None:
        answer.delivery.status, answer.delivery.remote_id = "published", "r1"
        answer.delivery.published_at = desk.clock()
        answer.delivery.save()
        actions.follow_answer(answer.delivery, now=desk.clock())

    def addressee(self) -> dict[str, Any]:
        reply: dict[str, Any] = Delivery.objects.get().content["reply_to"]
        return reply

    def test_they_stay_without_whom_they_were_to(self, answer: Answer, desk: Desk) -> None:
        self.settle(answer, desk)
        assert self.addressee()["author_handle"] == "odile.example"
        past_the_term(desk)
        assert Answer.objects.get().text == "Oui, dès 7 h."
        assert self.addressee() == {"remote_id": "f1", "author_handle": "", "context": {}}

    def test_one_on_its_way_keeps_what_it_needs_until_it_is_there(
        self, answer: Answer, desk: Desk
    ) -> None:
        before = self.addressee()
        past_the_term(desk)
        assert self.addressee() == before
        self.settle(answer, desk)
        assert self.addressee()["author_handle"] == ""

    def test_a_deletion_on_the_network_erases_whom_they_were_to_as_well(
        self, answer: Answer, desk: Desk
    ) -> None:
        self.settle(answer, desk)
        desk.look_again({"f1": None})
        assert self.addressee() == {"remote_id": "f1", "author_handle": "", "context": {}}


class TestManyAtOnce:
    @pytest.fixture
    def crowd(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
        monkeypatch.setattr(rules, "ERASE_BATCH", 2)
        monkeypatch.setattr(rules, "ERASE_AT_ONCE", 6)
        desk.hear(*(said(f"f{number}") for number in range(9)))
        return desk

    def test_each_transaction_is_short(self, crowd: Desk) -> None:
        crowd.clock.now += KEPT["linkedin"]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert erasing.erase_due(now=crowd.clock()) == 6
        updates = [one["sql"] for one in seen if '"erased_as" = ' in one["sql"]]
        assert len(updates) == 3

    def test_the_job_goes_on_until_all_is_done(self, crowd: Desk) -> None:
        crowd.clock.now += KEPT["linkedin"]
        ensure_periodic(now=crowd.clock())
        Job.objects.exclude(kind="inbox.erase").delete()
        Runner(clock=crowd.clock).run_until_idle()
        assert Feedback.objects.there().count() == 3
        assert Job.objects.get().run_at == crowd.clock() + rules.POLL_ON_AFTER
        crowd.clock.now += rules.POLL_ON_AFTER
        Runner(clock=crowd.clock).run_until_idle()
        assert not Feedback.objects.there().exists()
        assert Job.objects.get().run_at == crowd.clock() + rules.ERASE_EVERY


class Shelf:
    """A reader that shows what a test puts on it; `error` is raised instead."""

    def __init__(self) -> None:
        self.shown: dict[str, IncomingFeedback | None] = {}
        self.error: Exception | None = None
        self.asked: list[str] = []

    def read_feedback(self, cursor: str | None) -> Any: ...

    def read_thread(self, remote_id: str) -> Any: ...

    def read_again(self, remote_ids: Any) -> Mapping[str, IncomingFeedback | None]:
        self.asked.extend(remote_ids)
        if self.error is not None:
            raise self.error
        return {one: self.shown[one] for one in remote_ids if one in self.shown}


@pytest.mark.parametrize(("network", "term"), REFRESHED.items())
class TestConfirmation:
    """Words that are older than the usual rereading, so that the rule alone has them read."""

    @pytest.fixture
    def desk(self, world: World, clock: FrozenClock, network: str) -> Desk:
        made = desk_on(network, world, clock)
        made.hear(said(created_at=THEN - timedelta(days=200)))
        return made

    @pytest.fixture
    def shelf(self, monkeypatch: pytest.MonkeyPatch) -> Shelf:
        shelf = Shelf()
        monkeypatch.setattr(gateway, "open_channel", lambda channel, clock: shelf)
        return shelf

    def test_they_are_read_again_in_good_time_and_then_rest(
        self, desk: Desk, shelf: Shelf, term: timedelta
    ) -> None:
        shelf.shown["f1"] = said(created_at=THEN - timedelta(days=200))
        desk.clock.now += rules.reread_after(term) - MINUTE
        polling.follow(desk.channel, clock=desk.clock)
        assert shelf.asked == []
        desk.clock.now += MINUTE
        polling.follow(desk.channel, clock=desk.clock)
        polling.follow(desk.channel, clock=desk.clock)
        assert shelf.asked == ["f1"]
        assert desk.feedback().shown_at == desk.clock()
        desk.clock.now += rules.erase_after(term) - MINUTE
        assert erasing.erase_due(now=desk.clock()) == 0

    def test_what_the_network_does_not_show_by_then_goes(
        self, desk: Desk, shelf: Shelf, term: timedelta
    ) -> None:
        desk.clock.now += rules.reread_after(term)
        polling.follow(desk.channel, clock=desk.clock)  # it tells nothing about it
        desk.clock.now += rules.reread_every(term)
        polling.follow(desk.channel, clock=desk.clock)
        assert shelf.asked == ["f1", "f1"]
        assert desk.feedback().text
        desk.clock.set(desk.feedback().shown_at + rules.erase_after(term) - MINUTE)
        assert erasing.erase_due(now=desk.clock()) == 0
        desk.clock.now += MINUTE
        assert erasing.erase_due(now=desk.clock()) == 1
        assert (desk.feedback().text, desk.feedback().erased_as) == ("", "unconfirmed")

    def test_an_hour_of_silence_loses_nothing(
        self, desk: Desk, shelf: Shelf, term: timedelta
    ) -> None:
        shelf.shown["f1"], shelf.error = said(), NetworkUnavailable()
        desk.clock.now += rules.reread_after(term)
        polling.follow(desk.channel, clock=desk.clock)
        assert erasing.erase_due(now=desk.clock()) == 0
        shelf.error = None
        desk.clock.advance(hours=1)
        polling.follow(desk.channel, clock=desk.clock)
        assert desk.feedback().shown_at == desk.clock()

    def test_what_it_says_is_gone_goes_at_once(
        self, desk: Desk, shelf: Shelf, term: timedelta
    ) -> None:
        shelf.shown["f1"] = None
        desk.clock.now += rules.reread_after(term)
        polling.follow(desk.channel, clock=desk.clock)
        assert (desk.feedback().text, desk.feedback().deleted_at) == ("", desk.clock())

    def test_what_is_erased_is_asked_for_no_more(
        self, desk: Desk, shelf: Shelf, term: timedelta
    ) -> None:
        desk.clock.now += term
        erasing.erase_due(now=desk.clock())
        polling.follow(desk.channel, clock=desk.clock)
        assert shelf.asked == []


@pytest.mark.parametrize(("network", "term"), DELETED.items())
def test_what_a_network_says_is_deleted_is_gone_within_its_term(
    world: World,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
    network: str,
    term: timedelta,
) -> None:
    desk, shelf = desk_on(network, world, clock), Shelf()
    monkeypatch.setattr(gateway, "open_channel", lambda channel, clock: shelf)
    then = THEN - rules.FOLLOW_FOR + timedelta(days=2)
    desk.hear(said(created_at=then))
    shelf.shown["f1"] = None
    deleted_at, asked_at = clock(), clock()
    while desk.feedback().deleted_at is None and asked_at < deleted_at + term:
        asked_at = polling.follow(desk.channel, clock=clock) or asked_at
        clock.set(max(asked_at, clock()))
    gone_at = desk.feedback().deleted_at
    assert gone_at is not None
    assert gone_at <= deleted_at + term
    assert kept(desk.feedback()) == NOTHING_KEPT


class TestSomebodyWhoAsks:
    def test_their_words_and_their_number_go_and_nobody_else_s(self, desk: Desk) -> None:
        desk.hear(said("f1"), said("f2", root_id="post-2"), said("f3", author=NOUR))
        assert erasing.forget_person(desk.channel, ODILE.account_id, now=desk.clock()) == 2
        assert kept(desk.feedback("f1")) == kept(desk.feedback("f2")) == NOTHING_KEPT
        assert desk.feedback("f1").erased_as == "asked"
        assert not Feedback.objects.filter(author_id=ODILE.account_id).exists()
        assert not Conversation.objects.filter(person_id=ODILE.account_id).exists()
        assert desk.feedback("f3").text == "Ouvert lundi ?"

    def test_what_was_erased_before_loses_its_number_too(self, desk: Desk) -> None:
        desk.hear(said())
        past_the_term(desk)
        assert erasing.forget_person(desk.channel, ODILE.account_id, now=desk.clock()) == 0
        row = desk.feedback()
        assert (row.author_id, row.erased_as) == (f"erased:{row.conversation_id}", "kept")

    def test_it_does_not_come_back_and_asking_again_finds_nothing(self, desk: Desk) -> None:
        desk.hear(said())
        erasing.forget_person(desk.channel, ODILE.account_id, now=desk.clock())
        assert desk.hear(said()) == 0
        assert erasing.forget_person(desk.channel, ODILE.account_id, now=desk.clock()) == 0
        assert kept(desk.feedback()) == NOTHING_KEPT


class TestPage:
    @pytest.fixture
    def claire(self, world: World) -> Client:
        User.objects.update(language="en")
        client = Client()
        client.force_login(world.claire)
        return client

    def page(self, claire: Client, desk: Desk) -> str:
        return claire.get(f"/inbox/{Conversation.objects.get().pk}/").content.decode()

    def test_it_says_which_rule_of_which_network(self, claire: Client, desk: Desk) -> None:
        desk.hear(said())
        assert "on LinkedIn is erased here after 48 hours" in self.page(claire, desk)
        past_the_term(desk)
        shown = self.page(claire, desk)
        assert "Erased here after 48 hours, as the rules of LinkedIn ask." in shown
        assert "If it still stands on LinkedIn, answer it there." in shown
        assert "Deleted by its author" not in shown
        assert 'name="text"' not in shown

    @pytest.mark.parametrize(
        ("network", "why", "sentence"),
        [
            ("youtube", "unconfirmed", "it was not shown there again within 30 days"),
            ("facebook", "asked", "its author asked for it through Facebook"),
        ],
    )
    def test_each_reason_has_its_sentence(
        self,
        claire: Client,
        world: World,
        clock: FrozenClock,
        network: str,
        why: str,
        sentence: str,
    ) -> None:
        desk = desk_on(network, world, clock)
        desk.hear(said())
        Feedback.objects.filter().wipe(erased_at=clock(), erased_as=why)
        assert sentence in self.page(claire, desk)
