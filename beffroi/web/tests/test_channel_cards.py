"""Cards about channels that still work: an access that ends, and what their network misses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.core.models import AuditEntry
from beffroi.web import queries, waiting
from beffroi.web.cards import Card
from beffroi.web.rules import Kind
from beffroi.web.tests import morning
from beffroi.web.tests.test_today import OVER, ROWS, in_front, page_of
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Role
from tests.world import SETTLED_AT, World, people_and_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """The real time: requests read the clock."""
    return utc_now()


@pytest.fixture
def world(db: None) -> World:
    made = people_and_places(now=SETTLED_AT)
    User.objects.update(language="en")
    return made


def cards_of(world: World, now: datetime, role: Role = Role.OWNER) -> list[Card]:
    day = queries.today(world.atelier, user=world.member(role), role=role, now=now)
    return list(day.cards)


# An access that ends


def test_an_access_that_ends_soon_is_one_card_with_the_posts_at_risk(
    world: World, now: datetime
) -> None:
    linkedin = morning.ending_channel(world.atelier, now=now)
    later, sooner = now + timedelta(days=5), now + timedelta(days=1)
    morning.delivery(linkedin, now=now, status="scheduled", text="Fêtes", due_at=later)
    morning.delivery(linkedin, now=now, status="scheduled", text="Demain", due_at=sooner)
    page = page_of(world.claire)
    assert in_front(page).startswith("The access to LinkedIn ends ")
    assert "Unless it is renewed, one post will not leave." in page
    assert "Fêtes" in page
    assert "Demain" not in page
    address = reverse("channel_reconnect", args=[linkedin.pk])
    assert f'class="btn btn--primary" href="{address}"' in page
    assert "ends <time" in page


def test_without_a_post_at_risk_it_says_what_ends(world: World, now: datetime) -> None:
    morning.ending_channel(world.atelier, now=now)
    page = page_of(world.claire)
    assert "After that nothing leaves for this channel, and nothing new is read." in page
    assert "Unless it is renewed" not in page


@pytest.mark.parametrize(
    ("days", "is_told"), [(8, False), (7.01, False), (6.99, True), (0.01, True), (-0.01, True)]
)
def test_it_is_told_from_seven_days_before(
    world: World, now: datetime, days: float, is_told: bool
) -> None:
    morning.ending_channel(world.atelier, now=now, days=days)
    assert bool(cards_of(world, now)) == is_told
    counted = waiting.count(world.atelier, role=Role.OWNER, now=now)
    assert counted.by_kind[Kind.RENEW] == is_told


def test_an_access_that_has_ended_says_so(world: World, now: datetime) -> None:
    morning.ending_channel(world.atelier, now=now, days=-0.01)
    assert in_front(page_of(world.claire)).startswith("The access to LinkedIn ended ")


def test_the_soonest_end_comes_first(world: World, now: datetime) -> None:
    morning.ending_channel(world.atelier, now=now, days=5, network="linkedin")
    morning.ending_channel(world.atelier, now=now, days=1, network="facebook")
    assert [card.networks for card in cards_of(world, now)] == [("facebook",), ("linkedin",)]


@pytest.mark.parametrize("status", ["needs_reconnection", "disconnected"])
def test_what_is_not_connected_is_not_told_to_end(world: World, now: datetime, status: str) -> None:
    morning.ending_channel(world.atelier, now=now)
    morning.channel_to_mend(world.atelier, now=now)
    Channel.objects.update(status=status, lost_at=now)
    assert {card.kind for card in cards_of(world, now)} <= {Kind.RECONNECT}


# What its network misses


def test_one_finding_is_said_with_its_own_step(world: World, now: datetime) -> None:
    facebook = morning.channel_to_mend(world.atelier, "scope_missing", now=now)
    page = page_of(world.claire)
    assert in_front(page) == "One thing keeps Facebook from working whole"
    assert "Permissions are missing" in page
    assert reverse("channel_reconnect", args=[facebook.pk]) in page


def test_a_step_on_another_site_opens_there(world: World, now: datetime) -> None:
    there = "https://facebook.example/martin"
    morning.channel_to_mend(world.atelier, "restricted", now=now, url=there)
    page = page_of(world.claire)
    assert f'href="{there}" target="_blank" rel="noopener noreferrer"' in page


def test_several_findings_are_one_card_that_leads_to_all_of_them(
    world: World, now: datetime
) -> None:
    codes = ("review_required", "scope_missing")
    facebook = morning.channel_to_mend(world.atelier, *codes, now=now)
    page = page_of(world.claire)
    assert in_front(page) == "2 things keep Facebook from working whole"
    assert "must first approve your developer app" in page
    assert reverse("channel_doctor", args=[facebook.pk]) in page
    assert ROWS.findall(page) == []


def test_a_finding_of_another_version_still_makes_a_card(world: World, now: datetime) -> None:
    morning.channel_to_mend(world.atelier, "something_else", now=now)
    assert "no longer gives Beffroi everything" in page_of(world.claire)


def test_a_channel_that_ends_and_misses_something_is_one_card(world: World, now: datetime) -> None:
    soon = now + timedelta(days=2)
    morning.channel_to_mend(world.atelier, now=now, access_ends_at=soon)
    assert [card.kind for card in cards_of(world, now)] == [Kind.RENEW]
    far = now + timedelta(days=30)
    Channel.objects.update(access_ends_at=far)
    assert [card.kind for card in cards_of(world, now)] == [Kind.MEND]


def test_noted_it_leaves_the_day_and_stays_among_the_channels(world: World, now: datetime) -> None:
    facebook = morning.channel_to_mend(world.atelier, now=now)
    client = Client()
    client.force_login(world.claire)
    address = reverse("channel_noted", args=[facebook.pk])
    assert f'action="{address}"' in client.get("/").content.decode()
    page = client.post(address, follow=True).content.decode()
    assert "Noted. The page Channels goes on saying it." in page
    assert cards_of(world, now) == []
    assert "One thing keeps it from working whole." in client.get("/channels/").content.decode()
    client.post(address)
    assert AuditEntry.objects.filter(action="channel.noted").count() == 1


# Who sees what, and where it is counted


@pytest.mark.parametrize("role", [Role.EDITOR, Role.READER])
def test_who_manages_no_channel_reads_and_finds_no_button(
    world: World, now: datetime, role: Role
) -> None:
    morning.ending_channel(world.atelier, now=now)
    morning.channel_to_mend(world.atelier, now=now)
    for card in cards_of(world, now, role):
        assert not card.is_mine
        client = Client()
        client.force_login(world.member(role))
        client.post("/today/longer/")
        page = client.get(f"/?card={card.key}").content.decode()
        assert card.key not in ROWS.findall(page)
        assert "btn--primary" not in page
        assert "/state/note/" not in page


def test_the_client_of_an_agency_is_not_told_of_channels(world: World, now: datetime) -> None:
    morning.ending_channel(world.atelier, now=now)
    morning.channel_to_mend(world.atelier, now=now)
    assert cards_of(world, now, Role.CLIENT) == []


def test_a_channel_of_another_workspace_is_not_told_of(world: World, now: datetime) -> None:
    morning.ending_channel(world.flowers, now=now)
    morning.channel_to_mend(world.flowers, now=now)
    assert cards_of(world, now) == []


def test_the_room_of_channels_counts_each_channel_once(world: World, now: datetime) -> None:
    morning.lost_channel(world.atelier, now=now)
    morning.ending_channel(world.atelier, now=now)
    morning.channel_to_mend(world.atelier, now=now)
    morning.channel_to_mend(world.atelier, now=now, access_ends_at=now + timedelta(days=1))
    counted = waiting.count(world.atelier, role=Role.OWNER, now=now)
    assert counted.by_room(role=Role.OWNER)["channels"] == 4
    assert counted.by_room(role=Role.OWNER)["today"] == 4
    assert "channels" not in counted.by_room(role=Role.EDITOR)


# What a network took away


def test_what_was_taken_away_is_a_card_that_opens_the_post(world: World, now: datetime) -> None:
    google = morning.channel(world.atelier, now=now, network="google_business")
    post = morning.taken_away(google, author=world.karim, now=now)
    page = page_of(world.karim)
    assert in_front(page) == "“Notre pain de seigle” is no longer on Google Business Profile"
    assert "accepted it, then took it away for what it says or shows" in page
    assert f'href="/posts/{post.pk}/"' in page


def test_left_at_that_it_leaves_the_day(world: World, now: datetime) -> None:
    facebook = morning.channel(world.atelier, now=now, network="facebook")
    post = morning.taken_away(facebook, author=world.karim, now=now, reason="gone")
    delivery = post.variants.get().delivery
    assert delivery is not None
    client = Client()
    client.force_login(world.karim)
    address = reverse("delivery_acknowledge", args=[delivery.pk])
    assert f'action="{address}"' in client.get("/").content.decode()
    assert OVER not in client.get("/").content.decode()
    client.post(address)
    assert cards_of(world, now, Role.EDITOR) == []


def test_what_was_taken_away_without_a_post_opens_its_delivery(world: World, now: datetime) -> None:
    facebook = morning.channel(world.atelier, now=now, network="facebook")
    row = morning.delivery(
        facebook,
        now=now,
        status="published",
        remote_id="1",
        published_at=now,
        taken_away_at=now,
        reason="gone",
    )
    assert f'href="/deliveries/{row.pk}/"' in page_of(world.karim)
