"""When all posts were paused and when they went on, for charts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from beffroi.core.happenings import Asked, Happening
from beffroi.delivery.models import Pause

NAME = "pause"


def happenings(asked: Asked) -> Iterator[Happening]:
    """Yield the pauses that began or ended; why stays with those who paused. One query."""
    begins, ends = asked.period.instants(asked.zone)
    began = Q(began_at__gte=begins, began_at__lt=ends)
    ended = Q(ended_at__gte=begins, ended_at__lt=ends)
    rows = Pause.objects.filter(began | ended, workspace=asked.workspace_id)
    for row in rows.order_by("began_at", "pk"):
        day = row.began_at.astimezone(asked.zone).date()
        yield Happening(f"{NAME}:{row.pk}:began", day, _("All posts paused"))
        if row.ended_at is not None:
            day = row.ended_at.astimezone(asked.zone).date()
            yield Happening(f"{NAME}:{row.pk}:ended", day, _("Posts go on after the pause"))
