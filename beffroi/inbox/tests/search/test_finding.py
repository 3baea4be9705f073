from __future__ import annotations

import random
from datetime import timedelta

import pytest

from beffroi.core.keyset import Cursor
from beffroi.inbox import actions, erasing, queries, rules
from beffroi.inbox.models import Conversation, Feedback
from beffroi.inbox.search import filling, finding, index
from beffroi.inbox.search.models import FoundBy
from beffroi.inbox.tests.desk import NOUR, US, Desk, later, make_channel, said, settle
from beffroi.networks.contracts import Author
from tests.world import World

pytestmark = pytest.mark.django_db
OPEN, DONE = Conversation.Status.OPEN, Conversation.Status.DONE


def names(world: World, typed: str, status: Conversation.Status = OPEN) -> list[str]:
    page = queries.page(world.atelier, status=status, search=typed)
    return [row.name for row in page.rows]


def walk(world: World, typed: str) -> list[str]:
    """Return the names of every page of a search, one after the other."""
    found: list[str] = []
    after: Cursor | None = None
    for _ in range(300):
        page = queries.page(world.atelier, status=OPEN, search=typed, after=after)
        found.extend(row.name for row in page.rows)
        after = page.next
        if after is None:
            return found
    raise AssertionError("the pages never end")


def agrees() -> bool:
    """Tell whether the index holds what the conversations' rows say, and nothing else."""
    said_there = {
        (row.workspace_id, word, index.instant(row.last_feedback_at), row.pk)
        for row in Conversation.objects.all()
        for word in row.search_text.split()
    }
    kept = FoundBy.objects.values_list("workspace_id", "word", "said_at", "conversation_id")
    return set(kept) == said_there


@pytest.fixture
def crowd(desk: Desk) -> list[str]:
    """Seventy people who wrote one after the other, by pairs at the same instant; newest first."""
    desk.clock.advance(days=1)
    people = [Author(f"did:{n}", f"p{n}.example", f"Personne {n:03}") for n in range(70)]
    desk.hear(
        *(
            said(f"f{n}", author=one, created_at=later(minutes=n // 2))
            for n, one in enumerate(people)
        )
    )
    rows = Conversation.objects.order_by("-last_feedback_at", "-id")
    return list(rows.values_list("person_name", flat=True))


class TestWhatIsFound:
    @pytest.fixture(autouse=True)
    def said_by_two(self, desk: Desk) -> None:
        desk.hear(
            said("f1", "Une brioche à l’Épiphanie ? Livraison mardi."),
            said("f2", "100 % seigle ❤️ pain aux noix", author=NOUR),
        )

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("brioche", ["Odile Garnier"]),
            ("BRIOCHE epiphanie", ["Odile Garnier"]),
            ("épi", ["Odile Garnier"]),
            ("livré", ["Odile Garnier"]),
            ("nour", ["Nour Haddad"]),
            ("garn", ["Odile Garnier"]),
            ("garnier brioches", ["Odile Garnier"]),
            ("odile.example", ["Odile Garnier"]),
            ("bluesky", ["Nour Haddad", "Odile Garnier"]),
            ("brioche seigle", []),
            ("brioche absent", []),
            ("100 %", ["Nour Haddad"]),
            ("❤", ["Nour Haddad"]),
            ('"pain aux noix"', ["Nour Haddad"]),
            ('"noix aux pain"', []),
            ("bluesky -brioche", ["Nour Haddad"]),
            ("-brioche", ["Nour Haddad"]),
            ('-"pain aux noix"', ["Odile Garnier"]),
            ("_", []),
            ("a\0b", []),
            ("'; DROP TABLE inbox_feedback; --", []),
        ],
    )
    def test_it_finds_names_words_and_networks(
        self, world: World, typed: str, found: list[str]
    ) -> None:
        assert names(world, typed) == found

    def test_it_finds_what_we_answered_here_and_there(self, world: World, desk: Desk) -> None:
        actions.answer(desk.conversation(), text="Réservée !", actor=world.claire, now=desk.clock())
        desk.hear(said("u1", "Volontiers", author=US, parent_id="f2", created_at=later(minutes=9)))
        assert names(world, "réserver", DONE) == ["Odile Garnier"]
        assert names(world, "volontiers", DONE) == ["Nour Haddad"]

    def test_it_follows_edits(self, world: World, desk: Desk) -> None:
        desk.hear(said("f1", "Une tarte", edited_at=later(minutes=1)))
        assert (names(world, "brioche"), names(world, "tarte")) == ([], ["Odile Garnier"])

    def test_it_no_longer_finds_what_was_deleted(self, world: World, desk: Desk) -> None:
        desk.look_again({"f1": None})
        for status in (OPEN, DONE):
            assert names(world, "brioche", status) == []
            assert names(world, "odile", status) == []

    def test_it_looks_in_the_list_that_is_shown(self, world: World, desk: Desk) -> None:
        settle(desk.conversation(), actor=world.claire, now=desk.clock())
        assert (names(world, "brioche"), names(world, "brioche", DONE)) == ([], ["Odile Garnier"])

    def test_it_finds_nothing_of_another_workspace(self, world: World, desk: Desk) -> None:
        there = Desk(make_channel(world.garage, now=desk.clock()), desk.clock)
        there.hear(said("g1", "Une brioche aussi", author=NOUR))
        assert names(world, "brioche") == ["Odile Garnier"]
        assert names(world, "brioche -absent") == ["Odile Garnier"]
        page = queries.page(world.garage, status=OPEN, search="bri")
        assert [row.name for row in page.rows] == ["Nour Haddad"]
        assert index.words_from(world.garage.pk, "epi", limit=9) == []
        assert index.counts(world.garage.pk, [["brioche"], ["seigle"]], limit=9) == [1, 0]

    def test_it_shows_the_words_in_ours_when_they_stand_there(
        self, world: World, desk: Desk
    ) -> None:
        actions.answer(desk.conversation(), text="Réservée !", actor=world.claire, now=desk.clock())
        [row] = queries.page(world.atelier, status=DONE, search="réservée").rows
        assert [piece.text for piece in row.found if piece.is_found] == ["Réservée"]


class TestLongWalks:
    @pytest.mark.parametrize(
        "typed", ["personne", "person", "p", "ouvert lundi", "-absent", '"lundi"']
    )
    def test_pages_together_show_each_once_newest_first(
        self, world: World, crowd: list[str], typed: str
    ) -> None:
        assert walk(world, typed) == crowd

    @pytest.mark.parametrize("size", [1, 2, 7, 69, 70, 71])
    @pytest.mark.parametrize("typed", ["-personne 006", "00", "ouvert 00", '"ouvert lundi" 00'])
    def test_wherever_it_stops_it_misses_and_doubles_nobody(
        self, world: World, crowd: list[str], monkeypatch: pytest.MonkeyPatch, size: int, typed: str
    ) -> None:
        expected = walk(world, typed)
        monkeypatch.setattr(finding, "LOOKED_AT", size)
        monkeypatch.setattr(finding, "_READ", size)
        monkeypatch.setattr(queries, "PAGE_SIZE", 5)
        assert walk(world, typed) == expected

    def test_it_ends_after_so_many_and_says_where_to_go_on(
        self, world: World, crowd: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(finding, "LOOKED_AT", 25)
        page = queries.page(world.atelier, status=OPEN, search="ouvert -personne")
        assert (page.rows, page.is_cut) == ((), True)
        assert page.next is not None

    def test_a_beginning_of_many_words_is_looked_for_along_the_list(
        self, world: World, crowd: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert walk(world, "00") == crowd[-10:]
        monkeypatch.setattr(finding, "_BEGUN_MAX", 3)
        assert walk(world, "00") == crowd[-10:]

    def test_it_takes_few_queries_and_reads_what_it_shows_alone(
        self, world: World, crowd: list[str], django_assert_max_num_queries: object
    ) -> None:
        with django_assert_max_num_queries(8):  # type: ignore[operator]
            queries.page(world.atelier, status=OPEN, search="ouvert lundi personne")


class TestKeeping:
    def test_whatever_happens_index_and_rows_agree(self, world: World, desk: Desk) -> None:
        chance = random.Random(7)
        some = ["pain", "noix", "brioche", "livré", "Dupont", "réserver", "東京", "le"]
        for turn in range(60):
            desk.clock.advance(minutes=1)
            remote_id = f"f{chance.randrange(8)}"
            text = " ".join(chance.choices(some, k=3))
            author = chance.choice([NOUR, Author("did:odile", "odile.example", "Odile Garnier")])
            if chance.random() < 0.2:
                desk.look_again({remote_id: None})
            else:
                item = said(remote_id, text, author=author, edited_at=desk.clock())
                desk.hear(item)
            row = chance.choice([*Conversation.objects.exclude(person_name="")] or [None])
            if row is not None and turn % 7 == 0:
                actions.answer(row, text=f"{text} {turn}", actor=world.claire, now=desk.clock())
            assert agrees(), turn

    def test_what_is_told_later_moves_the_conversation_in_its_words(
        self, world: World, desk: Desk
    ) -> None:
        desk.clock.advance(days=1)
        desk.hear(said("f1", "Pain"), said("f2", "Pain", author=NOUR, created_at=later(minutes=1)))
        desk.hear(said("f3", "Encore", created_at=later(minutes=2)))
        assert names(world, "pain") == ["Odile Garnier", "Nour Haddad"]
        assert agrees()

    def test_what_a_person_asks_to_forget_leaves(self, world: World, desk: Desk) -> None:
        desk.hear(said("f1", "Mon zorglub"))
        erasing.forget_person(desk.channel, "did:odile", now=desk.clock())
        assert not FoundBy.objects.exists()

    def test_what_comes_to_its_term_leaves(self, world: World, desk: Desk) -> None:
        desk.channel.network = "linkedin"
        desk.channel.save()
        desk.hear(said("f1", "Mon zorglub"))
        assert FoundBy.objects.filter(word="zorglub").exists()
        erasing.erase_due(now=desk.clock() + timedelta(days=3))
        assert not FoundBy.objects.exists()

    def test_what_was_said_before_there_was_an_index_is_taken_in_by_parts(
        self, world: World, crowd: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        FoundBy.objects.all().delete()
        Conversation.objects.update(is_indexed=False, search_text="personne 012 bluesky ouvert")
        states = list(Conversation.objects.order_by("id").values("status", "waiting_since"))
        monkeypatch.setattr(rules, "INDEX_BATCH", 20)
        monkeypatch.setattr(rules, "INDEX_AT_ONCE", 40)
        now = Feedback.objects.latest("id").received_at
        assert [filling.fill(now=now) for _ in range(3)] == [40, 30, 0]
        assert walk(world, "ouvert") == crowd
        assert agrees()
        assert list(Conversation.objects.order_by("id").values("status", "waiting_since")) == states

    def test_a_conversation_that_goes_takes_its_words_along(self, world: World, desk: Desk) -> None:
        desk.hear(said("f1"), said("f2", author=NOUR))
        Conversation.objects.get(person_id="did:odile").delete()
        assert agrees()
        assert FoundBy.objects.exists()
