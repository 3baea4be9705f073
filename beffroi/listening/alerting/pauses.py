"""When watches looked for nothing: switched off or removed, as the trail of who did what tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from beffroi.core.models import AuditEntry
from beffroi.listening.models import Watch

_ENDS = {"watch.switched_off": "watch.switched_on", "watch.removed": "watch.returned"}

Pause = tuple[datetime, datetime]


def pauses(watches: Sequence[Watch], *, since: datetime) -> Mapping[int, list[Pause]]:
    """Return from when until when each watch of a workspace was off, by its id. One query.

    One that goes on is none yet.
    """
    by_subject = {f"watch:{one.pk}": one.pk for one in watches}
    lines = AuditEntry.objects.filter(
        workspace_id__in={one.workspace_id for one in watches},
        at__gte=since,
        action__in=[*_ENDS, *_ENDS.values()],
        subject__in=by_subject,
    )
    found: dict[int, list[Pause]] = defaultdict(list)
    began: dict[tuple[str, str], datetime] = {}
    for subject, action, at in lines.order_by("id").values_list("subject", "action", "at"):
        if action in _ENDS:
            began[subject, _ENDS[action]] = at
        else:
            found[by_subject[subject]].append((began.pop((subject, action), since), at))
    return found
