"""`beffroi up`: pages, jobs and the listener in one process, until it is told to stop."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Protocol

import uvicorn
from django.conf import settings
from django.db import connections

from beffroi.cli import assets
from beffroi.cli.messages import Stop, reason
from beffroi.cli.messages import gettext as _
from beffroi.cli.migrate import migrate
from beffroi.core import lock
from beffroi.core.backup import clear_abandoned
from beffroi.core.checks import database_promises
from beffroi.core.jobs import Runner
from beffroi.links.emptier import Emptier
from beffroi.listening.listener import Listener

#: After a kill, another process takes the jobs back that much later.
LEASE = timedelta(seconds=20)
LEAST_FREE_BYTES = 20_000_000
PAGE_DRAIN_SECONDS = 5
JOB_DRAIN_SECONDS = 25
_BACKLOG = 2048
_MOST_CONNECTIONS = 1000
_EXIT_GRACE_SECONDS = 2


class Worker(Protocol):
    """Runs jobs in threads of its own."""

    def start(self) -> None:
        """Begin: the pages can be served."""

    def stop_claiming(self, drain_seconds: float = ...) -> None:
        """Take on nothing new. Fit for signal handlers."""

    def stop(self, drain_seconds: float = ...) -> object:
        """End, after so many seconds at most."""


class _Together:
    """Several of them as one."""

    def __init__(self, parts: Sequence[Worker]) -> None:
        self._parts = parts

    def start(self) -> None:
        for part in self._parts:
            part.start()

    def stop_claiming(self, drain_seconds: float = JOB_DRAIN_SECONDS) -> None:
        for part in self._parts:
            part.stop_claiming(drain_seconds)

    def stop(self, drain_seconds: float = JOB_DRAIN_SECONDS) -> None:
        ended_by = time.monotonic() + drain_seconds
        for part in self._parts:
            part.stop(max(ended_by - time.monotonic(), 0))


def run(options: argparse.Namespace) -> int:
    """Start what BEFFROI_ROLES asks for; return 0 after SIGTERM or SIGINT."""
    return run_with(options, Runner(lease=LEASE))


def run_with(options: argparse.Namespace, worker: Worker) -> int:
    """Do the same with another worker."""
    serves = "web" in settings.ROLES
    works = _Together(
        [
            *([worker] if "worker" in settings.ROLES else []),
            *([Listener()] if "listener" in settings.ROLES else []),
            *([Emptier()] if serves else []),
        ]
    )
    with _working(), _listening(options) if serves else nullcontext() as listener:
        clear_abandoned(Path(settings.DATA_DIR))  # before the room that they take is looked at
        _check_room()
        migrate()
        _check_promises()
        gc.freeze()  # what was loaded stays: it need not be looked through for cycles again
        if listener is None:
            _wait(works)
        else:
            assets.collect()
            _serve(listener, host=options.host, works=works)
    _exit_soon()
    return 0


@contextmanager
def _working() -> Iterator[None]:
    try:
        with lock.shared(Path(settings.DATA_DIR)):
            yield
    except lock.Busy:
        raise Stop(_("A backup is being restored here: wait until it is done.")) from None


@contextmanager
def _listening(options: argparse.Namespace) -> Iterator[socket.socket]:
    values = {"host": options.host, "port": options.port}
    try:
        listener = _listener(options.host, options.port)
    except PermissionError:
        text = _("Port %(port)s is reserved. Choose one above 1023 with --port.")
        raise Stop(text % values) from None
    except OSError as error:
        text = _("%(host)s:%(port)s cannot be used: %(reason)s. Choose another port with --port.")
        raise Stop(text % {**values, "reason": reason(error)}) from None
    with listener:
        yield listener


def _listener(host: str, port: int) -> socket.socket:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    # With its protocol named: asyncio sends small packets at once on such sockets only.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def _check_room() -> None:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_FREE_BYTES:
        text = _("Only %(megabytes)s MB are free in %(folder)s: make room, then start again.")
        values = {"megabytes": free // 1_000_000, "folder": settings.DATA_DIR}
        raise Stop(text % values)


def _check_promises() -> None:
    broken = database_promises(databases=["default"])
    if broken:
        raise Stop(" ".join(str(message.msg) for message in broken))


def _serve(listener: socket.socket, *, host: str, works: Worker) -> None:
    port = listener.getsockname()[1]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    for number in (signal.SIGINT, signal.SIGTERM):  # uvicorn raises them again when it has ended
        signal.signal(number, signal.SIG_IGN)
    connections.close_all()
    server = _Server(_web_config(), address=address, works=works)
    server.run(sockets=[listener])
    works.stop(JOB_DRAIN_SECONDS)


def _web_config() -> uvicorn.Config:
    trusts_proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None) is not None
    return uvicorn.Config(
        settings.ASGI_APPLICATION.replace(".application", ":application"),
        log_config=None,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=trusts_proxy,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=PAGE_DRAIN_SECONDS,
    )


class _Server(uvicorn.Server):
    """Says where it listens once pages can be served, and lets jobs stop when it stops."""

    def __init__(self, config: uvicorn.Config, *, address: str, works: Worker) -> None:
        super().__init__(config)
        self._address = address
        self._works = works

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Load the code of every page, then open the door."""
        importlib.import_module(settings.ROOT_URLCONF)
        await super().startup(sockets)
        self._works.start()
        print(_("Beffroi is ready: %(address)s") % {"address": self._address}, flush=True)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop claiming jobs at once, while the pages under way are finished."""
        self._works.stop_claiming(JOB_DRAIN_SECONDS)
        super().handle_exit(sig, frame)


def _wait(works: Worker) -> None:
    """Work without pages, until a signal."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    connections.close_all()
    works.start()
    print(_("Beffroi runs its jobs, and serves no pages."), flush=True)
    told.wait()
    works.stop(JOB_DRAIN_SECONDS)


def _exit_soon() -> None:
    """Do not let a thread that hangs in a call keep the process: what it held was given back."""
    timer = threading.Timer(_EXIT_GRACE_SECONDS, os._exit, [0])
    timer.daemon = True
    timer.start()
