"""From a stream's row to the network that tells it."""

from __future__ import annotations

from beffroi.channels import gateway
from beffroi.core.clock import utc_now
from beffroi.listening import sought
from beffroi.listening.models import Stream, Watch
from beffroi.networks.listening import PublicStream

_TOPICS_MAX = 10


class Unstreamed(TypeError):
    """A network declares a stream, and offers none. A defect."""


def open_stream(stream: Stream) -> PublicStream:
    """Return what reads a stream: its network, or the adapter of its channel."""
    opened = gateway.open_public(stream.network, stream.channel, clock=utc_now)
    if not isinstance(opened, PublicStream):
        raise Unstreamed(stream.network)
    return opened


def topics(stream: Stream) -> list[str]:
    """Return the hashtags of the watches that a channel's stream serves, without their sign."""
    if stream.channel is None:
        return []
    rows = Watch.objects.listening().filter(workspace=stream.channel.workspace_id)
    found: dict[str, None] = {}
    for stored in rows.order_by("pk").values_list("query", flat=True):
        wanted = sought.kept(stored)
        terms = (*wanted.any_of, *wanted.all_of)
        found.update(dict.fromkeys(term[1:] for term in terms if term[:1] == "#" and term[1:]))
    return list(found)[:_TOPICS_MAX]
