"""The two automatic answers as people set them: their words, to whom, and their switch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from beffroi.company import rules as company_rules
from beffroi.company.queries import calendar_of
from beffroi.core import audit
from beffroi.inbox import actions
from beffroi.inbox.automation import replying, texts
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import Answer, AutomaticAnswer, AutomaticSending, Feedback
from beffroi.workspaces.models import User, Workspace

_TRIED_ON = timedelta(days=30)
_LOOKED_AT = 5_000
STARS = (3, 4, 5)
#: For so long it is told what left; a message is not answered by itself after that anyway.
_SENDINGS_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody typed."""

    text: str
    reach: str = AutomaticAnswer.Reach.PRIVATE
    stars_from: int = 4


def of(workspace: Workspace, *, language: str) -> Mapping[str, AutomaticAnswer]:
    """Return both, those that nobody set yet as they are offered: off."""
    kept = {row.kind: row for row in AutomaticAnswer.objects.filter(workspace=workspace)}
    return {
        kind: kept.get(kind)
        or AutomaticAnswer(
            workspace=workspace,
            kind=kind,
            language=language,
            texts=texts.offered(kind, language=language),
        )
        for kind in AutomaticAnswer.Kind.values
    }


@transaction.atomic
def keep(workspace: Workspace, kind: str, wish: Wish, *, actor: User, now: datetime) -> None:
    """Keep the words; what was on stays on, what was off stays off. Raises CannotKeep.

    Its language is that of whoever set it first: another who mends a comma does not change it.
    """
    row = _row(workspace, kind, actor)
    row.texts = texts.checked(kind, wish.text)
    row.reach = wish.reach if wish.reach in AutomaticAnswer.Reach.values else row.reach
    row.stars_from = wish.stars_from if wish.stars_from in STARS else row.stars_from
    _save(row, "automatic_answer.changed", actor=actor, now=now)


@transaction.atomic
def switch_on(workspace: Workspace, kind: str, *, actor: User, now: datetime) -> None:
    """Have it leave by itself from now on. Raises CannotKeep without opening hours to tell."""
    row = _row(workspace, kind, actor)
    if kind == AutomaticAnswer.Kind.HOURS and not knows_hours(workspace, now=now):
        raise CannotKeep("no_hours")
    row.on_since = row.on_since or now
    _save(row, "automatic_answer.switched_on", actor=actor, now=now)


@transaction.atomic
def switch_off(workspace: Workspace, kind: str, *, actor: User, now: datetime) -> None:
    """Have it leave no more, nor what waits to leave; what left is not taken back."""
    row = _row(workspace, kind, actor)
    row.on_since = None
    sent = AutomaticSending.objects.filter(workspace=workspace, kind=kind, answer__isnull=False)
    mine = Answer.objects.filter(pk__in=sent.order_by().values("answer"))
    actions.withdraw_automatic(mine, now=now)
    _save(row, "automatic_answer.switched_off", actor=actor, now=now)


def knows_hours(workspace: Workspace, *, now: datetime) -> bool:
    """Tell whether the company said when it is open."""
    return company_rules.next_opening(now, calendar=calendar_of(workspace)) is not None


def would_have_left(row: AutomaticAnswer, *, now: datetime) -> int:
    """Return how often it would have left in the last thirty days, of the newest messages."""
    since = now - _TRIED_ON
    if row.kind == AutomaticAnswer.Kind.THANKS:
        reviews = replying.without_words(row.workspace, stars_from=row.stars_from)
        seen = reviews.filter(is_hidden=False, is_held=False, can_answer=True)
        return seen.filter(written_at__gte=since).count()
    calendar = calendar_of(row.workspace)
    heard = Feedback.objects.there().filter(
        workspace=row.workspace,
        is_ours=False,
        is_hidden=False,
        is_held=False,
        can_answer=True,
        written_at__gte=since,
    )
    rows = heard.select_related("channel").only(
        "author_id", "written_at", "kind", "is_private", "channel__kind"
    )
    newest = list(rows.order_by("-written_at", "-id")[:_LOOKED_AT])
    told = set()
    until: datetime | None = None
    for one in reversed(newest):
        if until is None or one.written_at >= until:  # else the doors are closed since the last
            until = company_rules.next_opening(one.written_at, calendar=calendar)
        if until is None:
            break  # it never opens: there is nothing to tell
        is_closed = until > one.written_at
        if is_closed and replying.is_asked_while_closed(one, reach=row.reach):
            told.add((one.channel_id, one.author_id, until))
    return len(told)


def sent_since(workspace: Workspace, kind: str, *, since: datetime) -> list[AutomaticSending]:
    """Return the newest of a kind that left or could not, newest first."""
    rows = AutomaticSending.objects.filter(workspace=workspace, kind=kind, made_at__gte=since)
    ordered = rows.select_related("feedback__conversation", "channel", "answer")
    return list(ordered.order_by("-made_at", "-id")[:20])


def clear(*, now: datetime) -> None:
    """Forget whom hours were told once the doors have opened, and old sendings altogether."""
    told = AutomaticSending.objects.exclude(person_id="")
    told.filter(closed_until__lte=now).update(person_id="")
    AutomaticSending.objects.filter(made_at__lte=now - _SENDINGS_KEPT).delete()


def answer_nothing_older(*, now: datetime) -> None:
    """After a restore: what was written before it may have been answered since the backup."""
    AutomaticAnswer.objects.filter(on_since__isnull=False).update(on_since=now)


def forget(person_id: str, *, channel_id: int) -> None:
    """Forget the number of somebody who asks to be forgotten. Inside a transaction."""
    theirs = AutomaticSending.objects.filter(channel=channel_id, person_id=person_id)
    theirs.update(person_id="")


def _row(workspace: Workspace, kind: str, actor: User) -> AutomaticAnswer:
    """Hold the workspace, for there may be no row yet: of two who set it first, one comes first."""
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    AutomaticAnswer.objects.select_for_update().filter(workspace=workspace, kind=kind).first()
    return of(workspace, language=actor.language)[kind]


def _save(row: AutomaticAnswer, action: str, *, actor: User, now: datetime) -> None:
    row.changed_by, row.changed_at = actor, now
    row.save()
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"automatic_answer:{row.kind}",
        now=now,
    )
