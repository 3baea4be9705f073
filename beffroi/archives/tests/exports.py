"""Small exports of made-up accounts, made in code: nothing in them ever was anybody's."""

from __future__ import annotations

import io
import json
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beffroi.archives.containers.limits import Budget
from beffroi.archives.containers.opening import open_container
from beffroi.archives.readers.items import Item
from beffroi.archives.reading import Fate, ItemRead, MemberDone, Position, read

Content = bytes | str | list[Any] | dict[str, Any]


def as_bytes(content: Content) -> bytes:
    """Return a member's content; what is neither text nor bytes becomes JSON as Meta writes it."""
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content)).encode()


def mojibake(text: str) -> str:
    """Return a text as Meta's exports write it."""
    return text.encode().decode("latin-1")


def zipped(members: Mapping[str, Content], *, stored: bool = False) -> bytes:
    """Return a zip file of these members."""
    file = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, as_bytes(content))
    return file.getvalue()


def crowded(members: Mapping[str, Content], *, count: int) -> bytes:
    """Return a zip file with so many empty photos before these members."""
    local, listed = bytearray(), bytearray()
    empty = {f"media/posts/{number}.jpg": b"" for number in range(count)}
    for name, content in {**empty, **members}.items():
        raw, data, start = name.encode(), as_bytes(content), len(local)
        facts = (0, 0, 0, 0, zlib.crc32(data), len(data), len(data), len(raw), 0)
        local += struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, *facts) + raw + data
        listed += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, *facts, 0, 0, 0, 0, start) + raw
    end = (0, 0, 0xFFFF, 0xFFFF, len(listed), 0xFFFFFFFF, 0)
    total = count + len(members)
    record_at = len(local) + len(listed)
    wide = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, total, total, len(listed), len(local)
    )
    place = struct.pack("<4sLQL", b"PK\x06\x07", 0, record_at, 1)
    return bytes(local + listed) + wide + place + struct.pack("<4s4H2LH", b"PK\x05\x06", *end)


def tarred(members: Mapping[str, Content]) -> bytes:
    """Return a .tar.gz of these members."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(as_bytes(content))
            archive.addfile(info, io.BytesIO(as_bytes(content)))
    return file.getvalue()


class Seen:
    """What came out of an archive."""

    def __init__(
        self, archive: bytes, *, name: str = "export.zip", budget: Budget | None = None
    ) -> None:
        budget = budget or Budget()
        container = open_container(io.BytesIO(archive), name=name, budget=budget)
        events = list(read(container, start=Position(), budget=budget))
        self.reads = [event for event in events if isinstance(event, ItemRead)]
        self.members = [event for event in events if isinstance(event, MemberDone)]
        self.items: list[Any] = [event.item for event in self.reads]

    @property
    def listed(self) -> dict[str, str]:
        """The files that were not read, or not to their end, with the reason."""
        return {m.name: m.reason.value for m in self.members if m.reason is not None}

    @property
    def networks(self) -> set[str]:
        """Whose items they are."""
        return {event.network for event in self.reads}

    @property
    def media(self) -> int:
        """How many photos and videos went by."""
        return sum(member.fate is Fate.MEDIA for member in self.members)

    @property
    def texts(self) -> list[str]:
        """The texts, in order."""
        return [item.text for item in self.items if hasattr(item, "text")]

    def only(self) -> Item:
        """Return the one item."""
        (item,) = self.items
        return item  # type: ignore[no-any-return]


INSTAGRAM_POSTS: list[Any] = [
    {
        "media": [
            {
                "uri": "media/posts/202406/a.jpg",
                "creation_timestamp": 1718000000,
                "title": mojibake("Brioche du dimanche, déjà prête 🥐"),
            }
        ]
    },
    {
        "media": [
            {"uri": "media/posts/202301/b.jpg", "creation_timestamp": 1673000000, "title": ""},
            {"uri": "media/posts/202301/c.jpg", "creation_timestamp": 1673000001, "title": ""},
        ],
        "title": mojibake("La galette est là"),
        "creation_timestamp": 1673000002,
    },
]


def instagram(posts: list[Any] = INSTAGRAM_POSTS) -> dict[str, Content]:
    """Return the members of an export of Instagram."""
    base = "your_instagram_activity/media"
    return {
        f"{base}/posts_1.json": posts,
        f"{base}/stories.json": {
            "ig_stories": [
                {
                    "uri": "media/stories/202405/s.jpg",
                    "creation_timestamp": 1716000000,
                    "title": "",
                }
            ]
        },
        f"{base}/reels.json": {
            "ig_reels_media": [
                {
                    "media": [
                        {
                            "uri": "media/reels/202405/r.mp4",
                            "creation_timestamp": 1716100000,
                            "title": mojibake("Pétrir à la main"),
                        }
                    ]
                }
            ]
        },
        "your_instagram_activity/comments/post_comments_1.json": [
            {
                "media_list_data": [{"uri": ""}],
                "string_map_data": {
                    "Comment": {"value": mojibake("Merci à vous !")},
                    "Media Owner": {"value": "julien.renard"},
                    "Time": {"timestamp": 1717000000},
                },
            }
        ],
        "logged_information/past_instagram_insights/posts.json": {
            "organic_insights_posts": [
                {
                    "media_map_data": {
                        "Media Thumbnail": {
                            "uri": "media/posts/202406/a.jpg",
                            "creation_timestamp": 1718000000,
                            "title": "",
                        }
                    },
                    "string_map_data": {
                        "Likes": {"value": "1,234"},
                        "Comments": {"value": "12"},
                        "Profile visits": {"value": "--"},
                    },
                }
            ]
        },
        "media/posts/202406/a.jpg": b"\xff\xd8\xff" + b"0" * 100,
    }


def many_posts(count: int) -> list[Any]:
    """Return so many posts of Instagram."""
    return [
        {
            "media": [
                {
                    "uri": f"media/posts/{number}.jpg",
                    "creation_timestamp": 1600000000 + number * 3600,
                    "title": f"Fournée {number}",
                }
            ]
        }
        for number in range(count)
    ]


def write(folder: Path, content: bytes, *, name: str = "export.zip") -> Path:
    """Write an archive where an upload would lie."""
    path = folder / name
    path.write_bytes(content)
    return path
