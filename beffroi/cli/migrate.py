"""`beffroi migrate`: brings the database to this version; one process at a time."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from beffroi.cli.messages import Stop, ngettext
from beffroi.cli.messages import gettext as _
from beffroi.core import lock
from beffroi.core.checks import pending_migrations

_LOCK_NAME = "migrate.lock"
_PATIENCE_SECONDS = 120
_PAUSE_SECONDS = 0.2


def run(options: argparse.Namespace) -> int:
    """Migrate, or say that there was nothing to do."""
    with _working():
        if not migrate():
            print(_("The database fits this version: nothing to do."))
    return 0


@contextmanager
def _working() -> Iterator[None]:
    try:
        with lock.shared(Path(settings.DATA_DIR)):
            yield
    except lock.Busy:
        raise Stop(_("A backup is being restored here: wait until it is done.")) from None


def migrate() -> bool:
    """Make the changes that the database waits for, saying so; True when there were some."""
    with _only_us():
        _refuse_newer()
        pending = pending_migrations()
        if pending:
            text = ngettext(
                "Preparing the database: %(count)s change…",
                "Preparing the database: %(count)s changes…",
                pending,
            )
            print(text % {"count": pending}, flush=True)
            call_command("migrate", verbosity=0, interactive=False)
    return bool(pending)


@contextmanager
def _only_us() -> Iterator[None]:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            with lock.alone(Path(settings.DATA_DIR), name=_LOCK_NAME):
                yield
                return
        except lock.Busy:
            if time.monotonic() > deadline:
                raise Stop(_("Another process has been preparing the database for long.")) from None
            time.sleep(_PAUSE_SECONDS)


def _refuse_newer() -> None:
    loader = MigrationLoader(connection)
    if set(loader.applied_migrations) - set(loader.disk_migrations):
        text = _(
            "This data was written by a newer version of Beffroi. "
            "Install that version, or restore a backup made before."
        )
        raise Stop(text)
