"""Lets people say the tone of mentions that was not sure, for all that say the same."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from beffroi.core import audit
from beffroi.core.models import AuditEntry
from beffroi.language.sources import SENTIMENTS
from beffroi.listening.models import Mention
from beffroi.listening.setting_aside import group_of
from beffroi.workspaces.models import User

_SAID, _UNDONE = "mention.tone_said", "mention.tone_undone"


class NoTone(Exception):
    """There is nothing to say: no such tone, or none of them is to be checked any more."""


@transaction.atomic
def say(mention: Mention, tone: str, *, actor: User, now: datetime) -> int:
    """Take a person's word for a tone. Return of how many mentions it is. Raises NoTone."""
    rows = group_of(mention).select_for_update().filter(wants_check=True).order_by("pk")
    before = {str(pk): known for pk, known in rows.values_list("pk", "tone")}
    if tone not in SENTIMENTS or not before:
        raise NoTone
    Mention.objects.filter(pk__in=before).update(tone=tone, wants_check=False)
    _record(mention, _SAID, {"tone": tone, **before}, actor=actor, now=now)
    return len(before)


@transaction.atomic
def take_back(mention: Mention, *, actor: User, now: datetime) -> int:
    """Let the tone be as it was before somebody said it last. Return of how many mentions."""
    lines = AuditEntry.objects.filter(
        workspace_id=mention.workspace_id, subject=_subject(mention), action__in=(_SAID, _UNDONE)
    )
    last = lines.order_by("-id").first()
    if last is None or last.action == _UNDONE:
        return 0
    said = last.detail["tone"]
    before = {int(pk): tone for pk, tone in last.detail.items() if pk.isdigit()}
    rows = Mention.objects.there().filter(workspace=mention.workspace_id, pk__in=before)
    found = list(rows.select_for_update().filter(tone=said, wants_check=False).order_by("pk"))
    for row in found:
        row.tone, row.wants_check = before[row.pk], True
    Mention.objects.bulk_update(found, ["tone", "wants_check"])
    _record(mention, _UNDONE, {}, actor=actor, now=now)
    return len(found)


def _subject(mention: Mention) -> str:
    return f"mention:{mention.pk}"


def _record(
    mention: Mention, action: str, detail: dict[str, str], *, actor: User, now: datetime
) -> None:
    audit.record(
        workspace_id=mention.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=_subject(mention),
        detail=detail,
        now=now,
    )
