"""Asks networks what keeps a channel from working whole, and keeps what they answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from beffroi.channels import actions, gateway
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.networks.contracts import Diagnosis, DiagnosisCode
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    PermissionLost,
    ReviewRequired,
    VersionRetired,
)
from beffroi.networks.port import Diagnosable

JOB = "channels.diagnose"
#: Rights, reviews and quotas change rarely, and asking takes a few calls.
EVERY = timedelta(hours=24)
_SOON = timedelta(hours=1)
#: Refusals that an adapter did not turn into a finding by itself.
_CODES: dict[type[NetworkError], DiagnosisCode] = {
    PermissionLost: DiagnosisCode.ROLE_MISSING,
    AccessRevoked: DiagnosisCode.ACCESS_LOST,
    ReviewRequired: DiagnosisCode.REVIEW_REQUIRED,
    AppMisconfigured: DiagnosisCode.APP_MISCONFIGURED,
    VersionRetired: DiagnosisCode.VERSION_RETIRED,
}


def diagnose(channel: Channel, *, clock: Clock) -> datetime | None:
    """Ask about `channel` and keep the findings. Return when to ask again, None for never.

    A network that does not answer changes nothing.
    """
    if not channel.is_connected:
        return None
    adapter = gateway.open_channel(channel, clock=clock)
    if not isinstance(adapter, Diagnosable):
        return None
    try:
        found = tuple(adapter.diagnose(public_url=settings.PUBLIC_URL))
    except tuple(_CODES) as error:
        found = (Diagnosis(_CODES[type(error)]),)
    except NetworkError:
        return clock() + _SOON
    channel.findings = [_to_json(one) for one in found]
    channel.diagnosed_at = clock()
    channel.save(update_fields=["findings", "diagnosed_at"])
    if any(one.code is DiagnosisCode.ACCESS_LOST for one in found):
        actions.mark_lost(channel=channel, now=clock())
        return None
    return clock() + EVERY


def findings_of(channel: Channel) -> list[Diagnosis]:
    """Return what was last found; a code that is no longer known is left out."""
    known = {code.value for code in DiagnosisCode}
    return [
        Diagnosis(DiagnosisCode(one["code"]), one["detail"], one["url"])
        for one in channel.findings
        if one["code"] in known
    ]


def _to_json(found: Diagnosis) -> dict[str, Any]:
    return {"code": found.code.value, "detail": found.detail, "url": found.url}
