from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.channels.models import Channel
from beffroi.delivery.models import Delivery
from beffroi.delivery.tests.scripted import Script
from beffroi.inbox import actions, queries
from beffroi.inbox.models import Answer, Conversation
from beffroi.inbox.search import finding
from beffroi.inbox.tests.browsing import undo_of
from beffroi.inbox.tests.desk import NOUR, Desk, later, said, settle
from beffroi.networks.contracts import Author
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Role
from tests.world import World, introduce

pytestmark = pytest.mark.django_db

INBOX = "/inbox/"
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7777 * 7777 }}\u202e'
Browse = Callable[[User], Client]


@pytest.fixture
def browse(world: World) -> Browse:
    """Somebody's browser, in English."""
    User.objects.update(language="en")

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser


@pytest.fixture
def claire(browse: Browse, world: World) -> Client:
    return browse(world.claire)


@pytest.fixture
def talk(desk: Desk) -> Conversation:
    desk.hear(said())
    return desk.conversation()


def shown(response: Any) -> str:
    return html.unescape(response.content.decode())


def rows_of(page: str) -> list[str]:
    return re.findall(r'<a class="msg".*?<b>(.*?)</b>', page, re.DOTALL)


class TestList:
    def test_it_shows_who_waits_with_their_words(self, claire: Client, talk: Conversation) -> None:
        page = shown(claire.get(INBOX))
        assert rows_of(page) == ["Odile Garnier"]
        assert "Ouvert lundi ?" in page
        assert re.findall(r"</svg>(\w+)</span>", page)[-2:] == ["Question", "Neutral"]

    def test_an_empty_one_says_what_comes_there(self, claire: Client) -> None:
        page = shown(claire.get(INBOX))
        assert "Nobody waits for you" in page
        assert "Nothing done yet" in shown(claire.get(f"{INBOX}?done"))

    def test_what_is_done_is_a_list_of_its_own(
        self, claire: Client, talk: Conversation, world: World, desk: Desk
    ) -> None:
        settle(talk, actor=world.claire, now=desk.clock())
        assert rows_of(shown(claire.get(INBOX))) == []
        page = shown(claire.get(f"{INBOX}?done"))
        assert rows_of(page) == ["Odile Garnier"]
        assert f"/inbox/{talk.pk}/?status=done" in page

    def test_a_search_is_kept_from_page_to_page(
        self, claire: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queries, "PAGE_SIZE", 1)
        desk.hear(said("f1", "Du pain"), said("f2", "Du pain", author=NOUR), said("f3", "Non"))
        page = shown(claire.get(INBOX, {"q": "pain"}))
        assert 'value="pain"' in page
        more = re.search(r'href="(/inbox/\?q=pain&after=[^"]+)"', page)
        assert more is not None
        assert len(rows_of(shown(claire.get(more[1])))) == 1

    def test_a_search_that_finds_nothing_says_so(
        self, claire: Client, talk: Conversation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = shown(claire.get(INBOX, {"q": "<z>"}))
        assert "Nothing to do holds “<z>”." in page
        assert "/inbox/?done&q=%3Cz%3E" in page
        assert "/inbox/?q=%3Cz%3E" in shown(claire.get(INBOX, {"q": "<z>", "done": ""}))
        monkeypatch.setattr(finding, "LOOKED_AT", 1)
        page = shown(claire.get(INBOX, {"q": "-lundi"}))
        assert "Older ones have not been searched yet." in page
        assert "Search further back" in page

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [("« … » !", "signs alone find nothing"), ("le la", "“le la” stands in most messages.")],
    )
    def test_a_search_for_nothing_says_what_to_type(
        self, claire: Client, talk: Conversation, typed: str, sentence: str
    ) -> None:
        page = shown(claire.get(INBOX, {"q": typed}))
        assert "Nothing to look for" in page
        assert sentence in page

    def test_the_list_shows_where_the_words_stand_and_draws_nothing_of_what_was_written(
        self, claire: Client, desk: Desk
    ) -> None:
        desk.hear(said(text="<mark><script>alert(1)</script> pain</mark> " + "et " * 60))
        page = claire.get(INBOX, {"q": "pain"}).content.decode()
        assert "&lt;/script&gt; <mark>pain</mark>&lt;/mark&gt;" in page
        assert "<script>alert" not in page

    def test_while_the_index_is_filled_the_page_says_that_older_messages_follow(
        self, claire: Client, talk: Conversation
    ) -> None:
        assert "still being prepared" not in shown(claire.get(INBOX, {"q": "lundi"}))
        Conversation.objects.update(is_indexed=False)
        assert "still being prepared" in shown(claire.get(INBOX, {"q": "lundi"}))
        assert "still being prepared" in shown(claire.get(INBOX, {"q": "absent"}))

    @pytest.mark.parametrize(
        "question", [{"after": "nonsense"}, {"after": "0001-01-01T00:00:00+14:00~1"}, {"q": "a\0b"}]
    )
    def test_a_question_that_makes_no_sense_still_gets_a_page(
        self, claire: Client, talk: Conversation, question: dict[str, str]
    ) -> None:
        assert claire.get(INBOX, question).status_code == 200

    def test_more_of_it_is_a_fragment_or_without_script_a_page(
        self, claire: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queries, "PAGE_SIZE", 1)
        desk.hear(said("f1"), said("f2", author=NOUR, created_at=later(minutes=1)))
        page = shown(claire.get(INBOX))
        more = re.search(r'href="(/inbox/\?after=[^"]+)" hx-get="\1"', page)
        assert more is not None
        fragment = shown(claire.get(more[1], headers={"HX-Request": "true"}))
        assert "<html" not in fragment
        assert rows_of(fragment) == ["Nour Haddad"]
        assert "autofocus" in fragment
        assert rows_of(shown(claire.get(more[1]))) == ["Nour Haddad"]
        assert "<html" in shown(claire.get(more[1]))


class TestConversation:
    def test_it_stands_beside_the_list(
        self, claire: Client, talk: Conversation, desk: Desk
    ) -> None:
        desk.hear(said("n1", author=NOUR))
        page = shown(claire.get(f"{INBOX}{talk.pk}/"))
        assert set(rows_of(page)) == {"Odile Garnier", "Nour Haddad"}
        assert page.count('<div class="bubble">') == 1
        assert 'name="text"' in page

    def test_it_says_under_which_of_our_posts_it_stands(
        self, claire: Client, talk: Conversation, desk: Desk
    ) -> None:
        Delivery.objects.create(
            workspace=talk.workspace,
            channel=talk.channel,
            status="published",
            due_at=desk.clock(),
            published_at=desk.clock(),
            content={"text": "Fermés lundi"},
            marker="m",
            remote_id="post-1",
            remote_url="https://network.example/post-1",
            created_at=desk.clock(),
        )
        page = shown(claire.get(f"{INBOX}{talk.pk}/"))
        assert "Fermés lundi" in page
        assert 'href="https://network.example/post-1"' in page

    def test_what_strangers_write_is_text_and_nothing_else(
        self, claire: Client, desk: Desk
    ) -> None:
        author = Author("did:evil", HOSTILE, HOSTILE)
        desk.hear(said(text=HOSTILE, author=author, url="javascript:alert(1)"))
        for address in (INBOX, f"{INBOX}{desk.conversation(author).pk}/"):
            raw = claire.get(address).content.decode()
            assert "<script>alert" not in raw
            assert "<img" not in raw
            assert "60481729" not in raw  # the product, which no id holds by chance
            assert "javascript:" not in raw
            assert "\u202e</bdi>" in raw

    def test_what_was_deleted_says_so_and_offers_nothing(
        self, claire: Client, talk: Conversation, desk: Desk
    ) -> None:
        desk.look_again({"f1": None})
        page = shown(claire.get(f"{INBOX}{talk.pk}/"))
        assert "Deleted by its author" in page
        assert "There is nothing left to answer" in page
        assert 'name="text"' not in page
        assert reverse("conversation_reopen", args=[talk.pk]) not in page

    def test_a_lost_channel_says_what_to_do_first(
        self, claire: Client, talk: Conversation, desk: Desk
    ) -> None:
        Channel.objects.update(status="needs_reconnection", lost_at=desk.clock())
        page = shown(claire.get(f"{INBOX}{talk.pk}/"))
        assert "must be connected again before you can answer" in page
        assert 'name="text"' not in page

    def test_an_answer_that_did_not_leave_waits_in_the_form_with_its_reason(
        self, claire: Client, talk: Conversation, world: World, desk: Desk
    ) -> None:
        answer = actions.answer(talk, text="Oui, à 7 h !", actor=world.karim, now=desk.clock())
        Delivery.objects.update(status="failed", reason="refused")
        actions.follow_answer(answer.delivery, now=desk.clock())
        page = shown(claire.get(f"{INBOX}{talk.pk}/"))
        assert "This answer did not leave." in page
        assert re.search(r"<textarea[^>]*>Oui, à 7 h !</textarea>", page)

    def test_it_reads_itself_again_only_while_an_answer_is_on_its_way(
        self, claire: Client, talk: Conversation, world: World, desk: Desk
    ) -> None:
        address = f"{INBOX}{talk.pk}/"
        assert 'hx-trigger="load' not in shown(claire.get(address))
        actions.answer(talk, text="Oui !", actor=world.karim, now=desk.clock())
        assert 'hx-trigger="load' in shown(claire.get(address))
        Delivery.objects.update(status="ask_human")
        assert 'hx-trigger="load' not in shown(claire.get(address))

    @pytest.mark.parametrize(
        ("seconds", "sentence"),
        [(20, "confirmed by Scripted\n"), (300, "confirmed by Scripted at ")],
    )
    def test_it_says_when_it_was_confirmed_only_if_that_was_later(
        self,
        claire: Client,
        talk: Conversation,
        world: World,
        desk: Desk,
        seconds: int,
        sentence: str,
    ) -> None:
        actions.answer(talk, text="Oui !", actor=world.karim, now=desk.clock())
        published_at = desk.clock.advance(seconds=seconds)
        Delivery.objects.update(status="published", remote_id="u1", published_at=published_at)
        page = re.sub("<time[^>]*>", "", shown(claire.get(f"{INBOX}{talk.pk}/")))
        assert sentence in page


class TestRoles:
    @pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER, Role.EDITOR])
    def test_those_who_answer_have_a_form(
        self, browse: Browse, world: World, talk: Conversation, role: Role
    ) -> None:
        page = shown(browse(world.member(role)).get(f"{INBOX}{talk.pk}/"))
        assert 'name="text"' in page
        assert reverse("conversation_done", args=[talk.pk]) in page

    @pytest.mark.parametrize("role", [Role.APPROVER, Role.READER])
    def test_those_who_read_have_none_and_their_words_are_refused(
        self, browse: Browse, world: World, talk: Conversation, role: Role
    ) -> None:
        client = browse(world.member(role))
        page = shown(client.get(f"{INBOX}{talk.pk}/"))
        assert "Ouvert lundi ?" in page
        assert 'name="text"' not in page
        assert reverse("conversation_done", args=[talk.pk]) not in page
        for name in ("answer", "done", "reopen", "count"):
            address = reverse(f"conversation_{name}", args=[talk.pk])
            assert client.post(address, {"text": "Oui"}).status_code == 403

    def test_a_client_and_a_stranger_see_nothing(
        self, browse: Browse, world: World, talk: Conversation
    ) -> None:
        assert browse(world.paul).get(INBOX).status_code == 403
        stranger = browse(world.zoe)
        assert "Odile" not in shown(stranger.get(INBOX))
        for name in ("conversation", "conversation_answer", "conversation_done"):
            address = reverse(name, args=[talk.pk])
            ask = stranger.get if name == "conversation" else stranger.post
            assert ask(address, {"text": "Oui"}).status_code == 404


class TestAnswering:
    def test_it_leaves_and_the_page_says_so(self, claire: Client, talk: Conversation) -> None:
        address = reverse("conversation_answer", args=[talk.pk])
        response = claire.post(address, {"text": "Oui !", "seen": "0"}, follow=True)
        assert response.redirect_chain == [(f"{INBOX}{talk.pk}/", 302)]
        page = shown(response)
        assert "Your answer leaves now." in page
        assert "on its way" in page
        assert Answer.objects.get().text == "Oui !"

    def test_from_today_one_returns_there(self, claire: Client, talk: Conversation) -> None:
        address = reverse("conversation_answer", args=[talk.pk])
        response = claire.post(address, {"text": "Oui !", "from": "today"})
        assert response["Location"] == reverse("today")

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (" \r\n ", "Write an answer first."),
            ("é" * 302, "will not take this answer: 2 characters too many."),
            ("a\0b", "Null characters are not allowed."),
        ],
        ids=["nothing", "too long", "nul"],
    )
    def test_what_cannot_leave_stays_in_the_form_with_a_reason(
        self, claire: Client, talk: Conversation, text: str, sentence: str
    ) -> None:
        address = reverse("conversation_answer", args=[talk.pk])
        response = claire.post(address, {"text": text, "from": "today"})
        page = shown(response)
        assert response.status_code == 422
        assert sentence in page
        assert text.strip().replace("\0", "") in page.replace("\0", "")
        assert 'aria-invalid="true"' in page
        assert '<input type="hidden" name="from" value="today">' in page
        assert not Answer.objects.exists()

    def test_whoever_was_slower_than_a_colleague_reads_first_and_may_send_again(
        self, claire: Client, talk: Conversation, world: World, desk: Desk
    ) -> None:
        first = actions.answer(talk, text="Oui, à 7 h", actor=world.karim, now=desk.clock())
        address = reverse("conversation_answer", args=[talk.pk])
        response = claire.post(address, {"text": "Oui !", "seen": "0"})
        page = shown(response)
        assert response.status_code == 422
        assert "Karim Benali answered meanwhile." in page
        assert "Oui, à 7 h" in page
        assert f'name="seen" value="{first.pk}"' in page
        assert claire.post(address, {"text": "Oui !", "seen": str(first.pk)}).status_code == 302

    def test_typed_words_are_counted_as_the_network_counts(
        self, claire: Client, talk: Conversation
    ) -> None:
        address = reverse("conversation_count", args=[talk.pk])
        assert "5 of 300" in shown(claire.post(address, {"text": " Oui !\r\n"}))
        fragment = shown(claire.post(address, {"text": "é" * 302}))
        assert "302 of 300: 2 too many" in fragment
        assert "<html" not in fragment

    @pytest.mark.parametrize(
        ("language", "counter", "sentence"),
        [
            ("en", "1,500 of 300: 1,200 too many", "1,200 characters too many."),
            ("fr", "1\u202f500 sur 300", "1\u202f200 caractères de trop."),
        ],
    )
    def test_thousands_are_written_as_people_write_them(
        self,
        claire: Client,
        talk: Conversation,
        language: str,
        counter: str,
        sentence: str,
    ) -> None:
        User.objects.update(language=language)
        address = reverse("conversation_count", args=[talk.pk])
        assert counter in shown(claire.post(address, {"text": "é" * 1500}))
        address = reverse("conversation_answer", args=[talk.pk])
        assert sentence in shown(claire.post(address, {"text": "é" * 1500}))


class TestDone:
    def test_it_can_be_undone_where_it_is_said(self, claire: Client, talk: Conversation) -> None:
        response = claire.post(reverse("conversation_done", args=[talk.pk]), follow=True)
        page = shown(response)
        assert response.redirect_chain == [(INBOX, 302)]
        assert "It comes back if Odile Garnier writes again." in page
        page = shown(claire.post(undo_of(page), follow=True))
        assert "1 message stands as before." in page
        assert rows_of(page) == ["Odile Garnier"]

    def test_undone_it_is_put_aside_as_before(
        self, claire: Client, talk: Conversation, desk: Desk
    ) -> None:
        until = desk.clock() + timedelta(days=3)
        Conversation.objects.filter(pk=talk.pk).update(snoozed_until=until)
        page = shown(claire.post(reverse("conversation_done", args=[talk.pk]), follow=True))
        talk.refresh_from_db()
        assert (talk.status, talk.snoozed_until) == ("done", None)
        claire.post(undo_of(page))
        talk.refresh_from_db()
        assert (talk.status, talk.snoozed_until) == ("open", until)


class TestCost:
    @pytest.fixture
    def crowd(self, desk: Desk, world: World, script: Script) -> Conversation:
        """A full page of people, each answered once, and a long talk with one of them."""
        introduce(world, now=desk.clock())
        desk.clock.advance(days=1)
        people = [Author(f"did:{n}", f"p{n}.example", f"Personne {n}") for n in range(40)]
        desk.hear(*(said(f"f{n}", author=person) for n, person in enumerate(people)))
        first = people[0]
        desk.hear(*(said(f"m{n}", author=first, created_at=later(minutes=n)) for n in range(60)))
        for row in Conversation.objects.all():
            desk.clock.advance(seconds=1)
            actions.answer(row, text="Oui !", actor=world.karim, now=desk.clock())
            actions.reopen(row, actor=world.karim, now=desk.clock())
        return desk.conversation(first)

    def test_a_page_takes_few_queries(self, claire: Client, crowd: Conversation) -> None:
        claire.get(INBOX)
        for address, most in (("", 9), ("?done", 9), ("?q=personne", 15), (f"{crowd.pk}/", 18)):
            with CaptureQueriesContext(connection) as captured:
                response = claire.get(f"{INBOX}{address}")
            assert response.status_code == 200
            assert len(captured) <= most, [query["sql"] for query in captured]
