"""Who bought for the first time, as far as orders tell it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from beffroi.core.periods import Period
from beffroi.sales.customers import NewCustomers, new_customers
from beffroi.sales.models import Shop
from beffroi.sales.orders.told import OrderGone, OrderTold
from beffroi.sales.recording import record
from beffroi.sales.rules import Source
from beffroi.sales.tests.told_orders import AT, order, refund
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.usefixtures("said")
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))


def bought(order_id: str, *, who: str = "", days: int = 0, **given: Any) -> OrderTold:
    """Return an order that came by social networks, so many days before the others."""
    values = {"said": "Par Facebook", "email": f"{who}@example.org" if who else ""} | given
    return order(order_id, moment=AT - timedelta(days=days), **values)


@pytest.fixture
def tell(shop: Shop, clock: FrozenClock) -> Any:
    return lambda *told: record(shop, told, source=Source.SHOP, now=clock())


def found(world: World) -> NewCustomers:
    return new_customers(world.atelier, SEPTEMBER)


def test_without_orders_nobody_is_new(world: World) -> None:
    assert found(world) == NewCustomers(0, 0, 0)


def test_orders_that_tell_nobody_leave_it_unknown(world: World, tell: Any) -> None:
    tell(bought("1"), bought("2"))
    assert found(world) == NewCustomers(None, 0, 2)


def test_each_new_customer_counts_once(world: World, tell: Any) -> None:
    tell(bought("1", who="jeanne", days=3), bought("2", who="jeanne"), bought("3", who="paul"))
    assert found(world) == NewCustomers(2, 3, 3)


def test_who_bought_before_is_not_new_whatever_led_to_it(world: World, tell: Any) -> None:
    tell(order("0", moment=AT - timedelta(days=90), email="jeanne@example.org"))
    tell(bought("1", who="jeanne"), bought("2", who="paul"))
    assert found(world) == NewCustomers(1, 2, 2)


def test_the_word_of_the_shop_counts_more(world: World, tell: Any) -> None:
    tell(
        bought("1", who="jeanne", is_first_of_customer=False),
        bought("2", is_first_of_customer=True),
        bought("3", is_first_of_customer=False),
    )
    assert found(world) == NewCustomers(1, 3, 3)


def test_what_was_given_back_or_cancelled_was_no_purchase(world: World, tell: Any) -> None:
    tell(bought("1042", who="jeanne"), refund(net_cents=2500), bought("2", who="paul"))
    tell(OrderGone(order_id="2"))
    assert found(world) == NewCustomers(0, 0, 0)


def test_a_part_given_back_leaves_a_customer(world: World, tell: Any) -> None:
    tell(bought("1042", who="jeanne"), refund(net_cents=2499))
    assert found(world) == NewCustomers(1, 1, 1)


def test_orders_that_nothing_links_to_posts_are_not_ours(world: World, tell: Any) -> None:
    tell(order("1", email="jeanne@example.org"))
    assert found(world) == NewCustomers(0, 0, 0)


def test_many_customers_take_two_queries(
    world: World, tell: Any, django_assert_num_queries: Any
) -> None:
    tell(*(bought(str(number), who=str(number)) for number in range(20)))
    with django_assert_num_queries(2):
        assert found(world).count == 20
    assert new_customers(world.garage, SEPTEMBER).orders == 0
