"""Understands what came in before it could be, and counts anew by when answers are due."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction

from beffroi.channels.models import Channel
from beffroi.inbox import rules, summary, triage
from beffroi.inbox.catching_up import catch_up
from beffroi.inbox.models import Conversation, Feedback
from beffroi.workspaces.models import Workspace

logger = logging.getLogger(__name__)


def read_past(*, now: datetime) -> int:
    """Understand what is not yet, a workspace's newest first. Return how many.

    `rules.INDEX_AT_ONCE` at most.
    """
    done = catch_up(partial(_read_batch, now=now))
    if done:
        logger.info("%s messages understood that came in before", done)
    return done


def count_anew(workspace: Workspace, *, now: datetime) -> None:
    """Count anew by when answers are due, after the company changed its promise or its hours."""
    waiting = Conversation.objects.filter(workspace=workspace, waiting_since__isnull=False)
    ids = list(waiting.order_by("id").values_list("pk", flat=True))
    for first in range(0, len(ids), rules.INDEX_BATCH):
        with transaction.atomic():
            summary.refresh_all(ids[first : first + rules.INDEX_BATCH], now=now)


@transaction.atomic
def _read_batch(*, now: datetime) -> int:
    rows = Feedback.objects.filter(understood_at__isnull=True, is_ours=False)
    newest = rows.order_by("-workspace", "-id")  # as its index has it
    found = list(newest.values_list("pk", "channel")[: rules.INDEX_BATCH])
    summary.hold_channels(channel_id for _, channel_id in found)
    several = list(rows.filter(pk__in=[pk for pk, _ in found]).select_related("channel"))
    for channel in {row.channel for row in several}:
        triage.read(_of(channel, several), channel=channel, now=now)
    Feedback.objects.bulk_update(several, triage.WRITTEN)
    summary.refresh_all({row.conversation_id for row in several}, now=now)
    return len(found)


def _of(channel: Channel, rows: Iterable[Feedback]) -> list[Feedback]:
    return [row for row in rows if row.channel_id == channel.pk]
