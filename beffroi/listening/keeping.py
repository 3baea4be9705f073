"""Writes what was heard into mentions. The same input twice changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from beffroi.core.bulk import insert_new, insert_values
from beffroi.listening import alike, people, surplus
from beffroi.listening.federated import told_elsewhere
from beffroi.listening.models import Catch, Mention, MentionKey, Source
from beffroi.listening.preparing import UNDERSTOOD, Caught, Ready, is_newer, prepare
from beffroi.listening.signals import mentions_kept

#: What an edit changes.
_FOLLOWED = ("text", "edited_at", *UNDERSTOOD)


def keep(caught: Iterable[Caught], *, now: datetime, source: Source | None = None) -> int:
    """Keep posts as mentions of each workspace that looks for them. Return how many are new.

    What a person erased or its author deleted stays gone; an older copy never replaces a newer.
    What an id or an hour full of messages forbids to keep is passed over, and counted.
    """
    return keep_ready(prepare(caught, now=now, source=source), now=now)


@transaction.atomic
def keep_ready(ready: Mapping[int, Mapping[MentionKey, Ready]], *, now: datetime) -> int:
    """Do as `keep` with what was prepared before, so that others may write meanwhile."""
    return sum(_keep_in(workspace_id, found, now=now) for workspace_id, found in ready.items())


def _keep_in(workspace_id: int, found: Mapping[MentionKey, Ready], *, now: datetime) -> int:
    found = _wanted(workspace_id, found)
    if not found:
        return 0
    found = _named_as_before(workspace_id, found)
    known = _known(workspace_id, found)
    _follow(known.values(), found)
    fresh = [one for key, one in found.items() if key not in known]
    watched = {one.row.key: one.watches for one in fresh}
    rows = surplus.within_bounds([one.row for one in fresh], watched)
    pairs = alike.group(workspace_id, rows, repeats=_repeats(fresh), now=now)
    kept = _insert(rows, pairs)
    there = [row for row in known.values() if not row.is_gone]
    watched |= {row.key: found[row.key].watches for row in there}
    _note_catches([*kept, *there], watched)
    if kept:
        mentions_kept.send(sender=Mention, workspace_id=workspace_id, mentions=kept, now=now)
    return len(kept)


def _wanted(workspace_id: int, found: Mapping[MentionKey, Ready]) -> dict[MentionKey, Ready]:
    """Leave out what somebody wrote before they were erased, and all of whoever objects."""
    authors = {key: people.author_of(one.post) for key, one in found.items()}
    until = people.silenced(workspace_id, set(authors.values()))
    return {
        key: one
        for key, one in found.items()
        if (at := until.get(authors[key])) is None or one.post.written_at > at
    }


def _named_as_before(
    workspace_id: int, found: Mapping[MentionKey, Ready]
) -> dict[MentionKey, Ready]:
    """Put what another server told before under its key there."""
    others = told_elsewhere(workspace_id, {key: one.post for key, one in found.items()})
    return {others.get(key, key): one for key, one in found.items()}


def _known(workspace_id: int, found: Mapping[MentionKey, Ready]) -> dict[MentionKey, Mention]:
    ids = [remote_id for _network, _server, remote_id in found]
    rows = Mention.objects.filter(workspace=workspace_id, remote_id__in=ids)
    return {row.key: row for row in rows if row.key in found}


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
        row.pk = ids[row.key]
    return rows


def _note_catches(rows: Iterable[Mention], watched: Mapping[MentionKey, Collection[int]]) -> None:
    caught = [(watch_id, row.pk, row.written_at) for row in rows for watch_id in watched[row.key]]
    insert_values(Catch, ("watch_id", "mention_id", "written_at"), caught)


def _repeats(fresh: Iterable[Ready]) -> dict[tuple[str, str], str]:
    posts = [one.post for one in fresh]
    return {(post.network, post.remote_id): post.repeats for post in posts if post.repeats}


def _follow(known: Iterable[Mention], found: Mapping[MentionKey, Ready]) -> None:
    """Take over what authors edited since; names and counts are asked for (see `confirming`)."""
    edited = []
    for row in known:
        told, edited_at = found[row.key].row, found[row.key].post.edited_at
        if row.is_gone or told.text == row.text or not is_newer(edited_at, than=row.edited_at):
            continue
        for name in _FOLLOWED:
            setattr(row, name, getattr(told, name))
        edited.append(row)
    Mention.objects.bulk_update(edited, _FOLLOWED)
