"""What a network's clock says of a try that ours dated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from beffroi.networks.clocks import earliest_of

SINCE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SLACK = timedelta(seconds=170)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize("told", ["", "yesterday", "Thu, 99 Nov 2026 99:99:99 GMT"])
def test_a_date_that_cannot_be_read_leaves_our_clock(told: str) -> None:
    assert earliest_of(told, since=SINCE, now=SINCE + minutes(5)) == SINCE - SLACK


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        (minutes(5), minutes(5), SINCE - SLACK),  # both agree
        (minutes(5), minutes(3), SINCE - SLACK),  # ours is behind: nothing can be earlier
        (minutes(5), minutes(65), SINCE - SLACK - minutes(60)),  # ours is an hour ahead
        (minutes(-50), minutes(10), SINCE - minutes(50) - timedelta(hours=12)),
        (minutes(-50), minutes(-50), SINCE - minutes(50) - timedelta(hours=12)),  # set right
        (timedelta(seconds=-4), minutes(0), SINCE - SLACK - timedelta(seconds=4)),  # rounded
    ],
)
def test_a_clock_that_is_ahead_moves_the_beginning_back(
    theirs: timedelta, ours: timedelta, expected: datetime
) -> None:
    told = format_datetime((SINCE + theirs).astimezone(UTC), usegmt=True)
    assert earliest_of(told, since=SINCE, now=SINCE + ours) == expected
