from __future__ import annotations

import pytest
from django.test import Client

from beffroi.core.clock import utc_now
from beffroi.core.jobs import Runner
from beffroi.inbox import corrections, learning, lessons
from beffroi.inbox.models import Feedback, Learned
from beffroi.inbox.tests.desk import NOUR, Desk, later, said
from beffroi.networks.contracts import Author, FeedbackKind
from beffroi.workspaces.models import User
from tests.world import World

pytestmark = pytest.mark.django_db

#: Praise in the words of one bakery alone, which nobody could know.
PRAISE = "Le crapiaud de samedi, une vraie gourmandine"


def people(number: int) -> list[Author]:
    return [Author(f"did:p{n}", f"p{n}.example", f"P{n}") for n in range(number)]


@pytest.fixture
def taught(desk: Desk, world: World) -> Desk:
    """Claire says thirty times that it is praise."""
    desk.hear(
        *(said(f"t{n}", f"{PRAISE} n° {n}", author=person) for n, person in enumerate(people(30)))
    )
    for row in Feedback.objects.order_by("pk"):
        corrections.correct(
            row, actor=world.claire, now=desk.clock(), tone="positive", intent="praise"
        )
    Runner().run_until_idle(desk.clock)
    return desk


def test_what_was_corrected_is_read_so_from_then_on(taught: Desk) -> None:
    taught.hear(said("new", f"{PRAISE} encore", author=NOUR))
    assert (taught.feedback("new").tone, taught.feedback("new").intent) == ("positive", "praise")


def test_who_waits_is_read_again(desk: Desk, world: World) -> None:
    desk.hear(said("new", f"{PRAISE} encore", author=NOUR))
    before = desk.feedback("new").intent
    desk.hear(*(said(f"t{n}", PRAISE, author=one) for n, one in enumerate(people(30))))
    for row in Feedback.objects.exclude(remote_id="new").order_by("pk"):
        corrections.correct(row, actor=world.claire, now=desk.clock(), intent="application")
    Runner().run_until_idle(desk.clock)
    assert before != "application"
    assert desk.feedback("new").intent == desk.conversation(NOUR).intent == "application"


def test_a_neighbour_learns_nothing_of_it(taught: Desk, world: World) -> None:
    assert lessons.of(world.atelier.pk) is not None
    assert lessons.of(world.garage.pk) is None


def test_the_figures_say_what_was_gained(taught: Desk, world: World) -> None:
    figures = Learned.objects.get(workspace=world.atelier).figures
    assert figures["intent"]["examples"] == 30
    assert figures["intent"]["right_after"] >= figures["intent"]["right_before"]


def test_what_is_erased_teaches_no_more(taught: Desk, world: World) -> None:
    Feedback.objects.wipe(erased_at=taught.clock(), erased_as="asked")
    learning.ask_all(now=taught.clock())
    Runner().run_until_idle(taught.clock)
    assert lessons.of(world.atelier.pk) is None
    assert Learned.objects.get(workspace=world.atelier).lessons == ""


def test_stars_teach_too(desk: Desk, world: World) -> None:
    desk.hear(
        *(
            said(f"r{n}", PRAISE, author=one, kind=FeedbackKind.REVIEW, stars=5)
            for n, one in enumerate(people(3))
        )
    )
    learning.ask_all(now=desk.clock())
    Runner().run_until_idle(desk.clock)
    assert Learned.objects.get(workspace=world.atelier).figures["sentiment"]["examples"] == 3


def test_it_can_be_switched_off_and_on(taught: Desk, world: World, client: Client) -> None:
    User.objects.update(language="en")
    client.force_login(world.claire)
    page = client.get("/inbox/understanding/").content.decode()
    assert "Your latest corrections" in page
    client.post("/inbox/understanding/learning/", {"do": "nonsense"})
    assert lessons.of(world.atelier.pk) is not None
    client.post("/inbox/understanding/learning/", {"do": "off"})
    assert lessons.of(world.atelier.pk) is None
    client.post("/inbox/understanding/learning/", {"do": "on"})
    Runner().run_until_idle(utc_now)
    assert lessons.of(world.atelier.pk) is not None


def test_a_reader_cannot_switch_it(taught: Desk, world: World, client: Client) -> None:
    client.force_login(world.lucas)
    assert client.post("/inbox/understanding/learning/", {"do": "off"}).status_code == 403
    assert Learned.objects.get(workspace=world.atelier).is_on


def test_what_cannot_be_read_counts_for_nothing(taught: Desk, world: World) -> None:
    Learned.objects.update(lessons="{")
    assert lessons.of(world.atelier.pk) is None
    taught.hear(said("new", "Ouvert lundi ?", author=NOUR, created_at=later(minutes=9)))
    assert taught.feedback("new").intent == "question"
