"""The pause of all posts as people meet it: begun, said everywhere, chosen from, ended, undone."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beffroi.channels.models import Channel
from beffroi.delivery import pausing as delivery_pausing
from beffroi.delivery.models import Delivery, Pause
from beffroi.publishing import pausing, queries
from beffroi.publishing.models import Post
from beffroi.publishing.states import PostState
from beffroi.publishing.tests.browsing import page
from beffroi.publishing.tests.conftest import Enter
from beffroi.publishing.tests.desk import TOMORROW, Desk, deliveries_of, draft_of
from beffroi.publishing.tests.test_views import follow
from beffroi.workspaces.rules import Permission, Role, may
from tests.clock import FrozenClock
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "frozen_views")]


@pytest.fixture
def open_pause(world: World, clock: FrozenClock) -> Pause:
    return delivery_pausing.pause(world.atelier, why="La file", actor=world.karim, now=clock())


def state_of(post: Post) -> PostState:
    return queries.state_of(post)


def test_one_press_pauses_all_posts_and_another_takes_it_back(
    scheduled: Post, karim: Client
) -> None:
    told = follow(karim, "/posts/pause/beginning/", why="La  file\n du samedi")
    pause = Pause.objects.get()
    assert "All posts are paused. Answers go on." in told
    assert pause.why == "La file du samedi"
    assert state_of(scheduled) is PostState.PAUSED
    [undo] = re.findall(r'action="(/posts/pause/\d+/undo/)"', told)
    assert "as if there had been no pause" in follow(karim, undo)
    assert state_of(scheduled) is PostState.SCHEDULED


def test_it_is_said_wherever_posts_are_with_since_when_and_by_whom(
    scheduled: Post, open_pause: Pause, claire: Client
) -> None:
    for address in (
        "/",
        "/calendar/",
        "/calendar/?day=2026-09-15",
        "/posts/",
        "/posts/new/?key=0b1d6a62-3e55-4a63-9a5e-1f3e5e0f0c11",
        f"/posts/{scheduled.pk}/",
    ):
        told = page(claire.get(address, follow=True))
        assert "All posts are paused since" in told, address
        assert "by Karim" in told
        assert "La file" in told
        assert f"/posts/pause/{open_pause.pk}/end/" in told


def test_without_a_pause_nothing_of_it_is_said(scheduled: Post, claire: Client) -> None:
    for address in ("/", "/calendar/", "/posts/", f"/posts/{scheduled.pk}/"):
        assert "All posts are paused" not in page(claire.get(address, follow=True))


def test_a_paused_post_says_so_in_place_of_when_it_leaves(
    scheduled: Post, open_pause: Pause, enter: Enter
) -> None:
    told = page(enter("ines").get(f"/posts/{scheduled.pk}/"))
    assert "it stays while posts are paused" in told
    assert "It leaves" not in told
    [row, _other] = Delivery.objects.order_by("id")
    assert "it waits until somebody ends the pause" in page(
        enter("ines").get(f"/deliveries/{row.pk}/")
    )


def test_chosen_posts_leave_all_the_same_and_can_be_kept_back(
    desk: Desk, both: list[Channel], open_pause: Pause, karim: Client
) -> None:
    service = desk.schedule(draft_of("Ouvert dimanche", both, at=TOMORROW))
    party = desk.schedule(draft_of("Bonne fête", both, at=TOMORROW))
    choice = f"/posts/pause/{open_pause.pk}/choice/"
    told = follow(karim, choice, post=[str(service.pk)])
    assert "What you chose leaves" in told
    assert (state_of(service), state_of(party)) == (PostState.SCHEDULED, PostState.PAUSED)
    assert {row.let_through_id for row in deliveries_of(service)} == {open_pause.pk}
    assert "Kept back" in follow(karim, choice, post=[str(service.pk)], intent="keep")
    assert state_of(service) is PostState.PAUSED


@pytest.mark.parametrize("sent", [[], ["x"], ["９"], ["1" * 40], ["-1"], ["\0"]])
def test_a_choice_of_nothing_that_is_a_post_asks_for_one(
    sent: list[str], scheduled: Post, open_pause: Pause, karim: Client
) -> None:
    for address in (f"/posts/pause/{open_pause.pk}/choice/", "/posts/pause/decision/"):
        assert "Choose at least one post." in follow(karim, address, post=sent)
    assert state_of(scheduled) is PostState.PAUSED


def test_a_post_of_another_workspace_is_not_let_through(
    scheduled: Post, world: World, clock: FrozenClock, enter: Enter
) -> None:
    theirs = delivery_pausing.pause(world.flowers, why="", actor=world.zoe, now=clock())
    told = follow(enter("zoe"), f"/posts/pause/{theirs.pk}/choice/", post=[str(scheduled.pk)])
    assert "nothing was changed" in told
    assert not Delivery.objects.filter(let_through__isnull=False).exists()


def test_the_end_leads_to_what_is_past_its_hour_and_several_are_decided_at_once(
    desk: Desk, both: list[Channel], open_pause: Pause, clock: FrozenClock, karim: Client
) -> None:
    posts = [desk.schedule(draft_of(text, both, at=TOMORROW)) for text in ("Un", "Deux", "Trois")]
    clock.advance(days=2)
    told = follow(karim, f"/posts/pause/{open_pause.pk}/end/")
    assert "6 posts are past their hour" in told
    assert "Past their hour: do they still make sense?" in told
    assert {state_of(post) for post in posts} == {PostState.HELD}
    sent = [str(post.pk) for post in posts]
    assert "leaves now" in follow(karim, "/posts/pause/decision/", post=sent[:2])
    assert "Given up" in follow(karim, "/posts/pause/decision/", post=sent[2:], intent="abandon")
    states = [state_of(post) for post in posts]
    assert states == [PostState.SCHEDULED, PostState.SCHEDULED, PostState.CANCELLED]
    assert "settled in the meantime" in follow(karim, "/posts/pause/decision/", post=sent)


def test_the_end_can_be_taken_back(scheduled: Post, open_pause: Pause, karim: Client) -> None:
    told = follow(karim, f"/posts/pause/{open_pause.pk}/end/", next="/calendar/")
    assert "The pause is over. What is to come leaves at its hour." in told
    [undo] = re.findall(r'action="(/posts/pause/\d+/return/)"', told)
    assert "All posts are paused again." in follow(karim, undo)
    assert state_of(scheduled) is PostState.PAUSED


def test_what_is_too_late_to_take_back_is_said(
    open_pause: Pause, clock: FrozenClock, karim: Client
) -> None:
    clock.advance(hours=1)
    assert "end the pause" in follow(karim, f"/posts/pause/{open_pause.pk}/undo/")
    follow(karim, f"/posts/pause/{open_pause.pk}/end/")
    clock.advance(hours=1)
    told = follow(karim, f"/posts/pause/{open_pause.pk}/return/")
    assert "Pause all posts anew" in told
    assert "ended already" in follow(karim, f"/posts/pause/{open_pause.pk}/end/")


def test_a_reason_that_is_too_long_is_refused_in_words(karim: Client) -> None:
    answer = karim.post("/posts/pause/beginning/", {"why": "x" * 201})
    assert answer.status_code == 422
    assert not Pause.objects.exists()


def test_pausing_twice_keeps_the_first(open_pause: Pause, karim: Client) -> None:
    assert "paused already" in follow(karim, "/posts/pause/beginning/", why="Autre")
    assert Pause.objects.get().why == "La file"


def test_a_way_back_leads_nowhere_else(open_pause: Pause, karim: Client) -> None:
    answer = karim.post(f"/posts/pause/{open_pause.pk}/end/", {"next": "https://evil.example/"})
    assert answer.headers["Location"] == "/posts/pause/"


@pytest.mark.parametrize("role", Role)
def test_each_role_pauses_or_reads(
    role: Role, scheduled: Post, world: World, clock: FrozenClock
) -> None:
    client, writes = Client(), may(role, Permission.WRITE_POSTS)
    client.force_login(world.member(role))
    assert ("/posts/pause/beginning/" in page(client.get("/posts/pause/"))) == writes
    assert client.post("/posts/pause/beginning/").status_code == (302 if writes else 403)
    pause = delivery_pausing.pause(world.atelier, why="", actor=world.karim, now=clock())
    told = page(client.get("/posts/pause/"))
    assert "Bonjour" in told
    for act in ("end", "undo", "choice", "return"):
        assert (f"/posts/pause/{pause.pk}/end/" in told) == writes
        answer = client.post(f"/posts/pause/{pause.pk}/{act}/")
        assert (answer.status_code == 403) == (not writes), act


def test_the_page_takes_as_many_queries_for_one_post_as_for_many(
    desk: Desk, both: list[Channel], open_pause: Pause, karim: Client, clock: FrozenClock
) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert karim.get("/posts/pause/").status_code == 200
        return len(caught)

    def fill(number: int) -> None:
        for _ in range(number):
            free = desk.schedule(draft_of("Libre", both, at=TOMORROW))
            desk.schedule(draft_of("Gardé", both, at=TOMORROW))
            pausing.let_through(open_pause, [free.pk], actor=desk.author, now=clock())

    fill(1)
    karim.get("/posts/pause/")
    few = counted()
    fill(5)
    assert counted() == few <= 20
