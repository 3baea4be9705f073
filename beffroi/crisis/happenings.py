"""On which day a crisis was opened, for charts. Drills are none."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from beffroi.core.happenings import Asked, Happening
from beffroi.crisis.models import Room

NAME = "crisis"


def happenings(asked: Asked) -> Iterator[Happening]:
    """Yield the rooms that were opened, for those who see what customers write. One query."""
    begins, ends = asked.period.instants(asked.zone)
    rows = Room.objects.filter(
        workspace=asked.workspace_id, is_drill=False, opened_at__gte=begins, opened_at__lt=ends
    )
    for row in rows.order_by("opened_at", "pk"):
        day = row.opened_at.astimezone(asked.zone).date()
        words = _("A crisis was opened: %(name)s") % {"name": row.name}
        yield Happening(f"{NAME}:{row.pk}", day, words, is_inner=True)
