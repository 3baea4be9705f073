"""What can be read for those who listen, and where nothing can, as networks declare it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.networks import registry
from beffroi.networks.declarations import Listening, SourceKind, Through
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
    """Names of networks: what is heard as it happens, and where nothing can be looked for."""

    streamed: tuple[str, ...]
    closed: tuple[str, ...]


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
    """Return which networks are heard as it happens, and which let nobody look for anything."""
    declared = {key: _declared(key) for key in registry.keys()}  # noqa: SIM118 - a function of the registry
    return Reach(
        streamed=_names(key for key, one in declared.items() if one.stream is not None),
        closed=_names(key for key, one in declared.items() if _is_closed(one)),
    )


def _is_closed(declared: Listening) -> bool:
    return declared.stream is None and not declared.sources


def _names(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(gateway.network(key).declaration.name for key in keys)


def _declared(key: str) -> Listening:
    return gateway.network(key).declaration.listening


def _offer(key: str, kind: SourceKind, through: Through, channels: Collection[Channel]) -> Offer:
    needs_channel = through is Through.CHANNEL
    able = tuple(one for one in channels if needs_channel and one.network == key)
    return Offer(kind, key, gateway.network(key).declaration.name, needs_channel, able)
