from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from beffroi.channels.models import Channel
from beffroi.company.queries import terms_of
from beffroi.delivery.models import Delivery
from beffroi.inbox.models import Answer, Feedback
from beffroi.reviews import filters, queries
from beffroi.reviews.filters import Answered, Filters, Period, Rated
from beffroi.reviews.tests.desk import answered_elsewhere, answered_here, hear
from tests.clock import FrozenClock
from tests.world import World


def names(page: queries.Page) -> list[str]:
    return [row.name for row in page.rows]


def test_all_sources_stand_in_one_list_newest_first(
    world: World, google: Channel, facebook: Channel, clock: FrozenClock
) -> None:
    hear(google, "Odile", 2, at=clock() - timedelta(days=2))
    hear(facebook, "Nour", True, at=clock() - timedelta(days=1))
    found = queries.page(world.atelier, Filters(), now=clock())
    assert names(found) == ["Nour", "Odile"]
    assert found.next is None


def test_an_answer_counts_once_its_network_has_published_it(
    world: World, google: Channel, clock: FrozenClock
) -> None:
    then = clock() - timedelta(days=2)
    review = hear(google, "Odile", 2, at=then)
    answered_here(review, at=then + timedelta(hours=1), status="failed")
    [row] = queries.page(world.atelier, Filters(), now=clock()).rows
    assert row.answered_at is None
    assert row.delay(terms_of(world.atelier)) is None
    answered_here(review, at=then + timedelta(hours=5))
    [row] = queries.page(world.atelier, Filters(), now=clock()).rows
    assert row.delay(terms_of(world.atelier)) == timedelta(hours=5)


def test_an_answer_given_on_the_site_counts_from_when_it_was_written(
    world: World, google: Channel, clock: FrozenClock
) -> None:
    then = clock() - timedelta(days=2)
    review = hear(google, "Odile", 2, at=then)
    answered_elsewhere(review, at=then + timedelta(hours=3))
    answered_here(review, at=then + timedelta(hours=5))
    [fact] = queries.facts(world.atelier, since=None)
    assert fact.delay(terms_of(world.atelier)) == timedelta(hours=3)
    assert queries.first_answer(review) == then + timedelta(hours=3)


def test_an_answer_that_the_network_rejected_is_none(
    world: World, google: Channel, clock: FrozenClock
) -> None:
    review = hear(google, "Odile", 2, at=clock() - timedelta(days=2))
    answered_elsewhere(review, at=clock(), is_hidden=True)
    assert queries.first_answer(review) is None


def test_thanks_that_left_by_themselves_are_no_answer_nor_is_their_echo(
    world: World, google: Channel, clock: FrozenClock
) -> None:
    review = hear(google, "Odile", 5, at=clock() - timedelta(days=2))
    thanked = answered_here(review, at=clock() - timedelta(days=1))
    Answer.objects.filter(pk=thanked.pk).update(is_automatic=True)
    answered_elsewhere(review, at=clock() - timedelta(days=1))
    echo = Feedback.objects.get(is_ours=True)
    Delivery.objects.filter(pk=thanked.delivery_id).update(remote_id=echo.remote_id)
    assert queries.first_answer(review) is None
    found = queries.page(world.atelier, Filters(answered=Answered.NO), now=clock())
    assert names(found) == ["Odile"]


def test_an_answer_that_was_taken_away_is_none(
    world: World, google: Channel, clock: FrozenClock
) -> None:
    review = hear(google, "Odile", 5, at=clock() - timedelta(days=2))
    answer = answered_here(review, at=clock() - timedelta(days=1))
    gone = Delivery.objects.filter(pk=answer.delivery_id)
    gone.update(taken_away_at=clock(), reason="gone")
    assert queries.first_answer(review) is None


def test_who_deleted_their_review_is_nowhere(
    world: World, google: Channel, clock: FrozenClock
) -> None:
    review = hear(google, "Odile", 2, at=clock())
    Feedback.objects.filter(pk=review.pk).wipe(deleted_at=clock())
    assert queries.page(world.atelier, Filters(), now=clock()).rows == ()
    assert queries.facts(world.atelier, since=None) == []
    assert queries.sources(world.atelier) == []


def test_the_reviews_of_others_are_not_ours(
    world: World, google: Channel, clock: FrozenClock
) -> None:
    hear(google, "Odile", 2, at=clock())
    assert queries.page(world.flowers, Filters(), now=clock()).rows == ()
    assert queries.facts(world.flowers, since=None) == []
    wanted = Filters(source=google.pk)
    assert queries.page(world.flowers, wanted, now=clock()).rows == ()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filters(rated=Rated.BAD), ["Worst", "Against"]),
        (Filters(rated=Rated.GOOD), ["For", "Best"]),
        (Filters(rated=Rated.THREE), ["Middle"]),
        (Filters(answered=Answered.YES), ["Best"]),
        (Filters(answered=Answered.NO), ["Worst", "Against", "For", "Middle"]),
        (Filters(rated=Rated.GOOD, answered=Answered.NO), ["For"]),
        (Filters(period=Period.MONTH), ["Worst", "Against", "For"]),
        (Filters(period=Period.ALL, rated=Rated.ONE), ["Worst", "Old"]),
    ],
)
def test_filters_narrow_the_list(
    world: World,
    google: Channel,
    facebook: Channel,
    clock: FrozenClock,
    wanted: Filters,
    expected: list[str],
) -> None:
    now = clock()
    hear(google, "Worst", 1, at=now - timedelta(days=1))
    hear(facebook, "Against", False, at=now - timedelta(days=2))
    hear(facebook, "For", True, at=now - timedelta(days=3))
    hear(google, "Middle", 3, at=now - timedelta(days=40))
    best = hear(google, "Best", 5, at=now - timedelta(days=50))
    answered_here(best, at=now - timedelta(days=49))
    hear(google, "Old", 1, at=now - timedelta(days=700))
    assert names(queries.page(world.atelier, wanted, now=now)) == expected


def test_the_source_narrows_the_list(
    world: World, google: Channel, facebook: Channel, clock: FrozenClock
) -> None:
    hear(google, "Odile", 2, at=clock())
    hear(facebook, "Nour", True, at=clock())
    assert names(queries.page(world.atelier, Filters(source=facebook.pk), now=clock())) == ["Nour"]


def test_a_long_list_goes_on_after_its_last_row_even_at_the_same_instant(
    world: World, google: Channel, clock: FrozenClock
) -> None:
    for number in range(queries.PAGE_SIZE + 3):
        hear(google, f"Client {number}", 5, at=clock())
    first = queries.page(world.atelier, Filters(), now=clock())
    second = queries.page(world.atelier, Filters(), now=clock(), after=first.next)
    assert len(first.rows) == queries.PAGE_SIZE
    assert len({*names(first), *names(second)}) == queries.PAGE_SIZE + 3
    assert second.next is None


def test_each_reading_is_one_query(
    world: World,
    google: Channel,
    clock: FrozenClock,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(5):
        hear(google, f"Client {number}", 5, at=clock())
    with django_assert_num_queries(3):
        queries.page(world.atelier, Filters(), now=clock())
        queries.facts(world.atelier, since=None)
        queries.sources(world.atelier)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({}, Filters()),
        ({"period": "30", "stars": "bad"}, Filters(Period.MONTH, rated=Rated.BAD)),
        ({"period": "7", "stars": "6", "source": "x", "answered": "maybe"}, Filters()),
        ({"source": "9" * 30}, Filters()),
        ({"source": "12", "answered": "no"}, Filters(source=12, answered=Answered.NO)),
    ],
)
def test_an_address_is_read_and_nonsense_passed_over(
    query: dict[str, str], wanted: Filters
) -> None:
    assert filters.read(query) == wanted


def test_filters_are_written_as_they_are_read() -> None:
    wanted = Filters(Period.ALL, source=3, rated=Rated.GOOD, answered=Answered.NO)
    pairs = dict(pair.split("=") for pair in wanted.query.split("&"))
    assert filters.read(pairs) == wanted
    assert Filters().query == ""
