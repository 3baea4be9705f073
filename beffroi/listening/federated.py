"""Tells posts that several servers told: each gives them an id of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from beffroi.core.foreign import web_address
from beffroi.inbox.rules import shown_name
from beffroi.listening.models import Mention, MentionKey
from beffroi.networks.listening import PublicPost

#: Servers date the same post alike, but for fractions of seconds.
_APART = timedelta(minutes=1)
#: A network, the address of a post on the server of its author, and who says it, or shares it.
_Name = tuple[str, str, str]


def told_elsewhere(
    workspace_id: int, posts: Mapping[MentionKey, PublicPost]
) -> dict[MentionKey, MentionKey]:
    """Return, of these posts, under which key of another server the workspace keeps them.

    One query, none where ids mean the same everywhere. What lost its words or names meanwhile is
    not known again.
    """
    named = {name: key for key, post in posts.items() if post.server and (name := _name(post))}
    if not named:
        return {}
    times = [posts[key].written_at for key in named.values()]
    rows = Mention.objects.there().filter(
        workspace=workspace_id,
        written_at__gte=min(times) - _APART,
        written_at__lte=max(times) + _APART,
        url__in={url for _network, url, _handle in named},
    )
    found: dict[MentionKey, MentionKey] = {}
    for row in rows.exclude(server="").order_by("pk"):
        key = named.get((row.network, row.url, row.author_handle.casefold()))
        if key is not None and row.server != key[1]:
            found.setdefault(key, row.key)
    return found


def _name(post: PublicPost) -> _Name | None:
    url, handle = web_address(post.url), shown_name(post.author.handle, handle="")
    return (post.network, url, handle.casefold()) if url and handle else None
