"""What this installation needs to keep its promises, looked at by `beffroi doctor` and at start."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks as system_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.core import audit, crypto, heartbeat
from beffroi.core.health import Finding, Level, register_check
from beffroi.core.mailing import mail_is_set
from beffroi.core.models import Job

#: Below this much free space, nothing may be promised any more.
LEAST_FREE_BYTES = 100_000_000
COMFORTABLE_FREE_BYTES = 1_000_000_000
_BUILT_AT = datetime(2026, 1, 1, tzinfo=UTC)
_CLOCK_TOLERANCE = timedelta(minutes=5)
_LATE_AFTER = timedelta(minutes=5)


def register() -> None:
    """Add the checks of the core to those of the doctor."""
    register_check("settings", check_settings)
    register_check("database", check_database)
    register_check("migrations", check_migrations)
    register_check("disk", check_disk)
    register_check("clock", check_clock)
    register_check("keys", check_keys)
    register_check("worker", check_worker)
    register_check("jobs", check_jobs)
    register_check("audit", check_audit)


def database_promises(
    app_configs: Sequence[Any] | None = None,
    databases: Sequence[str] | None = None,
    **_kwargs: Any,
) -> list[system_checks.CheckMessage]:
    """Refuse to start on a database that may lose what it acknowledged."""
    if not databases or connection.vendor != "sqlite":
        return []
    wanted = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}
    return [
        system_checks.Error(f"SQLite must run with {name}={value}.", id=f"core.{name}")
        for name, value in wanted.items()
        if _pragma(name) != value
    ]


def _pragma(name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        row = cursor.fetchone()
    return row[0] if row else None


def check_settings(now: datetime) -> Iterator[Finding]:
    """Look for settings that work on one's own machine only."""
    if not settings.IS_HTTPS and "127.0.0.1" not in settings.PUBLIC_URL:
        yield Finding(Level.WARNING, _("The public address does not begin with https://."))
    if not mail_is_set():
        text = _("No mail server is set (BEFFROI_SMTP_HOST): mails are only printed here.")
        yield Finding(Level.WARNING, text)
    yield Finding(Level.OK, _("Public address: %(url)s") % {"url": settings.PUBLIC_URL})


def check_database(now: datetime) -> Iterator[Finding]:
    """Look whether the database is whole, and set so that nothing acknowledged is lost."""
    for message in database_promises(databases=["default"]):
        yield Finding(Level.PROBLEM, str(message.msg))
    # The quick check takes tables that are nothing but their key for damaged (SQLite 3.40).
    if connection.vendor == "sqlite" and (answer := _pragma("integrity_check")) != "ok":
        text = _("The database is damaged. Restore a backup. SQLite says: %(answer)s")
        yield Finding(Level.PROBLEM, text % {"answer": answer})
    else:
        yield Finding(Level.OK, _("The database answers (%(kind)s).") % {"kind": connection.vendor})


def pending_migrations() -> int:
    """Return how many steps the database is behind this version."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def check_migrations(now: datetime) -> Iterator[Finding]:
    """Look whether the database fits this version."""
    pending = pending_migrations()
    if pending:
        text = ngettext(
            "The database waits for %(count)s change: run `beffroi migrate`.",
            "The database waits for %(count)s changes: run `beffroi migrate`.",
            pending,
        )
        yield Finding(Level.PROBLEM, text % {"count": pending})
    else:
        yield Finding(Level.OK, _("The database fits this version."))


def check_disk(now: datetime) -> Iterator[Finding]:
    """Look whether there is room to write."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    level = Level.OK if free >= COMFORTABLE_FREE_BYTES else Level.WARNING
    if free < LEAST_FREE_BYTES:
        level = Level.PROBLEM
    text = _("%(megabytes)s MB are free in %(folder)s.")
    yield Finding(level, text % {"megabytes": free // 1_000_000, "folder": settings.DATA_DIR})


def check_clock(now: datetime) -> Iterator[Finding]:
    """Look whether the machine's clock can be believed."""
    latest = heartbeat.latest_at()
    if now < _BUILT_AT:
        text = _("The clock of this machine says %(moment)s: set it before anything is published.")
        yield Finding(Level.PROBLEM, text % {"moment": f"{now:%Y-%m-%d}"})
    elif latest is not None and now < latest - _CLOCK_TOLERANCE:
        text = _("The clock went back: it was %(latest)s before, and is %(now)s now.")
        moments = {"latest": f"{latest:%Y-%m-%d %H:%M}", "now": f"{now:%Y-%m-%d %H:%M}"}
        yield Finding(Level.PROBLEM, text % moments)
    else:
        yield Finding(
            Level.OK, _("The clock says %(moment)s UTC.") % {"moment": f"{now:%Y-%m-%d %H:%M}"}
        )


def check_keys(now: datetime) -> Iterator[Finding]:
    """Look whether the key file is there, ours alone, and opens what is sealed."""
    file = Path(settings.SECRET_FILE)
    unreadable = crypto.unreadable_count()
    if unreadable:
        text = ngettext(
            "%(count)s secret cannot be opened: its key is missing from %(file)s. Put the file "
            "back, or connect its channel, or set up the app code, again.",
            "%(count)s secrets cannot be opened: their key is missing from %(file)s. Put the file "
            "back, or connect their channels, or set up the app codes, again.",
            unreadable,
        )
        yield Finding(Level.PROBLEM, text % {"count": unreadable, "file": file})
    if not file.exists():
        yield Finding(
            Level.OK, _("No key file yet: it is made when the first channel is connected.")
        )
        return
    if stat.S_IMODE(file.stat().st_mode) & 0o077 or file.stat().st_uid != os.geteuid():
        text = _("Others on this machine can read the key file %(file)s: run `chmod 600` on it.")
        yield Finding(Level.WARNING, text % {"file": file})
    yield Finding(Level.OK, _("The key file is there. Keep a copy of it apart from the backups."))


def check_worker(now: datetime) -> Iterator[Finding]:
    """Look whether somebody runs the jobs."""
    seen_at = heartbeat.last_seen_at()
    if seen_at is None:
        yield Finding(Level.WARNING, _("Nothing runs the jobs: start `beffroi up`."))
    elif now - seen_at > heartbeat.SILENT_AFTER:
        text = _("The worker has been silent since %(moment)s UTC: nothing is published meanwhile.")
        yield Finding(Level.PROBLEM, text % {"moment": f"{seen_at:%Y-%m-%d %H:%M}"})
    else:
        yield Finding(Level.OK, _("A worker runs the jobs."))


def check_jobs(now: datetime) -> Iterable[Finding]:
    """Count the jobs that are late, and those that were given up."""
    late = Job.objects.filter(state=Job.State.WAITING, run_at__lt=now - _LATE_AFTER).count()
    given_up = Job.objects.filter(state=Job.State.QUARANTINED).count()
    late_text = ngettext("%(count)s job is late.", "%(count)s jobs are late.", late)
    given_up_text = ngettext(
        "%(count)s job was given up.", "%(count)s jobs were given up.", given_up
    )
    return [
        Finding(Level.WARNING if late else Level.OK, late_text % {"count": late}),
        Finding(Level.WARNING if given_up else Level.OK, given_up_text % {"count": given_up}),
    ]


def check_audit(now: datetime) -> Iterator[Finding]:
    """Look whether somebody changed the trail."""
    broken = audit.verify()
    if broken is None:
        yield Finding(Level.OK, _("The audit trail is whole."))
    else:
        text = _("The audit trail was changed at line %(line)s.")
        yield Finding(Level.PROBLEM, text % {"line": broken})
