from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from beffroi.sales import offering
from beffroi.sales.models import Offer, Product
from beffroi.sales.offering import Wish
from beffroi.sales.prices import is_reduction, struck_price
from beffroi.sales.rules import OfferKind
from beffroi.sales.tests.conftest import Browse, text
from tests.clock import FrozenClock
from tests.world import World

START = date(2026, 9, 20)
WISH = Wish(
    name="The box",
    kind=OfferKind.DISCOUNT,
    code="",
    first_day=START,
    last_day=START + timedelta(days=5),
    product="Box",
    price_cents=2250,
)
Make = Callable[..., Offer]


@pytest.fixture
def make(world: World, clock: FrozenClock) -> Make:
    """Make an offer on a box that has cost 25 € for long; days are told from START."""
    note: dict[str, Any] = {"product": "Box", "actor": world.claire, "now": clock()}
    offering.note_price(world.atelier, cents=2500, since=START - timedelta(days=300), **note)

    def made(first: int = 0, last: int = 5, **given: Any) -> Offer:
        days = {
            "first_day": START + timedelta(days=first),
            "last_day": START + timedelta(days=last),
        }
        wish = replace(WISH, **(days | given))
        return offering.make(world.atelier, wish, actor=world.claire, now=clock())

    return made


def test_without_another_offer_the_price_that_was_noted_is_struck(make: Make) -> None:
    assert struck_price(make()) == 2500


@pytest.mark.parametrize(("first", "last"), [(-40, -30), (-1, -1), (-60, 90), (-3, 2)])
def test_a_reduction_of_one_of_the_thirty_days_lowers_it(make: Make, first: int, last: int) -> None:
    make(first, last, price_cents=2000)
    assert struck_price(make()) == 2000


@pytest.mark.parametrize(("first", "last"), [(-40, -31), (0, 3)])
def test_a_reduction_of_other_days_does_not(make: Make, first: int, last: int) -> None:
    make(first, last, price_cents=2000)
    assert struck_price(make()) == 2500


def test_a_long_reduction_counts_though_a_short_one_ended_within_it(make: Make) -> None:
    make(-60, -10, price_cents=2000)
    make(-50, -40, price_cents=2300)
    assert struck_price(make()) == 2000


def test_a_price_that_was_noted_during_a_reduction_does_not_hide_it(
    world: World, make: Make, clock: FrozenClock
) -> None:
    make(-60, -10, price_cents=2000)
    offering.note_price(
        world.atelier,
        product="Box",
        cents=2600,
        since=START - timedelta(days=45),
        actor=world.claire,
        now=clock(),
    )
    assert struck_price(make()) == 2000


def test_a_percentage_off_lowers_it_too(make: Make) -> None:
    make(-20, -10, price_cents=None, percent_off=1501)
    assert struck_price(make()) == 2124  # 21.2475 €


def test_what_was_removed_or_is_of_another_product_lowers_nothing(
    world: World, make: Make, clock: FrozenClock
) -> None:
    offering.remove(make(-9, -5, price_cents=1000), actor=world.claire, now=clock())
    make(-9, -5, price_cents=1100, product="Loaf")
    assert struck_price(make()) == 2500


def test_a_price_no_lower_than_before_is_no_reduction(make: Make) -> None:
    offer = make()
    assert is_reduction(offer, 2251)
    assert not is_reduction(offer, 2250)
    assert not is_reduction(offer, None)


def test_the_page_strikes_nothing_where_it_cost_as_little_before(
    make: Make, world: World, browse: Browse
) -> None:
    make(-20, -10, price_cents=2200)
    offer = make()
    page = text(browse(world.karim).get(reverse("offer", args=[offer.pk])))
    assert 'class="struck"' not in page
    assert "it cost €22.00 at the lowest, and with the offer it costs no less." in page


def test_queries_do_not_grow_with_offers(make: Make, django_assert_num_queries: Any) -> None:
    for first in range(-20, -2, 3):
        make(first, first, price_cents=2000)
    offer = make()
    assert Product.objects.count() == 1
    with django_assert_num_queries(2):
        struck_price(offer)
