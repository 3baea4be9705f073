"""What a network calls to say when a person takes their yes back, or asks to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from beffroi.networks.contracts import DeveloperApp


@dataclass(frozen=True, slots=True)
class WithdrawalNotice:
    """Who asks, by the number that the network has for them and the app; and when (aware UTC)."""

    person_id: str
    asked_at: datetime


@runtime_checkable
class WithdrawalReceiver(Protocol):
    """Capability.RECEIVE_WITHDRAWALS. Pure: which of the two is asked, the address tells."""

    def read_withdrawal(
        self, form: Mapping[str, str], *, app: DeveloperApp
    ) -> WithdrawalNotice | None:
        """Return what a posted form asks, None when the network did not sign it for `app`."""
        ...
