"""Says in one sentence why something of the team was not done, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beffroi.inbox.keeping import CannotKeep


def explain_keeping(error: CannotKeep) -> str:
    """Return why a thing was not kept under its name."""
    return {
        "empty": _("Give it a name first."),
        "taken": _("Another one has this name already. Choose another name."),
        "too_many": _("There are as many as can be shown. Delete one first."),
        "no_words": _("Write the answer first."),
    }[error.problem]
