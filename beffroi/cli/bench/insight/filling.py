"""Three years of an agency's figures, written by the database itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection, transaction

from beffroi.channels.models import Channel
from beffroi.delivery.content import Content, to_json
from beffroi.delivery.models import Delivery
from beffroi.insight.models import DayCount, Followed, PostCount, PostPoint
from beffroi.insight.rules import Counted, Origin, to_microseconds
from beffroi.workspaces.models import Workspace

#: Of posts: what most networks tell.
POST_COUNTERS = (
    Counted.IMPRESSIONS,
    Counted.REACH,
    Counted.REACTIONS,
    Counted.COMMENTS,
    Counted.SHARES,
    Counted.LINK_CLICKS,
)
_CHANNEL_COUNTERS = (
    Counted.IMPRESSIONS,
    Counted.REACH,
    Counted.INTERACTIONS,
    Counted.FOLLOWERS,
    Counted.FOLLOWERS_GAINED,
)
#: On so many days a post gains something.
_DAYS_OF_GAIN = 7
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Size:
    """How much there is; a post gains on seven days, so that it has 42 points."""

    workspaces: int = 40
    channels_each: int = 10
    posts_each: int = 300
    days: int = 1095

    @property
    def channels(self) -> int:
        """How many channels there are."""
        return self.workspaces * self.channels_each

    @property
    def points(self) -> int:
        """How many points there are."""
        return self.channels * self.posts_each * len(POST_COUNTERS) * _DAYS_OF_GAIN


def fill(size: Size, *, last: date) -> None:
    """Make workspaces, channels, posts and all that they gained, until the day `last`."""
    _give_memory()
    first = last - timedelta(days=size.days - 1)
    with transaction.atomic():
        channels = _channels(size, at=_noon(first))
        _deliveries(channels, size, first=first)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE bench_day (n integer PRIMARY KEY, day date)")
            cursor.executemany(
                "INSERT INTO bench_day VALUES (%s, %s)",
                [(n, (first + timedelta(days=n)).isoformat()) for n in range(size.days)],
            )
            for statement in _statements(size, read_at=_noon(last)):
                cursor.execute(statement)
            cursor.execute("DROP TABLE bench_day")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _channels(size: Size, *, at: datetime) -> list[Channel]:
    places = Workspace.objects.bulk_create(
        Workspace(name=f"Client {number}") for number in range(size.workspaces)
    )
    return Channel.objects.bulk_create(
        Channel(
            workspace=place,
            network="bluesky",
            origin="https://bluesky.example",
            account_id=str(number),
            handle=f"client-{number}.example",
            verified_at=at,
            connected_at=at,
        )
        for place in places
        for number in range(size.channels_each)
    )


def _deliveries(channels: Sequence[Channel], size: Size, *, first: date) -> None:
    """Publish the posts of all channels, each channel's after those of the one before."""
    content = to_json(
        Content(text="Le pain aux noix revient samedi.", language="fr", written_at=_noon(first))
    )
    rows: list[Delivery] = []
    for channel in channels:
        for number in range(size.posts_each):
            at = _noon(first + timedelta(days=_day_of(number, size)))
            rows.append(
                Delivery(
                    workspace_id=channel.workspace_id,
                    channel=channel,
                    status="published",
                    due_at=at,
                    content=content,
                    marker=f"m{number}",
                    remote_id=f"post-{number}",
                    published_at=at,
                    created_at=at,
                )
            )
        if len(rows) >= _AT_ONCE:
            Delivery.objects.bulk_create(rows)
            rows = []
    Delivery.objects.bulk_create(rows)


def _statements(size: Size, *, read_at: datetime) -> list[str]:
    """Return what writes points, totals and sums: the sums are those of the points."""
    posts, points = Delivery._meta.db_table, PostPoint._meta.db_table
    sums, channels = DayCount._meta.db_table, Channel._meta.db_table
    gains = ", ".join(f"({n})" for n in range(_DAYS_OF_GAIN))
    number = f"(d.number % {size.posts_each})"
    day_of = f"{number} * {size.days - _DAYS_OF_GAIN} / {size.posts_each}"
    numbered = f"(SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS number FROM {posts})"  # noqa: S608
    counted = _listed(POST_COUNTERS)
    gained = "1 + ((d.id * 7 + c.n * 13 + k.n * 29) % 97) / (k.n + 1)"
    whole = "(ch.id * 31 + c.n * 17 + days.n * 7) % 500"
    return [
        f"INSERT INTO {points} (delivery_id, counted, day, gained, estimated) "  # noqa: S608 - our names
        f"SELECT d.id, c.n, days.day, {gained}, 0 FROM {numbered} d "
        f"CROSS JOIN (SELECT column1 AS n FROM (VALUES {counted}) v) c "
        f"CROSS JOIN (SELECT column1 AS n FROM (VALUES {gains}) v) k "
        f"JOIN bench_day days ON days.n = {day_of} + k.n ORDER BY d.id, c.n, days.day",
        f"INSERT INTO {PostCount._meta.db_table} "  # noqa: S608 - our names
        "(delivery_id, counted, value, as_of, is_estimated) "
        f"SELECT delivery_id, counted, SUM(gained), {to_microseconds(read_at)}, {_false()} "
        f"FROM {points} GROUP BY 1, 2",
        f"INSERT INTO {sums} "  # noqa: S608 - our names
        "(workspace_id, origin, counted, day, channel_id, value, estimated) "
        f"SELECT d.workspace_id, {int(Origin.POSTS)}, p.counted, p.day, d.channel_id, "
        f"SUM(p.gained), 0 FROM {points} p JOIN {posts} d ON d.id = p.delivery_id "
        "GROUP BY 1, 3, 4, 5 ORDER BY 1, 3, 4, 5",
        f"INSERT INTO {sums} "  # noqa: S608 - our names
        "(workspace_id, origin, counted, day, channel_id, value, estimated) "
        f"SELECT ch.workspace_id, {int(Origin.CHANNEL)}, c.n, days.day, ch.id, {whole}, 0 "
        f"FROM {channels} ch CROSS JOIN bench_day days "
        f"CROSS JOIN (SELECT column1 AS n FROM (VALUES {_listed(_CHANNEL_COUNTERS)}) v) c "
        "ORDER BY 1, 3, 4, 5",
        f"INSERT INTO {Followed._meta.db_table} "  # noqa: S608 - our names
        "(delivery_id, channel_id, published_at, next_at, read_at, unchanged, absences) "
        f"SELECT id, channel_id, published_at, NULL, published_at, 0, 0 FROM {posts}",
    ]


def _listed(counters: Sequence[Counted]) -> str:
    return ", ".join(f"({int(one)})" for one in counters)


def _false() -> str:
    return "0" if connection.vendor == "sqlite" else "FALSE"


def _day_of(number: int, size: Size) -> int:
    return number * (size.days - _DAYS_OF_GAIN) // size.posts_each


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _give_memory() -> None:
    """Let SQLite keep its trees at hand while they grow; for this connection only."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-400000")
