"""Deletes on the network what people said, once that can no longer be undone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from beffroi.channels import actions as channel_actions
from beffroi.channels import gateway
from beffroi.channels.pausing import put_off
from beffroi.core import audit
from beffroi.core.clock import Clock
from beffroi.core.gone import Gone
from beffroi.core.jobs import cancel, enqueue
from beffroi.delivery import fate
from beffroi.inbox import ingesting, moderating, rules, summary
from beffroi.inbox.models import Feedback, Removal
from beffroi.inbox.moderating import NO_ANSWER, CannotModerate
from beffroi.networks.errors import AccessRevoked, NetworkError, NotFound, PermissionLost
from beffroi.networks.moderation import FeedbackRemover
from beffroi.workspaces.models import User

REMOVE = "inbox.remove"
State, Problem = Removal.State, Removal.Problem


@transaction.atomic
def ask(feedback: Feedback, *, actor: User, now: datetime) -> Removal:
    """Have it deleted on its network, for ever, once that can no longer be undone.

    Asked twice, the first stands. Raises CannotModerate; Gone when its words are.
    """
    summary.hold_channels([feedback.channel_id])
    if not Feedback.objects.there().filter(pk=feedback.pk).exists():
        raise Gone(f"feedback {feedback.pk}")
    if feedback.is_private or "remove" not in moderating.abilities(feedback.channel):
        raise CannotModerate("impossible")
    if not feedback.channel.is_connected:
        raise CannotModerate("channel_lost")
    wish = {
        "asked_by": actor,
        "asked_at": now,
        "due_at": now + rules.REMOVAL_CAN_BE_UNDONE_FOR,
        "state": State.WAITING,
        "problem": "",
    }
    row, is_new = Removal.objects.select_for_update().get_or_create(
        feedback=feedback, defaults=wish
    )
    if not is_new:
        if row.is_pending:
            return row
        Removal.objects.filter(pk=row.pk).update(**wish)
        row.refresh_from_db()
    enqueue(
        REMOVE,
        key=str(feedback.pk),
        run_at=row.due_at,
        payload={"feedback_id": feedback.pk, "workspace_id": feedback.workspace_id},
        workspace_id=feedback.workspace_id,
        replace=True,
    )
    _note(row, "feedback.removal_asked", actor_id=actor.pk, now=now)
    return row


@transaction.atomic
def undo(feedback: Feedback, *, actor: User, now: datetime) -> Removal:
    """Leave it where it is after all; return what is given up.

    Raises CannotModerate while the network is asked, and after. One that got no answer
    (`was_put_off`) may be gone there all the same.
    """
    cancel(REMOVE, key=str(feedback.pk))
    row = Removal.objects.filter(feedback=feedback).first()
    if row is None or row.state == State.REFUSED:
        raise CannotModerate("nothing_to_undo")
    waiting = Removal.objects.filter(pk=row.pk, state=State.WAITING)
    undone, _ = waiting.delete()
    if not undone:
        raise CannotModerate("too_late")
    _note(row, "feedback.removal_undone", actor_id=actor.pk, now=now)
    return row


def remove_due(feedback_id: int, *, clock: Clock) -> datetime | None:
    """Delete on the network what is due; return when to go on, None when its end is known.

    A crash leaves it as being asked, and the next run asks again.
    """
    rows = Removal.objects.pending().select_related("feedback__channel")
    row = rows.filter(feedback_id=feedback_id).first()
    if row is None:
        return None
    if row.feedback.deleted_at is not None:
        _found_gone(row, now=clock())
        return None
    channel = row.feedback.channel
    if not channel.is_connected:
        _refuse(row, Problem.CHANNEL_LOST, now=clock())
        return None
    if channel.is_paused(now=clock()) and channel.paused_until is not None:
        return _put_off(row, until=max(row.due_at, channel.paused_until))
    if row.due_at > clock():
        return row.due_at
    due = Removal.objects.pending().filter(pk=row.pk, due_at__lte=clock())
    return _call(row, clock=clock) if due.update(state=State.LEAVING) else None


@transaction.atomic
def give_up(feedback_id: int, *, now: datetime) -> None:
    """Its job failed too often: say so, and ask no more."""
    for row in Removal.objects.pending().filter(feedback_id=feedback_id):
        _refuse(row, Problem.GIVEN_UP, now=now)


@transaction.atomic
def withdraw_all(*, now: datetime) -> None:
    """After a restore, nothing is deleted by itself: it may have been undone since the backup."""
    for row in Removal.objects.pending().order_by("id"):
        _refuse(row, Problem.RESTORED, now=now)


def _call(row: Removal, *, clock: Clock) -> datetime | None:
    """Ask the network, outside any transaction."""
    try:
        adapter = gateway.open_channel(row.feedback.channel, clock=clock)
        if isinstance(adapter, FeedbackRemover):
            adapter.remove(row.feedback.remote_id)
            _done(row, now=clock())
        else:
            _refuse(row, Problem.REFUSED, now=clock())
    except NotFound:
        _done(row, now=clock())
    except NO_ANSWER as error:  # deleting again is free: what is gone already is success
        return _again(row, error, now=clock())
    except NetworkError as error:
        _refuse(row, _problem(row, error, now=clock()), now=clock())
    return None


def _problem(row: Removal, error: NetworkError, *, now: datetime) -> Removal.Problem:
    if isinstance(error, PermissionLost):
        return Problem.NO_RIGHT
    if isinstance(error, AccessRevoked):
        channel_actions.mark_lost(channel=row.feedback.channel, error=error, now=now)
        return Problem.CHANNEL_LOST
    return Problem.REFUSED


@transaction.atomic
def _done(row: Removal, *, now: datetime) -> None:
    """The network has it no more, nor our answers below it: its words go here too."""
    feedback = row.feedback
    for answer in feedback.answers.select_related("delivery"):
        fate.stop_following(answer.delivery)
    ingesting.follow(feedback.channel, {feedback.remote_id: None}, now=now)
    Removal.objects.filter(pk=row.pk).update(state=State.DONE, problem="")
    _note(row, "feedback.removed", actor_id=row.asked_by_id, now=now)


def _found_gone(row: Removal, *, now: datetime) -> None:
    """It went before its time came: by its author, or by us if we had begun to ask."""
    if row.state == State.LEAVING:
        _done(row, now=now)
        return
    with transaction.atomic():
        dropped, _ = Removal.objects.filter(pk=row.pk, state=State.WAITING).delete()
        if dropped:
            _note(row, "feedback.gone_before_removal", actor_id=row.asked_by_id, now=now)


def _again(row: Removal, error: NetworkError, *, now: datetime) -> datetime | None:
    usual = rules.next_removal(asked_at=row.asked_at, now=now)
    if usual is None:
        _refuse(row, Problem.GIVEN_UP, now=now)
        return None
    return _put_off(row, until=put_off(row.feedback.channel, error, usual, now=now) or usual)


def _put_off(row: Removal, *, until: datetime) -> datetime | None:
    """Let it wait until then, when it may be undone again; None when it was undone meanwhile."""
    rows = Removal.objects.pending().filter(pk=row.pk)
    return until if rows.update(state=State.WAITING, due_at=until) else None


@transaction.atomic
def _refuse(row: Removal, problem: Removal.Problem, *, now: datetime) -> None:
    """It stays there: say why on it."""
    pending = Removal.objects.pending().filter(pk=row.pk)
    if pending.update(state=State.REFUSED, problem=problem):
        detail = {"problem": problem.value}
        _note(row, "feedback.removal_refused", actor_id=row.asked_by_id, now=now, detail=detail)


def _note(
    row: Removal,
    action: str,
    *,
    actor_id: int | None,
    now: datetime,
    detail: dict[str, str] | None = None,
) -> None:
    audit.record(
        workspace_id=row.feedback.workspace_id,
        actor_id=actor_id,
        action=action,
        subject=f"feedback:{row.feedback_id}",
        now=now,
        detail=detail,
    )
