"""The simulated Jetstream, in both versions, with all that can go wrong on a stream.

Shapes come from the docs and lexicons of https://github.com/bluesky-social/jetstream, read on
2026-11-28; what they leave open is marked "guess".
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from beffroi.networks.bluesky.jetstream import instant_of, microseconds_of
from beffroi.networks.bluesky.packing import GET_DICTIONARY, MAGIC, SECOND_VERSION, zstd
from beffroi.networks.bluesky.records import POSTS
from beffroi.networks.simulation_server import Call, Refusal, Reply, Route
from beffroi.networks.simulation_socket import SocketEnd, take_over

if TYPE_CHECKING:
    from beffroi.networks.bluesky.simulator import BlueskySimulator

_TIMESTAMPS_FROM = 10**15
_KINDS = frozenset({"commit", "identity", "account", "sync"})
_LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in the log, as both versions write it. A raw one says the same in both."""

    at_us: int
    kind: str
    collection: str
    first: bytes
    second: bytes


@dataclass(frozen=True, slots=True)
class _Asked:
    is_second: bool
    cursor: int | None
    collections: tuple[str, ...]
    kinds: frozenset[str]
    size_max: int
    is_packed: bool


@dataclass
class Weather:
    """What is wrong with every connection from now on.

    `cut_after`: so many frames, then half of one and the end. `repeats`: how often each frame is
    sent. `gives_up` closes with this error.
    """

    stalls: bool = False
    is_deaf: bool = False
    cut_after: int | None = None
    repeats: int = 1
    pause_seconds: float = 0.0
    gives_up: str = ""


class Jetstream:
    """Everything that was told, and whoever listens to it."""

    def __init__(self, simulator: BlueskySimulator) -> None:
        self._simulator = simulator
        self._changed = threading.Condition()
        self._generation = 0
        self.reset()

    def reset(self) -> None:
        """Forget what was told."""
        self.hang_up()
        self.log: list[Entry] = []
        self.weather = Weather()
        self.dictionary: zstd.ZstdDict | None = None
        self.lookback = timedelta(hours=36)
        self.asked: list[Mapping[str, list[str]]] = []
        self._last_us = 0

    def hang_up(self) -> None:
        """Cut every connection."""
        with self._changed:
            self._generation += 1
            self._changed.notify_all()

    def routes(self) -> list[Route]:
        """Return both endpoints."""
        return [
            Route("subscribe", "GET", "/subscribe", self._subscribe),
            Route("dictionary", "GET", f"/xrpc/{GET_DICTIONARY}", self._dictionary),
            Route("subscribeEvents", "GET", f"/xrpc/{SECOND_VERSION}", self._subscribe),
        ]

    def _dictionary(self, call: Call) -> Reply:
        if self.dictionary is None:
            raise Refusal(Reply(404, {"error": "DictionaryNotFound", "message": "none"}))
        content = self.dictionary.dict_content
        return Reply(content=content, media_type="application/octet-stream")

    # What is told

    def tell_post(self, post: Any, *, operation: str = "create") -> None:
        """Tell that a post was written, written anew, or deleted (`operation`)."""
        commit = {
            "rev": self._simulator.world.tids.make(now=self._simulator.clock()),
            "operation": operation,
            "collection": POSTS,
            "rkey": post.rkey,
        }
        if operation != "delete":
            commit |= {"record": post.record, "cid": post.cid}
        self.tell(post.did, "commit", commit)

    def tell_account(self, did: str, *, is_active: bool, status: str = "") -> None:
        """Tell that an account changed."""
        told = {"active": is_active, "did": did, "seq": 1, "time": self._time(self._now_us())}
        self.tell(did, "account", {**told, **({"status": status} if status else {})})

    def tell(
        self, did: str, kind: str, body: Mapping[str, Any], *, at_us: int | None = None
    ) -> None:
        """Tell any event, now or at an instant of one's choice."""
        with self._changed:
            self._last_us = max(self._now_us(), self._last_us + 1)
            told_us = self._last_us if at_us is None else at_us
            seq = len(self.log) + 1
            first = {"did": did, "time_us": told_us, "cursor": seq, "kind": kind, kind: body}
            flat = body if kind == "commit" else {kind: body}
            payload = {"$type": f"{SECOND_VERSION}#{kind}", "seq": seq, "did": did}
            payload |= {"time": self._time(told_us), "witnessedAt": self._time(told_us), **flat}
            second = {"$type": "message", "payload": payload}
            collection = str(body.get("collection", ""))
            self._add(Entry(told_us, kind, collection, _dump(first), _dump(second)))

    def tell_raw(self, frame: bytes) -> None:
        """Tell bytes as they are: malformed, giant, or recorded elsewhere."""
        with self._changed:
            self._last_us = max(self._now_us(), self._last_us + 1)
            self._add(Entry(self._last_us, "", "", frame, frame))

    def _add(self, entry: Entry) -> None:
        self.log.append(entry)
        self._changed.notify_all()

    def _now_us(self) -> int:
        return microseconds_of(self._simulator.clock())

    def _time(self, at_us: int) -> str:
        """Write an instant with its microseconds; one that no calendar has is written as it is."""
        try:
            return instant_of(at_us).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        except OverflowError:
            return str(at_us)

    # Whoever listens

    def _subscribe(self, call: Call) -> Reply:
        is_second = call.path.endswith(SECOND_VERSION)
        self.asked.append(call.query)
        asked = _second(call) if is_second else _first(call)
        if asked.is_packed and not self._has(call.first("zstdDictionary")):
            raise _refused("UnknownZstdDictionary", "the dictionary is unknown or retired")
        generation = self._generation
        return take_over(call, lambda end: self._speak(end, asked, generation))

    def _has(self, dictionary_id: str) -> bool:
        """Tell whether frames can be packed so; the first version names no dictionary."""
        held = self.dictionary
        return held is not None and dictionary_id in {"", str(held.dict_id)}

    def _speak(self, end: SocketEnd, asked: _Asked, generation: int) -> None:
        place = self._place(end, asked)
        sent = 0
        while generation == self._generation and end.listen(0.001):
            weather = self.weather
            end.is_deaf = weather.is_deaf
            if asked.is_second and end.heard:
                end.close(1008, "ClientDataFrame")  # guess: the docs name no code
                return
            if weather.gives_up:
                _give_up(end, asked, weather.gives_up)
                return
            with self._changed:
                if place >= len(self.log) or weather.stalls:
                    self._changed.wait(_LOOK_SECONDS)
                    continue
                entry = self.log[place]
            place += 1
            if not _is_wanted(entry, asked):
                continue
            if weather.cut_after is not None and sent >= weather.cut_after:
                end.say_raw(b"\x81\x7e\x01\x00" + entry.first[:20])
                break
            frame = entry.second if asked.is_second else entry.first
            for _ in range(weather.repeats):
                end.say(self._packed(frame, asked), is_binary=asked.is_packed)
            sent += 1
            self._simulator.faults.wait(weather.pause_seconds)
        end.cut()

    def _packed(self, frame: bytes, asked: _Asked) -> bytes:
        """Pack a frame for who asked; one that is packed already is passed on as it is."""
        if not asked.is_packed or frame.startswith(MAGIC):
            return frame
        return zstd.compress(frame, zstd_dict=self.dictionary)

    def _place(self, end: SocketEnd, asked: _Asked) -> int:
        """Return where to begin. Who asks for too old an instant is told so by the second alone."""
        if asked.cursor is None or asked.cursor > self._now_us():
            return len(self.log)
        if asked.cursor < _TIMESTAMPS_FROM:
            return asked.cursor - 1
        floor = microseconds_of(self._simulator.clock() - self.lookback)
        if asked.cursor < floor and asked.is_second:
            notice = {"$type": f"{SECOND_VERSION}#info", "name": "OutdatedCursor"}
            end.say(_dump({"$type": "message", "payload": notice}))
        since = max(asked.cursor, floor)
        return next((n for n, one in enumerate(self.log) if one.at_us >= since), len(self.log))


def _dump(data: Any) -> bytes:
    """Write as Go does: without spaces, the keys in their order."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()


def _is_wanted(entry: Entry, asked: _Asked) -> bool:
    frame = entry.second if asked.is_second else entry.first
    if asked.size_max and len(frame) > asked.size_max and entry.kind:
        return False
    if entry.kind and entry.kind not in asked.kinds:
        return False
    return entry.kind != "commit" or not asked.collections or entry.collection in asked.collections


def _first(call: Call) -> _Asked:
    """Read what the first version understands; other names are passed over, as its docs say."""
    return _Asked(
        is_second=False,
        cursor=_number(call, "cursor"),
        collections=tuple(call.query.get("wantedCollections", [])),
        kinds=_KINDS - {"sync"},
        size_max=_number(call, "maxMessageSizeBytes") or 0,
        is_packed=call.first("compress") == "true",
    )


def _second(call: Call) -> _Asked:
    """Read what the second version understands. Refuses the first one's names."""
    if {"wantedCollections", "wantedDids", "compress"} & call.query.keys():
        raise _refused("InvalidRequest", "use collections and dids")
    kinds = frozenset(call.query.get("kinds", [])) or _KINDS
    collections = tuple(call.query.get("collections", []))
    if kinds - _KINDS or (collections and "commit" not in kinds):
        raise _refused("InvalidRequest", "this filter could never apply")
    return _Asked(
        is_second=True,
        cursor=_number(call, "cursor"),
        collections=collections,
        kinds=kinds,
        size_max=_number(call, "maxMessageSizeBytes") or 0,
        is_packed="zstdDictionary" in call.query,
    )


def _number(call: Call, name: str) -> int | None:
    try:
        return int(call.first(name)) if call.first(name) else None
    except ValueError:
        raise _refused("InvalidRequest", f"{name} must be an integer") from None


def _give_up(end: SocketEnd, asked: _Asked, error: str) -> None:
    if asked.is_second:
        end.say(_dump({"$type": "error", "error": error, "message": error}))
    end.close(1008, error)


def _refused(error: str, message: str) -> Refusal:
    return Refusal(Reply(400, {"error": error, "message": message}))
