"""What a web server loads: Django, on threads that last from one request to the next."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import django
from asgiref.sync import ThreadSensitiveContext
from django.core.handlers.asgi import ASGIHandler

from beffroi.web.receiving import BoundedHandler

MOST_IDLE_THREADS = 8

Message = Mapping[str, Any]


class LastingThreads:
    """Gives each request a thread that an earlier one left, with its open database connection.

    Django alone starts a thread, and with it a connection, for every request.
    """

    def __init__(self, application: ASGIHandler) -> None:
        self._application = application
        self._idle: list[tuple[ThreadPoolExecutor, Future[int]]] = []

    async def __call__(
        self,
        scope: dict[str, Any],
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Answer one request."""
        thread = self._take()
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self._application(scope, receive, send)
        finally:
            self._give_back(thread)

    def _take(self) -> ThreadPoolExecutor:
        for place, (thread, ended) in enumerate(self._idle):
            if ended.done():  # an aborted request may still be at work there
                del self._idle[place]
                return thread
        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="page")

    def _give_back(self, thread: ThreadPoolExecutor) -> None:
        if len(self._idle) < MOST_IDLE_THREADS:
            self._idle.append((thread, thread.submit(int)))
        else:
            thread.shutdown(wait=False)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beffroi.config.settings")

django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402 - as all that follows: models must be loaded first

from beffroi.links.countries import Countries  # noqa: E402
from beffroi.links.door import LinkDoor  # noqa: E402
from beffroi.links.emptier import folder  # noqa: E402
from beffroi.links.salting import Salts  # noqa: E402
from beffroi.links.spool import Spool  # noqa: E402
from beffroi.links.targets import Targets  # noqa: E402

application = LinkDoor(
    LastingThreads(BoundedHandler()),
    spool=Spool(folder()),
    salts=Salts(folder()),
    targets=Targets(),
    countries=Countries(settings.COUNTRIES_FILE),
    proxy_count=settings.PROXY_COUNT,
)
