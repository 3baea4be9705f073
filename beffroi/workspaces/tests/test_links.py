"""A link from a mail, followed from its own workspace, from another, from outside."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from beffroi.workspaces.links import link_into
from beffroi.workspaces.middleware import SESSION_WORKSPACE
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(world: World) -> Client:
    """Her agency works for the garage, which is open, and for the cycles."""
    client = Client()
    client.force_login(world.nadia)
    client.post("/workspaces/enter/", {"workspace": world.garage.pk})
    return client


def path_to(workspace_id: int, page: str = "/inbox/") -> str:
    return link_into(workspace_id, page).removeprefix(settings.PUBLIC_URL)


def test_in_the_open_workspace_it_leads_straight_to_its_page(nadia: Client, world: World) -> None:
    assert nadia.get(path_to(world.garage.pk)).headers["Location"] == "/inbox/"


def test_from_another_one_it_asks_before_it_goes_there(nadia: Client, world: World) -> None:
    page = nadia.get(path_to(world.cycles.pk)).content.decode()
    assert world.cycles.name in page
    assert nadia.session[SESSION_WORKSPACE] == world.garage.pk
    gone = nadia.post("/workspaces/enter/", {"workspace": world.cycles.pk, "to": "/inbox/"})
    assert gone.headers["Location"] == "/inbox/"
    assert nadia.session[SESSION_WORKSPACE] == world.cycles.pk


def test_whoever_has_no_session_signs_in_and_comes_back_to_it(world: World) -> None:
    there = Client().get(path_to(world.garage.pk)).headers["Location"]
    assert "login" in there
    assert "%3Fto%3D/inbox/" in there


def test_to_people_from_elsewhere_it_does_not_exist(nadia: Client, world: World) -> None:
    assert nadia.get(path_to(world.flowers.pk)).status_code == 404


@pytest.mark.parametrize(
    "page", ["//evil.test", "https://evil.test/", "/\\evil.test", "javascript:1", "", "inbox"]
)
def test_it_leads_nowhere_else(nadia: Client, world: World, page: str) -> None:
    assert nadia.get(path_to(world.garage.pk, page)).headers["Location"] == "/"
    gone = nadia.post("/workspaces/enter/", {"workspace": world.garage.pk, "to": page})
    assert gone.headers["Location"] == "/"
