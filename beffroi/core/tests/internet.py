"""A small internet on loopback: names, public addresses, and servers that misbehave."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import re
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PUBLIC = "93.184.216.34"
Behaviour = Callable[[socket.socket, bytes], None]

#: Every address that this process tried to connect to while a `watched_sockets` block was open.
_watchers: list[list[tuple[str, int]]] = []


def _audit(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.connect" and _watchers and isinstance(args[1], tuple):
        _watchers[-1].append((str(args[1][0]), int(args[1][1])))


sys.addaudithook(_audit)


@contextmanager
def watched_sockets() -> Iterator[list[tuple[str, int]]]:
    """Collect the address of every connection that any code of this process asks for."""
    _watchers.append([])
    try:
        yield _watchers[-1]
    finally:
        _watchers.pop()


def _is_complete(received: bytes) -> bool:
    head, end, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    size = int(length[1]) if length else 0
    return bool(end) and (len(body) >= size or size > 100_000)


class Server:
    """Answers every connection with `behaviour`, given the request; a large body is left unread."""

    def __init__(self, behaviour: Behaviour, *, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self.over = threading.Event()
        self._behaviour = behaviour
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while not self.over.is_set():
            with suppress(OSError):
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                received = b""
                while not _is_complete(received) and (part := connection.recv(65536)):
                    received += part
                if received:
                    self.requests.append(received)
                    self._behaviour(connection, received)

    def stop(self) -> None:
        self.over.set()
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            self._thread.join(2)
        self._listener.close()


class Internet:
    """Names lead to addresses, and addresses to loopback servers. Remembers what was dialled.

    `names` maps a host to the successive answers of its name server, the last one repeated. A name
    that is not there leads to 127.0.0.1, as an inside name would.
    """

    def __init__(self) -> None:
        self.names: dict[str, list[list[str]]] = {"outside.test": [[PUBLIC]]}
        self.ports: dict[tuple[str, int], int] = {}
        self.dialled: list[tuple[str, int]] = []
        self.resolved: list[str] = []

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.resolved.append(host)
        with suppress(OSError):
            found = socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
            )
            return [str(entry[4][0]) for entry in found]
        answers = self.names.get(host, [["127.0.0.1"]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def dial(self, address: str, port: int, timeout: float) -> socket.socket:
        self.dialled.append((address, port))
        local = self.ports.get((address, port))
        if local is None:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", local), timeout)


def reply(
    body: bytes = b"ok", *, status: int = 200, headers: Sequence[str] = ()
) -> Callable[[socket.socket, bytes], None]:
    """Answer `body` and close."""
    lines = (f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers)
    answer = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
    return lambda connection, _: connection.sendall(answer)


def bomb(size: int) -> Behaviour:
    """Answer zeros that gzip shrinks a thousand times."""
    return reply(gzip.compress(bytes(size)), headers=["Content-Encoding: gzip"])


def make_certificate(folder: Path, host: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return a server's context for `host` and a client's that trusts it alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start.replace(year=2120))
        .add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cafile=str(pem))


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
