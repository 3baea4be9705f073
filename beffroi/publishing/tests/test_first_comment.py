"""The first comment of a post: where it goes, what changes it, what it may hold."""

from __future__ import annotations

import pytest
from django.test import Client

from beffroi.channels.models import Channel
from beffroi.delivery.content import from_json
from beffroi.delivery.models import Delivery
from beffroi.publishing.models import Post
from beffroi.publishing.tests.browsing import Composer, new_post, page
from beffroi.publishing.tests.desk import make_channel, publish, settle
from tests.clock import FrozenClock
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "frozen_views")]
RECIPE = "La recette : https://atelier-martin.example/recette"


def comments() -> list[tuple[str, str]]:
    """Return each first comment that is planned or was sent: its network and its text."""
    rows = Delivery.objects.exclude(follows=None).exclude(status="cancelled").order_by("id")
    return [(row.channel.network, from_json(row.content).text) for row in rows]


def test_it_follows_the_post_on_each_network_that_takes_it(
    claire: Client, both: list[Channel], world: World, clock: FrozenClock
) -> None:
    make_channel(world.atelier, "wordpress", now=clock())
    composer = new_post(claire)
    composer.fill(first_comment=RECIPE)
    composer.press("preview")
    assert composer.page.count("First comment") == 3  # its label, and two previews of three
    assert composer.press("schedule").status_code == 302
    assert comments() == [("bluesky", RECIPE), ("mastodon", RECIPE)]


def test_it_changes_and_goes_with_the_post(claire: Client, both: list[Channel]) -> None:
    composer = new_post(claire)
    composer.fill(first_comment=RECIPE)
    composer.press("schedule")
    address = f"/posts/{Post.objects.get().pk}/"
    again = Composer(claire, address)
    assert again.fields["first_comment"] == [RECIPE]
    again.fill(first_comment="Ouvert dimanche")
    again.press("schedule")
    assert {text for _, text in comments()} == {"Ouvert dimanche"}
    assert len(comments()) == 2
    empty = Composer(claire, address)
    empty.fill(first_comment="")
    empty.press("schedule")
    assert comments() == []


def test_it_speaks_the_language_of_the_post(claire: Client, both: list[Channel]) -> None:
    composer = new_post(claire)
    composer.fill(first_comment=RECIPE, language="fr")
    composer.press("schedule")
    again = Composer(claire, f"/posts/{Post.objects.get().pk}/")
    again.fill(language="en")
    again.press("schedule")
    rows = Delivery.objects.exclude(follows=None).exclude(status="cancelled")
    assert [from_json(row.content).language for row in rows] == ["en", "en"]


def test_it_stays_here_when_the_post_does(claire: Client, both: list[Channel]) -> None:
    composer = new_post(claire)
    composer.fill(first_comment=RECIPE)
    composer.press("schedule")
    Composer(claire, f"/posts/{Post.objects.get().pk}/").press("draft")
    assert comments() == []


def test_one_that_is_too_long_is_said_before(claire: Client, both: list[Channel]) -> None:
    composer = new_post(claire)
    composer.fill(first_comment="a" * 305)
    assert composer.press("schedule").status_code == 422
    assert "Bluesky will not take the first comment: 5 characters too many." in composer.page
    assert comments() == []


def test_what_became_of_it_is_told_beside_its_post(claire: Client, both: list[Channel]) -> None:
    composer = new_post(claire)
    composer.fill(first_comment=RECIPE)
    composer.press("schedule")
    post = Post.objects.get()
    publish(post)
    refused = Delivery.objects.exclude(follows=None).order_by("id")[0]
    settle(refused, status="failed", refused_field="reply_to")
    told = page(claire.get(f"/posts/{post.pk}/"))
    assert "Look at the first comment" in told
    assert f"/deliveries/{refused.pk}/" in told
    assert page(claire.get(f"/deliveries/{refused.pk}/")).count(f"/posts/{post.pk}/")
