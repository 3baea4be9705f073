"""What networks tell, in the words of this app. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from beffroi.insight.rules import Counted
from beffroi.networks.contracts import ChannelMetric, Counters

#: By what a network tells of a channel.
OF_CHANNELS: Mapping[ChannelMetric, Counted] = {
    ChannelMetric.FOLLOWERS: Counted.FOLLOWERS,
    ChannelMetric.FOLLOWERS_GAINED: Counted.FOLLOWERS_GAINED,
    ChannelMetric.FOLLOWERS_LOST: Counted.FOLLOWERS_LOST,
    ChannelMetric.VIEWS: Counted.IMPRESSIONS,
    ChannelMetric.REACH: Counted.REACH,
    ChannelMetric.ENGAGEMENTS: Counted.INTERACTIONS,
    ChannelMetric.CLICKS: Counted.LINK_CLICKS,
    ChannelMetric.WATCH_SECONDS: Counted.WATCH_SECONDS,
    ChannelMetric.CALLS: Counted.CALLS,
    ChannelMetric.DIRECTIONS: Counted.DIRECTIONS,
    ChannelMetric.SITE_VISITS: Counted.SITE_VISITS,
    ChannelMetric.REVIEWS: Counted.REVIEWS,
    ChannelMetric.RATING_HUNDREDTHS: Counted.RATING_HUNDREDTHS,
}


def totals(counters: Counters) -> dict[Counted, int]:
    """Return what a network tells of one post; what it does not tell is absent, and not 0."""
    told = {
        Counted.IMPRESSIONS: counters.views,
        Counted.REACH: counters.reach,
        Counted.REACTIONS: counters.likes,
        Counted.COMMENTS: counters.replies,
        Counted.SHARES: counters.shares,
        Counted.QUOTES: counters.quotes,
        Counted.SAVES: counters.saves,
        Counted.LINK_CLICKS: counters.clicks,
        Counted.WATCH_SECONDS: counters.watch_seconds,
    }
    return {counted: value for counted, value in told.items() if value is not None}
