"""The public page of reviews: all of them or none, newest first. What is left out is counted."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils.text import slugify

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.company.models import Charter
from beffroi.company.queries import called, charter_of
from beffroi.core import audit
from beffroi.core.keyset import Cursor
from beffroi.inbox import data_rules, naming
from beffroi.inbox.models import Feedback, FeedbackQuerySet
from beffroi.inbox.rules import NAMELESS
from beffroi.reviews import queries, rules
from beffroi.reviews.models import Display, LeftOut
from beffroi.workspaces.models import User, Workspace

PAGE_SIZE = 20
_NAME_IN_ADDRESS_MAX = 40
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_RANDOM_LETTERS = 8


@dataclass(frozen=True)
class Wishes:
    """What somebody chose for the public page: never which reviews, nor their order."""

    language: str
    sites: tuple[str, ...]


@dataclass(frozen=True)
class PublicReview:
    """A review as strangers read it."""

    id: int
    author: str
    text: str
    stars: int | None
    recommends: bool | None
    network: str
    url: str
    written_at: datetime
    edited_at: datetime | None


@dataclass(frozen=True)
class Withheld:
    """Reviews of one source that are kept from this page: how many, and where they are.

    By its rules, or since it `is_away`: not connected, so that nobody hears what is deleted.
    """

    name: str
    count: int
    url: str
    is_away: bool = False


@dataclass(frozen=True)
class PublicPage:
    """All that the public page says."""

    company: str
    reviews: tuple[PublicReview, ...]
    next: Cursor | None
    #: How many reviews the page and those after the first hold.
    count: int
    #: By reason, how many are left out.
    left_out: tuple[tuple[str, int], ...]
    withheld: tuple[Withheld, ...]
    charter_address: str


def display_of(workspace: Workspace) -> Display | None:
    """Return the public page of a workspace, if one was begun. One query."""
    return Display.objects.filter(workspace=workspace).first()


def public_display(address: str) -> Display | None:
    """Return the page that strangers may read at this address, if there is one. One query."""
    rows = Display.objects.select_related("workspace")
    return rows.filter(address=address, is_public=True, workspace__closed_at=None).first()


def shown_of(workspace: Workspace) -> FeedbackQuerySet:
    """Return what the page shows: what its networks let leave, and nobody had a reason against.

    What a network keeps back is nowhere public yet, so it is not here either; nor is what its
    author may have deleted since, where its channel is not connected.
    """
    rows = data_rules.for_export(queries.reviews_of(workspace)).filter(is_held=False)
    rows = rows.filter(channel__status=Channel.Status.CONNECTED)
    return rows.filter(left_out__isnull=True, is_private=False)


def read(display: Display, *, after: Cursor | None = None, size: int = PAGE_SIZE) -> PublicPage:
    """Return the public page, or what follows a place on it."""
    workspace = display.workspace
    every = shown_of(workspace)
    rows = every if after is None else every.filter(_before(after))
    ordered = rows.select_related("channel").order_by("-written_at", "-id")
    found = list(ordered[: size + 1])
    shown = tuple(_public(row) for row in found[:size])
    is_more = len(found) > size
    charter = charter_of(workspace)
    return PublicPage(
        company=called(workspace),
        reviews=shown,
        next=Cursor(shown[-1].written_at, shown[-1].id) if is_more else None,
        count=every.count(),
        left_out=left_out_counts(workspace),
        withheld=withheld(workspace),
        charter_address=_address(charter),
    )


def left_out_counts(workspace: Workspace) -> tuple[tuple[str, int], ...]:
    """Return by reason how many reviews are left out and still there. One query."""
    rows = LeftOut.objects.filter(
        workspace=workspace, feedback__deleted_at=None, feedback__erased_at=None
    )
    counted = rows.order_by().values_list("reason").annotate(number=Count("pk"))
    found = dict(counted)
    return tuple((one, found[one]) for one in LeftOut.Reason.values if one in found)


def withheld(workspace: Workspace) -> tuple[Withheld, ...]:
    """Return the sources whose reviews are kept from the page. Two queries."""
    rows = queries.reviews_of(workspace).order_by()
    counts = dict(rows.values_list("channel_id").annotate(number=Count("pk")))
    channels = Channel.objects.filter(workspace=workspace, pk__in=counts)
    found = [
        (row, not row.is_connected, not data_rules.may_export(row.network))
        for row in channels.order_by("network", "id")
    ]
    return tuple(
        Withheld(network_name(row.network), counts[row.pk], row.url, is_away and not by_rules)
        for row, is_away, by_rules in found
        if is_away or by_rules
    )


@transaction.atomic
def write(workspace: Workspace, wishes: Wishes, *, actor: User, now: datetime) -> Display:
    """Keep the language and the sites that may show the page in a frame."""
    display = display_of(workspace) or _begin(workspace, now=now)
    display.language = wishes.language
    display.sites = list(wishes.sites)
    display.changed_at = now
    display.save(update_fields=["language", "sites", "changed_at"])
    _record(workspace, "reviews.display_changed", f"display {display.pk}", actor=actor, now=now)
    return display


@transaction.atomic
def publish(display: Display, *, actor: User, now: datetime) -> None:
    """Show the page to everybody."""
    Display.objects.filter(pk=display.pk).update(is_public=True, changed_at=now)
    subject = f"display {display.pk}"
    _record(display.workspace, "reviews.display_published", subject, actor=actor, now=now)


@transaction.atomic
def withdraw(display: Display, *, actor: User, now: datetime) -> None:
    """Take the page away from strangers; its address stays its own."""
    Display.objects.filter(pk=display.pk).update(is_public=False, changed_at=now)
    subject = f"display {display.pk}"
    _record(display.workspace, "reviews.display_withdrawn", subject, actor=actor, now=now)


@transaction.atomic
def leave_out(review: Feedback, *, reason: LeftOut.Reason, actor: User, now: datetime) -> LeftOut:
    """Leave a review out of the public page, for a reason that the page counts."""
    row, _is_new = LeftOut.objects.update_or_create(
        feedback=review,
        defaults={
            "workspace_id": review.workspace_id,
            "reason": reason,
            "left_out_by": actor,
            "left_out_at": now,
        },
    )
    audit.record(
        workspace_id=review.workspace_id,
        actor_id=actor.pk,
        action="reviews.left_out",
        subject=f"feedback:{review.pk}",
        detail={"reason": reason.value},
        now=now,
    )
    return row


@transaction.atomic
def put_back(review: Feedback, *, actor: User, now: datetime) -> None:
    """Show a review again."""
    LeftOut.objects.filter(feedback=review).delete()
    subject = f"feedback:{review.pk}"
    _record(review.workspace, "reviews.put_back", subject, actor=actor, now=now)


def _before(after: Cursor) -> Q:
    return Q(written_at__lt=after.at) | Q(written_at=after.at, id__lt=after.id)


def _public(row: Feedback) -> PublicReview:
    name = row.author_name or row.author_handle
    shown = name if name == NAMELESS else rules.short_name(name)
    return PublicReview(
        id=row.pk,
        author=naming.shown(shown, network=row.channel.network),
        text=row.text,
        stars=row.stars,
        recommends=row.recommends,
        network=network_name(row.channel.network),
        url=row.url or row.channel.url,
        written_at=row.written_at,
        edited_at=row.edited_at,
    )


def _address(charter: Charter | None) -> str:
    return charter.address if charter is not None and charter.is_public else ""


def _begin(workspace: Workspace, *, now: datetime) -> Display:
    """Make the row; whoever begins at the same time gets the same."""
    random = "".join(secrets.choice(_LETTERS) for _place in range(_RANDOM_LETTERS))
    readable = slugify(called(workspace))[:_NAME_IN_ADDRESS_MAX].strip("-")
    address = f"{readable}-{random}" if readable else random
    display, _is_new = Display.objects.get_or_create(
        workspace=workspace, defaults={"address": address, "changed_at": now}
    )
    return display


def _record(workspace: Workspace, action: str, subject: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=workspace.pk, actor_id=actor.pk, action=action, subject=subject, now=now
    )
