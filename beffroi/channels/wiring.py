"""Connects channels to the keys and the checks of the installation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.channels import (
    asking,
    diagnosing,
    doors,
    gateway,
    grants,
    happenings,
    keeper,
    network_apps,
    registrations,
    subscribing,
    told,
    webhooks,
)
from beffroi.channels import jobs as _jobs  # noqa: F401 - registers the jobs
from beffroi.channels.models import (
    Channel,
    ChannelDoor,
    Credential,
    Grant,
    NetworkApp,
    ServerApp,
)
from beffroi.channels.signals import channel_connected
from beffroi.core.crypto import register_sealed
from beffroi.core.happenings import register as register_happenings
from beffroi.core.health import Finding, Level, register_check
from beffroi.networks.declarations import Capability


def connect() -> None:
    """Tell the parts below what channels keep. Called once, when the app is ready."""
    register_sealed(Credential, "sealed", _credential_binding)
    register_sealed(ServerApp, "sealed_secret", registrations.binding)
    register_sealed(NetworkApp, "sealed", network_apps.binding)
    register_sealed(ChannelDoor, "sealed", doors.binding)
    register_sealed(Grant, "sealed", grants.binding)
    webhooks.register("apps", told.app_door)
    webhooks.register("channels", told.channel_door)
    register_check("channels", _check)
    register_happenings(happenings.NAME, happenings.happenings)
    channel_connected.connect(_ask, dispatch_uid="channels.ask")


#: What is asked of a network about a new channel, where it is able to answer.
_ASKED = {Capability.DIAGNOSE: diagnosing.JOB, Capability.SUBSCRIBE: subscribing.JOB}


def _ask(sender: type[Channel], *, channel: Channel, now: datetime, **_: object) -> None:
    able = gateway.abilities_of(channel)
    for capability, kind in _ASKED.items():
        if capability in able:
            asking.ask(kind, channel, run_at=now)


def _credential_binding(row: Credential) -> str:
    return keeper.binding(row.channel_id)


def _check(now: datetime) -> Iterable[Finding]:
    lost = Channel.objects.filter(status=Channel.Status.NEEDS_RECONNECTION).count()
    if lost:
        sentence = ngettext(
            "%(count)s channel waits to be connected again.",
            "%(count)s channels wait to be connected again.",
            lost,
        )
        yield Finding(Level.WARNING, sentence % {"count": lost})
    else:
        yield Finding(Level.OK, _("Every channel is connected."))
