"""Where other rooms lead to a lesson."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.publishing.tests.browsing import page
from beffroi.reviews.tests.desk import hear, places
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire(world: World) -> Client:
    client = Client()
    client.force_login(world.claire)
    return client


@pytest.mark.parametrize(
    ("path", "lesson"),
    [("/measure/offers/new/", "struck-through-prices"), ("/posts/new/", "alt-text")],
)
def test_forms_lead_to_what_helps_to_fill_them_in(claire: Client, path: str, lesson: str) -> None:
    assert reverse("lesson", args=[lesson]) in page(claire.get(path, follow=True))


@pytest.mark.parametrize(
    ("verdict", "leads"),
    [(1, True), (2, True), (3, False), (5, False), (False, True), (True, False)],
)
def test_a_negative_review_leads_to_how_to_answer_it(
    world: World, claire: Client, clock: FrozenClock, verdict: int | bool, leads: bool
) -> None:
    network = "facebook" if isinstance(verdict, bool) else "google_business"
    channel = places(world.atelier, now=clock())[network]
    review = hear(channel, "Sandrine", verdict, at=clock())
    shown = page(claire.get(reverse("review", args=[review.pk])))
    assert (reverse("lesson", args=["first-negative-review"]) in shown) is leads
    assert reverse("lesson", args=["false-review"]) in shown
