"""All that a workspace holds of one person, as a file for them: data, and a page to read.

What the rules of a network let nobody take out is left out and said (`data_rules`). Names of the
team are not theirs, and stay.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from beffroi.archives.keeping import history_of
from beffroi.archives.models import HistoryFeedback
from beffroi.channels.queries import network_name
from beffroi.core import audit
from beffroi.core.models import AuditEntry
from beffroi.inbox import data_rules
from beffroi.inbox.models import (
    Answer,
    Conversation,
    ConversationLabel,
    Erasure,
    Escalation,
    Feedback,
    Note,
    Person,
    Suppression,
)
from beffroi.inbox.people import erasure, holders, keeping, suppression, trail, who
from beffroi.inbox.people.holders import Held
from beffroi.inbox.people.who import Who
from beffroi.workspaces.models import User, Workspace

_FORMAT = 1
_SUBJECTS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """Something said: by them (their words may have to stay), or by us to them."""

    id: int
    conversation: int
    at: datetime
    is_ours: bool
    kind: str = ""
    text: str = ""
    name: str = ""
    handle: str = ""
    url: str = ""
    stars: int | None = None
    recommends: bool | None = None
    edited_at: datetime | None = None
    is_private: bool = False
    #: How it was understood here, in the labels of `language.sources`.
    tone: str = ""
    intent: str = ""
    urgency: str = ""
    language: str = ""
    aspects: dict[str, str] = field(default_factory=dict)
    #: Why there are no words: the rules of the network, or they were deleted.
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Everything:
    """What goes into the file."""

    made_at: datetime
    workspace: str
    #: Where the times of the page are told; those of the data bear their own.
    time_zone: str
    network: str
    person_id: str
    #: Whether what they wrote may leave.
    is_allowed: bool
    said: tuple[Entry, ...]
    notes: tuple[dict[str, Any], ...]
    labels: tuple[str, ...]
    #: What they wrote in public that was heard elsewhere.
    heard: tuple[Held, ...] = ()
    #: The same words as archives brought them.
    archived: tuple[dict[str, Any], ...] = ()
    note: str = ""
    consents: tuple[dict[str, Any], ...] = ()
    objected_at: datetime | None = None
    #: On which of our accounts they are blocked, and since when.
    blocks: tuple[dict[str, Any], ...] = ()
    trail: tuple[dict[str, Any], ...] = field(default=())


def export(conversation: Conversation, *, actor: User, now: datetime) -> bytes:
    """Return a zip of all about the person of a conversation, and write down that it was made.

    It is made outside any transaction: whoever writes meanwhile does not wait for it.
    """
    made = _zipped(gather(conversation, now=now))
    audit.record(
        workspace_id=conversation.workspace_id,
        actor_id=actor.pk,
        action="person.exported",
        subject=f"conversation:{conversation.pk}",
        now=now,
    )
    return made


def gather(conversation: Conversation, *, now: datetime) -> Everything:
    """Read all of it."""
    person = who.of(conversation)
    workspace = Workspace.objects.get(pk=person.workspace_id)
    rows = who.conversations_of(person)
    ids = list(rows.order_by("id").values_list("pk", flat=True))
    is_allowed = data_rules.may_export(person.network)
    kept, objection = keeping.card(person), suppression.objection(person)
    return Everything(
        made_at=now,
        workspace=workspace.name,
        time_zone=workspace.time_zone,
        network=network_name(person.network),
        person_id=person.person_id if is_allowed else "",
        is_allowed=is_allowed,
        said=_said(person, ids),
        notes=_notes(ids),
        labels=_labels(ids),
        heard=holders.told(person, is_allowed=is_allowed),
        archived=_archived(person, is_allowed=is_allowed),
        note=kept.note if kept else "",
        consents=tuple(
            {
                "text": row.text,
                "source": row.source,
                "agreed_on": row.agreed_on,
                "withdrawn_on": row.withdrawn_on,
            }
            for row in (kept.consents.all() if kept else ())
        ),
        objected_at=objection.at if objection else None,
        blocks=tuple(
            {"channel": row.channel.called, "since": row.blocked_at}
            for row in who.blocks_of(person)
        ),
        trail=_trail(person, ids, _about(kept, objection, erasure.pending(person))),
    )


def _said(person: Who, ids: list[int]) -> tuple[Entry, ...]:
    theirs = who.feedback_of(person)
    allowed = set(data_rules.for_export(theirs).values_list("pk", flat=True))
    entries = [_entry(row, is_allowed=row.pk in allowed) for row in theirs.order_by("id")]
    answers = Answer.objects.filter(conversation__in=ids).select_related("delivery")
    entries += [
        Entry(
            id=row.pk,
            conversation=row.conversation_id,
            at=row.written_at,
            is_ours=True,
            text=row.text,
            url=row.delivery.remote_url,
        )
        for row in answers.order_by("id")
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.at, entry.is_ours, entry.id)))


def _entry(row: Feedback, *, is_allowed: bool) -> Entry:
    entry = Entry(
        id=row.pk,
        conversation=row.conversation_id,
        at=row.written_at,
        is_ours=False,
        kind=row.kind,
        is_private=row.is_private,
    )
    if not is_allowed:
        return replace(entry, left_out="deleted" if row.is_gone else "network_rules")
    return replace(
        entry,
        text=row.text,
        name=row.author_name,
        handle=row.author_handle,
        url=row.url,
        stars=row.stars,
        recommends=row.recommends,
        edited_at=row.edited_at,
        tone=row.tone,
        intent=row.intent,
        urgency=row.urgency,
        language=row.language,
        aspects=row.aspects,
    )


def _notes(ids: list[int]) -> tuple[dict[str, Any], ...]:
    """Return what the team wrote about them: in notes, in giving, in alerting."""
    notes = Note.objects.filter(conversation__in=ids, deleted_at__isnull=True)
    given = Conversation.objects.filter(pk__in=ids).exclude(assignment_note="")
    alerts = Escalation.objects.filter(conversation__in=ids).exclude(why="")
    return (
        *(
            {"conversation": row.conversation_id, "at": row.written_at, "text": row.text}
            for row in notes.order_by("written_at", "id")
        ),
        *(
            {"conversation": row.pk, "at": row.assigned_at, "text": row.assignment_note}
            for row in given.order_by("id")
        ),
        *(
            {"conversation": row.conversation_id, "at": row.raised_at, "text": row.why}
            for row in alerts.order_by("raised_at", "id")
        ),
    )


def _labels(ids: list[int]) -> tuple[str, ...]:
    borne = ConversationLabel.objects.filter(conversation__in=ids, label__deleted_at__isnull=True)
    return tuple(sorted(set(borne.values_list("label__name", flat=True))))


def _archived(person: Who, *, is_allowed: bool) -> tuple[dict[str, Any], ...]:
    """Return what archives hold that is known as theirs; by a name alone nobody is known."""
    remote_ids = who.feedback_of(person).values_list("remote_id", flat=True)
    rows = history_of(person.workspace_id, person.network, remote_ids, author_id=person.telling_id)
    return tuple(_history(row, is_allowed=is_allowed) for row in rows.order_by("id"))


def _history(row: HistoryFeedback, *, is_allowed: bool) -> dict[str, Any]:
    line: dict[str, Any] = {"at": row.written_at, "kind": row.kind}
    if not is_allowed:
        return {**line, "left_out": "network_rules"}
    return {
        **line,
        "name": row.author_name,
        "text": row.text,
        "stars": row.stars,
        "url": row.url,
        "answer": row.answer,
        "answered_at": row.answered_at,
    }


def _about(kept: Person | None, objection: Suppression | None, asked: Erasure | None) -> list[str]:
    """Return how the trail calls what is held of a person besides their words."""
    subjects = [f"person:{kept.pk}"] if kept else []
    subjects += [f"consent:{row.pk}" for row in (kept.consents.all() if kept else ())]
    subjects += [f"suppression:{objection.pk}"] if objection else []
    return subjects + ([f"erasure:{asked.pk}"] if asked else [])


def _trail(person: Who, ids: list[int], about: list[str]) -> tuple[dict[str, Any], ...]:
    """Return what was done about them, and when; not by whom."""
    feedback = who.feedback_of(person).values_list("pk", flat=True)
    notes = Note.objects.filter(conversation__in=ids).values_list("pk", flat=True)
    subjects = [f"conversation:{one}" for one in ids]
    subjects += [f"feedback:{one}" for one in feedback] + [f"note:{one}" for one in notes]
    subjects += about
    lines: list[dict[str, Any]] = [
        dict(line)
        for start in range(0, len(subjects), _SUBJECTS_AT_ONCE)
        for line in AuditEntry.objects.filter(
            workspace_id=person.workspace_id,
            subject__in=subjects[start : start + _SUBJECTS_AT_ONCE],
        ).values("id", "at", "action", "subject")
    ]
    return tuple(sorted(lines, key=lambda line: line["id"]))


def _zipped(everything: Everything) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        done = [(line["at"], trail.in_words(line["action"])) for line in everything.trail]
        page = render_to_string(
            "inbox/people/export.html", {"everything": everything, "done": done}
        )
        archive.writestr("index.html", page)
        archive.writestr("data.json", _json(everything))
    return target.getvalue()


def _json(everything: Everything) -> str:
    return json.dumps(
        {"format": _FORMAT, **asdict(everything)}, ensure_ascii=False, indent=1, default=str
    )
