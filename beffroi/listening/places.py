"""On which networks something public can be heard at all, by what they declare."""

from __future__ import annotations

from beffroi.channels import gateway
from beffroi.networks import registry
from beffroi.networks.declarations import Capability, SourceKind, Through

#: A search costs a hundredth of what a channel may ask there in a day: no draft spends that.
_DEAR = frozenset({"youtube"})


def heard() -> list[str]:
    """Return the networks that can be listened to, in any way, in the order of the registry."""
    return [key for key in registry.NETWORKS if _is_heard(key)]


def streamed() -> list[str]:
    """Return the networks that are heard as it happens."""
    return [
        key
        for key in registry.NETWORKS
        if gateway.network(key).declaration.listening.stream is not None
    ]


def unheard() -> list[str]:
    """Return the networks that let no program look for what people write."""
    return [
        key for key in registry.NETWORKS if gateway.network(key).declaration.listening.is_closed
    ]


def telling() -> list[str]:
    """Return the networks on which the id of a message names the account that wrote it."""
    return [key for key in heard() if gateway.network(key).declaration.listening.post_ids]


def searched() -> dict[str, Through]:
    """Return the networks that let anybody's messages be searched at no cost, and through whom."""
    found = {}
    for key in registry.NETWORKS:
        declared = gateway.network(key).declaration
        through = declared.listening.sources.get(SourceKind.SEARCH)
        is_dear = key in _DEAR or Capability.PRICED in declared.capabilities
        if through is not None and not is_dear:
            found[key] = through
    return found


def _is_heard(key: str) -> bool:
    listening = gateway.network(key).declaration.listening
    return listening.stream is not None or bool(listening.sources)
