"""How to make what addresses of the inbox name; the rest is in `objects`."""

from __future__ import annotations

import uuid
from datetime import timedelta

from beffroi.inbox.models import (
    Consent,
    Conversation,
    Erasure,
    Escalation,
    Feedback,
    Label,
    Note,
    Nudge,
    Person,
    Rule,
    RuleAct,
    SavedAnswer,
    SavedView,
    Sweep,
)
from tests.access.objects import Side, make_channel, maker


@maker
def feedback_id(side: Side) -> object:
    conversation_id(side)
    return Feedback.objects.filter(workspace=side.workspace).latest("pk").pk


@maker
def conversation_id(side: Side) -> object:
    return _conversation(side).pk


def _conversation(side: Side) -> Conversation:
    channel = make_channel(side)
    conversation = Conversation.objects.create(
        workspace=side.workspace,
        channel=channel,
        root_id=uuid.uuid4().hex,
        person_id="odile",
        person_name="Odile",
        person_handle="odile.example",
        excerpt="Bonjour",
        last_feedback_at=side.now,
    )
    Feedback.objects.create(
        workspace=side.workspace,
        conversation=conversation,
        channel=channel,
        remote_id=uuid.uuid4().hex,
        kind="review",
        author_id="odile",
        author_handle="odile.example",
        text="Bonjour",
        written_at=side.now,
        received_at=side.now,
        checked_at=side.now,
    )
    return conversation


@maker
def view_id(side: Side) -> object:
    return SavedView.objects.create(workspace=side.workspace, name=uuid.uuid4().hex).pk


@maker
def label_id(side: Side) -> object:
    return Label.objects.create(workspace=side.workspace, name=uuid.uuid4().hex).pk


@maker
def note_id(side: Side) -> object:
    return Note.objects.create(
        workspace=side.workspace,
        conversation=_conversation(side),
        author=side.person,
        text="À rappeler",
        written_at=side.now,
    ).pk


@maker
def nudge_id(side: Side) -> object:
    return Nudge.objects.create(
        workspace=side.workspace,
        user=side.person,
        conversation=_conversation(side),
        kind=Nudge.Kind.ASSIGNED,
        told_at=side.now,
    ).pk


@maker
def rule_id(side: Side) -> object:
    return _rule(side).pk


def _rule(side: Side) -> Rule:
    return Rule.objects.create(workspace=side.workspace, name=uuid.uuid4().hex, changed_at=side.now)


@maker
def act_id(side: Side) -> object:
    conversation = _conversation(side)
    return RuleAct.objects.create(
        workspace=side.workspace,
        rule=_rule(side),
        feedback=conversation.feedback.get(),
        conversation=conversation,
        acted_at=side.now,
        done=["label"],
    ).pk


@maker
def escalation_id(side: Side) -> object:
    return Escalation.objects.create(
        workspace=side.workspace,
        conversation=_conversation(side),
        raised_by=side.person,
        raised_at=side.now,
    ).pk


@maker
def saved_answer_id(side: Side) -> object:
    return SavedAnswer.objects.create(
        workspace=side.workspace, name=uuid.uuid4().hex, text="Bonjour", changed_at=side.now
    ).pk


@maker
def sweep_id(side: Side) -> object:
    return Sweep.objects.create(
        workspace=side.workspace, actor=side.person, done_at=side.now, rows=[]
    ).pk


@maker
def consent_id(side: Side) -> object:
    person = Person.objects.create(
        workspace=side.workspace,
        network="bluesky",
        person_id=uuid.uuid4().hex,
        changed_at=side.now,
    )
    return Consent.objects.create(
        workspace=side.workspace,
        person=person,
        text="J’accepte",
        source="Courriel",
        agreed_on=side.now.date(),
        recorded_at=side.now,
    ).pk


@maker
def erasure_id(side: Side) -> object:
    return Erasure.objects.create(
        workspace=side.workspace,
        reference=uuid.uuid4().hex[:12],
        network="bluesky",
        person_id=uuid.uuid4().hex,
        asked_at=side.now,
        due_at=side.now + timedelta(minutes=10),
    ).pk
