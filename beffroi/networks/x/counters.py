"""Counters of own posts and of the account. https://docs.x.com/x-api/fundamentals/metrics

Clicks are told for a month only; to ask for them later brings an error beside the post, or instead
of it. Read on 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from beffroi.networks import shapes
from beffroi.networks.contracts import ChannelMetric, Counters, DailyCount
from beffroi.networks.shapes import Record
from beffroi.networks.x import prices
from beffroi.networks.x.client import Session, data_of
from beffroi.networks.x.threads import gone_ids, look_up

_AT_ONCE = 100
_PUBLIC = {"tweet.fields": "public_metrics"}
_ALL = {"tweet.fields": "public_metrics,non_public_metrics"}


def read_counters(session: Session, remote_ids: Sequence[str]) -> Mapping[str, Counters]:
    """Return counters by post; one that is gone is left out."""
    counted: dict[str, Counters] = {}
    for start in range(0, len(remote_ids), _AT_ONCE):
        asked = remote_ids[start : start + _AT_ONCE]
        found, gone = _ask(session, asked, _ALL)
        left_out = [one for one in asked if one not in found and one not in gone]
        if left_out:
            found |= _ask(session, left_out, _PUBLIC)[0]
        counted |= {one: _counters(post) for one, post in found.items()}
    return counted


def read_channel_counters(session: Session, first: date, last: date) -> Sequence[DailyCount]:
    """Return how many follow us now, as what today will have: X tells nothing of other days."""
    today = session.now().date()
    if not first <= today <= last:
        return ()
    params = {"user.fields": "public_metrics"}
    user = data_of(session.read("GET", "/2/users/me", params=params), "user")
    session.pay_reads(prices.USER_READ, [session.account_id])
    followers = shapes.whole(shapes.inner(user, "public_metrics"), "followers_count")
    if followers is None:
        return ()
    return (DailyCount(ChannelMetric.FOLLOWERS, today, followers, is_estimated=True),)


def _ask(
    session: Session, ids: Sequence[str], fields: Mapping[str, str]
) -> tuple[dict[str, Record], set[str]]:
    body = look_up(session, ids, fields)
    posts = shapes.records(body.get("data") or [], "posts")
    found = {str(one.get("id")): one for one in posts}
    session.pay_reads(prices.OWNED_READ, found)
    return found, gone_ids(body)


def _counters(post: Record) -> Counters:
    public = shapes.inner(post, "public_metrics")
    return Counters(
        likes=shapes.whole(public, "like_count"),
        shares=shapes.whole(public, "retweet_count"),
        replies=shapes.whole(public, "reply_count"),
        quotes=shapes.whole(public, "quote_count"),
        views=shapes.whole(public, "impression_count"),
        saves=shapes.whole(public, "bookmark_count"),
        clicks=shapes.whole(shapes.inner(post, "non_public_metrics"), "url_link_clicks"),
    )
