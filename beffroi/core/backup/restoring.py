"""Putting a backup back: everything is checked and prepared aside, then put in place at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import django.db
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from beffroi.core import audit, lock
from beffroi.core.backup import aside, postgresql, sqlite, tables
from beffroi.core.backup.archive import unpack
from beffroi.core.backup.errors import (
    ArchiveUnreadable,
    InstanceRunning,
    NewerVersion,
    NotEmpty,
    OtherDatabase,
)
from beffroi.core.backup.making import backup
from beffroi.core.backup.manifest import (
    FORMAT,
    POSTGRESQL_NAME,
    SQLITE_NAME,
    Manifest,
    version_of,
)
from beffroi.core.models import Job, Worker

#: What was there before, on PostgreSQL: a backup like any other.
KEPT_NAME = "beffroi.tar.gz"

AfterRestore = Callable[[datetime], None]

_after_restore: list[AfterRestore] = []


@dataclass(frozen=True)
class Restored:
    """What a restore put in place, and the folder where it kept what was there before."""

    manifest: Manifest
    kept_in: Path | None


def register_after_restore(hook: AfterRestore) -> None:
    """Have `hook(now)` run in the restored database, before anything else works with it.

    The world went on since the backup: whatever was to go out by now may have gone out.
    """
    _after_restore.append(hook)


def restore(source: Path, *, now: datetime, replace: bool = False) -> Restored:
    """Put a backup in place of an empty installation, or of any when `replace`.

    Until everything is checked and ready, nothing here changes. Raises BackupError, OSError.
    """
    data = Path(settings.DATA_DIR)
    try:
        with lock.alone(data), aside.folder(data, purpose="restore") as folder:
            return _restore(source, folder, now=now, replace=replace)
    except lock.Busy:
        text = _("Beffroi is running on this data. Stop it first, then restore.")
        raise InstanceRunning(text) from None


def _restore(source: Path, folder: Path, *, now: datetime, replace: bool) -> Restored:
    if not replace and _has_content():
        text = _("There is data here already. To put the backup in its place, add --replace.")
        raise NotEmpty(text)
    manifest = unpack(source, folder)
    _check_fits(manifest)
    kept = Path(settings.DATA_DIR) / f"before-restore-{now:%Y%m%d-%H%M%S}"
    if connection.vendor == "sqlite":
        _restore_sqlite(manifest, folder, kept=kept, now=now)
    else:
        _restore_postgresql(manifest, folder, kept=kept, now=now)
    if not replace:
        shutil.rmtree(kept, ignore_errors=True)
    return Restored(manifest, kept if kept.exists() else None)


def _has_content() -> bool:
    media = Path(settings.MEDIA_ROOT)
    try:
        return tables.has_content() or (media.exists() and any(media.iterdir()))
    except django.db.Error:
        return True  # damaged, and not for us to throw away unasked


def _check_fits(manifest: Manifest) -> None:
    known = set(MigrationLoader(None).disk_migrations)
    newer = version_of(manifest.version) > version_of(settings.VERSION)
    if newer or manifest.format != FORMAT or set(manifest.migrations) - known:
        text = _(
            "This backup was made by Beffroi %(theirs)s, newer than this one (%(ours)s). "
            "Install that version first."
        )
        raise NewerVersion(text % {"theirs": manifest.version, "ours": settings.VERSION})
    if manifest.database != connection.vendor:
        text = _("This backup was made on %(theirs)s, and this installation uses %(ours)s.")
        raise OtherDatabase(text % {"theirs": manifest.database, "ours": connection.vendor})


def _restore_sqlite(manifest: Manifest, folder: Path, *, kept: Path, now: datetime) -> None:
    staged = folder / SQLITE_NAME
    _require(staged)
    sqlite.check(staged, wanted=dict(manifest.tables))
    with sqlite.connected_to(staged):
        call_command("migrate", verbosity=0, interactive=False)
        with transaction.atomic():
            _settle(manifest, now=now)
    live = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    for suffix in ("-wal", "-shm"):
        _set_aside(live.with_name(live.name + suffix), kept)
    _keep(live, kept)
    staged.replace(live)  # at once: whenever this is killed, there is a database
    _swap_media(folder, kept)


def _restore_postgresql(manifest: Manifest, folder: Path, *, kept: Path, now: datetime) -> None:
    staged = folder / POSTGRESQL_NAME
    _require(staged)
    postgresql.check(staged, wanted=dict(manifest.tables))
    if postgresql.other_sessions():
        text = _("Others are connected to this database. Stop Beffroi first, then restore.")
        raise InstanceRunning(text)
    if tables.has_content():  # its tables cannot be moved aside as a file can
        kept.mkdir(mode=0o700, exist_ok=True)
        backup(kept / KEPT_NAME, now=now)
    with transaction.atomic():
        postgresql.load(staged, manifest)
        _settle(manifest, now=now)
    _swap_media(folder, kept)


def _require(staged: Path) -> None:
    if not staged.exists():
        raise ArchiveUnreadable(_("There is no database in this backup."))


def _settle(manifest: Manifest, *, now: datetime) -> None:
    """Make the past consistent with today, before anything runs."""
    Worker.objects.all().delete()
    Job.objects.filter(state=Job.State.CANCELLED).delete()
    running = Job.objects.filter(state=Job.State.RUNNING)
    running.update(state=Job.State.WAITING, lease_until=None)
    for hook in _after_restore:
        hook(now)
    audit.record(
        workspace_id=None,
        actor_id=None,
        action="installation.restored",
        subject=f"backup:{manifest.made_at}",
        now=now,
    )


def _swap_media(folder: Path, kept: Path) -> None:
    media = Path(settings.MEDIA_ROOT)
    _set_aside(media, kept)
    staged = folder / "media"
    staged.mkdir(exist_ok=True, mode=0o700)
    shutil.move(staged, media)


def _keep(path: Path, kept: Path) -> None:
    """Let a file be in `kept` too; as a copy on a disk that knows no links."""
    if not path.exists():
        return
    kept.mkdir(mode=0o700, exist_ok=True)
    try:
        (kept / path.name).hardlink_to(path)
    except OSError:
        shutil.copy2(path, kept / path.name)


def _set_aside(path: Path, kept: Path) -> None:
    if path.exists():
        kept.mkdir(mode=0o700, exist_ok=True)
        shutil.move(path, kept / path.name)
