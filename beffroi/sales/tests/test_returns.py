from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from beffroi.core.periods import Period
from beffroi.links.actions import make as make_link
from beffroi.metrics import money
from beffroi.metrics.attribution import Model
from beffroi.metrics.figures import Provenance
from beffroi.metrics.figures import Source as Origin
from beffroi.metrics.proofs import Proof
from beffroi.publishing.models import Post, Variant
from beffroi.sales import crediting, noting, offering, queries, spending
from beffroi.sales.crediting import Credits, credits
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Conversion, Offer, Shop
from beffroi.sales.noting import Count
from beffroi.sales.recording import record
from beffroi.sales.returns import return_of
from beffroi.sales.rules import CostKind, Kind, Source
from beffroi.sales.showing import shown
from beffroi.sales.spending import Purpose
from beffroi.sales.stretching import by_stretch
from beffroi.sales.tests.test_recording import WISH
from beffroi.sales.tests.told_orders import AT, order, refund, through
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.usefixtures("said")
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))


@pytest.fixture
def offer(world: World, clock: FrozenClock) -> Offer:
    return offering.make(world.atelier, WISH, actor=world.claire, now=clock())


def sell(world: World, shop: Shop, clock: FrozenClock) -> None:
    """Sell by code (25 € with 5 € off), by link (30 €, of which 10 € went back), by word (20 €)."""
    link = make_link(workspace=world.atelier, target="https://example.com/box", now=clock())
    told = (
        order("1", codes=("MAMAN10",), discount_cents=500),
        order("1042", net_cents=3000, landing=through(link.code)),
        refund(),
        order("3", net_cents=2000, said="Par Facebook"),
        order("4", net_cents=9900),  # nothing tells where it came from
        order("5", net_cents=5000, codes=("MAMAN10",), currency="CHF"),
    )
    record(shop, told, source=Source.SHOP, now=clock())


def test_what_came_back_is_told_by_proof(
    world: World, shop: Shop, offer: Offer, clock: FrozenClock
) -> None:
    sell(world, shop, clock)
    told = return_of(world.atelier, SEPTEMBER)
    certain, probable = told.with_proof(Proof.CERTAIN), told.with_proof(Proof.PROBABLE)
    # The goods of 30 € cost 38 % of it, 11.40 €: of the 25 € that were paid 13.60 € are left.
    assert (certain.count, certain.unpriced, certain.margin_cents) == (2, 1, 1360)
    assert (probable.revenue_cents, probable.margin_cents) == (2000, 1240)
    assert told.with_proof(Proof.DECLARED).margin_cents == 1240


def test_a_refund_of_all_undoes_all(world: World, shop: Shop, clock: FrozenClock) -> None:
    told = (order(discount_cents=500, said="Facebook"), refund(net_cents=2500))
    record(shop, told, source=Source.SHOP, now=clock())
    brought = return_of(world.atelier, SEPTEMBER).with_proof(Proof.DECLARED)
    assert (brought.revenue_cents, brought.discount_cents, brought.margin_cents) == (0, 0, 0)


def test_other_days_offers_and_workspaces_are_left_out(
    world: World, shop: Shop, offer: Offer, clock: FrozenClock
) -> None:
    sell(world, shop, clock)
    august = Period(date(2026, 8, 1), date(2026, 8, 31))
    assert not return_of(world.atelier, august).brought
    assert not return_of(world.garage, SEPTEMBER).brought
    assert list(return_of(world.atelier, SEPTEMBER, offer=offer).brought) == [Proof.CERTAIN]


def test_a_cost_counts_for_its_days_and_time_by_the_hour(
    world: World, offer: Offer, clock: FrozenClock
) -> None:
    common: dict[str, Any] = {"note": "", "actor": world.karim, "now": clock()}
    spending.note_cost(
        world.atelier,
        kind=CostKind.TOOLS,
        cents=36_500,
        days=(date(2026, 1, 1), date(2026, 12, 31)),
        purpose=Purpose(),
        **common,
    )
    spending.note_time(
        world.atelier, day=date(2026, 9, 3), minutes=100, purpose=Purpose(offer=offer), **common
    )
    spent = return_of(world.atelier, SEPTEMBER).spent
    assert (spent.tools, spent.minutes, spent.time, spent.total) == (3000, 100, 5833, 8833)
    assert return_of(world.atelier, SEPTEMBER, offer=offer).spent.total == 5833


def test_where_nothing_was_noted_the_cost_is_unknown_and_not_zero(
    world: World, clock: FrozenClock
) -> None:
    spent = return_of(world.atelier, SEPTEMBER).spent
    figure = money.cost(spent, provenance=Provenance(Origin.DECLARED, clock()))
    assert (figure.value, figure.n) == (None, 0)


def test_without_a_margin_rate_no_margin_is_made_up(
    world: World, shop: Shop, offer: Offer, clock: FrozenClock
) -> None:
    sell(world, shop, clock)
    world.atelier.economics.delete()
    told = return_of(world.atelier, SEPTEMBER)
    assert told.with_proof(Proof.CERTAIN).margin_cents is None
    page = shown(told, economics_of(world.atelier), now=clock())
    assert (page.brought, page.chart) == ("", None)
    assert crediting.led_to(world.atelier, SEPTEMBER) == []


def test_codes_at_the_till_bring_the_price_of_their_offer(world: World, clock: FrozenClock) -> None:
    wish = replace(WISH, product="Box", usual_cents=2500, price_cents=2250)
    offer = offering.make(world.atelier, wish, actor=world.claire, now=clock())
    count = Count(Kind.TILL, date(2026, 9, 10), 26, offer=offer)
    row = noting.note(world.atelier, count, actor=world.karim, now=clock())
    assert (row.net_cents, row.discount_cents) == (55_450, 6161)  # 585 € and 65 € with 5.5 % of tax
    brought = return_of(world.atelier, SEPTEMBER, offer=offer).with_proof(Proof.CERTAIN)
    assert (brought.count, brought.margin_cents) == (26, 32_038)


def test_a_percentage_off_comes_out_of_the_margin_too(world: World, clock: FrozenClock) -> None:
    wish = replace(WISH, percent_off=1000)
    offer = offering.make(world.atelier, wish, actor=world.claire, now=clock())
    count = Count(Kind.TILL, date(2026, 9, 10), 2, paid_cents=9495, offer=offer)
    row = noting.note(world.atelier, count, actor=world.karim, now=clock())
    assert (row.net_cents, row.discount_cents) == (9000, 1000)


def test_what_was_counted_by_hand_follows_its_offer_when_the_code_changes(
    world: World, offer: Offer, clock: FrozenClock
) -> None:
    count = Count(Kind.TILL, date(2026, 9, 10), 2, paid_cents=4000, offer=offer)
    row = noting.note(world.atelier, count, actor=world.karim, now=clock())
    offering.change(offer, replace(WISH, code="MAMAN"), actor=world.claire, now=clock())
    row.refresh_from_db()
    assert (row.offer, row.code) == (offer, "MAMAN")
    offering.remove(offer, actor=world.claire, now=clock())
    row.refresh_from_db()
    assert (row.offer, row.proof) == (None, None)
    offering.bring_back(offer, actor=world.claire, now=clock())
    row.refresh_from_db()
    assert row.offer == offer


def test_a_call_that_somebody_noted_of_a_channel_came_thanks_to_it(
    world: World, publish: Publish, clock: FrozenClock
) -> None:
    channel = publish("Un appel", 2).channel
    count = Count(Kind.CALL, date(2026, 9, 10), 1, paid_cents=2110, channel=channel)
    noting.note(world.atelier, count, actor=world.karim, now=clock())
    nobody = Count(Kind.CALL, date(2026, 9, 10), 1, paid_cents=2110)
    noting.note(world.atelier, nobody, actor=world.karim, now=clock())
    assert return_of(world.atelier, SEPTEMBER).with_proof(Proof.DECLARED).count == 1
    owed = credited(world, Model.LAST).channels
    assert {one: credit.of(Proof.DECLARED) for one, credit in owed.items()} == {channel.pk: 1240}


Publish = Callable[[str, int], Variant]


@pytest.fixture
def publish(world: World, clock: FrozenClock) -> Publish:
    """Publish a post so many days before the orders, on a channel of its own."""
    from beffroi.channels.models import Channel  # noqa: PLC0415
    from beffroi.delivery.models import Delivery  # noqa: PLC0415

    def published(text: str, days: int) -> Variant:
        at = AT - timedelta(days=days)
        channel = Channel.objects.create(
            workspace=world.atelier,
            network="bluesky",
            origin="https://bsky.example",
            account_id=f"did:{text}:{days}",
            handle=f"h{days}",
            verified_at=clock(),
            connected_at=clock(),
        )
        post = Post.objects.create(
            workspace=world.atelier,
            text=text,
            stage="scheduled",
            planned_at=at,
            created_at=at,
            changed_at=at,
        )
        delivery = Delivery.objects.create(
            workspace=world.atelier,
            channel=channel,
            status="published",
            due_at=at,
            content={},
            marker=f"{days}",
            remote_id=f"r{days}",
            published_at=at,
            created_at=at,
        )
        return Variant.objects.create(post=post, channel=channel, delivery=delivery)

    return published


def credited(world: World, model: Model) -> Credits:
    return credits(crediting.led_to(world.atelier, SEPTEMBER), model=model)


def test_a_code_is_owed_to_the_posts_that_carried_it(
    world: World, shop: Shop, publish: Publish, clock: FrozenClock
) -> None:
    early, late = publish("Avec MAMAN10", 8), publish("Encore MAMAN10 !", 1)
    after = publish("MAMAN10, merci", -1)
    publish("Sans code", 2)
    offering.make(world.atelier, WISH, actor=world.claire, now=clock())
    record(shop, [order(codes=("MAMAN10",))], source=Source.SHOP, now=clock())
    last = credited(world, Model.LAST)
    assert {post: credit.total_cents for post, credit in last.posts.items()} == {late.post_id: 1550}
    linear = credited(world, Model.LINEAR)
    assert {post: credit.of(Proof.CERTAIN) for post, credit in linear.posts.items()} == {
        early.post_id: 775,
        late.post_id: 775,
    }
    assert after.post_id not in linear.posts
    assert linear.channels.keys() == {early.channel_id, late.channel_id}


def test_nothing_is_lost_whichever_model_shares(
    world: World, shop: Shop, offer: Offer, publish: Publish, clock: FrozenClock
) -> None:
    for days in (1, 3, 7, 20):
        publish("MAMAN10", days)
    offering.change(offer, WISH, actor=world.claire, now=clock())  # finds the posts
    told = [order(str(n), net_cents=1001 + n, codes=("MAMAN10",)) for n in range(7)]
    told.append(order("none", said="Facebook"))
    record(shop, told, source=Source.SHOP, now=clock())
    whole = sum(one.margin_cents for one in crediting.led_to(world.atelier, SEPTEMBER))
    for model in Model:
        found = credited(world, model)
        given = sum(credit.total_cents for credit in found.posts.values())
        assert given + found.nobody.total_cents == whole


def test_what_a_customer_followed_before_is_owed_a_share(
    world: World, shop: Shop, publish: Publish, clock: FrozenClock
) -> None:
    variant = publish("Un lien", 9)
    first = order("1", moment=AT - timedelta(days=5), email="jeanne@example.org")
    second = order("2", email="jeanne@example.org", said="Par Facebook")
    record(shop, [first, second], source=Source.SHOP, now=clock())
    Conversion.objects.filter(order_id="1").update(
        post=variant.post, channel=variant.channel, proof=Proof.PROBABLE.value
    )
    found = credited(world, Model.LAST)
    assert found.posts[variant.post_id].of(Proof.DECLARED) == 1550


def test_queries_do_not_grow_with_what_was_sold(
    world: World,
    shop: Shop,
    publish: Publish,
    clock: FrozenClock,
    django_assert_num_queries: Any,
) -> None:
    publish("MAMAN10", 2)
    offer = offering.make(world.atelier, WISH, actor=world.claire, now=clock())
    told = [order(str(n), codes=("MAMAN10",), email=f"{n}@example.org") for n in range(20)]
    record(shop, told, source=Source.SHOP, now=clock())
    with django_assert_num_queries(4):
        return_of(world.atelier, SEPTEMBER)
    with django_assert_num_queries(5):
        crediting.led_to(world.atelier, SEPTEMBER)
    with django_assert_num_queries(1):
        list(queries.offers_of(world.atelier, today=date(2026, 9, 14)))
    with django_assert_num_queries(1):
        queries.conversions_of(world.atelier, after="")
    assert queries.carriers_of(offer, days=SEPTEMBER)[0].certain == 20 * 1550


def test_days_of_an_offer_reach_beyond_it(offer: Offer) -> None:
    days = queries.days_of(offer, today=date(2026, 9, 14))
    assert days.first == date(2026, 8, 1)
    assert days.last > date(2027, 9, 1)


def test_margins_of_sales_add_up_to_the_cent_however_they_are_cut(
    world: World, shop: Shop, offer: Offer, clock: FrozenClock
) -> None:
    # Of 3.33 € goods cost 1.2654 €, 1.27 €: three sales have 2.06 € each, and not 6.19 € together
    told = [order(f"a{number}", net_cents=333, codes=("MAMAN10",)) for number in range(3)]
    record(shop, told, source=Source.SHOP, now=clock())
    whole = return_of(world.atelier, SEPTEMBER).with_proof(Proof.CERTAIN)
    led = crediting.led_to(world.atelier, SEPTEMBER)
    assert whole.margin_cents == sum(one.margin_cents for one in led) == 618


def test_costs_and_hours_of_stretches_add_up_to_those_of_the_whole(
    world: World, clock: FrozenClock
) -> None:
    for day in (1, 8, 15, 22):
        spending.note_time(
            world.atelier,
            day=date(2026, 9, day),
            minutes=5,  # 2.9166 € each, 11.67 € together
            note="",
            purpose=Purpose(),
            actor=world.karim,
            now=clock(),
        )
    first = SEPTEMBER.first
    weeks = [
        Period(first + timedelta(days=start), first + timedelta(days=start + 6))
        for start in (0, 7, 14, 21)
    ]
    economics = economics_of(world.atelier)
    parts = by_stretch(world.atelier, weeks, [], economics=economics)
    assert [one.cost_cents for one in parts] == [292, 291, 292, 292]
    assert sum(one.cost_cents for one in parts) == 1167
