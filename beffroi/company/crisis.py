"""What people do with the crisis file: whom to reach, and what to say while one looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from beffroi.company.models import CONTACTS_MAX, CrisisContact, CrisisFile
from beffroi.core import audit
from beffroi.workspaces.models import User, Workspace

_REMOVED_ARE_KEPT_FOR = timedelta(days=1)


class TooManyContacts(Exception):
    """The crisis file has as many contacts as it can hold; nothing was changed."""


@dataclass(frozen=True)
class Details:
    """Who somebody is, what they do then, and how to reach them."""

    name: str
    role: str
    phone: str
    email: str


@transaction.atomic
def add_contact(
    workspace: Workspace, *, details: Details, actor: User, now: datetime
) -> CrisisContact:
    """Put somebody last in the crisis file. Raises TooManyContacts."""
    row = CrisisContact.objects.create(
        workspace=workspace, place=_free_place(workspace), **vars(details)
    )
    _record(workspace, "company.contact_added", f"contact {row.pk}", actor=actor, now=now)
    return row


@transaction.atomic
def change_contact(row: CrisisContact, *, details: Details, actor: User, now: datetime) -> None:
    """Keep what is new about somebody."""
    CrisisContact.objects.filter(pk=row.pk).update(**vars(details))
    _record(row.workspace, "company.contact_changed", f"contact {row.pk}", actor=actor, now=now)


@transaction.atomic
def remove_contact(row: CrisisContact, *, actor: User, now: datetime) -> None:
    """Take somebody out; they can be brought back for a day."""
    CrisisContact.objects.filter(pk=row.pk, removed_at=None).update(removed_at=now)
    _record(row.workspace, "company.contact_removed", f"contact {row.pk}", actor=actor, now=now)


@transaction.atomic
def bring_contact_back(row: CrisisContact, *, actor: User, now: datetime) -> None:
    """Undo the removal of somebody, where they stood if nobody stands there now.

    Raises TooManyContacts.
    """
    if not CrisisContact.objects.filter(pk=row.pk, removed_at__isnull=False).exists():
        return
    place = _free_place(row.workspace, wanted=row.place)
    CrisisContact.objects.filter(pk=row.pk).update(removed_at=None, place=place)
    _record(row.workspace, "company.contact_returned", f"contact {row.pk}", actor=actor, now=now)


@transaction.atomic
def say_holding_message(workspace: Workspace, *, text: str, actor: User, now: datetime) -> None:
    """Keep what is said while the facts are looked for."""
    CrisisFile.objects.update_or_create(
        workspace=workspace, defaults={"holding_message": text, "changed_at": now}
    )
    subject = f"workspace {workspace.pk}"
    _record(workspace, "company.holding_message_changed", subject, actor=actor, now=now)


def forget_removed(*, now: datetime) -> int:
    """Erase whoever was removed a day ago, in every workspace; return how many."""
    long_ago = now - _REMOVED_ARE_KEPT_FOR
    gone = CrisisContact.objects.filter(removed_at__isnull=False, removed_at__lte=long_ago)
    return gone.delete()[0]


def _free_place(workspace: Workspace, *, wanted: int = 0) -> int:
    """Return the place that is wanted where it is free, else the one after all others.

    Holes are filled once the last place is taken. Raises TooManyContacts.
    """
    Workspace.objects.select_for_update().get(pk=workspace.pk)  # two at once get two places
    rows = CrisisContact.objects.filter(workspace=workspace, removed_at=None)
    taken = set(rows.values_list("place", flat=True))
    free = set(range(1, CONTACTS_MAX + 1)) - taken
    if not free:
        raise TooManyContacts
    after_all = max(taken, default=0) + 1
    return next(place for place in (wanted, after_all, min(free)) if place in free)


def _record(workspace: Workspace, action: str, subject: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=workspace.pk, actor_id=actor.pk, action=action, subject=subject, now=now
    )
