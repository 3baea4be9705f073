from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from pytest_django import DjangoAssertNumQueries

from beffroi.core.keyset import Cursor
from beffroi.inbox import actions, queries, talks
from beffroi.inbox.models import Conversation
from beffroi.inbox.tests.desk import NOUR, THEN, US, Desk, later, said, settle
from beffroi.networks.contracts import Author
from tests.world import World

pytestmark = pytest.mark.django_db
OPEN, DONE = Conversation.Status.OPEN, Conversation.Status.DONE


def person(number: int) -> Author:
    return Author(f"did:{number}", f"person{number}.example", f"Personne {number:03}")


@pytest.fixture
def crowd(desk: Desk) -> list[str]:
    """Seventy people who wrote one after the other, by pairs at the same instant; newest first."""
    desk.clock.advance(days=1)
    items = [said(f"f{n}", author=person(n), created_at=later(minutes=n // 2)) for n in range(70)]
    desk.hear(*items)
    rows = Conversation.objects.order_by("-last_feedback_at", "-id")
    return list(rows.values_list("person_name", flat=True))


def walk(world: World, *, search: str = "") -> list[str]:
    """Return the names of every page, one after the other."""
    names: list[str] = []
    after: Cursor | None = None
    for _ in range(20):
        page = queries.page(world.atelier, status=OPEN, after=after, search=search)
        names.extend(row.name for row in page.rows)
        after = page.next
        if after is None:
            return names
    raise AssertionError("the pages never end")


class TestList:
    def test_pages_together_show_each_conversation_once_newest_first(
        self, world: World, crowd: list[str]
    ) -> None:
        assert walk(world) == crowd

    def test_a_page_is_one_query_however_many_there_are(
        self, world: World, crowd: list[str], django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(1):
            page = queries.page(world.atelier, status=OPEN)
        assert len(page.rows) == queries.PAGE_SIZE
        with django_assert_num_queries(1):
            queries.page(world.atelier, status=OPEN, after=page.next)

    def test_who_writes_while_one_reads_on_hides_nobody(
        self, world: World, crowd: list[str], desk: Desk
    ) -> None:
        first = queries.page(world.atelier, status=OPEN)
        desk.hear(said("new", author=NOUR, created_at=desk.clock()))
        second = queries.page(world.atelier, status=OPEN, after=first.next)
        assert second.rows[0].name == crowd[queries.PAGE_SIZE]

    def test_open_and_done_are_two_lists(self, world: World, desk: Desk) -> None:
        desk.hear(said("f1"), said("f2", author=NOUR))
        settle(desk.conversation(NOUR), actor=world.claire, now=desk.clock())
        names = [
            [row.name for row in queries.page(world.atelier, status=status).rows]
            for status in (OPEN, DONE)
        ]
        assert names == [["Odile Garnier"], ["Nour Haddad"]]

    def test_nobody_sees_another_workspace(self, world: World, desk: Desk) -> None:
        desk.hear(said())
        assert queries.page(world.garage, status=OPEN).rows == ()
        assert queries.waiting(world.garage, now=desk.clock(), limit=3) == []

    def test_a_row_says_what_became_of_our_last_answer(self, world: World, desk: Desk) -> None:
        desk.hear(said())
        answer = actions.answer(
            desk.conversation(), text="Oui !", actor=world.claire, now=desk.clock()
        )
        for status, is_troubled in (("scheduled", False), ("ask_human", True), ("held", True)):
            answer.delivery.status = status
            answer.delivery.save()
            actions.follow_answer(answer.delivery, now=desk.clock())
            [row] = queries.page(world.atelier, status=DONE).rows
            assert (row.answer_state, row.is_troubled) == (status, is_troubled)

    def test_a_review_shows_its_stars_as_long_as_its_words_are_there(
        self, world: World, desk: Desk
    ) -> None:
        def shown() -> list[int | None]:
            pages = [queries.page(world.atelier, status=status) for status in (OPEN, DONE)]
            return [row.stars for page in pages for row in page.rows]

        desk.hear(said("r1", stars=2), said("f1", author=NOUR))
        assert shown() == [2, None]
        desk.hear(said("r1", stars=4))
        assert shown() == [4, None]
        desk.look_again({"r1": None})
        assert shown() == [None, None]

    def test_stars_of_before_are_copied_once(self, world: World, desk: Desk) -> None:
        desk.hear(said("r1", stars=2), said("r2", stars=5, created_at=later(minutes=1)))
        desk.hear(said("f1", author=NOUR), said("f2", author=US, parent_id="r1"))
        Conversation.objects.update(stars=1)
        module = import_module("beffroi.inbox.migrations.0005_stars_in_the_list")
        module.copy_stars(apps, None)
        stars = dict(Conversation.objects.values_list("person_id", "stars"))
        assert stars == {"did:odile": 5, "did:nour": None}


class TestTalk:
    def test_what_they_and_we_said_is_one_line_each_oldest_first(
        self, world: World, desk: Desk
    ) -> None:
        desk.hear(said("f1", "Ouvert lundi ?"))
        answer = actions.answer(
            desk.conversation(), text="Oui !", actor=world.claire, now=desk.clock()
        )
        answer.delivery.remote_id = "u1"
        answer.delivery.save()
        desk.clock.advance(minutes=5)
        echo = said("u1", "Oui !", author=US, parent_id="f1", created_at=later(minutes=61))
        elsewhere = said("u2", "À lundi", author=US, parent_id="f1", created_at=later(minutes=62))
        desk.hear(echo, elsewhere, said("f2", "Merci", created_at=later(minutes=63)))
        talk = talks.talk(desk.conversation(), name="Bluesky")
        assert [(line.text, line.is_ours) for line in talk.lines] == [
            ("Ouvert lundi ?", False),
            ("Oui !", True),
            ("À lundi", True),
            ("Merci", False),
        ]
        assert talk.last_answer_id == answer.pk

    def test_an_answer_that_a_person_confirmed_is_known_by_its_words(
        self, world: World, desk: Desk
    ) -> None:
        desk.hear(said())
        actions.answer(desk.conversation(), text="Oui !", actor=world.claire, now=desk.clock())
        desk.hear(said("u1", "@odile Oui !", author=US, parent_id="f1", created_at=desk.clock()))
        talk = talks.talk(desk.conversation(), name="Bluesky")
        assert [line.text for line in talk.lines] == ["Ouvert lundi ?", "Oui !"]

    def test_a_long_one_is_cut_until_all_of_it_is_asked_for(
        self, desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        desk.clock.advance(days=1)
        desk.hear(*(said(f"f{n}", f"{n}", created_at=later(minutes=n)) for n in range(60)))
        conversation = desk.conversation()
        with django_assert_num_queries(2):
            talk = talks.talk(conversation, name="Bluesky")
        assert talk.is_cut
        assert [line.text for line in talk.lines] == [f"{n}" for n in range(10, 60)]
        everything = talks.talk(desk.conversation(), name="Bluesky", everything=True)
        assert (len(everything.lines), everything.is_cut) == (60, False)

    @pytest.mark.parametrize(
        ("status", "is_unsent", "news_in_seconds"),
        [("scheduled", False, 3), ("ask_human", False, None), ("failed", True, None)],
    )
    def test_it_tells_whether_the_last_answer_moves_or_waits_for_another_try(
        self,
        world: World,
        desk: Desk,
        status: str,
        is_unsent: bool,
        news_in_seconds: int | None,
    ) -> None:
        desk.hear(said())
        answer = actions.answer(
            desk.conversation(), text="Oui !", actor=world.claire, now=desk.clock()
        )
        answer.delivery.status = status
        answer.delivery.save()
        talk = talks.talk(desk.conversation(), name="Bluesky")
        assert talk.news_in_seconds(now=desk.clock()) == news_in_seconds
        assert (talk.unsent is not None) == is_unsent


def test_a_person_is_what_they_said_to_this_channel(desk: Desk) -> None:
    desk.hear(
        said("f1"),
        said("f2", root_id="post-2", created_at=later(days=-40)),
        said("f3", author=NOUR),
    )
    person = talks.person(Conversation.objects.get(root_id="post-1", person_id="did:odile"))
    assert (person.first_at, person.message_count) == (THEN - timedelta(days=40), 2)


def test_who_waits_longest_comes_first(world: World, desk: Desk) -> None:
    desk.hear(said("f1", created_at=later(minutes=5)), said("f2", author=NOUR))
    waiting = queries.waiting(world.atelier, now=desk.clock(), limit=5)
    assert [row.person_name for row in waiting] == ["Nour Haddad", "Odile Garnier"]
    assert queries.waiting(world.atelier, now=desk.clock(), limit=1) == waiting[:1]
