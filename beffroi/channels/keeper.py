"""Reads and renews the access of one channel, sealed in the database."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING

from django.db import models, transaction
from django.db.models import F, Q

from beffroi.channels import doors, network_apps
from beffroi.channels.models import Channel, ChannelDoor, Credential, NetworkApp, Spend
from beffroi.core import crypto
from beffroi.core.clock import Clock
from beffroi.networks.contracts import Access, DeveloperApp
from beffroi.networks.declarations import Cost
from beffroi.networks.errors import AccessRevoked, AppMisconfigured, NetworkUnavailable

#: Longer than a renewal's calls may take; after it the renewer is taken for dead.
RENEWAL_LEASE = timedelta(seconds=60)
_WAIT_SECONDS = 0.2
_WAITS = int(RENEWAL_LEASE.total_seconds() / _WAIT_SECONDS) + 10


def binding(channel_id: int) -> str:
    """Return what a channel's access is bound to: sealed for one row, it opens in no other."""
    return f"channel:{channel_id}"


def seal_access(access: Access, *, channel_id: int) -> bytes:
    """Return the secrets of `access`, sealed for the channel's row."""
    plain = json.dumps(dict(access.secrets), sort_keys=True).encode()
    return crypto.seal(plain, bound_to=binding(channel_id))


class ChannelKeeper:
    """The `AccessKeeper` of one channel."""

    def __init__(self, channel_id: int, *, clock: Clock) -> None:
        self._channel_id = channel_id
        self._clock = clock

    @property
    def account_id(self) -> str:
        """Whose channel it is, also while there is no access."""
        known = Channel.objects.filter(pk=self._channel_id).values_list("account_id", flat=True)
        return known.first() or ""

    @property
    def told_at(self) -> datetime | None:
        """When somebody last called at the channel's own door."""
        known = ChannelDoor.objects.filter(channel=self._channel_id)
        return known.values_list("told_at", flat=True).first()

    def read(self) -> Access:
        """Return the stored access. Raises AccessRevoked when there is none that opens."""
        row = (
            Credential.objects.filter(channel_id=self._channel_id)
            .values_list(
                "sealed", "channel__origin", "channel__account_id", "channel__access_ends_at"
            )
            .first()
        )
        if row is None:
            raise AccessRevoked("no access is stored")
        sealed, origin, account_id, ends_at = row
        try:
            plain = crypto.open_sealed(bytes(sealed), bound_to=binding(self._channel_id))
        except crypto.CryptoError as error:
            raise AccessRevoked(type(error).__name__) from error
        return Access(origin, account_id, json.loads(plain), ends_at=ends_at)

    def renew(self, stale: Access, renewal: Callable[[Access], Access]) -> Access:
        """Renew `stale` once for all concurrent callers, in every process.

        A row lease is the lock, not a transaction: the call to the network would hold up every
        writer. A renewer that died is replaced when its lease ends. Raises NetworkUnavailable when
        another renewal takes too long.
        """
        for _ in range(_WAITS):
            current = self.read()
            if current.secrets != stale.secrets:
                return current
            lease = self._take_lease()
            if lease is not None:
                return self._renew(stale, renewal, lease=lease)
            time.sleep(_WAIT_SECONDS)
        raise NetworkUnavailable("another renewal of this access does not end")

    def app(self) -> DeveloperApp:
        """Return the developer app that this installation has with the channel's server.

        Of a channel with a door of its own, what was agreed there.
        """
        row = NetworkApp.objects.filter(channels=self._channel_id).first()
        if row is not None:
            return network_apps.opened(row)
        door = ChannelDoor.objects.filter(channel=self._channel_id).first()
        if door is None:
            raise AppMisconfigured("no developer app is kept for this channel")
        return doors.agreed_at(door)

    def note_cost(self, cost: Cost) -> None:
        """Count what a call has just cost, by day and kind."""
        day = self._clock().astimezone(UTC).date()
        micro_usd = int((cost.usd * 1_000_000).to_integral_value(rounding=ROUND_CEILING))
        row, _ = Spend.objects.get_or_create(
            channel_id=self._channel_id, day=day, item=cost.item[:60]
        )
        Spend.objects.filter(pk=row.pk).update(
            calls=F("calls") + 1, micro_usd=F("micro_usd") + micro_usd
        )

    def _take_lease(self) -> datetime | None:
        """Return until when the renewal is ours, None while it is another's."""
        now = self._clock()
        free = Q(renewing_until__isnull=True) | Q(renewing_until__lte=now)
        mine = self._credential().filter(free)
        until = now + RENEWAL_LEASE
        return until if mine.update(renewing_until=until) else None

    def _renew(
        self, stale: Access, renewal: Callable[[Access], Access], *, lease: datetime
    ) -> Access:
        try:
            current = self.read()  # renewed between our look and our lease?
            renewed = current if current.secrets != stale.secrets else renewal(stale)
            return self._keep(renewed, instead_of=stale)
        finally:
            self._credential().filter(renewing_until=lease).update(renewing_until=None)

    def _keep(self, renewed: Access, *, instead_of: Access) -> Access:
        """Store `renewed`, unless a person connected anew meanwhile: what they brought counts."""
        with transaction.atomic():
            list(self._credential().select_for_update())
            current = self.read()
            if current.secrets != instead_of.secrets:
                return current
            self._credential().update(
                sealed=seal_access(renewed, channel_id=self._channel_id), updated_at=self._clock()
            )
            Channel.objects.filter(pk=self._channel_id).update(access_ends_at=renewed.ends_at)
        return renewed

    def _credential(self) -> models.QuerySet[Credential]:
        return Credential.objects.filter(channel_id=self._channel_id)


def store(channel: Channel, access: Access, *, clock: Clock) -> None:
    """Keep `access` for `channel`, replacing the earlier one in the same transaction."""
    Credential.objects.update_or_create(
        channel=channel,
        defaults={
            "sealed": seal_access(access, channel_id=channel.pk),
            "renewing_until": None,
            "updated_at": clock(),
        },
    )


def forget(channel: Channel) -> bool:
    """Remove the access of `channel` from the database; tell whether there was one."""
    removed, _ = Credential.objects.filter(channel=channel).delete()
    return removed > 0
