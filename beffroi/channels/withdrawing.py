"""Does what a person asks through a network: drops the access that they gave, forgets them.

The network names them by a number; no name, and nothing by which they could be found again, is
kept of the request.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from beffroi.channels import actions, gateway, grants, keeper, network_apps, rules
from beffroi.channels.findings import WITHDRAWN
from beffroi.channels.models import Channel, NetworkApp, Withdrawal
from beffroi.channels.signals import person_withdrew
from beffroi.core import audit
from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.errors import AccessRevoked
from beffroi.networks.withdrawals import WithdrawalNotice, WithdrawalReceiver


class NotGenuine(Exception):
    """The network did not sign it for this app, or it does not say who asks."""


class OutOfTime(Exception):
    """It was signed too long ago, or is of a time to come."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where a vendor calls about one developer app when somebody withdraws."""

    row: NetworkApp
    app: DeveloperApp
    receiver: WithdrawalReceiver


def open_door(network: str, token: str) -> Door | None:
    """Return the door at an address, None when there is none or no key opens its app."""
    called = network_apps.called(network, token)
    if called is None:
        return None
    receiver = gateway.network(network)
    return Door(*called, receiver) if isinstance(receiver, WithdrawalReceiver) else None


def take(
    door: Door, form: Mapping[str, str], *, kind: Withdrawal.Kind, now: datetime
) -> Withdrawal:
    """Do what a vendor asks in somebody's name, whole or not at all.

    An app has one address for this, also where it is kept for several networks or workspaces. The
    same request again is answered with what was done. Raises NotGenuine or OutOfTime; then
    nothing has changed.
    """
    notice = door.receiver.read_withdrawal(form, app=door.app)
    if notice is None:
        raise NotGenuine
    if not rules.is_timely(notice.asked_at, now=now):
        raise OutOfTime
    with transaction.atomic():
        done, is_first = _begin(door.row, notice, kind=kind, now=now)
        if not is_first:
            return done
        for row in network_apps.everywhere(door.app):
            done.accesses += _drop_accesses(row, notice, now=now)
            if kind is Withdrawal.Kind.DATA:
                done.words += _forget(row, notice.person_id, now=now)
        done.save(update_fields=["accesses", "words"])
        audit.record(  # last: its lock is everybody's
            workspace_id=door.row.workspace_id,
            actor_id=None,
            action=f"withdrawal.{kind.value}",
            subject=f"withdrawal:{done.pk}",
            now=now,
        )
    return done


def find(code: str) -> Withdrawal | None:
    """Return what was done under a code."""
    return Withdrawal.objects.select_related("network_app").filter(code=code).first()


def _begin(
    row: NetworkApp, notice: WithdrawalNotice, *, kind: Withdrawal.Kind, now: datetime
) -> tuple[Withdrawal, bool]:
    said = f"{notice.person_id}|{notice.asked_at.isoformat()}"
    return Withdrawal.objects.get_or_create(
        network_app=row,
        kind=kind,
        digest=salted_hmac("channels.withdrawal", said, algorithm="sha256").hexdigest(),
        defaults={
            "code": secrets.token_urlsafe(16),
            "asked_at": notice.asked_at,
            "done_at": now,
        },
    )


def _drop_accesses(row: NetworkApp, notice: WithdrawalNotice, *, now: datetime) -> int:
    """Drop what the person allowed. What they allowed again since they asked stays."""
    grants.forget_person(row, notice.person_id)
    given = _allowed_by(row, notice.person_id).filter(
        connected_at__lte=notice.asked_at + rules.CLOCKS_APART
    )
    dropped = 0
    for channel in given.order_by("id"):
        dropped += keeper.forget(channel)
        actions.mark_lost(channel=channel, error=AccessRevoked(WITHDRAWN), now=now)
    return dropped


def _forget(row: NetworkApp, person_id: str, *, now: datetime) -> int:
    """Have everybody erase what they keep of a person; return how much they wrote."""
    words = 0
    for channel in Channel.objects.filter(network_app=row).order_by("id"):
        told = person_withdrew.send(Channel, channel=channel, person_id=person_id, now=now)
        words += sum(int(number or 0) for _, number in told)
    without_access = _allowed_by(row, person_id).filter(credential__isnull=True)
    without_access.update(consented_by="")
    return words


def _allowed_by(row: NetworkApp, person_id: str) -> QuerySet[Channel]:
    """Return the channels that somebody connected through an app, or that are their account."""
    theirs = Q(consented_by=person_id) | Q(account_id=person_id)
    return Channel.objects.filter(theirs, network_app=row, network=row.network)
