"""What screens read about channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.networks import registry
from beffroi.networks.contracts import Capability
from beffroi.workspaces.models import Workspace

Dependents = Callable[[Workspace], Mapping[int, int]]
_dependents: list[Dependents] = []


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel as people see it. `waiting` counts what leaves only when it is connected."""

    channel: Channel
    network_name: str
    waiting: int


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """A network that can be connected."""

    key: str
    name: str
    asks_password: bool


def register_dependents(count: Dependents) -> None:
    """Have `count` tell, by channel id, how much waits for each channel of a workspace."""
    _dependents.append(count)


def channel_rows(workspace: Workspace) -> list[ChannelRow]:
    """Return the workspace's channels, those to reconnect first."""
    waiting: dict[int, int] = {}
    for count in _dependents:
        for channel_id, number in count(workspace).items():
            waiting[channel_id] = waiting.get(channel_id, 0) + number
    rows = [
        ChannelRow(channel, network_name(channel.network), waiting.get(channel.pk, 0))
        for channel in Channel.objects.of(workspace).present()
    ]
    return sorted(rows, key=lambda row: row.channel.is_connected)


def network_choices() -> list[NetworkChoice]:
    """Return the networks that people may connect, in the registry's order."""
    networks = [gateway.network(key) for key in registry.NETWORKS]
    return [
        NetworkChoice(
            network.key, network.name, Capability.CONNECT_WITH_PASSWORD in network.capabilities
        )
        for network in networks
    ]


def network_name(key: str) -> str:
    """Return the name of a network as it writes it itself."""
    return gateway.network(key).name
