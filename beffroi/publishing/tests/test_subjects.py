"""A post says of what it speaks: in the composer, on the calendar, for what is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.publishing import actions
from beffroi.publishing.drafts import current_draft
from beffroi.publishing.models import Post
from beffroi.publishing.subjects import Offers, offers_around
from beffroi.publishing.tests.browsing import new_post
from beffroi.strategy.models import Pillar
from beffroi.strategy.plan.actions import save_content
from beffroi.strategy.plan.rules import PillarShare
from beffroi.strategy.plan.wishes import ContentWish
from beffroi.workspaces.models import Workspace
from tests.clock import FrozenClock
from tests.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("both", "in_english", "frozen_views"),
]
OVEN, OFFERS = PillarShare("The oven", 75), PillarShare("Offers", 25, is_offers=True)


def named(
    workspace: Workspace, world: World, clock: FrozenClock, *pillars: PillarShare | None
) -> list[Pillar]:
    """Name of what a workspace speaks, anew."""
    row = Pillar.objects.filter(strategy__workspace=workspace).first()
    step = row.strategy.steps.get(name="content") if row else None
    save_content(
        workspace,
        ContentWish("", pillars or (OVEN, OFFERS)),
        seen=step.version if step else 0,
        actor=world.claire,
        now=clock(),
    )
    return list(Pillar.objects.filter(strategy__workspace=workspace, place__isnull=False))


def about(world: World, clock: FrozenClock, pillar: Pillar, *, days: int = 1) -> Post:
    at = clock() + timedelta(days=days)
    return Post.objects.create(
        workspace=world.atelier,
        text="Bread",
        pillar=pillar,
        planned_at=at,
        created_at=clock(),
        changed_at=clock(),
    )


def test_without_a_strategy_the_composer_asks_nothing(claire: Client) -> None:
    assert 'name="pillar"' not in new_post(claire, "Bread").page


def test_a_post_says_its_subject_and_can_drop_it(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    oven, _offers = named(world.atelier, world, clock)
    composer = new_post(claire, "Bread")
    composer.fields["pillar"] = [str(oven.pk)]
    composer.press("draft")
    assert Post.objects.get().pillar == oven
    assert composer.fields["pillar"] == [str(oven.pk)]
    composer.fields["pillar"] = [""]
    composer.press("draft")
    assert Post.objects.get().pillar is None


def test_a_subject_that_was_given_up_stays_with_its_posts(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    oven, _offers = named(world.atelier, world, clock)
    post = about(world, clock, oven)
    named(world.atelier, world, clock, None, OFFERS, PillarShare("The shop", 75))
    page = claire.get(reverse("post", args=[post.pk])).content.decode()
    assert f'<option value="{oven.pk}" selected>The oven</option>' in page
    assert "The oven" not in new_post(claire, "Other bread").page


def test_the_subject_of_another_workspace_is_unknown(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    named(world.atelier, world, clock)
    theirs, _offers = named(world.garage, world, clock)
    composer = new_post(claire, "Bread")
    composer.fields["pillar"] = [str(theirs.pk)]
    composer.press("draft")
    assert "This subject is gone" in composer.page


def test_a_copy_keeps_the_subject(world: World, clock: FrozenClock) -> None:
    oven, _offers = named(world.atelier, world, clock)
    post = about(world, clock, oven)
    copy = actions.copy_post(post, actor=world.claire, now=clock())
    assert copy.pillar == oven
    assert current_draft(copy).pillar_id == oven.pk


def test_the_page_of_the_strategy_opens_the_composer_on_a_subject(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    oven, _offers = named(world.atelier, world, clock)
    address = f"{reverse('post_new')}?pillar={oven.pk}"
    page = claire.get(address, follow=True).content.decode()
    assert f'<option value="{oven.pk}" selected>' in page


def test_offers_above_one_in_four_are_told_where_posts_are_made(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    oven, offers = named(world.atelier, world, clock)
    for days in (1, 2, 3):
        about(world, clock, oven, days=days)
    about(world, clock, offers, days=4)
    assert offers_around(world.atelier, now=clock()) == Offers(1, 4)
    calendar = reverse("calendar")
    assert "one in four is the ceiling" not in claire.get(calendar).content.decode()
    about(world, clock, offers, days=5)
    assert "Offers are 2 of 5 posts this month" in claire.get(calendar).content.decode()
    assert "Offers are 2 of your 5 latest" in new_post(claire, "Bread").page


def test_the_days_around_a_month_are_not_of_it(
    world: World, claire: Client, clock: FrozenClock
) -> None:
    oven, offers = named(world.atelier, world, clock)
    about(world, clock, oven)
    for _ in range(2):
        about(world, clock, offers, days=17)  # 1 October, in the last row of September
    page = claire.get(reverse("calendar")).content.decode()
    assert "one in four is the ceiling" not in page
    later = claire.get(reverse("calendar"), {"month": "2026-10"}).content.decode()
    assert "Offers are 2 of 2 posts this month" in later


def test_posts_of_long_ago_and_of_others_are_not_counted(world: World, clock: FrozenClock) -> None:
    oven, offers = named(world.atelier, world, clock)
    about(world, clock, offers, days=-40)
    about(world, clock, oven, days=2)
    assert offers_around(world.atelier, now=clock()) == Offers(0, 1)
    assert offers_around(world.garage, now=clock()) == Offers(0, 0)
