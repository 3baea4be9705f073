"""Files of the simulated LinkedIn: begun, put at their addresses, finished, looked at."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.networks.linkedin.simulator_state import Flavour
from beffroi.networks.linkedin.simulator_wire import Refused

_ADDRESS_LIFE = timedelta(hours=24)
_KINDS = {"images": "image", "videos": "video", "documents": "document"}
_BYTES_MAX = {"image": 20_000_000, "video": 500_000_000, "document": 100_000_000}


@dataclass(slots=True)
class SimulatedMedia:
    """One file. `tags` are those of the parts that came, by the number of the part."""

    urn: str
    kind: str
    owner: str
    size: int
    token: str
    parts: list[tuple[int, int]]
    ends_at: datetime
    content: dict[int, bytes] = field(default_factory=dict)
    finished_at: datetime | None = None

    @property
    def tags(self) -> list[str]:
        """The tags of the parts that came, in order."""
        return [_tag(self.content[number]) for number in sorted(self.content)]


class Shelf:
    """All files of the world."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self.media: dict[str, SimulatedMedia] = {}
        self._addresses: dict[str, tuple[SimulatedMedia, int]] = {}

    def begin(
        self, collection: str, request: Mapping[str, Any], *, flavour: Flavour, origin: str
    ) -> dict[str, Any]:
        """Return where to put the bytes of a new file."""
        kind, now = _KINDS[collection], self._clock()
        size = int(request.get("fileSizeBytes") or 0)
        media = SimulatedMedia(
            urn=f"urn:li:{kind}:{secrets.token_urlsafe(12)}",
            kind=kind,
            owner=str(request.get("owner")),
            size=size,
            token=secrets.token_urlsafe(8) if kind == "video" else "",
            parts=_parts(size, flavour.part_bytes) if kind == "video" else [(0, 0)],
            ends_at=now + _ADDRESS_LIFE,
        )
        self.media[media.urn] = media
        urls = [self._address(media, number, origin) for number in range(len(media.parts))]
        until = int(media.ends_at.timestamp() * 1000)
        if kind != "video":
            return {"uploadUrlExpiresAt": until, "uploadUrl": urls[0], kind: media.urn}
        instructions = [
            {"uploadUrl": url, "firstByte": first, "lastByte": last}
            for url, (first, last) in zip(urls, media.parts, strict=True)
        ]
        return {
            "uploadUrlsExpireAt": until,
            "video": media.urn,
            "uploadInstructions": instructions,
            "uploadToken": media.token,
        }

    def address_of(self, number: str) -> SimulatedMedia:
        """Return the file whose bytes belong at an address."""
        if number not in self._addresses:
            raise Refused(404, "NOT_FOUND", "No such upload")
        return self._addresses[number][0]

    def put(self, number: str, content: bytes) -> str:
        """Take bytes; return their tag."""
        media, part = self._addresses[number]
        if self._clock() >= media.ends_at:
            raise Refused(400, "EXPIRED_UPLOAD_URL", "The upload URL is expired")
        if len(content) > _BYTES_MAX[media.kind]:
            raise Refused(413, "REQUEST_ENTITY_TOO_LARGE", "The file is too large")
        first, last = media.parts[part]
        if media.kind == "video" and len(content) != last - first + 1:
            raise Refused.wrong("part")
        media.content[part] = content
        if media.kind != "video":
            media.finished_at = self._clock()
        return _tag(content)

    def finish(self, request: Mapping[str, Any]) -> None:
        """End a video's upload: every part must be named by its tag, in order."""
        media = self.find(str(request.get("video")))
        if media.kind != "video" or request.get("uploadToken") != media.token:
            raise Refused(400, "INVALID_VIDEO_ID", "This Video ID is invalid")
        if len(media.content) < len(media.parts):
            raise Refused(400, "MEDIA_ASSET_WAITING_UPLOAD", "Media asset is waiting upload")
        if media.finished_at or request.get("uploadedPartIds") != media.tags:
            raise Refused.wrong("finalizeUploadRequest/uploadedPartIds")
        media.finished_at = self._clock()

    def find(self, urn: str) -> SimulatedMedia:
        """Return one file. Refuses with a 404."""
        if urn not in self.media:
            raise Refused(404, "NOT_FOUND", "Could not find entity")
        return self.media[urn]

    def status(self, media: SimulatedMedia, *, flavour: Flavour) -> str:
        """Return how far a file is."""
        if media.finished_at is None:
            return "WAITING_UPLOAD"
        if self._clock() < media.finished_at + flavour.processing:
            return "PROCESSING"
        return "PROCESSING_FAILED" if flavour.processing_fails else "AVAILABLE"

    def check_usable(self, urn: str, *, owner: str, flavour: Flavour) -> SimulatedMedia:
        """Return a file that a post of `owner` may bear now. Refuses any other."""
        media = self.media.get(urn)
        if media is None or media.owner != owner:
            raise Refused.wrong("content/media/id", code="INVALID_URN_ID")
        status = self.status(media, flavour=flavour)
        if status == "PROCESSING_FAILED":
            raise Refused(400, "MEDIA_ASSET_PROCESSING_FAILED", "Media asset failed processing")
        if status != "AVAILABLE":
            raise Refused(400, "MEDIA_ASSET_WAITING_UPLOAD", "Media asset is waiting upload")
        return media

    def _address(self, media: SimulatedMedia, part: int, origin: str) -> str:
        number = secrets.token_urlsafe(9)
        self._addresses[number] = (media, part)
        return f"{origin}/dms-uploads/{number}"


def _parts(size: int, part_bytes: int) -> list[tuple[int, int]]:
    if size < 1:
        raise Refused.wrong("initializeUploadRequest/fileSizeBytes")
    starts = range(0, size, part_bytes)
    return [(start, min(start + part_bytes, size) - 1) for start in starts]


def _tag(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
