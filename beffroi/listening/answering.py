"""Brings mentions into the inbox, where they are answered: by themselves when an answer is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min, Q
from django.db.models.functions import Coalesce

from beffroi.channels import gateway
from beffroi.channels.models import Channel
from beffroi.inbox.hearing import hear
from beffroi.inbox.models import Feedback
from beffroi.inbox.people.who import server_of
from beffroi.listening import rules
from beffroi.listening.models import Catch, Mention
from beffroi.listening.rules import Subject
from beffroi.networks.declarations import Capability
from beffroi.workspaces.models import Workspace

#: What others write is read through a channel, and something can be said back there.
_ANSWERS = frozenset({Capability.READ_FEEDBACK, Capability.PUBLISH})
#: A network, and the server whose ids are known there; "" where they hold everywhere.
Place = tuple[str, str]


class CannotAnswer(Exception):
    """No channel of the workspace can answer on this network."""


@transaction.atomic
def bring_in(mention: Mention, *, now: datetime) -> Channel:
    """Ask the network for a mention through a channel that can answer it; return the channel.

    It stands in the inbox once the network has shown it. Asked twice, it comes once. Raises
    CannotAnswer.
    """
    channel = _answering(mention.workspace_id).get((mention.network, mention.server))
    if channel is None or mention.is_gone:
        raise CannotAnswer(mention.network)
    _ask(channel, [mention], now=now)
    return channel


def bring_due(
    *, workspace_id: int, mentions: Sequence[Mention], now: datetime, **_signal: Any
) -> None:
    """Bring in what waits for an answer, of what was just kept."""
    asking = [row for row in mentions if rules.asks(row.intent, row.urgency)]
    subjects, copies = _subjects(asking), _copies(asking)
    due = defaultdict(list)
    for row in asking:
        if row.pk not in copies and any(
            rules.is_answer_due(subject=one, intent=row.intent, urgency=row.urgency)
            for one in subjects[row.pk]
        ):
            due[row.network, row.server].append(row)
    channels = _answering(workspace_id) if due else {}
    for place, rows in due.items():
        if place in channels:
            _ask(channels[place], rows, now=now)


def can_answer(workspace: Workspace) -> frozenset[Place]:
    """Return where the workspace can answer."""
    return frozenset(_answering(workspace.pk))


def conversations(workspace: Workspace, mentions: Iterable[Mention]) -> dict[int, int]:
    """Return the conversation in which each mention stands, by its id; those that stand in one."""
    ids = {row.key: row.pk for row in mentions}
    channels = Channel.objects.filter(workspace=workspace)
    places = {one.pk: (one.network, server_of(one)) for one in channels}
    rows = Feedback.objects.filter(
        channel__in=places, remote_id__in=[remote_id for _network, _server, remote_id in ids]
    )
    found = rows.values_list("channel", "remote_id", "conversation")
    return {
        ids[key]: conversation
        for channel_id, remote_id, conversation in found
        if (key := (*places[channel_id], remote_id)) in ids
    }


def _answering(workspace_id: int) -> dict[Place, Channel]:
    """Return a channel by place, of those through which others' words are read and answered."""
    there = Channel.objects.connected().filter(workspace=workspace_id).order_by("-pk")
    return {
        (channel.network, server_of(channel)): channel
        for channel in there
        if gateway.abilities_of(channel) >= _ANSWERS
    }


def _ask(channel: Channel, rows: Sequence[Mention], *, now: datetime) -> None:
    hear(channel, [row.remote_id for row in rows], now=now)
    Mention.objects.filter(pk__in=[row.pk for row in rows]).update(brought_in_at=now)


def _copies(rows: Iterable[Mention]) -> set[int]:
    """Return those that say what an earlier one about us said: who answers that answers them."""
    heads = {row.first_id for row in rows if row.first_id is not None}
    if not heads:
        return set()
    group = Coalesce("mention__first", "mention")
    about_us = Catch.objects.filter(watch__subject__in=[one.value for one in rules.ABOUT_US])
    there = about_us.filter(Q(mention__in=heads) | Q(mention__first__in=heads))
    firsts = dict(there.annotate(group=group).values_list("group").annotate(Min("mention")))
    return {row.pk for row in rows if row.pk > firsts.get(row.first_id or row.pk, row.pk)}


def _subjects(rows: Iterable[Mention]) -> dict[int, set[Subject]]:
    found: dict[int, set[Subject]] = defaultdict(set)
    caught = Catch.objects.filter(mention__in=[row.pk for row in rows])
    for mention_id, subject in caught.values_list("mention", "watch__subject"):
        found[mention_id].add(Subject(subject))
    return found
