"""Resumable uploads of the simulated YouTube.

https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol (read 2026-11-22)
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.networks.families.google_simulator import refusal
from beffroi.networks.simulation_server import Call, Refusal, Reply
from beffroi.networks.youtube.simulator_state import SimulatedVideo

_STEP = 256 * 1024
_LIFE = timedelta(days=7)


@dataclass
class Session:
    """One upload under way, or just ended: then it answers with its video for a while."""

    channel_id: str
    resource: dict[str, Any]
    size: int
    opened_at: datetime
    content: bytearray = field(default_factory=bytearray)
    video: SimulatedVideo | None = None


class Sessions:
    """Every session by its id. `keeps_offsets` off: the server forgets what it has."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sessions: dict[str, Session] = {}

    def open(self, channel_id: str, resource: dict[str, Any], call: Call) -> str:
        """Open a session for what the headers announce; return its id."""
        size = call.headers.get("x-upload-content-length", "")
        media_type = call.headers.get("x-upload-content-type", "")
        if not size.isdecimal() or not re.match(r"video/|application/octet-stream$", media_type):
            message = "The request does not include the video content."
            raise refusal(400, message, reason="mediaBodyRequired", domain="youtube.video")
        session_id = secrets.token_urlsafe(48)
        self._sessions[session_id] = Session(channel_id, resource, int(size), self._clock())
        return session_id

    def find(self, session_id: str) -> Session:
        """Return a session, or answer that there is none."""
        session = self._sessions.get(session_id)
        if session is None or self._clock() - session.opened_at > _LIFE:
            raise Refusal(Reply(404, content=b"Not Found", media_type="text/plain"))
        return session

    def forget_all(self) -> None:
        """Lose every session, and the bytes that they hold."""
        self._sessions.clear()

    def receive(self, session: Session, call: Call) -> bool:
        """Take a piece, or none when it only asks; tell whether all bytes are there."""
        told = call.headers.get("content-range", "")
        asks = re.fullmatch(r"bytes \*/(\d+)", told)
        brings = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", told)
        if "content-length" not in call.headers or (not asks and not brings):
            raise refusal(400, "Failed to parse Content-Range header.", reason="badRequest")
        if brings:
            self._take(session, call.body, *(int(one) for one in brings.groups()))
        return len(session.content) == session.size

    def _take(self, session: Session, piece: bytes, first: int, last: int, total: int) -> None:
        is_last = last + 1 == total
        is_right = len(piece) == last - first + 1 and total == session.size
        if not is_right or (not is_last and len(piece) % _STEP):
            raise refusal(
                400, "Invalid request: chunks are multiples of 256 KiB", reason="badRequest"
            )
        if first != len(session.content):
            raise Refusal(incomplete(session))
        session.content += piece


def incomplete(session: Session) -> Reply:
    """Return what tells how much has arrived."""
    arrived = len(session.content)
    headers = {"Range": f"bytes=0-{arrived - 1}"} if arrived else {}
    return Reply(308, headers=headers, content=b"")
