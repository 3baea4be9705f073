"""Reviews that the inbox receives, as mentions: they are said in public, and about us."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from beffroi.core.foreign import storable
from beffroi.inbox.models import Feedback
from beffroi.inbox.people.who import server_of
from beffroi.listening import rules
from beffroi.listening.forgetting import forget
from beffroi.listening.keeping import keep
from beffroi.listening.models import Mention, Watch
from beffroi.listening.preparing import UNDERSTOOD, Caught
from beffroi.networks.contracts import Author, FeedbackKind
from beffroi.networks.listening import PublicPost

#: How far back reviews are looked for; of those that came before there was a watch too.
LOOK_BACK = timedelta(days=28)
_AT_ONCE = 500
#: What tells that a person corrected a review, or that it was read anew.
_COMPARED = ("tone", "intent", "urgency", "language", "wants_check")


def take_reviews(*, now: datetime) -> int:
    """Keep new reviews as mentions of the watches about their company; return how many.

    What the inbox has let go of since goes here too.
    """
    watches = Watch.objects.listening().filter(subject__in=[one.value for one in rules.ABOUT_US])
    by_workspace: dict[int, list[int]] = {}
    for pk, workspace_id in watches.order_by("pk").values_list("pk", "workspace"):
        by_workspace.setdefault(workspace_id, []).append(pk)
    total = sum(_take(workspace_id, ids, now=now) for workspace_id, ids in by_workspace.items())
    _follow(now=now)
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
        server=server_of(row.channel),
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
    mentions = list(Mention.objects.there().filter(workspace=workspace_id, remote_id__in=by_id))
    for mention in mentions:
        mention.review = by_id[mention.remote_id]
        _copy(mention, mention.review, UNDERSTOOD)
    Mention.objects.bulk_update(mentions, ["review", *UNDERSTOOD])


def _copy(mention: Mention, review: Feedback, names: Iterable[str]) -> None:
    for name in names:
        setattr(mention, name, getattr(review, name))


def _follow(*, now: datetime) -> None:
    """Take over what authors edited and people corrected since."""
    is_edited = Q(edited_at=None) | Q(edited_at__lt=F("review__edited_at"))
    differs = Q(review__edited_at__isnull=False) & is_edited
    for name in _COMPARED:
        differs |= ~Q(**{name: F(f"review__{name}")})
    changed = Mention.objects.there().filter(
        differs,
        review__deleted_at=None,
        review__erased_at=None,
        review__isnull=False,
        written_at__gte=now - LOOK_BACK,
    )
    mentions = list(changed.select_related("review").order_by("pk")[:_AT_ONCE])
    for mention in mentions:
        if mention.review is not None:
            mention.text = storable(mention.review.text, longest=rules.TEXT_MAX)
            _copy(mention, mention.review, ("edited_at", *UNDERSTOOD))
    Mention.objects.bulk_update(mentions, ["text", "edited_at", *UNDERSTOOD])


def _let_go(*, now: datetime) -> None:
    gone = Q(review__deleted_at__isnull=False) | Q(review__erased_at__isnull=False)
    forget(Mention.objects.filter(gone, review__isnull=False), now=now)
