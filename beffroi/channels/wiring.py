"""Connects channels to the keys and the checks of the installation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.channels import grants, keeper, network_apps, registrations
from beffroi.channels.models import Channel, Credential, Grant, NetworkApp, ServerApp
from beffroi.core.crypto import register_sealed
from beffroi.core.health import Finding, Level, register_check


def connect() -> None:
    """Tell the parts below what channels keep. Called once, when the app is ready."""
    register_sealed(Credential, "sealed", _credential_binding)
    register_sealed(ServerApp, "sealed_secret", registrations.binding)
    register_sealed(NetworkApp, "sealed", network_apps.binding)
    register_sealed(Grant, "sealed", grants.binding)
    register_check("channels", _check)


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
