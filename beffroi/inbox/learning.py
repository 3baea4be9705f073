"""Learns from what people here correct, and from the stars that customers give. It leaves nothing.

Rebuilt each time from all examples whose words are still kept: what is taken back, or erased,
was never taught.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import F

from beffroi.core import audit
from beffroi.core.jobs import enqueue
from beffroi.inbox import lessons, summary, triage
from beffroi.inbox.models import (
    Conversation,
    Correction,
    Feedback,
    FeedbackQuerySet,
    Learned,
)
from beffroi.language.adapting import EXAMPLES_MAX, Example, compared, learn
from beffroi.language.understanding import Message
from beffroi.language.weights import shipped
from beffroi.networks.contracts import FeedbackKind
from beffroi.workspaces.models import User, Workspace

LEARN = "inbox.learn"
#: Stars that are learned from, at most: corrections say more, and must find room.
_STARS_MAX = EXAMPLES_MAX // 2
#: Of those who wait, the newest are read again once something was learned.
_READ_AGAIN = 500
_AT_ONCE = 100
#: By what a person can say of a message, the head that answers it.
_HEADS = {"tone": "sentiment", "intent": "intent", "urgency": "urgent"}


def ask(workspace_id: int, *, now: datetime) -> None:
    """Ask, inside the caller's transaction, that a workspace learns soon."""
    payload = {"workspace_id": workspace_id}
    enqueue(LEARN, key=str(workspace_id), run_at=now, payload=payload, workspace_id=workspace_id)


def ask_all(*, now: datetime) -> None:
    """Ask it for all that were taught anything: words were erased, or the weights are others."""
    rows = Workspace.objects.filter(closed_at=None)
    taught = rows.filter(learned__isnull=False) | rows.filter(corrections__isnull=False)
    ids = set(taught.values_list("pk", flat=True))
    ids |= set(_reviews().order_by().values_list("workspace", flat=True).distinct())
    for workspace_id in sorted(ids):
        ask(workspace_id, now=now)


def build(workspace: Workspace, *, now: datetime) -> None:
    """Learn from all examples, compare, and read again what waits."""
    examples = _examples(workspace)
    written = learn(examples, weights=shipped()).to_json() if examples else ""
    known = Learned.objects.filter(workspace=workspace)
    before = known.values_list("lessons", "fingerprint").first()
    figures = {head: asdict(one) for head, one in compared(examples, weights=shipped()).items()}
    Learned.objects.update_or_create(
        workspace=workspace,
        defaults={
            "lessons": written,
            "fingerprint": lessons.fingerprint(),
            "figures": figures,
            "built_at": now,
        },
    )
    if before != (written, lessons.fingerprint()):
        _read_again(workspace, now=now)


@transaction.atomic
def switch(workspace: Workspace, *, is_on: bool, actor: User, now: datetime) -> None:
    """Let what was taught count, or not, once it was learned and those who wait were read anew."""
    Learned.objects.update_or_create(
        workspace=workspace, defaults={"is_on": is_on, "fingerprint": ""}
    )
    ask(workspace.pk, now=now)
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action="learning.on" if is_on else "learning.off",
        subject=f"workspace:{workspace.pk}",
        now=now,
    )


def _examples(workspace: Workspace) -> list[Example]:
    """Return what was taught: the newest stars first, then the corrections, each oldest first."""
    kept = Feedback.objects.there().filter(workspace=workspace).exclude(text="")
    corrected = Correction.objects.filter(workspace=workspace, feedback__in=kept)
    newest = corrected.select_related("feedback").order_by("-corrected_at", "-id")[:EXAMPLES_MAX]
    said = [
        Example(one.feedback.text, {_HEADS[name]: getattr(one, name) or "no" for name in one.said})
        for one in newest
    ]
    rated = _reviews().filter(workspace=workspace, correction__isnull=True)
    stars = [
        Example(row.text, {"sentiment": Message("", row.stars).given_tone})
        for row in rated.order_by("-written_at", "-id")[:_STARS_MAX]
    ]
    return [*reversed(stars), *reversed(said)]


def _reviews() -> FeedbackQuerySet:
    rows = Feedback.objects.there().filter(kind=FeedbackKind.REVIEW.value, is_ours=False)
    return rows.filter(stars__isnull=False).exclude(text="")


def _read_again(workspace: Workspace, *, now: datetime) -> None:
    waiting = Conversation.objects.filter(workspace=workspace, waiting_since__isnull=False)
    newest = waiting.order_by("-last_feedback_at", "-id").values_list("pk", flat=True)
    ids = list(newest[:_READ_AGAIN])
    for first in range(0, len(ids), _AT_ONCE):
        with transaction.atomic():
            _read_some(ids[first : first + _AT_ONCE], now=now)


def _read_some(ids: list[int], *, now: datetime) -> None:
    """Understand anew what waits in these; what somebody corrected stays as they said."""
    several = Conversation.objects.filter(pk__in=ids)
    summary.hold_channels(several.values_list("channel_id", flat=True))
    rows = Feedback.objects.there().filter(
        conversation__in=ids,
        conversation__waiting_since__lte=F("written_at"),
        is_ours=False,
        correction__isnull=True,
    )
    waiting = list(rows.select_related("channel").order_by("-written_at", "-id")[:_READ_AGAIN])
    for channel in {row.channel for row in waiting}:
        own = [row for row in waiting if row.channel_id == channel.pk]
        triage.read(own, channel=channel, now=now)
    Feedback.objects.bulk_update(waiting, triage.WRITTEN)
    summary.refresh_all(ids, now=now)
