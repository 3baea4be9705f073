"""The simulated streams of an instance, by WebSocket and line by line. Nothing is told again.

https://docs.joinmastodon.org/methods/streaming/ (read on 2026-11-28).
"""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from beffroi.networks.mastodon.simulator_state import SimulatedStatus
from beffroi.networks.simulation import Effect, Ledger
from beffroi.networks.simulation_server import Call, Refusal, Reply, Route, Takeover
from beffroi.networks.simulation_socket import SocketEnd, take_over

if TYPE_CHECKING:
    from beffroi.networks.mastodon.simulator import Simulator

_LOOK_SECONDS = 0.02
_EVENTS = {"published": "update", "edited": "status.update", "deleted": "delete"}
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Told:
    """One event, and on which streams it is told."""

    event: str
    payload: str
    streams: frozenset[str]


@dataclass
class Weather:
    """What is wrong with every stream from now on."""

    has_websocket: bool = True
    has_lines: bool = True
    repeats: int = 1
    cut_after: int | None = None
    stalls: bool = False


class TellingLedger(Ledger):
    """Remembers in another ledger, and tells the streams."""

    def __init__(self, ledger: Ledger, tell: Callable[[Effect], None]) -> None:
        super().__init__()
        self._ledger = ledger
        self._tell = tell

    def record(self, effect: Effect) -> None:
        """Remember what just happened, and tell it."""
        self._ledger.record(effect)
        self._tell(effect)


class Streaming:
    """Everything that was told since the world began, and whoever listens."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._changed = threading.Condition()
        self._generation = 0
        self.reset()

    def reset(self) -> None:
        """Forget what was told."""
        self.hang_up()
        self.log: list[Told] = []
        self.weather = Weather()

    def hang_up(self) -> None:
        """Cut every connection."""
        with self._changed:
            self._generation += 1
            self._changed.notify_all()

    def routes(self) -> list[Route]:
        """Return the endpoints."""
        path = "/api/v1/streaming"
        lines = f"{path}/(?P<stream>public/local|public|hashtag)"
        return [
            Route("socket", "GET", path, self._open_socket),
            Route("lines", "GET", lines, self._open_lines),
        ]

    def tell(self, effect: Effect) -> None:
        """Tell what became visible, or no longer is."""
        status = self._simulator.state.statuses.get(effect.remote_id)
        event = _EVENTS[effect.kind]
        if event == "delete" or status is None:
            self.tell_raw("delete", effect.remote_id)
            return
        entity = self._simulator.writer.status(status)
        payload = json.dumps(entity, ensure_ascii=False)
        self.tell_raw(event, payload, *self._streams(status))

    def tell_raw(self, event: str, payload: str, *streams: str) -> None:
        """Tell anything; on every stream where none is named."""
        with self._changed:
            self.log.append(Told(event, payload, frozenset(streams)))
            self._changed.notify_all()

    def _streams(self, status: SimulatedStatus) -> list[str]:
        """Return where a post is told: nowhere, unless it is public."""
        if status.visibility != "public":
            return ["nowhere"]
        tags = [f"hashtag:{tag.casefold()}" for tag in re.findall(r"#(\w+)", status.text)]
        if status.parent_account_id not in {None, status.account_id}:
            return tags or ["nowhere"]
        is_local = not self._simulator.state.accounts[status.account_id].host
        return [*tags, "public", *(["public:local"] if is_local else [])]

    # By WebSocket

    def _open_socket(self, call: Call) -> Reply:
        self._check(call, is_there=self.weather.has_websocket)
        generation, place = self._generation, len(self.log)
        wanted = {call.first("stream")} - {""}
        return take_over(call, lambda end: self._speak(end, wanted, generation, place))

    def _speak(self, end: SocketEnd, wanted: set[str], generation: int, place: int) -> None:
        sent = 0
        while generation == self._generation and end.listen(0.001):
            while end.heard:
                wanted |= _subscribed(end.heard.pop(0))
            told = self._next(place)
            if told is None:
                continue
            place += 1
            if not _is_told(told, wanted):
                continue
            if self.weather.cut_after is not None and sent >= self.weather.cut_after:
                break
            frame = {"stream": sorted(wanted), "event": told.event, "payload": told.payload}
            for _ in range(self.weather.repeats):
                end.say(json.dumps(frame).encode())
            sent += 1
        end.cut()

    # Line by line

    def _open_lines(self, call: Call) -> Reply:
        self._check(call, is_there=self.weather.has_lines)
        generation, place = self._generation, len(self.log)
        named = call.params["stream"].replace("/", ":")
        wanted = {f"hashtag:{call.first('tag').casefold()}" if named == "hashtag" else named}
        return Takeover(speak=lambda wire: self._write(wire, wanted, generation, place))

    def _write(
        self, connection: socket.socket, wanted: set[str], generation: int, place: int
    ) -> None:
        sent = 0
        with suppress(OSError):
            connection.sendall(_HEAD + b":)\n")
            while generation == self._generation:
                told = self._next(place)
                place += told is not None
                if told is None or not _is_told(told, wanted):
                    connection.sendall(b":thump\n")
                    continue
                if self.weather.cut_after is not None and sent >= self.weather.cut_after:
                    connection.sendall(b"event: upd")
                    return
                event = f"event: {told.event}\ndata: {told.payload}\n\n"
                connection.sendall(event.encode() * self.weather.repeats)
                sent += 1

    def _next(self, place: int) -> Told | None:
        with self._changed:
            if place >= len(self.log) or self.weather.stalls:
                self._changed.wait(_LOOK_SECONDS)
                return None
            return self.log[place]

    def _check(self, call: Call, *, is_there: bool) -> None:
        """Refuse strangers, and what this server does not offer."""
        if not is_there:
            raise Refusal(Reply(404, {"error": "Not found"}))
        self._simulator.authority.holder(
            call.headers.get("authorization", ""), scope="read:statuses"
        )


def _is_told(told: Told, wanted: set[str]) -> bool:
    return not told.streams or bool(told.streams & wanted)


def _subscribed(message: bytes) -> set[str]:
    asked: dict[str, Any] = json.loads(message)
    if asked.get("type") != "subscribe":
        return set()
    stream = str(asked["stream"])
    return {f"hashtag:{str(asked['tag']).casefold()}" if stream == "hashtag" else stream}
