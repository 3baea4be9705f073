"""Makes rows of what was caught and reads their words: what takes time, and locks nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from beffroi.channels.models import Channel
from beffroi.core.bulk import maker
from beffroi.core.foreign import storable, web_address
from beffroi.inbox import lessons
from beffroi.inbox.people.who import server_of
from beffroi.inbox.rules import is_identifier, plausible, shown_name
from beffroi.language.understanding import Message, Understood, understand
from beffroi.listening import rules
from beffroi.listening.models import Mention, MentionKey, Source
from beffroi.networks.listening import PublicPost

#: What a reading of a mention's words writes.
UNDERSTOOD = ("tone", "intent", "urgency", "language", "aspects", "wants_check")


@dataclass(frozen=True, slots=True)
class Caught:
    """A post, and the watches that caught it, by workspace."""

    post: PublicPost
    watches: Mapping[int, Collection[int]]


_Found = tuple[PublicPost, set[int]]


@dataclass(frozen=True, slots=True)
class Ready:
    """A post with its watches, and the row that it may become: it has no id yet."""

    post: PublicPost
    watches: set[int]
    row: Mention


def prepare(
    caught: Iterable[Caught], *, now: datetime, source: Source | None = None
) -> dict[int, dict[MentionKey, Ready]]:
    """Return the newest copy of each post, by workspace, as a row whose words were read.

    What has no sound id, and what the workspace says itself, is left out.
    """
    return {
        workspace_id: _ready(workspace_id, found, source=source, now=now)
        for workspace_id, found in sorted(_by_workspace(caught).items())
    }


def _ready(
    workspace_id: int,
    found: Mapping[MentionKey, _Found],
    *,
    source: Source | None,
    now: datetime,
) -> dict[MentionKey, Ready]:
    is_ours, new_mention = ours(workspace_id), maker(Mention)
    here = {"workspace_id": workspace_id, "source_id": source and source.pk}
    ready = {
        key: Ready(
            post, watches, new_mention(**here, heard_at=now, ask_at=now, **_values(post, now=now))
        )
        for key, (post, watches) in found.items()
        if not is_ours(post)
    }
    understand_rows([one.row for one in ready.values()], workspace_id=workspace_id)
    return ready


def _by_workspace(caught: Iterable[Caught]) -> dict[int, dict[MentionKey, _Found]]:
    """Return the newest copy of each post with all its watches, for each workspace."""
    sorted_out: dict[int, dict[MentionKey, _Found]] = {}
    for one in caught:
        post = one.post
        if not is_identifier(post.remote_id):
            continue
        for workspace_id, watches in one.watches.items():
            here = sorted_out.setdefault(workspace_id, {})
            key = (post.network, post.server, post.remote_id)
            known = here.get(key)
            if known is None:
                here[key] = (post, set(watches))
            else:
                newest = post if is_newer(post.edited_at, than=known[0].edited_at) else known[0]
                here[key] = (newest, known[1] | set(watches))
    return sorted_out


def is_newer(edited_at: datetime | None, *, than: datetime | None) -> bool:
    """Tell whether an edit came after another one, or after none."""
    return edited_at is not None and (than is None or edited_at > than)


def ours(workspace_id: int) -> Callable[[PublicPost], bool]:
    """Return what tells whether a workspace says a post itself, by its channels. One query.

    Each server gives an account a number of its own, and all call it by the same handle.
    """
    channels = list(Channel.objects.filter(workspace=workspace_id))
    known = {(one.network, server_of(one), one.account_id) for one in channels}
    called = {(one.network, one.handle.casefold()) for one in channels if server_of(one)}

    def is_ours(post: PublicPost) -> bool:
        if (post.network, post.server, post.author.account_id) in known:
            return True
        return bool(post.server) and (post.network, post.author.handle.casefold()) in called

    return is_ours


def _values(post: PublicPost, *, now: datetime) -> dict[str, object]:
    handle = shown_name(post.author.handle, handle="")
    counters = post.counters
    return {
        "network": post.network,
        "server": post.server,
        "remote_id": post.remote_id,
        "author_id": storable(post.author.account_id, longest=rules.PERSON_MAX),
        "author_name": shown_name(post.author.display_name, handle=handle),
        "author_handle": handle,
        "followers": post.followers,
        "text": storable(post.text, longest=rules.TEXT_MAX),
        "url": web_address(post.url),
        "likes": counters.likes if counters else None,
        "replies": counters.replies if counters else None,
        "shares": counters.shares if counters else None,
        "written_at": plausible(post.written_at, now=now),
        "edited_at": plausible(post.edited_at, now=now) if post.edited_at else None,
    }


def understand_rows(rows: Sequence[Mention], *, workspace_id: int) -> None:
    """Write on each row what it says. Nothing is saved."""
    if not rows:
        return
    taught = lessons.of(workspace_id)
    said = understand([Message(row.text) for row in rows], lessons=taught)
    for row, found in zip(rows, said, strict=True):
        _note(row, found)


def _note(row: Mention, found: Understood) -> None:
    row.tone, row.intent, row.urgency = found.tone, found.intent, found.urgency
    row.language, row.aspects = found.language, dict(found.aspects)
    row.wants_check = found.wants_check
