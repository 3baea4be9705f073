"""A process that runs the jobs that are due, and is killed in the middle of reading an archive.

Environment: CRASH_AT, the number of the batch; CRASH_IN, whether its transaction is still open.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable

import django

django.setup()

from beffroi.archives import importing, keeping  # noqa: E402
from beffroi.archives.keeping import Batch  # noqa: E402
from beffroi.archives.models import ArchiveImport  # noqa: E402
from beffroi.archives.reading import MemberDone  # noqa: E402
from beffroi.core import jobs  # noqa: E402

CRASH_AT = int(os.environ["CRASH_AT"])
_keep, _note = keeping.keep, keeping._note_members
_count = 0


def keep(import_id: int, batch: Batch, *, done_bytes: int) -> bool:
    """Write a batch, then die if it was the one."""
    global _count
    _count += 1
    is_kept = _keep(import_id, batch, done_bytes=done_bytes)
    if _count == CRASH_AT:
        os.kill(os.getpid(), signal.SIGKILL)
    return is_kept


def note(row: ArchiveImport, members: Iterable[MemberDone]) -> None:
    """Die after the items are written and before they are committed, if this is the batch."""
    if _count == CRASH_AT and os.environ.get("CRASH_IN"):
        os.kill(os.getpid(), signal.SIGKILL)
    _note(row, members)


importing.ITEMS_A_BATCH = 10
keeping.keep, keeping._note_members = keep, note
jobs.Runner().run_until_idle()
