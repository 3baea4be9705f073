"""Honours what authors take back: deleted posts, closed accounts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.inbox.people.who import server_of
from beffroi.inbox.rules import is_identifier
from beffroi.listening.competing import taking as competing
from beffroi.listening.models import Catch, CompetitorPost, Mention, MentionQuerySet

_ASKED_AT_ONCE = 500
_BEGINNINGS_AT_ONCE = 50


def forget_posts(
    network: str,
    remote_ids: Collection[str],
    *,
    now: datetime,
    through: Channel | None = None,
) -> int:
    """Empty all copies of posts that their authors deleted. Return how many there were.

    What a channel was told holds for its workspace, and for the ids of its server. What no
    database could keep as an id was never kept, and is not asked for.
    """
    asked = [one for one in remote_ids if is_identifier(one)]
    rows = Mention.objects.filter(network=network)
    if through is not None:
        rows = rows.filter(workspace=through.workspace_id, server=server_of(through))
    workspace_id = through.workspace_id if through else None
    forgotten = 0
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        ids = asked[start : start + _ASKED_AT_ONCE]
        forgotten += forget(rows.filter(remote_id__in=ids), now=now)
        competing.forget_posts(network, ids, workspace_id=workspace_id)
    return forgotten


def forget_accounts(network: str, account_ids: Collection[str], *, now: datetime) -> int:
    """Empty all that accounts wrote that are closed, suspended or taken down.

    Where ids of posts name their author, also what bears no name any more.
    """
    wanted = [one for one in account_ids if is_identifier(one)]
    if not wanted:
        return 0
    forgotten = forget(Mention.objects.filter(network=network, author_id__in=wanted), now=now)
    begins = gateway.network(network).declaration.listening.post_ids
    for start in range(0, len(wanted) if begins else 0, _BEGINNINGS_AT_ONCE):
        theirs = Q(pk__in=())
        for account_id in wanted[start : start + _BEGINNINGS_AT_ONCE]:
            theirs |= Q(remote_id__startswith=begins.format(account=account_id))
        unnamed = Mention.objects.filter(theirs, network=network, author_id="")
        forgotten += forget(unnamed, now=now)
        CompetitorPost.objects.filter(theirs, network=network).delete()
    return forgotten


def forget(rows: MentionQuerySet, *, now: datetime) -> int:
    """Empty mentions that are no longer to be seen where they stood; return how many."""
    keys = list(rows.there().values_list("pk", flat=True))  # most often none: nothing is written
    if not keys:
        return 0
    with transaction.atomic():
        Catch.objects.filter(mention__in=keys).delete()
        return Mention.objects.filter(pk__in=keys).wipe(deleted_at=now)
