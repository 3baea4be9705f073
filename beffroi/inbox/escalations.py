"""Brings a conversation before the crisis team: tells it, shows the way, and closes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.db import transaction

from beffroi.company.models import CrisisContact
from beffroi.company.queries import CrisisPlan, crisis_of
from beffroi.core import audit
from beffroi.core.jobs import cancel, enqueue
from beffroi.core.mailing import is_refused_for_good, mail_is_set
from beffroi.inbox import actions, mails, notes, summary
from beffroi.inbox.members import who_may
from beffroi.inbox.models import Conversation, Escalation, EscalationNotice, Nudge
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission, normal_email, one_line

MAIL_ALERT = "inbox.mail_alert"
#: An alert can be taken back before anybody outside hears of it.
MAILED_AFTER = timedelta(minutes=1)
Way = EscalationNotice.Way


class CannotAlert(Exception):
    """What the person wrote is gone: there is nothing left to bring before anybody."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who is told: members by a card on their Today, contacts of the crisis file by mail.

    `others` must be called: contacts without an address, all of them without a mail server.
    """

    members: tuple[User, ...]
    mailed: tuple[CrisisContact, ...]
    others: tuple[CrisisContact, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """An open escalation as the conversation shows it: who is told, and what was prepared."""

    escalation: Escalation
    notices: tuple[EscalationNotice, ...]
    plan: CrisisPlan
    #: Contacts whom no mail was meant for.
    to_call: tuple[CrisisContact, ...]


def team(workspace: Workspace, *, besides: User) -> Team:
    """Return who would be told by somebody; each address gets one mail. Four queries at most."""
    members = who_may(workspace, Permission.MANAGE_COMPANY).exclude(pk=besides.pk)
    contacts = crisis_of(workspace).contacts
    mailed = tuple(_one_per_address(contacts, besides=normal_email(besides.email)))
    return Team(tuple(members), mailed if mail_is_set() else (), _to_call(contacts))


def alarm_of(conversation: Conversation) -> Alarm | None:
    """Return the open escalation of a conversation; no query where there is none, else four."""
    if conversation.escalated_at is None:
        return None
    rows = Escalation.objects.filter(conversation=conversation, closed_at=None)
    escalation = rows.select_related("raised_by").first()
    if escalation is None:
        return None
    notices = tuple(escalation.notices.select_related("member", "contact").order_by("way", "id"))
    plan = crisis_of(conversation.workspace)
    noticed = {notice.contact_id for notice in notices}
    to_call = tuple(one for one in _to_call(plan.contacts) if one.pk not in noticed)
    return Alarm(escalation, notices, plan, to_call)


@transaction.atomic
def alert(conversation: Conversation, *, why: str, actor: User, now: datetime) -> Escalation:
    """Bring a conversation before the crisis team; one that is there already stays as it is.

    What somebody else says of it then is kept as their note. It comes back at once if it was put
    aside or settled, and what would leave by itself does not. Raises CannotAlert.
    """
    actions.withdraw_automatic(conversation.answers.all(), now=now)
    conversation = summary.locked(conversation.pk)
    standing = Escalation.objects.filter(conversation=conversation, closed_at=None).first()
    if standing is not None:
        _keep_reason(standing, why=one_line(why), actor=actor, now=now)
        return standing
    if not conversation.person_name:
        raise CannotAlert
    escalation = Escalation.objects.create(
        workspace_id=conversation.workspace_id,
        conversation=conversation,
        raised_by=actor,
        raised_at=now,
        why=one_line(why),
    )
    conversation.snoozed_until = None
    conversation.status = Conversation.Status.OPEN
    _stand(conversation, escalated_at=now, now=now)
    _tell(escalation, actor=actor, now=now)
    _audit(escalation, "escalation.raised", actor=actor, now=now)
    return escalation


@transaction.atomic
def close(escalation: Escalation, *, actor: User, now: datetime) -> None:
    """It is settled: the conversation stands as others do, and mails that wait do not leave."""
    conversation = summary.locked(escalation.conversation_id)
    standing = Escalation.objects.filter(pk=escalation.pk, closed_at=None)
    closed_at = max(now, escalation.raised_at)  # a clock may have been set back
    if not standing.update(closed_at=closed_at, closed_by=actor):
        return
    _stand(conversation, escalated_at=None, now=now)
    Nudge.objects.filter(escalation=escalation, seen_at=None).update(seen_at=now)
    for notice in _due(escalation):
        cancel(MAIL_ALERT, key=str(notice.pk))
    _audit(escalation, "escalation.closed", actor=actor, now=now)


@transaction.atomic
def reopen(escalation: Escalation, *, actor: User, now: datetime) -> bool:
    """Undo the closing: the cards are back, and mails that waited leave soon.

    False, and nothing changed, when the team was alerted to the conversation again since. Raises
    CannotAlert.
    """
    conversation = summary.locked(escalation.conversation_id)
    escalation.refresh_from_db()
    if escalation.closed_at is None:
        return True
    if conversation.escalated_at is not None:
        return False
    if not conversation.person_name:
        raise CannotAlert
    Nudge.objects.filter(escalation=escalation, seen_at=escalation.closed_at).update(seen_at=None)
    Escalation.objects.filter(pk=escalation.pk).update(closed_at=None, closed_by=None)
    _stand(conversation, escalated_at=escalation.raised_at, now=now)
    for notice in _due(escalation):
        _ask_mail(notice, now=now)
    _audit(escalation, "escalation.reopened", actor=actor, now=now)
    return True


def mail(notice_id: int, *, now: datetime) -> None:
    """Mail one contact, unless it was done, settled, or there is nobody to reach any more.

    What is refused for good, and what no mail server could take, is given up at once: somebody must
    call. If the process dies between the server's word and ours, it leaves again: an alert is
    better told twice than never.
    """
    rows = EscalationNotice.objects.filter(
        escalation__closed_at=None, workspace__closed_at=None, told_at=None, way=Way.MAIL
    )
    rows = rows.select_related(
        "escalation__conversation__channel", "escalation__raised_by", "workspace", "contact"
    )
    notice = rows.filter(pk=notice_id).first()
    if notice is None:
        return
    contact = notice.contact
    if contact is None or contact.removed_at is not None or not contact.email:
        give_up(notice.pk, now=now)
        return
    if not mail_is_set():
        give_up(notice.pk, now=now)
        return
    try:
        mails.send_alert(notice.escalation, workspace=notice.workspace, contact=contact)
    except SMTPException as error:
        if not is_refused_for_good(error):
            raise
        give_up(notice.pk, now=now)
        return
    EscalationNotice.objects.filter(pk=notice.pk).update(told_at=now, given_up_at=None)


def give_up(notice_id: int, *, now: datetime) -> None:
    """Let the conversation say that a mail did not leave: whoever it was for must be called."""
    EscalationNotice.objects.filter(pk=notice_id, told_at=None).update(given_up_at=now)


def give_up_all(*, now: datetime) -> None:
    """After a restore, no mail leaves by itself: it may have left since the backup."""
    waiting = EscalationNotice.objects.filter(told_at=None, given_up_at=None)
    for notice_id in waiting.order_by("id").values_list("pk", flat=True):
        cancel(MAIL_ALERT, key=str(notice_id))
    waiting.update(given_up_at=now)


def _keep_reason(standing: Escalation, *, why: str, actor: User, now: datetime) -> None:
    """Keep why somebody alerts again, for those who look: a note, unless it says nothing new."""
    conversation = standing.conversation
    said = {standing.why, *notes.of(conversation).values_list("text", flat=True), ""}
    if conversation.person_name and why not in said:
        notes.write(conversation, text=why, actor=actor, now=now)


def _stand(conversation: Conversation, *, escalated_at: datetime | None, now: datetime) -> None:
    """Put a conversation before all others, or back among them."""
    conversation.escalated_at = escalated_at
    summary.refresh(conversation, now=now)


def _tell(escalation: Escalation, *, actor: User, now: datetime) -> None:
    workspace = escalation.workspace
    told = team(workspace, besides=actor)
    same = {"workspace": workspace, "escalation": escalation}
    EscalationNotice.objects.bulk_create(
        EscalationNotice(**same, way=Way.CARD, member=member, told_at=now)
        for member in told.members
    )
    Nudge.objects.bulk_create(
        Nudge(
            workspace=workspace,
            user=member,
            conversation_id=escalation.conversation_id,
            kind=Nudge.Kind.ESCALATED,
            escalation=escalation,
            told_by=actor,
            told_at=now,
        )
        for member in told.members
    )
    for contact in told.mailed:
        notice = EscalationNotice.objects.create(**same, way=Way.MAIL, contact=contact)
        _ask_mail(notice, now=now)


def _due(escalation: Escalation) -> list[EscalationNotice]:
    rows = escalation.notices.filter(way=Way.MAIL, told_at=None, given_up_at=None)
    return list(rows.order_by("id"))


def _ask_mail(notice: EscalationNotice, *, now: datetime) -> None:
    enqueue(
        MAIL_ALERT,
        key=str(notice.pk),
        run_at=now + MAILED_AFTER,
        payload={"notice_id": notice.pk},
        workspace_id=notice.workspace_id,
        replace=True,
    )


def _to_call(contacts: Iterable[CrisisContact]) -> tuple[CrisisContact, ...]:
    return tuple(one for one in contacts if not (one.email and mail_is_set()))


def _one_per_address(
    contacts: Collection[CrisisContact], *, besides: str
) -> Iterator[CrisisContact]:
    seen = {besides, ""}
    for contact in contacts:
        address = normal_email(contact.email)
        if address not in seen:
            seen.add(address)
            yield contact


def _audit(escalation: Escalation, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=escalation.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"conversation:{escalation.conversation_id}",
        now=now,
    )
