from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from beffroi.web import rooms
from beffroi.web.rooms import Pulse
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Role
from tests.clock import FrozenClock
from tests.world import World, people_and_places


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "_counts", [])
    monkeypatch.setattr(rooms, "_pulse", [])


def keys(role: Role | None, path: str = "/") -> list[str]:
    shown = rooms.links(rooms.ROOMS + rooms.PLACES, role=role, path=path, counts={})
    return [room.key for room in shown]


def current(path: str) -> dict[str, str]:
    everything = rooms.ROOMS + rooms.PLACES
    shown = rooms.links(everything, role=Role.OWNER, path=path, counts={})
    return {room.key: room.current for room in shown if room.current}


@pytest.mark.parametrize("role", Role)
def test_only_rooms_that_a_role_may_enter_are_shown(role: Role) -> None:
    shown = keys(role)
    assert "today" in shown
    assert ("answer" in shown) == (role is not Role.CLIENT)
    assert ("settings" in shown) == (role in {Role.OWNER, Role.MANAGER})


def test_without_a_workspace_there_is_only_today() -> None:
    assert keys(None) == ["today"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", {"today": "page"}),
        ("/calendar/", {"publish": "page"}),
        ("/posts/12/", {"publish": "true"}),
        ("/inbox/", {"answer": "page"}),
        ("/inbox/3/", {"answer": "true"}),
        ("/channels/connect/mastodon/", {"channels": "true"}),
        ("/account/security/", {}),
    ],
)
def test_the_room_one_is_in_is_marked(path: str, expected: dict[str, str]) -> None:
    assert current(path) == expected


def test_counts_and_health_are_shown_to_the_workspace_they_are_of(world: World) -> None:
    def waiting(
        *, workspace: Workspace, role: Role, now: datetime, user_id: int
    ) -> Mapping[str, int]:
        return {"answer": 7} if workspace == world.atelier else {}

    def health(*, workspace: Workspace, now: datetime) -> Pulse:
        return Pulse(f"Canaux de {workspace.name}", tone="warn", icon="calendar-clock")

    rooms.register_counts(waiting)
    rooms.register_pulse(health)
    client = Client()
    client.force_login(world.claire)
    page = client.get("/calendar/").content.decode()
    assert '<span class="count">7' in page
    assert "Canaux de Atelier Martin" in page
    client.force_login(world.zoe)
    assert '<span class="count">' not in client.get("/calendar/").content.decode()


def test_the_frame_of_a_page_asks_for_little(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    client.force_login(world.claire)
    client.get("/workspaces/")
    # Session, person, workspace, what middleware keeps of the session, what this page lists.
    with django_assert_max_num_queries(8):
        client.get("/workspaces/")


def test_a_stranger_sees_nothing_of_the_workspace_of_others(world: World) -> None:
    client = Client()
    client.force_login(world.zoe)
    page = client.get("/").content.decode()
    assert "Atelier Martin" not in page
    assert world.flowers.name in page
