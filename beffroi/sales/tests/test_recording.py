from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.links.actions import make as make_link
from beffroi.metrics.proofs import Proof
from beffroi.sales import offering
from beffroi.sales.models import Conversion, Refund, Shop
from beffroi.sales.offering import Wish
from beffroi.sales.orders.told import ContactTold, OrderGone, OrderTold, Tax, Telling, rank_of
from beffroi.sales.recording import forget_customers, record
from beffroi.sales.rules import CUSTOMER_KEPT_FOR, OfferKind, Source
from beffroi.sales.tests.told_orders import AT, order, refund, through
from tests.clock import FrozenClock
from tests.world import World

WISH = Wish(
    name="The box",
    kind=OfferKind.DISCOUNT,
    code="MAMAN10",
    first_day=date(2026, 9, 1),
    last_day=date(2026, 9, 12),
)


def tell(shop: Shop, clock: FrozenClock, *told: Telling) -> Conversion:
    record(shop, told, source=Source.SHOP, now=clock())
    return Conversion.objects.get(shop=shop, order_id="1042")


def test_an_order_is_kept_with_its_day_in_the_zone_of_the_workspace(
    shop: Shop, clock: FrozenClock
) -> None:
    late = AT.replace(hour=22, minute=30)  # past midnight in Douai
    row = tell(shop, clock, order(moment=late))
    assert (row.day, row.net_cents, row.proof) == (date(2026, 9, 11), 2500, None)


def test_a_code_within_its_days_is_certain(world: World, shop: Shop, clock: FrozenClock) -> None:
    offer = offering.make(world.atelier, WISH, actor=world.claire, now=clock())
    row = tell(shop, clock, order(codes=("maman10",)))
    assert (row.offer, row.proof, row.code) == (offer, Proof.CERTAIN.value, "MAMAN10")


def test_a_code_that_comes_too_late_proves_nothing(
    world: World, shop: Shop, clock: FrozenClock
) -> None:
    offering.make(world.atelier, WISH, actor=world.claire, now=clock())
    row = tell(shop, clock, order(codes=("MAMAN10",), moment=AT + timedelta(days=3)))
    assert (row.offer, row.proof, row.code) == (None, None, "MAMAN10")


def test_a_followed_link_is_probable(world: World, shop: Shop, clock: FrozenClock) -> None:
    link = make_link(workspace=world.atelier, target="https://example.com/box", now=clock())
    row = tell(shop, clock, order(landing=through(link.code)))
    assert (row.link, row.proof) == (link, Proof.PROBABLE.value)


def test_a_link_of_another_workspace_proves_nothing(
    world: World, shop: Shop, clock: FrozenClock
) -> None:
    theirs = make_link(workspace=world.garage, target="https://example.com/car", now=clock())
    row = tell(shop, clock, order(landing=through(theirs.code)))
    assert (row.link, row.proof) == (None, None)


def test_told_twice_an_order_counts_once(shop: Shop, clock: FrozenClock) -> None:
    tell(shop, clock, order())
    recorded = record(shop, [order()], source=Source.SHOP, now=clock())
    assert (recorded.orders, recorded.known) == (0, 1)
    assert Conversion.objects.filter(shop=shop).count() == 1


def test_an_older_telling_changes_nothing(shop: Shop, clock: FrozenClock) -> None:
    tell(shop, clock, order(minutes=10, net_cents=3000))
    assert tell(shop, clock, order(minutes=5, net_cents=2000)).net_cents == 3000


def test_where_tax_is_unknown_no_sum_is_made_up(shop: Shop, clock: FrozenClock) -> None:
    row = tell(shop, clock, order(tax=Tax.UNKNOWN, discount_cents=100))
    assert (row.net_cents, row.discount_cents) == (None, 0)


def test_a_refund_takes_its_part_back(shop: Shop, clock: FrozenClock) -> None:
    assert tell(shop, clock, order(), refund()).refunded_cents == 1000


def test_no_more_goes_back_than_was_paid_for_the_goods(shop: Shop, clock: FrozenClock) -> None:
    row = tell(shop, clock, order(), refund(net_cents=2900))
    assert row.refunded_cents == 2500


def test_a_refund_of_an_order_that_is_not_told_yet_waits(shop: Shop, clock: FrozenClock) -> None:
    record(shop, [refund()], source=Source.SHOP, now=clock())
    assert not Conversion.objects.exists()
    assert tell(shop, clock, order()).refunded_cents == 1000


def test_a_refund_stays_when_a_newer_telling_names_none(shop: Shop, clock: FrozenClock) -> None:
    tell(shop, clock, order(refund_ids=()), refund(minutes=5))
    assert tell(shop, clock, order(minutes=10)).refunded_cents == 1000


def test_a_table_tells_what_went_back_of_an_order_that_was_called_before(
    shop: Shop, clock: FrozenClock
) -> None:
    tell(shop, clock, order(refund_ids=()))
    rank = rank_of(AT + timedelta(hours=2))
    summed = refund("1042:sum", rank=rank, is_sum=True)
    assert tell(shop, clock, order(rank=rank), summed).refunded_cents == 1000


def test_a_deleted_order_counts_no_more(shop: Shop, clock: FrozenClock) -> None:
    tell(shop, clock, order())
    assert not tell(shop, clock, OrderGone(order_id="1042")).counts


def test_an_order_that_was_deleted_before_it_was_told_stays_out(
    shop: Shop, clock: FrozenClock
) -> None:
    assert not tell(shop, clock, OrderGone(order_id="1042"), order()).counts


def test_addresses_of_customers_are_not_kept(shop: Shop, clock: FrozenClock) -> None:
    one = tell(shop, clock, order(email="Jeanne@example.org"))
    assert one.customer
    assert "jeanne" not in str(vars(one)).lower()
    record(shop, [order("1043", email="jeanne@example.org")], source=Source.SHOP, now=clock())
    assert Conversion.objects.filter(customer=one.customer).count() == 2


def test_a_form_tells_a_contact_once_beside_an_order_of_the_same_number(
    world: World, shop: Shop, clock: FrozenClock
) -> None:
    link = make_link(workspace=world.atelier, target="https://example.com/box", now=clock())
    contact = ContactTold(contact_id="1042", moment=AT, landing=through(link.code))
    tell(shop, clock, order(), contact, contact)
    row = Conversion.objects.get(shop=shop, kind="contact")
    assert (row.proof, row.link, row.source) == (Proof.PROBABLE.value, link, "form")
    assert Conversion.objects.filter(shop=shop).count() == 2


def test_customers_are_forgotten_at_the_end_of_their_term(shop: Shop, clock: FrozenClock) -> None:
    tell(shop, clock, order(email="jeanne@example.org"))
    assert forget_customers(now=AT + CUSTOMER_KEPT_FOR) == 0
    assert forget_customers(now=AT + CUSTOMER_KEPT_FOR + timedelta(seconds=1)) == 1
    assert Conversion.objects.get(shop=shop).customer == ""


def test_two_workspaces_cannot_link_a_customer(
    world: World, shop: Shop, clock: FrozenClock
) -> None:
    from beffroi.sales import shops  # noqa: PLC0415

    theirs, _secret = shops.connect(
        world.garage, name="Garage", software="plain", actor=world.nadia, now=clock()
    )
    one = tell(shop, clock, order(email="jeanne@example.org"))
    other = tell(theirs, clock, order(email="jeanne@example.org"))
    assert one.customer != other.customer


TOLD: tuple[Telling, ...] = (
    order(net_cents=2000),
    order(minutes=10, net_cents=2500, refund_ids=("r1",)),
    refund(minutes=5),
    refund("r2", minutes=20, net_cents=300),
)


@pytest.mark.parametrize("told", list(permutations(TOLD)))
def test_whatever_is_told_first_the_end_is_the_same(
    told: tuple[Telling, ...], shop: Shop, clock: FrozenClock
) -> None:
    for one in told:
        record(shop, [one, one], source=Source.SHOP, now=clock())
    row = Conversion.objects.get(shop=shop)
    assert (row.net_cents, row.refunded_cents) == (2500, 1300)
    assert Refund.objects.filter(shop=shop).count() == 2


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=st.permutations(TOLD), again=st.lists(st.sampled_from(TOLD), max_size=4))
def test_calls_told_in_any_grouping_end_the_same(
    told: list[Telling], again: list[Telling], shop: Shop, clock: FrozenClock
) -> None:
    record(shop, [*told, *again], source=Source.SHOP, now=clock())
    row = Conversion.objects.get(shop=shop)
    assert (row.net_cents, row.refunded_cents) == (2500, 1300)
    Conversion.objects.all().delete()
    Refund.objects.all().delete()


def test_an_order_is_kept_in_few_queries(
    shop: Shop, clock: FrozenClock, django_assert_max_num_queries: object
) -> None:
    many: list[OrderTold] = [order(str(number)) for number in range(50)]
    with django_assert_max_num_queries(10 + len(many)):  # type: ignore[operator]
        record(shop, many, source=Source.TABLE, now=clock())
