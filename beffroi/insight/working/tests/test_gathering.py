from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from beffroi.channels.models import Channel
from beffroi.delivery.models import DeliveryFile
from beffroi.insight.queries import posts_of
from beffroi.insight.rules import Counted
from beffroi.insight.tests.conftest import make_channel
from beffroi.insight.working.gathering import gather, life_of, period
from beffroi.insight.working.rules import Measure, Seen
from beffroi.insight.working.tests.conftest import of_one_post, published
from beffroi.insight.working.traits import Factor, Trait
from beffroi.links.actions import make as make_link
from beffroi.links.models import VisitCount
from beffroi.publishing.models import Post, VariantLink
from beffroi.publishing.tests.desk import Desk
from beffroi.sales import noting, offering
from beffroi.sales.models import OfferPost
from beffroi.sales.noting import Count
from beffroi.sales.rules import Kind
from beffroi.sales.tests.conftest import said
from beffroi.sales.tests.test_recording import WISH
from beffroi.strategy.models import Pillar, Strategy
from beffroi.workspaces.models import Workspace
from tests.clock import FrozenClock
from tests.world import World

__all__ = ["said"]


@pytest.fixture
def now(clock: FrozenClock) -> datetime:
    return clock()


def seen(workspace: Workspace, now: datetime, measure: Measure = Measure.RATE) -> list[Seen]:
    return list(gather(workspace, measure=measure, now=now).seen)


def test_sixteen_weeks_are_looked_at(workspace: Workspace, now: datetime) -> None:
    assert period(workspace, now=now).days == 16 * 7


def test_a_post_comes_with_what_it_gained_and_its_traits(
    world: World, workspace: Workspace, channel: Channel, now: datetime
) -> None:
    row = published(channel, now - timedelta(days=9), "Qui en veut ?", shown=300, liked=12)
    picture = Desk(workspace, world.claire, lambda: now).picture()
    DeliveryFile.objects.create(delivery=row, file=picture, position=0)
    (found,) = seen(workspace, now)
    assert found.totals == {Counted.IMPRESSIONS: 300, Counted.REACTIONS: 12}
    assert {Trait(Factor.FORM, "image"), Trait(Factor.QUESTION, "with")} < found.traits


def test_posts_of_others_and_of_last_year_are_not_seen(
    world: World, channel: Channel, now: datetime
) -> None:
    published(channel, now - timedelta(days=120))
    other = make_channel(world.garage, now=now, account_id="them")
    published(other, now - timedelta(days=9))
    assert seen(world.atelier, now) == []


def test_one_post_on_two_channels_is_known_as_one(
    workspace: Workspace, channel: Channel, now: datetime
) -> None:
    second = make_channel(workspace, "mastodon", now=now)
    at = now - timedelta(days=9)
    of_one_post(published(channel, at), published(second, at))
    published(channel, at - timedelta(days=1))
    assert len({one.key for one in seen(workspace, now)}) == 2


def test_visits_are_those_of_people_on_all_links_of_a_post(
    workspace: Workspace, channel: Channel, now: datetime
) -> None:
    row = published(channel, now - timedelta(days=9))
    post = of_one_post(row)
    for place, visitor in enumerate(("person", "person", "robot")):
        link = make_link(workspace=workspace, target=f"https://a.example/{place}", now=now)
        VariantLink.objects.create(
            variant=post.variants.get(), address=f"https://a.example/{place}", link=link
        )
        VisitCount.objects.create(
            link=link, day=now.date(), visitor=visitor, device="phone", visits=5
        )
    plain = published(channel, now - timedelta(days=10))
    found = {one.id: one.visits for one in seen(workspace, now, Measure.VISITS)}
    assert found == {row.pk: 10, plain.pk: None}


@pytest.mark.usefixtures("said")
def test_margins_are_those_that_a_post_led_to(
    world: World, workspace: Workspace, channel: Channel, now: datetime
) -> None:
    at = now - timedelta(days=9)
    carries, plain = published(channel, at), published(channel, at - timedelta(hours=1))
    post = of_one_post(carries)
    of_one_post(plain)
    published(channel, at)  # made of no post of ours: nobody can say what it sold
    offer = offering.make(workspace, WISH, actor=world.claire, now=now)
    OfferPost.objects.get_or_create(offer=offer, post=post)
    count = Count(Kind.TILL, now.date() - timedelta(days=4), 2, paid_cents=4500, offer=offer)
    noting.note(workspace, count, actor=world.claire, now=now)
    gathered = gather(workspace, measure=Measure.MARGIN, now=now)
    found = {one.id: one.margin_cents for one in gathered.seen}
    assert gathered.currency == "EUR"
    assert found == {carries.pk: 2644, plain.pk: 0}  # 45 € before tax, of which 62 %


def test_without_a_margin_rate_no_margin_is_known(
    workspace: Workspace, channel: Channel, now: datetime
) -> None:
    of_one_post(published(channel, now - timedelta(days=40)))
    gathered = gather(workspace, measure=Measure.MARGIN, now=now)
    assert gathered.currency == ""
    assert gathered.seen[0].margin_cents is None


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize(
    ("measure", "queries"), [(Measure.RATE, 4), (Measure.VISITS, 6), (Measure.MARGIN, 7)]
)
def test_more_posts_ask_no_more_queries(
    workspace: Workspace,
    channel: Channel,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
    measure: Measure,
    queries: int,
) -> None:
    for number in range(30):
        post = of_one_post(published(channel, now - timedelta(days=number)))
        page = f"https://a.example/{number}"
        link = make_link(workspace=workspace, target=page, now=now)
        VariantLink.objects.create(variant=post.variants.get(), address=page, link=link)
    with django_assert_num_queries(queries):
        gather(workspace, measure=measure, now=now)


def test_a_life_has_its_days_in_the_zone_of_the_workspace(
    workspace: Workspace, channel: Channel, now: datetime
) -> None:
    late = now.replace(hour=23) - timedelta(days=9)  # the next day in Paris
    published(channel, late, read_at=late + timedelta(days=4))
    (post,) = posts_of(workspace, period(workspace, now=now))
    found = life_of(post, workspace)
    assert found.begins == late.date() + timedelta(days=1)
    assert found.days == 5
    assert found.displays == {found.begins: 1000}
    assert found.interactions == {found.begins: 40}


def test_a_post_that_says_its_subject_has_it_as_a_trait(
    workspace: Workspace, channel: Channel, now: datetime
) -> None:
    strategy = Strategy.objects.create(workspace=workspace, begun_at=now, changed_at=now)
    oven = Pillar.objects.create(strategy=strategy, place=1, name="The oven", share=60)
    told, untold = published(channel, now - timedelta(days=9)), published(channel, now)
    of_one_post(told)
    of_one_post(untold)
    Post.objects.filter(variants__delivery=told).update(pillar=oven)
    subjects = {
        one.id: {trait for trait in one.traits if trait.factor is Factor.PILLAR}
        for one in seen(workspace, now)
    }
    assert subjects == {told.pk: {Trait(Factor.PILLAR, "The oven")}, untold.pk: set()}
