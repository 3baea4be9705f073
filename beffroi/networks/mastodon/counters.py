"""How many follow the account. https://docs.joinmastodon.org/entities/Account/

Of a whole account a server tells nothing else, and nothing of other days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from beffroi.networks import shapes
from beffroi.networks.contracts import ChannelMetric, DailyCount
from beffroi.networks.mastodon.client import Instance


def read_channel_counters(
    instance: Instance, first: date, last: date, *, today: date
) -> Sequence[DailyCount]:
    """Return how many follow us now, as what `today` has; nothing of other days."""
    if not first <= today <= last:
        return ()
    answer = instance.read("GET", "/api/v1/accounts/verify_credentials")
    followers = shapes.count(shapes.record(answer.data, "account"), "followers_count")
    return () if followers is None else (DailyCount(ChannelMetric.FOLLOWERS, today, followers),)
