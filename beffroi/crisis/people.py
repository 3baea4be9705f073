"""Who of the crisis file has an account here: they see the room, and need not be told."""

from __future__ import annotations

from collections.abc import Iterable

from beffroi.company.models import CrisisContact
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import normal_email


def accounts_of(
    contacts: Iterable[CrisisContact], members: Iterable[User]
) -> list[tuple[CrisisContact, User]]:
    """Return the contacts that are members: by e-mail, or by name where the file has none."""
    listed = list(members)
    by_email = {normal_email(one.email): one for one in listed}
    by_name = {one.name: one for one in listed if one.name}
    found = []
    for contact in contacts:
        member = (
            by_email.get(normal_email(contact.email))
            if contact.email
            else by_name.get(contact.name)
        )
        if member is not None:
            found.append((contact, member))
    return found
