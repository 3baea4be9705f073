"""From a stream's row to the network that tells it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core.clock import utc_now
from beffroi.listening.compiling import Compiled
from beffroi.listening.models import Stream
from beffroi.networks.listening import PublicStream
from beffroi.workspaces.models import Workspace


class Unstreamed(TypeError):
    """A network declares a stream, and offers none. A defect."""


def read_for(workspace: Workspace) -> QuerySet[Stream]:
    """Return the streams that are read for a workspace: of networks, and of its channels.

    What a recording played is over, and through a channel that is not connected nothing is read.
    """
    connected = Channel.objects.of(workspace).connected()
    is_read = Q(channel__isnull=True) | Q(channel__in=connected.order_by().values("pk"))
    return Stream.objects.filter(is_read, recording="")


def open_stream(stream: Stream) -> PublicStream:
    """Return what reads a stream: its network, or the adapter of its channel."""
    opened = gateway.open_public(stream.network, stream.channel, clock=utc_now)
    if not isinstance(opened, PublicStream):
        raise Unstreamed(stream.network)
    return opened


def topics(stream: Stream, watches: Compiled) -> Sequence[str]:
    """Return the hashtags of the watches that a channel's stream serves, without their sign."""
    return watches.topics.get(stream.channel.workspace_id, ()) if stream.channel else ()
