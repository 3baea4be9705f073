"""Whether dashboards stay quick over five million points, and how fast points are kept.

On a temporary database of the kind that this installation uses; its own is never read. Each part
measures on the same figures.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter

from beffroi.cli import assets
from beffroi.cli.bench import printing
from beffroi.cli.bench.insight import pages
from beffroi.cli.bench.insight.filling import Size, fill
from beffroi.cli.scratch import scratch_database
from beffroi.core.clock import utc_now
from beffroi.core.periods import Period
from beffroi.insight import queries
from beffroi.insight.ingesting import Reading, keep_readings
from beffroi.insight.rules import ALL_POSTS, POSTS_A_CALL, POSTS_FOR, WHOLE_CHANNEL
from beffroi.workspaces.models import Workspace

_TIMES = 9
_MEDIANS = 3
_FEW_TIMES = 3
#: Posts of one transaction, where many are known at once.
_AT_ONCE = 500


def run() -> dict[str, float | int]:
    """Fill, then measure."""
    assets.collect()
    size, last = Size(), utc_now().date()
    with scratch_database("insight") as use:
        use()
        _say(f"{size.points:,} points of {size.channels} channels…")
        began = perf_counter()
        fill(size, last=last)
        filled = round(perf_counter() - began, 1)
        use()  # a new connection, with the memory that every one has
        return {
            "points": size.points,
            "channels": size.channels,
            "filled_s": filled,
            **_dashboards(last),
            **pages.measure(_place(), last=last),
            **_ingestion(last),
            **_printing(),
        }


def _printing() -> dict[str, float]:
    """Print a month; what memory it takes `bench printing` alone can tell."""
    return {name: value for name, value in printing.run().items() if name.endswith("pdf_s")}


def _place() -> Workspace:
    """Return one workspace among all, neither the first nor the last."""
    return Workspace.objects.order_by("pk")[20]


def _dashboards(last: date) -> dict[str, float]:
    """Measure what pages ask: of our posts and of whole channels, the slower of both."""
    _say("dashboards…")
    place = _place()
    everybody = list(Workspace.objects.order_by("pk").values_list("pk", flat=True))
    quarter = Period(last - timedelta(days=89), last)
    years = Period(last - timedelta(days=1094), last)
    return {
        "workspace_90d_ms": _slower(
            lambda origins: (
                lambda: (
                    queries.by_day(place, quarter, origins=origins),
                    queries.by_channel(place, quarter, origins=origins),
                    queries.levels([place.pk], at=last),
                )
            )
        ),
        "agency_90d_ms": _slower(
            lambda origins: (
                lambda: (
                    queries.by_workspace(everybody, quarter, origins=origins),
                    queries.levels(everybody, at=last),
                )
            )
        ),
        "three_years_s": _slower(
            lambda origins: lambda: queries.by_workspace(everybody, years, origins=origins),
            times=_FEW_TIMES,
        )
        / 1000,
    }


def _slower(asking: Callable[..., Callable[[], object]], *, times: int = _TIMES) -> float:
    """Return the median of the slower origin, in milliseconds.

    What slows the machine meanwhile is none of this: of a few medians the least counts.
    """
    return max(
        min(_median_ms(asking(origins), times=times) for _ in range(_MEDIANS))
        for origins in (ALL_POSTS, WHOLE_CHANNEL)
    )


def _median_ms(act: Callable[[], object], *, times: int) -> float:
    act()
    taken = []
    for _ in range(times):
        began = perf_counter()
        act()
        taken.append(perf_counter() - began)
    return round(statistics.median(taken) * 1000, 1)


def _ingestion(last: date) -> dict[str, float]:
    """Read the posts that are still read again, a day later: as one call, and many at once.

    One counter of one post is a point, though it becomes a point for each day since the last.
    """
    _say("ingestion…")
    return {
        f"{name}_points_per_s": _kept_per_second(last + timedelta(days=day), at_once)
        for day, (name, at_once) in enumerate(
            (("ingestion", _AT_ONCE), ("ingestion_by_call", POSTS_A_CALL)), start=1
        )
    }


def _kept_per_second(day: date, at_once: int) -> int:
    read_at = datetime.combine(day, time(12), UTC)
    points, seconds = 0, 0.0
    for place in Workspace.objects.order_by("pk"):
        readings = _readings(place, Period(day - POSTS_FOR, day), read_at=read_at)
        points += sum(len(one.totals) for one in readings)
        began = perf_counter()
        for start in range(0, len(readings), at_once):
            keep_readings(place, readings[start : start + at_once])
        seconds += perf_counter() - began
    return round(points / seconds)


def _readings(place: Workspace, period: Period, *, read_at: datetime) -> list[Reading]:
    """Return readings of the posts that are still read, in which every counter grew."""
    posts = queries.posts_of(place, period)
    return [
        Reading(
            delivery_id=one.delivery.pk,
            channel_id=one.delivery.channel_id,
            published_at=one.delivery.published_at or read_at,
            read_at=read_at,
            totals={counted: total.value + 3 for counted, total in one.totals.items()},
        )
        for one in posts
    ]


def _say(text: str) -> None:
    print(text, file=sys.stderr)
