"""That a watch of a competitor is that competitor: one is there as long as the other."""

from __future__ import annotations

from datetime import datetime

from beffroi.listening.models import Competitor, Watch
from beffroi.listening.rules import REMOVAL_CAN_BE_UNDONE_FOR, Subject
from beffroi.workspaces.models import User


def follow_watch(watch: Watch, *, actor: User | None, now: datetime) -> None:
    """Have the competitor of a watch as the watch is now. Inside the transaction that changes it.

    Raises IntegrityError where another competitor has the name.
    """
    if watch.subject == Subject.COMPETITOR.value and watch.removed_at is None:
        kept = {"workspace_id": watch.workspace_id, "name": watch.name, "removed_at": None}
        begun = kept | {"added_by": actor, "added_at": now}
        Competitor.objects.update_or_create(watch=watch, defaults=kept, create_defaults=begun)
    else:
        Competitor.objects.filter(watch=watch, removed_at=None).update(removed_at=now)


def forget_stopped(*, now: datetime) -> None:
    """Let go of competitors that can be followed again no more, with what they wrote."""
    Competitor.objects.filter(removed_at__lte=now - REMOVAL_CAN_BE_UNDONE_FOR).delete()
