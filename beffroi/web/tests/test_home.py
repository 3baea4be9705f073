from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.web.preferences import THEME_COOKIE
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.world import World, people_and_places

LANGUAGE_COOKIE = django_settings.LANGUAGE_COOKIE_NAME


@pytest.fixture
def claire(db: None) -> User:
    return User.objects.create(
        email="claire@atelier-martin.example", name="Claire Martin", password=make_password(None)
    )


def language_of(client: Client, path: str = "/nothing-here/", accept: str = "") -> str:
    headers = {"accept-language": accept} if accept else {}
    return str(client.get(path, headers=headers).headers["Content-Language"])


@pytest.mark.django_db
def test_the_first_visitor_of_an_empty_installation_is_welcomed(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "Votre beffroi est prêt." in response.content.decode()


def test_nobody_sees_the_welcome_page_once_there_is_an_account(
    client: Client, claire: User
) -> None:
    response = client.get("/")
    assert response.status_code == 302
    assert response.headers["Location"] == "/account/login/"


def test_a_person_without_a_workspace_is_led_to_open_one(client: Client, claire: User) -> None:
    client.force_login(claire)
    assert client.get("/").headers["Location"] == "/workspaces/"


@pytest.mark.django_db
def test_today_greets_by_first_name(client: Client, clock: FrozenClock) -> None:
    world: World = people_and_places(now=clock())
    client.force_login(world.claire)
    assert "Bonjour Claire," in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "fr"),
        ("en-GB,en;q=0.9", "en"),
        ("de,en;q=0.5", "en"),
        ("fr-CA,en;q=0.9", "fr"),
        ("de", "fr"),
        ("*", "fr"),
        ("xx;q=nonsense,,;", "fr"),
    ],
)
def test_a_visitor_is_spoken_to_as_the_browser_asks(
    client: Client, accept: str, expected: str
) -> None:
    assert language_of(client, accept=accept) == expected


@pytest.mark.django_db
def test_the_cookie_comes_before_the_browser(client: Client) -> None:
    client.cookies[LANGUAGE_COOKIE] = "en"
    assert language_of(client, accept="fr") == "en"
    client.cookies[LANGUAGE_COOKIE] = "de"
    assert language_of(client, accept="fr") == "fr"


def test_the_person_comes_before_the_cookie(client: Client, claire: User) -> None:
    client.force_login(claire)
    client.cookies[LANGUAGE_COOKIE] = "en"
    assert language_of(client, accept="en") == "fr"


def test_a_chosen_language_is_kept_with_the_account_and_on_the_device(
    client: Client, claire: User
) -> None:
    client.force_login(claire)
    response = client.post("/language/", {"language": "en", "next": "/nothing-here/"})
    assert response.headers["Location"] == "/nothing-here/"
    assert client.cookies[LANGUAGE_COOKIE].value == "en"
    claire.refresh_from_db()
    assert claire.language == "en"
    assert language_of(client) == "en"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil", ""]
)
def test_choosing_a_language_never_leads_elsewhere(client: Client, target: str) -> None:
    response = client.post("/language/", {"language": "en", "next": target})
    assert response.headers["Location"] == "/"


@pytest.mark.django_db
def test_a_theme_is_kept_on_the_device_and_shown(client: Client) -> None:
    client.post("/theme/", {"theme": "dark"})
    assert client.cookies[THEME_COOKIE].value == "dark"
    assert 'data-theme="dark"' in client.get("/").content.decode()
    client.post("/theme/", {"theme": "system"})
    assert "data-theme=" not in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "data"), [("/theme/", {"theme": "pink"}), ("/language/", {"language": "de"})]
)
def test_a_choice_that_does_not_exist_changes_nothing(
    client: Client, path: str, data: dict[str, str]
) -> None:
    response = client.post(path, data)
    assert response.status_code == 400
    assert not response.cookies


@pytest.mark.django_db
def test_the_style_guide_is_closed_unless_asked_for(client: Client, settings: Settings) -> None:
    settings.STYLEGUIDE = False
    assert client.get("/styleguide/").status_code == 404
    settings.STYLEGUIDE = True
    assert client.get("/styleguide/").status_code == 200
