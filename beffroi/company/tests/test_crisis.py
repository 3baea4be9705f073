from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from beffroi.company import crisis, holding, jobs, queries
from beffroi.company.crisis import Details, TooManyContacts
from beffroi.company.models import CrisisContact, CrisisFile
from beffroi.company.tests.test_views import Browse, browse, text  # noqa: F401 - a fixture
from beffroi.core.models import AuditEntry
from tests.clock import FrozenClock
from tests.world import World

INES = Details("Inès Lambert", "Relit tout", "06 39 98 20 20", "ines@atelier-martin.example")
PAGE = "/workspace/company/crisis/"


def add(world: World, clock: FrozenClock, details: Details = INES) -> CrisisContact:
    return crisis.add_contact(world.atelier, details=details, actor=world.claire, now=clock())


def names(world: World) -> list[str]:
    return [one.name for one in queries.crisis_of(world.atelier).contacts]


def test_a_plan_without_an_e_mail_does_not_say_that_it_writes(
    world: World,
    browse: Browse,  # noqa: F811 - the fixture
    clock: FrozenClock,
) -> None:
    add(world, clock, Details("Paul Roux", "", "06 39 98 20 21", ""))
    crisis.say_holding_message(world.atelier, text="Bonjour.", actor=world.claire, now=clock())
    client = browse(world.claire)
    shown = text(client.get(PAGE))
    assert "shows you whom to call" in shown
    assert "writes to those who have an e-mail" not in shown
    add(world, clock)
    assert "writes to those who have an e-mail" in text(client.get(PAGE))


class TestContacts:
    def test_they_stand_in_the_order_in_which_they_were_added(
        self, world: World, clock: FrozenClock
    ) -> None:
        add(world, clock)
        add(world, clock, Details("Paul Roux", "", "", "paul@example.com"))
        assert names(world) == ["Inès Lambert", "Paul Roux"]
        assert queries.crisis_of(world.flowers).contacts == ()

    def test_one_who_is_removed_comes_back_where_they_stood(
        self, world: World, clock: FrozenClock
    ) -> None:
        first = add(world, clock)
        add(world, clock, Details("Paul Roux", "", "", "paul@example.com"))
        crisis.remove_contact(first, actor=world.claire, now=clock())
        assert names(world) == ["Paul Roux"]
        crisis.bring_contact_back(first, actor=world.claire, now=clock())
        crisis.bring_contact_back(first, actor=world.claire, now=clock())  # twice is once
        assert names(world) == ["Inès Lambert", "Paul Roux"]

    def test_nine_do_not_fit_and_a_hole_is_filled(self, world: World, clock: FrozenClock) -> None:
        rows = [
            add(world, clock, Details(f"Voisin {number}", "", "0353014218", ""))
            for number in range(8)
        ]
        with pytest.raises(TooManyContacts):
            add(world, clock)
        crisis.remove_contact(rows[2], actor=world.claire, now=clock())
        assert add(world, clock).place == 3
        with pytest.raises(TooManyContacts):
            crisis.bring_contact_back(rows[2], actor=world.claire, now=clock())
        assert len(names(world)) == 8

    def test_one_who_was_removed_is_erased_a_day_later(
        self, world: World, clock: FrozenClock
    ) -> None:
        row = add(world, clock)
        crisis.remove_contact(row, actor=world.claire, now=clock())
        clock.advance(hours=23)
        jobs.forget({}, clock=clock)
        assert CrisisContact.objects.filter(pk=row.pk).exists()
        clock.advance(hours=1)
        jobs.forget({}, clock=clock)
        assert not CrisisContact.objects.filter(pk=row.pk).exists()

    def test_the_trail_names_nobody(self, world: World, clock: FrozenClock) -> None:
        row = add(world, clock)
        crisis.change_contact(
            row, details=Details("Inès L.", "", "0353014218", ""), actor=world.claire, now=clock()
        )
        crisis.remove_contact(row, actor=world.claire, now=clock())
        trail = AuditEntry.objects.filter(subject=f"contact {row.pk}").order_by("id")
        assert [entry.action for entry in trail] == [
            "company.contact_added",
            "company.contact_changed",
            "company.contact_removed",
        ]
        assert not any("In" in str(entry.detail) for entry in trail)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"place": 0},
            {"place": 9},
            {"place": 1},
            {"name": ""},
            {"phone": "", "email": ""},
        ],
        ids=["no place", "a ninth", "a place that is taken", "no name", "out of reach"],
    )
    def test_the_database_refuses(
        self, world: World, clock: FrozenClock, wrong: dict[str, object]
    ) -> None:
        add(world, clock)
        values = {"name": "Paul", "phone": "0353014218", "place": 2} | wrong
        with pytest.raises(IntegrityError), transaction.atomic():
            CrisisContact.objects.create(workspace=world.atelier, **values)


class TestHoldingMessage:
    def test_one_per_workspace_the_last_counts(self, world: World, clock: FrozenClock) -> None:
        for words in ("Bonjour", "Nous cherchons."):
            crisis.say_holding_message(world.atelier, text=words, actor=world.claire, now=clock())
        assert queries.crisis_of(world.atelier).holding_message == "Nous cherchons."
        assert CrisisFile.objects.count() == 1
        assert queries.crisis_of(world.flowers).holding_message == ""

    @pytest.mark.parametrize(("language", "word"), [("fr", "Bonjour"), ("en", "Hello")])
    def test_an_example_is_signed_and_fits_every_network(
        self, told: World, language: str, word: str
    ) -> None:
        words = holding.example(queries.facts_of(told.atelier), language=language)
        assert words.startswith(word)
        assert words.endswith("\nClaire")
        assert len(words) <= 300
        unsaid = holding.example(queries.facts_of(told.flowers), language=language)
        assert unsaid.endswith("\nLes Fleurs de Zoé")


class TestPages:
    @pytest.fixture
    def claire(self, world: World, browse: Browse) -> Client:  # noqa: F811
        return browse(world.claire)

    def test_what_is_missing_is_taught_without_drama(
        self, world: World, claire: Client, clock: FrozenClock
    ) -> None:
        assert "Ten minutes on a quiet day." in text(claire.get(PAGE))
        add(world, clock)
        assert "One sentence is missing." in text(claire.get(PAGE))
        crisis.say_holding_message(
            world.atelier, text="Nous cherchons.", actor=world.claire, now=clock()
        )
        assert "Ready: one person to reach" in text(claire.get(PAGE))

    def test_who_manages_sees_it_and_nobody_else(
        self,
        told: World,
        browse: Browse,  # noqa: F811
    ) -> None:
        assert "Me Vasseur" in text(browse(told.sophie).get(PAGE))
        assert browse(told.karim).get(PAGE).status_code == 403
        assert "Me Vasseur" not in text(browse(told.zoe).get(PAGE))

    def test_somebody_is_added_changed_removed_and_brought_back(self, claire: Client) -> None:
        data = {"name": "Me  Vasseur", "role": "Avocat", "phone": "+33 3 53 01 90 10", "email": ""}
        shown = text(claire.post(reverse("company_contact_new"), data, follow=True))
        assert "Me Vasseur" in shown
        assert 'href="tel:+33353019010"' in shown
        row = CrisisContact.objects.get()
        page = reverse("company_contact", args=[row.pk])
        assert 'value="Avocat"' in text(claire.get(page))
        assert "Avocate" in text(claire.post(page, data | {"role": "Avocate"}, follow=True))
        gone = text(claire.post(reverse("company_contact_remove", args=[row.pk]), follow=True))
        assert "Avocate" not in gone
        back = reverse("company_contact_return", args=[row.pk])
        assert back in gone
        assert "Avocate" in text(claire.post(back, follow=True))

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": " "}, "This field is required."),
            ({"phone": "", "email": ""}, "Say how to reach them"),
            ({"phone": "appelez-moi"}, "This is no phone number."),
            ({"phone": "", "email": "ines@"}, "Enter a valid email address."),
            ({"role": "x" * 121}, "at most 120"),
            ({"name": "In\x00ès"}, "cannot be shown"),
        ],
    )
    @pytest.mark.parametrize("is_new", [True, False])
    def test_what_is_wrong_is_told_and_nothing_is_lost(
        self,
        world: World,
        claire: Client,
        clock: FrozenClock,
        wrong: dict[str, str],
        sentence: str,
        is_new: bool,
    ) -> None:
        row = add(world, clock)
        address = reverse("company_contact_new")
        if not is_new:
            address = reverse("company_contact", args=[row.pk])
        data = {"name": "Paul", "role": "Conseil", "phone": "0353014218", "email": ""} | wrong
        response = claire.post(address, data)
        assert response.status_code == 422
        assert sentence in text(response)
        assert f'value="{data["role"]}"' in text(response)
        assert names(world) == ["Inès Lambert"]

    def test_a_ninth_is_refused_in_a_sentence(
        self, world: World, claire: Client, clock: FrozenClock
    ) -> None:
        rows = [
            add(world, clock, Details(f"Voisin {number}", "", "0353014218", ""))
            for number in range(8)
        ]
        assert "Remove one to add another." in text(claire.get(PAGE))
        data = {"name": "Paul", "phone": "0353014218"}
        refused = claire.post(reverse("company_contact_new"), data)
        assert refused.status_code == 422
        crisis.remove_contact(rows[0], actor=world.claire, now=clock())
        claire.post(reverse("company_contact_new"), data)
        back = claire.post(reverse("company_contact_return", args=[rows[0].pk]), follow=True)
        assert "There are 8 contacts already. Remove one first." in text(back)

    def test_an_example_fills_the_field_and_keeps_nothing(
        self, told: World, claire: Client
    ) -> None:
        before = queries.crisis_of(told.atelier).holding_message
        shown = text(claire.post(PAGE, {"example": "en", "text": "à moi"}))
        assert "Hello, we have read your messages" in shown
        assert queries.crisis_of(told.atelier).holding_message == before

    def test_a_message_is_kept_and_one_too_long_comes_back(
        self, world: World, claire: Client
    ) -> None:
        shown = text(claire.post(PAGE, {"text": "Nous\r\ncherchons."}, follow=True))
        assert "It leaves only when you send it." in shown
        assert queries.crisis_of(world.atelier).holding_message == "Nous\ncherchons."
        refused = claire.post(PAGE, {"text": "mot " * 200})
        assert refused.status_code == 422
        assert "mot mot" in text(refused)
        assert queries.crisis_of(world.atelier).holding_message == "Nous\ncherchons."

    def test_the_page_costs_the_same_however_many_there_are(
        self,
        world: World,
        claire: Client,
        clock: FrozenClock,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        claire.get(PAGE)  # the session is dated once
        for number in range(8):
            add(world, clock, Details(f"Voisin {number}", "", "0353014218", ""))
        with django_assert_max_num_queries(13):
            claire.get(PAGE)
