from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from beffroi.inbox import filtering
from beffroi.inbox.filtering import Looking
from beffroi.inbox.filters import Filters, Kind, Standing, Whose
from beffroi.inbox.models import Conversation, ConversationLabel, Label
from beffroi.inbox.tests.browsing import INBOX, browser_of, shown
from beffroi.inbox.tests.desk import NOUR, THEN, Desk, later, make_channel, said, settle
from beffroi.networks.contracts import Author, FeedbackKind
from tests.world import World

pytestmark = pytest.mark.django_db

PAUL = Author("did:paul", "paul.example", "Paul Roux")
Found = Callable[[Filters], set[str]]


@pytest.fixture
def looking(world: World, desk: Desk) -> Looking:
    return Looking(world.claire.pk, desk.clock(), ZoneInfo("Europe/Paris"))


@pytest.fixture
def found(world: World, desk: Desk, looking: Looking) -> Found:
    """Three people: Odile asks, Nour rates, Paul is settled."""
    desk.hear(
        said("f1"),
        said("r1", author=NOUR, kind=FeedbackKind.REVIEW, stars=2, created_at=later(hours=-24)),
        said("m1", author=PAUL, kind=FeedbackKind.MENTION),
    )
    settle(desk.conversation(PAUL), actor=world.claire, now=desk.clock())

    def names(filters: Filters) -> set[str]:
        rows = filtering.chosen(world.atelier, filters, looking=looking)
        return {row.person_name.split()[0] for row in rows}

    return names


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), {"Odile", "Nour"}),
        (Filters(status=Standing.DONE), {"Paul"}),
        (Filters(status=Standing.ANY), {"Odile", "Nour", "Paul"}),
        (Filters(status=Standing.SNOOZED), set()),
        (Filters(kind=Kind.COMMENT), {"Odile"}),
        (Filters(kind=Kind.REVIEW), {"Nour"}),
        (Filters(status=Standing.ANY, kind=Kind.MENTION), {"Paul"}),
        (Filters(kind=Kind.MESSAGE), set()),
        (Filters(stars=(1, 2)), {"Nour"}),
        (Filters(stars=(5,)), set()),
        (Filters(status=Standing.ANY, waiting=True), {"Odile", "Nour"}),
        (Filters(troubled=True), set()),
        (Filters(network="bluesky"), {"Odile", "Nour"}),
        (Filters(network="mastodon"), set()),
        (Filters(since=date(2026, 9, 14)), {"Odile"}),
        (Filters(until=date(2026, 9, 13)), {"Nour"}),
        (Filters(since=date(2026, 9, 13), until=date(2026, 9, 14)), {"Odile", "Nour"}),
    ],
    ids=lambda one: one.query if isinstance(one, Filters) else "",
)
def test_each_filter_keeps_what_it_says(found: Found, filters: Filters, names: set[str]) -> None:
    assert found(filters) == names


def test_a_channel_an_assignee_and_a_label_are_filters_too(
    found: Found, world: World, desk: Desk
) -> None:
    odile = desk.conversation()
    other = make_channel(world.atelier, "mastodon", now=desk.clock())
    assert found(Filters(channel=desk.channel.pk)) == {"Odile", "Nour"}
    assert found(Filters(channel=other.pk)) == set()
    Conversation.objects.filter(pk=odile.pk).update(assignee=world.claire, assigned_at=desk.clock())
    assert found(Filters(assignee=Whose.ME)) == {"Odile"}
    assert found(Filters(assignee=world.claire.pk)) == {"Odile"}
    assert found(Filters(assignee=Whose.NOBODY)) == {"Nour"}
    label = Label.objects.create(workspace=world.atelier, name="Devis")
    ConversationLabel.objects.create(workspace=world.atelier, conversation=odile, label=label)
    assert found(Filters(label=label.pk)) == {"Odile"}
    Label.objects.update(deleted_at=desk.clock())
    assert found(Filters(label=label.pk)) == set()


def test_what_is_put_aside_comes_back_at_its_time_by_itself(
    found: Found, world: World, desk: Desk, looking: Looking
) -> None:
    until = desk.clock() + timedelta(hours=3)
    Conversation.objects.filter(pk=desk.conversation().pk).update(snoozed_until=until)
    assert found(Filters()) == {"Nour"}
    assert found(Filters(status=Standing.SNOOZED)) == {"Odile"}
    for moment, number in ((until - timedelta(seconds=1), 1), (until, 2)):
        at_last = Looking(world.claire.pk, moment, looking.zone)
        assert filtering.chosen(world.atelier, Filters(), looking=at_last).count() == number
        assert filtering.counts(world.atelier, looking=at_last)["to_answer"] == number


def test_all_views_are_counted_in_one_query(
    found: Found,
    world: World,
    desk: Desk,
    looking: Looking,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Conversation.objects.filter(pk=desk.conversation(NOUR).pk).update(
        assignee=world.claire, assigned_at=desk.clock()
    )
    filtering.counts(world.atelier, looking=looking)
    with django_assert_num_queries(1):
        counted = filtering.counts(world.atelier, looking=looking)
    assert counted == {"to_answer": 2, "to_check": 0, "mine": 1, "reviews": 1, "snoozed": 0}


def test_another_workspace_shows_and_counts_none_of_it(
    found: Found, world: World, looking: Looking
) -> None:
    anything = Filters(status=Standing.ANY)
    assert not filtering.chosen(world.garage, anything, looking=looking).exists()
    assert set(filtering.counts(world.garage, looking=looking).values()) == {0}


def test_a_day_begins_at_midnight_of_the_workspace(found: Found, desk: Desk) -> None:
    assert THEN.hour == 7
    desk.hear(said("late", author=Author("did:4", "l.example", "Luc"), created_at=later(hours=16)))
    # 23:00 UTC on the 14th is 1:00 on the 15th in Paris.
    assert found(Filters(since=date(2026, 9, 15), status=Standing.ANY)) <= {"Luc"}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("assignee=me", "Nothing is assigned to you"),
        ("status=any&kind=review", "No review yet"),
        ("status=snoozed", "Nothing is put aside"),
        ("kind=mention", "Nothing with these filters"),
        ("kind=mention&q=pain", "Nothing in this list holds “pain”."),
        ("status=done", "Nothing done yet"),
        ("", "Nobody waits for you"),
    ],
)
def test_an_empty_list_says_what_would_stand_there(world: World, asked: str, sentence: str) -> None:
    assert sentence in shown(browser_of(world.claire).get(f"{INBOX}?{asked}"))
