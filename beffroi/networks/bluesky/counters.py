"""How many follow the account. https://docs.bsky.app/docs/api/app-bsky-actor-get-profile

Of a whole account the app view tells nothing else that people do, and nothing of other days; it may
leave this out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from beffroi.networks import shapes
from beffroi.networks.contracts import ChannelMetric, DailyCount
from beffroi.networks.json_text import JSON

#: Asks the app view.
Ask = Callable[[str, Mapping[str, Any]], dict[str, JSON]]


def read_channel_counters(
    ask: Ask, did: str, first: date, last: date, *, today: date
) -> Sequence[DailyCount]:
    """Return how many follow us now, as what `today` has; nothing of other days."""
    if not first <= today <= last:
        return ()
    followers = shapes.count(ask("app.bsky.actor.getProfile", {"actor": did}), "followersCount")
    return () if followers is None else (DailyCount(ChannelMetric.FOLLOWERS, today, followers),)
