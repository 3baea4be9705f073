"""A post says its campaign: in the composer, and by its links to statistics."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.links.models import Link
from beffroi.publishing import actions
from beffroi.publishing.drafts import PostDraft
from beffroi.publishing.models import Post
from beffroi.publishing.tests.browsing import new_post
from beffroi.strategy.actions import CampaignWish, make_campaign, remove_campaign
from beffroi.strategy.models import Campaign
from beffroi.strategy.rules import Aim, Days
from beffroi.workspaces.models import Workspace
from tests.clock import FrozenClock
from tests.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("both", "in_english", "frozen_views"),
]
TEXT = "Réservez ici : https://martin.example/peres"


@pytest.fixture
def public(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://beffroi.example.org"


def campaign_of(
    workspace: Workspace, world: World, clock: FrozenClock, name: str = "Fête des mères"
) -> Campaign:
    today = clock().date()
    wish = CampaignWish(name, Aim.SALES, Days(today, today + timedelta(days=20)))
    return make_campaign(workspace, wish, actor=world.claire, now=clock())


def test_without_a_campaign_the_composer_asks_nothing(claire: Client) -> None:
    composer = new_post(claire, TEXT)
    assert 'name="campaign"' not in composer.page
    composer.press("draft")
    assert Post.objects.get().campaign is None


def test_a_post_bears_a_campaign_and_can_drop_it(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    campaign = campaign_of(world.atelier, world, clock)
    composer = new_post(claire, TEXT)
    assert 'name="campaign"' in composer.page
    composer.fields["campaign"] = [str(campaign.pk)]
    composer.press("draft")
    assert Post.objects.get().campaign == campaign
    assert composer.fields["campaign"] == [str(campaign.pk)]
    composer.fields["campaign"] = [""]
    composer.press("draft")
    assert Post.objects.get().campaign is None


def test_the_campaign_of_another_workspace_is_unknown(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    campaign_of(world.atelier, world, clock)
    theirs = campaign_of(world.garage, world, clock)
    composer = new_post(claire, TEXT)
    composer.fields["campaign"] = [str(theirs.pk)]
    composer.press("draft")
    assert "This campaign is gone" in composer.page
    assert not Post.objects.filter(campaign=theirs).exists()


def test_no_action_gives_a_post_the_campaign_of_another_workspace(
    world: World, clock: FrozenClock
) -> None:
    theirs = campaign_of(world.garage, world, clock)
    draft = PostDraft(TEXT, frozenset(), campaign_id=theirs.pk)
    post = actions.create_post(
        workspace=world.atelier, actor=world.claire, draft=draft, now=clock()
    )
    assert post.campaign is None


def test_a_campaign_out_of_sight_stays_with_its_post(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    campaign = campaign_of(world.atelier, world, clock)
    composer = new_post(claire, TEXT)
    composer.fields["campaign"] = [str(campaign.pk)]
    composer.press("draft")
    remove_campaign(campaign, actor=world.claire, now=clock())
    composer.press("draft")
    assert Post.objects.get().campaign == campaign


def test_a_copy_belongs_to_the_same_campaign(world: World, clock: FrozenClock) -> None:
    campaign = campaign_of(world.atelier, world, clock)
    draft = PostDraft(TEXT, frozenset(), campaign_id=campaign.pk)
    given: dict[str, Any] = {"actor": world.claire, "now": clock()}
    post = actions.create_post(workspace=world.atelier, draft=draft, **given)
    assert actions.copy_post(post, **given).campaign == campaign


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize(
    ("name", "expected"), [("Fête des mères", "fete-des-meres"), ("母の日", "母の日")]
)
def test_links_say_the_campaign_and_keep_their_code(
    world: World, claire: Client, clock: FrozenClock, name: str, expected: str
) -> None:
    campaign = campaign_of(world.atelier, world, clock, name)
    composer = new_post(claire, TEXT)
    composer.fields["campaign"] = [str(campaign.pk)]
    composer.press("schedule")
    links = list(Link.objects.order_by("pk"))
    assert len(links) == 2
    for link in links:
        told = parse_qs(urlsplit(link.target).query)
        assert told["utm_campaign"] == [expected]
        assert told["utm_content"] == [link.code]
        assert link.campaign is None  # it belongs where its post does
