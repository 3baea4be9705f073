"""Erases conversations whole: rows, words of the search, notes, answers. Their number stays.

The one way out for what somebody asked to erase and for what came to its term.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from beffroi.archives.keeping import forget_feedback
from beffroi.channels.models import Channel
from beffroi.delivery import forgetting
from beffroi.delivery.models import Delivery
from beffroi.delivery.rules import FINAL
from beffroi.inbox import notes, summary
from beffroi.inbox.models import Answer, Block, Conversation, Feedback, Note, Removal, Tally
from beffroi.inbox.people import rules
from beffroi.inbox.search import index
from beffroi.inbox.search.models import FoundBy

#: Channel, month, kind.
_Month = tuple[int, date, str]
_FINAL = sorted(state.value for state in FINAL)
_TABLE = Conversation._meta.db_table
#: The words of the search have no index by conversation; what they are taken out by is `index`.
_NOT_FOLLOWED = {FoundBy}


@dataclass(frozen=True, slots=True)
class Dropped:
    """How much was erased."""

    conversations: int = 0
    words: int = 0
    answers: int = 0
    notes: int = 0


def settled(conversation_ids: Collection[int], *, now: datetime) -> list[int]:
    """Give up what waits for a person, and return those of which nothing is on its way.

    An answer that may be leaving, and a deletion that the network is asked for, come to their end
    first: both are bounded.
    """
    answers = Delivery.objects.filter(answer__conversation__in=conversation_ids)
    with transaction.atomic():
        forgetting.give_up_waiting(answers, now=now)
    leaving = answers.exclude(status__in=_FINAL).values_list("answer__conversation", flat=True)
    busy = {*leaving, *_being_removed(conversation_ids)}
    return [one for one in conversation_ids if one not in busy]


@transaction.atomic
def drop(conversation_ids: Collection[int]) -> Dropped:
    """Erase these. Return how much that was; of those that are gone already, nothing.

    One in which something began to leave since it was `settled` stays whole, for a later turn.
    """
    conversations = Conversation.objects.filter(pk__in=conversation_ids)
    summary.hold_channels(conversations.values_list("channel_id", flat=True))  # nothing is added
    rows = _at_rest(summary.locked_all(conversation_ids))
    ids = [row.pk for row in rows]
    if not ids:
        return Dropped()
    theirs = Feedback.objects.filter(conversation__in=ids, is_ours=False)
    answers = Answer.objects.filter(conversation__in=ids)
    done = Dropped(
        len(ids), theirs.count(), answers.count(), Note.objects.filter(conversation__in=ids).count()
    )
    _count(theirs, answers)
    _forget_elsewhere(theirs)
    for row in rows:
        row.search_text = ""
    index.follow(rows)
    notes.forget(ids)
    deliveries = list(answers.values_list("delivery", flat=True))
    _delete(ids)
    _forget_blocks(rows)
    forgetting.drop(Delivery.objects.filter(pk__in=deliveries))
    return done


def _at_rest(rows: list[Conversation]) -> list[Conversation]:
    """Leave out those of which something is on its way, of rows that are locked.

    A delivery that somebody else holds counts as on its way: waiting for it here, while they wait
    for its conversation, would never end.
    """
    ids = [row.pk for row in rows]
    list(Feedback.objects.select_for_update().filter(conversation__in=ids).order_by("pk"))
    of_answers = Delivery.objects.filter(answer__conversation__in=ids).order_by("pk")
    final = of_answers.filter(status__in=_FINAL).select_for_update(skip_locked=True, of=("self",))
    held = {row.pk for row in final}
    leaving = {
        of for pk, of in of_answers.values_list("pk", "answer__conversation") if pk not in held
    }
    busy = {*leaving, *_being_removed(ids)}
    return [row for row in rows if row.pk not in busy]


def _being_removed(conversation_ids: Collection[int]) -> set[int]:
    """Return those in which the network is asked to delete something."""
    rows = Removal.objects.pending().filter(feedback__conversation__in=conversation_ids)
    return set(rows.values_list("feedback__conversation", flat=True))


def _count(theirs: QuerySet[Feedback], answers: QuerySet[Answer]) -> None:
    """Add to what is known of each month: how much was said and answered, of what kind.

    Their channels are locked: nobody else counts there.
    """
    said = theirs.values_list("channel", "written_at", "kind")
    given = answers.filter(delivery__status="published").values_list(
        "conversation__channel", "written_at", "feedback__kind"
    )
    channels = Channel.objects.select_related("workspace").in_bulk(
        {one for rows in (said, given) for one, _, _ in rows}
    )
    zones = {pk: channel.workspace.zone for pk, channel in channels.items()}
    received, answered = _by_month(said, zones), _by_month(given, zones)
    known = {
        (row.channel_id, row.month, row.kind): row
        for row in Tally.objects.filter(channel__in=zones)
    }
    rows = []
    for key in sorted({*received, *answered}):
        channel_id, month, kind = key
        before = known.get(key, Tally())
        rows.append(
            Tally(
                workspace_id=channels[channel_id].workspace_id,
                channel_id=channel_id,
                month=month,
                kind=kind,
                received=before.received + received[key],
                answered=before.answered + answered[key],
            )
        )
    Tally.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["workspace", "channel", "month", "kind"],
        update_fields=["received", "answered"],
    )


def _by_month(
    things: Iterable[tuple[int, datetime, str]], zones: Mapping[int, ZoneInfo]
) -> Counter[_Month]:
    return Counter(
        (channel_id, rules.month_of(at, zone=zones[channel_id]), kind)
        for channel_id, at, kind in things
    )


def _forget_elsewhere(theirs: QuerySet[Feedback]) -> None:
    """Erase the same words where an archive brought them."""
    found: dict[tuple[int, str], list[str]] = {}
    for workspace_id, network, remote_id in theirs.values_list(
        "workspace", "channel__network", "remote_id"
    ):
        found.setdefault((workspace_id, network), []).append(remote_id)
    for (workspace_id, network), remote_ids in found.items():
        forget_feedback(workspace_id, network, remote_ids)


def _forget_blocks(rows: Iterable[Conversation]) -> None:
    """Forget that those are blocked of whom no word is left on a channel."""
    left = Feedback.objects.filter(
        workspace=OuterRef("workspace"),
        channel=OuterRef("channel"),
        author_id=OuterRef("author_id"),
    )
    blocks = Block.objects.filter(
        channel__in={row.channel_id for row in rows}, author_id__in={row.person_id for row in rows}
    )
    blocks.filter(~Exists(left)).delete()


def _delete(ids: Collection[int]) -> None:
    """Delete the conversations and all that hangs on them.

    Not by Django's own cascade: it would read the whole index of words for each.
    """
    for relation in Conversation._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model not in _NOT_FOLLOWED:
            rows = relation.related_model._base_manager
            rows.filter(**{f"{relation.field.name}__in": ids}).delete()
    places = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {_TABLE} WHERE id IN ({places})",  # noqa: S608 our name
            list(ids),
        )
