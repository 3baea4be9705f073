"""Takes the comments under the posts of a contest as entries."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from beffroi.inbox import summary
from beffroi.sales.contests import drawing, entering, gathering, trail
from beffroi.sales.contests.picking import Comment, Conditions, entry_key
from beffroi.sales.contests.problems import CannotGoOn, Problem
from beffroi.sales.contests.rules import CONTACT_MAX, ENTRIES_MAX
from beffroi.sales.models import Contest, ContestEntry
from beffroi.workspaces.models import User

_BATCH = 500


@transaction.atomic
def take(
    contest: Contest, conditions: Conditions, *, shown: int, actor: User, now: datetime
) -> int:
    """Add all comments that meet the conditions; return how many. Others leave no trace.

    `shown` is how many a person was told of. Raises CannotGoOn where they are no longer so many,
    where no rules are public, the list is closed or would be too long.
    """
    places = gathering.places_of(contest)
    # Held before the contest, as an erasure does: whoever is erased meanwhile is not taken in.
    summary.hold_channels(one.channel.pk for one in places)
    locked = entering.open_list(contest)
    judged = gathering.look(locked, places, conditions)
    chosen = [one.comment for one in judged if one.why is None]
    if len(chosen) != shown:
        raise CannotGoOn(Problem.COMMENTS_CHANGED)
    if locked.entries.count() + len(chosen) > ENTRIES_MAX:
        raise CannotGoOn(Problem.TOO_MANY)
    rows = [_entry(locked, one, conditions, actor=actor, now=now) for one in chosen]
    ContestEntry.objects.bulk_create(rows, batch_size=_BATCH)
    entering.judge_again(locked)
    detail = {"added": str(len(rows)), "comments": str(len(judged)), **_said(conditions)}
    trail.record(locked, "contest.comments_taken", actor=actor, now=now, detail=detail)
    return len(rows)


def _said(conditions: Conditions) -> dict[str, str]:
    return {
        "each": "person" if conditions.is_once else "comment",
        "words": ", ".join(conditions.words),
        "friends": str(conditions.friends),
    }


def _entry(
    contest: Contest, comment: Comment, conditions: Conditions, *, actor: User, now: datetime
) -> ContestEntry:
    nonce, key = secrets.token_hex(16), entry_key(comment, is_once=conditions.is_once)
    return ContestEntry(
        contest=contest,
        name=comment.shown_name,
        contact=comment.url if len(comment.url) <= CONTACT_MAX else "",
        key=key,
        nonce=nonce,
        digest=drawing.digest_of(nonce, key=key, moment=comment.at.isoformat()),
        network=comment.person.network,
        server=comment.person.server,
        person_id=comment.person.person_id,
        mark=comment.mark,
        entered_at=comment.at,
        added_by=actor,
        added_at=now,
    )
