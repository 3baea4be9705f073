"""Which posts are read, and when next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min

from beffroi.channels import asking, gateway
from beffroi.channels.models import Channel
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import Status
from beffroi.insight import rules
from beffroi.insight.models import Followed, PostPoint
from beffroi.networks import registry
from beffroi.networks.declarations import Capability

POSTS = "insight.posts"
DAYS = "insight.days"


def follow(delivery: Delivery, *, now: datetime) -> None:
    """Have the counters of a post read from its publication on. Inside a transaction."""
    at, wait = delivery.published_at, rules.next_reading(timedelta())
    if at is None or wait is None or not _can_be_read(delivery, now=now):
        return
    if Capability.READ_COUNTERS not in gateway.abilities_of(delivery.channel):
        return
    row = Followed(
        delivery=delivery, channel_id=delivery.channel_id, published_at=at, next_at=at + wait
    )
    Followed.objects.bulk_create([row], ignore_conflicts=True)
    asking.ask(POSTS, delivery.channel, run_at=at + wait)


def leave(delivery: Delivery) -> None:
    """Read a post no more: its network took it away. What it had gained stays."""
    Followed.objects.filter(delivery=delivery).update(next_at=None)


@transaction.atomic
def begin(channel: Channel, *, now: datetime) -> None:
    """Have a channel read that was just connected, or was there before anything was counted."""
    abilities = gateway.abilities_of(channel)
    if Capability.READ_COUNTERS in abilities:
        first_at = catch_up(channel, now=now)
        if first_at is not None:
            asking.ask(POSTS, channel, run_at=max(first_at, now))
    if Capability.READ_CHANNEL_COUNTERS in abilities:
        asking.ask(DAYS, channel, run_at=now)


def begin_all(*, now: datetime) -> None:
    """Have every channel read that is connected: asked twice, each is read once."""
    for channel in Channel.objects.connected().order_by("pk"):
        if channel.network in registry.NETWORKS:
            begin(channel, now=now)


def catch_up(channel: Channel, *, now: datetime) -> datetime | None:
    """Follow posts of ours that are not, young enough to be read. Return when the first is due."""
    published = Delivery.objects.filter(
        workspace=channel.workspace_id,
        channel=channel,
        status=Status.PUBLISHED.value,
        published_at__gt=now - rules.POSTS_FOR,
        taken_away_at=None,
    )
    known = Followed.objects.filter(channel=channel).values("pk")
    missing = published.exclude(pk__in=known).order_by("published_at", "pk")
    Followed.objects.bulk_create(
        (
            Followed(
                delivery=row,
                channel=channel,
                published_at=at,
                next_at=at,
            )
            for row in missing
            if (at := row.published_at) and _can_be_read(row, now=now)
        ),
        ignore_conflicts=True,
    )
    return next_turn(channel)


def due(channel: Channel, *, now: datetime, most: int) -> list[Followed]:
    """Return posts whose turn it is, with their deliveries, those that wait longest first."""
    rows = Followed.objects.filter(channel=channel, next_at__lte=now)
    return list(rows.select_related("delivery").order_by("next_at", "pk")[:most])


def next_turn(channel: Channel) -> datetime | None:
    """Return when the next post of a channel is due, None where none is read any more."""
    rows = Followed.objects.filter(channel=channel, next_at__isnull=False)
    found: datetime | None = rows.aggregate(Min("next_at"))["next_at__min"]
    return found


def note_read(
    rows: Collection[Followed], *, changed: Collection[int], is_paid: bool, now: datetime
) -> None:
    """Note that these posts were read, and when each is next."""
    for row in rows:
        row.read_at, row.absences = now, 0
        row.unchanged = 0 if row.pk in changed else min(row.unchanged + 1, 100)
        row.next_at = _next_at(row, is_paid=is_paid, now=now)
    _save(rows)


def note_absent(rows: Collection[Followed], *, is_paid: bool, now: datetime) -> None:
    """Note that the network left these out; what it leaves out again and again is gone."""
    for row in rows:
        row.absences += 1
        is_gone = row.absences >= rules.ABSENCES_MAX
        row.next_at = None if is_gone else _next_at(row, is_paid=is_paid, now=now)
    _save(rows)


def put_aside(rows: Collection[Followed], *, until: datetime) -> None:
    """Leave posts that the network cannot show for a while; those too old by then for good."""
    for row in rows:
        row.next_at = until if until - row.published_at < rules.POSTS_FOR else None
    _save(rows)


def forget_old_points(*, now: datetime) -> int:
    """Delete what single posts gained by day once nothing needs it. Return of how many posts."""
    old = Followed.objects.filter(published_at__lt=now - rules.POINTS_FOR)
    with transaction.atomic():
        batch = old.order_by("published_at", "pk")[: rules.FORGET_AT_ONCE]
        ids = list(batch.values_list("pk", flat=True))
        PostPoint.objects.filter(delivery__in=ids).delete()
        Followed.objects.filter(pk__in=ids).delete()
    return len(ids)


def _can_be_read(delivery: Delivery, *, now: datetime) -> bool:
    at = delivery.published_at
    is_young = at is not None and now - at < rules.POSTS_FOR
    return is_young and bool(delivery.remote_id) and delivery.is_post


def _next_at(row: Followed, *, is_paid: bool, now: datetime) -> datetime | None:
    age = max(now - row.published_at, timedelta())
    wait = rules.next_reading(age, unchanged=row.unchanged, is_paid=is_paid)
    return None if wait is None else now + wait


def _save(rows: Collection[Followed]) -> None:
    """Never bring back what was left or taken away meanwhile."""
    ids = [row.pk for row in rows]
    open_ids = set(
        Followed.objects.select_for_update()
        .filter(pk__in=ids, next_at__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    Followed.objects.bulk_update(
        [row for row in rows if row.pk in open_ids],
        ["read_at", "unchanged", "absences", "next_at"],
    )
