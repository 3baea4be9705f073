"""Hides and shows on the network what people said under our posts; `removing` deletes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from beffroi.channels import actions as channel_actions
from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core import audit
from beffroi.core.clock import Clock
from beffroi.inbox import ingesting
from beffroi.inbox.models import Feedback
from beffroi.networks.declarations import Capability
from beffroi.networks.errors import AccessRevoked, NetworkError, NotFound, PermissionLost
from beffroi.networks.moderation import FeedbackHider
from beffroi.workspaces.models import User


class CannotModerate(Exception):
    """It stands as it did.

    `problem` is refused, unavailable, impossible, channel_lost, too_late or nothing_to_undo.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def abilities(channel: Channel) -> frozenset[str]:
    """Return which are offered to a channel, of hide and remove."""
    offered = gateway.abilities_of(channel)
    known = {Capability.HIDE_FEEDBACK: "hide", Capability.REMOVE_FEEDBACK: "remove"}
    return frozenset(name for capability, name in known.items() if capability in offered)


def hide(feedback: Feedback, *, actor: User, clock: Clock) -> None:
    """Hide it from the public; its author still sees it on most networks. Raises CannotModerate."""
    adapter = gateway.open_channel(feedback.channel, clock=clock)
    if not isinstance(adapter, FeedbackHider):
        raise CannotModerate("impossible")
    _do(feedback, adapter.hide, actor=actor, action="feedback.hidden", clock=clock)
    Feedback.objects.filter(pk=feedback.pk).update(is_hidden=True)


def show(feedback: Feedback, *, actor: User, clock: Clock) -> None:
    """Show again what was hidden, or for the first time what the network held."""
    adapter = gateway.open_channel(feedback.channel, clock=clock)
    if not isinstance(adapter, FeedbackHider):
        raise CannotModerate("impossible")
    _do(feedback, adapter.show, actor=actor, action="feedback.shown", clock=clock)
    Feedback.objects.filter(pk=feedback.pk).update(is_hidden=False, is_held=False)


def _do(
    feedback: Feedback,
    call: Callable[[str], None],
    *,
    actor: User,
    action: str,
    clock: Clock,
) -> None:
    """Ask the network, outside any transaction, and write down who asked."""
    try:
        call(feedback.remote_id)
    except NotFound:
        ingesting.follow(feedback.channel, {feedback.remote_id: None}, now=clock())
    except PermissionLost as error:
        raise CannotModerate("refused") from error
    except AccessRevoked as error:
        channel_actions.mark_lost(channel=feedback.channel, error=error, now=clock())
        raise CannotModerate("refused") from error
    except NetworkError as error:
        raise CannotModerate("unavailable") from error
    _note(feedback, action, actor=actor, now=clock())


def _note(feedback: Feedback, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=feedback.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"feedback:{feedback.pk}",
        now=now,
    )
