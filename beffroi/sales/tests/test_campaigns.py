"""What belongs to which campaign: once, to the cent, by what the crediting gives it to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.channels.models import Channel
from beffroi.core.periods import Period
from beffroi.delivery.models import Delivery
from beffroi.links.actions import make as make_link
from beffroi.metrics.attribution import Model
from beffroi.metrics.proofs import Proof
from beffroi.publishing.models import Post, Variant
from beffroi.sales import campaigns, crediting, offering, spending
from beffroi.sales.campaigns import NONE
from beffroi.sales.models import Conversion, Shop
from beffroi.sales.recording import record
from beffroi.sales.returns import return_of
from beffroi.sales.rules import CostKind, Source
from beffroi.sales.spending import Purpose
from beffroi.sales.tests.test_recording import WISH
from beffroi.sales.tests.told_orders import AT, order, refund, through
from beffroi.strategy import actions
from beffroi.strategy.actions import CampaignWish, NotOurs
from beffroi.strategy.models import Campaign
from beffroi.strategy.rules import Aim
from beffroi.strategy.rules import Days as Frame
from beffroi.workspaces.models import Workspace
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.usefixtures("said")
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))
Make = Callable[..., Campaign]


@pytest.fixture
def make(world: World, clock: FrozenClock) -> Make:
    def made(name: str, workspace: Workspace | None = None) -> Campaign:
        wish = CampaignWish(name, Aim.SALES, Frame(SEPTEMBER.first, SEPTEMBER.last))
        return actions.make_campaign(
            workspace or world.atelier, wish, actor=world.claire, now=clock()
        )

    return made


def publish(world: World, text: str, days: int, campaign: Campaign | None = None) -> Variant:
    """Publish a post so many days before the orders."""
    at = AT - timedelta(days=days)
    channel = Channel.objects.create(
        workspace=world.atelier,
        network="bluesky",
        origin="https://bsky.example",
        account_id=f"did:{text}:{days}",
        handle=f"h{days}",
        verified_at=at,
        connected_at=at,
    )
    post = Post.objects.create(
        workspace=world.atelier,
        text=text,
        campaign=campaign,
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
        marker=f"{text}{days}",
        remote_id=f"{text}{days}",
        published_at=at,
        created_at=at,
    )
    return Variant.objects.create(post=post, channel=channel, delivery=delivery)


def margins(world: World, *several: Campaign) -> list[int]:
    """Return the margin of campaigns in September, then of what belongs to none."""
    windows = {one.pk: SEPTEMBER for one in several} | {NONE: SEPTEMBER}
    found = campaigns.returns(world.atelier, windows)
    return [sum(one.margin_cents or 0 for one in found[key].brought.values()) for key in windows]


def test_a_sale_belongs_to_the_post_then_to_the_offer_then_to_the_link(
    world: World, shop: Shop, make: Make, clock: FrozenClock
) -> None:
    of_post, of_offer, of_link = make("Post"), make("Offer"), make("Link")
    offering.make(world.atelier, replace(WISH, campaign=of_offer), actor=world.claire, now=clock())
    link = make_link(
        workspace=world.atelier,
        target="https://example.com/box",
        belongs_to=of_link,
        now=clock(),
    )
    told = [
        order("offer", codes=("MAMAN10",)),
        order("link", landing=through(link.code)),
        order("both", codes=("MAMAN10",), landing=through(link.code)),
        order("none", said="Facebook"),
    ]
    record(shop, told, source=Source.SHOP, now=clock())
    assert margins(world, of_post, of_offer, of_link) == [0, 3100, 1550, 1550]
    publish(world, "MAMAN10", 2, of_post)
    offering.change(
        world.atelier.offers.get(),
        replace(WISH, campaign=of_offer),
        actor=world.claire,
        now=clock(),
    )
    assert margins(world, of_post, of_offer, of_link) == [3100, 0, 1550, 1550]


def test_a_post_without_campaign_leaves_the_sale_to_its_offer(
    world: World, shop: Shop, make: Make, clock: FrozenClock
) -> None:
    campaign = make("Offer")
    publish(world, "MAMAN10", 2)
    offering.make(world.atelier, replace(WISH, campaign=campaign), actor=world.claire, now=clock())
    record(shop, [order(codes=("MAMAN10",))], source=Source.SHOP, now=clock())
    assert margins(world, campaign) == [1550, 0]


def test_a_refund_undoes_what_a_sale_had_given(
    world: World, shop: Shop, make: Make, clock: FrozenClock
) -> None:
    campaign = make("Offer")
    wish = replace(WISH, campaign=campaign)
    offering.make(world.atelier, wish, actor=world.claire, now=clock())
    told = (order(codes=("MAMAN10",), discount_cents=500), refund(net_cents=2500))
    record(shop, told[:1], source=Source.SHOP, now=clock())
    assert margins(world, campaign) == [1360, 0]
    record(shop, told[1:], source=Source.SHOP, now=clock())
    assert margins(world, campaign) == [0, 0]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 9_999),  # paid
            st.integers(0, 999),  # taken off before
            st.integers(0, 9_999),  # given back
            st.integers(0, 3),  # which post
            st.booleans(),  # whether a code was used
            st.sampled_from(Proof),
        ),
        max_size=12,
    )
)
def test_the_parts_of_campaigns_sum_to_the_whole(
    world: World, clock: FrozenClock, sales: list[tuple[int, int, int, int, bool, Proof]]
) -> None:
    Conversion.objects.all().delete()
    first, offer, several = _three_campaigns(world, clock)
    for paid, off, back, post, has_code, proof in sales:
        variant = first.get(post)
        Conversion.objects.create(
            workspace=world.atelier,
            kind="visit",
            source="hand",
            happened_at=AT,
            day=AT.date(),
            currency="EUR",
            net_cents=paid,
            discount_cents=off,
            refunded_cents=min(back, paid),
            proof=proof.value,
            post=variant.post if variant else None,
            channel=variant.channel if variant else None,
            offer=offer if has_code else None,
            code="MAMAN10" if proof is Proof.CERTAIN else "",
            noted_at=AT,
        )
    led = crediting.led_to(world.atelier, SEPTEMBER)
    whole = sum(one.margin_cents for one in led)
    assert sum(margins(world, *several)) == whole
    owners = campaigns.owners_of(world.atelier)
    for model in Model:
        assert sum(campaigns.shares(led, model=model, owners=owners).values()) == whole
    counted = sum(one.count for one in return_of(world.atelier, SEPTEMBER).brought.values())
    windows = {one.pk: SEPTEMBER for one in several} | {NONE: SEPTEMBER}
    found = campaigns.returns(world.atelier, windows).values()
    assert sum(one.count for told in found for one in told.brought.values()) == counted


def _three_campaigns(
    world: World, clock: FrozenClock
) -> tuple[dict[int, Variant], Any, list[Campaign]]:
    """Make, once, two posts with a campaign, one without, an offer with another one."""
    several = list(Campaign.objects.order_by("pk"))
    if not several:
        for name in ("One", "Two", "Three"):
            wish = CampaignWish(name, Aim.SALES, Frame(SEPTEMBER.first, SEPTEMBER.last))
            several.append(
                actions.make_campaign(world.atelier, wish, actor=world.claire, now=clock())
            )
        for number, campaign in enumerate((several[0], several[1], None)):
            publish(world, f"Post {number}", number + 1, campaign)
        borne = replace(WISH, campaign=several[2])
        offering.make(world.atelier, borne, actor=world.claire, now=clock())
    variants = dict(enumerate(Variant.objects.order_by("pk")))
    return variants, world.atelier.offers.get(), several


def test_a_cost_counts_once_for_what_it_says_else_for_its_offer(
    world: World, make: Make, clock: FrozenClock
) -> None:
    said, of_offer = make("Said"), make("Offer")
    offer = offering.make(
        world.atelier, replace(WISH, campaign=of_offer), actor=world.claire, now=clock()
    )
    post = publish(world, "Bonjour", 2, said).post
    for cents, purpose in (
        (1_000, Purpose(campaign=said, offer=offer)),
        (200, Purpose(offer=offer)),
        (30, Purpose(post=post)),
        (4, Purpose()),
    ):
        spending.note_cost(
            world.atelier,
            kind=CostKind.MEDIA,
            cents=cents,
            days=(SEPTEMBER.first, SEPTEMBER.last),
            note="",
            purpose=purpose,
            actor=world.claire,
            now=clock(),
        )
    spending.note_time(
        world.atelier,
        day=AT.date(),
        minutes=60,
        note="",
        purpose=Purpose(campaign=said),
        actor=world.claire,
        now=clock(),
    )
    windows = {one.pk: SEPTEMBER for one in (said, of_offer)} | {NONE: SEPTEMBER}
    found = campaigns.returns(world.atelier, windows)
    assert [one.spent.media for one in found.values()] == [1_030, 200, 4]
    assert found[said.pk].spent.total == 1_030 + 3_500
    whole = return_of(world.atelier, SEPTEMBER).spent.total
    assert sum(one.spent.total for one in found.values()) == whole


def test_what_is_of_another_workspace_stays_there(
    world: World, shop: Shop, make: Make, clock: FrozenClock
) -> None:
    theirs = make("Theirs", world.garage)
    given: dict[str, Any] = {"actor": world.claire, "now": clock()}
    with pytest.raises(NotOurs):
        offering.make(world.atelier, replace(WISH, campaign=theirs), **given)
    with pytest.raises(NotOurs):
        spending.note_time(
            world.atelier,
            day=AT.date(),
            minutes=5,
            note="",
            purpose=Purpose(campaign=theirs),
            **given,
        )
    with pytest.raises(NotOurs):
        spending.note_cost(
            world.atelier,
            kind=CostKind.TOOLS,
            cents=5,
            days=(AT.date(), AT.date()),
            note="",
            purpose=Purpose(campaign=theirs),
            **given,
        )
    record(shop, [order(said="Facebook")], source=Source.SHOP, now=clock())
    assert campaigns.returns(world.garage, {theirs.pk: SEPTEMBER})[theirs.pk].brought == {}


def test_sales_without_amount_are_counted_in_no_sum(
    world: World, shop: Shop, make: Make, clock: FrozenClock
) -> None:
    campaign = make("Offer")
    wish = replace(WISH, campaign=campaign)
    offering.make(world.atelier, wish, actor=world.claire, now=clock())
    told = [order("1", codes=("MAMAN10",)), order("2", codes=("MAMAN10",), currency="CHF")]
    record(shop, told, source=Source.SHOP, now=clock())
    found = campaigns.returns(world.atelier, {campaign.pk: SEPTEMBER})[campaign.pk]
    certain = found.with_proof(Proof.CERTAIN)
    assert (certain.count, certain.unpriced, certain.revenue_cents) == (2, 1, 2500)
    world.atelier.economics.delete()
    found = campaigns.returns(world.atelier, {campaign.pk: SEPTEMBER})[campaign.pk]
    assert found.with_proof(Proof.CERTAIN).margin_cents is None


def test_ten_times_as_much_takes_as_many_queries(
    world: World,
    shop: Shop,
    make: Make,
    clock: FrozenClock,
    django_assert_max_num_queries: Any,
) -> None:
    several = [make(str(number)) for number in range(9)]
    for number, campaign in enumerate(several):
        publish(world, "MAMAN10", number, campaign)
    offering.make(world.atelier, WISH, actor=world.claire, now=clock())
    told = [order(str(n), codes=("MAMAN10",), email=f"{n}@example.org") for n in range(20)]
    record(shop, told, source=Source.SHOP, now=clock())
    with django_assert_max_num_queries(10):
        campaigns.returns(world.atelier, {one.pk: SEPTEMBER for one in several})
    with django_assert_max_num_queries(0):
        assert campaigns.returns(world.atelier, {}) == {}
