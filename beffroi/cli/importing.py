"""`beffroi import`: hands an archive that lies on this machine to Beffroi."""

from __future__ import annotations

import argparse
import shutil
import uuid
from pathlib import Path

from beffroi.archives.actions import CannotImport, start_import
from beffroi.archives.models import imports_folder
from beffroi.archives.sentences import explain
from beffroi.cli.messages import Stop
from beffroi.cli.messages import gettext as _
from beffroi.core.clock import utc_now
from beffroi.workspaces.models import Workspace


def run(options: argparse.Namespace) -> int:
    """Take a copy of the archive, and say where its reading shows."""
    workspace = _workspace(options.workspace)
    source = Path(options.file)
    copy = _copied(source)
    try:
        row = start_import(workspace, actor=None, upload=copy, name=source.name, now=utc_now())
    except CannotImport as error:
        raise Stop(explain(error.problem)) from error
    finally:
        copy.unlink(missing_ok=True)
    text = _("%(file)s is handed over; Beffroi reads it as soon as it runs. See /archives/%(id)s/")
    print(text % {"file": source, "id": row.pk})
    return 0


def _workspace(name: str) -> Workspace:
    found = list(Workspace.objects.filter(name__iexact=name.strip())[:2])
    if not found:
        raise Stop(_("There is no workspace called “%(name)s”.") % {"name": name})
    if len(found) > 1:
        text = _("Several workspaces are called “%(name)s”. Give one of them another name first.")
        raise Stop(text % {"name": name})
    return found[0]


def _copied(source: Path) -> Path:
    """Return a copy among ours: what the person keeps is neither moved nor changed."""
    folder = imports_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = folder / f"{uuid.uuid4()}.part"
    try:
        shutil.copyfile(source, copy)
    except OSError:
        copy.unlink(missing_ok=True)
        raise
    return copy
