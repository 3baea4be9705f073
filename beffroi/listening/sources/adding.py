"""What people do with sources: add one, turn it off and on, have it read now, remove it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from beffroi.channels.models import Channel
from beffroi.core import audit
from beffroi.core.clock import Clock
from beffroi.listening.models import Source
from beffroi.listening.sources import hubs, pacing, reading, subjects
from beffroi.listening.sources.catching import watches_of
from beffroi.listening.sources.offers import Offer
from beffroi.listening.sources.opening import reader_of
from beffroi.listening.sources.places import host_of, place_of
from beffroi.listening.sources.reading import Chance
from beffroi.networks.declarations import SourceKind
from beffroi.networks.listening import PublicPage
from beffroi.workspaces.models import User, Workspace

#: What was removed can be taken back for so long; then its row goes too.
REMOVED_KEPT = timedelta(days=2)
_NAME_MAX = 200


class CannotAdd(Exception):
    """Nothing was added. `problem` is too_many, known, subject, channel, reddit or spent."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def add(
    workspace: Workspace,
    offer: Offer,
    typed: str,
    *,
    channel: Channel | None = None,
    actor: User,
    clock: Clock,
    chance: Chance = random.random,
) -> Source:
    """Add a source once it was read: what cannot be read is none.

    Raises CannotAdd, or the NetworkError of the reading.
    """
    if Source.objects.there().filter(workspace=workspace).count() >= pacing.SOURCES_MAX:
        raise CannotAdd("too_many")
    if offer.needs_channel and channel not in offer.channels:
        raise CannotAdd("channel")
    row = _row(workspace, offer, typed, channel=channel, actor=actor, now=clock())
    if _is_known(row):
        raise CannotAdd("known")
    if reading.is_spent(row, now=clock()):
        raise CannotAdd("spent")
    asked_at = clock()
    reader = reader_of(row.network, row.channel, clock=clock)
    page = reader.read_public(SourceKind(row.kind), row.subject, state="")
    return _keep(row, page, asked_at=asked_at, now=clock(), chance=chance())


@transaction.atomic
def turn_off(source: Source, *, actor: User, now: datetime) -> None:
    """Have a source read no more; what it showed stays."""
    _change(
        source,
        "source.turned_off",
        actor=actor,
        now=now,
        state=Source.State.OFF,
        reason=Source.Reason.PERSON,
        next_at=None,
    )
    hubs.ask(source, run_at=now)


@transaction.atomic
def turn_on(source: Source, *, actor: User, now: datetime) -> None:
    """Have a source read again from now on."""
    _change(
        source,
        "source.turned_on",
        actor=actor,
        now=now,
        state=Source.State.NEW,
        reason=Source.Reason.NONE,
        next_at=now,
        failures=0,
        failing_since=None,
    )
    reading.ask(source, run_at=now)


@transaction.atomic
def read_now(source: Source, *, now: datetime) -> bool:
    """Have a source read at once; False where its calls of today are used up, or it is off."""
    if reading.is_spent(source, now=now):
        return False
    if not Source.objects.to_read().filter(pk=source.pk).order_by().update(next_at=now):
        return False
    reading.ask(source, run_at=now)
    return True


@transaction.atomic
def remove(source: Source, *, actor: User, now: datetime) -> None:
    """Take a source out; `take_back` undoes it. What it showed stays."""
    _change(source, "source.removed", actor=actor, now=now, removed_at=now)
    hubs.ask(source, run_at=now)


def take_back(source: Source, *, actor: User, now: datetime) -> None:
    """Undo a removal. Raises CannotAdd when the same is read again meanwhile."""
    if source.removed_at is None:
        return
    try:
        with transaction.atomic():
            _change(source, "source.restored", actor=actor, now=now, removed_at=None)
    except IntegrityError as error:
        raise CannotAdd("known") from error
    if source.next_at is not None:
        reading.ask(source, run_at=source.next_at)
        hubs.ask(source, run_at=now)


def forget_removed(*, now: datetime) -> None:
    """Delete the rows of sources whose removal cannot be undone any more."""
    Source.objects.filter(removed_at__lt=now - REMOVED_KEPT).delete()


def ask_for_all(*, now: datetime) -> None:
    """Ask for every place that has something to read: after a restore, nobody else would."""
    waiting = Source.objects.to_read().order_by("place", "next_at", "pk")
    asked: set[str] = set()
    for source in waiting.iterator(chunk_size=500):
        if source.place not in asked:
            asked.add(source.place)
            reading.ask(source, run_at=max(source.next_at or now, now))


def _row(
    workspace: Workspace,
    offer: Offer,
    typed: str,
    *,
    channel: Channel | None,
    actor: User,
    now: datetime,
) -> Source:
    try:
        subject = subjects.subject_of(offer.kind, typed)
    except subjects.NoSubject as error:
        raise CannotAdd("subject") from error
    kind, name = offer.kind, _name(offer, subject)
    if offer.is_reddit:
        kind, subject = SourceKind.FEED, subjects.reddit_search(subject)
    if kind is SourceKind.FEED and subjects.is_of_reddit(subject) and not settings.REDDIT:
        raise CannotAdd("reddit")
    used = channel if offer.needs_channel else None
    return Source(
        workspace=workspace,
        kind=kind.value,
        network=offer.network,
        channel=used,
        subject=subject,
        name=name,
        place=place_of(kind.value, offer.network, subject, channel_id=used.pk if used else None),
        next_at=now,
        every_seconds=int(pacing.FIRST.total_seconds()),
        calls_max=pacing.calls_a_day(offer.network)[0],
        added_by=actor,
        added_at=now,
    )


def _name(offer: Offer, subject: str) -> str:
    """Return what a source is called as long as it does not say so itself."""
    if offer.kind is SourceKind.FEED:
        return host_of(subject)[:_NAME_MAX]
    signs = {SourceKind.HASHTAG: "#", SourceKind.ACCOUNT: "@"}
    return f"{signs.get(offer.kind, '')}{subject}"[:_NAME_MAX]


def _is_known(row: Source) -> bool:
    same = Source.objects.there().filter(
        workspace=row.workspace, kind=row.kind, network=row.network, subject=row.subject
    )
    return same.exists()


@transaction.atomic
def _keep(
    row: Source, page: PublicPage, *, asked_at: datetime, now: datetime, chance: float
) -> Source:
    if page.moved_to and len(page.moved_to) <= subjects.ADDRESS_MAX:
        row.subject = page.moved_to
        row.place = place_of(row.kind, row.network, row.subject, channel_id=row.channel_id)
    if page.title and row.kind == SourceKind.FEED.value and not subjects.is_of_reddit(row.subject):
        row.name = page.title[:_NAME_MAX]
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # a page and its feed are one source
        raise CannotAdd("known") from error
    watches = watches_of(row.workspace_id)
    if watches is not None:
        page = replace(page, moved_to="")
        reading.take(row, page, watches, asked_at=asked_at, now=now, chance=chance)
        row.refresh_from_db()
    else:
        row.calls, row.calls_on = 1, now.date()
        row.save(update_fields=["calls", "calls_on"])
    _note(row, "source.added", actor_id=row.added_by_id, now=now)
    reading.ask(row, run_at=row.next_at or now)
    return row


@transaction.atomic
def _change(source: Source, action: str, *, actor: User, now: datetime, **values: object) -> None:
    for name, value in values.items():
        setattr(source, name, value)
    source.save(update_fields=list(values))
    _note(source, action, actor_id=actor.pk, now=now)


def _note(source: Source, action: str, *, actor_id: int | None, now: datetime) -> None:
    audit.record(
        workspace_id=source.workspace_id,
        actor_id=actor_id,
        action=action,
        subject=f"source:{source.pk}",
        now=now,
    )
