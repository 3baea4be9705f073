"""Asks networks for what was heard: who wrote it, what became of it, whether it is still there.

A stream only hints, and tells no names. What a network no longer shows is let go.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.core.foreign import storable, web_address
from beffroi.inbox.people.who import server_of
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
#: What could not be asked for is tried again after this.
TRIED_AGAIN_AFTER = timedelta(minutes=10)
_AT_ONCE = 25
#: In one run and at one place; what is left waits for the next. Some servers show one post a call,
#: and count the calls of a channel, which has other work.
_MOST = 500
_MOST_OF_CHANNEL = 25


@dataclass(frozen=True, slots=True)
class _Place:
    """Who is asked: a network as such, or a server through a channel of a workspace."""

    network: str
    channel: Channel | None
    rows: MentionQuerySet

    @property
    def most(self) -> int:
        return _MOST if self.channel is None else _MOST_OF_CHANNEL


def confirm(*, clock: Clock) -> int:
    """Ask for what is due; return how many were told.

    A place that does not answer is asked again a while later, and keeps no other waiting.
    """
    now = clock()
    networks = _asked()
    due = Mention.objects.there().filter(network__in=networks, ask_at__lte=now)
    places = [place for network in networks for place in _places(network, due, now=now)]
    return sum(_ask(place, clock=clock) for place in places)


def ask_for_all(now: datetime) -> None:
    """After a restore, ask once for all: what was deleted since the backup is there again."""
    Mention.objects.there().filter(network__in=_asked()).update(ask_at=now)


def _asked() -> list[str]:
    return list(filter(_through, registry.keys()))


def _through(network: str) -> Through | None:
    return gateway.network(network).declaration.listening.lookup


def _places(network: str, due: MentionQuerySet, *, now: datetime) -> Iterable[_Place]:
    """Return where to ask for what is due on a network; put off what nobody can ask for now."""
    there = due.filter(network=network)
    if _through(network) is Through.NETWORK:
        yield _Place(network, None, there)
        return
    pairs = there.order_by().values_list("workspace", "server").distinct()
    for workspace_id, server in sorted(pairs):
        rows = there.filter(workspace=workspace_id, server=server)
        channel = _channel(network, workspace_id, server)
        if channel is None:
            rows.filter(written_at__lt=now - FOLLOWED_FOR).update(ask_at=None)
            rows.update(ask_at=now + FOLLOWED_EVERY)
        else:
            yield _Place(network, channel, rows)


def _channel(network: str, workspace_id: int, server: str) -> Channel | None:
    """Return a channel that is connected where these ids are known."""
    there = Channel.objects.connected().filter(workspace=workspace_id, network=network)
    return next((one for one in there.order_by("pk") if server_of(one) == server), None)


def _ask(place: _Place, *, clock: Clock) -> int:
    rows = list(place.rows.order_by("ask_at", "pk")[: place.most])
    if not rows:
        return 0
    done = 0
    try:
        opened = gateway.open_public(place.network, place.channel, clock=clock)
        while rows[done:] and isinstance(opened, PublicLookup):
            part = rows[done : done + _AT_ONCE]
            told = opened.look_up(sorted({row.remote_id for row in part}))
            _note(place, part, told, now=clock())
            done += len(part)
    except NetworkError as error:
        logger.warning("%s: %s %s", place.network, type(error).__name__, error.detail)
    except Exception:  # a defect at one place keeps no other waiting
        logger.exception("%s could not be asked for mentions", place.network)
    left = [row.pk for row in rows[done:]]
    if left:
        later = clock() + TRIED_AGAIN_AFTER
        Mention.objects.filter(pk__in=left).update(ask_at=later)
    return done


@transaction.atomic
def _note(
    place: _Place, rows: Sequence[Mention], told: Mapping[str, PublicPost | None], *, now: datetime
) -> None:
    gone = [remote_id for remote_id, post in told.items() if post is None]
    forget_posts(place.network, gone, now=now, through=place.channel)
    # Read again: while the network was asked, some may have been erased, or lost their names.
    still = Mention.objects.there().filter(pk__in=[row.pk for row in rows])
    there = list(still.order_by("pk").select_for_update())
    for row in there:
        is_followed = row.written_at > now - FOLLOWED_FOR
        row.ask_at = now + FOLLOWED_EVERY if is_followed else None
        post = told.get(row.remote_id)
        if post is not None:
            _take_over(row, post)
            row.shown_at = now
    Mention.objects.bulk_update(there, [*_TOLD, "shown_at", "ask_at"])


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
