from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.demo import people, progress
from beffroi.demo.world import people_and_places
from beffroi.workspaces.models import User

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
ADDRESSES = ("/demo/", "/demo/enter/")
CLAIRE = {"email": "claire@atelier-martin.example"}


def with_the_pages_of_the_demo(engine: dict[str, Any]) -> dict[str, Any]:
    """Find its templates; installing it as an app would make every app ready a second time."""
    folder = Path(people.__file__).parent / "templates"
    loaders = [
        *engine["OPTIONS"]["loaders"],
        ("django.template.loaders.filesystem.Loader", [folder]),
    ]
    return {**engine, "OPTIONS": {**engine["OPTIONS"], "loaders": loaders}}


@pytest.fixture
def demo(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The addresses of the demo, with its people in the house."""
    settings.ROOT_URLCONF = "beffroi.demo.urls"
    settings.LOGIN_URL = "demo"
    settings.TEMPLATES = [with_the_pages_of_the_demo(settings.TEMPLATES[0])]
    monkeypatch.setattr(progress, "now", progress.Progress(share=1.0, is_ready=True))
    people_and_places(now=NOW)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_ordinary_installation_has_no_such_door(client: Client, address: str) -> None:
    people_and_places(now=NOW)
    assert client.get(address).status_code == 404
    assert client.post(address, CLAIRE).status_code == 404
    assert "_auth_user_id" not in client.session


def test_everybody_at_the_door_is_somebody_of_the_world(demo: None) -> None:
    known = set(User.objects.values_list("email", "name"))
    assert {(one.email, one.name) for one in (*people.FIRST, *people.OTHERS)} <= known


def test_whoever_comes_is_led_to_the_door(demo: None, client: Client) -> None:
    assert client.get("/", follow=True).redirect_chain == [("/demo/", 302)]
    assert client.get("/calendar/").headers["Location"] == "/demo/?next=/calendar/"


@pytest.mark.parametrize("person", [*people.FIRST, *people.OTHERS], ids=lambda one: one.email)
def test_one_enters_as_anybody_without_a_password(
    demo: None, client: Client, person: people.Person
) -> None:
    assert client.post("/demo/enter/", {"email": person.email}).headers["Location"] == "/"
    page = client.get("/").content.decode()
    assert person.name in page
    assert 'href="/demo/"' in page, "every page says that it is a demonstration"


def test_one_enters_in_the_language_that_one_reads(demo: None, client: Client) -> None:
    client.post("/demo/enter/", CLAIRE, headers={"Accept-Language": "en"})
    assert User.objects.get(**CLAIRE).language == "en"


@pytest.mark.parametrize("email", ["", "nobody@example.org", "hugo@nova.example"])
def test_one_enters_as_nobody_else(demo: None, client: Client, email: str) -> None:
    assert client.post("/demo/enter/", {"email": email}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_looking_at_the_door_changes_nothing(demo: None, client: Client) -> None:
    assert client.get("/demo/enter/", CLAIRE).status_code == 405


def test_a_form_of_another_site_enters_nobody(demo: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/demo/enter/", CLAIRE).status_code == 403


def test_nobody_enters_a_world_that_is_not_there_yet(demo: None, client: Client) -> None:
    progress.now.is_ready = False
    assert b"<progress" in client.get("/demo/").content
    assert client.post("/demo/enter/", CLAIRE).headers["Location"] == "/demo/"
    assert "_auth_user_id" not in client.session


def test_a_world_that_failed_is_said_to_have_failed(demo: None, client: Client) -> None:
    progress.now.is_ready, progress.now.has_failed = False, True
    page = client.get("/demo/", headers={"HX-Request": "true"}).content
    assert b"panel bad" in page
    assert b"<html" not in page
