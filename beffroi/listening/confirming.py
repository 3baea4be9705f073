"""Asks networks for what was heard: who wrote it, what became of it, whether it is still there.

A stream only hints, and tells no names. What a network no longer shows is let go.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.core.foreign import storable, web_address
from beffroi.inbox.rules import shown_name
from beffroi.listening import rules
from beffroi.listening.forgetting import forget_posts
from beffroi.listening.models import Mention, MentionQuerySet
from beffroi.networks import registry
from beffroi.networks.declarations import Through
from beffroi.networks.errors import NetworkError
from beffroi.networks.listening import PublicLookup, PublicPost

logger = logging.getLogger(__name__)

#: Counters and deletions of what is younger are asked for once a day.
FOLLOWED_FOR = timedelta(days=30)
FOLLOWED_EVERY = timedelta(days=1)
_AT_ONCE = 25
#: In one run; what is left waits for the next.
_MOST = 500

Place = tuple[str, int | None]


def confirm(*, clock: Clock) -> int:
    """Ask for what was not confirmed yet, then for what was not asked for today; return how many.

    A network that does not answer is asked again at the next run.
    """
    done = 0
    for (network, channel_id), rows in _by_place(_due(now=clock())).items():
        done += _ask(network, channel_id, rows, clock=clock)
    return done


def _due(*, now: datetime) -> list[Mention]:
    networks = list(filter(_through, registry.keys()))
    rows: MentionQuerySet = Mention.objects.there().filter(network__in=networks)
    fresh = rows.filter(checked_at__isnull=True)
    stale = rows.filter(checked_at__lte=now - FOLLOWED_EVERY, written_at__gte=now - FOLLOWED_FOR)
    first = list(fresh.order_by("-written_at", "-pk")[:_MOST])
    return [*first, *stale.order_by("checked_at", "pk")[: _MOST - len(first)]]


def _through(network: str) -> Through | None:
    return gateway.network(network).declaration.listening.lookup


def _by_place(rows: Iterable[Mention]) -> dict[Place, list[Mention]]:
    """Return mentions by network and, where an access is needed, by the channel that has one."""
    found: dict[Place, list[Mention]] = defaultdict(list)
    channels: dict[tuple[int, str], int | None] = {}
    for row in rows:
        if _through(row.network) is Through.NETWORK:
            found[row.network, None].append(row)
            continue
        key = (row.workspace_id, row.network)
        if key not in channels:
            there = Channel.objects.connected().filter(workspace=key[0], network=key[1])
            channels[key] = there.order_by("pk").values_list("pk", flat=True).first()
        if channels[key] is not None:
            found[row.network, channels[key]].append(row)
    return found


def _ask(network: str, channel_id: int | None, rows: list[Mention], *, clock: Clock) -> int:
    channel = Channel.objects.get(pk=channel_id) if channel_id is not None else None
    opened = gateway.open_public(network, channel, clock=clock)
    if not isinstance(opened, PublicLookup):
        return 0
    done = 0
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        try:
            told = opened.look_up(sorted({row.remote_id for row in part}))
        except NetworkError as error:
            logger.warning("%s: %s %s", network, type(error).__name__, error.detail)
            return done
        _note(network, part, told, now=clock())
        done += len(part)
    return done


@transaction.atomic
def _note(
    network: str, rows: Sequence[Mention], told: Mapping[str, PublicPost | None], *, now: datetime
) -> None:
    gone = [remote_id for remote_id, post in told.items() if post is None]
    is_of_channel = _through(network) is Through.CHANNEL
    own = next((row.workspace_id for row in rows), None) if is_of_channel else None
    forget_posts(network, gone, now=now, workspace_id=own)
    # Read again: while the network was asked, some may have been erased, or lost their names.
    still = Mention.objects.there().filter(pk__in=[row.pk for row in rows])
    there = list(still.order_by("pk").select_for_update())
    for row in there:
        row.checked_at = now
        post = told.get(row.remote_id)
        if post is not None:
            _take_over(row, post)
            row.shown_at = now
    Mention.objects.bulk_update(there, [*_TOLD, "shown_at", "checked_at"])


_TOLD = ("author_name", "author_handle", "followers", "url", "likes", "replies", "shares")


def _take_over(row: Mention, post: PublicPost) -> None:
    """Write what the network tells of a post besides its words; names only while they are kept."""
    if post.counters is not None:
        row.likes = post.counters.likes
        row.replies = post.counters.replies
        row.shares = post.counters.shares
    if row.unnamed_at is not None:
        return
    handle = shown_name(post.author.handle, handle="")
    row.author_handle = handle or row.author_handle
    name = shown_name(post.author.display_name, handle=handle)
    row.author_name = storable(name, longest=rules.PERSON_MAX) or row.author_name
    row.followers = post.followers if post.followers is not None else row.followers
    row.url = web_address(post.url) or row.url
