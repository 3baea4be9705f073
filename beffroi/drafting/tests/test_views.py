from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from beffroi.core.models import AuditEntry
from beffroi.drafting.models import LanguageModel
from beffroi.drafting.tests.conftest import GOOD, browser_of, shown
from beffroi.drafting.tests.double import Double
from tests.world import World

pytestmark = pytest.mark.django_db

PAGE = "/workspace/model/"


@pytest.fixture
def claire(world: World) -> Client:
    return browser_of(world.claire)


def test_an_owner_names_a_model_and_its_key_is_never_shown_again(
    claire: Client, double: Double, world: World
) -> None:
    given = {
        "address": f"{double.address}/",
        "name": "local",
        "api_key": "sk-secret",
        "is_on": "on",
    }
    assert claire.post(PAGE, given).status_code == 302
    row = LanguageModel.objects.get()
    assert (row.address, row.name, row.is_on) == (double.address, "local", True)
    page = shown(claire.get(PAGE))
    assert double.address in page
    assert "sk-secret" not in page
    assert "One is kept, sealed." in page
    assert "This server is not yours" not in page
    assert AuditEntry.objects.filter(action="language_model.kept").count() == 1
    claire.post(PAGE, given | {"api_key": "", "name": "other"})
    assert bytes(LanguageModel.objects.get().sealed) == bytes(row.sealed)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"address": ""}, "Give the address of the server first."),
        ({"name": " "}, "Give the name of the model"),
        ({"address": "javascript:alert(1)"}, "This is no address of a server."),
        ({"address": "http://api.example.org/v1"}, "could be read on the way"),
        ({"api_key": "clé secrète"}, "it holds signs that no key has"),
        ({"api_key": "a\r\nHost: b"}, "it holds signs that no key has"),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_in_the_form(
    claire: Client, given: dict[str, str], sentence: str
) -> None:
    typed = {"address": "https://api.example.org/v1", "name": "mine", "api_key": ""} | given
    response = claire.post(PAGE, typed)
    assert response.status_code == 422
    assert sentence in shown(response)
    assert not LanguageModel.objects.exists()
    if typed["name"].strip():
        assert 'value="mine"' in shown(response)


def test_a_server_of_others_is_told_as_such(claire: Client) -> None:
    given = {"address": "https://api.example.org/v1", "name": "mine", "is_on": "on"}
    claire.post(PAGE, given)
    assert "This server is not yours" in shown(claire.get(PAGE))


def test_another_server_is_said_to_want_its_own_key(
    claire: Client, model: LanguageModel, double: Double
) -> None:
    given = {"address": "https://api.example.org/v1", "name": "local"}
    page = shown(claire.post(PAGE, given, follow=True))
    assert "The former key was for another server" in page


def test_a_trial_shows_what_the_model_writes_or_why_there_is_nothing(
    claire: Client, model: LanguageModel, double: Double
) -> None:
    address = reverse("language_model_trial")
    page = shown(claire.post(address))
    assert GOOD in page
    assert "It answered within" in page
    double.status = 401
    page = shown(claire.post(address))
    assert "refuses the key" in page
    assert GOOD not in page


def test_a_private_server_that_nobody_allowed_says_who_can(
    claire: Client, model: LanguageModel, settings: Settings
) -> None:
    settings.MODEL_ALLOW = frozenset()
    LanguageModel.objects.update(address="https://127.0.0.1:9/v1", sealed=b"")
    page = shown(claire.post(reverse("language_model_trial")))
    assert "127.0.0.1:9" in page
    assert "BEFFROI_MODEL_ALLOW" in page


def test_it_can_be_forgotten_with_its_key(claire: Client, model: LanguageModel) -> None:
    page = shown(claire.post(PAGE, {"do": "forget"}, follow=True))
    assert "are forgotten" in page
    assert not LanguageModel.objects.exists()
    assert claire.post(PAGE, {"do": "forget"}).status_code == 302
    assert claire.post(reverse("language_model_trial")).status_code == 302


def test_those_who_answer_do_not_choose_the_model(world: World, model: LanguageModel) -> None:
    karim = browser_of(world.lucas)
    assert karim.get(PAGE).status_code == 403
    assert karim.post(reverse("language_model_trial")).status_code == 403


def test_each_workspace_sees_its_own_alone(
    world: World, model: LanguageModel, double: Double
) -> None:
    assert double.address not in shown(browser_of(world.zoe).get(PAGE))


def test_the_page_takes_few_queries(
    claire: Client, model: LanguageModel, django_assert_max_num_queries: object
) -> None:
    claire.get(PAGE)
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        claire.get(PAGE)
