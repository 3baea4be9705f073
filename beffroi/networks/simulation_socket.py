"""The server's side of a WebSocket, for simulators: it speaks, and hears when the other leaves."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable

from websockets.datastructures import Headers
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from beffroi.networks.simulation_server import Call, Takeover

#: More than a system keeps for a side that does not read: whoever stalls is noticed.
_SEND_SECONDS = 10.0


class SocketEnd:
    """An open WebSocket."""

    def __init__(self, connection: socket.socket, protocol: ServerProtocol) -> None:
        self._connection = connection
        self._protocol = protocol
        #: What it hears without answering: a server whose machine is gone.
        self.is_deaf = False
        self.heard: list[bytes] = []

    def say(self, message: bytes, *, is_binary: bool = False) -> None:
        """Send a message."""
        opcode = Opcode.BINARY if is_binary else Opcode.TEXT
        self.say_raw(Frame(opcode, message).serialize(mask=False))

    def say_raw(self, data: bytes) -> None:
        """Send bytes that are no frame, or a part of one."""
        self._connection.settimeout(_SEND_SECONDS)
        self._connection.sendall(data)

    def cut(self) -> None:
        """End the connection without a farewell."""
        linger = struct.pack("ii", 1, 0)
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._connection.close()

    def close(self, code: int, reason: str) -> None:
        """Say farewell."""
        self._protocol.send_close(code, reason)
        self._flush()

    def listen(self, seconds: float) -> bool:
        """Hear what the other side says within `seconds`; tell whether it is still there."""
        self._connection.settimeout(max(seconds, 0.001))
        try:
            data = self._connection.recv(65_536)
        except TimeoutError:
            return True
        if not data:
            return False
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, Frame) and event.opcode in {Opcode.TEXT, Opcode.BINARY}:
                self.heard.append(bytes(event.data))
        if not self.is_deaf:
            self._flush()
        return self._protocol.state is State.OPEN

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self.say_raw(data)


def take_over(call: Call, speak: Callable[[SocketEnd], None]) -> Takeover:
    """Answer a call with a WebSocket, or with the refusal that the protocol asks for."""
    protocol = ServerProtocol(select_subprotocol=lambda _, offered: next(iter(offered), None))
    headers = Headers()
    for name, value in call.headers.items():
        headers[name] = value
    protocol.receive_data(Request(call.target, headers).serialize())
    for event in protocol.events_received():
        if isinstance(event, Request):
            protocol.send_response(protocol.accept(event))

    def begin(connection: socket.socket) -> None:
        connection.sendall(b"".join(protocol.data_to_send()))
        if protocol.state is State.OPEN:
            speak(SocketEnd(connection, protocol))

    return Takeover(101, speak=begin)
