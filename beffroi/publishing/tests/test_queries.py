from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.core.keyset import Cursor
from beffroi.publishing import queries
from beffroi.publishing.calendar import Month
from beffroi.publishing.models import Post
from beffroi.publishing.queries import parse_cursor
from beffroi.publishing.states import PostState
from beffroi.publishing.tests.conftest import Enter
from beffroi.publishing.tests.desk import TOMORROW_UTC, Desk, deliveries_of, draft_of, settle
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db


def counted(client: Client, address: str) -> int:
    """Return how many queries a page takes, once all that is remembered is."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.fixture
def fill(desk: Desk, both: list[Channel]) -> Callable[[int], None]:
    """Fill every list and one day with posts of two channels and two pictures."""
    pictures = [(desk.picture(), "Un pain"), (desk.picture(), "Deux pains")]

    def filled(count: int) -> None:
        draft = draft_of("Bonjour", both, at="2026-09-15T10:00", files=pictures)
        for _ in range(count):
            desk.write(draft)
            desk.submit(draft)
            desk.schedule(draft)

    return filled


@pytest.mark.usefixtures("frozen_views")
@pytest.mark.parametrize(("address", "most"), [("/calendar/?day=2026-09-15", 14), ("/posts/", 19)])
def test_a_page_of_posts_takes_as_many_queries_for_one_as_for_many(
    fill: Callable[[int], None], enter: Enter, address: str, most: int
) -> None:
    ines = enter("ines")
    fill(1)
    few = counted(ines, address)
    fill(5)
    assert counted(ines, address) == few <= most


@pytest.mark.usefixtures("frozen_views")
@pytest.mark.parametrize(("name", "most"), [("ines", 16), ("claire", 16)])
def test_the_page_of_a_post_takes_as_many_queries_for_one_channel_as_for_many(
    desk: Desk,
    bluesky: Channel,
    mastodon: Channel,
    enter: Enter,
    name: str,
    most: int,
) -> None:
    client, pictures = enter(name), [(desk.picture(), "Un pain") for _ in range(4)]
    small = desk.submit(draft_of("Bonjour", [bluesky], at="2026-09-15T10:00", files=pictures[:1]))
    large = desk.submit(
        draft_of(
            "Bonjour",
            [bluesky, mastodon],
            at="2026-09-15T10:00",
            files=pictures,
        )
    )
    few = counted(client, f"/posts/{small.pk}/")
    assert counted(client, f"/posts/{large.pk}/") == few <= most


def test_the_calendar_counts_the_month_and_shows_its_weeks(
    desk: Desk, both: list[Channel], world: World
) -> None:
    desk.schedule(draft_of("Septembre", both, at="2026-09-30T23:30"))
    desk.write(draft_of("Octobre", both, at="2026-10-01T00:30"))
    desk.write(draft_of("Sans date", both))
    shown = queries.calendar_page(
        world.atelier, Month(2026, 9), today=date(2026, 9, 14), selected=date(2026, 9, 30)
    )
    days = {day.day: day for week in shown.weeks for day in week}
    assert [row.post.text for row in days[date(2026, 9, 30)].rows] == ["Septembre"]
    assert [row.post.text for row in days[date(2026, 10, 1)].rows] == ["Octobre"]
    assert (shown.total, shown.tally) == (1, ((PostState.SCHEDULED, 1),))
    assert shown.selected == days[date(2026, 9, 30)]
    assert days[date(2026, 9, 14)].is_today
    assert days[date(2026, 9, 13)].is_past


def test_what_only_lost_channels_would_take_is_planned_and_does_not_leave(
    desk: Desk, both: list[Channel], world: World, clock: FrozenClock
) -> None:
    desk.schedule(draft_of("Sur les deux", both, at="2026-09-18T10:00"))
    desk.schedule(draft_of("Sur le premier", both[:1], at="2026-09-19T10:00"))
    both[0].status, both[0].lost_at = "needs_reconnection", clock()
    both[0].save()

    def texts(rows: list[queries.PostRow]) -> list[str]:
        return [row.post.text for row in rows]

    planned = queries.upcoming(world.atelier, now=clock(), limit=5)
    assert texts(planned) == ["Sur les deux", "Sur le premier"]
    assert texts(queries.leaving(world.atelier, now=clock(), limit=5)) == ["Sur les deux"]


def test_lists_hold_each_post_once_in_its_place(
    desk: Desk, both: list[Channel], world: World, clock: FrozenClock
) -> None:
    for text in ("Un", "Deux"):
        clock.advance(minutes=1)
        desk.write(draft_of(f"Brouillon {text}", both))
    desk.submit(draft_of("Tard", both, at="2026-09-20T10:00"))
    desk.submit(draft_of("Tôt", both, at="2026-09-16T10:00"))
    left = desk.schedule(draft_of("Parti", both, at="2026-09-15T10:00"))
    desk.schedule(draft_of("À venir", both, at="2026-09-18T10:00"))
    now = clock.advance(days=2)

    def texts(rows: list[queries.PostRow]) -> list[str]:
        return [row.post.text for row in rows]

    assert texts(queries.drafts(world.atelier)) == ["Brouillon Deux", "Brouillon Un"]
    assert texts(queries.submitted(world.atelier)) == ["Tôt", "Tard"]
    assert texts(queries.upcoming(world.atelier, now=now, limit=5)) == ["À venir"]
    assert texts(queries.past(world.atelier, now=now)[0]) == ["Parti"]
    assert queries.put_away(world.atelier) == []
    assert queries.drafts(world.flowers) == []
    settle(deliveries_of(left)[0], status="failed")
    assert queries.failed(world.atelier) == [left]
    settle(deliveries_of(left)[0], settled_at=now)
    assert queries.failed(world.atelier) == []


def test_only_what_is_not_deleted_counts_as_a_post(desk: Desk, world: World) -> None:
    assert not queries.has_posts(world.atelier)
    post = desk.write(draft_of("Bonjour", []))
    assert queries.has_posts(world.atelier)
    Post.objects.filter(pk=post.pk).update(stage="deleted")
    assert not queries.has_posts(world.atelier)


def test_channels_of_one_network_are_told_apart_by_their_handle(
    bluesky: Channel, mastodon: Channel, world: World
) -> None:
    second = Channel.objects.create(
        workspace=world.atelier,
        network="bluesky",
        origin="https://bluesky.example",
        account_id="2",
        handle="cafe.example",
        verified_at=utc_now(),
        connected_at=utc_now(),
    )
    assert queries.channel_names([bluesky, mastodon, second]) == {
        bluesky.pk: "Bluesky (@atelier-martin.example)",
        mastodon.pk: "Mastodon",
        second.pk: "Bluesky (@cafe.example)",
    }


def test_a_cursor_is_read_as_it_was_written() -> None:
    cursor = Cursor(TOMORROW_UTC, 12)
    assert parse_cursor(str(cursor)) == cursor
