"""`beffroi restore`: puts a backup back, and says what to look at afterwards."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings

from beffroi.cli.messages import Stop
from beffroi.cli.messages import gettext as _
from beffroi.core import crypto
from beffroi.core.backup import BackupError, restore
from beffroi.core.clock import utc_now


def run(options: argparse.Namespace) -> int:
    """Restore, and tell what was kept and what needs a person."""
    try:
        restored = restore(Path(options.file), now=utc_now(), replace=options.replace)
    except BackupError as error:
        unchanged = _("Nothing was changed.")
        raise Stop(f"{error} {unchanged}") from error
    text = _("Restored: the backup of %(made_at)s, %(rows)s rows.")
    manifest = restored.manifest
    print(text % {"made_at": manifest.made_at, "rows": sum(manifest.tables.values())})
    if restored.kept_in:
        text = _("What was here before is kept in %(folder)s: delete it once all is well.")
        print(text % {"folder": restored.kept_in})
    if crypto.unreadable_count():
        text = _(
            "What was sealed cannot be opened: put the copy of the key file at %(file)s, or "
            "connect the channels and set up the app codes again."
        )
        print(text % {"file": settings.SECRET_FILE})
    print(_("Whatever was to be published since then is held: check it, then start `beffroi up`."))
    return 0
