"""Keeps what competitors write themselves, from the sources that are theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from beffroi.core.foreign import storable, web_address
from beffroi.inbox.people.rules import months_before
from beffroi.inbox.rules import is_identifier, plausible
from beffroi.listening.models import Competitor, CompetitorPost, Ground, Source
from beffroi.listening.models.competitors import EXTRACT_MAX
from beffroi.networks.contracts import MediaKind
from beffroi.networks.listening import PublicPost

Format = CompetitorPost.Format
_COUNTED = ("text", "likes", "replies", "shares", "seen_at")


@transaction.atomic
def take(source: Source, posts: Sequence[PublicPost], *, now: datetime) -> int:
    """Keep the posts of a competitor's own source; return how many there were.

    What it shares of others is not its own. Seen again, a post has its newest counts.
    """
    rows = Competitor.objects.filter(sources__source=source, removed_at=None)
    competitor = rows.first() if posts else None
    if competitor is None:
        return 0
    own = {
        post.remote_id: post for post in posts if is_identifier(post.remote_id) and not post.repeats
    }
    CompetitorPost.objects.bulk_create(
        [_row(competitor, post, now=now) for post in own.values()],
        update_conflicts=True,
        unique_fields=["competitor", "network", "remote_id"],
        update_fields=_COUNTED,
        batch_size=100,
    )
    return len(own)


def forget_posts(
    network: str, remote_ids: Sequence[str], *, workspace_id: int | None = None
) -> None:
    """Let go of posts that were deleted: most often none was kept, and nothing is written."""
    rows = CompetitorPost.objects.filter(network=network, remote_id__in=remote_ids)
    if workspace_id is not None:
        rows = rows.filter(competitor__workspace=workspace_id)
    if keys := list(rows.values_list("pk", flat=True)):
        CompetitorPost.objects.filter(pk__in=keys).delete()


def forget_old(*, now: datetime) -> None:
    """Let go of posts that are older than their workspace keeps what is heard."""
    for ground in Ground.objects.order_by("pk").iterator(chunk_size=500):
        before = months_before(now, ground.kept_for_months)
        rows = CompetitorPost.objects.filter(competitor__workspace=ground.workspace_id)
        rows.filter(written_at__lt=before).delete()


def _row(competitor: Competitor, post: PublicPost, *, now: datetime) -> CompetitorPost:
    counters = post.counters
    return CompetitorPost(
        competitor=competitor,
        network=post.network,
        remote_id=post.remote_id,
        text=storable(post.text, longest=EXTRACT_MAX),
        url=web_address(post.url),
        format=_format(post.media, post.text),
        likes=counters.likes if counters else None,
        replies=counters.replies if counters else None,
        shares=counters.shares if counters else None,
        written_at=plausible(post.written_at, now=now),
        seen_at=now,
    )


def _format(media: Iterable[MediaKind], text: str) -> Format:
    kinds = set(media)
    if MediaKind.VIDEO in kinds:
        return Format.VIDEO
    if kinds:
        return Format.PICTURE
    return Format.LINK if "http://" in text or "https://" in text else Format.TEXT
