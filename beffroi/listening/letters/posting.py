"""Who reads the weekly letter, and how it leaves: once a week and reader, whatever happens."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from beffroi.core.jobs import enqueue
from beffroi.core.mailing import Fate, MailServerAway, hand_over, mail_is_set
from beffroi.listening.letters import mails
from beffroi.listening.letters.rules import due_week, leaves_at
from beffroi.listening.models import Letter, LetterReader
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission, may

SEND = "listening.letter"
#: Letters of long ago prove nothing any more.
_KEPT_FOR = timedelta(days=400)


def join(workspace: Workspace, user: User, *, now: datetime) -> None:
    """Let a member have the letter from the next one on. Asked twice, it is once."""
    LetterReader.objects.get_or_create(workspace=workspace, user=user, defaults={"since": now})


def leave(workspace: Workspace, user: User) -> None:
    """Send a member no letter any more."""
    LetterReader.objects.filter(workspace=workspace, user=user).delete()


def reads(workspace: Workspace, user: User) -> bool:
    """Tell whether a member has the letter."""
    return LetterReader.objects.filter(workspace=workspace, user=user).exists()


def plan(*, now: datetime) -> int:
    """Put the letters that are due on their way. Return how many there are."""
    Letter.objects.filter(planned_at__lt=now - _KEPT_FOR).delete()
    readers = LetterReader.objects.filter(workspace__closed_at=None, user__is_active=True)
    planned = 0
    for reader in readers.select_related("workspace").order_by("pk"):
        week = due_week(now, zone=reader.workspace.zone)
        if week is not None and reader.since <= leaves_at(week, zone=reader.workspace.zone):
            with transaction.atomic():
                letter, is_new = Letter.objects.get_or_create(
                    workspace=reader.workspace,
                    user_id=reader.user_id,
                    week=week,
                    defaults={"planned_at": now},
                )
                if is_new:
                    enqueue(SEND, key=str(letter.pk), run_at=now, payload={"id": letter.pk})
            planned += is_new
    return planned


def send(letter_id: int, *, now: datetime) -> None:
    """Hand one letter to the mail server, at most once. Raises MailServerAway where none left."""
    letter = Letter.objects.filter(pk=letter_id, state=Letter.State.WAITING).first()
    if letter is None:
        return
    if not mail_is_set() or not _may_read(letter):
        _note(letter, Letter.State.DROPPED)
        return
    mail = mails.mail_to(letter.user, letter.workspace, monday=letter.week)
    waiting = Letter.objects.filter(pk=letter.pk, state=Letter.State.WAITING)
    if not waiting.update(state=Letter.State.HANDED_OVER):
        return
    fate = hand_over(mail)
    if fate is Fate.TAKEN:
        _note(letter, Letter.State.SENT, sent_at=now)
    elif fate is Fate.REFUSED:
        _note(letter, Letter.State.REFUSED)
    elif fate is Fate.LATER:
        _note(letter, Letter.State.WAITING)
        raise MailServerAway


def drop(letter_id: int) -> None:
    """Give a letter up that could not leave."""
    rows = Letter.objects.filter(pk=letter_id, state=Letter.State.WAITING)
    rows.update(state=Letter.State.DROPPED)


def drop_all(now: datetime) -> None:
    """After a restore, send none of this week, nor what waits: they may have left since."""
    Letter.objects.filter(state=Letter.State.WAITING).update(state=Letter.State.DROPPED)
    readers = LetterReader.objects.filter(workspace__closed_at=None).select_related("workspace")
    due = ((one, due_week(now, zone=one.workspace.zone)) for one in readers.order_by("pk"))
    Letter.objects.bulk_create(
        [
            Letter(
                workspace=one.workspace,
                user_id=one.user_id,
                week=week,
                state=Letter.State.DROPPED,
                planned_at=now,
            )
            for one, week in due
            if week is not None
        ],
        ignore_conflicts=True,
    )


def _may_read(letter: Letter) -> bool:
    """Tell whether the reader still wants it, and may see what it tells."""
    reached = Workspace.objects.reachable_by(letter.user).filter(pk=letter.workspace_id).first()
    role = reached.reached_as if reached else None
    wants = reads(letter.workspace, letter.user)
    return wants and role is not None and may(role, Permission.SEE_INBOX)


def _note(letter: Letter, state: Letter.State, *, sent_at: datetime | None = None) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=state, sent_at=sent_at)
