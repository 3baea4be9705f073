"""Files handed to the simulated X. https://docs.x.com/x-api/media/introduction, 2026-11-22."""

from __future__ import annotations

import math
from base64 import b64decode
from binascii import Error as Base64Error
from typing import Any

from beffroi.core.clock import Clock
from beffroi.networks.simulation_server import Call, Reply
from beffroi.networks.x.simulator_problems import invalid
from beffroi.networks.x.simulator_state import SimulatedAccount, SimulatedFile, State
from beffroi.networks.x.simulator_wire import read_json, read_multipart

_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
_BYTES_MAX = {"tweet_image": 5_000_000, "tweet_gif": 15_000_000, "tweet_video": 512_000_000}
_TYPES = {
    "tweet_image": _PICTURES,
    "tweet_gif": frozenset({"image/gif"}),
    "tweet_video": frozenset({"video/mp4", "video/quicktime"}),
}
_PIECE_BYTES_MAX = 5_000_000
_ALT_TEXT_MAX = 1000
_DAY = 86_400


class Files:
    """Takes files for their owners."""

    def __init__(self, state: State, *, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    def send_whole(self, call: Call, owner: SimulatedAccount) -> Reply:
        """Take a picture at once."""
        media_type, content, category = _whole(call)
        if category != "tweet_image":
            raise invalid("media_category", category)
        one = self._taken(owner, media_type, category, len(content))
        one.pieces.append(len(content))
        self._state.close_file(one)
        return self._shown(one, size=len(content), expires_after_secs=_DAY)

    def begin(self, call: Call, owner: SimulatedAccount) -> Reply:
        """Begin to take a file in pieces."""
        wanted = read_json(call)
        for name in wanted.keys() - {"media_type", "total_bytes", "media_category", "shared"}:
            raise invalid(name, str(wanted[name]))
        total = wanted.get("total_bytes")
        if not isinstance(total, int) or total <= 0:
            raise invalid("total_bytes", str(total))
        media_type, category = str(wanted.get("media_type")), str(wanted.get("media_category"))
        one = self._taken(owner, media_type, category, total)
        return self._shown(one, expires_after_secs=_DAY)

    def append(self, call: Call, owner: SimulatedAccount) -> Reply:
        """Take one piece. The same piece may come twice, none may be left out."""
        one = self._state.file_of(owner, call.params["id"])
        parts = read_multipart(call)
        index, content = parts.get("segment_index", ("", b""))[1], parts.get("media", ("", b""))[1]
        if not index.isdigit() or int(index) > len(one.pieces):
            raise invalid("segment_index", index.decode("utf-8", "replace"))
        if not 0 < len(content) <= _PIECE_BYTES_MAX:
            raise invalid("media", "size")
        one.pieces[int(index) :] = [len(content), *one.pieces[int(index) + 1 :]]
        return Reply(data={"data": {"expires_at": int(self._clock().timestamp()) + _DAY}})

    def close(self, call: Call, owner: SimulatedAccount) -> Reply:
        """Begin to work on a file that is there. It can be closed once."""
        one = self._state.file_of(owner, call.params["id"])
        if one.ready_at is not None or sum(one.pieces) != one.total_bytes:
            raise invalid("id", one.id)
        self._state.close_file(one)
        return self._shown(one, size=one.total_bytes, **self._processing(one))

    def status(self, call: Call, owner: SimulatedAccount) -> Reply:
        """Tell how the work on a file goes."""
        if call.first("command") != "STATUS":
            raise invalid("command", call.first("command"))
        one = self._state.file_of(owner, call.first("media_id"))
        return self._shown(one, **self._processing(one))

    def describe(self, call: Call, owner: SimulatedAccount) -> Reply:
        """Take an alternative text."""
        wanted = read_json(call)
        metadata = wanted.get("metadata")
        alt = metadata.get("alt_text") if isinstance(metadata, dict) else None
        text = alt.get("text") if isinstance(alt, dict) else None
        if not isinstance(text, str) or not 0 < len(text) <= _ALT_TEXT_MAX:
            raise invalid("metadata.alt_text.text", "length")
        one = self._state.file_of(owner, str(wanted.get("id")))
        one.alt_text = text
        return Reply(data={"data": {"id": one.id, "associated_metadata": metadata}})

    def _taken(
        self, owner: SimulatedAccount, media_type: str, category: str, total: int
    ) -> SimulatedFile:
        if category not in _TYPES or media_type not in _TYPES[category]:
            raise invalid("media_type", media_type)
        if total > _BYTES_MAX[category]:
            raise invalid("media", "size")
        return self._state.add_file(
            owner, media_type=media_type, category=category, total_bytes=total
        )

    def _processing(self, one: SimulatedFile) -> dict[str, Any]:
        if not one.is_alone or one.ready_at is None:
            return {}
        left = (one.ready_at - self._clock()).total_seconds()
        wait = min(self._state.flavour.check_after_seconds, max(1, math.ceil(left)))
        if left > 0:
            info: dict[str, Any] = {"state": "in_progress", "check_after_secs": wait}
        elif self._state.flavour.processing_fails:
            error = {"code": 1, "name": "InvalidMedia", "message": "Unsupported video format"}
            info = {"state": "failed", "error": error}
        else:
            info = {"state": "succeeded", "progress_percent": 100}
        return {"processing_info": info}

    def _shown(self, one: SimulatedFile, **more: Any) -> Reply:
        return Reply(data={"data": {"id": one.id, "media_key": one.key, **more}})


def _whole(call: Call) -> tuple[str, bytes, str]:
    """Return type, bytes and category of a picture sent as JSON or as a form."""
    if call.headers.get("content-type", "").startswith("application/json"):
        wanted = read_json(call)
        try:
            content = b64decode(str(wanted.get("media")), validate=True)
        except Base64Error as error:
            raise invalid("media", "base64") from error
        return str(wanted.get("media_type")), content, str(wanted.get("media_category"))
    parts = read_multipart(call)
    if "media" not in parts or "media_category" not in parts:
        raise invalid("media", "missing")
    media_type, content = parts["media"]
    return media_type, content, parts["media_category"][1].decode()
