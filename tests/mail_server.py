"""Mail servers of tests: one on this machine that keeps what it is given, one that fails."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.core.mail.backends.locmem import EmailBackend
from django.core.mail.message import EmailMessage as Mail
from pytest_django.fixtures import Settings


@dataclass
class MailServer:
    """What was taken, by receiver, in the order in which it came; who is refused for good."""

    port: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def receivers(self) -> list[str]:
        """Return who got a mail, as often as they got one."""
        return sorted(address for address, _content in self.taken)

    def mail_to(self, address: str) -> EmailMessage:
        """Return the one mail of somebody."""
        [content] = [content for receiver, content in self.taken if receiver == address]
        return message_from_bytes(content, policy=policy.default)


def mail_goes_to(server: MailServer, settings: Settings) -> None:
    """Have mails of this test handed over to the server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""


class FailingServer(EmailBackend):
    """A mail server that fails as the test says, and else keeps mails in `mail.outbox`."""

    opening: Exception | None = None
    sending: Exception | None = None

    def open(self) -> bool | None:
        """Raise what the test says, where it does."""
        if self.opening:
            raise self.opening
        return True

    def send_messages(self, messages: list[Mail]) -> int:  # type: ignore[override]
        """Keep mails, or raise what the test says."""
        if self.sending:
            raise self.sending
        return super().send_messages(messages)


def failing_server(settings: Settings) -> type[FailingServer]:
    """Have mails of this test handed over to one that fails once it is told how."""
    settings.EMAIL_BACKEND = f"{__name__}.{FailingServer.__name__}"
    FailingServer.opening = FailingServer.sending = None
    return FailingServer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run one for the length of a `with`."""
    kept = MailServer()

    class Visit(_Visit):
        server_of_tests = kept

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Visit) as server:
        server.daemon_threads = True
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield kept
        server.shutdown()
        thread.join()


class _Visit(socketserver.StreamRequestHandler):
    """One connection, in as much of RFC 5321 as a program needs to hand a mail over."""

    server_of_tests: MailServer

    def handle(self) -> None:
        """Answer line by line until the other side goes."""
        self._receivers: list[str] = []
        self._say("220 here")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"QUIT":
                self._say("221 bye")
                return
            self._answer(word, line)

    def _answer(self, word: bytes, line: bytes) -> None:
        if word == b"RCPT":
            address = line.partition(b"<")[2].partition(b">")[0].decode()
            if address in self.server_of_tests.refused:
                self._say("550 unknown")
                return
            self._receivers.append(address)
        if word == b"DATA":
            self._say("354 go on")
            content = self._content()
            self.server_of_tests.taken += [(one, content) for one in self._receivers]
            self._receivers = []
        self._say("250 taken")

    def _content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
