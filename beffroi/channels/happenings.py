"""Which channels were connected or went on which day, for charts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.core.happenings import Asked, Happening

NAME = "channel"


def happenings(asked: Asked) -> Iterator[Happening]:
    """Yield the last connection of each channel, and since when one is gone. One query.

    Of a channel that was connected several times only the last time is known.
    """
    begins, ends = asked.period.instants(asked.zone)
    came = Q(connected_at__gte=begins, connected_at__lt=ends)
    went = Q(lost_at__gte=begins, lost_at__lt=ends)
    rows = Channel.objects.filter(came | went, workspace=asked.workspace_id)
    for row in rows.order_by("pk"):
        said = {"network": network_name(row.network), "channel": row.called}
        yield Happening(
            _key(row, "connected", row.connected_at),
            row.connected_at.astimezone(asked.zone).date(),
            _("%(network)s connected: %(channel)s") % said,
        )
        if row.lost_at is not None and row.status != Channel.Status.CONNECTED:
            yield Happening(
                _key(row, "gone", row.lost_at),
                row.lost_at.astimezone(asked.zone).date(),
                _("%(network)s disconnected: %(channel)s") % said,
            )


def _key(row: Channel, what: str, at: datetime) -> str:
    return f"{NAME}:{row.pk}:{what}:{int(at.timestamp())}"
