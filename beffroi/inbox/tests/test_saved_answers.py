from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.company.models import Company
from beffroi.inbox import saved_answers
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import Conversation, SavedAnswer
from beffroi.inbox.tests.browsing import INBOX, browser_of, shown, undo_of
from beffroi.inbox.tests.desk import Desk, said
from tests.world import World, introduce

pytestmark = pytest.mark.django_db

PAGE = "/inbox/saved-answers/"
HOURS = "Bonjour {prenom}, {entreprise} ouvre à 6 h 30. {moi}"


@pytest.fixture
def talk(desk: Desk) -> Conversation:
    desk.hear(said())
    return desk.conversation()


@pytest.fixture
def hours(world: World, desk: Desk) -> SavedAnswer:
    return saved_answers.make(
        world.atelier, name="Horaires", text=HOURS, actor=world.claire, now=desk.clock()
    )


@pytest.fixture
def claire(world: World) -> Client:
    return browser_of(world.claire)


def test_it_is_filled_in_for_the_person(
    world: World, talk: Conversation, hours: SavedAnswer
) -> None:
    text = saved_answers.for_conversation(hours, talk, writer=world.karim)
    assert text == "Bonjour Odile, Atelier Martin ouvre à 6 h 30. Karim"


def test_it_bears_the_one_signature_that_the_company_chose(
    world: World, desk: Desk, talk: Conversation, hours: SavedAnswer
) -> None:
    introduce(world, now=desk.clock())
    text = saved_answers.for_conversation(hours, talk, writer=world.karim)
    assert text.endswith("Claire")


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("", "x", "empty"),
        ("horaires", "x", "taken"),
        ("B", " ", "no_words"),
        ("B", "{surnom}", "unknown"),
        ("B", "x" * 4001, "too_long"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    world: World, desk: Desk, hours: SavedAnswer, name: str, text: str, problem: str
) -> None:
    with pytest.raises(CannotKeep, match=problem):
        saved_answers.make(
            world.atelier, name=name, text=text, actor=world.claire, now=desk.clock()
        )
    assert SavedAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("search", "number"), [("", 1), ("HORAIRE", 1), ("6 h ouvre", 1), ("x", 0)]
)
def test_words_find_it(world: World, hours: SavedAnswer, search: str, number: int) -> None:
    assert len(saved_answers.found(world.atelier, search=search)) == number
    assert saved_answers.found(world.garage, search=search) == []


def test_the_database_wants_a_name_and_words(world: World, desk: Desk) -> None:
    for values in ({"name": "", "text": "x"}, {"name": "x", "text": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedAnswer.objects.create(workspace=world.atelier, changed_at=desk.clock(), **values)


def test_the_menu_offers_it_filled_in_and_a_page_without_script(
    claire: Client, talk: Conversation, hours: SavedAnswer
) -> None:
    address = reverse("conversation_saved_answers", args=[talk.pk])
    fragment = shown(claire.get(address, {"search": "horaires"}, headers={"HX-Request": "true"}))
    assert 'data-insert="Bonjour Odile, Atelier Martin ouvre à 6 h 30. Claire"' in fragment
    assert "<html" not in fragment
    nothing = shown(claire.get(address, {"search": "<b>"}, headers={"HX-Request": "true"}))
    assert "No saved answer holds “<b>”." in nothing
    link = f"{INBOX}{talk.pk}/?saved={hours.pk}"
    assert link in shown(claire.get(address))
    assert "Bonjour Odile, Atelier Martin ouvre à 6 h 30. Claire</textarea>" in shown(
        claire.get(link)
    )


def test_places_may_bear_their_accents_and_the_company_its_own_name(
    world: World, desk: Desk, talk: Conversation
) -> None:
    Company.objects.create(workspace=world.atelier, name="Le Fournil", changed_at=desk.clock())
    row = saved_answers.make(
        world.atelier,
        name="Merci",
        text="{prénom}, sur {réseau} : merci de {entreprise}",
        actor=world.claire,
        now=desk.clock(),
    )
    filled = saved_answers.for_conversation(row, talk, writer=world.claire)
    assert filled == "Odile, sur Scripted : merci de Le Fournil"


def test_many_cost_no_more_queries_than_one(
    claire: Client, world: World, desk: Desk, talk: Conversation, hours: SavedAnswer
) -> None:
    address = reverse("conversation_saved_answers", args=[talk.pk])
    claire.get(address)
    counts = []
    for name in ("A", "B", "C"):
        with CaptureQueriesContext(connection) as captured:
            shown(claire.get(address))
        counts.append(len(captured))
        saved_answers.make(
            world.atelier, name=name, text="{entreprise}", actor=world.claire, now=desk.clock()
        )
    assert len(set(counts)) == 1


def test_a_place_that_is_none_is_named_and_nothing_is_lost(claire: Client) -> None:
    response = claire.post(PAGE, {"name": "Horaires", "text": "Bonjour {firstname}"})
    page = shown(response)
    assert response.status_code == 422
    assert "{firstname} is no place that can be filled in." in page
    assert "Bonjour {firstname}</textarea>" in page
    assert 'value="Horaires"' in page


def test_it_is_changed_deleted_and_taken_back(claire: Client, hours: SavedAnswer) -> None:
    address = f"{PAGE}{hours.pk}/"
    assert HOURS in shown(claire.get(address))
    claire.post(address, {"name": "Ouverture", "text": "À 7 h"})
    page = shown(claire.post(address, {"do": "delete"}, follow=True))
    assert "Ouverture" not in page
    assert "Ouverture" in shown(claire.post(undo_of(page), follow=True))


def test_those_of_others_do_not_exist(world: World, talk: Conversation, hours: SavedAnswer) -> None:
    zoe = browser_of(world.zoe)
    assert zoe.get(f"{PAGE}{hours.pk}/").status_code == 404
    assert "Horaires" not in shown(zoe.get(PAGE))
    foreign = SavedAnswer.objects.create(
        workspace=world.flowers, name="Fleurs", text="x", changed_at=talk.last_feedback_at
    )
    claire = browser_of(world.claire)
    assert claire.get(f"{INBOX}{talk.pk}/?saved={foreign.pk}").status_code == 404
