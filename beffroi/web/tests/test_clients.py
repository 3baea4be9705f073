"""All clients of an agency: the same counts as each client's own page, in few queries."""

from __future__ import annotations

import html
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from beffroi.coaching import engaging
from beffroi.coaching.engaging import NotOfAgency
from beffroi.coaching.models import Engagement, State
from beffroi.core.clock import utc_now
from beffroi.routines.models import HandlingTime
from beffroi.sales.models import WorkTime
from beffroi.web import waiting
from beffroi.web.clients import gathering
from beffroi.web.rules import Kind
from beffroi.web.tests import morning
from beffroi.workspaces import actions
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import AGENCY_ROLES, Role
from tests.browsing import browsers_in_english
from tests.world import SETTLED_AT, World, people_and_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return utc_now()


@pytest.fixture
def world(db: None) -> World:
    return people_and_places(now=SETTLED_AT)


@pytest.fixture
def clients(world: World) -> list[Workspace]:
    """The clients of Nova, by name."""
    return list(world.nova.workspaces.order_by("name"))


def everything(workspace: Workspace, world: World, now: datetime) -> None:
    bluesky = morning.channel(workspace, now=now)
    morning.post(bluesky, author=world.nadia, now=now)
    morning.conversation(bluesky, now=now)
    morning.delivery(bluesky, now=now)
    morning.lost_channel(workspace, now=now)
    morning.ending_channel(workspace, now=now)
    morning.channel_to_mend(workspace, now=now)


def state(workspace: Workspace, total: int | None, *, reason: str = "daily", **given: Any) -> State:
    at = given.pop("at", utc_now())
    return State.objects.create(
        workspace=workspace,
        reason=reason,
        day=given.pop("day", at.date()),
        taken_at=at,
        version=1,
        total=total,
        level=None if total is None else total // 20,
        confidence=50,
        scores={},
    )


def page_of(person: User, world: World) -> Any:
    return browsers_in_english()(person).get(reverse("agency_day", args=[world.nova.pk]))


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


@pytest.mark.parametrize("role", [role for role in Role if role in AGENCY_ROLES])
def test_counts_of_many_are_those_of_each(
    world: World,
    clients: list[Workspace],
    now: datetime,
    role: Role,
    django_assert_num_queries: Any,
) -> None:
    everything(clients[0], world, now)
    morning.lost_channel(clients[-1], now=now)
    ids = [one.pk for one in clients]
    with django_assert_num_queries(1):
        found = waiting.count_each(ids, role=role, now=now)
    assert found == {one.pk: waiting.count(one, role=role, now=now) for one in clients}
    assert found[clients[0].pk].by_kind[Kind.RECONNECT] == 1


def test_what_waits_at_others_is_not_counted(
    world: World, clients: list[Workspace], now: datetime
) -> None:
    everything(world.flowers, world, now)
    found = gathering.overview(world.nova, role=Role.OWNER, now=now)
    assert {one.workspace for one in found.clients} == set(clients)
    assert found.cards == 0


def test_the_client_who_loses_most_by_waiting_stands_first(
    world: World, clients: list[Workspace], now: datetime
) -> None:
    morning.post(morning.channel(clients[0], now=now), author=world.nadia, now=now)
    morning.lost_channel(clients[1], now=now)
    found = gathering.overview(world.nova, role=Role.OWNER, now=now)
    assert [one.workspace for one in found.clients][:2] == [clients[1], clients[0]]
    assert [one.gravest for one in found.clients][:2] == [Kind.RECONNECT, Kind.APPROVE]


def test_as_many_queries_for_one_client_as_for_many(
    world: World, now: datetime, django_assert_num_queries: Any
) -> None:
    for number in range(12):
        actions.create_workspace(
            owner=world.nadia, agency=world.nova, name=f"Client {number:02}", now=now
        )
    gathering.overview(world.nova, role=Role.OWNER, now=now)
    with django_assert_num_queries(7):
        gathering.overview(world.nova, role=Role.OWNER, now=now)


def test_minutes_are_those_that_each_clients_people_take(
    world: World, clients: list[Workspace], now: datetime
) -> None:
    for client in clients[:2]:
        morning.post(morning.channel(client, now=now), author=world.nadia, now=now)
    HandlingTime.objects.create(workspace=clients[1], act="approved", seconds=290, n=30)
    found = {one.workspace: one.minutes for one in _overview(world, now).clients}
    assert (found[clients[0]], found[clients[1]]) == (2, 5)


def test_barometers_are_those_of_the_night_beside_three_months_ago(
    world: World, clients: list[Workspace], now: datetime
) -> None:
    first, second = clients[:2]
    state(first, 59)
    months = 12 * now.year + now.month - 4
    then = now.date().replace(year=months // 12, month=months % 12 + 1, day=1)
    state(first, 41, reason="month", day=then)
    state(second, None)
    found = {one.workspace: one for one in _overview(world, now).clients}
    assert found[first].change == 18
    assert found[second].change is None
    assert _overview(world, now).median_total == 59
    shown = text(page_of(world.nadia, world))
    assert "+18 in 3 months" in shown
    assert "not enough data" in shown


def test_hours_of_the_month_stand_beside_those_that_were_sold(
    world: World, clients: list[Workspace], now: datetime
) -> None:
    client = clients[0]
    today = now.astimezone(client.zone).date()
    first = today.replace(day=1)
    for day, minutes, removed in (
        (first, 130, None),
        (today, 5, None),
        (first - timedelta(days=1), 600, None),
        (today, 600, now),
    ):
        WorkTime.objects.create(
            workspace=client, day=day, minutes=minutes, noted_at=now, removed_at=removed
        )
    assert "Line: the part" not in text(page_of(world.nadia, world))
    engaging.agree(client, lead=world.hugo, minutes_a_month=120, actor=world.nadia, now=now)
    found = next(one for one in _overview(world, now).clients if one.workspace == client)
    assert (found.minutes_of_month, found.sold, found.is_exceeded) == (135, 120, True)
    shown = text(page_of(world.nadia, world))
    assert "exceeded" in shown
    assert "Line: the part" in shown
    assert "Hugo Maes" in shown


def test_whoever_leads_works_for_the_agency(
    world: World, clients: list[Workspace], now: datetime
) -> None:
    with pytest.raises(NotOfAgency):
        engaging.agree(clients[0], lead=world.zoe, minutes_a_month=None, actor=world.nadia, now=now)
    assert not Engagement.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"hours": "0"}, "greater than or equal to 1"),
        ({"hours": "801"}, "less than or equal to 800"),
        ({"hours": "beaucoup"}, "Enter a whole number."),
        ({"lead": "999999"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_agreed_is_given_back(
    world: World, clients: list[Workspace], given: dict[str, str], said: str
) -> None:
    User.objects.update(language="en")
    browser = Browser()
    browser.force_login(world.nadia)
    address = reverse("agency_client", args=[world.nova.pk, clients[0].pk])
    refused = browser.post(address, {"lead": "", "hours": ""} | given)
    assert refused.status_code == 422
    assert said in text(refused)
    taken = browser.post(address, {"lead": str(world.hugo.pk), "hours": "8"})
    assert taken.headers["Location"] == reverse("agency_day", args=[world.nova.pk])
    assert Engagement.objects.get().minutes_a_month == 480


def test_a_client_of_another_agency_is_not_there(world: World, now: datetime) -> None:
    theirs = actions.create_agency(owner=world.zoe, name="Zoé & Cie", now=now)
    client = actions.create_workspace(owner=world.zoe, agency=theirs, name="Théâtre", now=now)
    browser = Browser()
    browser.force_login(world.nadia)
    address = reverse("agency_client", args=[world.nova.pk, client.pk])
    assert browser.get(address).status_code == 404
    assert browser.get(reverse("agency_day", args=[theirs.pk])).status_code == 404


def test_without_clients_the_page_teaches(world: World, now: datetime) -> None:
    empty = actions.create_agency(owner=world.nadia, name="Neuve", now=now)
    User.objects.update(language="en")
    browser = Browser()
    browser.force_login(world.nadia)
    shown = text(browser.get(reverse("agency_day", args=[empty.pk])))
    assert "No client yet" in shown


def _overview(world: World, now: datetime) -> gathering.Overview:
    return gathering.overview(world.nova, role=Role.OWNER, now=now)
