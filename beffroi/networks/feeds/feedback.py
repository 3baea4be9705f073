"""Reads a feed again, as seldom as it asks for, and gives what is new in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from beffroi.networks.contracts import FeedbackPage, IncomingFeedback
from beffroi.networks.errors import NotFound, SourceGone
from beffroi.networks.feeds import polling, websub
from beffroi.networks.feeds.client import Document, Gone, Web
from beffroi.networks.feeds.discovery import parse_document
from beffroi.networks.feeds.items import take_new
from beffroi.networks.feeds.memory import Memory
from beffroi.networks.feeds.websub import Hub


def read_feedback(
    web: Web, *, address: str, cursor: str | None, told_at: datetime | None = None
) -> FeedbackPage:
    """Return what is new since `cursor`. Before the feed wants to be read again: nothing.

    Unless its hub told us, at `told_at`, of something that was not read since. Raises SourceGone
    once it is: somebody must take it out, or find it elsewhere.
    """
    memory = Memory() if cursor is None else Memory.loaded(cursor)
    now = web.now()
    if memory.next_at is not None and now < memory.next_at and not memory.is_behind(told_at):
        return _page((), memory)
    memory = replace(memory, read_at=now)
    usual = memory.url or address
    try:
        fetched = web.fetch(usual, etag=memory.etag, modified=memory.modified)
    except NotFound as error:
        return _page((), _missing(memory, error, now=now))
    memory = memory.found_at(fetched.moved_to, usual=usual)
    return _read(fetched.document, memory, now=now)


def find_hub(web: Web, *, address: str) -> Hub | None:
    """Return the hub that a feed names, None when it names none."""
    document = web.fetch(address).document
    return websub.find_hub(document.headers, parse_document(document), url=document.url)


def _missing(memory: Memory, error: NotFound, *, now: datetime) -> Memory:
    """Be patient with a source that is not found, but not with one that says that it is gone."""
    missed = memory.missed(now)
    if isinstance(error, Gone) or missed.is_gone(now):
        raise SourceGone(error.detail) from error
    return replace(
        missed, next_at=now + min(polling.PAUSE_MIN * 2**missed.misses, polling.PAUSE_MAX)
    )


def _read(document: Document, memory: Memory, *, now: datetime) -> FeedbackPage:
    if polling.is_as_before(document, memory):
        next_at = now + polling.pause(document, memory.ttl_minutes)
        return _page((), replace(memory, next_at=next_at))
    feed = parse_document(document)
    host = urlsplit(document.url).netloc.removeprefix("www.")
    items, known = take_new(feed, memory, host=host, now=now)
    next_at = now + polling.pause(document, feed.ttl_minutes)
    return _page(items, replace(polling.marked(known, document, feed), next_at=next_at))


def _page(items: tuple[IncomingFeedback, ...], memory: Memory) -> FeedbackPage:
    return FeedbackPage(items=items, cursor=memory.dumped(), has_more=False)
