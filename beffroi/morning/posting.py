"""How a day is told: planned once for each person and way, and sent at most once by mail."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from beffroi.core import jobs
from beffroi.morning import rules
from beffroi.morning.models import ActLink, Morning, MorningWish
from beffroi.morning.rules import Way
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Role

SEND = "morning.send"
#: Who was told what on which day proves nothing any more after that; its links go with it.
_KEPT_FOR = timedelta(days=30)
#: A day that is due is planned within it; no day lasts longer than this, whatever clocks do.
_LATELY = timedelta(days=2)


def plan(*, now: datetime) -> int:
    """Put the days that are due on their way. Return how many mails and notices there are.

    Two queries where all of them are on their way already, as they are for `LATE_MAX`.
    """
    told = _told_lately(now)
    rows = MorningWish.objects.filter(Q(by_mail=True) | Q(by_push=True), workspace__closed_at=None)
    planned = 0
    for wish in rows.select_related("workspace", "user").order_by("pk").iterator():
        day = _due_day(wish, now=now)
        if day is None:
            continue
        for way, is_wanted in ((Way.MAIL, wish.by_mail), (Way.PUSH, wish.by_push)):
            if is_wanted and (wish.workspace_id, wish.user_id, day, way.value) not in told:
                planned += _plan(wish, day, way, now=now)
    return planned


def _told_lately(now: datetime) -> set[tuple[int, int, date, str]]:
    """Return who is told of which day by which way: those that may be due now, and some more."""
    rows = Morning.objects.filter(planned_at__gt=now - _LATELY)
    return set(rows.order_by().values_list("workspace_id", "user_id", "day", "way"))


def _due_day(wish: MorningWish, *, now: datetime) -> date | None:
    days = {int(sign) for sign in wish.days}
    zone = wish.workspace.zone
    return rules.due_day(now, at=wish.at, days=days, since=wish.since, zone=zone)


@transaction.atomic
def _plan(wish: MorningWish, day: date, way: Way, *, now: datetime) -> int:
    row, is_new = Morning.objects.get_or_create(
        workspace=wish.workspace,
        user=wish.user,
        day=day,
        way=way.value,
        defaults={"planned_at": now},
    )
    if is_new:
        jobs.enqueue(
            SEND,
            key=str(row.pk),
            run_at=now,
            payload={"morning_id": row.pk},
            workspace_id=wish.workspace_id,
        )
    return int(is_new)


def waits(morning_id: int) -> Morning | None:
    """Return what is to be told, None where it was, or there is nobody to tell any more."""
    rows = Morning.objects.filter(pk=morning_id, state=Morning.State.WAITING)
    return rows.select_related("workspace__agency", "user").first()


def role_of(row: Morning) -> Role | None:
    """Return what the person is in the workspace now, None where they are no longer there."""
    reached = Workspace.objects.reachable_by(row.user).filter(pk=row.workspace_id).first()
    return reached.reached_as if reached and row.user.is_active else None


def drop_wish(row: Morning) -> None:
    """Tell no more days to a person who is no longer there."""
    MorningWish.objects.filter(workspace=row.workspace_id, user=row.user_id).delete()


def begin(morning_id: int) -> bool:
    """Take a mail that waits before it is handed over; False where it waits no more."""
    rows = Morning.objects.filter(pk=morning_id, state=Morning.State.WAITING)
    return bool(rows.update(state=Morning.State.LEAVING))


def doubt(morning_id: int) -> None:
    """Of one that was in hand when its process died, nobody knows what became."""
    rows = Morning.objects.filter(pk=morning_id, state=Morning.State.LEAVING)
    rows.update(state=Morning.State.DOUBTFUL)


def settle(morning_id: int, state: Morning.State) -> None:
    """Say once how it ended."""
    Morning.objects.filter(pk=morning_id, state__in=Morning.PENDING).update(state=state)


def put_back(morning_id: int) -> None:
    """Nothing left: it may be tried again."""
    rows = Morning.objects.filter(pk=morning_id, state=Morning.State.LEAVING)
    rows.update(state=Morning.State.WAITING)


def give_up(morning_id: int) -> None:
    """Try no more."""
    doubt(morning_id)
    settle(morning_id, Morning.State.NOT_SENT)


def forget(*, now: datetime) -> int:
    """Erase what is left of days of long ago. Return how many rows went."""
    deleted, _of = Morning.objects.filter(planned_at__lt=now - _KEPT_FOR).delete()
    return deleted


def stop_all(now: datetime) -> None:
    """After a restore, send nothing that was on its way or due, and let no link act.

    It may have left since the backup; a link may have been followed.
    """
    ActLink.objects.all().delete()
    Morning.objects.filter(state__in=Morning.PENDING).update(state=Morning.State.DOUBTFUL)
    MorningWish.objects.update(since=now)
