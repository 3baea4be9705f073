"""What can be refused about people and places; each message is fit for the person who asked."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Something about people or workspaces that cannot be done, and why."""

    message: ClassVar[str | Promise]

    def __str__(self) -> str:
        return str(self.message)


class LastOwner(Refused):
    """Nobody would be left to decide."""

    message = _("An owner must stay. Make someone else an owner first.")


class RoleOutOfReach(Refused):
    """The role to give or to take is above one's own."""

    message = _("Only an owner can give or take this role.")


class AlreadyMember(Refused):
    """The invited person is there already."""

    message = _("This person is already in the team. Change their role in the list instead.")


class TooManyInvitations(Refused):
    """So many invitations are open that more would look like a mailing."""

    message = _("Too many invitations are open. Withdraw some, or wait until they are accepted.")


class InvitedJustNow(Refused):
    """The same mail was asked for a moment ago."""

    message = _("This invitation was sent less than a minute ago. Give it time to arrive.")


class InvitationClosed(Refused):
    """Accepted, revoked, replaced or too old."""

    message = _("This invitation no longer works. Ask for a new one.")


class WrongAddress(Refused):
    """Another person than the invited one, or an address that was never confirmed."""

    message = _(
        "This invitation was sent to another address than yours. Sign in with the invited address."
    )


class TooLateToUndo(Refused):
    """The removal has become final."""

    message = _("It is too late to undo this. Send a new invitation instead.")
