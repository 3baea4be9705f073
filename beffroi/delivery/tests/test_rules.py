from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.delivery import rules
from beffroi.delivery.rules import FINAL, TRANSITIONS, Status
from beffroi.networks.errors import NetworkUnavailable, QuotaExhausted, RateLimited

NOW = datetime(2026, 9, 14, 8, tzinfo=UTC)


def test_every_state_can_be_reached() -> None:
    reached, frontier = {Status.SCHEDULED}, [Status.SCHEDULED]
    while frontier:
        for state in TRANSITIONS[frontier.pop()] - reached:
            reached.add(state)
            frontier.append(state)
    assert reached == set(Status)


def test_every_open_state_has_an_exit_and_no_final_one_has() -> None:
    assert {state for state in Status if not TRANSITIONS[state]} == set(FINAL)


def test_nothing_leads_back_to_the_network_from_doubt_without_a_lookup_or_a_person() -> None:
    assert Status.SCHEDULED not in TRANSITIONS[Status.UNKNOWN]
    assert Status.LEASED not in TRANSITIONS[Status.UNKNOWN] | TRANSITIONS[Status.RECONCILING]
    assert Status.SENDING not in TRANSITIONS[Status.UNKNOWN] | TRANSITIONS[Status.RECONCILING]


@given(st.integers(min_value=1, max_value=10_000))
def test_backoff_grows_and_stays_bounded(tries: int) -> None:
    assert timedelta(0) < rules.backoff(tries) <= rules.backoff(tries + 1) <= timedelta(minutes=10)


@pytest.mark.parametrize(
    ("late_by", "is_late"),
    [
        (timedelta(hours=2), False),
        (timedelta(hours=2, seconds=1), True),
        (timedelta(hours=-1), False),
    ],
)
def test_lateness_begins_after_the_tolerance(late_by: timedelta, is_late: bool) -> None:
    assert rules.is_late(due_at=NOW - late_by, now=NOW) is is_late


def test_the_networks_own_wait_is_obeyed() -> None:
    error = RateLimited("429", retry_after_seconds=600)
    assert rules.wake_after(error, tries=1, now=NOW) == NOW + timedelta(seconds=600)


def test_a_wait_of_zero_does_not_make_a_busy_loop() -> None:
    assert rules.wake_after(RateLimited("429", retry_after_seconds=0), tries=1, now=NOW) > NOW


def test_a_quota_is_awaited_until_its_end() -> None:
    until = NOW + timedelta(hours=5)
    assert rules.wake_after(QuotaExhausted("day", until=until), tries=1, now=NOW) == until


def test_a_quota_that_ended_in_the_past_still_waits_a_little() -> None:
    past = QuotaExhausted("day", until=NOW - timedelta(hours=1))
    assert rules.wake_after(past, tries=1, now=NOW) > NOW


def test_an_absent_network_is_left_alone_longer_and_longer() -> None:
    error = NetworkUnavailable("refused")
    waits = [rules.wake_after(error, tries=tries, now=NOW) - NOW for tries in (1, 2, 3)]
    assert waits == sorted(waits)
    assert waits[0] < waits[2]
