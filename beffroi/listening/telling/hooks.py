"""Calls the address of a workspace when one of its alerts changes, at most once for each change.

It is called again only where nothing left this machine, or where it refused. What was cut off in
between may have arrived: that is given up, and said.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from beffroi.channels import gateway
from beffroi.core import audit, crypto
from beffroi.core.outbound import AddressRefused, NotSent, OutboundClient, OutboundError
from beffroi.listening.alerting import queries
from beffroi.listening.models import AlertHook, AlertNotice
from beffroi.listening.telling import rules
from beffroi.workspaces.links import link_into
from beffroi.workspaces.models import User, Workspace

_ANSWER_BYTES_MAX = 10_000
_SECONDS = 10.0
#: The address says that it is no longer there.
_GONE = 410


class Refused(Exception):
    """The address did not take a call: it is tried again."""


def binding(row: AlertHook) -> str:
    """Return what a secret is bound to: it signs for one address alone."""
    return f"alert-hook:{row.workspace_id}:{row.address}"


@transaction.atomic
def keep(workspace: Workspace, *, address: str, is_on: bool, actor: User, now: datetime) -> str:
    """Keep which address is called. Return the new secret where there is one, else ""."""
    row = AlertHook.objects.select_for_update().filter(workspace=workspace).first()
    secret = ""
    if row is None or row.address != address:
        row = row or AlertHook(workspace=workspace)
        row.address, secret = address, secrets.token_hex(rules.SECRET_BYTES)
        row.sealed = crypto.seal(secret.encode(), bound_to=binding(row))
    row.is_on, row.changed_by, row.changed_at = is_on, actor, now
    row.save()
    _audit(workspace, "alert_hook.kept", actor=actor, now=now)
    return secret


@transaction.atomic
def forget(workspace: Workspace, *, actor: User, now: datetime) -> None:
    """Call no address any more."""
    if AlertHook.objects.filter(workspace=workspace).delete()[0]:
        _audit(workspace, "alert_hook.forgotten", actor=actor, now=now)


def call(notice: AlertNotice, *, now: datetime) -> None:
    """Call the address once. Raises NotSent or Refused where it may be called again."""
    row = AlertHook.objects.filter(workspace=notice.workspace_id, is_on=True).first()
    if row is None:
        _end(notice, given_up_at=now, failure="off")
    elif notice.tried_at is not None:  # a process died in the middle of the call
        _end(notice, given_up_at=now, failure="doubtful")
    else:
        _call(row, notice, now=now)


def _call(row: AlertHook, notice: AlertNotice, *, now: datetime) -> None:
    try:
        headers, body = _request(row, notice, now=now)
        _note(notice, tried_at=now)
        _read(_posted(row, headers, body), notice, now=now)
    except crypto.CryptoError:
        _end(notice, given_up_at=now, failure="key_lost")
    except AddressRefused:
        _end(notice, given_up_at=now, failure="address_refused")
    except NotSent:
        _note(notice, tried_at=None)
        raise
    except OutboundError:
        _end(notice, given_up_at=now, failure="doubtful")


def _posted(row: AlertHook, headers: dict[str, str], body: bytes) -> int:
    client = OutboundClient(
        gateway.outbound_policy(), timeout=_SECONDS, max_bytes=_ANSWER_BYTES_MAX
    )
    return client.request("POST", row.address, headers=headers, content=body).status


def _read(status: int, notice: AlertNotice, *, now: datetime) -> None:
    if 200 <= status < 300:
        _end(notice, told_at=now)
    elif status == _GONE:
        _end(notice, given_up_at=now, failure="gone")
    else:
        _note(notice, tried_at=None, failure=f"status_{status}")
        raise Refused(status)


def _request(row: AlertHook, notice: AlertNotice, *, now: datetime) -> tuple[dict[str, str], bytes]:
    secret = crypto.open_sealed(bytes(row.sealed), bound_to=binding(row))
    body = json.dumps(_told(notice), ensure_ascii=False, separators=(",", ":")).encode()
    signed = rules.signature(secret, body, at_seconds=int(now.timestamp()))
    headers = {
        "content-type": "application/json",
        "beffroi-id": str(notice.pk),
        rules.SIGNATURE_HEADER.lower(): signed,
    }
    return headers, body


def _told(notice: AlertNotice) -> dict[str, Any]:
    """Return what an address is told: counts, and no word of those who speak."""
    event, alert = notice.event, notice.event.alert
    with translation.override(settings.LANGUAGE_CODE):
        card = queries.card(alert)
    return {
        "id": notice.pk,
        "change": event.kind,
        "at": event.at.isoformat(),
        "workspace": alert.workspace.name,
        "alert": {
            "id": alert.pk,
            "watch": alert.watch.name,
            "level": "red" if alert.is_red else "orange",
            "phase": alert.phase,
            "is_open": alert.is_open,
            "title": card.title,
            "facts": list(card.facts),
            "reasons": alert.reasons,
            "url": link_into(alert.workspace_id, reverse("alert", args=[alert.pk])),
        },
    }


def _note(notice: AlertNotice, **values: Any) -> None:
    AlertNotice.objects.filter(pk=notice.pk).update(**values)


def _end(notice: AlertNotice, **values: Any) -> None:
    AlertNotice.objects.filter(pk=notice.pk, told_at=None, given_up_at=None).update(**values)


def _audit(workspace: Workspace, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action=action,
        subject=f"alert_hook:{workspace.pk}",
        now=now,
    )
