from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.inbox.filters import Filters, Kind, Parsed, Standing, Whose, parse, parse_query

EVERY = [
    Filters(),
    Filters(status=Standing.DONE),
    Filters(status=Standing.SNOOZED, assignee=Whose.ME),
    Filters(status=Standing.ANY, kind=Kind.REVIEW, stars=(1, 2)),
    Filters(channel=7, network="google_business", assignee=12, label=3),
    Filters(waiting=True, troubled=True, since=date(2026, 2, 28), until=date(2026, 3, 1)),
]


def read(query: str) -> Parsed:
    return parse(parse_qs(query, keep_blank_values=True), besides={"q", "after"})


@pytest.mark.parametrize("filters", EVERY, ids=lambda one: one.query or "nothing")
def test_what_is_written_is_read_again(filters: Filters) -> None:
    assert read(filters.query) == Parsed(filters)
    assert parse_query(filters.query) == filters


@given(
    st.builds(
        Filters,
        status=st.sampled_from(Standing),
        channel=st.none() | st.integers(1, 2**63 - 1),
        kind=st.none() | st.sampled_from(Kind),
        assignee=st.none() | st.sampled_from(Whose) | st.integers(1, 2**63 - 1),
        stars=st.lists(st.integers(1, 5), unique=True).map(lambda found: tuple(sorted(found))),
        since=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        waiting=st.booleans(),
    )
)
def test_any_filters_survive_an_address(filters: Filters) -> None:
    assert read(filters.query).filters == filters


@given(st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=20), max_size=3)))
def test_whatever_is_typed_gives_a_list(asked: dict[str, list[str]]) -> None:
    assert len(parse(asked).ignored) <= 5


@pytest.mark.parametrize(
    "typed",
    [
        "status=closed",
        "kind=letter",
        "channel=0",
        "channel=-1",
        "channel=9999999999999999999",
        "channel=１２",
        "assignee=everybody",
        "label=x",
        "stars=6",
        "stars=1,b",
        "waiting=perhaps",
        "since=2026-02-30",
        "until=0001-01-01",
        "network=<b>",
        "colour=red",
    ],
)
def test_what_makes_no_sense_is_passed_over_and_said(typed: str) -> None:
    assert read(typed) == Parsed(Filters(), (typed,))


def test_a_long_nonsense_is_said_in_short() -> None:
    [said] = read(f"status={'x' * 1000}").ignored
    assert len(said) == 40


def test_fields_left_empty_narrow_nothing_and_are_not_spoken_of() -> None:
    assert read("status=open&kind=&channel=&since=") == Parsed(Filters())


def test_the_first_addresses_of_what_is_done_still_lead_there() -> None:
    assert read("done").filters == Filters(status=Standing.DONE)
    assert read("done=&status=any").filters == Filters(status=Standing.ANY)


def test_what_others_read_is_no_filter() -> None:
    assert read("q=pain&after=x") == Parsed(Filters())


def test_each_can_be_taken_away() -> None:
    filters = Filters(kind=Kind.REVIEW, stars=(1,))
    assert filters.without("stars") == Filters(kind=Kind.REVIEW)
    assert filters.narrowing == ("kind", "stars")
