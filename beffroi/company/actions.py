"""What people do with what the company says of itself: one function per intention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from beffroi.company.hours_text import Times
from beffroi.company.models import AnswerDelay, Company, ExceptionalClosure
from beffroi.company.rules import Delay, Kind
from beffroi.company.signals import terms_changed
from beffroi.core import audit
from beffroi.workspaces.models import User, Workspace

_REMOVED_ARE_KEPT_FOR = timedelta(days=1)
#: More coming closures than this is a calendar that went wrong.
CLOSURES_MAX = 60


class TooManyClosures(Exception):
    """The company has as many closures to come as a list can hold."""


@dataclass(frozen=True)
class Identity:
    """Who the company is to its customers."""

    name: str
    address: str
    phone: str
    email: str
    website: str
    trades: tuple[str, ...]
    signature: str


@transaction.atomic
def say_identity(workspace: Workspace, *, identity: Identity, actor: User, now: datetime) -> None:
    """Keep name, ways to reach the company, trades and the name that signs."""
    values = vars(identity) | {"trades": list(identity.trades)}
    _change(workspace, values, what="identity", actor=actor, now=now)


@transaction.atomic
def say_policies(
    workspace: Workspace, *, policies: Mapping[str, str], actor: User, now: datetime
) -> None:
    """Keep the short texts about how the company works."""
    _change(workspace, policies, what="policies", actor=actor, now=now)


@transaction.atomic
def say_hours(
    workspace: Workspace, *, week: Sequence[Sequence[Times]], actor: User, now: datetime
) -> None:
    """Keep the openings of an ordinary week, Monday first; a week without any is unknown again."""
    kept = [[list(times) for times in day] for day in week] if any(week) else None
    _change(workspace, {"week": kept}, what="hours", actor=actor, now=now)
    _tell(workspace, now=now)


@transaction.atomic
def say_holidays(
    workspace: Workspace,
    *,
    region: str,
    open_holidays: Sequence[str],
    actor: User,
    now: datetime,
) -> None:
    """Keep whose public holidays count, and on which of them the doors are open."""
    values = {"holiday_region": region, "open_holidays": list(open_holidays)}
    _change(workspace, values, what="holidays", actor=actor, now=now)
    _tell(workspace, now=now)


@transaction.atomic
def add_closure(
    workspace: Workspace,
    *,
    first_day: date,
    last_day: date,
    sentence: str,
    actor: User,
    now: datetime,
) -> ExceptionalClosure:
    """Close for some days. Raises TooManyClosures."""
    _forget_removed(workspace, now=now)
    today = now.astimezone(workspace.zone).date()
    coming = ExceptionalClosure.objects.filter(
        workspace=workspace, removed_at=None, last_day__gte=today
    )
    if coming.count() >= CLOSURES_MAX:
        raise TooManyClosures
    row = ExceptionalClosure.objects.create(
        workspace=workspace, first_day=first_day, last_day=last_day, sentence=sentence
    )
    _record(workspace, "company.closure_added", f"closure {row.pk}", actor=actor, now=now)
    _tell(workspace, now=now)
    return row


@transaction.atomic
def remove_closure(row: ExceptionalClosure, *, actor: User, now: datetime) -> None:
    """Open as on other days; the closure can be brought back for a day."""
    _forget_removed(row.workspace, now=now)
    ExceptionalClosure.objects.filter(pk=row.pk, removed_at=None).update(removed_at=now)
    _record(row.workspace, "company.closure_removed", f"closure {row.pk}", actor=actor, now=now)
    _tell(row.workspace, now=now)


@transaction.atomic
def bring_closure_back(row: ExceptionalClosure, *, actor: User, now: datetime) -> None:
    """Undo the removal of a closure."""
    ExceptionalClosure.objects.filter(pk=row.pk).update(removed_at=None)
    _record(row.workspace, "company.closure_returned", f"closure {row.pk}", actor=actor, now=now)
    _tell(row.workspace, now=now)


@transaction.atomic
def promise(
    workspace: Workspace, *, delays: Mapping[Kind, Delay], actor: User, now: datetime
) -> None:
    """Promise a first answer within these delays."""
    for kind, delay in delays.items():
        AnswerDelay.objects.update_or_create(
            workspace=workspace,
            kind=kind.value,
            defaults={"minutes": delay.minutes, "measure": delay.measure.value},
        )
    _record(workspace, "company.promised", f"workspace {workspace.pk}", actor=actor, now=now)
    _tell(workspace, now=now)


def _tell(workspace: Workspace, *, now: datetime) -> None:
    terms_changed.send(sender=Workspace, workspace=workspace, now=now)


def _change(
    workspace: Workspace, values: Mapping[str, object], *, what: str, actor: User, now: datetime
) -> None:
    Company.objects.update_or_create(workspace=workspace, defaults={**values, "changed_at": now})
    _record(workspace, f"company.{what}_changed", f"workspace {workspace.pk}", actor=actor, now=now)


def _forget_removed(workspace: Workspace, *, now: datetime) -> None:
    long_ago = now - _REMOVED_ARE_KEPT_FOR
    ExceptionalClosure.objects.filter(workspace=workspace, removed_at__lt=long_ago).delete()


def _record(workspace: Workspace, action: str, subject: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=workspace.pk, actor_id=actor.pk, action=action, subject=subject, now=now
    )
