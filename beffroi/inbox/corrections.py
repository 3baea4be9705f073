"""Lets people say what a message means, where it was understood otherwise or not for sure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from beffroi.core import audit
from beffroi.inbox import learning, summary, triage
from beffroi.inbox.models import Correction, Feedback
from beffroi.language.sources import INTENTS, SENTIMENTS, URGENCIES
from beffroi.workspaces.models import User

#: What a person can say of a message, by column.
KNOWN = {
    "tone": frozenset(SENTIMENTS),
    "intent": frozenset(INTENTS),
    "urgency": frozenset(URGENCIES[1:]) | {""},
}
_KEPT = (*KNOWN, "wants_check")


class CannotCorrect(Exception):
    """What was said is nothing that a message can mean; nothing was changed."""


@transaction.atomic
def correct(
    row: Feedback,
    *,
    actor: User,
    now: datetime,
    tone: str | None = None,
    intent: str | None = None,
    urgency: str | None = None,
) -> None:
    """Take a person's word for what a message means; None leaves what was understood.

    It no longer wants a look. Raises CannotCorrect.
    """
    said = {"tone": tone, "intent": intent, "urgency": urgency}
    if any(value is not None and value not in KNOWN[name] for name, value in said.items()):
        raise CannotCorrect
    summary.hold_channels([row.channel_id])
    conversation = summary.locked(row.conversation_id)
    row.refresh_from_db()
    if row.understood_at is None:
        triage.read([row], channel=row.channel, now=now)
        row.save(update_fields=triage.WRITTEN)
    before = {name: getattr(row, name) for name in _KEPT}
    for name, value in said.items():
        if value is not None:
            setattr(row, name, value)
    if row.is_gone or not row.tone or not row.intent:  # an article says nothing to us
        raise CannotCorrect
    row.wants_check = False
    row.save(update_fields=_KEPT)
    told = {name for name, value in said.items() if value is not None}
    earlier = Correction.objects.filter(feedback=row).values_list("said", flat=True).first()
    values = {name: getattr(row, name) for name in KNOWN}
    values |= {"said": sorted(told.union(earlier or ())), "corrected_by": actor}
    values["corrected_at"] = now
    Correction.objects.update_or_create(
        feedback=row,
        defaults=values,
        create_defaults={**values, "workspace_id": row.workspace_id, "before": before},
    )
    summary.refresh(conversation, now=now)
    learning.ask(row.workspace_id, now=now)
    _audit(row, "feedback.corrected", actor=actor, now=now)


def said_of(row: Feedback) -> dict[str, str]:
    """Return what people said that a message means, by column; nothing where nobody did."""
    correction = Correction.objects.filter(feedback=row).first()
    return {name: getattr(correction, name) for name in correction.said} if correction else {}


@transaction.atomic
def take_back(
    row: Feedback, *, actor: User, now: datetime, leaving: Mapping[str, str] | None = None
) -> bool:
    """Let a message mean what was understood of it at first, but for what is `leaving`.

    False when nobody corrected it. Raises CannotCorrect for what no message can mean.
    """
    summary.hold_channels([row.channel_id])
    conversation = summary.locked(row.conversation_id)
    row.refresh_from_db()
    correction = Correction.objects.filter(feedback=row).first()
    if correction is None:
        return False
    for name in _KEPT:
        setattr(row, name, correction.before[name])
    row.save(update_fields=_KEPT)
    correction.delete()
    summary.refresh(conversation, now=now)
    learning.ask(row.workspace_id, now=now)
    _audit(row, "feedback.correction_undone", actor=actor, now=now)
    if leaving:
        correct(row, actor=actor, now=now, **leaving)
    return True


def forget(feedback_ids: Collection[int]) -> None:
    """The words are other ones now, or gone: what somebody said of the old ones counts no more."""
    Correction.objects.filter(feedback__in=feedback_ids).delete()


def _audit(row: Feedback, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"feedback:{row.pk}",
        now=now,
    )
