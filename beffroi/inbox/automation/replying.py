"""The only two answers that leave without a person: opening hours, thanks for stars without words.

Each message is answered so once at most, what was written before the switch never, and nothing that
is hidden, held back, erased, brought before the crisis team, or that somebody answered or settled
meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from beffroi.channels.models import Channel
from beffroi.company.queries import calendar_of
from beffroi.inbox import actions, rules
from beffroi.inbox.actions import CannotAnswer
from beffroi.inbox.automation import closed as closing
from beffroi.inbox.automation import texts
from beffroi.inbox.automation.closed import Closed
from beffroi.inbox.models import (
    AutomaticAnswer,
    AutomaticSending,
    Conversation,
    Feedback,
    Removal,
)
from beffroi.networks.contracts import FeedbackKind
from beffroi.workspaces.models import Workspace

#: Thanks that come later than this look like what they are.
THANKED_WITHIN = timedelta(days=7)
#: Why nothing left: these are kept and shown. Anything else is somebody's doing, and no failure.
PROBLEMS = frozenset({"too_long", "channel_lost", "never", "window_over"})

logger = logging.getLogger(__name__)

_Send = Callable[[AutomaticAnswer, Feedback], AutomaticSending | None]


def reply(workspace: Workspace, feedback_ids: Sequence[int], *, now: datetime) -> int:
    """Answer those of some new messages that are answered by themselves; return how many left."""
    kept = AutomaticAnswer.objects.filter(workspace=workspace, on_since__isnull=False)
    kept = kept.select_related("workspace")
    sent = 0
    for one in kept.order_by("kind"):
        find = _hours if one.kind == AutomaticAnswer.Kind.HOURS else _thanks
        sent += find(workspace, one, feedback_ids, now=now)
    return sent


def without_words(workspace: Workspace, *, stars_from: int) -> QuerySet[Feedback]:
    """Return the reviews that say nothing but at least so many stars."""
    rows = Feedback.objects.there().filter(
        workspace=workspace, kind=FeedbackKind.REVIEW.value, is_ours=False
    )
    return rows.filter(text="", stars__gte=stars_from)


def is_asked_while_closed(row: Feedback, *, reach: str) -> bool:
    """Tell whether this is somebody who may want to know when we open."""
    if row.kind == FeedbackKind.REVIEW.value or not rules.holds_people(row.channel.kind):
        return False
    return row.is_private or reach == AutomaticAnswer.Reach.ALL


def _hours(
    workspace: Workspace, kept: AutomaticAnswer, ids: Sequence[int], *, now: datetime
) -> int:
    calendar = calendar_of(workspace)
    closed = closing.closed(calendar, now=now)
    if closed is None:
        return 0
    rows = _waiting(Feedback.objects.filter(written_at__gte=kept.on_since), workspace, ids)
    asked = [
        row
        for row in rows
        if is_asked_while_closed(row, reach=kept.reach) and closed.holds(row.written_at)
    ]
    opening = closing.opening_in_words(
        closed.until, now=now, calendar=calendar, language=kept.language
    )
    text = texts.filled(kept.texts[0], workspace=workspace, opening=opening)
    return sum(_tell_hours(kept, row, text, closed, now=now) for row in asked)


def _thanks(
    workspace: Workspace, kept: AutomaticAnswer, ids: Sequence[int], *, now: datetime
) -> int:
    assert kept.on_since is not None  # noqa: S101 - only what is on is asked for
    since = max(kept.on_since, now - THANKED_WITHIN)
    reviews = without_words(workspace, stars_from=kept.stars_from).filter(written_at__gte=since)
    return sum(_thank(kept, row, now=now) for row in _waiting(reviews, workspace, ids))


def _waiting(rows: QuerySet[Feedback], workspace: Workspace, ids: Sequence[int]) -> list[Feedback]:
    """Return the newest of each conversation that waits for an answer and may be given one."""
    waiting = rows.filter(
        workspace=workspace,
        pk__in=ids,
        is_ours=False,
        is_hidden=False,
        is_held=False,
        deleted_at__isnull=True,
        erased_at__isnull=True,
        conversation__status=Conversation.Status.OPEN,
        conversation__waiting_since__isnull=False,
        conversation__escalated_at__isnull=True,
        channel__status=Channel.Status.CONNECTED,
    ).exclude(removal__state__in=Removal.PENDING)
    ordered = waiting.select_related("channel", "conversation__channel")
    newest = {row.conversation_id: row for row in ordered.order_by("written_at", "id")}
    return list(newest.values())


@transaction.atomic
def _tell_hours(
    kept: AutomaticAnswer, row: Feedback, text: str, closed: Closed, *, now: datetime
) -> bool:
    """Say once to a person, while it is closed, when it opens."""
    if not _is_still_on(kept):
        return False
    told = AutomaticSending.objects.filter(
        channel=row.channel_id,
        kind=AutomaticAnswer.Kind.HOURS,
        person_id=row.author_id,
        closed_until__gt=now,
    )
    if told.exists():
        return False
    sending = _sending(kept, row, now=now)
    sending.person_id, sending.closed_until = row.author_id, closed.until
    answer = partial(actions.answer_by_itself, before=closed.until)
    return _leave(sending, text, kept.language, answer, now=now)


@transaction.atomic
def _thank(kept: AutomaticAnswer, row: Feedback, *, now: datetime) -> bool:
    """Thank for stars, otherwise than the time before on this channel."""
    if not _is_still_on(kept):
        return False
    before = AutomaticSending.objects.filter(
        channel=row.channel_id, kind=AutomaticAnswer.Kind.THANKS, answer__isnull=False
    )
    last = before.order_by("-id").values_list("answer__text", flat=True).first()
    variants = [texts.filled(one, workspace=kept.workspace) for one in kept.texts]
    text = texts.next_of(variants, last=last)
    sending = _sending(kept, row, now=now)
    return _leave(sending, text, kept.language, actions.settle_by_itself, now=now)


def _is_still_on(kept: AutomaticAnswer) -> bool:
    """Hold the switch until the transaction ends: one leaves at a time, and none once it is off."""
    rows = AutomaticAnswer.objects.select_for_update().filter(pk=kept.pk)
    return rows.filter(on_since__isnull=False).exists()


def _sending(kept: AutomaticAnswer, row: Feedback, *, now: datetime) -> AutomaticSending:
    return AutomaticSending(
        workspace_id=row.workspace_id,
        kind=kept.kind,
        channel_id=row.channel_id,
        feedback=row,
        made_at=now,
    )


def _leave(
    sending: AutomaticSending,
    text: str,
    language: str,
    answer: actions.AnswerByItself,
    *,
    now: datetime,
) -> bool:
    """Answer and remember it; why it cannot leave is remembered too."""
    if AutomaticSending.objects.filter(feedback=sending.feedback).exists():
        return False
    try:
        sending.answer = answer(sending.feedback, text=text, language=language, now=now)
    except CannotAnswer as error:
        if error.problem not in PROBLEMS:
            return False
        sending.problem = error.problem
    sending.save()
    return sending.answer is not None
