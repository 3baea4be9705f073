"""The page of the day: what it shows to whom, what its buttons do, what it costs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.delivery.models import Delivery
from beffroi.inbox.models import Answer, Conversation
from beffroi.publishing.models import Post
from beffroi.publishing.states import Stage
from beffroi.routines.handling import Act
from beffroi.web import queries, waiting
from beffroi.web.rules import CARDS_SHOWN, COUNT_MAX, Kind
from beffroi.web.tests import morning
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Role
from tests.world import SETTLED_AT, World, people_and_places

pytestmark = pytest.mark.django_db

OVER = "C’est fini pour aujourd’hui"
FRONT = re.compile(r'<h2 id="front">(?:<bdi>)?(.*?)</', re.DOTALL)
ROWS = re.compile(r'<a class="row" href="\?card=([a-z]+-\d+)"')


@pytest.fixture
def now() -> datetime:
    """The real time: requests read the clock."""
    return utc_now()


@pytest.fixture
def world(db: None) -> World:
    return people_and_places(now=SETTLED_AT)


@pytest.fixture
def bluesky(world: World, now: datetime) -> Channel:
    return morning.channel(world.atelier, now=now)


def page_of(person: User, path: str = "/") -> str:
    client = Client()
    client.force_login(person)
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def in_front(page: str) -> str:
    found = FRONT.search(page)
    return found[1].strip() if found else ""


def everything(world: World, bluesky: Channel, now: datetime) -> None:
    morning.post(bluesky, author=world.karim, now=now)
    morning.conversation(bluesky, now=now)
    morning.delivery(bluesky, now=now)
    morning.lost_channel(world.atelier, now=now)


# What is shown


def test_without_a_channel_the_page_teaches(world: World) -> None:
    page = page_of(world.claire)
    assert "Connecter un premier canal" in page
    assert OVER not in page


def test_with_a_channel_and_nothing_to_do_the_day_is_over(world: World, bluesky: Channel) -> None:
    page = page_of(world.claire)
    assert OVER in page
    assert "/today/longer/" not in page


def test_the_most_urgent_is_in_front_and_the_others_follow_in_order(
    world: World, bluesky: Channel, now: datetime
) -> None:
    everything(world, bluesky, now)
    page = page_of(world.claire)
    assert in_front(page) == "Mastodon est à reconnecter"
    assert [key.partition("-")[0] for key in ROWS.findall(page)] == ["check", "answer", "approve"]


def test_who_presses_most_is_in_front_though_others_wait_longer(
    world: World, bluesky: Channel, now: datetime
) -> None:
    long, short = now + timedelta(days=1), now - timedelta(days=364)
    morning.conversation(bluesky, now=now, hours=9, presses_at=long)
    morning.conversation(bluesky, now=now, hours=1, person="Nour Haddad", presses_at=short)
    assert in_front(page_of(world.claire)) == "Nour Haddad"


def test_a_lost_channel_is_connected_again_as_itself(
    world: World, bluesky: Channel, now: datetime
) -> None:
    everything(world, bluesky, now)
    lost = Channel.objects.get(status=Channel.Status.NEEDS_RECONNECTION)
    assert f'href="{reverse("channel_reconnect", args=[lost.pk])}"' in page_of(world.claire)


def test_each_card_can_be_brought_to_the_front(
    world: World, bluesky: Channel, now: datetime
) -> None:
    everything(world, bluesky, now)
    row = Conversation.objects.get()
    page = page_of(world.claire, f"/?card=answer-{row.pk}")
    assert in_front(page) == "Léa Bonnet"
    assert f"answer-{row.pk}" not in ROWS.findall(page)
    assert len(ROWS.findall(page)) == 3


@pytest.mark.parametrize(
    "asked", ["", "answer-0", "answer-" + "9" * 40, "lies-1", "\x00", "<script>", "-", "é" * 9000]
)
def test_a_card_that_is_not_there_leaves_the_first_in_front(
    world: World, bluesky: Channel, now: datetime, asked: str
) -> None:
    everything(world, bluesky, now)
    client = Client()
    client.force_login(world.claire)
    page = client.get("/", {"card": asked}).content.decode()
    assert in_front(page) == "Mastodon est à reconnecter"
    assert "<script>" not in page


def test_a_card_of_another_workspace_is_never_shown(world: World, now: datetime) -> None:
    theirs = morning.conversation(morning.channel(world.flowers, now=now), now=now)
    morning.channel(world.atelier, now=now)
    page = page_of(world.claire, f"/?card=answer-{theirs.pk}")
    assert OVER in page
    assert morning.ADVICE not in page


def test_a_stranger_s_words_are_shown_as_words(
    world: World, bluesky: Channel, now: datetime
) -> None:
    morning.conversation(bluesky, now=now, person='"><b>Eve', text="<img src=x onerror=a()>\nFin")
    page = page_of(world.claire)
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=a()&gt;<br>Fin" in page
    assert "<b>Eve" not in page


@pytest.mark.parametrize("text", ["x" * 20_000, "‮dnegel", "%(name)s {{ user }} %s", "\n\n"])
def test_any_text_of_a_delivery_makes_a_card(
    world: World, bluesky: Channel, now: datetime, text: str
) -> None:
    for status in ("ask_human", "held", "failed"):
        morning.delivery(bluesky, now=now, status=status, text=text)
    page = page_of(world.claire)
    assert len(ROWS.findall(page)) == 2
    assert len(page) < 60_000


def test_people_of_a_channel_that_cannot_answer_wait_for_its_connection(
    world: World, now: datetime
) -> None:
    lost = morning.lost_channel(world.atelier, now=now)
    morning.conversation(lost, now=now)
    page = page_of(world.claire)
    assert in_front(page) == "Mastodon est à reconnecter"
    assert ROWS.findall(page) == []


def test_a_refused_answer_is_one_card_with_its_text_ready(
    world: World, bluesky: Channel, now: datetime
) -> None:
    row = morning.conversation(bluesky, now=now)
    sent = morning.delivery(bluesky, now=now, status="failed", refused_field="text")
    Answer.objects.create(
        workspace=world.atelier,
        conversation=row,
        feedback=row.feedback.get(),
        delivery=sent,
        text="Oui, le mardi.",
        author=world.claire,
        written_at=now,
    )
    page = page_of(world.claire)
    assert in_front(page) == "Léa Bonnet"
    assert "Oui, le mardi.</textarea>" in page
    assert ROWS.findall(page) == []


@pytest.mark.parametrize(
    ("text", "days", "own_text", "in_place"),
    [
        ("Fermeture de janvier", 3, "", True),
        ("x" * 601, 3, "", False),
        ("Fermeture de janvier", 3, "Autrement dit", False),
        ("Fermeture de janvier", -3, "", False),
    ],
)
def test_a_yes_is_asked_in_place_only_for_what_the_card_shows_whole(
    world: World,
    bluesky: Channel,
    now: datetime,
    text: str,
    days: int,
    own_text: str,
    in_place: bool,
) -> None:
    row = morning.post(bluesky, author=world.karim, now=now - timedelta(days=9), days=12)
    row.variants.update(own_text=own_text)
    Post.objects.filter(pk=row.pk).update(text=text, planned_at=now + timedelta(days=days))
    page = page_of(world.paul)
    assert ("Valider" in page.split('class="foot')[1]) == in_place


# Who sees what


@pytest.mark.parametrize(
    ("role", "front", "rows"),
    [
        (Role.OWNER, "reconnect", ["check", "answer", "approve"]),
        (Role.MANAGER, "reconnect", ["check", "answer", "approve"]),
        (Role.EDITOR, "check", ["answer", "reconnect"]),
        (Role.APPROVER, "approve", ["reconnect", "check", "answer"]),
        (Role.READER, "reconnect", ["check", "answer"]),
        (Role.CLIENT, "approve", ["check"]),
    ],
)
def test_each_role_has_its_own_morning(
    world: World, bluesky: Channel, now: datetime, role: Role, front: str, rows: list[str]
) -> None:
    everything(world, bluesky, now)
    day = queries.today(world.atelier, user=world.member(role), role=role, now=now)
    assert [card.kind.value for card in day.cards] == [front, *rows]
    page = page_of(world.member(role))
    assert [key.partition("-")[0] for key in ROWS.findall(page)] == rows


def test_a_reader_reads_and_finds_no_button(world: World, bluesky: Channel, now: datetime) -> None:
    everything(world, bluesky, now)
    keys = ROWS.findall(page_of(world.lucas))
    for key in [*keys, ""]:
        page = page_of(world.lucas, f"/?card={key}")
        assert "btn--primary" not in page
        assert "<textarea" not in page
        assert "formaction" not in page


def test_the_client_of_an_agency_sees_nothing_of_the_inbox(
    world: World, bluesky: Channel, now: datetime
) -> None:
    row = morning.conversation(bluesky, now=now)
    sent = morning.delivery(bluesky, now=now, text="Oui, le mardi.")
    Answer.objects.create(
        workspace=world.atelier,
        conversation=row,
        feedback=row.feedback.get(),
        delivery=sent,
        text="Oui, le mardi.",
        author=world.claire,
        written_at=now,
    )
    page = page_of(world.paul)
    assert OVER in page
    assert "Léa" not in page
    assert "mardi" not in page


def test_whoever_may_settle_nothing_here_is_told_of_the_cards_of_others(
    world: World, bluesky: Channel, now: datetime
) -> None:
    morning.conversation(bluesky, now=now)
    client = Client()
    client.force_login(world.ines)
    assert OVER in client.get("/").content.decode()
    page = client.post("/today/longer/", follow=True).content.decode()
    assert in_front(page) == "Léa Bonnet"
    assert "<textarea" not in page


# What its buttons do


def test_an_answer_leaves_and_the_next_card_comes(
    world: World, bluesky: Channel, now: datetime
) -> None:
    first = morning.conversation(bluesky, now=now, hours=5)
    morning.conversation(bluesky, now=now, person="Marc Tison", hours=2)
    client = Client()
    client.force_login(world.claire)
    page = client.post(
        f"/inbox/{first.pk}/answers/",
        {"text": "Oui, le mardi.", "from": "today", "seen": "0"},
        follow=True,
    ).content.decode()
    assert in_front(page) == "Marc Tison"
    assert Delivery.objects.get().content["text"] == "Oui, le mardi."
    day = queries.today(world.atelier, user=world.claire, role=Role.OWNER, now=utc_now())
    assert day.acts == {Act.ANSWERED: 1}
    assert day.minutes is not None
    assert day.minutes.done == 2


def test_done_can_be_undone_and_comes_back_to_the_page(
    world: World, bluesky: Channel, now: datetime
) -> None:
    row = morning.conversation(bluesky, now=now)
    client = Client()
    client.force_login(world.claire)
    done = f"/inbox/{row.pk}/completion/"
    page = client.post(done, {"from": "today", "text": ""}, follow=True).content.decode()
    assert OVER in page
    undo = re.findall(r'action="(/inbox/sweep/[^"]+)"', page)[0]
    assert undo.endswith("?from=today")
    page = client.post(undo, follow=True).content.decode()
    assert in_front(page) == "Léa Bonnet"
    day = queries.today(world.atelier, user=world.claire, role=Role.OWNER, now=utc_now())
    assert day.acts == {}


def test_a_yes_is_given_on_the_card(world: World, bluesky: Channel, now: datetime) -> None:
    row = morning.post(bluesky, author=world.karim, now=now)
    client = Client()
    client.force_login(world.paul)
    page = client.post(
        f"/posts/{row.pk}/approval/", {"back": "today", "version": row.version}, follow=True
    ).content.decode()
    row.refresh_from_db()
    assert row.stage == Stage.SCHEDULED.value
    assert OVER in page


def test_a_refusal_is_left_at_that(world: World, bluesky: Channel, now: datetime) -> None:
    row = morning.delivery(bluesky, now=now, status="failed", refused_field="text")
    client = Client()
    client.force_login(world.karim)
    assert f'action="/deliveries/{row.pk}/acknowledgement/"' in client.get("/").content.decode()
    page = client.post(f"/deliveries/{row.pk}/acknowledgement/", follow=True).content.decode()
    assert OVER in page


def test_after_fifteen_minutes_it_is_over_until_one_goes_on(
    world: World, bluesky: Channel, now: datetime
) -> None:
    morning.conversation(bluesky, now=now)
    for _ in range(8):
        morning.did(world.claire, "post.approved", workspace=world.atelier, at=utc_now())
    client = Client()
    client.force_login(world.claire)
    page = client.get("/").content.decode()
    assert OVER in page
    assert '<dt class="meta">Publications</dt><dd class="figure">8</dd>' in page
    assert "16" in page
    page = client.post("/today/longer/", follow=True).content.decode()
    assert in_front(page) == "Léa Bonnet"
    assert "ne continuez que si vous en avez envie" in page
    assert "pour aujourd’hui, la plus urgente" not in page
    assert in_front(client.get("/").content.decode()) == "Léa Bonnet"


def test_going_on_is_for_this_day_in_this_workspace_only(
    world: World, bluesky: Channel, now: datetime
) -> None:
    morning.conversation(bluesky, now=now)
    for _ in range(8):
        morning.did(world.claire, "post.approved", workspace=world.atelier, at=utc_now())
    client = Client()
    client.force_login(world.claire)
    client.post("/today/longer/")
    session = client.session
    for stale in (f"{world.atelier.pk} 2001-01-01", f"{world.flowers.pk} {now.date()}", "?"):
        session["today_longer"] = stale
        session.save()
        assert OVER in client.get("/").content.decode()


# What was done


def test_only_what_this_person_did_here_today_counts(
    world: World, bluesky: Channel, now: datetime
) -> None:
    yesterday = now - timedelta(days=1)
    morning.did(world.claire, "post.approved", workspace=world.atelier, at=yesterday)
    morning.did(world.karim, "post.approved", workspace=world.atelier, at=now)
    morning.did(world.claire, "post.approved", workspace=world.flowers, at=now)
    morning.did(world.claire, "member.invited", workspace=world.atelier, at=now)
    day = queries.today(world.atelier, user=world.claire, role=Role.OWNER, now=now)
    assert day.acts == {}
    morning.did(world.claire, "post.approved", workspace=world.atelier, at=now)
    day = queries.today(world.atelier, user=world.claire, role=Role.OWNER, now=now)
    assert day.acts == {Act.APPROVED: 1}


# What it costs


def many(world: World, bluesky: Channel, now: datetime, number: int) -> None:
    for place in range(number):
        morning.lost_channel(world.atelier, now=now)
        ending = morning.ending_channel(world.atelier, now=now)
        morning.delivery(ending, now=now, status="scheduled", due_at=now + timedelta(days=4))
        morning.channel_to_mend(world.atelier, now=now)
        morning.delivery(bluesky, now=now)
        morning.delivery(bluesky, now=now, status="failed")
        morning.taken_away(bluesky, author=world.claire, now=now)
        morning.conversation(bluesky, now=now, person=f"Personne {place}", hours=place + 1)
        morning.post(bluesky, author=world.karim, now=now)
        morning.did(world.claire, "conversation.done", workspace=world.atelier, at=utc_now())


def queries_for(person: User, path: str = "/") -> int:
    client = Client()
    client.force_login(person)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("role", [Role.OWNER, Role.APPROVER, Role.READER, Role.CLIENT])
def test_the_number_of_queries_does_not_grow_with_what_waits(
    world: World, bluesky: Channel, now: datetime, role: Role
) -> None:
    many(world, bluesky, now, 1)
    few = queries_for(world.member(role))
    many(world, bluesky, now, 11)
    assert queries_for(world.member(role)) == few
    assert few <= 24


def test_a_card_in_front_asks_for_little_more(
    world: World, bluesky: Channel, now: datetime
) -> None:
    many(world, bluesky, now, 1)
    first = queries_for(world.claire)
    row = Conversation.objects.get()
    assert queries_for(world.claire, f"/?card=answer-{row.pk}") <= first + 3


def test_only_the_cards_that_are_shown_are_made(
    world: World, bluesky: Channel, now: datetime
) -> None:
    many(world, bluesky, now, CARDS_SHOWN + 2)
    day = queries.today(world.atelier, user=world.claire, role=Role.OWNER, now=now)
    assert len(day.cards) == CARDS_SHOWN
    assert day.count == 8 * (CARDS_SHOWN + 2)
    assert day.is_cut


def test_counting_stops_where_numbers_no_longer_help(
    world: World, bluesky: Channel, now: datetime
) -> None:
    rows = [
        Conversation(
            workspace=world.atelier,
            channel=bluesky,
            root_id=str(place),
            person_id="lea",
            person_name="Léa Bonnet",
            last_feedback_at=now,
            waiting_since=now,
        )
        for place in range(COUNT_MAX + 20)
    ]
    Conversation.objects.bulk_create(rows)
    counted = waiting.count(world.atelier, role=Role.OWNER, now=now)
    assert counted.by_kind[Kind.ANSWER] == COUNT_MAX
    assert counted.to_do == COUNT_MAX
    page = page_of(world.claire)
    assert "99+" in page
    assert "Bonjour Claire, 99+" in page
