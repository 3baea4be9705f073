"""Asks networks that let themselves be searched for what a draft would find; bounded, remembered.

Only names of what is looked for are sent: nothing of who asks. Never inside a transaction.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.listening import places
from beffroi.listening.sought import Sought
from beffroi.networks.declarations import SourceKind, Through
from beffroi.networks.errors import NetworkError
from beffroi.networks.listening import PublicPost, PublicReader
from beffroi.workspaces.models import Workspace

logger = logging.getLogger(__name__)

#: What one count may ask of networks, and how long; the calls bound themselves by their timeout.
CALLS_MAX = 4
SECONDS_MAX = 5.0
_KEPT_SECONDS = 60
#: So many terms of a draft are looked for on a network.
_TERMS_MAX = 2
_POSTS_MAX = 100
Seconds = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Searched:
    """What networks showed; `asked` are those that answered, `silent` those that did not."""

    posts: tuple[PublicPost, ...] = ()
    asked: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    at: datetime | None = None


def networks(workspace: Workspace, sought: Sought) -> dict[str, Channel | None]:
    """Return the networks that a draft may be searched on, with the channel to go through."""
    found: dict[str, Channel | None] = {}
    through = places.searched()
    rows = Channel.objects.connected().filter(workspace=workspace, network__in=through)
    channels = {row.network: row for row in rows.order_by("-pk")}
    for key, way in through.items():
        if sought.networks and key not in sought.networks:
            continue
        if way is Through.NETWORK:
            found[key] = None
        elif key in channels:
            found[key] = channels[key]
    return found


def remembered(workspace: Workspace, sought: Sought) -> Searched | None:
    """Return what was found within the last minute, None when something would have to be asked."""
    pages = [
        cache.get(_key(workspace, key, term))
        for key in networks(workspace, sought)
        for term in _terms(sought)
    ]
    if not pages or None in pages:
        return None
    return _together(pages)


def search(workspace: Workspace, sought: Sought, *, seconds: Seconds = time.monotonic) -> Searched:
    """Return what networks show for a draft, of those that answered in time."""
    end = seconds() + SECONDS_MAX
    pages: list[Searched] = []
    calls = 0
    for key, channel in networks(workspace, sought).items():
        for term in _terms(sought):
            name = _key(workspace, key, term)
            known: Searched | None = cache.get(name)
            if known is None and calls < CALLS_MAX and seconds() < end:
                known = _ask(key, channel, term)
                cache.set(name, known, _KEPT_SECONDS)
                calls += 1
            pages.append(known or Searched(silent=frozenset({key})))
    return _together(pages)


def _terms(sought: Sought) -> tuple[str, ...]:
    """Return what is looked for by name: the others are judged here, of what comes back."""
    pairs = (f"{pair.first} {pair.second}" for pair in sought.near)
    return (*sought.any_of, *sought.all_of[:1], *pairs)[:_TERMS_MAX]


def _ask(key: str, channel: Channel | None, term: str) -> Searched:
    opened = gateway.open_public(key, channel, clock=utc_now)
    if not isinstance(opened, PublicReader):
        return Searched(silent=frozenset({key}))
    try:
        page = opened.read_public(SourceKind.SEARCH, term, state="")
    except NetworkError as error:
        logger.info("%s cannot be searched now: %s", key, type(error).__name__)
        return Searched(silent=frozenset({key}))
    return Searched(tuple(page.posts[:_POSTS_MAX]), asked=frozenset({key}), at=utc_now())


def _together(pages: Iterable[Searched]) -> Searched:
    posts: dict[tuple[str, str], PublicPost] = {}
    asked: set[str] = set()
    silent: set[str] = set()
    at: datetime | None = None
    for page in pages:
        posts.update({(post.network, post.remote_id): post for post in page.posts})
        asked |= page.asked
        silent |= page.silent
        at = max(filter(None, (at, page.at)), default=None)
    return Searched(tuple(posts.values()), frozenset(asked), frozenset(silent - asked), at)


def _key(workspace: Workspace, network: str, term: str) -> str:
    """Return under which name an answer is remembered; words do not stand in it."""
    said = f"{workspace.pk}\n{network}\n{term}".encode()
    return f"listening-search-{hashlib.sha256(said).hexdigest()}"
