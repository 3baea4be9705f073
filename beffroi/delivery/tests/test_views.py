from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.core.models import Job
from beffroi.delivery import actions, queries
from beffroi.delivery.advice import Source
from beffroi.delivery.content import Content
from beffroi.delivery.models import Delivery, DeliveryFile, Event, describe
from beffroi.media.models import MediaFile
from beffroi.networks.contracts import ReplyTarget
from beffroi.networks.tests.world import HOSTILE_TEXTS
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Role
from tests.world import SETTLED_AT, World, people_and_places

pytestmark = pytest.mark.django_db

#: The states and what a person sees of each.
SHAPES = {
    "scheduled": "It is on its way",
    "leased": "It is on its way",
    "sending": "It is on its way",
    "unknown": "It is on its way",
    "reconciling": "It is on its way",
    "held": "Should it still leave?",
    "ask_human": "Is it online?",
    "published": "It is online",
    "failed": "Bluesky refused it",
    "cancelled": "It was given up",
}
REASONS = {"held": "late", "ask_human": "cannot_look_up", "failed": "refused"}
DECISIONS = {
    "delivery_confirm": "ask_human",
    "delivery_send_again": "held",
    "delivery_abandon": "held",
    "delivery_acknowledge": "failed",
}
MAY_DECIDE = {Role.OWNER, Role.MANAGER, Role.EDITOR}


@pytest.fixture
def now() -> datetime:
    """Pages read the real clock."""
    return utc_now()


@pytest.fixture
def world(db: None) -> World:
    """Everybody reads English, as the tests do."""
    made = people_and_places(now=SETTLED_AT)
    User.objects.update(language="en")
    return made


@pytest.fixture
def browser(client: Client, world: World) -> Client:
    """Claire's."""
    client.force_login(world.claire)
    return client


Make = Callable[..., Delivery]


@pytest.fixture
def make(world: World, now: datetime) -> Make:
    channel = Channel.objects.create(
        workspace=world.atelier,
        network="bluesky",
        origin="https://bluesky.example",
        account_id="did:plc:martin",
        handle="atelier-martin.example",
        display_name="Atelier Martin",
        url="https://bluesky.example/martin",
        verified_at=now,
        connected_at=now,
    )

    def made(
        status: str, text: str = "Bonjour", *, reply_to: ReplyTarget | None = None, **more: Any
    ) -> Delivery:
        due_at = now - timedelta(hours=3)
        delivery = actions.create_delivery(
            channel=channel,
            content=Content(text=text, language="fr", written_at=due_at, reply_to=reply_to),
            due_at=due_at,
            actor=None,
            now=due_at,
        )
        fields: dict[str, Any] = {"status": status, "reason": REASONS.get(status, "")}
        if status == "published":
            fields |= {"remote_id": "at://martin/1", "published_at": now}
        Delivery.objects.filter(pk=delivery.pk).update(**(fields | more))
        delivery.refresh_from_db()
        return delivery

    return made


def address(delivery: Delivery, name: str = "delivery") -> str:
    return reverse(name, args=[delivery.pk])


def read(browser: Client, delivery: Delivery) -> str:
    response = browser.get(address(delivery))
    assert response.status_code == 200
    return response.content.decode()


def decide(browser: Client, delivery: Delivery, name: str, **sent: str) -> str:
    """Press a button; return what the person is told next."""
    response = browser.post(address(delivery, name), sent)
    assert response["Location"] == reverse("today")
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize(("status", "title"), SHAPES.items())
def test_every_state_has_its_page(browser: Client, make: Make, status: str, title: str) -> None:
    page = read(browser, make(status, "Le pain de lundi"))
    assert f"<h1>{title}" in page
    assert "Le pain de lundi" in page
    assert "Planned" in page


@pytest.mark.parametrize("status", SHAPES)
def test_only_what_is_on_its_way_renews_itself(browser: Client, make: Make, status: str) -> None:
    renews = SHAPES[status] == "It is on its way"
    assert ("hx-trigger" in read(browser, make(status))) is renews


@pytest.mark.parametrize("status", SHAPES)
def test_a_page_offers_the_decisions_of_its_state_and_no_other(
    browser: Client, make: Make, status: str
) -> None:
    delivery = make(status)
    page = read(browser, delivery)
    expected = {
        "ask_human": {"delivery_confirm", "delivery_send_again", "delivery_abandon"},
        "held": {"delivery_send_again", "delivery_abandon"},
        "failed": {"delivery_acknowledge"},
    }.get(status, set())
    assert {name for name in DECISIONS if address(delivery, name) in page} == expected


def test_the_question_says_why_and_leads_to_the_page_to_look_at(
    browser: Client, make: Make
) -> None:
    page = read(browser, make("ask_human"))
    assert "cannot tell us what became of it" in page
    assert 'href="https://bluesky.example/martin"' in page


def test_a_silence_says_when_we_look_next(browser: Client, make: Make, now: datetime) -> None:
    page = read(browser, make("unknown", check_after=now + timedelta(minutes=9, seconds=30)))
    assert "Next look" in page
    assert "in 9 min" in page


def test_a_look_that_is_due_is_not_announced_for_the_past(
    browser: Client, make: Make, now: datetime
) -> None:
    page = read(browser, make("reconciling", check_after=now - timedelta(seconds=1)))
    assert "We are looking now" in page
    assert "Next look" not in page


def test_a_lost_channel_is_told_as_what_keeps_it(
    browser: Client, make: Make, now: datetime
) -> None:
    delivery = make("scheduled")
    Channel.objects.update(status=Channel.Status.NEEDS_RECONNECTION, lost_at=now)
    page = read(browser, delivery)
    assert "no longer connected" in page
    assert reverse("channels") in page


def test_a_network_that_asks_to_wait_is_told(browser: Client, make: Make, now: datetime) -> None:
    delivery = make("scheduled")
    Channel.objects.update(paused_until=now + timedelta(hours=1))
    assert "asks us to wait until" in read(browser, delivery)


def test_a_published_post_shows_the_networks_proof(browser: Client, make: Make) -> None:
    page = read(browser, make("published", remote_url="https://bluesky.example/p/1"))
    assert "at://martin/1" in page
    assert 'href="https://bluesky.example/p/1"' in page


def test_a_persons_word_is_not_shown_as_the_networks(
    browser: Client, make: Make, world: World
) -> None:
    page = read(
        browser,
        make("published", remote_id="", confirmed_by=world.claire, confirmed_by_person=True),
    )
    assert "Seen online by Claire Martin" in page
    assert "has not confirmed" in page


def test_a_link_that_is_no_web_address_is_not_one(browser: Client, make: Make) -> None:
    page = read(browser, make("published", remote_url="javascript:alert(1)"))
    assert "javascript:" not in page


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_is_shown_and_never_obeyed(browser: Client, make: Make, text: str) -> None:
    page = read(browser, make("ask_human", text))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{ 7 * 7 }}" in page or "{{" not in text


def test_a_refusal_leads_to_what_can_be_mended(
    browser: Client, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_sources", [lambda _: Source("/posts/12/")])
    page = read(browser, make("failed", refused_field="text", refused_limit=300))
    assert "300 characters at most" in page
    assert 'href="/posts/12/"' in page


def test_a_picture_shows_with_its_description(
    browser: Client, make: Make, world: World, now: datetime
) -> None:
    delivery = make("ask_human")
    _attach(delivery, world, now)
    page = read(browser, delivery)
    assert 'alt="Un pain doré"' in page


# Decisions


def test_what_a_person_saw_is_published_on_their_word(browser: Client, make: Make) -> None:
    delivery = make("ask_human")
    told = decide(browser, delivery, "delivery_confirm", address="https://bluesky.example/p/9")
    delivery.refresh_from_db()
    assert (delivery.status, delivery.remote_url) == ("published", "https://bluesky.example/p/9")
    assert "on your word" in told


def test_the_address_of_what_one_saw_may_be_left_out(browser: Client, make: Make) -> None:
    delivery = make("ask_human")
    decide(browser, delivery, "delivery_confirm", address="  ")
    delivery.refresh_from_db()
    assert (delivery.status, delivery.remote_url) == ("published", "")


@pytest.mark.parametrize(
    "typed", ["bonjour", "javascript:alert(1)", "https://", "http://a b", "https://x/" + "y" * 1000]
)
def test_a_bad_address_is_explained_and_nothing_is_decided(
    browser: Client, make: Make, typed: str
) -> None:
    delivery = make("ask_human")
    response = browser.post(address(delivery, "delivery_confirm"), {"address": typed})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    delivery.refresh_from_db()
    assert delivery.status == "ask_human"


@pytest.mark.parametrize("status", ["ask_human", "held"])
def test_what_is_let_go_leaves_at_once(
    browser: Client, make: Make, status: str, now: datetime
) -> None:
    delivery = make(status)
    told = decide(browser, delivery, "delivery_send_again")
    delivery.refresh_from_db()
    assert delivery.status == "scheduled"
    assert delivery.due_at >= now
    assert Job.objects.get(kind=actions.JOB).run_at == delivery.due_at
    assert "It leaves now" in told


@pytest.mark.parametrize("status", ["ask_human", "held"])
def test_what_is_given_up_stays_here(browser: Client, make: Make, status: str) -> None:
    delivery = make(status)
    assert "Given up" in decide(browser, delivery, "delivery_abandon")
    delivery.refresh_from_db()
    assert delivery.status == "cancelled"
    assert not Job.objects.filter(kind=actions.JOB).exists()


def test_a_refusal_that_was_noted_asks_no_more(browser: Client, make: Make) -> None:
    delivery = make("failed")
    assert "Noted." in decide(browser, delivery, "delivery_acknowledge")
    delivery.refresh_from_db()
    assert delivery.settled_at
    assert address(delivery, "delivery_acknowledge") not in read(browser, delivery)


@pytest.mark.parametrize("name", DECISIONS)
def test_what_was_settled_meanwhile_is_told_and_stays(
    browser: Client, make: Make, name: str
) -> None:
    delivery = make("published")
    told = decide(browser, delivery, name)
    delivery.refresh_from_db()
    assert delivery.status == "published"
    assert "settled in the meantime" in told


def test_a_refusal_is_noted_once(browser: Client, make: Make) -> None:
    delivery = make("failed")
    decide(browser, delivery, "delivery_acknowledge")
    assert "settled in the meantime" in decide(browser, delivery, "delivery_acknowledge")
    assert delivery.events.filter(kind=Event.Kind.SEEN).count() == 1


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", DECISIONS)
def test_only_those_who_write_decide(
    client: Client, make: Make, world: World, role: Role, name: str
) -> None:
    delivery = make(DECISIONS[name])
    client.force_login(world.member(role))
    response = client.post(address(delivery, name))
    assert response.status_code == (302 if role in MAY_DECIDE else 403)
    delivery.refresh_from_db()
    is_decided = delivery.status != DECISIONS[name] or delivery.settled_at is not None
    assert is_decided is (role in MAY_DECIDE)


@pytest.mark.parametrize("role", sorted(set(Role) - MAY_DECIDE, key=str))
def test_those_who_read_are_told_who_decides(
    client: Client, make: Make, world: World, role: Role
) -> None:
    delivery = make("ask_human")
    client.force_login(world.member(role))
    page = client.get(address(delivery)).content.decode()
    assert "An editor, a manager or an owner decides" in page
    assert not any(address(delivery, name) in page for name in DECISIONS)


@pytest.mark.parametrize("name", ["delivery", *DECISIONS])
def test_a_stranger_is_told_that_there_is_nothing(
    client: Client, make: Make, world: World, name: str
) -> None:
    client.force_login(world.zoe)
    method = client.get if name == "delivery" else client.post
    assert method(address(make("ask_human"), name)).status_code == 404


def test_an_answer_does_not_exist_for_those_who_see_no_inbox(
    client: Client, make: Make, world: World
) -> None:
    answer = make("ask_human", reply_to=ReplyTarget("at://x", "zoe.example", {}))
    client.force_login(world.member(Role.CLIENT))
    assert client.get(address(answer)).status_code == 404
    client.force_login(world.member(Role.READER))
    assert client.get(address(answer)).status_code == 200


def test_a_long_history_costs_no_more_queries(
    browser: Client, make: Make, world: World, now: datetime
) -> None:
    delivery = make("ask_human")
    read(browser, delivery)
    with CaptureQueriesContext(connection) as short:
        read(browser, delivery)
    for _ in range(4):
        _attach(delivery, world, now)
    for _ in range(30):
        describe(delivery, Event.Kind.LOOKUP_FAILED, at=now, actor=world.claire)
    with CaptureQueriesContext(connection) as long:
        read(browser, delivery)
    assert len(long) == len(short)


def _attach(delivery: Delivery, world: World, now: datetime) -> None:
    file = MediaFile.objects.create(
        workspace=world.atelier,
        media_type="image/webp",
        width=4,
        height=3,
        size_bytes=4,
        added_at=now,
    )
    DeliveryFile.objects.create(
        delivery=delivery,
        file=file,
        position=delivery.files.count(),
        alt_text="Un pain doré",
    )
