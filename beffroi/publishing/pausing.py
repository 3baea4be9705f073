"""Posts while all are paused: which stay, which leave all the same, which wait for a decision."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from beffroi.delivery import actions as delivery_actions
from beffroi.delivery import pausing
from beffroi.delivery.models import Delivery, Pause
from beffroi.delivery.queries import current_pause
from beffroi.delivery.rules import NOT_LEFT, Reason, Status
from beffroi.publishing.models import Post
from beffroi.publishing.queries import LIST_MAX, PostRow, rows_of
from beffroi.workspaces.models import User, Workspace

_WAITING = tuple(sorted(state.value for state in NOT_LEFT))


@dataclass(frozen=True, slots=True)
class Paused:
    """What a pause makes of a workspace's posts, each list the soonest first.

    `sending` is how many are with their network already, and finish.
    """

    pause: Pause | None
    kept: tuple[PostRow, ...]
    let_through: tuple[PostRow, ...]
    held: tuple[PostRow, ...]
    sending: int


def paused(workspace: Workspace) -> Paused:
    """Return the open pause with what it does, and the posts that an ended one left to decide."""
    pause = current_pause(workspace)
    waiting = Q(variants__delivery__status__in=_WAITING)
    free = Q(variants__delivery__let_through=pause)
    held = Q(variants__delivery__status=Status.HELD.value) & Q(
        variants__delivery__reason=Reason.PAUSED.value
    )
    return Paused(
        pause=pause,
        kept=_rows(workspace, waiting & ~free) if pause else (),
        let_through=_rows(workspace, waiting & free) if pause else (),
        held=_rows(workspace, held),
        sending=_sending(workspace) if pause else 0,
    )


def let_through(pause: Pause, post_ids: Collection[int], *, actor: User, now: datetime) -> int:
    """Let chosen posts leave though all are paused; return how many deliveries that are."""
    ids = _deliveries(pause.workspace_id, post_ids, statuses=_WAITING)
    return pausing.let_through(pause, ids, actor=actor, now=now)


def keep_back(pause: Pause, post_ids: Collection[int], *, actor: User, now: datetime) -> int:
    """Undo that; return how many deliveries stay."""
    ids = _deliveries(pause.workspace_id, post_ids, statuses=_WAITING)
    return pausing.keep_back(pause, ids, actor=actor, now=now)


@transaction.atomic
def send_held(
    workspace: Workspace, post_ids: Collection[int], *, actor: User, now: datetime
) -> int:
    """Let chosen posts leave now, whose hour passed during a pause; return how many deliveries."""
    rows = _held(workspace, post_ids)
    for row in rows:
        delivery_actions.send_again(row, actor=actor, now=now)
    return len(rows)


@transaction.atomic
def abandon_held(
    workspace: Workspace, post_ids: Collection[int], *, actor: User, now: datetime
) -> int:
    """Give chosen posts up, whose hour passed during a pause; return how many deliveries."""
    rows = _held(workspace, post_ids)
    for row in rows:
        delivery_actions.abandon(row, actor=actor, now=now)
    return len(rows)


def _rows(workspace: Workspace, which: Q) -> tuple[PostRow, ...]:
    # In one step: each part is about the same delivery of the post.
    posts = Post.objects.filter(which, workspace=workspace).distinct()
    return tuple(rows_of(posts.order_by("planned_at", "id")[:LIST_MAX], workspace))


def _sending(workspace: Workspace) -> int:
    rows = Delivery.objects.of(workspace).filter(variant__isnull=False)
    on_the_network = [Status.SENDING, Status.UNKNOWN, Status.RECONCILING]
    return rows.filter(status__in=[status.value for status in on_the_network]).count()


def _held(workspace: Workspace, post_ids: Collection[int]) -> Sequence[Delivery]:
    """Return, locked, the posts that wait for a decision: somebody else may be deciding."""
    rows = pausing.held(workspace.pk).filter(variant__post__in=post_ids)
    return list(rows.select_for_update(of=("self",)))


def _deliveries(
    workspace_id: int, post_ids: Collection[int], *, statuses: Collection[str]
) -> list[int]:
    rows = Delivery.objects.filter(
        workspace_id=workspace_id, variant__post__in=post_ids, status__in=statuses
    )
    return list(rows.order_by("id").values_list("pk", flat=True))
