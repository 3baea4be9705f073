"""What is told about tables: why one is not taken, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beffroi.archives.tables.models import TableImport
from beffroi.archives.tables.takers import taker_of


def explain(problem: str) -> str:
    """Return one sentence on why a table is not taken or not undone, and what to do; "" if none."""
    known = {
        "empty": _("The file is empty. Choose the table that your shop or tool exported."),
        "too_large": _("The table is larger than what is read: cut it into several."),
        "disk_full": _("The disk of the server is full. Make room, then try again."),
        "another": _(
            "Another table is being read in this workspace. Wait until it is over, or stop it."
        ),
        "gone": _("What this table is of is no longer there."),
        "file_lost": _(
            "The file is no longer on the server, for instance after a restore. Give it once more:"
            " what was taken already will not double."
        ),
        "given_up": _(
            "Reading failed several times and was given up. What was taken so far is kept. Give the"
            " table once more; nothing will double."
        ),
        "undo_given_up": _("Undoing failed several times and was given up. Try it once more."),
        "not_undoable": _("This table can no longer be undone."),
    }
    return known.get(problem, "")


def reason(row: TableImport, problem: str) -> str:
    """Return in words why a table, or a line of it, was not taken."""
    if not problem:
        return ""
    ours = explain(problem)
    taker = taker_of(row.kind)
    return ours or (taker.reason(problem) if taker else problem)
