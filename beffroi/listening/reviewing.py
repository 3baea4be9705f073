"""Reviews that the inbox receives, as mentions: they are said in public, and about us."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from beffroi.inbox.models import Feedback
from beffroi.listening import rules
from beffroi.listening.forgetting import forget
from beffroi.listening.keeping import UNDERSTOOD, Caught, keep
from beffroi.listening.models import Mention, Watch
from beffroi.networks.contracts import Author, FeedbackKind
from beffroi.networks.listening import PublicPost

#: How far back reviews are looked for; of those that came before there was a watch too.
LOOK_BACK = timedelta(days=28)
_AT_ONCE = 500


def take_reviews(*, now: datetime) -> int:
    """Keep new reviews as mentions of the watches about their company; return how many.

    What the inbox has let go of since goes here too.
    """
    watches = Watch.objects.listening().filter(subject__in=[one.value for one in rules.ABOUT_US])
    by_workspace: dict[int, list[int]] = {}
    for pk, workspace_id in watches.order_by("pk").values_list("pk", "workspace"):
        by_workspace.setdefault(workspace_id, []).append(pk)
    total = sum(_take(workspace_id, ids, now=now) for workspace_id, ids in by_workspace.items())
    _let_go(now=now)
    return total


def _take(workspace_id: int, watches: list[int], *, now: datetime) -> int:
    known = Mention.objects.filter(
        workspace=workspace_id,
        network=OuterRef("channel__network"),
        remote_id=OuterRef("remote_id"),
    )
    fresh = (
        Feedback.objects.there()
        .filter(
            ~Exists(known),
            workspace=workspace_id,
            kind=FeedbackKind.REVIEW.value,
            is_ours=False,
            written_at__gte=now - LOOK_BACK,
        )
        .select_related("channel")
        .order_by("written_at", "pk")[:_AT_ONCE]
    )
    rows = list(fresh)
    if not rows:
        return 0
    kept = keep([Caught(_post(row), {workspace_id: watches}) for row in rows], now=now)
    _copy_understanding(workspace_id, rows)
    return kept


def _post(row: Feedback) -> PublicPost:
    return PublicPost(
        network=row.channel.network,
        remote_id=row.remote_id,
        author=Author(row.author_id, row.author_handle, row.author_name),
        text=row.text,
        url=row.url,
        written_at=row.written_at,
        edited_at=row.edited_at,
    )


def _copy_understanding(workspace_id: int, rows: Iterable[Feedback]) -> None:
    """Take over what a review says by its stars, and what people corrected."""
    by_id = {row.remote_id: row for row in rows}
    mentions = list(Mention.objects.filter(workspace=workspace_id, remote_id__in=by_id))
    for mention in mentions:
        for name in UNDERSTOOD:
            setattr(mention, name, getattr(by_id[mention.remote_id], name))
    Mention.objects.bulk_update(mentions, UNDERSTOOD)


def _let_go(*, now: datetime) -> None:
    gone = Feedback.objects.filter(
        Q(deleted_at__isnull=False) | Q(erased_at__isnull=False),
        workspace=OuterRef("workspace"),
        kind=FeedbackKind.REVIEW.value,
        channel__network=OuterRef("network"),
        remote_id=OuterRef("remote_id"),
    )
    forget(Mention.objects.there().filter(Exists(gone), source=None), now=now)
