"""What people do with the page for colleagues and with what is proposed there."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext

from beffroi.company.queries import called
from beffroi.core import audit, once
from beffroi.links import actions as links
from beffroi.links.addressing import normal
from beffroi.links.models import Link
from beffroi.links.rules import NAME_MAX
from beffroi.publishing import short_links
from beffroi.publishing.models import Post
from beffroi.relays.models import Board, Proposal
from beffroi.relays.rules import DISCLOSURE_MAX, OPEN_MAX, TOLD_MAX, is_day
from beffroi.workspaces.models import User, Workspace

_ADDRESS_BYTES = 18
#: What statistics of the company's site call visits that colleagues brought.
_CAMPAIGN = "relays"
#: What makes a proposal another one, where the same form is sent again.
_TOLD = ("words", "why", "page", "post_id", "last_day")


class TooManyProposals(Exception):
    """As many are open as there are places; not fit for people."""


class BadDay(Exception):
    """Nothing may be proposed until this day; not fit for people."""


class NotOurs(Exception):
    """A post belongs to another workspace; not fit for people."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the page for colleagues says of itself."""

    language: str
    disclosure: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be proposed; `key` names the form, so that it counts once however often sent."""

    key: uuid.UUID | None
    words: str
    page: str
    last_day: date
    why: str = ""
    post: Post | None = None


def new_board(workspace: Workspace, *, now: datetime) -> Board:
    """Return the page as it begins, closed; it is not kept yet."""
    language = (translation.get_language() or "fr")[:2]
    return Board(
        workspace=workspace,
        address=_new_address(),
        language=language if language in {"fr", "en"} else "fr",
        disclosure=_disclosure(workspace),
        changed_at=now,
    )


def board_of(workspace: Workspace, *, now: datetime) -> Board:
    """Return the page of a workspace; where there was none, it is made."""
    begun = new_board(workspace, now=now)
    names = ("address", "language", "disclosure", "changed_at")
    defaults = {name: getattr(begun, name) for name in names}
    found, _is_new = Board.objects.get_or_create(workspace=workspace, defaults=defaults)
    return found


@transaction.atomic
def change_board(board: Board, wish: Settings, *, actor: User, now: datetime) -> None:
    """Have the page speak a language, and shared texts say the employer in these words."""
    Board.objects.filter(pk=board.pk).update(
        language=wish.language, disclosure=wish.disclosure, changed_at=now
    )
    _record(board.workspace_id, "board.changed", f"board:{board.pk}", actor=actor, now=now)


@transaction.atomic
def open_board(board: Board, *, actor: User, now: datetime) -> None:
    """Let whoever has the address read the page."""
    Board.objects.filter(pk=board.pk).update(is_open=True, changed_at=now)
    _record(board.workspace_id, "board.opened", f"board:{board.pk}", actor=actor, now=now)


@transaction.atomic
def close_board(board: Board, *, actor: User, now: datetime) -> None:
    """Let nobody read the page."""
    Board.objects.filter(pk=board.pk).update(is_open=False, changed_at=now)
    _record(board.workspace_id, "board.closed", f"board:{board.pk}", actor=actor, now=now)


@transaction.atomic
def move_board(board: Board, *, actor: User, now: datetime) -> None:
    """Give the page another address: the one that was handed out leads nowhere."""
    Board.objects.filter(pk=board.pk).update(address=_new_address(), changed_at=now)
    _record(board.workspace_id, "board.moved", f"board:{board.pk}", actor=actor, now=now)


@transaction.atomic
def propose(workspace: Workspace, wish: Wish, *, actor: User, now: datetime) -> Proposal:
    """Propose something to colleagues, or return what the same form proposed already.

    Whoever goes back, changes a word and sends the form again means another proposal; so does
    whoever withdrew the first one. Raises BadDay, NotOurs, TooManyProposals, and NotAnAddress or
    ShortAlready (see `links`).
    """
    today = workspace.day_at(now)
    if not is_day(wish.last_day, today=today):
        raise BadDay
    if wish.post is not None and wish.post.workspace_id != workspace.pk:
        raise NotOurs
    place = _free_place(workspace, today=today, now=now)
    made = Proposal(
        workspace=workspace,
        post=wish.post,
        words=wish.words,
        why=wish.why,
        page=normal(wish.page),
        last_day=wish.last_day,
        place=place,
        made_by=actor,
        made_at=now,
    )
    known = once.made_before(made, key=wish.key, told=_TOLD, gone="ended_at")
    if known is not None:
        return known
    if place is None:
        raise TooManyProposals
    made.link = _link(workspace, wish, actor=actor, now=now)
    once.keep_once(made, key=wish.key, told=_TOLD, gone="ended_at")
    _record(workspace.pk, "proposal.made", f"proposal:{made.pk}", actor=actor, now=now)
    return made


@transaction.atomic
def withdraw(proposal: Proposal, *, actor: User, now: datetime) -> None:
    """Propose it no more. What was shared stays, and its link goes on leading to the page."""
    rows = Proposal.objects.filter(pk=proposal.pk, ended_at=None)
    if rows.update(ended_at=now, place=None):
        subject = f"proposal:{proposal.pk}"
        _record(proposal.workspace_id, "proposal.withdrawn", subject, actor=actor, now=now)


@transaction.atomic
def bring_back(proposal: Proposal, *, actor: User, now: datetime) -> None:
    """Undo a withdrawal. Raises TooManyProposals, and BadDay once its last day is over."""
    workspace = proposal.workspace
    today = workspace.day_at(now)
    if not is_day(proposal.last_day, today=today):
        raise BadDay
    place = _free_place(workspace, today=today, now=now)
    rows = Proposal.objects.filter(pk=proposal.pk, ended_at__isnull=False)
    if not rows.exists():
        return
    if place is None:
        raise TooManyProposals
    rows.update(ended_at=None, place=place)
    subject = f"proposal:{proposal.pk}"
    _record(workspace.pk, "proposal.returned", subject, actor=actor, now=now)


def tell_share(proposal: Proposal) -> None:
    """Count that somebody says to have shared it; who does is not asked."""
    rows = Proposal.objects.filter(pk=proposal.pk, shares_told__lt=TOLD_MAX)
    rows.update(shares_told=F("shares_told") + 1)


def _link(workspace: Workspace, wish: Wish, *, actor: User, now: datetime) -> Link | None:
    """Return a short link to the page, so that visits can be counted without asking anybody."""
    if not short_links.are_possible():
        return None
    name = " ".join(wish.words.split())[:NAME_MAX]
    return links.make_by_hand(
        workspace, links.Wish(name, wish.page, campaign=_CAMPAIGN), actor=actor, now=now
    )


def _free_place(workspace: Workspace, *, today: date, now: datetime) -> int | None:
    """Return a place that no open proposal has; ends those whose last day is over."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    rows = Proposal.objects.filter(workspace=workspace, place__isnull=False)
    rows.filter(last_day__lt=today).update(place=None, ended_at=now)
    taken = set(rows.values_list("place", flat=True))
    return next((place for place in range(1, OPEN_MAX + 1) if place not in taken), None)


def _disclosure(workspace: Workspace) -> str:
    words = gettext("I work for %(company)s.") % {"company": called(workspace)}
    return words[:DISCLOSURE_MAX]


def _new_address() -> str:
    return secrets.token_urlsafe(_ADDRESS_BYTES)


def _record(workspace_id: int, action: str, subject: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=workspace_id, actor_id=actor.pk, action=action, subject=subject, now=now
    )
