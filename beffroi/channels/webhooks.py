"""Receives vendors' webhooks: genuine ones become hints, which are read again from the network.

Nothing of a body is kept: what it tells may be late, doubled or changed meanwhile. Who has doors
registers how they are found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from django.db import transaction

from beffroi.channels import gateway
from beffroi.networks.contracts import DeveloperApp, Handshake, Notice
from beffroi.networks.port import WebhookReceiver

#: A hub may send a whole feed: as much as a feed may weigh when it is read.
BODY_BYTES_MAX = 5_000_000
#: However short a hub's leases are, it is not asked more often.
RENEWED_AFTER = timedelta(minutes=10)


class DoorKeeper(Protocol):
    """Whose door it is: keeps what is agreed there, and passes on what is told."""

    @property
    def verify_token(self) -> str:
        """What a vendor proves with that it was told of this address, "" where nothing is."""
        ...

    def agree(self, answer: Handshake, *, now: datetime) -> None:
        """Keep what stands from now on, where the answer to a check says so."""
        ...

    def tell(self, notices: Sequence[Notice], *, now: datetime) -> None:
        """Pass hints on. Called inside a transaction; twice the same changes nothing."""
        ...


#: Finds who keeps the door of a network at a token, and what was agreed there.
Find: TypeAlias = Callable[[str, str], tuple[DoorKeeper, DeveloperApp] | None]
_finders: dict[str, Find] = {}


@dataclass(frozen=True, slots=True)
class Door:
    """Where one vendor calls about one developer app, or a hub about one channel or source."""

    keeper: DoorKeeper
    app: DeveloperApp
    receiver: WebhookReceiver


def register(name: str, find: Find) -> None:
    """Look for doors there too. `find` goes by the token alone, which nobody could guess."""
    _finders[name] = find


def open_door(network: str, token: str) -> Door | None:
    """Return the door at an address, None when there is none or no key opens it."""
    for find in _finders.values():
        if (found := find(network, token)) is not None:
            receiver = gateway.network(network)
            return Door(*found, receiver) if isinstance(receiver, WebhookReceiver) else None
    return None


def shake_hands(door: Door, *, query: Mapping[str, str], now: datetime) -> Handshake | None:
    """Return what to answer to somebody who checks our address, None when it is not the vendor."""
    word = door.keeper.verify_token
    answer = door.receiver.shake_hands(query, app=door.app, verify_token=word)
    if answer is not None:
        door.keeper.agree(answer, now=now)
    return answer


def receive(door: Door, *, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Take what a vendor tells; tell whether it is genuine. Twice the same changes nothing."""
    if not door.receiver.is_genuine(headers, body, app=door.app):
        return False
    with transaction.atomic():
        door.keeper.tell(door.receiver.read_notices(body), now=now)
    return True
