"""A link made by hand says its campaign: to us, and to statistics."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from beffroi.links import actions
from beffroi.links.actions import Wish
from beffroi.links.forms import LinkForm
from beffroi.links.models import Link
from beffroi.links.tests.conftest import NOW
from beffroi.strategy.actions import CampaignWish, NotOurs, make_campaign
from beffroi.strategy.models import Campaign
from beffroi.strategy.rules import Aim, Days
from beffroi.workspaces.models import User, Workspace

pytestmark = pytest.mark.django_db
PAGE = "boulangerie.example/offre"


@pytest.fixture
def claire(db: None) -> User:
    return User.objects.create_user("claire@example.org", name="Claire")


@pytest.fixture
def campaign(workspace: Workspace, claire: User) -> Campaign:
    wish = CampaignWish("Fête des mères", Aim.SALES, Days(NOW.date(), NOW.date()))
    return make_campaign(workspace, wish, actor=claire, now=NOW)


@pytest.mark.parametrize(("typed", "told"), [("", "fete-des-meres"), ("Vitrine", "vitrine")])
def test_its_address_says_the_campaign_unless_told_another_name(
    workspace: Workspace, claire: User, campaign: Campaign, typed: str, told: str
) -> None:
    wish = Wish("Affiche", PAGE, typed, campaign)
    link = actions.make_by_hand(workspace, wish, actor=claire, now=NOW)
    said = parse_qs(urlsplit(link.target).query)
    assert (said["utm_campaign"], said["utm_content"]) == ([told], [link.code])
    assert link.campaign == campaign


def test_the_campaign_of_another_workspace_is_refused(claire: User, campaign: Campaign) -> None:
    other = Workspace.objects.create(name="Garage", created_at=NOW)
    with pytest.raises(NotOurs):
        actions.make_by_hand(other, Wish("x", PAGE, "", campaign), actor=claire, now=NOW)
    assert not Link.objects.exists()


def test_the_form_asks_only_where_there_is_a_campaign(campaign: Campaign) -> None:
    assert "belongs_to" not in LinkForm().fields
    form = LinkForm(
        {"name": "Affiche", "target": PAGE, "belongs_to": str(campaign.pk)}, campaigns=[campaign]
    )
    assert form.is_valid()
    assert form.wish().belongs_to == campaign
    form = LinkForm({"name": "Affiche", "target": PAGE, "belongs_to": "999"}, campaigns=[campaign])
    assert "belongs_to" in form.errors
