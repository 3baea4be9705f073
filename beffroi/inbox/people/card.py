"""What the page of a person shows: all that a workspace holds of them, and until when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, Max, Min, Q, QuerySet

from beffroi.archives.keeping import history_of
from beffroi.archives.models import ArchiveImport, HistoryFeedback
from beffroi.channels.queries import network_name
from beffroi.inbox import rules as inbox_rules
from beffroi.inbox.models import (
    Answer,
    Block,
    Conversation,
    Erasure,
    Feedback,
    Label,
    Note,
    Person,
    SavedAnswer,
    Suppression,
)
from beffroi.inbox.naming import shown
from beffroi.inbox.people import erasure, holders, keeping, rules, suppression, who
from beffroi.inbox.people.terms import months_kept
from beffroi.inbox.people.who import Who

#: More than a page shows; how many there are is said.
CONVERSATIONS_SHOWN = 50
#: A name or a handle that is shorter stands in too many other words.
_NAME_MIN = 4


@dataclass(frozen=True, slots=True)
class Exchange:
    """One conversation in the history."""

    id: int
    at: datetime
    excerpt: str
    stars: int | None
    channel: str
    is_private: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What of the team's own bears the person's name, and is not erased by itself."""

    notes: tuple[Note, ...] = ()
    labels: tuple[Label, ...] = ()
    saved_answers: tuple[SavedAnswer, ...] = ()
    archives: tuple[ArchiveImport, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether there is something to look at."""
        return bool(self.notes or self.labels or self.saved_answers or self.archives)


@dataclass(frozen=True, slots=True)
class Card:
    """All about a person in a workspace."""

    who: Who
    name: str
    handle: str
    network_name: str
    first_at: datetime | None
    last_at: datetime | None
    message_count: int
    stars: float | None
    conversation_count: int
    history: tuple[Exchange, ...]
    answer_count: int
    #: How many public messages of theirs were heard elsewhere.
    heard_count: int
    kept: Person | None
    may_be_kept: bool
    objection: Suppression | None
    erasure: Erasure | None
    #: On which channels they are blocked.
    blocks: tuple[Block, ...]
    elsewhere: Elsewhere
    #: When the newest of it goes by itself.
    erased_at: datetime | None

    @property
    def is_named(self) -> bool:
        """Whether their network says who they are: else each thread is somebody else."""
        return not inbox_rules.is_unnamed(self.who.person_id)


def of(conversation: Conversation, *, now: datetime) -> Card:
    """Return what the workspace of a conversation holds of its person."""
    person = who.of(conversation)
    theirs = who.feedback_of(person)
    counts = theirs.aggregate(
        first=Min("written_at"), last=Max("written_at"), number=Count("id"), stars=Avg("stars")
    )
    rows = who.conversations_of(person).order_by("-last_feedback_at", "-id")
    history = _history(list(rows.select_related("channel")[:CONVERSATIONS_SHOWN]))
    objection = suppression.objection(person)
    return Card(
        who=person,
        name=shown(conversation.person_name, network=person.network),
        handle=conversation.at,
        network_name=network_name(person.network),
        first_at=counts["first"],
        last_at=counts["last"],
        message_count=counts["number"],
        stars=counts["stars"],
        conversation_count=rows.count(),
        history=history,
        answer_count=Answer.objects.filter(conversation__in=rows.order_by()).count(),
        heard_count=holders.count(person),
        kept=keeping.card(person),
        may_be_kept=keeping.may_be_kept(person),
        objection=objection,
        erasure=erasure.pending(person),
        blocks=tuple(who.blocks_of(person)),
        elsewhere=_elsewhere(conversation, person, rows.order_by(), theirs),
        erased_at=_erased_at(person, counts["last"], objects=objection is not None, now=now),
    )


def _history(rows: list[Conversation]) -> tuple[Exchange, ...]:
    answers: dict[int, list[Answer]] = defaultdict(list)
    said = Answer.objects.filter(conversation__in=[row.pk for row in rows])
    for answer in said.select_related("author", "delivery").order_by("written_at", "id"):
        answers[answer.conversation_id].append(answer)
    return tuple(
        Exchange(
            row.pk,
            row.last_feedback_at,
            row.excerpt,
            row.stars,
            row.channel.called,
            row.is_private,
            tuple(answers[row.pk]),
        )
        for row in rows
    )


def _elsewhere(
    conversation: Conversation,
    person: Who,
    rows: QuerySet[Conversation],
    theirs: QuerySet[Feedback],
) -> Elsewhere:
    """Look for their whole name and handle in what the team wrote besides their conversations."""
    names = {conversation.person_name, conversation.person_handle}
    names = {name for name in names if len(name) >= _NAME_MIN}
    if not names:
        return Elsewhere()
    notes = Note.objects.filter(_any("text", names), deleted_at__isnull=True)
    labels = Label.objects.filter(_any("name", names), deleted_at__isnull=True)
    saved = SavedAnswer.objects.filter(
        _any("text", names) | _any("name", names), deleted_at__isnull=True
    )
    of_workspace = {"workspace": person.workspace_id}
    return Elsewhere(
        tuple(notes.filter(**of_workspace).exclude(conversation__in=rows).order_by("id")[:20]),
        tuple(labels.filter(**of_workspace).order_by("name", "id")[:20]),
        tuple(saved.filter(**of_workspace).order_by("name", "id")[:20]),
        tuple(_archives(person, names, theirs)[:20]),
    )


def _archives(person: Who, names: set[str], theirs: QuerySet[Feedback]) -> QuerySet[ArchiveImport]:
    """Return the archives in which somebody of their name wrote what does not go with the rest."""
    go = history_of(
        person.workspace_id,
        person.network,
        theirs.values_list("remote_id", flat=True),
        author_id=person.telling_id,
    )
    rows = HistoryFeedback.objects.filter(_any("author_name", names), workspace=person.workspace_id)
    found = rows.exclude(pk__in=go.values("pk")).values("archive_import")
    return ArchiveImport.objects.filter(pk__in=found).order_by("id")


def _any(field: str, names: set[str]) -> Q:
    found = Q(pk__in=[])
    for name in sorted(names):
        found |= Q(**{f"{field}__icontains": name})
    return found


def _erased_at(
    person: Who, last_at: datetime | None, *, objects: bool, now: datetime
) -> datetime | None:
    if last_at is None:
        return None
    term = rules.months_after(last_at, months_kept(person.workspace_id, now=now))
    return min(term, last_at + rules.OBJECTED_KEPT) if objects else term
