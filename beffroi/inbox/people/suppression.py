"""Who was erased, and who objects: digests under a key, compared with whoever writes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from beffroi.channels.models import Channel
from beffroi.inbox.models import Conversation, Suppression
from beffroi.inbox.people import ledger
from beffroi.inbox.people.who import Who, on_channel

Kind = Suppression.Kind


def note(who: Who, kind: Suppression.Kind, *, at: datetime) -> Suppression:
    """Remember it, here and in the ledger. Inside a transaction.

    Of two erasures the later counts; of two objections the first.
    """
    row, is_new = Suppression.objects.get_or_create(
        workspace_id=who.workspace_id, kind=kind, digest=who.digest, defaults={"at": at}
    )
    if not is_new and kind is Kind.ERASED and row.at < at:
        row.at = at
        row.save(update_fields=["at"])
    transaction.on_commit(ledger.follow)
    return row


def lift(who: Who, *, at: datetime) -> int | None:
    """Forget an objection; return its number, None when there was none. Inside a transaction."""
    row = objection(who)
    if row is None:
        return None
    number = row.pk
    transaction.on_commit(lambda: ledger.lift(who.workspace_id, who.digest, at=at))
    row.delete()
    return number


def objection(who: Who) -> Suppression | None:
    """Return that somebody objects, None when they do not."""
    rows = Suppression.objects.filter(workspace=who.workspace_id, kind=Kind.OBJECTED)
    return rows.filter(digest=who.digest).first()


def objecting(workspace_id: int) -> frozenset[str]:
    """Return the digests of those who object in a workspace."""
    rows = Suppression.objects.filter(workspace=workspace_id, kind=Kind.OBJECTED)
    return frozenset(rows.values_list("digest", flat=True))


def workspaces() -> list[int]:
    """Return the workspaces in which somebody was erased or objects."""
    rows = Suppression.objects.order_by("workspace").values_list("workspace", flat=True)
    return list(rows.distinct())


def among(rows: QuerySet[Conversation], digests: Collection[str]) -> list[tuple[int, Who]]:
    """Return who of these conversations is meant, on which channels. Each is hashed once."""
    pairs = rows.order_by().values_list("channel", "person_id").distinct()
    people = sorted(pairs.iterator())
    channels = Channel.objects.in_bulk({channel_id for channel_id, _ in people})
    meant: dict[Who, bool] = {}
    found = []
    for channel_id, person_id in people:
        person = on_channel(channels[channel_id], person_id)
        if person not in meant:
            meant[person] = person.digest in digests
        if meant[person]:
            found.append((channel_id, person))
    return found


def erased_until(channel: Channel, person_ids: Collection[str]) -> dict[str, datetime]:
    """Return, of those who were erased, until when what they wrote does not come back: a query."""
    digests = {on_channel(channel, one).digest: one for one in person_ids}
    rows = Suppression.objects.filter(
        workspace=channel.workspace_id, kind=Kind.ERASED, digest__in=digests
    )
    return {digests[row.digest]: row.at for row in rows}
