"""Says in one sentence why something about a person was not done, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.people.erasure import CannotErase


def explain_keeping(error: CannotKeep, *, name: str) -> str:
    """Return why it was not kept; `name` is the network's."""
    return {
        "forbidden": _("The rules of %(name)s do not let contacts be made of its members."),
        "empty": _("Say what the person agreed to, and where the proof is."),
        "too_long": _("This is too long to be kept. Shorten it."),
        "to_come": _("This day is still to come. Give the day on which the person agreed."),
        "nobody": _("Nothing of this person is kept any more."),
    }[error.problem] % {"name": name}


def explain_erasure(error: CannotErase) -> str:
    """Return why nobody is erased, or why it cannot be undone."""
    return {
        "nobody": _("Nothing of this person is kept any more."),
        "too_late": _("It is too late to undo this: the erasure has begun."),
        "nothing_to_undo": _("There is nothing to undo."),
    }[error.problem]
