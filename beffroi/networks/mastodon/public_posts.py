"""Statuses that anybody can read, as posts. Pure but for the server's name."""

from __future__ import annotations

from dataclasses import replace

from beffroi.networks import shapes
from beffroi.networks.contracts import Author, MediaKind
from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.listening import PublicPost
from beffroi.networks.mastodon.client import Instance
from beffroi.networks.mastodon.content import visible_text
from beffroi.networks.mastodon.statuses import parse_status
from beffroi.networks.shapes import Record

NETWORK = "mastodon"
_OPEN = frozenset({"public", "unlisted"})
_MEDIA = {"image": MediaKind.IMAGE, "gifv": MediaKind.VIDEO, "video": MediaKind.VIDEO}
_TAG_MAX = 35


def of_status(instance: Instance, data: Record) -> PublicPost | None:
    """Return a status as everybody sees it; None for what is not for everybody, or none at all.

    Whoever asks not to be indexed is not listened to.
    https://docs.joinmastodon.org/entities/Account/#noindex, read on 2026-11-28.
    """
    try:
        shared = data.get("reblog")
        if isinstance(shared, dict):
            return _shared(instance, data, shared)
        return _own(instance, data)
    except UnexpectedResponse:
        return None


def _own(instance: Instance, data: Record) -> PublicPost | None:
    status, account = parse_status(data), shapes.inner(data, "account")
    asks_for_peace = account.get("noindex") is True or account.get("indexable") is False
    if status.visibility not in _OPEN or asks_for_peace:
        return None
    words = visible_text(status.html)
    language = shapes.optional_text(data, "language") or ""
    media = shapes.records(data.get("media_attachments") or [], "media_attachments")
    kinds = (_MEDIA.get(shapes.optional_text(one, "type") or "") for one in media)
    return PublicPost(
        network=NETWORK,
        remote_id=status.id,
        author=Author(
            account_id=status.account.id,
            handle=instance.whole_handle(status.account.acct),
            display_name=status.account.display_name,
        ),
        text=f"{status.warning}\n\n{words}".strip(),
        url=status.url,
        written_at=min(status.created_at, instance.now()),
        language=language if len(language) <= _TAG_MAX else "",
        edited_at=status.edited_at,
        followers=shapes.count(account, "followers_count"),
        counters=status.counters,
        media=tuple(kind for kind in kinds if kind),
        answers=status.parent_id or "",
        server=instance.origin,
    )


def _shared(instance: Instance, data: Record, original: Record) -> PublicPost | None:
    """Return a post that somebody shares without a word: its words, under who shares them."""
    told, by = _own(instance, original), _own(instance, data)
    if told is None or by is None:
        return None
    return replace(
        told,
        remote_id=by.remote_id,
        author=by.author,
        written_at=by.written_at,
        followers=by.followers,
        repeats=told.remote_id,
        counters=None,
        answers="",
    )
