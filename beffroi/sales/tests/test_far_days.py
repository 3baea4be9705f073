"""Days at the ends of the calendar, typed into forms: nothing can be counted from them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from beffroi.sales.contests.tests.test_pages import sent
from beffroi.sales.models import Cost, Offer
from beffroi.sales.tests.conftest import Browse, text
from beffroi.strategy.models import Campaign
from tests.world import World

FAR = ("0001-01-01", "1999-12-31", "2100-01-01", "9999-12-31")
SAID = "Choose a day in this century."


@pytest.mark.parametrize("day", FAR)
def test_no_campaign_is_on_a_day_that_breaks_its_list(
    world: World, browse: Browse, day: str
) -> None:
    client = browse(world.claire)
    form = {"name": "Mother’s Day", "aim": "sales", "first_day": day, "last_day": day}
    refused = client.post(reverse("campaign_new"), form)
    assert (refused.status_code, SAID in text(refused)) == (422, True)
    assert not Campaign.objects.exists()
    assert client.get(reverse("campaigns")).status_code == 200


@pytest.mark.parametrize("day", FAR)
def test_no_offer_is_on_a_day_that_breaks_its_page(world: World, browse: Browse, day: str) -> None:
    form = {"kind": "code", "name": "Box", "promo": "BOX10", "first_day": day, "last_day": day}
    refused = browse(world.claire).post(reverse("offer_new"), form)
    assert (refused.status_code, SAID in text(refused)) == (422, True)
    assert not Offer.objects.exists()


@pytest.mark.parametrize("day", FAR)
def test_no_cost_is_spread_over_days_of_another_age(world: World, browse: Browse, day: str) -> None:
    form = {"cost_kind": "tools", "amount": "19", "cost_from": day, "cost_to": day}
    refused = browse(world.claire).post(reverse("cost_new"), form)
    assert (refused.status_code, SAID in text(refused)) == (422, True)
    assert not Cost.objects.exists()


@pytest.mark.parametrize("day", FAR)
def test_no_contest_begins_before_clocks_or_ends_after_them(
    world: World, browse: Browse, day: str
) -> None:
    client = browse(world.claire)
    today = "2026-06-10"
    form = {"kind": "contest", "name": "Box", "promo": "", "first_day": today, "last_day": today}
    client.post(reverse("offer_new"), form)
    offer = Offer.objects.get()
    moments = {"begin_day": day, "end_day": day, "draw_day": day}
    refused = client.post(
        reverse("contest_rules", args=[offer.pk]), sent(offer.first_day) | moments
    )
    assert (refused.status_code, SAID in text(refused)) == (422, True)
