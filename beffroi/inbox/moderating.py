"""What a channel lets us do about what people say, and about them: at once, on the network.

Hides and shows their words, blocks them, reports a message; `removing` deletes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

from django.db import transaction

from beffroi.channels import actions as channel_actions
from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.core import audit
from beffroi.core.clock import Clock
from beffroi.inbox import ingesting, rules, summary
from beffroi.inbox.models import Block, Conversation, Feedback
from beffroi.inbox.people.rules import is_somebody
from beffroi.networks import registry
from beffroi.networks.contracts import ReportReason
from beffroi.networks.declarations import Capability
from beffroi.networks.errors import (
    AccessRevoked,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PermissionLost,
    QuotaExhausted,
    RateLimited,
    UnexpectedResponse,
)
from beffroi.networks.moderation import AuthorBlocker, FeedbackHider, FeedbackReporter
from beffroi.workspaces.models import User

#: No answer, or none that is clear.
NO_ANSWER = (
    NetworkUnavailable,
    RateLimited,
    QuotaExhausted,
    OutcomeUnknown,
    UnexpectedResponse,
)
_ABILITIES = {
    Capability.HIDE_FEEDBACK: "hide",
    Capability.REMOVE_FEEDBACK: "remove",
    Capability.BLOCK_AUTHOR: "block",
    Capability.REPORT_FEEDBACK: "report",
}


class CannotModerate(Exception):
    """It stands as it did, unless the problem is `unclear`.

    `problem` is refused, declined, unavailable, unclear, impossible, channel_lost, nobody, gone,
    too_late or nothing_to_undo.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def abilities(channel: Channel) -> frozenset[str]:
    """Return which are offered to a channel, of hide, remove, block and report."""
    offered = gateway.abilities_of(channel)
    return frozenset(name for capability, name in _ABILITIES.items() if capability in offered)


def can_be_blocked(person_id: str) -> bool:
    """Tell whether an id is that of somebody whom their network names."""
    return is_somebody(person_id) and not rules.is_unnamed(person_id)


def takes_reports_itself(channel: Channel) -> bool:
    """Tell whether a channel's network takes reports on its own pages alone.

    A network without a home has no pages of its own: a site, a feed.
    """
    if channel.network not in registry.NETWORKS:  # it was taken out
        return False
    declared = gateway.network(channel.network).declaration
    return bool(declared.home) and "report" not in abilities(channel)


def hide(feedback: Feedback, *, actor: User, clock: Clock) -> None:
    """Hide it from the public; its author still sees it on most networks. Raises CannotModerate."""
    adapter = _open(feedback.channel, clock=clock)
    if not isinstance(adapter, FeedbackHider):
        raise CannotModerate("impossible")
    _change(feedback, adapter.hide, actor=actor, action="feedback.hidden", clock=clock)
    Feedback.objects.filter(pk=feedback.pk).update(is_hidden=True)


def show(feedback: Feedback, *, actor: User, clock: Clock) -> None:
    """Show again what was hidden, or for the first time what the network held."""
    adapter = _open(feedback.channel, clock=clock)
    if not isinstance(adapter, FeedbackHider):
        raise CannotModerate("impossible")
    _change(feedback, adapter.show, actor=actor, action="feedback.shown", clock=clock)
    Feedback.objects.filter(pk=feedback.pk).update(is_hidden=False, is_held=False)


def block(conversation: Conversation, *, actor: User, clock: Clock) -> None:
    """Keep the person of a conversation from its channel. Raises CannotModerate."""
    adapter = _blocker(conversation, clock=clock)
    try:
        _ask(conversation.channel, partial(adapter.block, conversation.person_id), clock=clock)
    except NotFound as error:
        raise CannotModerate("nobody") from error
    _keep_block(conversation, actor=actor, now=clock())


def unblock(conversation: Conversation, *, actor: User, clock: Clock) -> None:
    """Let them come again. Raises CannotModerate."""
    adapter = _blocker(conversation, clock=clock)
    with suppress(NotFound):  # whoever is gone is blocked no more
        _ask(conversation.channel, partial(adapter.unblock, conversation.person_id), clock=clock)
    with transaction.atomic():
        rows = Block.objects.filter(channel=conversation.channel_id)
        rows.filter(author_id=conversation.person_id).delete()
        _note(conversation, "person.unblocked", actor=actor, now=clock())


def report(
    feedback: Feedback, *, reason: ReportReason, words: str, actor: User, clock: Clock
) -> None:
    """Report it to who moderates its network, once. The words are not kept.

    Raises CannotModerate: of an unclear answer a person decides whether to report it again.
    """
    if feedback.reported_at is not None:
        return
    adapter = _open(feedback.channel, clock=clock)
    if not isinstance(adapter, FeedbackReporter):
        raise CannotModerate("impossible")
    send = partial(adapter.report, feedback.remote_id, reason=reason, words=words)
    try:
        _ask(feedback.channel, send, clock=clock)
    except NotFound as error:
        ingesting.follow(feedback.channel, {feedback.remote_id: None}, now=clock())
        raise CannotModerate("gone") from error
    Feedback.objects.filter(pk=feedback.pk).update(reported_at=clock())
    detail = {"reason": reason.value}
    _note(feedback, "feedback.reported", actor=actor, now=clock(), detail=detail)


def _open(channel: Channel, *, clock: Clock) -> object:
    """Return the channel's adapter. Raises CannotModerate where there is no access."""
    if not channel.is_connected:
        raise CannotModerate("channel_lost")
    return gateway.open_channel(channel, clock=clock)


def _blocker(conversation: Conversation, *, clock: Clock) -> AuthorBlocker:
    if not can_be_blocked(conversation.person_id):
        raise CannotModerate("nobody")
    adapter = _open(conversation.channel, clock=clock)
    if not isinstance(adapter, AuthorBlocker):
        raise CannotModerate("impossible")
    return adapter


def _change(
    feedback: Feedback, call: Callable[[str], None], *, actor: User, action: str, clock: Clock
) -> None:
    """Ask the network, and write down who asked. What is gone already needs no change."""
    try:
        _ask(feedback.channel, partial(call, feedback.remote_id), clock=clock)
    except NotFound:
        ingesting.follow(feedback.channel, {feedback.remote_id: None}, now=clock())
    _note(feedback, action, actor=actor, now=clock())


def _ask(channel: Channel, call: Callable[[], None], *, clock: Clock) -> None:
    """Ask the network, outside any transaction. Raises CannotModerate and NotFound."""
    try:
        call()
    except NotFound:
        raise
    except PermissionLost as error:
        raise CannotModerate("refused") from error
    except AccessRevoked as error:
        channel_actions.mark_lost(channel=channel, error=error, now=clock())
        raise CannotModerate("refused") from error
    except OutcomeUnknown as error:
        raise CannotModerate("unclear") from error
    except NO_ANSWER as error:
        raise CannotModerate("unavailable") from error
    except NetworkError as error:
        raise CannotModerate("declined") from error


@transaction.atomic
def _keep_block(conversation: Conversation, *, actor: User, now: datetime) -> None:
    """Write down whom the network blocks; of whoever was erased meanwhile, nothing."""
    summary.hold_channels([conversation.channel_id])
    known = {"channel_id": conversation.channel_id, "person_id": conversation.person_id}
    if Conversation.objects.filter(pk=conversation.pk, **known).exists():
        Block.objects.get_or_create(
            channel_id=conversation.channel_id,
            author_id=conversation.person_id,
            defaults={
                "workspace_id": conversation.workspace_id,
                "blocked_by": actor,
                "blocked_at": now,
            },
        )
    _note(conversation, "person.blocked", actor=actor, now=now)


def _note(
    row: Feedback | Conversation,
    action: str,
    *,
    actor: User,
    now: datetime,
    detail: dict[str, str] | None = None,
) -> None:
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"{row._meta.model_name}:{row.pk}",
        now=now,
        detail=detail,
    )
