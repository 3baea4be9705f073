"""What can be read for those who listen, and where nothing can, as networks declare it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.networks import registry
from beffroi.networks.declarations import Declaration, Gate, Listening, SourceKind, Through
from beffroi.workspaces.models import Workspace

#: Not a network of ours: its public search is read as a feed where the operator lets it.
REDDIT = "reddit"
_FEEDS = "feeds"


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of source of one network. `channels` are those that read it, where one must."""

    kind: SourceKind
    network: str
    name: str
    needs_channel: bool = False
    channels: tuple[Channel, ...] = ()
    is_reddit: bool = False

    @property
    def key(self) -> str:
        """What an address calls it."""
        return REDDIT if self.is_reddit else self.network

    @property
    def is_open(self) -> bool:
        """Whether it can be added now."""
        return bool(self.channels) or not self.needs_channel


@dataclass(frozen=True, slots=True)
class Reach:
    """Names of networks: heard as it happens, closed by their vendors, or too dear to search.

    Of those that are heard, `by_channel` are heard through a channel only.
    """

    streamed: Mapping[str, str]
    closed: tuple[str, ...]
    paid: tuple[str, ...]
    by_channel: frozenset[str] = frozenset()


def offers(workspace: Workspace) -> list[Offer]:
    """Return every kind of source that some network offers: feeds first, then by network."""
    channels = list(Channel.objects.of(workspace).connected())
    found = [
        _offer(key, kind, through, channels)
        for key in sorted(registry.keys(), key=lambda key: key != _FEEDS)
        for kind, through in _declared(key).sources.items()
    ]
    if settings.REDDIT and any(one.kind is SourceKind.FEED for one in found):
        found.append(Offer(SourceKind.SEARCH, _FEEDS, "Reddit", is_reddit=True))
    return found


def offer(workspace: Workspace, kind: str, key: str) -> Offer | None:
    """Return the offer that an address names, None where there is none."""
    named = (one for one in offers(workspace) if (one.kind.value, one.key) == (kind, key))
    return next(named, None)


def reach() -> Reach:
    """Return what is heard as it happens, by key, and where nothing is looked for."""
    known = [gateway.network(key).declaration for key in registry.keys()]  # noqa: SIM118 - no dict
    return Reach(
        streamed={one.key: one.name for one in known if one.listening.stream is not None},
        closed=tuple(one.name for one in known if one.listening.is_closed),
        paid=tuple(one.name for one in known if _is_paid(one)),
        by_channel=frozenset(one.key for one in known if one.listening.stream is Through.CHANNEL),
    )


def _is_paid(declaration: Declaration) -> bool:
    return declaration.gate is Gate.PAID and not declaration.listening.sources


def _declared(key: str) -> Listening:
    return gateway.network(key).declaration.listening


def _offer(key: str, kind: SourceKind, through: Through, channels: Collection[Channel]) -> Offer:
    needs_channel = through is Through.CHANNEL
    able = tuple(one for one in channels if needs_channel and one.network == key)
    return Offer(kind, key, gateway.network(key).declaration.name, needs_channel, able)
