"""Has a source read at once when its hub calls at its door: a hub's word is a hint, no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from beffroi.channels import webhooks
from beffroi.listening.models import SourceDoor
from beffroi.listening.sources import doors, hubs, reading
from beffroi.networks.contracts import DeveloperApp, Handshake, Notice


@dataclass(frozen=True, slots=True)
class SourceDoorKeeper:
    """A source's own door: whoever calls there calls about that source."""

    row: SourceDoor
    verify_token: str = ""

    def agree(self, answer: Handshake, *, now: datetime) -> None:
        """Keep what stands from now on; ask again before it ends."""
        if answer.agreed is None:
            return
        doors.keep(self.row.source, answer.agreed, tells_until=answer.ends_at)
        if answer.renew_at is not None:
            run_at = max(answer.renew_at, now + webhooks.RENEWED_AFTER)
            hubs.ask(self.row.source, run_at=run_at)

    def tell(self, notices: Sequence[Notice], *, now: datetime) -> None:
        """Have the source read, whatever is told of it."""
        if notices:
            SourceDoor.objects.filter(pk=self.row.pk).update(told_at=now)
            reading.wake(self.row.source, now=now)


def source_door(network: str, token: str) -> tuple[SourceDoorKeeper, DeveloperApp] | None:
    """Return the source that is called about at an address."""
    called = doors.called(network, token)
    return (SourceDoorKeeper(called[0]), called[1]) if called else None
