"""Honours what authors take back: deleted posts, closed accounts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from beffroi.listening.competing import taking as competing
from beffroi.listening.models import Catch, Mention, MentionQuerySet

_ASKED_AT_ONCE = 500


def forget_posts(
    network: str, remote_ids: Collection[str], *, now: datetime, workspace_id: int | None = None
) -> int:
    """Empty all copies of posts that their authors deleted. Return how many there were.

    Those of one workspace, where ids mean the same post only to the server of its channel.
    """
    asked = list(remote_ids)
    rows = Mention.objects.filter(network=network)
    if workspace_id is not None:
        rows = rows.filter(workspace=workspace_id)
    forgotten = 0
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        ids = asked[start : start + _ASKED_AT_ONCE]
        forgotten += forget(rows.filter(remote_id__in=ids), now=now)
        competing.forget_posts(network, ids, workspace_id=workspace_id)
    return forgotten


def forget_accounts(network: str, account_ids: Collection[str], *, now: datetime) -> int:
    """Empty all that accounts wrote that are closed, suspended or taken down."""
    wanted = [one for one in account_ids if one]
    if not wanted:
        return 0
    return forget(Mention.objects.filter(network=network, author_id__in=wanted), now=now)


def forget(rows: MentionQuerySet, *, now: datetime) -> int:
    """Empty mentions that are no longer to be seen where they stood; return how many."""
    keys = list(rows.there().values_list("pk", flat=True))  # most often none: nothing is written
    if not keys:
        return 0
    with transaction.atomic():
        Catch.objects.filter(mention__in=keys).delete()
        return Mention.objects.filter(pk__in=keys).wipe(deleted_at=now)
