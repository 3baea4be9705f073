"""Takes in requests: what they bring is counted as it comes, and too much is never kept.

Django alone writes a body of any size, from anybody, to the system's temporary folder.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import Any

import django.db
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, ASGIRequest

from beffroi.core.bodies import bytes_max_of
from beffroi.media.problems import is_full

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

#: Where a request says that what it brought was not taken: status and most bytes.
REFUSED = "beffroi.refused"
#: Left free on the disk, where the database lies too.
ROOM_KEPT_BYTES = 100_000_000
#: How long a browser may go on sending: it reads our answer only once it has sent all.
LINGER_SECONDS = 30.0


class Refused(Exception):
    """What a request brings is not taken; `bytes_max` is what would have been."""

    def __init__(self, status: int, bytes_max: int = 0) -> None:
        super().__init__(status)
        self.status = status
        self.bytes_max = bytes_max


class BoundedHandler(ASGIHandler):
    """Django, which is shown no more of a request than its address takes."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; one that brings too much is answered without what it brought."""
        counted = _Counted(self, scope, receive)
        try:
            await super().handle(scope, counted, send)
        except Refused as refused:
            told = {**scope, REFUSED: (refused.status, refused.bytes_max)}
            await super().handle(told, _Nothing(), _Lingering(counted, send))

    async def read_body(self, receive: Receive) -> SpooledTemporaryFile[bytes]:
        """Keep a body in memory, a large one beside the data: under no name, gone with us."""
        body: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(  # noqa: SIM115 - the request closes it
            max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE, dir=str(settings.FILE_UPLOAD_TEMP_DIR)
        )
        try:
            await _fill(body, receive)
        except BaseException as error:
            body.close()
            if is_full(error):
                raise Refused(507) from error
            raise
        body.seek(0)
        return body

    def bytes_max(self, scope: Scope) -> int:
        """Return how many bytes a request may bring. May ask the database."""
        request: ASGIRequest | None = self.create_request(scope, BytesIO())[0]
        return bytes_max_of(request) if request else 0


async def _fill(body: SpooledTemporaryFile[bytes], receive: Receive) -> None:
    if isinstance(receive, _Counted):
        await receive.check_announced()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RequestAborted
        body.write(message.get("body", b""))
        more = message.get("more_body", False)


class _Counted:
    """Hands on what comes, until it is too much. Raises Refused."""

    def __init__(self, handler: BoundedHandler, scope: Scope, receive: Receive) -> None:
        self._handler = handler
        self._scope = scope
        self._receive = receive
        self._size = 0
        self._bytes_max = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        self._is_asked = False
        self.is_all = False

    async def __call__(self) -> Message:
        message = await self._receive()
        self.is_all = not message.get("more_body", False)
        self._size += len(message.get("body", b""))
        await self._check(self._size, room=ROOM_KEPT_BYTES)
        return message

    async def check_announced(self) -> None:
        """Refuse at once what says that it is too much; it is written twice before it is kept."""
        told = dict(self._scope["headers"]).get(b"content-length", b"0")
        size = int(told) if told.isdigit() else 0
        await self._check(size, room=ROOM_KEPT_BYTES + 2 * size)

    async def _check(self, size: int, *, room: int) -> None:
        if size <= (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
            return
        if not self._is_asked:
            self._bytes_max, self._is_asked = await self._ask(), True
        if size > self._bytes_max:
            raise Refused(413, self._bytes_max)
        if shutil.disk_usage(settings.FILE_UPLOAD_TEMP_DIR).free < room:
            raise Refused(507)

    async def _ask(self) -> int:
        def ask() -> int:
            django.db.close_old_connections()
            return self._handler.bytes_max(self._scope)

        try:
            return await sync_to_async(ask)()
        except django.db.Error as error:
            raise Refused(503) from error

    async def drop_rest(self) -> None:
        """Let go of what still comes, until all came or nobody is there any more."""
        while not self.is_all:
            message = await self._receive()
            self.is_all = not message.get("more_body", False)


class _Nothing:
    """A request without a body, from somebody who waits."""

    def __init__(self) -> None:
        self._is_told = False

    async def __call__(self) -> Message:
        if self._is_told:
            await asyncio.Event().wait()
        self._is_told = True
        return {"type": "http.request", "body": b"", "more_body": False}


class _Lingering:
    """Sends an answer early, and hangs up only once the other side had the time to read it."""

    def __init__(self, counted: _Counted, send: Send) -> None:
        self._counted = counted
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"Connection", b"close")]}
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            await self._send({**message, "more_body": True})
            with suppress(TimeoutError):
                async with asyncio.timeout(LINGER_SECONDS):
                    await self._counted.drop_rest()
            message = {"type": "http.response.body"}
        await self._send(message)
