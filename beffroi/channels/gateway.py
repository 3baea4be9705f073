"""From a channel to the adapter that acts for it, and nothing more."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from beffroi.channels import limits
from beffroi.channels.keeper import ChannelKeeper
from beffroi.channels.models import Channel
from beffroi.channels.rules import is_on_this_machine
from beffroi.core.clock import Clock
from beffroi.core.outbound import OutboundClient, OutboundPolicy
from beffroi.networks import registry
from beffroi.networks.contracts import PostFormat
from beffroi.networks.declarations import Capability, Limits
from beffroi.networks.port import Network


@lru_cache(maxsize=32)
def _network(
    key: str, policy: OutboundPolicy, timeout: float, options: tuple[tuple[str, str], ...]
) -> Network:
    outbound = OutboundClient(policy, timeout=timeout)
    return registry.get(key, registry.network_http(outbound, options=dict(options)))


def network(key: str) -> Network:
    """Return the network called `key`. Raises KeyError when this installation has none such."""
    options = tuple(settings.NETWORK_OPTIONS.items())
    return _network(key, outbound_policy(), settings.OUTBOUND_TIMEOUT_SECONDS, options)


def home(key: str) -> str:
    """Return the origin of a network's interface, "" where each account has a server of its own.

    `NETWORK_HOMES` of the settings puts a simulator in the place of the real one.
    """
    return settings.NETWORK_HOMES.get(key) or network(key).declaration.home


def outbound_policy() -> OutboundPolicy:
    """Return what this installation may call."""
    return OutboundPolicy(
        allow=frozenset(settings.OUTBOUND_ALLOW), only_these=settings.OUTBOUND_ONLY_ALLOWED
    )


def open_channel(channel: Channel, *, clock: Clock) -> object:
    """Return the adapter for `channel`; ask what it can do with `isinstance` on the port."""
    return network(channel.network).open(ChannelKeeper(channel.pk, clock=clock))


def open_public(network_key: str, channel: Channel | None, *, clock: Clock) -> object:
    """Return what reads the public side of a network: a channel's adapter, or the network as such.

    Ask what it can do with `isinstance` on `networks.listening`.
    """
    return network(network_key) if channel is None else open_channel(channel, clock=clock)


def limits_of(channel: Channel, post_format: PostFormat = PostFormat.POST) -> Limits:
    """Return what the channel's server announced, else what its network documents.

    Servers announce the limits of ordinary posts alone.
    """
    declaration = network(channel.network).declaration
    if post_format in declaration.formats:
        return declaration.formats[post_format]
    documented = declaration.limits
    return limits.from_json(channel.limits, documented) if channel.limits else documented


def longest_text() -> int:
    """Return how many characters the most generous network takes, with a title and its line."""
    known = [one.declaration.limits for one in map(network, registry.keys())]
    return max(limits.text_max + limits.title_max + 1 for limits in known)


def formats_of(channel: Channel) -> tuple[PostFormat, ...]:
    """Return where on its network a channel's posts can appear, ordinary posts first."""
    others = network(channel.network).declaration.formats
    return (PostFormat.POST, *(one for one in PostFormat if one in others))


def abilities_of(channel: Channel) -> frozenset[Capability]:
    """Return what this channel can do: some kinds can do less than their network."""
    return network(channel.network).declaration.abilities(channel.kind)


def is_reached_by(channel: Channel) -> bool:
    """Tell whether a channel's network can call us, or fetch something from us, by itself."""
    return is_reached_from(channel.origin)


def is_reached_from(origin: str) -> bool:
    """Tell whether the server at `origin` can call us by itself."""
    return settings.IS_HTTPS or is_on_this_machine(origin)


def forget() -> None:
    """Open every network anew from now on: their addresses or the registry changed."""
    _network.cache_clear()
