"""What a team keeps of a person besides their words: a note, what they agreed to, an objection."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from beffroi.core import audit
from beffroi.core.gone import Gone
from beffroi.inbox.data_rules import may_be_contacts
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import Consent, Person, Suppression
from beffroi.inbox.people import holders, rules, suppression, who
from beffroi.inbox.people.who import Who
from beffroi.inbox.rules import typed_text
from beffroi.workspaces.models import User, Workspace


def may_be_kept(person: Who) -> bool:
    """Tell whether their network lets contacts be made of people."""
    return may_be_contacts(person.network)


def card(person: Who) -> Person | None:
    """Return what is kept of somebody, None when nothing was ever noted."""
    rows = Person.objects.filter(**person.key).select_related("noted_by")
    return rows.prefetch_related("consents__recorded_by").first()


@transaction.atomic
def note(person: Who, *, text: str, actor: User, now: datetime) -> None:
    """Keep one note of the team about somebody, in the place of the last. Raises CannotKeep."""
    row = _card_of(person, now=now)
    row.note = _text(text, longest=rules.NOTE_MAX)
    row.noted_by, row.changed_at = actor, now
    row.save(update_fields=["note", "noted_by", "changed_at"])
    _audit(person, "person.noted", f"person:{row.pk}", actor=actor, now=now)


@transaction.atomic
def record_consent(
    person: Who, *, text: str, source: str, agreed_on: date, actor: User, now: datetime
) -> Consent:
    """Keep what somebody agreed to. Raises CannotKeep."""
    words = _text(text, longest=rules.CONSENT_MAX)
    proof = _text(source, longest=rules.SOURCE_MAX)
    if not words or not proof:
        raise CannotKeep("empty")
    workspace = Workspace.objects.get(pk=person.workspace_id)
    if agreed_on > workspace.day_at(now):
        raise CannotKeep("to_come")
    row = Consent.objects.create(
        workspace_id=person.workspace_id,
        person=_card_of(person, now=now),
        text=words,
        source=proof,
        agreed_on=agreed_on,
        recorded_by=actor,
        recorded_at=now,
    )
    _audit(person, "consent.recorded", f"consent:{row.pk}", actor=actor, now=now)
    return row


@transaction.atomic
def withdraw_consent(row: Consent, *, actor: User, now: datetime) -> None:
    """Write down that it was taken back today; that it was given stays, as a proof."""
    withdrawn_on = max(row.workspace.day_at(now), row.agreed_on)
    rows = Consent.objects.filter(pk=row.pk, withdrawn_on__isnull=True)
    if rows.update(withdrawn_on=withdrawn_on):
        _audit_row(row, "consent.withdrawn", actor=actor, now=now)


@transaction.atomic
def restore_consent(row: Consent, *, actor: User, now: datetime) -> None:
    """Undo the withdrawal."""
    rows = Consent.objects.filter(pk=row.pk, withdrawn_on__isnull=False)
    if rows.update(withdrawn_on=None):
        _audit_row(row, "consent.restored", actor=actor, now=now)


@transaction.atomic
def object_(person: Who, *, actor: User, now: datetime) -> Suppression:
    """Write down that somebody objects: what they write is kept as long as it takes to answer.

    Raises CannotKeep for nobody; Gone when all about them was erased meanwhile.
    """
    if not rules.is_somebody(person.person_id):
        raise CannotKeep("nobody")
    who.locked(person)
    if not who.conversations_of(person).exists() and not holders.count(person):
        raise Gone(f"person in workspace {person.workspace_id}")
    row = suppression.note(person, Suppression.Kind.OBJECTED, at=now)
    holders.erase(person, now=now)  # what was heard of them is no part of an exchange with them
    _audit(person, "person.objected", f"suppression:{row.pk}", actor=actor, now=now)
    return row


@transaction.atomic
def lift_objection(person: Who, *, actor: User, now: datetime) -> None:
    """Write down that they object no more."""
    number = suppression.lift(person, at=now)
    if number is not None:
        subject = f"suppression:{number}"
        _audit(person, "person.objection_lifted", subject, actor=actor, now=now)


def _card_of(person: Who, *, now: datetime) -> Person:
    if not may_be_kept(person):
        raise CannotKeep("forbidden")
    if not rules.is_somebody(person.person_id):
        raise CannotKeep("nobody")
    who.locked(person)
    if not who.conversations_of(person).exists():  # erased since the page was opened
        raise CannotKeep("nobody")
    row, _ = Person.objects.get_or_create(**person.key, defaults={"changed_at": now})
    Person.objects.filter(pk=row.pk).update(changed_at=now)
    return row


def _text(typed: str, *, longest: int) -> str:
    text = typed_text(typed.replace("\0", ""))
    if len(text) > longest:
        raise CannotKeep("too_long")
    return text


def _audit_row(row: Consent, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"consent:{row.pk}",
        now=now,
    )


def _audit(person: Who, action: str, subject: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=person.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=subject,
        now=now,
    )
