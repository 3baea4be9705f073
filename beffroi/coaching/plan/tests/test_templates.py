"""What an agency keeps of one client's strategy, and begins another's with."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.core.models import AuditEntry
from beffroi.strategy.models import StrategyTemplate
from beffroi.strategy.plan import actions, templates
from beffroi.strategy.plan.queries import plan_of
from beffroi.strategy.plan.rules import Address, Part, PillarShare, Standing, Step
from beffroi.strategy.plan.wishes import (
    AudienceWish,
    ContentWish,
    MeansWish,
    NetworkWish,
    ToneWish,
)
from beffroi.workspaces.models import User, Workspace
from tests.browsing import Browse
from tests.clock import FrozenClock
from tests.world import World


def enter(browse: Browse, person: User, workspace: Workspace) -> Client:
    client = browse(person)
    client.post(reverse("workspace_enter"), {"workspace": workspace.pk})
    return client


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


@pytest.fixture
def garage(world: World, clock: FrozenClock) -> Workspace:
    """A client of Nova with most of a strategy."""
    given: dict[str, Any] = {"seen": 0, "actor": world.nadia, "now": clock()}
    people = [AudienceWish("Drivers", "On their way to work", "No surprise", "At the till")]
    actions.save_audience(world.garage, people, is_agreed=True, **given)
    networks = [
        NetworkWish("facebook", part=Part.SELL, why="They book there", owner_id=world.hugo.pk),
        NetworkWish("tiktok", Standing.CLOSED, why="The accident of May"),
    ]
    actions.save_networks(world.garage, networks, **given)
    pillars = [PillarShare("The workshop", 75), PillarShare("Offers", 25, is_offers=True)]
    actions.save_content(world.garage, ContentWish("To drive safely.", pillars), **given)
    actions.save_means(world.garage, MeansWish(75, 123_456, agency_cents=654_321), **given)
    actions.save_tone(world.garage, ToneWish(Address.VOUS, "Good morning."), **given)
    return world.garage


def test_from_one_client_s_strategy_to_another_s(
    world: World, browse: Browse, garage: Workspace
) -> None:
    at_garage = enter(browse, world.nadia, garage)
    at_garage.post(reverse("strategy_template_keep"), {"called": "Workshops"})
    made = StrategyTemplate.objects.get()
    at_cycles = enter(browse, world.nadia, world.cycles)
    assert "Workshops" in text(at_cycles.get(reverse("strategy")))
    at_cycles.post(reverse("strategy_template_begin", args=[made.pk]))
    plan = plan_of(world.cycles)
    assert plan.missing == [Step.AIMS, Step.MEASURE]
    assert [one.name for one in plan.pillars] == ["The workshop", "Offers"]
    assert not any(one.is_agreed for one in plan.audiences)


def test_people_money_and_what_was_left_stay_with_the_client(
    world: World, garage: Workspace, clock: FrozenClock
) -> None:
    made = templates.keep(world.nova, garage, "Workshops", actor=world.nadia, now=clock())
    kept = json.dumps(made.content)
    for own in (str(world.hugo.pk), "123456", "654321", "accident", "tiktok"):
        assert own not in kept.replace('"minutes_a_week": 75', "")


def test_what_was_said_already_stays(world: World, garage: Workspace, clock: FrozenClock) -> None:
    given: dict[str, Any] = {"seen": 0, "actor": world.nadia, "now": clock()}
    actions.save_means(world.cycles, MeansWish(30), **given)
    made = templates.keep(world.nova, garage, "Workshops", actor=world.nadia, now=clock())
    filled = templates.begin_with(world.cycles, made, actor=world.nadia, now=clock())
    assert Step.MEANS not in filled
    strategy = plan_of(world.cycles).strategy
    assert strategy is not None
    assert strategy.minutes_a_week == 30
    assert templates.begin_with(world.cycles, made, actor=world.nadia, now=clock()) == []


def test_a_client_s_own_people_and_other_companies_see_no_templates(
    world: World, browse: Browse, garage: Workspace, clock: FrozenClock
) -> None:
    made = templates.keep(world.nova, garage, "Workshops", actor=world.nadia, now=clock())
    for person in (world.claire, world.zoe):
        client = browse(person)
        assert "Workshops" not in text(client.get(reverse("strategy")))
        address = reverse("strategy_template_begin", args=[made.pk])
        assert client.post(address).status_code == 404
        kept = client.post(reverse("strategy_template_keep"), {"called": "x"})
        assert kept.status_code == 404
    assert StrategyTemplate.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "This field is required."),
        ("é" * 61, "at most 60"),
        ("Workshops", "A template is called “Workshops” already."),
    ],
)
def test_a_name_that_cannot_be_is_told(
    world: World, browse: Browse, garage: Workspace, clock: FrozenClock, name: str, said: str
) -> None:
    templates.keep(world.nova, garage, "Workshops", actor=world.nadia, now=clock())
    client = enter(browse, world.nadia, garage)
    refused = client.post(reverse("strategy_template_keep"), {"called": name}, follow=True)
    assert said in text(refused)
    assert StrategyTemplate.objects.count() == 1


def test_a_strategy_that_says_nothing_is_no_template(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    with pytest.raises(templates.NothingToKeep):
        templates.keep(world.nova, world.cycles, "Empty", actor=world.nadia, now=clock())
    client = enter(browse, world.nadia, world.cycles)
    told = client.post(reverse("strategy_template_keep"), {"called": "Empty"}, follow=True)
    assert "can serve another client yet" in text(told)


def test_a_template_that_is_removed_comes_back_unless_its_name_is_taken(
    world: World, browse: Browse, garage: Workspace, clock: FrozenClock
) -> None:
    made = templates.keep(world.nova, garage, "Workshops", actor=world.nadia, now=clock())
    client = enter(browse, world.nadia, garage)
    client.post(reverse("strategy_template_remove", args=[made.pk]))
    assert templates.templates_of(world.nova) == []
    client.post(reverse("strategy_template_return", args=[made.pk]))
    assert templates.templates_of(world.nova) == [made]
    client.post(reverse("strategy_template_remove", args=[made.pk]))
    templates.keep(world.nova, garage, "Workshops", actor=world.nadia, now=clock())
    told = client.post(reverse("strategy_template_return", args=[made.pk]), follow=True)
    assert "Choose another name." in text(told)


def test_an_agency_keeps_twenty(world: World, garage: Workspace, clock: FrozenClock) -> None:
    for number in range(templates.TEMPLATES_MAX):
        templates.keep(world.nova, garage, f"{number}", actor=world.nadia, now=clock())
    with pytest.raises(templates.TooManyTemplates):
        templates.keep(world.nova, garage, "more", actor=world.nadia, now=clock())


def test_one_that_was_removed_comes_back_only_where_there_is_room(
    world: World, browse: Browse, garage: Workspace, clock: FrozenClock
) -> None:
    given: dict[str, Any] = {"actor": world.nadia, "now": clock()}
    made = templates.keep(world.nova, garage, "first", **given)
    templates.remove(garage, made, **given)
    for number in range(templates.TEMPLATES_MAX):
        templates.keep(world.nova, garage, f"{number}", **given)
    client = enter(browse, world.nadia, garage)
    told = client.post(reverse("strategy_template_return", args=[made.pk]), follow=True)
    assert "20 templates are kept already. Remove one first." in text(told)
    assert made not in templates.templates_of(world.nova)


def test_the_trail_tells_once_that_one_was_removed_and_came_back(
    world: World, garage: Workspace, clock: FrozenClock
) -> None:
    given: dict[str, Any] = {"actor": world.nadia, "now": clock()}
    made = templates.keep(world.nova, garage, "Workshops", **given)
    for act in (templates.remove, templates.bring_back):
        for _twice in range(2):
            act(garage, made, **given)
    lines = AuditEntry.objects.filter(action__startswith="strategy.template").order_by("id")
    assert [line.action.rpartition("_")[2] for line in lines] == ["kept", "removed", "returned"]
