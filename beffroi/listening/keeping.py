"""Writes what was heard into mentions. The same input twice changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beffroi.channels.models import Channel
from beffroi.core.bulk import insert_new, insert_values
from beffroi.core.foreign import storable, web_address
from beffroi.inbox import lessons
from beffroi.inbox.people.who import server_of
from beffroi.inbox.rules import is_identifier, plausible, shown_name
from beffroi.language.understanding import Message, Understood, understand
from beffroi.listening import alike, people, rules, surplus
from beffroi.listening.federated import told_elsewhere
from beffroi.listening.models import Catch, Mention, MentionKey, Source
from beffroi.listening.signals import mentions_kept
from beffroi.networks.listening import PublicPost

#: What a reading of a mention's words writes.
UNDERSTOOD = ("tone", "intent", "urgency", "language", "aspects", "wants_check")


@dataclass(frozen=True, slots=True)
class Caught:
    """A post, and the watches that caught it, by workspace."""

    post: PublicPost
    watches: Mapping[int, Collection[int]]


@transaction.atomic
def keep(caught: Iterable[Caught], *, now: datetime, source: Source | None = None) -> int:
    """Keep posts as mentions of each workspace that looks for them. Return how many are new.

    What a person erased or its author deleted stays gone; an older copy never replaces a newer.
    What an id or an hour full of messages forbids to keep is passed over, and counted.
    """
    total = 0
    for workspace_id, found in sorted(_by_workspace(caught).items()):
        total += _keep_in(workspace_id, found, source=source, now=now)
    return total


_Found = tuple[PublicPost, set[int]]


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
                newest = post if _is_newer(post.edited_at, than=known[0].edited_at) else known[0]
                here[key] = (newest, known[1] | set(watches))
    return sorted_out


def _is_newer(edited_at: datetime | None, *, than: datetime | None) -> bool:
    return edited_at is not None and (than is None or edited_at > than)


def _keep_in(
    workspace_id: int,
    found: Mapping[MentionKey, _Found],
    *,
    source: Source | None,
    now: datetime,
) -> int:
    found = _of_others(workspace_id, found)
    found = _wanted(workspace_id, found)
    if not found:
        return 0
    found = _named_as_before(workspace_id, found)
    known = _known(workspace_id, found)
    _follow(workspace_id, known.values(), found, now=now)
    fresh = [one for key, one in found.items() if key not in known]
    rows = [_row(workspace_id, post, source=source, now=now) for post, _watches in fresh]
    understand_rows(rows, workspace_id=workspace_id)
    watched = {_key(row): watches for row, (_post, watches) in zip(rows, fresh, strict=True)}
    rows = surplus.within_bounds(rows, watched)
    pairs = alike.group(workspace_id, rows, repeats=_repeats(fresh), now=now)
    kept = _insert(rows, pairs)
    there = [row for row in known.values() if not row.is_gone]
    watched |= {_key(row): found[_key(row)][1] for row in there}
    _note_catches([*kept, *there], watched)
    if kept:
        mentions_kept.send(sender=Mention, workspace_id=workspace_id, mentions=kept, now=now)
    return len(kept)


def _of_others(workspace_id: int, found: Mapping[MentionKey, _Found]) -> dict[MentionKey, _Found]:
    """Leave out what the workspace's own channels say: nobody else says it.

    Each server gives an account a number of its own, and all call it by the same handle.
    """
    channels = list(Channel.objects.filter(workspace=workspace_id))
    ours = {(one.network, server_of(one), one.account_id) for one in channels}
    called = {(one.network, one.handle.casefold()) for one in channels if server_of(one)}
    return {
        key: one
        for key, one in found.items()
        if (*key[:2], one[0].author.account_id) not in ours
        and not (key[1] and (key[0], one[0].author.handle.casefold()) in called)
    }


def _wanted(workspace_id: int, found: Mapping[MentionKey, _Found]) -> dict[MentionKey, _Found]:
    """Leave out what somebody wrote before they were erased, and all of whoever objects."""
    authors = {key: people.author_of(post) for key, (post, _watches) in found.items()}
    until = people.silenced(workspace_id, set(authors.values()))
    return {
        key: (post, watches)
        for key, (post, watches) in found.items()
        if (at := until.get(authors[key])) is None or post.written_at > at
    }


def _named_as_before(
    workspace_id: int, found: Mapping[MentionKey, _Found]
) -> dict[MentionKey, _Found]:
    """Put what another server told before under its key there."""
    posts = {key: post for key, (post, _watches) in found.items()}
    others = told_elsewhere(workspace_id, posts)
    return {others.get(key, key): one for key, one in found.items()}


def _key(row: Mention) -> MentionKey:
    return row.key


def _known(workspace_id: int, found: Mapping[MentionKey, _Found]) -> dict[MentionKey, Mention]:
    ids = [remote_id for _network, _server, remote_id in found]
    rows = Mention.objects.filter(workspace=workspace_id, remote_id__in=ids)
    return {_key(row): row for row in rows if _key(row) in found}


def _insert(rows: Sequence[Mention], pairs: Sequence[alike.Pair]) -> list[Mention]:
    """Write rows, those that stand for others before these."""
    later = {id(row) for row, _head in pairs}
    heads = _write([row for row in rows if id(row) not in later])
    for row, head in pairs:
        row.first_id = head.pk
    return [*heads, *_write([row for row, _head in pairs])]


def _write(rows: Sequence[Mention]) -> Sequence[Mention]:
    insert_new(rows)
    return _with_ids(rows)


def _with_ids(rows: Sequence[Mention]) -> Sequence[Mention]:
    """Give rows the ids under which they were written, just now or by somebody else before."""
    if not rows:
        return rows
    written = Mention.objects.filter(
        workspace=rows[0].workspace_id, remote_id__in=[row.remote_id for row in rows]
    )
    found = written.values_list("network", "server", "remote_id", "pk")
    ids = {(network, server, remote_id): pk for network, server, remote_id, pk in found}
    for row in rows:
        row.pk = ids[_key(row)]
    return rows


def _note_catches(rows: Iterable[Mention], watched: Mapping[MentionKey, Collection[int]]) -> None:
    caught = [(watch_id, row.pk, row.written_at) for row in rows for watch_id in watched[_key(row)]]
    if caught:
        names = ("watch_id", "mention_id", "written_at")
        insert_values(Catch, dict(zip(names, zip(*caught, strict=True), strict=True)))


def _row(workspace_id: int, post: PublicPost, *, source: Source | None, now: datetime) -> Mention:
    handle = shown_name(post.author.handle, handle="")
    counters = post.counters
    return Mention(
        workspace_id=workspace_id,
        network=post.network,
        server=post.server,
        remote_id=post.remote_id,
        source=source,
        author_id=storable(post.author.account_id, longest=rules.PERSON_MAX),
        author_name=shown_name(post.author.display_name, handle=handle),
        author_handle=handle,
        followers=post.followers,
        text=storable(post.text, longest=rules.TEXT_MAX),
        url=web_address(post.url),
        likes=counters.likes if counters else None,
        replies=counters.replies if counters else None,
        shares=counters.shares if counters else None,
        written_at=plausible(post.written_at, now=now),
        edited_at=plausible(post.edited_at, now=now) if post.edited_at else None,
        heard_at=now,
        ask_at=now,
    )


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


def _repeats(fresh: Iterable[_Found]) -> dict[tuple[str, str], str]:
    return {
        (post.network, post.remote_id): post.repeats for post, _watches in fresh if post.repeats
    }


def _follow(
    workspace_id: int,
    known: Iterable[Mention],
    found: Mapping[MentionKey, _Found],
    *,
    now: datetime,
) -> None:
    """Take over what authors edited since; names and counts are asked for (see `confirming`)."""
    edited = []
    for row in known:
        post = found[_key(row)][0]
        text = storable(post.text, longest=rules.TEXT_MAX)
        if row.is_gone or text == row.text or not _is_newer(post.edited_at, than=row.edited_at):
            continue
        row.text = text
        row.edited_at = plausible(post.edited_at, now=now) if post.edited_at else None
        edited.append(row)
    understand_rows(edited, workspace_id=workspace_id)
    Mention.objects.bulk_update(edited, ["text", "edited_at", *UNDERSTOOD])
