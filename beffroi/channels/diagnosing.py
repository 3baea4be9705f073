"""Asks networks what keeps a channel from working whole, and keeps what they answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from beffroi.channels import actions, gateway
from beffroi.channels.findings import findings_of, of_refusal, to_json, to_settle
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.networks.contracts import Diagnosis, DiagnosisCode
from beffroi.networks.errors import AccessRevoked, NetworkError
from beffroi.networks.port import Diagnosable

JOB = "channels.diagnose"
#: Rights, reviews and quotas change rarely, and asking takes a few calls.
EVERY = timedelta(hours=24)
_SOON = timedelta(hours=1)
#: How long before its end a version is spoken of: time for whoever looks after Beffroi to update.
_ENDS_SOON = timedelta(days=60)


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
    except NetworkError as error:
        told = of_refusal(error)
        if told is None:
            return clock() + _SOON
        found = (told,)
    _keep(channel, (*found, *_ending(channel, now=clock())), now=clock())
    if any(one.code is DiagnosisCode.ACCESS_LOST for one in found):
        actions.mark_lost(channel=channel, error=AccessRevoked(), now=clock())
        return None
    return clock() + EVERY


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
    if unsettled := to_settle(found):
        is_known = {*unsettled} == {*to_settle(findings_of(channel))}
    else:
        is_known = channel.findings_ask_since is None
    if not is_known:
        channel.findings_ask_since = now if unsettled else None
        changed.append("findings_ask_since")
    channel.findings = [to_json(one) for one in found]
    channel.diagnosed_at = now
    channel.save(update_fields=changed)
