from __future__ import annotations

import html
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.relays import actions
from beffroi.relays.models import Board, Proposal
from beffroi.relays.rules import OPEN_MAX
from beffroi.relays.tests.conftest import Propose
from beffroi.workspaces.models import User
from tests.browsing import browsers_in_english
from tests.clock import FrozenClock
from tests.world import World


@pytest.fixture(autouse=True)
def now_is(clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beffroi.relays.views.utc_now", clock)


def browser(person: User) -> Client:
    return browsers_in_english()(person)


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def sent(clock: FrozenClock, **given: str) -> dict[str, str]:
    last_day = (clock() + timedelta(days=14)).date().isoformat()
    usual = {
        "key": str(uuid.uuid4()),
        "relay_words": "Two apprentices for September",
        "page": "atelier.example/jobs",
        "relay_why": "",
        "last_day": last_day,
    }
    return usual | given


def test_from_a_form_to_the_page_of_colleagues_and_a_share_told(
    world: World, clock: FrozenClock
) -> None:
    claire = browser(world.claire)
    assert "Nothing yet." in text(claire.get(reverse("relays")))
    assert not Board.objects.exists()  # looking makes nothing
    assert claire.post(reverse("proposal_new"), sent(clock)).status_code == 302
    assert claire.post(reverse("board_open")).status_code == 302
    assert "0 shares told" in text(claire.get(reverse("relays")))
    address = reverse("public_board", args=[Board.objects.get().address])
    colleague = Client(enforce_csrf_checks=True)
    page = colleague.get(address)
    assert "I work for Atelier Martin." in text(page)
    assert "https://bsky.app/intent/compose?text=Two%20apprentices" in page.content.decode()
    told = colleague.post(f"{address}{Proposal.objects.get().pk}/")
    thanked = text(colleague.get(told.headers["Location"].partition("#")[0]))
    assert "Thank you." in thanked
    assert "I shared it" not in thanked
    assert not colleague.cookies
    assert "1 share told" in text(claire.get(reverse("relays")))


def test_the_page_of_colleagues_is_kept_from_robots_and_from_the_networks_it_opens(
    board: Board,
) -> None:
    page = Client().get(reverse("public_board", args=[board.address]))
    assert page.status_code == 200
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"


def test_a_closed_page_is_not_there_nor_can_anything_be_told_on_it(
    world: World, board: Board, propose: Propose, clock: FrozenClock
) -> None:
    row = propose()
    actions.close_board(board, actor=world.claire, now=clock())
    address = reverse("public_board", args=[board.address])
    assert Client().get(address).status_code == 404
    assert Client().post(f"{address}{row.pk}/").status_code == 404
    row.refresh_from_db()
    assert row.shares_told == 0


def test_nothing_is_told_of_what_is_proposed_no_more_or_by_others(
    world: World, board: Board, propose: Propose, clock: FrozenClock
) -> None:
    row = propose()
    actions.withdraw(row, actor=world.claire, now=clock())
    theirs = actions.propose(
        world.flowers,
        actions.Wish(uuid.uuid4(), "Roses", "roses.example", clock().date()),
        actor=world.zoe,
        now=clock(),
    )
    address = reverse("public_board", args=[board.address])
    for number in (row.pk, theirs.pk, 10**30):
        assert Client().post(f"{address}{number}/").status_code == 404
    assert "Roses" not in Client().get(address).content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"relay_words": " "}, "This field is required."),
        ({"relay_words": "é" * 601}, "at most 600"),
        ({"page": "javascript:alert(1)"}, "This is no address of a web page."),
        ({"last_day": "2026-09-13"}, "Choose a day from today on"),
        ({"last_day": "9999-12-31"}, "Choose a day in this century."),
        ({"last_day": "demain"}, "Enter a valid date."),
    ],
)
def test_what_cannot_be_proposed_is_given_back_with_its_reason(
    world: World, clock: FrozenClock, given: dict[str, str], said: str
) -> None:
    refused = browser(world.claire).post(reverse("proposal_new"), sent(clock, **given))
    assert refused.status_code == 422
    assert said in text(refused)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("typed", ["x", "-1", "9" * 40, "0"])
def test_a_post_that_is_not_there_begins_an_empty_form(world: World, typed: str) -> None:
    page = browser(world.claire).get(reverse("proposal_new"), {"post": typed})
    assert page.status_code == 200
    assert "From a post" not in text(page)


def test_without_words_for_the_employer_nothing_is_kept(world: World, board: Board) -> None:
    form = {"disclosure": " ", "board_language": "fr"}
    refused = browser(world.claire).post(reverse("board_change"), form)
    assert refused.status_code == 422
    board.refresh_from_db()
    assert board.disclosure


def test_the_page_speaks_its_own_language(world: World, board: Board, propose: Propose) -> None:
    form = {"disclosure": "Je travaille là.", "board_language": "fr"}
    browser(world.claire).post(reverse("board_change"), form)
    propose()
    page = Client(headers={"Accept-Language": "en"}).get(
        reverse("public_board", args=[board.address])
    )
    assert '<html lang="fr">' in page.content.decode()
    assert "Je travaille là." in text(page)


def test_words_of_a_proposal_are_words_on_the_page_of_colleagues(
    board: Board, propose: Propose
) -> None:
    propose("<script>alert(1)</script>", why="<b>")
    page = Client().get(reverse("public_board", args=[board.address])).content.decode()
    assert "<script>alert" not in page
    assert 'auto"><b>' not in page
    assert "&lt;script&gt;" in page


def test_the_company_reads_its_page_in_few_queries(
    world: World, board: Board, propose: Propose, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        propose(f"Words {number}")
    client = browser(world.claire)
    client.get(reverse("relays"))
    with django_assert_max_num_queries(24):
        client.get(reverse("relays"))


def test_a_sixth_proposal_keeps_its_words_on_the_form(
    world: World, propose: Propose, clock: FrozenClock
) -> None:
    for number in range(OPEN_MAX):
        propose(f"Words {number}")
    refused = browser(world.claire).post(reverse("proposal_new"), sent(clock))
    assert refused.status_code == 422
    assert "5 proposals are open already, and nobody reads more." in text(refused)
    assert "Two apprentices for September" in text(refused)


@pytest.mark.parametrize("key", ["", "zz", "\0"])
def test_a_form_that_came_without_its_key_proposes_all_the_same(
    world: World, clock: FrozenClock, key: str
) -> None:
    answer = browser(world.claire).post(reverse("proposal_new"), sent(clock, key=key))
    assert answer.status_code == 302
    assert Proposal.objects.count() == 1
