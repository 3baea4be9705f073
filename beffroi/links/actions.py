"""What a person, or an app above, does with links."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.text import slugify

from beffroi.core import audit
from beffroi.links import own
from beffroi.links.addressing import (
    Campaign,
    NotAnAddress,
    host_of,
    normal,
    with_campaign,
)
from beffroi.links.models import Link
from beffroi.links.rules import ALPHABET, CODE_LENGTH, Source
from beffroi.strategy.actions import refuse_foreign
from beffroi.strategy.models import Campaign as OwnCampaign
from beffroi.workspaces.models import User, Workspace

_TRIES = 5
#: What statistics take for a link on another page or on paper, and not for a post.
_MEDIUM = "link"


class ShortAlready(NotAnAddress):
    """The page is a short link of this installation: it could lead round in a circle."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A link as somebody wants it; no campaign: the address stays as it is."""

    name: str
    target: str
    campaign: str = ""
    #: The campaign to which its visits belong; the address says its name unless told another.
    belongs_to: OwnCampaign | None = None


def make(
    *,
    workspace: Workspace,
    target: str,
    now: datetime,
    name: str = "",
    source: Source = Source.POST,
    campaign: Campaign | None = None,
    belongs_to: OwnCampaign | None = None,
) -> Link:
    """Make a short link to a page, which is told the campaign, if any. Raises NotAnAddress."""
    page = normal(target)
    for _ in range(_TRIES):
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        address = with_campaign(page, campaign, code=code) if campaign else page
        try:
            with transaction.atomic():
                return Link.objects.create(
                    workspace=workspace,
                    code=code,
                    target=address,
                    first_host=host_of(address),
                    name=name,
                    source=source.value,
                    campaign=belongs_to,
                    made_at=now,
                    changed_at=now,
                )
        except IntegrityError:
            continue  # somebody has this code
    raise RuntimeError("No code was free.")


@transaction.atomic
def make_by_hand(workspace: Workspace, wish: Wish, *, actor: User, now: datetime) -> Link:
    """Make a link for paper, a signature, a window.

    Raises NotAnAddress, ShortAlready, and NotOurs where its campaign is another workspace's.
    """
    refuse_foreign(workspace, wish.belongs_to)
    address = _no_short_link(normal(wish.target))
    name = wish.campaign or (wish.belongs_to.name if wish.belongs_to else "")
    told = Campaign(_slug(wish.name), _slug(name), _MEDIUM) if name else None
    link = make(
        workspace=workspace,
        target=address,
        name=wish.name,
        source=Source.HAND,
        campaign=told,
        belongs_to=wish.belongs_to,
        now=now,
    )
    _note(link, "made", actor=actor, now=now)
    return link


@transaction.atomic
def rename(link: Link, *, name: str, actor: User, now: datetime) -> None:
    """Call a link otherwise; nobody who follows it sees its name."""
    link.name = name
    link.save(update_fields=["name"])
    _note(link, "renamed", actor=actor, now=now)


@transaction.atomic
def lead_elsewhere(link: Link, *, target: str, actor: User, now: datetime) -> None:
    """Have a link lead to another page; visitors are told when that is another host.

    Raises NotAnAddress, ShortAlready.
    """
    link.target, link.changed_at = _no_short_link(normal(target)), now
    link.save(update_fields=["target", "changed_at"])
    _note(link, "changed", actor=actor, now=now)


@transaction.atomic
def stop(link: Link, *, actor: User, now: datetime) -> None:
    """Have a link lead nowhere: a page says so to whoever follows it, and nothing is counted."""
    if Link.objects.filter(pk=link.pk, stopped_at=None).update(stopped_at=now):
        link.stopped_at = now
        _note(link, "stopped", actor=actor, now=now)


@transaction.atomic
def start_again(link: Link, *, actor: User, now: datetime) -> None:
    """Have a stopped link lead where it led before."""
    if Link.objects.filter(pk=link.pk).exclude(stopped_at=None).update(stopped_at=None):
        link.stopped_at = None
        _note(link, "started", actor=actor, now=now)


def short_address(link: Link) -> str:
    """Return the address that people follow."""
    return settings.PUBLIC_URL + reverse("link", args=[link.code])


def _no_short_link(address: str) -> str:
    """Return the address; raises ShortAlready where it is one of our own short links."""
    if own.is_ours(address):
        raise ShortAlready
    return address


def _slug(text: str) -> str:
    return slugify(text) or slugify(text, allow_unicode=True)


def _note(link: Link, what: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=link.workspace_id,
        actor_id=actor.pk,
        action=f"link.{what}",
        subject=f"link:{link.pk}",
        now=now,
    )
