"""From a source's row to what reads it."""

from __future__ import annotations

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.clock import Clock
from beffroi.networks.listening import PublicReader


class Unread(TypeError):
    """A network declares a kind of source, and reads none. A defect."""


def reader_of(network: str, channel: Channel | None, *, clock: Clock) -> PublicReader:
    """Return the adapter of a channel, or the network as such. Raises Unread."""
    opened = gateway.open_public(network, channel, clock=clock)
    if not isinstance(opened, PublicReader):
        raise Unread(network)
    return opened
