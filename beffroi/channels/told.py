"""Passes on what is told at the doors of developer apps and of single channels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from beffroi.channels import asking, doors, network_apps, subscribing, webhooks
from beffroi.channels.models import Channel, ChannelDoor, NetworkApp
from beffroi.channels.signals import channel_told
from beffroi.networks.contracts import DeveloperApp, Handshake, Notice


@dataclass(frozen=True, slots=True)
class AppDoorKeeper:
    """A developer app's door: its vendor calls about every account that came through the app."""

    row: NetworkApp

    @property
    def verify_token(self) -> str:
        """What its vendor was told together with the address."""
        return network_apps.verify_token(self.row)

    def agree(self, answer: Handshake, *, now: datetime) -> None:
        """Keep nothing: the app stays what its vendor made of it."""

    def tell(self, notices: Sequence[Notice], *, now: datetime) -> None:
        """Pass hints on to the channels of each account."""
        mine = Channel.objects.connected().filter(network=self.row.network, network_app=self.row)
        for account_id, told in _by_account(notices).items():
            _tell(mine.filter(account_id=account_id), told, now=now)


@dataclass(frozen=True, slots=True)
class ChannelDoorKeeper:
    """A channel's own door: whoever calls there calls about that channel."""

    row: ChannelDoor
    verify_token: str = ""

    def agree(self, answer: Handshake, *, now: datetime) -> None:
        """Keep what stands from now on; ask again before it ends."""
        if answer.agreed is None:
            return
        channel = self.row.channel
        doors.keep(channel, answer.agreed)
        if answer.renew_at is not None:
            run_at = max(answer.renew_at, now + webhooks.RENEWED_AFTER)
            asking.ask(subscribing.JOB, channel, run_at=run_at)

    def tell(self, notices: Sequence[Notice], *, now: datetime) -> None:
        """Pass hints on to the channel, whatever account they name."""
        ChannelDoor.objects.filter(pk=self.row.pk).update(told_at=now)
        mine = Channel.objects.connected().filter(pk=self.row.channel_id)
        for told in _by_account(notices).values():
            _tell(mine, told, now=now)


def app_door(network: str, token: str) -> tuple[AppDoorKeeper, DeveloperApp] | None:
    """Return the developer app that is called about at an address."""
    called = network_apps.called(network, token)
    return (AppDoorKeeper(called[0]), called[1]) if called else None


def channel_door(network: str, token: str) -> tuple[ChannelDoorKeeper, DeveloperApp] | None:
    """Return the channel that is called about at an address."""
    called = doors.called(network, token)
    return (ChannelDoorKeeper(called[0]), called[1]) if called else None


def _by_account(notices: Iterable[Notice]) -> dict[str, list[Notice]]:
    found: dict[str, list[Notice]] = {}
    for notice in notices:
        found.setdefault(notice.account_id, []).append(notice)
    return found


def _tell(spoken_of: QuerySet[Channel], notices: Sequence[Notice], *, now: datetime) -> None:
    """Pass hints on to channels.

    Vendors put many into one call: those that name something go together.
    """
    named = tuple(dict.fromkeys(one for notice in notices for one in notice.remote_ids))
    hints = [named] if named else []
    if any(not notice.remote_ids for notice in notices):
        hints.append(())
    for channel in spoken_of:
        for remote_ids in hints:
            channel_told.send(Channel, channel=channel, remote_ids=remote_ids, now=now)
