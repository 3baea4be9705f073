"""Making a backup, while Beffroi runs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from beffroi.core import audit
from beffroi.core.backup import aside, postgresql, sqlite
from beffroi.core.backup.archive import ArchiveWriter, writing
from beffroi.core.backup.errors import FileExists
from beffroi.core.backup.manifest import MEDIA_PREFIX, POSTGRESQL_NAME, SQLITE_NAME, Manifest


def backup(target: Path, *, now: datetime) -> Manifest:
    """Write the database as of one instant and the media into the new file `target`.

    The key file is never part of it: accesses stay sealed inside. Sessions are left out. Raises
    FileExists, ArchiveUnreadable (the database is damaged), OSError.
    """
    if target.exists():
        raise FileExists(_("%(file)s is there already. Choose another name.") % {"file": target})
    with (
        aside.folder(target.parent, purpose="backup") as folder,
        writing(target, draft=folder / "archive") as archive,
    ):
        manifest = _fill(archive, folder, now=now)
    audit.record(
        workspace_id=None,
        actor_id=None,
        action="installation.backed_up",
        subject=f"backup:{manifest.made_at}",
        now=now,
    )
    return manifest


def _fill(archive: ArchiveWriter, folder: Path, *, now: datetime) -> Manifest:
    snapshot = folder / "snapshot"
    if connection.vendor == "sqlite":
        sqlite.snapshot(snapshot)
        counts, migrations = sqlite.count_rows(snapshot), sqlite.migrations(snapshot)
        sqlite.check(snapshot, wanted=counts)
        archive.add(SQLITE_NAME, snapshot)
    else:
        counts, migrations = postgresql.dump(snapshot)
        archive.add(POSTGRESQL_NAME, snapshot)
    snapshot.unlink()
    _add_media(archive, Path(settings.MEDIA_ROOT))
    manifest = Manifest(
        version=settings.VERSION,
        made_at=now.isoformat(),
        database=connection.vendor,
        migrations=migrations,
        tables=counts,
        files=archive.files,
    )
    archive.finish(manifest)
    return manifest


def _add_media(archive: ArchiveWriter, root: Path) -> None:
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            archive.add(MEDIA_PREFIX + path.relative_to(root).as_posix(), path)
