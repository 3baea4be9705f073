"""Links of a mail that act once: made with it, looked at, followed.

A look changes nothing: programs that read mails follow their links too. Whoever follows one acts
as the person whom the mail was written to, with the permissions that they have then, by the same
actions as the product's own pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from beffroi.core import audit
from beffroi.core.tokens import TOKEN_MAX, digest, new_token
from beffroi.morning.acts.contract import Act, Asked, Deed
from beffroi.morning.acts.conversations import Answering
from beffroi.morning.acts.deliveries import Releasing
from beffroi.morning.acts.posts import Approving
from beffroi.morning.models import ActLink, Morning
from beffroi.morning.rules import LINKS_LAST, Closed
from beffroi.web.cards import Card
from beffroi.web.rules import Kind
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission, may

ACTS: Mapping[Kind, Act] = {
    Kind.APPROVE: Approving(),
    Kind.ANSWER: Answering(),
    Kind.CHECK: Releasing(),
}


class NoLonger(Exception):
    """A link does not act any more; nothing was changed. `link` is as it was read last."""

    def __init__(self, closed: Closed, link: ActLink | None = None) -> None:
        super().__init__(closed.value)
        self.closed, self.link = closed, link


@dataclass(frozen=True, slots=True)
class Open:
    """A link that may be followed: what it is about, as it is now."""

    link: ActLink
    act: Act
    row: Any

    def asked(self, *, now: datetime) -> Asked:
        """Return what its page shows."""
        return self.act.asked(self.row, person=self.link.morning.user, now=now)


@dataclass(frozen=True, slots=True)
class Made:
    """A new link: its address, and what its page asks today."""

    address: str
    asked: Asked

    @property
    def deed(self) -> Deed:
        """What it proposes."""
        return self.asked.choices[0].deed


def made(morning: Morning, card: Card, *, now: datetime) -> Made | None:
    """Make a link for a card, None where a mail cannot act on it."""
    act = ACTS.get(card.kind)
    row = act.found(morning.workspace, card.id) if act and card.is_mine else None
    if act is None or row is None or (seen := act.seen(row)) is None or act.standing(row, seen):
        return None
    token = new_token()
    ActLink.objects.create(
        morning=morning,
        digest=digest(token),
        card=card.kind.value,
        row_id=card.id,
        seen=seen,
        expires_at=now + LINKS_LAST,
    )
    address = settings.PUBLIC_URL + reverse("morning_act", args=[token])
    return Made(address, act.asked(row, person=morning.user, now=now))


def find(token: str) -> ActLink | None:
    """Return the link that a token names, with whose it is, used or not."""
    if len(token) > TOKEN_MAX:
        return None
    rows = ActLink.objects.select_related("morning__user", "morning__workspace")
    return rows.filter(digest=digest(token)).first()


def opened(link: ActLink, *, now: datetime) -> Open:
    """Return what a link is about, as it is now. Raises NoLonger."""
    if link.used_at is not None:
        raise NoLonger(Closed.USED, link)
    if link.expires_at <= now:
        raise NoLonger(Closed.EXPIRED)
    act, person = ACTS[Kind(link.card)], link.morning.user
    workspace = _reached(person, link.morning.workspace_id, act.permission)
    row = act.found(workspace, link.row_id)
    if row is None:
        raise NoLonger(Closed.GONE)
    if closed := act.standing(row, link.seen):
        raise NoLonger(closed)
    return Open(link, act, row)


@transaction.atomic
def follow(link: ActLink, *, deed: Deed, shown: str, now: datetime) -> str:
    """Do what its reader confirmed, once, and return a sentence that says so.

    Raises NoLonger, also where `deed` is no longer offered, and NotPossible.
    """
    rows = ActLink.objects.select_related("morning__user", "morning__workspace")
    locked = rows.select_for_update(of=("self",)).filter(pk=link.pk).first()
    if locked is None:  # erased since it was found, with its workspace or after a restore
        raise NoLonger(Closed.GONE)
    found = opened(locked, now=now)
    if deed not in {one.deed for one in found.asked(now=now).choices}:
        raise NoLonger(Closed.CHANGED)
    actor, seen = found.link.morning.user, found.link.seen
    said = found.act.do(found.row, deed, seen=seen, shown=shown, actor=actor, now=now)
    ActLink.objects.filter(pk=link.pk).update(used_at=now, deed=deed.value)
    _audit(found.link, deed, now=now)
    return said


def _reached(person: User, workspace_id: int, permission: Permission) -> Workspace:
    reachable = Workspace.objects.reachable_by(person).select_related("agency")
    workspace = reachable.filter(pk=workspace_id).first() if person.is_active else None
    role = workspace.reached_as if workspace else None
    if workspace is None or role is None or not may(role, permission):
        raise NoLonger(Closed.NOT_ALLOWED)
    return workspace


def _audit(link: ActLink, deed: Deed, *, now: datetime) -> None:
    audit.record(
        workspace_id=link.morning.workspace_id,
        actor_id=link.morning.user_id,
        action="mail_link.followed",
        subject=f"{link.card}:{link.row_id}",
        detail={"deed": deed.value},
        now=now,
    )
