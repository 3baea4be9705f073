"""Keeps on each conversation what the list shows of it. Called inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Min, Q, Window
from django.db.models.functions import RowNumber

from beffroi.channels.models import Channel
from beffroi.company.rules import Kind
from beffroi.core.gone import Gone
from beffroi.inbox import rules
from beffroi.inbox.deadlines import Deadlines
from beffroi.inbox.echoes import without_echoes
from beffroi.inbox.models import Answer, Conversation, Escalation, Feedback
from beffroi.inbox.pressing import brought_forward, calm_place, is_courtesy, place, plea_of
from beffroi.inbox.search import index
from beffroi.inbox.search.words import found_by

#: How many of the newest messages of each side are looked at, for the search and for our own.
_LOOKED_AT = 100
_WRITTEN_AT_ONCE = 50
_COPIED = (
    "kind",
    "status",
    "snoozed_until",
    "person_name",
    "person_handle",
    "excerpt",
    "search_text",
    "is_indexed",
    "is_private",
    "answer_state",
    "last_feedback_at",
    "waiting_since",
    "stars",
    "tone",
    "intent",
    "urgency",
    "wants_check",
    "due_at",
    "presses_at",
    "done_at",
    "assignment_note",
)


@dataclass(slots=True)
class _Said:
    """What a conversation's summary is made of, newest first; `theirs` and `ours` stand there."""

    answers: list[Answer] = field(default_factory=list)
    theirs: list[Feedback] = field(default_factory=list)
    ours: list[Feedback] = field(default_factory=list)


def hold_channels(channel_ids: Iterable[int]) -> None:
    """Let nobody else write what these channels say until the transaction ends.

    Held before any conversation or message, in the order of their ids: else two would wait for
    each other.
    """
    rows = Channel.objects.select_for_update(no_key=True).filter(pk__in=set(channel_ids))
    list(rows.order_by("pk").values_list("pk", flat=True))


def locked(conversation_id: int) -> Conversation:
    """Return the conversation as it is now, ours alone until the transaction ends.

    Raises Gone when it was erased meanwhile.
    """
    for row in locked_all([conversation_id]):
        return row
    raise Gone(f"conversation {conversation_id}")


def locked_all(conversation_ids: Collection[int]) -> list[Conversation]:
    """Return several as they are now, by id, ours alone until the transaction ends."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related(
        "channel", "workspace"
    )
    return list(rows.filter(pk__in=conversation_ids).order_by("id"))


def refresh(conversation: Conversation, *, now: datetime) -> None:
    """What was known has changed: copy it, and leave the conversation where it is."""
    said = _said([conversation])[conversation.pk]
    _refresh(conversation, said, deadlines=Deadlines(), now=now)
    index.follow([conversation])
    conversation.save()


def refresh_all(conversation_ids: Collection[int], *, now: datetime) -> None:
    """Refresh several, which nobody else may change meanwhile."""
    rows, deadlines = _with_said(conversation_ids), Deadlines()
    for conversation, said in rows:
        _refresh(conversation, said, deadlines=deadlines, now=now)
    _save([conversation for conversation, _ in rows])


def receive_all(conversation_ids: Collection[int], *, now: datetime) -> None:
    """Something new was said, by them or by us there: open when somebody waits, else done.

    An article waits for nobody, and is open until it was read.
    """
    rows, deadlines = _with_said(conversation_ids), Deadlines()
    for conversation, said in rows:
        _receive(conversation, said, deadlines=deadlines, now=now)
    _save([conversation for conversation, _ in rows])


def reopen(conversation: Conversation, *, now: datetime) -> None:
    """Whoever waited waits again, whatever was settled before."""
    conversation.done_at = conversation.done_by = None
    said = _said([conversation])[conversation.pk]
    if _copy(conversation, said):
        conversation.status = Conversation.Status.OPEN
        conversation.waiting_since = _waiting_since(conversation, said)
        _judge(conversation, said, deadlines=Deadlines())
    else:
        _empty(conversation, now=now)
    index.follow([conversation])
    conversation.save()


def _refresh(
    conversation: Conversation, said: _Said, *, deadlines: Deadlines, now: datetime
) -> None:
    if not _copy(conversation, said):
        _empty(conversation, now=now)
        return
    if conversation.status == Conversation.Status.OPEN:
        conversation.waiting_since = _waiting_since(conversation, said)
    _judge(conversation, said, deadlines=deadlines)


def _receive(
    conversation: Conversation, said: _Said, *, deadlines: Deadlines, now: datetime
) -> None:
    if not _copy(conversation, said):
        _empty(conversation, now=now)
        return
    conversation.waiting_since = _waiting_since(conversation, said)
    conversation.snoozed_until = None  # whatever was said wakes it
    if conversation.waiting_since is None and rules.holds_people(conversation.channel.kind):
        conversation.status = Conversation.Status.DONE
        conversation.done_at = conversation.done_at or now
    else:
        conversation.status = Conversation.Status.OPEN
    _judge(conversation, said, deadlines=deadlines)


def _save(conversations: Collection[Conversation]) -> None:
    """Write what was copied, of rows that are locked: as inserts that find them, a query for many.

    An UPDATE for each is three times as slow, and it is most of what a full inbox costs.
    """
    index.follow(conversations)
    Conversation.objects.bulk_create(
        conversations,
        batch_size=_WRITTEN_AT_ONCE,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_COPIED,
    )


def _with_said(conversation_ids: Collection[int]) -> list[tuple[Conversation, _Said]]:
    rows = locked_all(conversation_ids) if conversation_ids else []
    said = _said(rows)
    return [(row, said[row.pk]) for row in rows]


def _said(conversations: Collection[Conversation]) -> dict[int, _Said]:
    """Read what is needed of each: all of our answers, and the newest words."""
    found = {row.pk: _Said() for row in conversations}
    if not found:
        return found
    answers = Answer.objects.filter(conversation__in=found).select_related("delivery")
    for answer in answers.order_by("-written_at", "-id"):
        found[answer.conversation_id].answers.append(answer)
    place = Window(
        RowNumber(),
        partition_by=["conversation", "is_ours"],
        order_by=["-written_at", "-id"],
    )
    rows = Feedback.objects.there().filter(conversation__in=found)
    for row in rows.alias(place=place).filter(place__lte=_LOOKED_AT).order_by("-written_at", "-id"):
        said = found[row.conversation_id]
        (said.ours if row.is_ours else said.theirs).append(row)
    return found


def _copy(conversation: Conversation, said: _Said) -> bool:
    """Copy the newest words and what became of our last; False when nothing of theirs is left."""
    conversation.answer_state = said.answers[0].delivery.status if said.answers else ""
    newest = said.theirs
    if not newest:
        return False
    last = newest[0]
    conversation.person_name = last.author_name or last.author_handle
    conversation.person_handle = last.author_handle
    conversation.excerpt = rules.excerpt(last.text)
    conversation.kind = last.kind
    conversation.stars = last.stars
    conversation.search_text = index.kept_text(
        found_by(
            (last.author_name, last.author_handle, conversation.channel.network),
            [*_texts(newest), *(row.text for row in said.answers), *_texts(said.ours)],
        )
    )
    conversation.is_private = last.is_private
    conversation.last_feedback_at = last.written_at
    return True


def _judge(conversation: Conversation, said: _Said, *, deadlines: Deadlines) -> None:
    """Copy what the most pressing of the words that wait says, and by when it is due.

    Where nobody waits, the newest words say it, and nothing is due.
    """
    since = conversation.waiting_since
    pleas = {row: plea_of(row) for row in said.theirs if since and row.written_at >= since}
    waits: dict[Kind, datetime] = {}
    for row, plea in pleas.items():  # newest first: the oldest of a kind is left
        waits[plea.kind] = row.written_at
    if since and pleas:  # what is older than all that is looked at waits too
        waits[plea_of(next(reversed(pleas))).kind] = since
    dues = {
        kind: deadlines.due_at(conversation.workspace, kind=kind, since=oldest)
        for kind, oldest in waits.items()
    }
    places = {row: place(plea, due_at=dues[plea.kind]) for row, plea in pleas.items()}
    first = min(places, key=places.__getitem__, default=said.theirs[0])
    conversation.tone, conversation.intent = first.tone, first.intent
    conversation.urgency = first.urgency
    conversation.wants_check = any(row.wants_check for row in pleas)
    conversation.due_at = min(dues.values(), default=None)
    stands_at = places.get(first) or calm_place(conversation.last_feedback_at)
    is_escalated = conversation.escalated_at is not None
    conversation.presses_at = brought_forward(stands_at) if is_escalated else stands_at


def _texts(rows: Iterable[Feedback]) -> Iterator[str]:
    return (row.text for row in rows)


def _empty(conversation: Conversation, *, now: datetime) -> None:
    """All that the person said is gone: nothing of them is kept, and nothing is left to answer."""
    conversation.person_name = conversation.person_handle = ""
    conversation.excerpt = conversation.search_text = conversation.assignment_note = ""
    Escalation.objects.filter(conversation=conversation).exclude(why="").update(why="")
    conversation.tone = conversation.intent = conversation.urgency = ""
    conversation.wants_check, conversation.due_at = False, None
    conversation.stars = conversation.waiting_since = conversation.snoozed_until = None
    conversation.status = Conversation.Status.DONE
    conversation.done_at = conversation.done_at or now


def _waiting_since(conversation: Conversation, said: _Said) -> datetime | None:
    """Return when the oldest word that nobody answered was said, None when we had the last.

    What was said before we answered but reached us later was not before our eyes: it waits. What
    we wrote on the network itself was written by somebody who saw all that stood there. An answer
    that left by itself settles nothing. Whoever thanks us for an answer waits for none.
    """
    if not rules.holds_people(conversation.channel.kind):
        return None
    given = (row for row in said.answers if not (row.is_automatic or row.delivery.is_missing))
    answered = settled = [row.written_at for row in given]
    if conversation.done_at is not None:
        settled = [*settled, conversation.done_at]
    own = without_echoes(said.ours, said.answers)
    after = Q()
    if settled:
        after &= Q(received_at__gt=max(settled))
    if own:
        after &= Q(written_at__gt=own[0].written_at)
    if not after and len(said.theirs) < _LOOKED_AT:  # all that they said is before our eyes
        return said.theirs[-1].written_at
    waiting = conversation.feedback.there().filter(after, is_ours=False)
    if conversation.escalated_at is None:
        thanks = _thanks_for_an_answer(said, [*answered, *(row.written_at for row in own)])
        waiting = waiting.exclude(pk__in=thanks) if thanks else waiting
    oldest: datetime | None = waiting.aggregate(oldest=Min("written_at"))["oldest"]
    return oldest


def _thanks_for_an_answer(said: _Said, answered: Collection[datetime]) -> list[int]:
    first = min(answered, default=None)
    if first is None:
        return []
    return [row.pk for row in said.theirs if row.written_at > first and is_courtesy(row)]
