"""Pauses all posts in the middle of a scenario, ends that, and counts what was begun meanwhile.

The count goes by the numbers of attempts, whatever clocks say: each is read in the transaction that
begins or ends the pause.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from beffroi.core.clock import Clock
from beffroi.delivery import pausing
from beffroi.delivery.models import Attempt, Pause
from beffroi.workspaces.models import User, Workspace

#: Longer than every retry and quarantine: whatever would leave by itself, would leave meanwhile.
PAUSED_FOR = timedelta(minutes=15)


@transaction.atomic
def begin(*, clock: Clock) -> None:
    """Pause all posts, and keep the number of the last attempt before."""
    one = pausing.pause(Workspace.objects.get(), why="", actor=User.objects.get(), now=clock())
    if not one.why:
        Pause.objects.filter(pk=one.pk).update(why=str(_last_attempt()))


@transaction.atomic
def end_when_over(*, clock: Clock) -> None:
    """End a pause that lasted long enough, and keep the number of the last attempt in it."""
    one = Pause.objects.filter(ended_at=None).first()
    if one is None or clock() - one.began_at < PAUSED_FOR:
        return
    Pause.objects.filter(pk=one.pk).update(why=f"{one.why} {_last_attempt()}")
    pausing.resume(one, actor=User.objects.get(), now=clock())


def begun_meanwhile() -> int:
    """Return how many attempts were begun while posts were paused.

    A pause that nobody ended, since nothing was left to wait for, lasts until now.
    """
    return sum(_begun_in(one) for one in Pause.objects.all())


def _begun_in(one: Pause) -> int:
    before, *last = map(int, one.why.split())
    begun = Attempt.objects.filter(pk__gt=before)
    return begun.filter(pk__lte=last[0]).count() if last else begun.count()


def _last_attempt() -> int:
    return Attempt.objects.aggregate(last=Max("pk"))["last"] or 0
