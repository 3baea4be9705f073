"""`beffroi backup`: one file with everything, except the keys."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings

from beffroi.cli.messages import Stop
from beffroi.cli.messages import gettext as _
from beffroi.core.backup import BackupError, backup
from beffroi.core.clock import utc_now


def run(options: argparse.Namespace) -> int:
    """Write the backup, and say what is not in it."""
    target = Path(options.file).absolute()
    try:
        manifest = backup(target, now=utc_now())
    except BackupError as error:
        raise Stop(str(error)) from error
    text = _("Backup written: %(file)s (%(rows)s rows, %(files)s files, %(megabytes).1f MB).")
    values = {
        "file": target,
        "rows": sum(manifest.tables.values()),
        "files": len(manifest.files) - 1,
        "megabytes": target.stat().st_size / 1_000_000,
    }
    print(text % values)
    text = _(
        "The key file %(file)s is not in it, on purpose: keep a copy of it elsewhere. "
        "Without it, the channels must be connected again after a restore."
    )
    print(text % {"file": settings.SECRET_FILE})
    return 0
