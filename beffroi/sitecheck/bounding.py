"""How often anybody may have sites read: pure numbers, and who asks as a digest for the day."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from beffroi.sitecheck.models import DaySalt

WINDOW = timedelta(hours=1)
#: Within an hour: for who asks, for a site whoever asks, for the whole installation. A person tries
#: a few spellings of their address; a site is read a dozen times an hour by any search engine.
BY_ASKER, BY_SITE, IN_ALL = 6, 4, 60
#: A site that was read so shortly ago is not asked again: it has not changed.
FRESH = timedelta(minutes=5)
_SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Counts:
    """How many checks were asked for within the last hour."""

    by_asker: int
    by_site: int
    in_all: int


class TooMany(Exception):
    """No more checks for now. `who` says which bound was met: asker, site or all."""

    def __init__(self, who: str) -> None:
        super().__init__(who)
        self.who = who


_BOUNDS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {"asker": ("by_asker", BY_ASKER), "site": ("by_site", BY_SITE), "all": ("in_all", IN_ALL)}
)


def ensure_within(counts: Counts) -> None:
    """Raise TooMany when one more would be too many."""
    for who, (name, most) in _BOUNDS.items():
        if getattr(counts, name) >= most:
            raise TooMany(who)


def digest_of(remote: str, *, now: datetime) -> str:
    """Return a digest of who asks, the same until the UTC day ends, and unreadable afterwards.

    Locks the salt of the day: inside a transaction, those who ask come one after another.
    """
    day = now.astimezone(UTC).date()
    DaySalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_bytes(_SALT_BYTES)})
    salt = DaySalt.objects.select_for_update().get(day=day)
    return hashlib.blake2b(remote.encode(), key=bytes(salt.salt), digest_size=16).hexdigest()


def forget_salts(*, now: datetime) -> None:
    """Delete the salts of days that are over."""
    DaySalt.objects.filter(day__lt=now.astimezone(UTC).date()).delete()
