"""Takes in what a stream tells: what it heard and where it stands, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from beffroi.listening.compiling import Compiled
from beffroi.listening.forgetting import forget_accounts, forget_edited, forget_posts
from beffroi.listening.keeping import keep_ready
from beffroi.listening.languages import in_their_language
from beffroi.listening.leasing import LEASE, note_gap
from beffroi.listening.models import MentionKey, Stream
from beffroi.listening.preparing import Caught, Ready, is_newer, prepare
from beffroi.networks.listening import Batch, Heard

#: While nothing is caught, where a stream stands is written down so often.
SAVED_EVERY = timedelta(seconds=5)


class LostStream(Exception):
    """Somebody else reads this stream now."""


class Hearing:
    """One reading of one stream, from where it was left until it ends."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._saved_at: datetime | None = None
        self._events = 0
        self._unreadable = 0

    def take(self, batch: Batch, *, compiled: Compiled, now: datetime) -> int:
        """Keep what was caught and forget what was taken back; return how many are new.

        Deletions go first: once the cursor has passed them, they never come again. Raises
        LostStream, and keeps nothing, when the lease is somebody else's.
        """
        network = self._stream.network
        forget_posts(network, batch.removed, now=now, through=self._stream.channel)
        closed = [one.account_id for one in batch.accounts if not one.is_active]
        forget_accounts(network, closed, now=now)
        self._events += batch.events
        self._unreadable += batch.unreadable
        read = self._read(batch, compiled)
        edits = [one for one in read if one.post.edited_at is not None]
        forget_edited(network, edits, now=now, through=self._stream.channel)
        caught = [one for one in read if one.watches]
        if not caught and not batch.missed and self._was_saved(now):
            return 0
        return self._save(batch, prepare(caught, now=now), now=now)

    def _read(self, batch: Batch, compiled: Compiled) -> list[Caught]:
        """Return each post as it reads now, also those that no watch catches any more."""
        there = [(one.post, one.keys) for one in _newest(batch.heard)]
        found = []
        for (post, _keys), keys in zip(
            there, in_their_language(there, compiled.languages), strict=True
        ):
            watches = compiled.by_workspace(keys)
            if self._stream.channel is not None:  # what an access shows is for its owner alone
                own = self._stream.channel.workspace_id
                watches = {own: watches[own]} if own in watches else {}
            found.append(Caught(post, watches))
        return found

    def _was_saved(self, now: datetime) -> bool:
        return self._saved_at is not None and now - self._saved_at < SAVED_EVERY

    @transaction.atomic
    def _save(
        self, batch: Batch, ready: dict[int, dict[MentionKey, Ready]], *, now: datetime
    ) -> int:
        told = {"told_at": min(batch.told_at, now)} if batch.told_at else {}
        rows = Stream.objects.filter(pk=self._stream.pk, lease_token=self._stream.lease_token)
        is_ours = rows.update(
            cursor=batch.cursor,
            read_at=now,
            leased_until=now + LEASE,
            events=F("events") + self._events,
            unreadable=F("unreadable") + self._unreadable,
            failures=0,
            failure="",
            next_at=None,
            **told,
        )
        if not is_ours:
            raise LostStream
        if batch.missed:
            note_gap(self._stream, *batch.missed)
        kept = keep_ready(ready, now=now)
        transaction.on_commit(lambda: self._note_saved(now))
        return kept

    def _note_saved(self, now: datetime) -> None:
        self._saved_at = now
        self._events = self._unreadable = 0


def _newest(heard: Iterable[Heard]) -> Iterable[Heard]:
    """Return the last version of each post: what an edit took away counts no more."""
    found: dict[tuple[str, str], Heard] = {}
    for one in heard:
        key = one.post.server, one.post.remote_id
        known = found.get(key)
        if known is None or not is_newer(known.post.edited_at, than=one.post.edited_at):
            found[key] = one
    return found.values()
