"""Who follows the companies and reacts to what they post, and what the product counts of it."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from zlib import crc32

from beffroi.channels.models import Channel
from beffroi.demo.networks import ATELIER, CYCLES, GARAGE, Village
from beffroi.insight import actions
from beffroi.insight.collecting import read_posts
from beffroi.networks.simulation_crowd import Crowd
from beffroi.workspaces.models import User

#: Followers on Bluesky when the story begins, and how many more come each week.
_ON_BLUESKY = {ATELIER: (486, 9), CYCLES: (312, 4), GARAGE: (97, 1)}
_ON_MASTODON = (231, 3)
#: How far back a company's own table of followers goes.
_TABLE_DAYS = 120
#: What a place is counted for on an ordinary day, at most.
_OF_PLACE = {
    "BUSINESS_IMPRESSIONS_DESKTOP_MAPS": 9,
    "BUSINESS_IMPRESSIONS_DESKTOP_SEARCH": 31,
    "BUSINESS_IMPRESSIONS_MOBILE_MAPS": 48,
    "BUSINESS_IMPRESSIONS_MOBILE_SEARCH": 85,
    "CALL_CLICKS": 5,
    "BUSINESS_DIRECTION_REQUESTS": 11,
    "WEBSITE_CLICKS": 8,
}
_SATURDAY = 5


def gather(village: Village, *, since: datetime, until: datetime) -> None:
    """Let people follow the companies from `since` on, and look for the bakery until `until`."""
    world = village.bluesky.world
    for handle, (followers, a_week) in _ON_BLUESKY.items():
        account = world.find_account(handle)
        if account is not None:
            world.crowds[account.did] = Crowd(followers, since=since, a_week=a_week)
    followers, a_week = _ON_MASTODON
    owner = village.mastodon.owner
    village.mastodon.crowds[owner.id] = Crowd(followers, since=since, a_week=a_week)
    for back in range(_TABLE_DAYS):
        day = (until - timedelta(days=back)).date()
        village.google.state.daily[day] = {
            metric: _on(day, metric, most) for metric, most in _OF_PLACE.items()
        }


def read(*, now: datetime) -> None:
    """Read the counters of the posts whose turn it is, as jobs do."""
    for channel in Channel.objects.connected().order_by("pk"):
        read_posts(channel, clock=lambda: now)


def give_table(channel: Channel, village: Village, *, actor: User, now: datetime) -> None:
    """Give the table of a company's followers until yesterday: a network tells of today alone."""
    crowds = {**village.bluesky.world.crowds, **village.mastodon.crowds}
    crowd = crowds.get(channel.account_id)
    if crowd is None:
        return
    table = io.StringIO("Date;Nombre d’abonnés\n")
    table.seek(0, io.SEEK_END)
    for back in range(_TABLE_DAYS, 0, -1):
        at = now - timedelta(days=back)
        table.write(f"{at:%Y-%m-%d};{crowd.followers_at(at)}\n")
    actions.import_table(channel=channel, content=table.getvalue().encode(), actor=actor, now=now)


def _on(day: date, metric: str, most: int) -> int:
    """Return how often something was done on a day: more often on Saturdays, never twice alike."""
    share = 45 + crc32(f"{day} {metric}".encode()) % 40 + (15 if day.weekday() == _SATURDAY else 0)
    return most * share // 100
