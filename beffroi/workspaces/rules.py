"""Who may do what. Pure: the one table of roles and permissions."""

from __future__ import annotations

from enum import Enum


class Role(Enum):
    """What a member is in a workspace."""

    OWNER = "owner"
    MANAGER = "manager"
    EDITOR = "editor"
    APPROVER = "approver"
    READER = "reader"
    CLIENT = "client"


class Permission(Enum):
    """What a page or an action asks for."""

    SEE_POSTS = "see_posts"
    WRITE_POSTS = "write_posts"
    APPROVE_POSTS = "approve_posts"
    SEE_INBOX = "see_inbox"
    ANSWER = "answer"
    SEE_CHANNELS = "see_channels"
    MANAGE_CHANNELS = "manage_channels"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_WORKSPACE = "manage_workspace"


_EVERYTHING = frozenset(Permission)
_SEE = frozenset({Permission.SEE_POSTS, Permission.SEE_INBOX, Permission.SEE_CHANNELS})

#: The client of an agency sees and approves what is said in its name, and not the inbox.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: _EVERYTHING,
    Role.MANAGER: _EVERYTHING - {Permission.MANAGE_WORKSPACE},
    Role.EDITOR: _SEE | {Permission.WRITE_POSTS, Permission.ANSWER},
    Role.APPROVER: _SEE | {Permission.APPROVE_POSTS},
    Role.READER: _SEE,
    Role.CLIENT: frozenset({Permission.SEE_POSTS, Permission.APPROVE_POSTS}),
}


def may(role: Role, permission: Permission) -> bool:
    """Tell whether a member with `role` has `permission`."""
    return permission in PERMISSIONS[role]
