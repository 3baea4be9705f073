"""Answers short links before Django: one look in memory, one line in a file, one redirection."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.db import DatabaseError

from beffroi.links.rules import CODE_LENGTH, is_code
from beffroi.links.salting import Salts
from beffroi.links.spool import Spool
from beffroi.links.targets import Target, Targets
from beffroi.links.visits import Visit, device_of, digest_of, visitor_of

logger = logging.getLogger(__name__)

PREFIX = "/l/"
_METHODS = frozenset({"GET", "HEAD"})
_WAIT_SECONDS = 2.0
_BEFORE = len(PREFIX)
_PATH = _BEFORE + CODE_LENGTH

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class LinkDoor:
    """Sends visitors of short links on their way; everything else goes to the application.

    So does a link that leads elsewhere than it was made for: a page says so first.
    """

    def __init__(
        self, application: Application, *, spool: Spool, salts: Salts, targets: Targets
    ) -> None:
        self._application = application
        self._spool = spool
        self._salts = salts
        self._targets = targets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        code = _code_of(scope)
        if not code:
            await self._application(scope, receive, send)
            return
        try:
            target = await self._target(code)
        except (DatabaseError, TimeoutError):
            await _answer(send, 503, [(b"retry-after", b"5")])
            return
        if target is not None:
            self._note(code, target, scope)
        if target is None or target.is_elsewhere:
            await self._application(scope, receive, send)
        else:
            await _answer(send, 302, [(b"location", target.address.encode("ascii"))])

    async def _target(self, code: str) -> Target | None:
        if self._targets.knows(code):
            return self._targets.at_hand(code)
        return await asyncio.wait_for(
            asyncio.wrap_future(self._targets.ask(code)), timeout=_WAIT_SECONDS
        )

    def _note(self, code: str, target: Target, scope: Scope) -> None:
        """Keep a visit before it is answered; one that cannot be kept is answered all the same."""
        headers = {
            name.decode("latin-1"): text.decode("latin-1") for name, text in scope["headers"]
        }
        program = headers.get("user-agent", "")
        address = scope["client"][0] if scope.get("client") else ""
        now = time.time()
        try:
            salt = self._salts.of(now)
            visit = Visit(
                code=code,
                at=int(now),
                visitor=visitor_of(scope["method"], headers),
                device=device_of(program),
                country="",  # nothing here tells it
                digest=digest_of(salt, target.workspace_id, address, program),
            )
            self._spool.write(visit.line)
        except OSError:
            logger.exception("A visit of a link could not be kept.")


def _code_of(scope: Scope) -> str:
    """Return the code that a request asks for, "" where it is none of ours."""
    if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
        return ""
    path = scope["path"]
    code: str = path[_BEFORE:_PATH]
    is_ours = len(path) == _PATH and scope["method"] in _METHODS and is_code(code)
    return code if is_ours else ""


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    common = [
        (b"content-length", b"0"),
        (b"cache-control", b"no-store"),
        (b"x-robots-tag", b"noindex"),
        (b"referrer-policy", b"no-referrer-when-downgrade"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *common]})
    await send({"type": "http.response.body", "body": b""})
