"""Connections to checked addresses only, none of which can wait for ever. No HTTP, no Django."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import httpcore2

from beffroi.core.addresses import is_outside

#: Returns every address of a host, as text. Raises OSError.
Resolver = Callable[[str, int], Sequence[str]]
#: Opens a socket to one address, within so many seconds. Raises OSError.
Dialer = Callable[[str, int, float], socket.socket]

_CONNECT_SECONDS = 10.0
_SILENCE_SECONDS = 15.0
_ADDRESSES_TRIED = 4


class OutboundError(Exception):
    """Base class. The message names a host and a reason: no path, no query, no credentials."""


class AddressRefused(OutboundError):
    """The address points inside, or uses a scheme, port or redirect that is not allowed.

    Raised before anything is sent, except when it is a redirect that is refused.
    """


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Return the addresses of `host` that the system knows, in its order, without repetition."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def dial_address(address: str, port: int, timeout: float) -> socket.socket:
    """Open a TCP connection to a literal address."""
    connected = socket.create_connection((address, port), timeout)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connected


class Deadline:
    """The end of a whole call."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        #: A server that was given minutes to take a heavy file may think about it for longer.
        self.silence_seconds = max(_SILENCE_SECONDS, seconds / 10)

    def within(self, seconds: float) -> float:
        """Return `seconds`, or what is left when that is less. Raises TimeoutError."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the whole call took too long")
        return min(seconds, left)


@dataclass(slots=True)
class Trip:
    """One request on its way. `sent` turns true just before its first byte may leave."""

    deadline: Deadline
    sent: bool = False


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects to checked addresses only."""

    def __init__(self, trip: Trip, *, resolve: Resolver, dial: Dialer, anywhere: bool) -> None:
        self._trip = trip
        self._resolve = resolve
        self._dial = dial
        self._anywhere = anywhere

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve, check every address, then connect to one of these very addresses."""
        connected = reach(
            host,
            port,
            deadline=self._trip.deadline,
            resolve=self._resolve,
            dial=self._dial,
            anywhere=self._anywhere,
        )
        return _Stream(connected, self._trip)


def reach(
    host: str, port: int, *, deadline: Deadline, resolve: Resolver, dial: Dialer, anywhere: bool
) -> socket.socket:
    """Resolve, check every address, then connect to one of these very addresses.

    Raises AddressRefused when one of them is private, unless it may be `anywhere`, or OSError.
    """
    addresses = _addresses(host, port, resolve, deadline)
    if not anywhere and not all(is_outside(address) for address in addresses):
        raise AddressRefused(f"{host}: this name points inside a private network")
    failure: OSError | None = None
    for address in addresses[:_ADDRESSES_TRIED]:
        try:
            return dial(address, port, deadline.within(_CONNECT_SECONDS))
        except OSError as error:
            failure = error
    raise failure or OSError("this name has no address")


def _addresses(host: str, port: int, resolve: Resolver, deadline: Deadline) -> Sequence[str]:
    """Resolve in a thread of its own: the system's resolver cannot be given a deadline."""
    outcome: list[Sequence[str] | OSError | UnicodeError] = []

    def ask() -> None:
        try:
            outcome.append(resolve(host, port))
        except (OSError, UnicodeError) as error:  # a label too long is a UnicodeError
            outcome.append(error)

    thread = threading.Thread(target=ask, name="resolver", daemon=True)
    thread.start()
    thread.join(deadline.within(_CONNECT_SECONDS))
    if not outcome:
        raise TimeoutError("the name was not resolved in time")
    found = outcome[0]
    if isinstance(found, OSError | UnicodeError):
        raise OSError("this name cannot be resolved") from found
    return found


def encrypt(
    connected: socket.socket, host: str, *, tls: ssl.SSLContext, deadline: Deadline
) -> ssl.SSLSocket:
    """Shake hands under the host's name, not under the address that was dialled.

    Closes the socket and raises OSError or ValueError when that fails.
    """
    try:
        connected.settimeout(deadline.within(_CONNECT_SECONDS))
        return tls.wrap_socket(connected, server_hostname=host)
    except (OSError, ValueError):  # a name that no certificate can bear is a ValueError
        connected.close()
        raise


class _Stream(httpcore2.NetworkStream):
    """A socket whose every wait ends with the deadline of the whole call."""

    def __init__(self, connected: socket.socket, trip: Trip) -> None:
        self._socket = connected
        self._trip = trip

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._socket.settimeout(self._trip.deadline.within(self._trip.deadline.silence_seconds))
        return self._socket.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        view = memoryview(buffer)
        while view:
            self._socket.settimeout(self._trip.deadline.within(self._trip.deadline.silence_seconds))
            self._trip.sent = True
            try:
                view = view[self._socket.send(view) :]
            except TimeoutError:
                raise
            except OSError as error:  # the library then reads what the server said before closing
                raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """Shake hands under the host's name, not under the address that was dialled."""
        try:
            wrapped = encrypt(
                self._socket, server_hostname or "", tls=ssl_context, deadline=self._trip.deadline
            )
        except (OSError, ValueError) as error:
            raise httpcore2.ConnectError(type(error).__name__) from error
        return _Stream(wrapped, self._trip)
