"""The daily work that erases what is older than workspaces keep."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from beffroi.inbox.models import Conversation, Feedback, Person
from beffroi.inbox.people import dropping, rules, suppression, who
from beffroi.inbox.people.terms import oldest_kept
from beffroi.workspaces.models import Workspace

logger = logging.getLogger(__name__)


def erase_due(*, now: datetime) -> int:
    """Erase what came to its term in all workspaces; return how many conversations.

    Few in one transaction, `rules.ERASE_AT_ONCE` at most: more is for the next turn.
    """
    erased = 0
    for workspace in Workspace.objects.order_by("id"):
        for ids in _due(workspace, now=now):
            ready = dropping.settled(ids, now=now)
            erased += dropping.drop(ready).conversations
            if erased >= rules.ERASE_AT_ONCE:
                return erased
        _drop_cards(workspace, now=now)
    if erased:
        logger.info("%s conversations erased at their term", erased)
    return erased


def _due(workspace: Workspace, *, now: datetime) -> Iterator[list[int]]:
    """Tell what has come to its term, a batch at a time."""
    yield from _batches(_old(workspace, before=oldest_kept(workspace.pk, now=now)))
    if digests := suppression.objecting(workspace.pk):
        rows = _old(workspace, before=now - rules.OBJECTED_KEPT)
        theirs: dict[int, list[str]] = defaultdict(list)
        for channel_id, person in suppression.among(rows, digests):
            theirs[channel_id].append(person.person_id)
        for channel_id, ids in theirs.items():
            yield from _batches(rows.filter(channel=channel_id, person_id__in=ids))


def _old(workspace: Workspace, *, before: datetime) -> QuerySet[Conversation]:
    """Return the conversations in which nothing was said, nor reached us, since then."""
    since = Feedback.objects.filter(conversation=OuterRef("pk"), received_at__gte=before)
    rows = Conversation.objects.filter(workspace=workspace, last_feedback_at__lt=before)
    return rows.filter(~Exists(since)).order_by("id")


def _batches(rows: QuerySet[Conversation]) -> Iterator[list[int]]:
    last = 0
    while ids := list(
        rows.filter(pk__gt=last).order_by("id").values_list("pk", flat=True)[: rules.ERASE_BATCH]
    ):
        last = ids[-1]
        yield ids


def _drop_cards(workspace: Workspace, *, now: datetime) -> None:
    """Erase what is kept of people of whom no word is left, and nothing was noted since."""
    before, digests = oldest_kept(workspace.pk, now=now), suppression.objecting(workspace.pk)
    last = now - rules.OBJECTED_KEPT if digests else before
    rows = Person.objects.filter(workspace=workspace, changed_at__lt=last).order_by("id")
    people = [(who.of_row(row), row) for row in rows.iterator()]
    cards = {
        person: row.pk
        for person, row in people
        if row.changed_at < before or person.digest in digests
    }
    spoken_of = who.spoken_of(cards)
    silent = [pk for person, pk in cards.items() if person not in spoken_of]
    for start in range(0, len(silent), rules.ERASE_AT_ONCE):
        rows.filter(pk__in=silent[start : start + rules.ERASE_AT_ONCE]).delete()
