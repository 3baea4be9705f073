"""Answers that go on for hours: WebSockets, and lines of text. No Django, no network's own words.

Connections are made by `core/outbound`, which checks every address. Nothing is followed: a redirect
is a refusal. Whoever listens takes what came once a second at most, and may leave at any moment.

A message or a line that is larger than allowed does not end the connection: its bytes are passed by
as they come, never kept, and an empty one stands in its place. A WebSocket's message beyond all
measure (64 MB) does end it.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import h11

from beffroi import __version__
from beffroi.core.guard import Deadline
from beffroi.core.outbound import (
    Interrupted,
    NotSent,
    OutboundClient,
    OutboundError,
    target_of,
)

#: How long one look for something new lasts.
TICK_SECONDS = 1.0
OPENING_SECONDS = 15.0
SILENCE_SECONDS = 60.0
MESSAGE_BYTES_MAX = 1_000_000
#: A wait of nothing at all would make the socket one that never waits, and fails instead.
_LEAST_SECONDS = 0.001
_PIECE_BYTES = 262_144
_REFUSAL_BYTES_MAX = 65_536


class Refused(OutboundError):
    """The server answered, and did not open the stream."""

    def __init__(self, host: str, status: int, headers: Mapping[str, str], content: bytes) -> None:
        super().__init__(f"{host}: {status}")
        self.status = status
        self.headers = headers
        self.content = content


class Stream(Protocol):
    """An open connection, for one thread. Whoever has one closes it."""

    def receive(self, seconds: float = TICK_SECONDS) -> Sequence[bytes]:
        """Wait so long at most and return what came, in order; b"" for what was too large.

        Raises Interrupted once it ended, or was silent for too long.
        """
        ...

    def close(self) -> None:
        """Leave."""
        ...


class Wire:
    """A socket that is waited for a second at a time, and found dead when it says nothing."""

    def __init__(self, connected: socket.socket, host: str, silence_seconds: float) -> None:
        self._socket = connected
        self._silence_seconds = silence_seconds
        self._heard_at = time.monotonic()
        self.host = host

    @property
    def silent_seconds(self) -> float:
        """How long nothing has come."""
        return time.monotonic() - self._heard_at

    def take(self, seconds: float = TICK_SECONDS) -> bytes | None:
        """Return what comes within `seconds`, None for nothing, b"" for the end."""
        try:
            self._socket.settimeout(max(seconds, _LEAST_SECONDS))
            data = self._socket.recv(_PIECE_BYTES)
        except TimeoutError:
            if self.silent_seconds > self._silence_seconds:
                raise Interrupted(f"{self.host}: silent") from None
            return None
        except (OSError, ValueError) as error:  # a socket closed meanwhile
            raise Interrupted(f"{self.host}: {type(error).__name__}") from error
        self._heard_at = time.monotonic()
        return data

    def send(self, data: bytes) -> None:
        """Send a few bytes."""
        try:
            self._socket.settimeout(OPENING_SECONDS)
            self._socket.sendall(data)
        except (OSError, ValueError) as error:
            raise Interrupted(f"{self.host}: {type(error).__name__}") from error

    def close(self) -> None:
        """Close it."""
        self._socket.close()


def take_until(
    wire: Wire, feed: Callable[[bytes], bool], *, seconds: float = OPENING_SECONDS
) -> None:
    """Hand what comes to `feed` until it says that it has enough. Raises Interrupted."""
    deadline = Deadline(seconds)
    while True:
        try:
            data = wire.take(deadline.within(TICK_SECONDS))
        except TimeoutError as error:
            raise Interrupted(f"{wire.host}: no answer in time") from error
        if data is not None and feed(data):
            return
        if data == b"":
            raise Interrupted(f"{wire.host}: closed without an answer")


class Lines:
    """The lines of an answer that does not end, without their ends."""

    def __init__(self, wire: Wire, connection: h11.Connection, *, line_bytes_max: int) -> None:
        self._wire = wire
        self._connection = connection
        self._gathering = _Gathering(line_bytes_max)
        self._is_over = False

    def receive(self, seconds: float = TICK_SECONDS) -> Sequence[bytes]:
        """Return the lines that came within so long at most."""
        lines = self._read()
        if lines:
            return lines
        if self._is_over:
            raise Interrupted(f"{self._wire.host}: the answer ended")
        data = self._wire.take(seconds)
        if data is not None:
            self._feed(data)
        return self._read()

    def close(self) -> None:
        """Leave."""
        self._wire.close()

    def _feed(self, data: bytes) -> None:
        try:
            self._connection.receive_data(data)
        except RuntimeError as error:  # more after the end
            raise Interrupted(f"{self._wire.host}: {type(error).__name__}") from error

    def _read(self) -> list[bytes]:
        lines: list[bytes] = []
        try:
            while not self._is_over:
                event = self._connection.next_event()
                if isinstance(event, h11.Data):
                    lines += self._gathering.add(bytes(event.data))
                    continue
                self._is_over = event is not h11.NEED_DATA
                break
        except h11.RemoteProtocolError:
            self._is_over = True
        return lines


class _Gathering:
    """Makes lines of pieces. Ends are LF or CR LF, as streams of events write them."""

    def __init__(self, line_bytes_max: int) -> None:
        self._max = line_bytes_max
        self._begun = bytearray()
        self._is_too_large = False

    def add(self, data: bytes) -> list[bytes]:
        """Return the lines that a piece completes, b"" for one that is too large."""
        first, *others = data.split(b"\n")
        self._begin(first)
        lines = []
        for part in others:
            lines.append(bytes(self._begun).removesuffix(b"\r"))
            self._begun.clear()
            self._is_too_large = False
            self._begin(part)
        return lines

    def _begin(self, part: bytes) -> None:
        if self._is_too_large or len(self._begun) + len(part) > self._max:
            self._is_too_large = True
            self._begun.clear()
        else:
            self._begun += part


def open_lines(
    outbound: OutboundClient,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    silence_seconds: float = SILENCE_SECONDS,
    line_bytes_max: int = MESSAGE_BYTES_MAX,
) -> Lines:
    """Ask for an answer that does not end. Raises Refused when its status is not 200."""
    target = target_of(url)
    wire = Wire(outbound.connect(url, seconds=OPENING_SECONDS), target.host, silence_seconds)
    connection = h11.Connection(h11.CLIENT)
    try:
        wire.send(_request(connection, target.authority, target.path, headers or {}))
        answers: list[h11.Response] = []
        take_until(wire, lambda data: _has_head(connection, data, answers))
        if answers[0].status_code != 200:
            raise _refused(wire, connection, answers[0])
        told = _headers(answers[0]).get("content-encoding", "identity").lower()
        if told not in {"", "identity"}:
            raise Interrupted(f"{target.host}: packed as {told[:20]}, which was not asked for")
    except h11.ProtocolError as error:
        wire.close()
        kind = NotSent if isinstance(error, h11.LocalProtocolError) else Interrupted
        raise kind(f"{target.host}: {type(error).__name__}") from error
    except BaseException:
        wire.close()
        raise
    return Lines(wire, connection, line_bytes_max=line_bytes_max)


def _request(
    connection: h11.Connection, authority: str, path: str, headers: Mapping[str, str]
) -> bytes:
    wanted = {
        "host": authority,
        "accept": "text/event-stream",
        "accept-encoding": "identity",
        "cache-control": "no-store",
        "user-agent": f"Beffroi/{__version__}",
        **{name.lower(): value for name, value in headers.items()},
    }
    request = h11.Request(method="GET", target=path, headers=list(wanted.items()))
    return (connection.send(request) or b"") + (connection.send(h11.EndOfMessage()) or b"")


def _has_head(connection: h11.Connection, data: bytes, answers: list[h11.Response]) -> bool:
    connection.receive_data(data)
    while True:
        event = connection.next_event()
        if isinstance(event, h11.Response):
            answers.append(event)
            return True
        if not isinstance(event, h11.InformationalResponse):
            return False


def _refused(wire: Wire, connection: h11.Connection, answer: h11.Response) -> Refused:
    """Read the little that a refusal says."""
    content = bytearray()

    def read(data: bytes | None) -> bool:
        if data is not None:
            connection.receive_data(data)
        while len(content) < _REFUSAL_BYTES_MAX:
            event = connection.next_event()
            if not isinstance(event, h11.Data):
                return event is not h11.NEED_DATA
            content.extend(event.data)
        return True

    try:
        if not read(None):
            take_until(wire, read)
    except (Interrupted, h11.RemoteProtocolError):
        content.clear()  # the status says enough
    return Refused(wire.host, answer.status_code, _headers(answer), bytes(content))


def _headers(answer: h11.Response) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in answer.headers}
