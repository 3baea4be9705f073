"""Asks networks what keeps a channel from working whole, and keeps what they answer."""

from __future__ import annotations

from collections.abc import Iterable
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
#: How long before its end a version is spoken of: time for whoever looks after Beffroi to update.
_ENDS_SOON = timedelta(days=60)
#: Over by themselves: told where the channel is looked at, but nobody is asked to do anything.
_PASSING = frozenset({DiagnosisCode.QUOTA_EXHAUSTED})
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
    _keep(channel, (*found, *_ending(channel, now=clock())), now=clock())
    if any(one.code is DiagnosisCode.ACCESS_LOST for one in found):
        actions.mark_lost(channel=channel, now=clock())
        return None
    return clock() + EVERY


def asking(found: Iterable[Diagnosis]) -> list[Diagnosis]:
    """Return the findings about which somebody can do something."""
    return [one for one in found if one.code not in _PASSING]


def findings_of(channel: Channel) -> list[Diagnosis]:
    """Return what was last found; a code that is no longer known is left out."""
    known = {code.value for code in DiagnosisCode}
    return [
        Diagnosis(DiagnosisCode(one["code"]), one["detail"], one["url"])
        for one in channel.findings
        if one["code"] in known
    ]


def _ending(channel: Channel, *, now: datetime) -> list[Diagnosis]:
    """Tell that the version of an interface ends soon. Its day is in `detail`, written as ISO."""
    version = gateway.network(channel.network).declaration.version
    day = version.retired_on if version else None
    if version is None or day is None or now.date() < day - _ENDS_SOON:
        return []
    return [Diagnosis(DiagnosisCode.VERSION_ENDING, day.isoformat(), version.source_url)]


def _keep(channel: Channel, found: tuple[Diagnosis, ...], *, now: datetime) -> None:
    """Keep the findings; what a person took note of asks again only once it is something else."""
    changed = ["findings", "diagnosed_at"]
    if asked := asking(found):
        is_known = {*asked} == {*asking(findings_of(channel))}
    else:
        is_known = channel.findings_ask_since is None
    if not is_known:
        channel.findings_ask_since = now if asked else None
        changed.append("findings_ask_since")
    channel.findings = [_to_json(one) for one in found]
    channel.diagnosed_at = now
    channel.save(update_fields=changed)


def _to_json(found: Diagnosis) -> dict[str, Any]:
    return {"code": found.code.value, "detail": found.detail, "url": found.url}
