"""WebSockets that only listen (RFC 6455), opened by `core/outbound`. No Django.

The `websockets` library speaks the protocol; its bytes travel over a socket of ours. Messages are
never packed: no extension is offered, so that none can unpack into something enormous.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidURI
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

from beffroi import __version__
from beffroi.core.outbound import AddressRefused, Interrupted, NotSent, OutboundClient
from beffroi.core.streaming import (
    MESSAGE_BYTES_MAX,
    OPENING_SECONDS,
    SILENCE_SECONDS,
    TICK_SECONDS,
    Refused,
    Wire,
    take_until,
)

_HEAD_BYTES_MAX = 65_536
_HEAD_END = b"\r\n\r\n"
#: What nobody sends by mistake: whoever announces so much is not passed by, but left.
_PASSED_BY_BYTES_MAX = 64_000_000
_DATA = frozenset({Opcode.CONT, Opcode.TEXT, Opcode.BINARY})
_PING_AFTER_SECONDS = 20.0


class WebSocket:
    """A stream of messages."""

    def __init__(
        self, wire: Wire, protocol: ClientProtocol, sieve: Sieve, *, waiting: bytes
    ) -> None:
        self._wire = wire
        self._protocol = protocol
        self._sieve = sieve
        self._parts: list[bytes] = []
        self._pinged_at = 0.0
        self._feed(waiting)

    def receive(self, seconds: float = TICK_SECONDS) -> Sequence[bytes]:
        """Return the messages that came within so long at most."""
        messages = self._messages()
        if messages:
            self._flush()
            return messages
        if self._protocol.state is not State.OPEN:
            said = self._protocol.close_rcvd or self._protocol.close_sent
            why = said.code if said else "cut"
            raise Interrupted(f"{self._wire.host}: the stream was closed ({why})")
        data = self._wire.take(seconds)
        if data is None:
            self._ask_for_life()
        elif data:
            self._feed(data)
        else:
            self._protocol.receive_eof()
        self._flush()
        return self._messages()

    def send(self, message: bytes) -> None:
        """Say a few words, as text."""
        if self._protocol.state is not State.OPEN:
            raise Interrupted(f"{self._wire.host}: the stream was closed")
        self._protocol.send_text(message)
        self._flush()

    def close(self) -> None:
        """Leave. No farewell: the other side may be the one that no longer listens."""
        self._wire.close()

    def _feed(self, data: bytes) -> None:
        if data:
            self._protocol.receive_data(self._sieve.sift(data))

    def _ask_for_life(self) -> None:
        """Ping a side that has been silent for a while; its answer ends the silence."""
        silent = self._wire.silent_seconds
        if silent < _PING_AFTER_SECONDS:
            self._pinged_at = 0.0
        elif silent - self._pinged_at > _PING_AFTER_SECONDS:
            self._pinged_at = silent
            self._protocol.send_ping(b"")

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._wire.send(data)

    def _messages(self) -> list[bytes]:
        messages = []
        for event in self._protocol.events_received():
            if isinstance(event, Frame) and event.opcode in _DATA:
                self._parts += [bytes(event.data)] if event.data else []
                if self._sieve.are_past.popleft():
                    self._parts.clear()
                if event.fin:
                    messages.append(b"".join(self._parts))
                    self._parts.clear()
        return messages


class Sieve:
    """Hands frames on, and empties those with which a message is larger than allowed.

    The protocol sees an empty frame in the place of a giant one, so that one giant message does
    not end the stream, and again after each new connection. `are_past` tells of each frame with
    data, in order, whether its message is too large by then: what came of it is to be forgotten.
    """

    def __init__(self, bytes_max: int) -> None:
        self.are_past: deque[bool] = deque()
        self._max = bytes_max
        self._message = 0
        self._head = b""
        self._passing = 0
        self._dropping = 0

    def sift(self, data: bytes) -> bytes:
        """Return the bytes for the protocol. Raises Interrupted for what is beyond all measure."""
        kept: list[bytes] = []
        data = self._head + data
        self._head = b""
        place, end = 0, len(data)
        while place < end:
            if self._passing or self._dropping:
                step = min(self._passing or self._dropping, end - place)
                if self._passing:
                    kept.append(data[place : place + step])
                    self._passing -= step
                else:
                    self._dropping -= step
                place += step
                continue
            size = _head_size(data, place)
            if place + size > end:
                self._head = data[place:]
                break
            kept.append(self._judge(data[place : place + size]))
            place += size
        return b"".join(kept)

    def _judge(self, head: bytes) -> bytes:
        """Return the head to hand on, with what follows it passed or dropped."""
        length = head[1] & 0x7F
        if length > 125:
            length = int.from_bytes(head[2 : 4 if length == 126 else 10])
        size = self._measured(head[0] & 0x0F, length)
        if size <= self._max:
            self._passing = length
            return head
        if size > _PASSED_BY_BYTES_MAX:
            raise Interrupted("a message beyond all measure")
        self._dropping = length
        return bytes((head[0], head[1] & 0x80)) + (head[-4:] if head[1] & 0x80 else b"")

    def _measured(self, opcode: int, length: int) -> int:
        """Return how large a message is with a frame of it; others stand for themselves."""
        if opcode not in _DATA:
            return length
        self._message = length + (self._message if opcode == Opcode.CONT else 0)
        self.are_past.append(self._message > self._max)
        return self._message


def _head_size(data: bytes, place: int) -> int:
    """Return how many bytes come before the content of a frame, as far as one can tell."""
    if place + 2 > len(data):
        return 2
    length, mask = data[place + 1] & 0x7F, 4 if data[place + 1] & 0x80 else 0
    return 2 + {126: 2, 127: 8}.get(length, 0) + mask


def open_websocket(
    outbound: OutboundClient,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    subprotocols: Sequence[str] = (),
    silence_seconds: float = SILENCE_SECONDS,
    message_bytes_max: int = MESSAGE_BYTES_MAX,
) -> WebSocket:
    """Open a stream. Raises Refused when the server answers anything but a switch of protocols."""
    try:
        uri = parse_uri(url)
    except (InvalidURI, ValueError) as error:
        raise AddressRefused("only ws and wss addresses are streams") from error
    wire = Wire(outbound.connect(url, seconds=OPENING_SECONDS), uri.host, silence_seconds)
    protocol = ClientProtocol(
        uri,
        subprotocols=[Subprotocol(name) for name in subprotocols] or None,
        max_size=message_bytes_max,
    )
    try:
        rest = _shake_hands(wire, protocol, headers or {})
        return WebSocket(wire, protocol, Sieve(message_bytes_max), waiting=rest)
    except BaseException:
        wire.close()
        raise


def _shake_hands(wire: Wire, protocol: ClientProtocol, headers: Mapping[str, str]) -> bytes:
    """Ask for the switch of protocols; return what came after the answer."""
    request = protocol.connect()
    for name, value in {"User-Agent": f"Beffroi/{__version__}", **headers}.items():
        if not value.isprintable() or not value.isascii():
            raise NotSent(f"{wire.host}: a header that cannot be sent")
        request.headers[name] = value
    protocol.send_request(request)
    wire.send(b"".join(protocol.data_to_send()))
    answer = _Answer(protocol, wire.host)
    take_until(wire, answer.add)
    if protocol.handshake_exc is not None:
        raise _refusal(wire.host, protocol) from protocol.handshake_exc
    protocol.events_received()
    return answer.rest


class _Answer:
    """Gives the protocol the head of a switch alone, for frames go through the sieve; or all of
    a refusal.
    """

    def __init__(self, protocol: ClientProtocol, host: str) -> None:
        self._protocol = protocol
        self._host = host
        self._head = b""
        self._size = 0
        self.rest = b""

    def add(self, data: bytes) -> bool:
        """Take what came, b"" for the end; tell whether the answer is complete."""
        self._size += len(data)
        self._head += data
        head, end, rest = self._head.partition(_HEAD_END)
        if end and head.startswith(b"HTTP/1.1 101"):
            self.rest = rest  # of any length: the stream has begun
            self._protocol.receive_data(head + end)
            return True
        if self._size > _HEAD_BYTES_MAX:
            raise Interrupted(f"{self._host}: an answer too long")
        if data and not end and self._size == len(self._head):
            return False
        self._protocol.receive_data(self._head)
        self._head = b""
        if not data:
            self._protocol.receive_eof()
        return self._protocol.handshake_exc is not None


def _refusal(host: str, protocol: ClientProtocol) -> Refused | Interrupted:
    """Say what the server answered instead."""
    for event in protocol.events_received():
        if isinstance(event, Response) and event.status_code != 101:
            told = {name.lower(): value for name, value in event.headers.raw_items()}
            return Refused(host, event.status_code, told, bytes(event.body or b""))
    return Interrupted(f"{host}: {type(protocol.handshake_exc).__name__}")
