from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from beffroi.company import charters, queries
from beffroi.company.models import Charter, Company, ExceptionalClosure
from beffroi.core.clock import utc_now
from beffroi.workspaces.models import User
from tests.world import World

Browse = Callable[[User], Client]
PAGES = (
    "company",
    "company_hours",
    "company_policies",
    "company_promise",
    "company_charter",
    "company_crisis",
)


@pytest.fixture
def browse(world: World) -> Browse:
    """Somebody's browser, in English."""
    User.objects.update(language="en")

    def browser(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def identity(**more: str) -> dict[str, str]:
    return {"name": "Le Fournil", "phone": "+33 3 53 01 42 18", "trade_1": "bakery", **more}


def hours(**days: str) -> dict[str, str]:
    return {f"day_{day}": "" for day in range(7)} | days


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_empty_and_full(
    world: World,
    browse: Browse,
    name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = browse(world.claire)
    client.get(reverse(name))  # the session is dated once
    with django_assert_max_num_queries(13):
        assert client.get(reverse(name)).status_code == 200


def test_the_manager_may_and_the_editor_may_not(world: World, browse: Browse) -> None:
    assert "Your company" in text(browse(world.sophie).get(reverse("company")))
    assert browse(world.karim).get(reverse("company")).status_code == 403


def test_who_the_company_is_can_be_said(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    data = identity(website="www.fournil.example", trade_2="bakery", trade_3="cafe")
    shown = text(client.post(reverse("company"), data, follow=True))
    assert "Saved." in shown
    row = Company.objects.get(workspace=world.atelier)
    assert (row.name, row.website) == ("Le Fournil", "https://www.fournil.example")
    assert row.trades == ["bakery", "cafe"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("phone", "appelez-nous", "This is no phone number."),
        ("email", "bonjour@", "Enter a valid email address."),
        ("website", "javascript:alert(1)", "This is no web address."),
        ("website", "ftp://fournil.example", "This is no web address."),
        ("trade_1", "astrologer", "Select a valid choice."),
        ("name", "x" * 121, "at most 120"),
        ("address", "Ici\x07", "cannot be shown"),
        ("name", "Four\x00nil", "cannot be shown"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(
    world: World, browse: Browse, field: str, typed: str, sentence: str
) -> None:
    client = browse(world.claire)
    response = client.post(reverse("company"), identity(signature="Claire") | {field: typed})
    assert response.status_code == 422
    shown = text(response)
    assert sentence in shown
    assert f"id_{field}_error" in shown
    assert len(response.context["form"].errors[field]) == 1
    assert 'value="Claire"' in shown
    assert not Company.objects.exists()


def test_hours_are_typed_as_on_the_door(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    data = hours(day_1="9h-12h, 14h-19h", day_2="same", day_5="19:00 – 2:00")
    client.post(reverse("company_hours"), data)
    week = Company.objects.get(workspace=world.atelier).week
    assert week == [
        [],
        [[540, 720], [840, 1140]],
        [[540, 720], [840, 1140]],
        [],
        [],
        [[1140, 1560]],
        [],
    ]
    shown = text(client.get(reverse("company_hours")))
    assert 'value="19:00 – 2:00"' in shown


def test_hours_that_cannot_be_read_come_back_as_typed(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    response = client.post(reverse("company_hours"), hours(day_1="matin", day_2="9h-12h"))
    assert response.status_code == 422
    shown = text(response)
    assert "“matin” cannot be read." in shown
    assert 'value="matin"' in shown
    assert 'value="9h-12h"' in shown
    assert not Company.objects.exists()


def test_holidays_of_another_place_leave_the_old_ticks_out(told: World, browse: Browse) -> None:
    client = browse(told.claire)
    data = {"region": "CA-QC", "open_holidays": ["Armistice", "Fête du Canada"]}
    shown = text(client.post(reverse("company_holidays"), data, follow=True))
    row = Company.objects.get(workspace=told.atelier)
    assert (row.holiday_region, row.open_holidays) == ("CA-QC", ["Fête du Canada"])
    assert "Canada Day" in shown
    refused = client.post(reverse("company_holidays"), {"region": "Atlantis"})
    assert refused.status_code == 422
    assert Company.objects.get(workspace=told.atelier).holiday_region == "CA-QC"


def test_a_closure_is_added_removed_and_brought_back(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    first = utc_now().date() + timedelta(days=9)
    added = client.post(
        reverse("company_closure_new"),
        {"first_day": first.isoformat(), "sentence": "Inventaire"},
        follow=True,
    )
    assert "Inventaire" in text(added)
    row = ExceptionalClosure.objects.get()
    assert row.last_day == first
    gone = client.post(reverse("company_closure_remove", args=[row.pk]), follow=True)
    assert "Inventaire" not in text(gone)
    back = reverse("company_closure_return", args=[row.pk])
    assert back in text(gone)
    assert "Inventaire" in text(client.post(back, follow=True))


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("", "", "This field is required."),
        ("2027-02-31", "", "There is no such day."),
        ("soon", "", "There is no such day."),
        ("2032-02-01", "2032-01-31", "The last day is before the first."),
        ("2020-01-01", "", "This is over already"),
        ("2026-01-01", "9999-12-31", "This is too far ahead."),
    ],
)
def test_days_that_make_no_sense_are_refused(
    world: World, browse: Browse, first: str, last: str, sentence: str
) -> None:
    data = {"first_day": first, "last_day": last, "sentence": "Travaux"}
    response = browse(world.claire).post(reverse("company_closure_new"), data)
    assert response.status_code == 422
    assert sentence in text(response)
    assert "Travaux" in text(response)
    assert not ExceptionalClosure.objects.exists()


def charter_data(**more: Any) -> dict[str, Any]:
    kept = ["open", "afterwards", "told", "exclusion", "emergencies", "privacy"]
    return {"language": "fr", "moderator": "", "kept": kept, "own_words": "", **more}


def published_url(world: World) -> str:
    return reverse("charter", args=[Charter.objects.get(workspace=world.atelier).address])


def test_a_charter_is_published_with_one_click(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    data = charter_data(moderator="Claire et Karim", publish="1")
    shown = text(client.post(reverse("company_charter"), data, follow=True))
    assert "Version 1 of your charter is published." in shown
    assert published_url(world) in shown
    assert "Published like this" in shown
    page = Client().get(published_url(world))
    assert "lues et modérées par Claire et Karim" in text(page)


def test_saving_changes_nothing_for_strangers(told: World, browse: Browse) -> None:
    data = charter_data(own_words="Une phrase à nous.")
    shown = text(browse(told.claire).post(reverse("company_charter"), data, follow=True))
    assert "Nothing changes for your customers until you publish." in shown
    assert "Not published yet" in shown
    assert "Une phrase à nous." in shown
    assert "Une phrase à nous." not in text(Client().get(published_url(told)))


def test_strangers_read_it_in_its_language_without_a_cookie_in_one_query(
    told: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stranger, url = Client(headers={"accept-language": "en"}), published_url(told)
    with django_assert_num_queries(1):
        page = stranger.get(url)
    assert page.status_code == 200
    assert not stranger.cookies
    assert page["Content-Language"] == "fr"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Cache-Control"] == "no-cache"
    source = page.content.decode()
    assert '<html lang="fr">' in source
    assert '<meta name="robots" content="noindex">' in source
    assert "Version 1, publiée le" in source
    assert "<form" not in source


def test_search_engines_may_list_it_when_the_company_says_so(
    told: World, flowers_charter: Charter
) -> None:
    page = Client().get(reverse("charter", args=[flowers_charter.address]))
    assert "X-Robots-Tag" not in page
    assert "noindex" not in page.content.decode()


def test_a_withdrawn_page_answers_404_until_it_is_brought_back(told: World, browse: Browse) -> None:
    client, url = browse(told.claire), published_url(told)
    shown = text(client.post(reverse("company_charter_withdraw"), follow=True))
    assert "Your charter is not public." in shown
    assert reverse("company_charter_return") in shown
    gone = Client().get(url, headers={"Accept-Language": "en"})
    assert gone.status_code == 404
    assert "Ask those who gave you the address" in text(gone)
    assert "Today" not in text(gone), "strangers have none"
    client.post(reverse("company_charter_return"))
    assert Client().get(url).status_code == 200


def test_each_company_publishes_its_own(
    told: World, browse: Browse, flowers_charter: Charter
) -> None:
    page = text(Client().get(reverse("charter", args=[flowers_charter.address])))
    assert "Les Fleurs de Zoé" in page
    assert "Martin" not in page
    browse(told.claire).post(reverse("company_charter_withdraw"))
    assert Client().get(reverse("charter", args=[flowers_charter.address])).status_code == 200
    assert "Martin" not in text(browse(told.zoe).get(reverse("company_charter")))


def test_the_preview_shows_what_is_in_the_form_and_keeps_nothing(
    told: World, browse: Browse
) -> None:
    client = browse(told.claire)
    data = charter_data(language="en", kept=["open"], own_words="Bread first. <b>")
    shown = client.post(reverse("company_charter_preview"), data)
    assert 'lang="en"' in shown.content.decode()
    assert "Bread first. <b>" in text(shown)
    assert "<b>" not in shown.content.decode()
    assert "Authors are told" not in text(shown)
    assert charters.wishes_of(queries.charter_of(told.atelier)).own_words == ""
    assert client.post(reverse("company_charter_preview"), {"language": "xx"}).status_code == 204


def test_sentences_that_are_too_long_come_back(world: World, browse: Browse) -> None:
    response = browse(world.claire).post(
        reverse("company_charter"), charter_data(own_words="mot " * 600, publish="1")
    )
    assert response.status_code == 422
    assert "at most 2000" in text(response)
    assert not Charter.objects.exists()


def test_words_of_people_are_words_on_the_public_page(world: World, browse: Browse) -> None:
    client = browse(world.claire)
    client.post(reverse("company"), identity(name="<script>alert(1)</script> & Cie"))
    client.post(reverse("company_charter"), charter_data(publish="1"))
    source = Client().get(published_url(world)).content.decode()
    assert "<script>alert" not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Cie" in source
