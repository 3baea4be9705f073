"""Archives of Atelier Martin, for the pictures and checks of its pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from beffroi.archives.models import ArchiveImport
from beffroi.core.clock import utc_now
from tests.world import World

_SUMMARY = {
    "post:post": {"2019": 64, "2020": 131, "2021": 158, "2022": 190, "2023": 122, "2024": 87},
    "post:story": {"2021": 12, "2022": 48, "2023": 61, "2024": 40},
    "post:video": {"2022": 9, "2023": 24, "2024": 31},
    "post:comment": {"2020": 15, "2021": 22, "2022": 41, "2023": 8, "2024": 5, "": 1},
    "count": {"2023": 244, "2024": 174},
}
_LISTED = [
    ["messages/inbox/message_1.json", "unknown"],
    ["your_instagram_activity/likes/liked_posts.json", "unknown"],
    ["your_instagram_activity/media/other_content.json", "damaged"],
    ["../../etc/passwd", "dangerous_name"],
]
_TABLE = "avis-google-et-carnet-de-la-boutique-2021-2024.csv"
_LEFT_OUT = [
    [_TABLE, "date", 1312, [14, 15, 16, 17, 18]],
    [_TABLE, "kind", 3, [2, 96, 310]],
    ["avis.csv", "empty", 1, [7]],
]


def reading(world: World) -> None:
    """An archive is being read."""
    _archive(
        world,
        status="reading",
        network="instagram",
        done_bytes=402_000_000,
        items_read=1240,
        members_media=9000,
    )


def read(world: World) -> None:
    """An archive was read."""
    _archive(
        world,
        status="done",
        network="instagram",
        done_bytes=958_000_000,
        items_read=1487,
        items_added=1402,
        members_read=9,
        members_media=18_204,
        members_listed=311,
        summary=_SUMMARY,
        listed=_LISTED,
        first_at=datetime(2019, 3, 4, 9, tzinfo=UTC),
        last_at=datetime(2024, 11, 28, 17, tzinfo=UTC),
    )


def several(world: World) -> None:
    """Archives in every state."""
    read(world)
    _archive(world, status="refused", problem="cut_short", name="twitter-2024.zip")
    _archive(world, status="done", network="linkedin", items_read=88, name="linkedin.zip")
    _archive(world, status="done", members_listed=4, name="facebook-html.zip")
    reading(world)


def refused(world: World) -> None:
    """An archive was refused."""
    _archive(world, status="refused", problem="encrypted")


def unknown(world: World) -> None:
    """Nothing in the archive is known."""
    _archive(world, status="done", members_media=12, members_listed=2, listed=_LISTED[:2])


def rows_left_out(world: World) -> None:
    """A table was read but for some of its rows."""
    _archive(
        world,
        status="done",
        network="plain",
        size_bytes=214_000,
        name=_TABLE,
        items_read=1208,
        items_added=1208,
        members_read=1,
        summary={"feedback:review": {"2021": 212, "2022": 340, "2023": 377, "2024": 279}},
        left_out=_LEFT_OUT,
        first_at=datetime(2021, 1, 7, 9, tzinfo=UTC),
        last_at=datetime(2024, 11, 28, 17, tzinfo=UTC),
    )


def no_row(world: World) -> None:
    """No row of a table could be kept."""
    _archive(
        world,
        status="done",
        network="plain",
        size_bytes=900,
        name="avis.csv",
        left_out=_LEFT_OUT[2:],
    )


def page(world: World) -> str:
    """Return the address of the newest archive."""
    row = ArchiveImport.objects.filter(workspace=world.atelier).latest("id")
    return f"/archives/{row.pk}/"


def _archive(world: World, *, name: str = "instagram-atelier.martin.zip", **facts: object) -> None:
    now = utc_now()
    is_open = facts["status"] == "reading"
    made = ArchiveImport(
        workspace=world.atelier,
        name=name,
        size_bytes=958_000_000,
        created_by=world.claire,
        created_at=now - timedelta(minutes=4),
        started_at=now - timedelta(minutes=3),
        ended_at=None if is_open else now,
    )
    for field, value in facts.items():
        setattr(made, field, value)
    made.save()
