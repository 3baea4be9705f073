"""Campaigns as people make them, fill them, read and export them."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.insight.aims import campaigns
from beffroi.insight.aims.tests.conftest import Browse
from beffroi.insight.results.tests.bakery import FIRST, Bakery
from beffroi.links.actions import Wish, make_by_hand
from beffroi.links.models import VisitCount
from beffroi.metrics.proofs import Proof
from beffroi.sales import spending
from beffroi.sales.rules import CostKind
from beffroi.sales.spending import Purpose
from beffroi.strategy.models import Campaign
from tests.world import World

TODAY = date(2026, 9, 14)
DAY = timedelta(days=1)
FORM = {
    "name": "Mother’s Day",
    "aim": "sales",
    "first_day": "2026-08-10",
    "last_day": "2026-09-20",
    "budget": "100",
    "campaign_note": "One box, one code.",
}


def text(response: Any) -> str:
    body = b"".join(response) if response.streaming else response.content
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", body.decode())).split())


@pytest.fixture
def campaign(client: Client) -> Campaign:
    client.post(reverse("campaign_new"), FORM)
    return Campaign.objects.get()


@pytest.fixture
def filled(client: Client, bakery: Bakery, campaign: Campaign) -> Campaign:
    """A campaign with a post, an offer, a link, a cost, and what each brought."""
    bakery.say("0.5")
    offer = bakery.offer()
    given: dict[str, Any] = {"actor": bakery.world.claire, "now": bakery.clock()}
    link = make_by_hand(bakery.workspace, Wish("Poster", "example.com/x"), **given)
    post = bakery.publish(FIRST + DAY, "The box is back")
    bakery.publish(FIRST, "Another post")
    bakery.visited(post, FIRST + 2 * DAY, 9)
    VisitCount.objects.create(link=link, day=FIRST, visitor="person", device="phone", visits=4)
    for name, row in (("posts", post), ("offers", offer), ("links", link)):
        client.post(
            reverse("campaign_parts", args=[campaign.pk]), {name: row.pk, f"shown_{name}": row.pk}
        )
    bakery.sell(FIRST + 2 * DAY, 20_000, Proof.CERTAIN, offer=offer, code="MAMAN10")
    bakery.sell(FIRST + 3 * DAY, 10_000, Proof.PROBABLE, post=post, channel=bakery.channel)
    bakery.sell(FIRST + 3 * DAY, 4_000, Proof.PROBABLE, link=link)
    bakery.sell(FIRST + 3 * DAY, 50_000)  # belongs to none
    spending.note_cost(
        bakery.workspace,
        kind=CostKind.MEDIA,
        cents=6_000,
        days=(FIRST, FIRST + 9 * DAY),
        note="",
        purpose=Purpose(campaign=campaign),
        **given,
    )
    return campaign


def test_the_first_page_teaches_what_a_campaign_is(client: Client) -> None:
    page = text(client.get(reverse("campaigns")))
    assert "No campaign yet" in page
    assert "Make your first campaign" in page


def test_a_campaign_is_made_and_asks_what_belongs_to_it(client: Client, campaign: Campaign) -> None:
    assert (campaign.name, campaign.budget_cents) == ("Mother’s Day", 10_000)
    page = text(client.get(reverse("campaign", args=[campaign.pk])))
    assert "Running Mother’s Day" in page
    assert "Nothing yet. Choose it when you write a post" in page
    assert "Nothing happened yet." in page
    assert "0 % €0 of €100, without your own time" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "required"),
        ({"last_day": "2026-08-09"}, "It ends before it begins"),
        ({"last_day": "2028-09-01"}, "more than two years"),
        ({"budget": "2000000"}, "million"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(
    client: Client, changed: dict[str, str], said: str
) -> None:
    response = client.post(reverse("campaign_new"), FORM | changed)
    assert response.status_code == 422
    assert said in text(response)
    assert not Campaign.objects.exists()


def test_a_campaign_tells_what_all_of_it_cost_and_brought(client: Client, filled: Campaign) -> None:
    page = text(client.get(reverse("campaign", args=[filled.pk])))
    assert "€100 to €170" in page  # 50 % of 200 €, then of 140 € more
    assert "No time was noted for these days: nobody can say whether it was worth it." in page
    assert "Net return" not in page
    assert "60 % €60 of €100, without your own time" in page
    assert "Visits 13 of people" in page
    assert "The box is back 11 Aug. 9 €50" in page
    assert "Poster 4 visits" in page
    assert "The box Offer, MAMAN10" in page
    assert "Another post" in page  # may still be chosen
    assert "Most visits came in the week of 10 August: 13." in page


def test_the_list_says_the_same_in_one_line(
    client: Client, filled: Campaign, bakery: Bakery
) -> None:
    page = text(client.get(reverse("campaigns")))
    assert "— €100 to €170 — 60 % 13 1" in page  # nobody noted any time
    bakery.work(30, FIRST, filled.posts.get())
    page = text(client.get(reverse("campaigns")))
    assert "€78 €100 to €170 +29 % to +119 % 60 % 13 1" in page


def test_parts_are_taken_out_again_and_only_those_that_were_shown(
    client: Client, filled: Campaign
) -> None:
    post, offer = filled.posts.get(), filled.offers.get()
    parts = reverse("campaign_parts", args=[filled.pk])
    client.post(parts, {"shown_offers": offer.pk})
    assert filled.posts.get() == post
    assert not filled.offers.exists()
    client.post(parts, {"shown_posts": post.pk})
    assert not filled.posts.exists()
    assert filled.links.exists()


def test_nothing_is_taken_from_another_campaign_or_workspace(
    client: Client, world: World, bakery: Bakery, filled: Campaign
) -> None:
    post = filled.posts.get()
    client.post(reverse("campaign_new"), FORM | {"name": "Autumn"})
    autumn = Campaign.objects.get(name="Autumn")
    theirs = Bakery.publish(bakery, FIRST, "Theirs")
    type(theirs).objects.filter(pk=theirs.pk).update(workspace=world.garage)
    client.post(
        reverse("campaign_parts", args=[autumn.pk]),
        {"posts": [post.pk, theirs.pk, "x", "9" * 30], "shown_posts": [post.pk, theirs.pk]},
    )
    assert not autumn.posts.exists()
    assert filled.posts.get() == post


def test_figures_leave_as_csv(client: Client, filled: Campaign) -> None:
    told = text(client.get(reverse("campaigns_table")))
    assert "Mother’s Day,Sales," in told  # in the reader's language
    assert "100.00" in told
    response = client.get(reverse("campaign_days", args=[filled.pk]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    lines = text(response)
    assert "2026-08-12" in lines
    told_days = campaigns.tell(filled, today=TODAY).days
    assert [one.day for one in told_days] == [FIRST + n * DAY for n in range(4)]
    assert [one.posts for one in told_days] == [0, 1, 0, 0]
    assert [one.visits for one in told_days] == [4, 0, 9, 0]
    assert [one.sales for one in told_days] == [0, 0, 1, 2]
    sums = [sum(one.margins.values()) for one in told_days if one.margins is not None]
    assert sums == [0, 0, 10_000, 7_000]


def test_without_a_margin_rate_margins_are_unknown(
    client: Client, filled: Campaign, bakery: Bakery
) -> None:
    bakery.workspace.economics.delete()
    told = campaigns.tell(filled, today=TODAY)
    assert {one.margins for one in told.days} == {None}
    assert {one.margin_cents for one in told.posts} == {None}
    page = text(client.get(reverse("campaign", args=[filled.pk])))
    assert "Unknown: nobody said your margin rate yet." in page


def test_a_campaign_is_changed_removed_and_brought_back(client: Client, filled: Campaign) -> None:
    change = reverse("campaign_change", args=[filled.pk])
    assert 'value="100.00"' in client.get(change).content.decode()
    client.post(change, FORM | {"name": "May", "budget": ""})
    assert "no budget was set" in text(client.get(reverse("campaign", args=[filled.pk])))
    response = client.post(reverse("campaign_remove", args=[filled.pk]), follow=True)
    assert "The campaign is removed. Undo" in text(response)
    assert "No campaign yet" in text(response)
    response = client.post(reverse("campaign_return", args=[filled.pk]), follow=True)
    assert "The campaign is back." in text(response)
    assert filled.posts.count() == 1


def test_attribution_shares_among_campaigns_too(
    client: Client, filled: Campaign, bakery: Bakery
) -> None:
    page = text(client.get(reverse("attribution")))
    assert "Campaign by campaign" in page
    assert "Mother’s Day 40 % 40 % 40 % 40 % 40 %" in page
    assert "No campaign 60 %" in page


def test_readers_see_it_all_and_no_button(world: World, browse: Browse, filled: Campaign) -> None:
    lucas = browse(world.lucas)
    page = text(lucas.get(reverse("campaign", args=[filled.pk])))
    assert "€100 to €170" in page
    assert "Say what belongs to it" not in page
    assert lucas.post(reverse("campaign_remove", args=[filled.pk])).status_code == 403


def test_new_customers_and_their_cost_stand_on_the_page_of_results(
    client: Client, bakery: Bakery
) -> None:
    bakery.say()
    bakery.sell(FIRST, 3_000, kind="order")
    assert "unknown: orders do not tell who bought" in text(client.get(reverse("measure")))
    bakery.sell(FIRST, 3_000, kind="order", customer="a" * 32)
    bakery.sell(FIRST + DAY, 3_000, kind="order", customer="a" * 32)
    bakery.sell(FIRST + DAY, 3_000, kind="order", customer="b" * 32)
    page = text(client.get(reverse("measure")))
    assert "New customers 2 by 3 of 4 orders that tell who bought" in page
    assert "Cost of a new customer — no time was noted for these days" in page
    bakery.spend(9_000, FIRST, FIRST + DAY)
    page = text(client.get(reverse("measure")))
    assert "Cost of a new customer — no time was noted for these days" in page
    bakery.work(60, FIRST)
    page = text(client.get(reverse("measure")))
    assert "Cost of a new customer €63 full cost ÷ new customers, n = 2, few" in page


def test_pages_take_as_many_queries_for_much_as_for_little(
    client: Client, filled: Campaign, bakery: Bakery, django_assert_max_num_queries: Any
) -> None:
    offer = filled.offers.get()
    for number in range(9):
        post = bakery.publish(FIRST + number * DAY)
        type(post).objects.filter(pk=post.pk).update(campaign=filled)
        bakery.visited(post, FIRST, 3)
        bakery.sell(FIRST + DAY, 1_000, post=post, channel=bakery.channel)
        bakery.sell(FIRST + DAY, 1_000, offer=offer, customer=f"{number}")
    with django_assert_max_num_queries(19):
        campaigns.tell(filled, today=TODAY)
    with django_assert_max_num_queries(14):
        campaigns.rows(bakery.workspace, today=TODAY)
    with django_assert_max_num_queries(6):
        campaigns.choices(filled)
