"""How roles read on screens and in mails."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beffroi.workspaces.rules import Role

ROLE_NAMES: dict[Role, str | Promise] = {
    Role.OWNER: _("Owner"),
    Role.MANAGER: _("Manager"),
    Role.EDITOR: _("Editor"),
    Role.APPROVER: _("Approver"),
    Role.READER: _("Reader"),
    Role.CLIENT: _("Client"),
}

ROLE_MEANINGS: dict[Role, str | Promise] = {
    Role.OWNER: _("Everything, including the team, the data and other owners"),
    Role.MANAGER: _("Everything except the data of the workspace and its owners"),
    Role.EDITOR: _("Writes and answers; each post waits for approval"),
    Role.APPROVER: _("Approves posts before they leave, or sends them back"),
    Role.READER: _("Sees everything, touches nothing"),
    Role.CLIENT: _("Sees and approves the posts, not the messages"),
}
