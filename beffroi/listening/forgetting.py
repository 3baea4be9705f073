"""Honours what authors take back: deleted posts, closed accounts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.inbox.people.who import server_of
from beffroi.inbox.rules import is_identifier
from beffroi.listening.competing import taking as competing
from beffroi.listening.federated import told_elsewhere
from beffroi.listening.models import Catch, CompetitorPost, Mention, MentionQuerySet
from beffroi.listening.preparing import Caught, is_newer

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


def forget_edited(
    network: str, edits: Sequence[Caught], *, now: datetime, through: Channel | None = None
) -> int:
    """Empty what authors edited where no watch looks for it any more; return how many there were.

    `edits` are posts as they read now, each with all that catches it. What a channel was told holds
    for its workspace.
    """
    told = {
        (one.post.network, one.post.server, one.post.remote_id): one
        for one in edits
        if is_identifier(one.post.remote_id)
    }
    if not told:
        return 0
    rows = Mention.objects.there().filter(network=network)
    if through is not None:
        rows = rows.filter(workspace=through.workspace_id)
        posts = {key: one.post for key, one in told.items()}
        others = told_elsewhere(through.workspace_id, posts)
        told = {others.get(key, key): one for key, one in told.items()}
    kept = rows.filter(remote_id__in=[remote_id for _network, _server, remote_id in told])
    left = [row.pk for row in kept if _is_left(row, told.get(row.key))]
    return forget(Mention.objects.filter(pk__in=left), now=now)


def _is_left(row: Mention, edit: Caught | None) -> bool:
    """Tell whether an edit, unless it is older than the words that are kept, left a mention."""
    if edit is None or row.workspace_id in edit.watches:
        return False
    return not is_newer(row.edited_at, than=edit.post.edited_at)


def forget(rows: MentionQuerySet, *, now: datetime) -> int:
    """Empty mentions that are no longer to be seen where they stood; return how many."""
    keys = list(rows.there().values_list("pk", flat=True))  # most often none: nothing is written
    if not keys:
        return 0
    with transaction.atomic():
        Catch.objects.filter(mention__in=keys).delete()
        return Mention.objects.filter(pk__in=keys).wipe(deleted_at=now)
