"""Brings mentions into the inbox, where they are answered: by themselves when an answer is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.inbox.hearing import hear
from beffroi.inbox.models import Feedback
from beffroi.listening import rules
from beffroi.listening.models import Catch, Mention
from beffroi.listening.rules import Subject
from beffroi.networks.declarations import Capability
from beffroi.workspaces.models import Workspace

#: What others write is read through a channel, and something can be said back there.
_ANSWERS = frozenset({Capability.READ_FEEDBACK, Capability.PUBLISH})


class CannotAnswer(Exception):
    """No channel of the workspace can answer on this network."""


@transaction.atomic
def bring_in(mention: Mention, *, now: datetime) -> Channel:
    """Ask the network for a mention through a channel that can answer it; return the channel.

    It stands in the inbox once the network has shown it. Asked twice, it comes once. Raises
    CannotAnswer.
    """
    channel = _answering(mention.workspace_id).get(mention.network)
    if channel is None or mention.is_gone:
        raise CannotAnswer(mention.network)
    _ask(channel, [mention], now=now)
    return channel


def bring_due(
    *, workspace_id: int, mentions: Sequence[Mention], now: datetime, **_signal: Any
) -> None:
    """Bring in what waits for an answer, of what was just kept."""
    asking = [row for row in mentions if row.intent or row.urgency]
    subjects = _subjects(asking)
    due = defaultdict(list)
    for row in asking:
        if row.first_id is None and any(
            rules.is_answer_due(subject=one, intent=row.intent, urgency=row.urgency)
            for one in subjects[row.pk]
        ):
            due[row.network].append(row)
    channels = _answering(workspace_id) if due else {}
    for network, rows in due.items():
        if network in channels:
            _ask(channels[network], rows, now=now)


def can_answer(workspace: Workspace) -> frozenset[str]:
    """Return the networks on which the workspace can answer."""
    return frozenset(_answering(workspace.pk))


def conversations(workspace: Workspace, mentions: Iterable[Mention]) -> dict[int, int]:
    """Return the conversation in which each mention stands, by its id; those that stand in one."""
    ids = {(row.network, row.remote_id): row.pk for row in mentions}
    rows = Feedback.objects.filter(
        channel__in=Channel.objects.filter(workspace=workspace),
        remote_id__in=[remote_id for _network, remote_id in ids],
    )
    found = rows.values_list("channel__network", "remote_id", "conversation")
    return {
        ids[network, remote_id]: conversation
        for network, remote_id, conversation in found
        if (network, remote_id) in ids
    }


def _answering(workspace_id: int) -> dict[str, Channel]:
    """Return a channel by network, of those through which others' words are read and answered."""
    there = Channel.objects.connected().filter(workspace=workspace_id).order_by("-pk")
    return {
        channel.network: channel for channel in there if gateway.abilities_of(channel) >= _ANSWERS
    }


def _ask(channel: Channel, rows: Sequence[Mention], *, now: datetime) -> None:
    hear(channel, [row.remote_id for row in rows], now=now)
    Mention.objects.filter(pk__in=[row.pk for row in rows]).update(brought_in_at=now)


def _subjects(rows: Iterable[Mention]) -> dict[int, set[Subject]]:
    found: dict[int, set[Subject]] = defaultdict(set)
    caught = Catch.objects.filter(mention__in=[row.pk for row in rows])
    for mention_id, subject in caught.values_list("mention", "watch__subject"):
        found[mention_id].add(Subject(subject))
    return found
