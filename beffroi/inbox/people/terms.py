"""For how long a workspace keeps what people wrote, and what that will erase when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Min, Q, Sum

from beffroi.core import audit
from beffroi.inbox.models import Conversation, Retention, Tally
from beffroi.inbox.people import rules
from beffroi.workspaces.models import User, Workspace


@dataclass(frozen=True, slots=True)
class Choice:
    """A term that is offered, and how many conversations it would have erased by now."""

    months: int
    gone_now: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What is kept, and what will be erased when."""

    months: int
    #: What was chosen and does not count yet, and from when it will.
    coming: int | None
    coming_at: datetime | None
    conversations: int
    #: The oldest last word, and when it goes; None when nothing is kept.
    oldest_at: datetime | None
    erased_at: datetime | None
    choices: tuple[Choice, ...]
    erased_so_far: int


def months_kept(workspace_id: int, *, now: datetime) -> int:
    """Return the term that counts in a workspace: a query."""
    row = Retention.objects.filter(workspace=workspace_id).first()
    return row.months_at(now) if row else rules.MONTHS_KEPT


def oldest_kept(workspace_id: int, *, now: datetime) -> datetime:
    """Return before when nothing that was said is kept, nor taken in."""
    return rules.months_before(now, months_kept(workspace_id, now=now))


@transaction.atomic
def choose(workspace: Workspace, *, months: int, actor: User, now: datetime) -> Retention:
    """Keep for so many months from now on. A shorter term waits a day, so that it can be undone.

    Raises ValueError for a term that is not offered.
    """
    if months not in rules.MONTHS_OFFERED:
        raise ValueError(months)
    before = months_kept(workspace.pk, now=now)
    row, _ = Retention.objects.update_or_create(
        workspace=workspace,
        defaults={
            "months": months,
            "months_before": before,
            "changed_at": now,
            "changed_by": actor,
        },
    )
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action="retention.chosen",
        subject=f"workspace:{workspace.pk}",
        now=now,
        detail={"months": str(months)},
    )
    return row


def preview(workspace: Workspace, *, now: datetime) -> Preview:
    """Return what counts, what will go when, and what each other term would erase."""
    row = Retention.objects.filter(workspace=workspace).first()
    months = row.months_at(now) if row else rules.MONTHS_KEPT
    is_coming = row is not None and row.months != months
    counts = {
        f"of_{one}": Count("id", filter=Q(last_feedback_at__lt=rules.months_before(now, one)))
        for one in rules.MONTHS_OFFERED
    }
    found = Conversation.objects.filter(workspace=workspace).aggregate(
        number=Count("id"), oldest=Min("last_feedback_at"), **counts
    )
    gone = Tally.objects.filter(workspace=workspace).aggregate(number=Sum("received"))
    oldest = found["oldest"]
    return Preview(
        months=months,
        coming=row.months if row and is_coming else None,
        coming_at=row.changed_at + rules.SHORTER_AFTER if row and is_coming else None,
        conversations=found["number"],
        oldest_at=oldest,
        erased_at=rules.months_after(oldest, months) if oldest else None,
        choices=tuple(Choice(one, found[f"of_{one}"]) for one in rules.MONTHS_OFFERED),
        erased_so_far=gone["number"] or 0,
    )
