"""Takes in what networks' archives counted, for the time before posts were read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from beffroi.archives.models import HistoryCount
from beffroi.channels.models import Channel
from beffroi.insight import ingesting
from beffroi.insight.figures import Figure
from beffroi.insight.models import ChannelReading
from beffroi.insight.rules import Counted

#: By what the readers of archives call what they find.
_COUNTED: Mapping[str, Counted] = {
    "impressions": Counted.IMPRESSIONS,
    "reach": Counted.REACH,
    "likes": Counted.REACTIONS,
    "comments": Counted.COMMENTS,
    "shares": Counted.SHARES,
    "reposts": Counted.SHARES,
    "saves": Counted.SAVES,
}


def figures_of(channel: Channel) -> list[Figure]:
    """Return what archives of a channel's network counted of its posts, by the day of writing.

    All that a post gained stands on that day: each figure is estimated.
    """
    rows = HistoryCount.objects.filter(
        workspace=channel.workspace_id, network=channel.network, metric__in=list(_COUNTED)
    ).exclude(post_id="")
    sums: dict[tuple[object, Counted], Figure] = {}
    by_day = rows.values("counted_on", "metric").annotate(total=Sum("value"))
    for day, metric, total in by_day.order_by("counted_on", "metric").values_list(
        "counted_on", "metric", "total"
    ):
        counted = _COUNTED[metric]
        known = sums.get((day, counted))
        value = total + (known.value if known else 0)
        sums[day, counted] = Figure(day, counted, value, is_estimated=True)
    return list(sums.values())


@transaction.atomic
def take_in(channel: Channel, *, now: datetime) -> int:
    """Keep what archives say now, in the place of what they said. Return how many figures."""
    kept = ingesting.keep_archive(channel, figures_of(channel))
    ChannelReading.objects.update_or_create(
        channel=channel, defaults={"archive_taken_at": now if kept else None}
    )
    return kept


def follow_all(*, now: datetime) -> None:
    """Take in again what was once: an import that is erased counts no more."""
    taken = ChannelReading.objects.filter(archive_taken_at__isnull=False)
    for state in taken.select_related("channel").order_by("pk"):
        take_in(state.channel, now=now)
