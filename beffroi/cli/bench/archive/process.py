"""What the measurement runs in processes of their own: prepare, read, read on."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from beffroi.archives import actions  # noqa: E402
from beffroi.archives.models import ArchiveImport  # noqa: E402
from beffroi.core import jobs  # noqa: E402
from beffroi.core.clock import utc_now  # noqa: E402
from beffroi.core.models import Job  # noqa: E402
from beffroi.workspaces.models import Workspace  # noqa: E402


def prepare(archive: Path) -> None:
    """Make the database, and hand the archive over."""
    call_command("migrate", verbosity=0)
    workspace = Workspace.objects.create(name="Atelier", created_at=utc_now())
    actions.start_import(workspace, actor=None, upload=archive, name="instagram.zip", now=utc_now())


def read() -> None:
    """Read what is due."""
    jobs.Runner().run_until_idle()
    row = ArchiveImport.objects.get()
    if row.status != ArchiveImport.Status.DONE:
        raise SystemExit(f"{row.status} {row.problem}")


def resume() -> None:
    """Take back what the killed process held, as if its lease had ended, and read on."""
    Job.objects.update(lease_until=utc_now() - timedelta(minutes=1))
    read()


if __name__ == "__main__":
    task = sys.argv[1]
    if task == "prepare":
        prepare(Path(sys.argv[2]))
    elif task == "read":
        read()
    else:
        resume()
