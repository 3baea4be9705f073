"""Who may do what. Pure: roles, permissions, and who may give a role to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
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
    MANAGE_WATCHES = "manage_watches"
    SEE_CHANNELS = "see_channels"
    MANAGE_CHANNELS = "manage_channels"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_COMPANY = "manage_company"
    MANAGE_WORKSPACE = "manage_workspace"


_EVERYTHING = frozenset(Permission)
_SEE = frozenset({Permission.SEE_POSTS, Permission.SEE_INBOX, Permission.SEE_CHANNELS})

#: The client of an agency sees and approves what is said in its name, and not the inbox.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: _EVERYTHING,
    Role.MANAGER: _EVERYTHING - {Permission.MANAGE_WORKSPACE},
    Role.EDITOR: _SEE | {Permission.WRITE_POSTS, Permission.ANSWER, Permission.MANAGE_WATCHES},
    Role.APPROVER: _SEE | {Permission.APPROVE_POSTS},
    Role.READER: _SEE,
    Role.CLIENT: frozenset({Permission.SEE_POSTS, Permission.APPROVE_POSTS}),
}

#: From most to least; decides when someone has a role of their own and one through an agency.
ROLES_BY_STRENGTH: tuple[Role, ...] = tuple(Role)

#: An agency's people work for its clients; approving and being a client belong to one workspace.
AGENCY_ROLES: tuple[Role, ...] = (Role.OWNER, Role.MANAGER, Role.EDITOR, Role.READER)

INVITATION_LASTS = timedelta(days=7)
#: More open invitations than this from one place would be a mailing.
OPEN_INVITATIONS_MAX = 50
REMOVAL_CAN_BE_UNDONE_FOR = timedelta(minutes=10)

#: A session ends after this long without a request, whatever the cookie says.
SESSION_IDLE_LIMIT = timedelta(hours=12)
#: A session ends this long after signing in, however busy.
SESSION_TOTAL_LIMIT = timedelta(days=30)
#: How old "last seen" may be before a request refreshes it; spares one write per page.
SESSION_SEEN_EVERY = timedelta(minutes=5)

_SPACES = re.compile(r"\s+")


def may(role: Role, permission: Permission) -> bool:
    """Tell whether a member with `role` has `permission`."""
    return permission in PERMISSIONS[role]


def strongest(roles: Iterable[Role]) -> Role | None:
    """Return the role that counts among several; None when there is none."""
    return min(roles, key=ROLES_BY_STRENGTH.index, default=None)


def grantable(role: Role) -> frozenset[Role]:
    """Return the roles that a member with `role` may give, change or take away."""
    if role is Role.OWNER:
        return frozenset(Role)
    if may(role, Permission.MANAGE_PEOPLE):
        return frozenset(Role) - {Role.OWNER}
    return frozenset()


def may_move(actor: Role, *, from_role: Role, to_role: Role) -> bool:
    """Tell whether `actor` may turn someone's role into another."""
    return {from_role, to_role} <= grantable(actor)


def normal_email(address: str) -> str:
    """Return the one spelling under which an address is stored and compared."""
    return address.strip().lower()


def one_line(text: str) -> str:
    """Fold a typed name to one line without spaces around."""
    return _SPACES.sub(" ", text).strip()


def session_is_over(*, signed_in_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Tell whether a session has outlived its idle or its total limit."""
    return now - seen_at > SESSION_IDLE_LIMIT or now - signed_in_at > SESSION_TOTAL_LIMIT


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> tuple[str, str]:
    """Return browser and system that a request claims to come from; empty where unknown.

    Good enough for someone to recognise their own devices, and for nothing else.
    """
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return browser, system


def client_address(*, remote: str, forwarded_for: str, proxy_count: int) -> str:
    """Return who called, as far as the proxies in front can be believed.

    Each proxy adds the address it saw at the right; whatever stands further left was written by
    the caller. With fewer entries than proxies the header did not come through them: the address
    of the connection counts.
    """
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    if proxy_count < 1 or len(hops) < proxy_count:
        return remote
    return hops[-proxy_count]
