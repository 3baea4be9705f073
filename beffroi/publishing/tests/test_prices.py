"""What a post costs on a network that charges for it: said before anybody decides."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from beffroi.channels.models import Channel, Spend
from beffroi.core.clock import utc_now
from beffroi.publishing.tests.browsing import new_post, page
from beffroi.publishing.tests.desk import make_channel
from tests.clock import FrozenClock
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "frozen_views")]


@pytest.fixture
def priced(world: World, clock: FrozenClock) -> Channel:
    """Atelier Martin on X."""
    return make_channel(world.atelier, "x", now=clock())


@pytest.mark.parametrize(
    ("text", "usd"), [("Fournée de 7 h", "0.015"), ("Voir https://atelier-martin.fr", "0.20")]
)
def test_the_composer_says_what_leaves_the_purse(
    karim: Client, priced: Channel, text: str, usd: str
) -> None:
    shown = page(new_post(karim, text).press("preview"))
    assert f"X will charge your app ${usd} for it" in shown


def test_a_first_comment_is_paid_for_too(karim: Client, priced: Channel) -> None:
    composer = new_post(karim, "Fournée de 7 h")
    composer.fill(first_comment="La recette : https://atelier-martin.fr")
    assert "X will charge your app $0.215 for it" in page(composer.press("preview"))


def test_a_free_network_speaks_of_no_money(karim: Client, both: list[Channel]) -> None:
    assert "will charge" not in page(new_post(karim).press("preview"))


def test_the_channels_say_what_the_month_has_cost(claire: Client, priced: Channel) -> None:
    now = utc_now()  # as the page reads it
    _spend(priced, now, micro_usd=1_234_567)
    _spend(priced, now.replace(day=1) - timedelta(days=1), micro_usd=9_000_000)
    assert "$1.23 for its calls this month" in page(claire.get("/channels/"))


def _spend(channel: Channel, at: datetime, *, micro_usd: int) -> None:
    Spend.objects.create(
        channel=channel, day=at.date(), item="Content: Create", calls=1, micro_usd=micro_usd
    )
