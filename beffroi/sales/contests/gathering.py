"""Reads the comments under the posts that carry a contest from what the inbox holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from beffroi.channels.models import Channel
from beffroi.delivery.models import Delivery
from beffroi.inbox.models import Feedback
from beffroi.inbox.people import suppression
from beffroi.inbox.people.who import Who, server_of
from beffroi.networks.contracts import FeedbackKind
from beffroi.sales.contests import entering
from beffroi.sales.contests.picking import (
    COMMENTS_MAX,
    Comment,
    Conditions,
    Judged,
    Person,
    Setting,
    judge,
    mark_of,
)
from beffroi.sales.contests.problems import CannotGoOn, Problem
from beffroi.sales.contests.rules import SAID_BY_PEOPLE, key_of
from beffroi.sales.models import Contest

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Place:
    """A post that carries a contest, where its network shows it."""

    channel: Channel
    delivery: Delivery


def places_of(contest: Contest) -> list[Place]:
    """Return the posts that carry a contest and went out, the oldest first. One query."""
    rows = Delivery.objects.filter(
        variant__post__carries__offer=contest.offer_id,
        channel__workspace=contest.offer.workspace_id,
    ).exclude(remote_id="")
    rows = rows.select_related("channel").distinct().order_by("published_at", "id")
    return [Place(row.channel, row) for row in rows]


def look(contest: Contest, places: Iterable[Place], conditions: Conditions) -> list[Judged]:
    """Say of every comment under these posts whether it is an entry, the oldest first.

    Raises CannotGoOn where there are too many, or the rules say no dates.
    """
    there = list(places)
    comments = _comments(there)
    if len(comments) > COMMENTS_MAX:
        raise CannotGoOn(Problem.TOO_MANY)
    return judge(comments, conditions=conditions, setting=_setting(contest, there, comments))


def _comments(places: list[Place]) -> list[Comment]:
    channels = {one.channel.pk: one.channel for one in places}
    servers = {pk: server_of(channel) for pk, channel in channels.items()}
    found = []
    for start in range(0, len(places), _AT_ONCE):
        under = Q()
        for one in places[start : start + _AT_ONCE]:
            under |= Q(channel=one.channel.pk, conversation__root_id=one.delivery.remote_id)
        rows = Feedback.objects.filter(under, kind=FeedbackKind.REPLY.value, is_private=False)
        accounts = {channel.account_id for channel in channels.values()}
        for row in rows.order_by("id")[: COMMENTS_MAX + 1]:
            network = channels[row.channel_id].network
            person = Person(network, servers[row.channel_id], row.author_id)
            found.append(_comment(row, person, is_ours=row.is_ours or row.author_id in accounts))
    return found


def _comment(row: Feedback, person: Person, *, is_ours: bool) -> Comment:
    return Comment(
        number=row.pk,
        person=person,
        name=row.author_name,
        handle=row.author_handle,
        text=row.text,
        url=row.url,
        mark=mark_of(row.channel_id, row.remote_id),
        at=row.written_at,
        edited_at=row.edited_at,
        is_ours=is_ours,
        is_gone=row.is_gone,
        is_hidden=row.is_hidden or row.is_held,
    )


def _setting(contest: Contest, places: list[Place], comments: list[Comment]) -> Setting:
    begins_at, ends_at = entering.dates_of(contest)
    rows = list(contest.entries.all())
    there = {_person(row.network, row.server, row.person_id): row for row in rows if row.person_id}
    out = {
        _person(row.network, row.server, row.person_id)
        for row in rows
        if row.person_id and row.left_out in SAID_BY_PEOPLE
    }
    asked = {row.who for row in rows} - {""}
    digests = asked | suppression.objecting(contest.offer.workspace_id)
    return Setting(
        begins_at=begins_at,
        ends_at=ends_at,
        colleagues=entering.colleagues_of(contest),
        own=frozenset(one.channel.handle for one in places),
        people=frozenset(there),
        left_out=frozenset(out),
        marks=frozenset(row.mark for row in rows) - {""},
        names=frozenset(key_of(row.name) for row in rows if not row.person_id) - {""},
        silent=_silent(contest, digests, comments),
    )


def _silent(contest: Contest, digests: set[str], comments: list[Comment]) -> frozenset[Person]:
    """Return who asked not to be kept; each is hashed once, and only where anybody did."""
    if not digests:
        return frozenset()
    workspace_id = contest.offer.workspace_id
    people = {one.person for one in comments}
    return frozenset(
        one
        for one in people
        if Who(workspace_id, one.network, one.server, one.person_id).digest in digests
    )


def _person(network: str, server: str, person_id: str) -> Person:
    return Person(network, server, person_id)
