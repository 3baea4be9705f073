"""What screens read about channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from beffroi.channels import gateway, rules
from beffroi.channels.models import Channel
from beffroi.channels.rules import Health
from beffroi.networks import registry
from beffroi.networks.declarations import Capability
from beffroi.workspaces.models import Workspace

#: What asks for a person comes first.
_ORDER = (Health.LOST, Health.SILENT, Health.PAUSED, Health.WELL, Health.DISCONNECTED)


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing that is to leave."""

    at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What leaves only when a channel is connected: how much, and the first few, soonest first."""

    count: int = 0
    soonest: tuple[Planned, ...] = ()


Dependents = Callable[[Workspace], Mapping[int, Waiting]]
_dependents: list[Dependents] = []
_NOTHING = Waiting()


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel as people see it."""

    channel: Channel
    network_name: str
    health: Health
    waiting: Waiting = _NOTHING

    @property
    def is_lost(self) -> bool:
        """Whether a person must connect it again."""
        return self.health is Health.LOST

    @property
    def asks_password(self) -> bool:
        """Whether connecting it takes a password typed here, or a yes on the server's own page."""
        network = gateway.network(self.channel.network)
        return Capability.CONNECT_WITH_PASSWORD in network.declaration.capabilities

    @property
    def is_on_this_machine(self) -> bool:
        """Whether what is published there goes nowhere else."""
        return rules.is_on_this_machine(self.channel.origin)


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """A network that can be connected, and what it lets us do."""

    key: str
    name: str
    asks_password: bool
    publishes: bool
    reads: bool
    answers: bool


def register_dependents(read: Dependents) -> None:
    """Let `read` tell, by channel id, what waits for each channel of a workspace. One reader."""
    _dependents[:] = [read]


def channel_rows(workspace: Workspace, *, now: datetime) -> list[ChannelRow]:
    """Return all channels of the workspace, those to reconnect first, disconnected ones last."""
    channels = list(Channel.objects.of(workspace))
    is_needed = any(not channel.is_connected for channel in channels)
    waiting = _waiting(workspace) if is_needed else {}
    rows = [_row(channel, waiting.get(channel.pk, _NOTHING), now=now) for channel in channels]
    return sorted(rows, key=lambda row: _ORDER.index(row.health))


def channel_row(channel: Channel, *, now: datetime) -> ChannelRow:
    """Return one channel with what waits for it."""
    return _row(channel, _waiting(channel.workspace).get(channel.pk, _NOTHING), now=now)


def network_choices() -> list[NetworkChoice]:
    """Return the networks that people may connect, in the registry's order."""
    return [_choice(key) for key in registry.NETWORKS]


def network_name(key: str) -> str:
    """Return the name of a network as it writes it itself."""
    return gateway.network(key).declaration.name


def _row(channel: Channel, waiting: Waiting, *, now: datetime) -> ChannelRow:
    health = rules.health(
        status=channel.status,
        verified_at=channel.verified_at,
        paused_until=channel.paused_until,
        now=now,
    )
    return ChannelRow(channel, network_name(channel.network), health, waiting)


def _waiting(workspace: Workspace) -> Mapping[int, Waiting]:
    return next((read(workspace) for read in _dependents), {})


def _choice(key: str) -> NetworkChoice:
    network = gateway.network(key).declaration
    able = network.capabilities
    return NetworkChoice(
        key=network.key,
        name=network.name,
        asks_password=Capability.CONNECT_WITH_PASSWORD in able,
        publishes=Capability.PUBLISH in able,
        reads=Capability.READ_FEEDBACK in able,
        answers={Capability.PUBLISH, Capability.READ_FEEDBACK} <= able,
    )
