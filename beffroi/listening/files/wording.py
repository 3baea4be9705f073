"""How a table of mentions is read, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.listening.models import MentionFile


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that were not kept for one reason; `first` says where the first ones stand."""

    count: int
    reason: str
    first: str


def badge(row: MentionFile) -> tuple[str, str, str]:
    """Return the words, the tone and the icon that say how far a table was read."""
    said = {
        MentionFile.State.ASKING: (_("Asks for its columns"), "warn", "circle-help"),
        MentionFile.State.WAITING: (_("In a moment"), "info", "hourglass"),
        MentionFile.State.READING: (_("Being read"), "info", "hourglass"),
        MentionFile.State.DONE: (_("Imported"), "ok", "circle-check"),
        MentionFile.State.FAILED: (_("Not read to its end"), "warn", "circle-alert"),
    }
    if row.state == MentionFile.State.FAILED and not row.rows_read:
        return _("Nothing was read"), "warn", "circle-alert"
    return said[MentionFile.State(row.state)]


def why_ended(row: MentionFile) -> str:
    """Return why a table was not read to its end, "" where it was."""
    if row.problem == "left" and not row.rows_read:
        return _("Somebody left it before anything was read.")
    return explain(row.problem) if row.problem else ""


def explain(problem: str) -> str:
    """Return why a table was not taken, or not read to its end, and what to do."""
    said = {
        "none": _("Choose a file first."),
        "empty": _("This file is empty."),
        "too_large": _("This file is larger than 20 MB. Cut it into several, then give each."),
        "another": _("Another file is being read. Wait until it is done, or leave it."),
        "no_table": _(
            "This is no table. Save it as CSV, with the names of the columns in its first row."
        ),
        "disk_full": _("There is no room left on the disk of this machine."),
        "file_lost": _("The file is no longer there. Give it once more."),
        "left": _("Somebody left it. What was read so far is kept."),
        "given_up": _("It could not be read. Save it as CSV once more, then give it again."),
    }
    usual = _("It is damaged from one row on. What stands before that row is kept.")
    return said.get(problem, usual)


def names_of_columns() -> Mapping[str, str]:
    """Return what each thing that a column may hold is called."""
    return {
        "date": _("Date"),
        "text": _("Text"),
        "title": _("Title"),
        "url": _("Link"),
        "author": _("Author"),
        "language": _("Language"),
    }


def left_out(row: MentionFile) -> list[LeftOut]:
    """Return the rows of a table that were not kept, by reason."""
    reasons = {
        "date": _("the date cannot be read, or is still to come"),
        "empty": _("there is no text"),
        "old": _("they are older than what you keep"),
        "many": _("one watch keeps so many of one hour at most"),
    }
    return [
        LeftOut(count, reasons[problem], _where(first))
        for problem, (count, first) in row.left_out.items()
        if problem in reasons
    ]


def _where(numbers: Sequence[int]) -> str:
    said = ngettext("Row %(numbers)s", "First ones: rows %(numbers)s", len(numbers))
    return said % {"numbers": ", ".join(map(str, numbers))} if numbers else ""


def outcome(row: MentionFile) -> str:
    """Say in one sentence what came of a table."""
    new = ngettext("%(count)s mention is new", "%(count)s mentions are new", row.rows_new)
    known = ngettext("%(count)s was there already", "%(count)s were there already", row.rows_known)
    said = (new % {"count": row.rows_new}, known % {"count": row.rows_known})
    return _("%(new)s, %(known)s.") % {"new": said[0], "known": said[1]}
