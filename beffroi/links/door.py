"""Answers short links before Django: one look in memory, one line in a file, one redirection."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from django.db import Error

from beffroi.links.countries import Countries
from beffroi.links.rules import CODE_LENGTH, Device, Visitor, is_code
from beffroi.links.salting import Salts
from beffroi.links.spool import Spool
from beffroi.links.targets import Target, Targets
from beffroi.links.visits import Visit, device_of, digest_of, objects, visitor_of
from beffroi.workspaces.rules import client_address

logger = logging.getLogger(__name__)

PREFIX = "/l/"
_METHODS = frozenset({"GET", "HEAD"})
_WAIT_SECONDS = 2.0
#: So long for a link that was known before.
_WAIT_AGAIN_SECONDS = 0.25
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
        self,
        application: Application,
        *,
        spool: Spool,
        salts: Salts,
        targets: Targets,
        countries: Countries,
        proxy_count: int,
    ) -> None:
        self._application = application
        self._spool = spool
        self._salts = salts
        self._targets = targets
        self._countries = countries
        self._proxy_count = proxy_count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        code = _code_of(scope)
        if not code:
            await self._application(scope, receive, send)
            return
        try:
            target = await self._target(code)
        except (Error, TimeoutError):
            await _answer(send, 503, [(b"retry-after", b"5")])
            return
        if target is not None:
            self._note(code, target, scope)
        if target is None or target.is_elsewhere:
            await self._application(scope, receive, send)
        else:
            await _answer(send, 302, [(b"location", target.address.encode("ascii"))])

    async def _target(self, code: str) -> Target | None:
        targets = self._targets
        if not targets.knows(code):
            return await _answered(targets.ask(code), seconds=_WAIT_SECONDS)
        if targets.is_stale(code):
            with suppress(Error, TimeoutError):  # what was known leads on
                return await _answered(targets.ask(code), seconds=_WAIT_AGAIN_SECONDS)
        return targets.at_hand(code)

    def _note(self, code: str, target: Target, scope: Scope) -> None:
        """Keep a visit before it is answered; one that cannot be kept is answered all the same."""
        headers = {
            name.decode("latin-1"): text.decode("latin-1") for name, text in scope["headers"]
        }
        now = time.time()
        try:
            self._spool.write(self._visit(code, target, headers, scope, now=now).line)
        except OSError:
            logger.exception("A visit of a link could not be kept.")

    def _visit(
        self, code: str, target: Target, headers: Mapping[str, str], scope: Scope, *, now: float
    ) -> Visit:
        """Return the visit without the address of who came: what it tells is read here alone."""
        program = headers.get("user-agent", "")
        visitor, country, digest = visitor_of(scope["method"], headers), "", ""
        if visitor is Visitor.PERSON and not objects(headers):
            address = self._address(headers, scope)
            country = self._countries.of(address)
            digest = digest_of(self._salts.of(now), target.workspace_id, address, program)
        return Visit(
            code=code,
            at=int(now),
            visitor=visitor,
            device=device_of(program) if visitor is Visitor.PERSON else Device.OTHER,
            country=country,
            digest=digest,
        )

    def _address(self, headers: Mapping[str, str], scope: Scope) -> str:
        return client_address(
            remote=scope["client"][0] if scope.get("client") else "",
            forwarded_for=headers.get("x-forwarded-for", ""),
            proxy_count=self._proxy_count,
        )


def _code_of(scope: Scope) -> str:
    """Return the code that a request asks for, "" where it is none of ours."""
    if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
        return ""
    path = scope["path"]
    code: str = path[_BEFORE:_PATH]
    is_ours = len(path) == _PATH and scope["method"] in _METHODS and is_code(code)
    return code if is_ours else ""


async def _answered(asked: Future[Target | None], *, seconds: float) -> Target | None:
    # Shielded: others wait for the same answer.
    return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(asked)), timeout=seconds)


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    common = [
        (b"content-length", b"0"),
        (b"cache-control", b"no-store"),
        (b"x-robots-tag", b"noindex"),
        (b"referrer-policy", b"no-referrer-when-downgrade"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *common]})
    await send({"type": "http.response.body", "body": b""})
