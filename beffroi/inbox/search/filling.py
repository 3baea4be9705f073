"""Takes into the index what was said before there was one, a little at a time."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from django.db import transaction

from beffroi.inbox import rules, summary
from beffroi.inbox.catching_up import catch_up
from beffroi.inbox.models import Conversation

logger = logging.getLogger(__name__)


def fill(*, now: datetime) -> int:
    """Index conversations that are not yet, newest first, `rules.INDEX_AT_ONCE` at most.

    Return how many.
    """
    done = catch_up(partial(_fill_batch, now=now))
    if done:
        logger.info("%s conversations taken into the search", done)
    return done


@transaction.atomic
def _fill_batch(*, now: datetime) -> int:
    rows = Conversation.objects.filter(is_indexed=False)
    newest = rows.order_by("-workspace", "-id")  # as the index of what is left has it
    ids = list(newest.values_list("pk", flat=True)[: rules.INDEX_BATCH])
    summary.refresh_all(ids, now=now)
    return len(ids)
