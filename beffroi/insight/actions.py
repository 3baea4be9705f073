"""What people do with figures that were counted elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from beffroi.channels.models import Channel
from beffroi.core import audit
from beffroi.insight import archived, ingesting, tables
from beffroi.insight.models import DayCount
from beffroi.insight.rules import Origin
from beffroi.insight.tables import NO_ANSWERS, Answers, FiguresTable
from beffroi.workspaces.models import User


class NothingCounted(Exception):
    """No archive of this channel's network holds a counter of posts."""


class SeveralChannels(Exception):
    """A workspace has several channels of a network: an archive does not say whose it is."""


@dataclass(frozen=True, slots=True)
class TableImported:
    """What became of a table: what it says, and how much of it was kept."""

    table: FiguresTable
    kept: int
    #: Figures that the network tells itself: its own count.
    told_by_network: int


def import_table(
    *,
    channel: Channel,
    content: bytes,
    actor: User,
    now: datetime,
    answers: Answers = NO_ANSWERS,
) -> TableImported:
    """Keep the figures per day that a table gives of a channel. Given twice it changes nothing.

    Raises CannotRead; then nothing has changed.
    """
    table = tables.read_table(content, now=now, answers=answers)
    today = now.astimezone(channel.workspace.zone).date()
    with transaction.atomic():
        done = ingesting.import_days(channel, tables.as_imported(table, before=today))
        _note(channel, "insight.table_imported", actor, now)
    return TableImported(table, done.kept, done.left_out)


@transaction.atomic
def forget_tables(*, channel: Channel, actor: User, now: datetime) -> int:
    """Take out all figures that tables gave of a channel. Return how many there were."""
    rows = DayCount.objects.filter(
        workspace=channel.workspace_id, channel=channel, origin=Origin.IMPORTED
    )
    count, _ = rows.delete()
    _note(channel, "insight.tables_forgotten", actor, now)
    return count


@transaction.atomic
def take_in_archives(*, channel: Channel, actor: User, now: datetime) -> int:
    """Count what the archives of a channel's network say of its posts. Return how many figures.

    It follows the archives from then on. Raises SeveralChannels, NothingCounted.
    """
    alike = Channel.objects.filter(workspace=channel.workspace_id, network=channel.network)
    if alike.exclude(pk=channel.pk).exists():
        raise SeveralChannels(channel.network)
    kept = archived.take_in(channel, now=now)
    if not kept:
        raise NothingCounted(channel.network)
    _note(channel, "insight.archive_counted", actor, now)
    return kept


def _note(channel: Channel, action: str, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=channel.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"channel:{channel.pk}",
        now=now,
    )
