"""A search in a list that filters narrow: both hold, and the walk ends all the same."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from beffroi.core.keyset import Cursor
from beffroi.inbox import filtering, queries
from beffroi.inbox.filtering import Looking
from beffroi.inbox.filters import Filters, Kind, Standing, Whose
from beffroi.inbox.listing import listing
from beffroi.inbox.models import Conversation, ConversationLabel, Label
from beffroi.inbox.search import finding
from beffroi.inbox.tests.desk import Desk, later, make_channel, said
from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from tests.world import World

pytestmark = pytest.mark.django_db

ANY = Standing.ANY


@pytest.fixture
def looking(world: World, desk: Desk) -> Looking:
    return Looking(world.claire.pk, desk.clock(), world.atelier.zone)


@pytest.fixture
def crowd(world: World, desk: Desk, looking: Looking) -> Label:
    """Sixty people, by pairs at the same instant, of all kinds; return a label that some bear."""
    desk.clock.advance(days=1)
    there = Desk(make_channel(world.atelier, "mastodon", now=desk.clock()), desk.clock)
    items: tuple[list[IncomingFeedback], list[IncomingFeedback]] = ([], [])
    kinds = (FeedbackKind.REPLY, FeedbackKind.MENTION, FeedbackKind.REVIEW)
    for number in range(60):
        person = Author(f"did:{number}", f"p{number}.example", f"Personne {number:02}")
        kind = kinds[number % 3]
        stars = number % 5 + 1 if kind is FeedbackKind.REVIEW else None
        at = later(minutes=number // 2)
        item = said(f"f{number}", author=person, kind=kind, stars=stars, created_at=at)
        items[number % 4 == 0].append(item)
    desk.hear(*items[False])
    there.hear(*items[True])
    rows = list(Conversation.objects.order_by("id"))
    label = Label.objects.create(workspace=world.atelier, name="Devis")
    for number, row in enumerate(rows):
        if number % 5 == 0:
            row.status, row.done_at, row.waiting_since = "done", looking.now, None
        elif number % 7 == 0:
            row.snoozed_until = later(days=30)
        if number % 6 == 1:
            row.assignee, row.assigned_at = world.claire, looking.now
        row.save()
        if number % 4 == 2:
            ConversationLabel.objects.create(workspace=world.atelier, conversation=row, label=label)
    return label


def page(
    world: World, filters: Filters, typed: str, looking: Looking, after: Cursor | None = None
) -> queries.Page:
    return queries.page(
        world.atelier,
        status=filtering.status_of(filters.status),
        among=filtering.chosen(world.atelier, filters, looking=looking),
        search=typed,
        after=after,
    )


def walk(world: World, filters: Filters, typed: str, looking: Looking) -> list[str]:
    """Return the names of every page, one after the other."""
    names: list[str] = []
    after: Cursor | None = None
    for _ in range(200):
        shown = page(world, filters, typed, looking, after)
        names.extend(row.name for row in shown.rows)
        after = shown.next
        if after is None:
            return names
    raise AssertionError("the pages never end")


NARROWED = [
    Filters(),
    Filters(status=Standing.DONE),
    Filters(status=Standing.SNOOZED),
    Filters(status=ANY),
    Filters(status=ANY, kind=Kind.REVIEW),
    Filters(status=ANY, stars=(1, 2)),
    Filters(assignee=Whose.ME),
    Filters(status=ANY, assignee=Whose.NOBODY),
    Filters(status=ANY, network="mastodon"),
    Filters(waiting=True),
    Filters(status=ANY, since=date(2026, 9, 14), until=date(2026, 9, 14)),
    Filters(status=ANY, until=date(2026, 9, 13)),
]


@pytest.mark.parametrize("size", [7, 2000])
@pytest.mark.parametrize("filters", NARROWED, ids=lambda filters: filters.query)
def test_pages_show_each_that_both_hold_for_once_newest_first(
    world: World,
    crowd: Label,
    looking: Looking,
    monkeypatch: pytest.MonkeyPatch,
    filters: Filters,
    size: int,
) -> None:
    monkeypatch.setattr(finding, "LOOKED_AT", size)
    monkeypatch.setattr(finding, "_READ", size)
    monkeypatch.setattr(queries, "PAGE_SIZE", 5)
    rows = filtering.chosen(world.atelier, filters, looking=looking)
    newest = rows.order_by("-last_feedback_at", "-id")
    expected = list(newest.values_list("person_name", flat=True))
    for typed in ("ouvert", "-absent", '"ouvert lundi"'):
        assert walk(world, filters, typed, looking) == expected
    there = newest.exclude(channel__network="bluesky")
    expected = list(there.values_list("person_name", flat=True))
    assert walk(world, filters, "personne -bluesky", looking) == expected


def test_a_label_narrows_a_search_too(world: World, crowd: Label, looking: Looking) -> None:
    filters = Filters(status=ANY, label=crowd.pk)
    assert len(walk(world, filters, "personne", looking)) == 15
    assert walk(world, filters, "zorglub", looking) == []


@pytest.mark.parametrize("filters", [Filters(troubled=True), Filters(status=ANY, troubled=True)])
def test_a_filter_that_nobody_meets_does_not_make_the_walk_longer(
    world: World,
    crowd: Label,
    looking: Looking,
    monkeypatch: pytest.MonkeyPatch,
    filters: Filters,
) -> None:
    monkeypatch.setattr(finding, "LOOKED_AT", 20)
    with CaptureQueriesContext(connection) as captured:
        shown = page(world, filters, "-absent", looking)
    assert (shown.rows, shown.is_cut) == ((), True)
    assert len(captured) <= 5


def test_a_search_until_a_day_begins_at_that_day(
    world: World,
    crowd: Label,
    looking: Looking,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = Conversation.objects.earliest("id")
    long_ago = looking.now - timedelta(days=9)
    Conversation.objects.filter(pk=old.pk).update(status="open", last_feedback_at=long_ago)
    monkeypatch.setattr(finding, "LOOKED_AT", 20)
    asked = QueryDict(f"status=any&until={long_ago:%Y-%m-%d}&q=-absent")
    found = listing(world.atelier, asked, user=world.claire, now=looking.now)
    assert [row.id for row in found.page.rows] == [old.pk]
    assert not found.page.is_cut


def test_what_is_looked_at_is_fetched_by_its_id_whatever_narrows_it(
    world: World, crowd: Label, looking: Looking
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by how much there is")
    for filters in (*NARROWED, Filters(label=crowd.pk)):
        narrowed = filtering.chosen(world.atelier, filters, looking=looking)
        place = finding.Place(world.atelier.pk, tuple(Conversation.Status), narrowed)
        plan = place.among(range(300)).explain()
        assert plan.count("inbox_conversation USING INTEGER PRIMARY KEY") == 1
        assert re.search(r"[UV]0 USING INTEGER PRIMARY KEY", plan)
        assert "SCAN" not in plan
