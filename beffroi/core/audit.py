"""The trail of who did what: appended only, each line sealed by the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import transaction

from beffroi.core.models import AuditEntry, Installation


def record(
    *,
    workspace_id: int | None,
    actor_id: int | None,
    action: str,
    subject: str,
    now: datetime,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Append one line, inside the caller's transaction; no secret and no message belongs in it.

    Others who append wait until that transaction ends: call it late, and never before a call out.
    """
    with transaction.atomic():
        chain, _ = Installation.objects.select_for_update().get_or_create(id=1)
        entry = AuditEntry(
            workspace_id=workspace_id,
            actor_id=actor_id,
            action=action,
            subject=subject,
            detail=dict(detail or {}),
            at=now,
            previous_hash=chain.audit_head,
        )
        entry.hash = _hash(entry)
        entry.save(force_insert=True)
        chain.audit_head = entry.hash
        chain.audit_length += 1
        chain.save(update_fields=["audit_head", "audit_length"])


def verify() -> int | None:
    """Return the id of the first line that does not fit the trail; None when all do.

    Lines cut off at the end have no id any more: then it is the id after the last one.
    """
    head, length, last_id = "", 0, 0
    for entry in AuditEntry.objects.order_by("id").iterator():
        if entry.previous_hash != head or entry.hash != _hash(entry):
            return entry.id
        head, length, last_id = entry.hash, length + 1, entry.id
    chain = Installation.objects.filter(id=1).first() or Installation()
    if (chain.audit_head, chain.audit_length) != (head, length):
        return last_id + 1
    return None


def _hash(entry: AuditEntry) -> str:
    said = [
        entry.previous_hash,
        entry.workspace_id,
        entry.actor_id,
        entry.action,
        entry.subject,
        entry.detail,
        entry.at.astimezone(UTC).isoformat(),
    ]
    text = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
