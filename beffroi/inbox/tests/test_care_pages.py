"""The conversation offers to block and to report, says what was done, and loses nothing typed."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.channels.models import Channel
from beffroi.inbox import moderating
from beffroi.inbox.models import Block, Feedback
from beffroi.inbox.tests.browsing import browser_of, words
from beffroi.inbox.tests.care import CaringNetwork
from beffroi.inbox.tests.desk import Desk, later, make_channel, said
from beffroi.networks.errors import (
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
)
from beffroi.workspaces.rules import Role
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire(world: World, caring: CaringNetwork) -> Client:
    return browser_of(world.claire)


def talk(desk: Desk) -> str:
    return reverse("conversation", args=[desk.conversation().pk])


def block(desk: Desk) -> str:
    return reverse("inbox_person_block", args=[desk.conversation().pk])


def report(desk: Desk) -> str:
    return reverse("feedback_report", args=[desk.feedback().pk])


def form(desk: Desk) -> str:
    return f"{talk(desk)}?report={desk.feedback().pk}"


class TestBlocking:
    def test_it_is_done_at_once_said_and_undone_from_three_places(
        self, claire: Client, desk: Desk, caring: CaringNetwork
    ) -> None:
        assert "Block Odile Garnier on Scripted" in words(claire.get(talk(desk)))
        page = words(claire.post(block(desk), {"do": "block"}, follow=True))
        assert "Odile Garnier is blocked on Scripted." in page
        assert "<b>Odile Garnier has been blocked on Scripted since" in page
        assert "Unblock Odile Garnier on Scripted" in page
        assert page.count(f'action="{block(desk)}"') == 2
        assert f'action="{block(desk)}?do=unblock"' in page
        assert "<dt>Blocked</dt>" in page
        assert caring.did == [("block", "did:odile")]

    @pytest.mark.parametrize("where", ["button", "toast"])
    def test_undone_it_is_as_before(self, claire: Client, desk: Desk, where: str) -> None:
        claire.post(block(desk), {"do": "block"})
        if where == "button":
            undone = claire.post(block(desk), {"do": "unblock"}, follow=True)
        else:
            undone = claire.post(f"{block(desk)}?do=unblock", follow=True)
        assert "Odile Garnier is no longer blocked on Scripted." in words(undone)
        assert "has been blocked on Scripted since" not in words(undone)
        assert "Block Odile Garnier on Scripted" in words(undone)

    @pytest.mark.parametrize("do", ["", "nonsense", "block' --"])
    def test_what_is_no_order_does_nothing(
        self, claire: Client, desk: Desk, caring: CaringNetwork, do: str
    ) -> None:
        assert claire.post(block(desk), {"do": do})["Location"] == talk(desk)
        assert caring.did == []

    @pytest.mark.parametrize(
        ("error", "sentence"),
        [
            (NetworkUnavailable(), "Scripted does not answer. Nothing was changed"),
            (PermissionLost(), "Scripted refuses: your access lacks a role or a permission."),
            (NotFound(), "Scripted no longer knows who this is."),
        ],
    )
    def test_a_refusal_is_told(
        self, claire: Client, desk: Desk, caring: CaringNetwork, error: Exception, sentence: str
    ) -> None:
        caring.fails = error  # type: ignore[assignment] # one of the network's
        page = words(claire.post(block(desk), {"do": "block"}, follow=True))
        assert sentence in page
        assert "has been blocked on Scripted since" not in page

    def test_a_channel_that_is_lost_still_says_who_is_blocked_and_offers_nothing(
        self, claire: Client, desk: Desk
    ) -> None:
        claire.post(block(desk), {"do": "block"}, follow=True)
        Channel.objects.update(status="disconnected")
        page = words(claire.get(talk(desk)))
        assert "has been blocked on Scripted since" in page
        assert block(desk) not in page
        refused = words(claire.post(block(desk), {"do": "unblock"}, follow=True))
        assert "This channel is no longer connected." in refused
        assert Block.objects.exists()

    def test_whoever_is_not_named_cannot_be_blocked(
        self, claire: Client, desk: Desk, caring: CaringNetwork
    ) -> None:
        address = block(desk)
        for name in ("unnamed:1", "erased:1"):
            row = desk.channel.conversations.get()
            row.person_id = name
            row.save()
            assert "Block Odile" not in words(claire.get(reverse("conversation", args=[row.pk])))
            refused = words(claire.post(address, {"do": "block"}, follow=True))
            assert "no longer knows who this is" in refused
        assert caring.did == []

    def test_it_stays_said_when_all_they_wrote_is_gone(self, claire: Client, desk: Desk) -> None:
        claire.post(block(desk), {"do": "block"})
        desk.look_again({"f1": None})
        page = words(claire.get(talk(desk)))
        assert "has been blocked on Scripted since" in page
        assert block(desk) in page

    def test_a_private_word_can_be_reported_and_its_author_blocked(
        self, claire: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        every = frozenset({"hide", "remove", "block", "report"})
        monkeypatch.setattr(moderating, "abilities", lambda channel: every)
        Feedback.objects.update(is_private=True)
        page = words(claire.get(talk(desk)))
        assert "Block Odile Garnier on Scripted" in page
        assert "Report to Scripted" in page
        assert "Hide from the public" not in page
        assert "Delete on Scripted" not in page


class TestReporting:
    def test_the_form_is_shown_for_one_message_and_nothing_is_chosen_for_people(
        self, claire: Client, desk: Desk
    ) -> None:
        assert f'href="{form(desk)}#report"' in words(claire.get(talk(desk)))
        assert f'action="{report(desk)}#report"' not in words(claire.get(talk(desk)))
        page = words(claire.get(form(desk)))
        assert f'action="{report(desk)}#report"' in page
        assert "<q>Publicité</q>" in page
        assert "report=" not in page.split('id="list-title"')[1].split("</header>")[0]
        for reason in ("Spam", "Insult or harassment", "Illegal", "Another reason"):
            assert reason in page
        assert "checked" not in page.split('id="report"')[1].split("</section>")[0]

    def test_it_is_reported_and_says_when(
        self, claire: Client, desk: Desk, caring: CaringNetwork
    ) -> None:
        sent = {"reason": "illegal", "words": "Contrefaçon\r\nde nos boîtes"}
        page = words(claire.post(report(desk), sent, follow=True))
        assert "Reported to Scripted." in page
        assert re.search(r"· Reported on \w+ \d+ \w+", page)
        assert "Report to Scripted" not in page
        assert caring.did == [("report", "f1", "illegal", "Contrefaçon\nde nos boîtes")]
        assert f'action="{report(desk)}#report"' not in words(claire.get(form(desk)))
        claire.post(report(desk), sent)
        assert len(caring.did) == 1

    @pytest.mark.parametrize("reason", ["", "nonsense", "spam\0", "<script>"])
    def test_an_unknown_reason_is_told_and_the_words_stay(
        self, claire: Client, desk: Desk, caring: CaringNetwork, reason: str
    ) -> None:
        answer = claire.post(report(desk), {"reason": reason, "words": "Vu <b>trois</b> fois"})
        assert answer.status_code == 422
        assert "Vu &lt;b&gt;trois&lt;/b&gt; fois" in answer.content.decode()
        assert "<script>alert" not in answer.content.decode()
        assert 'aria-invalid="true"' in answer.content.decode()
        assert caring.did == []

    @pytest.mark.parametrize(
        ("typed", "excess"), [("é" * 1001, "1 character"), ("é" * 10_240, "9240 characters")]
    )
    def test_words_that_are_too_long_are_told_and_stay(
        self, claire: Client, desk: Desk, caring: CaringNetwork, typed: str, excess: str
    ) -> None:
        answer = claire.post(report(desk), {"reason": "spam", "words": typed})
        assert answer.status_code == 422
        assert f"{excess} too many." in words(answer)
        assert typed in words(answer)
        assert caring.did == []

    def test_a_thousand_signs_on_many_lines_pass_as_a_browser_sends_them(
        self, claire: Client, desk: Desk, caring: CaringNetwork
    ) -> None:
        typed = "\r\n".join(["é" * 99] * 10)
        assert claire.post(report(desk), {"reason": "spam", "words": typed}).status_code == 302
        assert len(caring.did[0][3]) == 999

    @pytest.mark.parametrize(
        ("error", "sentence"),
        [
            (NetworkUnavailable(), "Scripted does not answer. Nothing was changed"),
            (OutcomeUnknown(), "Scripted gave no clear answer: it may have arrived."),
            (PermissionLost(), "Scripted refuses: your access lacks a role or a permission."),
        ],
    )
    def test_when_the_network_does_not_take_it_nothing_typed_is_lost(
        self, claire: Client, desk: Desk, caring: CaringNetwork, error: Exception, sentence: str
    ) -> None:
        caring.fails = error  # type: ignore[assignment] # one of the network's
        sent = {"reason": "harassment", "words": "Trois messages ce matin"}
        answer = claire.post(report(desk), sent)
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert "Trois messages ce matin</textarea>" in words(answer)
        assert re.search(r'value="harassment"[^>]* checked', words(answer))
        assert desk.feedback().reported_at is None
        caring.fails = None
        assert claire.post(report(desk), sent).status_code == 302

    def test_a_channel_that_is_lost_is_told_and_nothing_typed_is_lost(
        self, claire: Client, desk: Desk, caring: CaringNetwork
    ) -> None:
        Channel.objects.update(status="disconnected")
        answer = claire.post(report(desk), {"reason": "spam", "words": "Vu trois fois"})
        assert "This channel is no longer connected." in words(answer)
        assert "Vu trois fois</textarea>" in words(answer)
        assert caring.did == []

    def test_what_is_gone_there_is_told(
        self, claire: Client, desk: Desk, caring: CaringNetwork
    ) -> None:
        caring.fails = NotFound()
        page = words(claire.post(report(desk), {"reason": "spam"}, follow=True))
        assert "It is no longer on Scripted: there is nothing left to report." in page
        assert "Deleted by its author" in page

    @pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "²", "1 OR 1=1", ""])
    def test_what_is_no_message_shows_no_form(
        self, claire: Client, desk: Desk, number: str
    ) -> None:
        page = words(claire.get(talk(desk), {"report": number}))
        assert 'id="report"' not in page

    def test_the_first_of_many_messages_can_be_reported(self, claire: Client, desk: Desk) -> None:
        desk.hear(*(said(f"g{n}", f"{n}", created_at=later(minutes=n)) for n in range(1, 60)))
        assert f'action="{report(desk)}#report"' in words(claire.get(form(desk)))

    def test_an_answer_that_is_being_written_keeps_its_own_box(
        self, claire: Client, desk: Desk
    ) -> None:
        page = words(claire.post(report(desk), {"reason": "", "words": "Vu"}))
        assert 'name="text"' in page

    @pytest.mark.parametrize(
        ("network", "url", "is_offered"),
        [
            ("facebook", "https://facebook.com/1", True),
            ("facebook", "", False),
            ("wordpress", "https://site.example/1", False),
        ],
    )
    def test_where_only_the_network_itself_takes_reports_its_page_is_offered(
        self,
        claire: Client,
        desk: Desk,
        world: World,
        monkeypatch: pytest.MonkeyPatch,
        network: str,
        url: str,
        is_offered: bool,
    ) -> None:
        monkeypatch.setattr(moderating, "abilities", lambda channel: frozenset[str]())
        channel = make_channel(world.atelier, network, now=desk.clock(), account_id="9")
        there = Desk(channel, desk.clock)
        there.hear(said("c1", "Publicité", url=url))
        page = words(claire.get(talk(there)))
        assert ("Report on Facebook" in page) is is_offered
        assert ("takes reports on its own pages alone" in page) is is_offered


class TestAccess:
    @pytest.mark.parametrize("role", [Role.APPROVER, Role.READER])
    def test_those_who_read_see_what_was_done_and_change_nothing(
        self, claire: Client, desk: Desk, world: World, caring: CaringNetwork, role: Role
    ) -> None:
        claire.post(block(desk), {"do": "block"})
        claire.post(report(desk), {"reason": "spam"})
        done = list(caring.did)
        member = world.member(role)
        member.language = "en"
        member.save()
        reader = Client()
        reader.force_login(member)
        page = words(reader.get(form(desk)))
        assert "has been blocked on Scripted since" in page
        assert "Reported on" in page
        assert block(desk) not in page
        assert report(desk) not in page
        assert reader.post(block(desk), {"do": "unblock"}).status_code == 403
        assert reader.post(report(desk), {"reason": "spam"}).status_code == 403
        assert caring.did == done

    def test_those_of_another_workspace_find_nothing(
        self, claire: Client, desk: Desk, world: World, caring: CaringNetwork
    ) -> None:
        claire.force_login(world.zoe)
        assert claire.post(block(desk), {"do": "block"}).status_code == 404
        assert claire.post(report(desk), {"reason": "spam"}).status_code == 404
        assert caring.did == []

    def test_a_message_of_another_workspace_is_not_shown_in_the_form(
        self, claire: Client, desk: Desk, world: World
    ) -> None:
        other = Desk(make_channel(world.garage, now=desk.clock()), desk.clock)
        other.hear(said("secret", "Confidentiel"))
        page = words(claire.get(talk(desk), {"report": other.feedback("secret").pk}))
        assert "Confidentiel" not in page
        assert 'id="report"' not in page

    def test_only_a_form_of_ours_is_heard(self, claire: Client, desk: Desk) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = claire.cookies
        assert strict.post(block(desk), {"do": "block"}).status_code == 403
        assert claire.get(block(desk)).status_code == 405
        assert claire.get(report(desk)).status_code == 405


def test_it_costs_no_query(claire: Client, desk: Desk) -> None:
    there, with_form = talk(desk), form(desk)
    claire.get(there)  # the first visit also opens a session
    with CaptureQueriesContext(connection) as before:
        claire.get(there)
    claire.post(block(desk), {"do": "block"}, follow=True)
    with CaptureQueriesContext(connection) as blocked:
        assert "has been blocked on Scripted since" in words(claire.get(there))
    with CaptureQueriesContext(connection) as reporting:
        assert 'id="report"' in words(claire.get(with_form))
    assert len(before) == len(blocked) == len(reporting)
