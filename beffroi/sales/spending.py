"""What a person says was spent: money for some days, minutes on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from beffroi.channels.models import Channel
from beffroi.core import audit
from beffroi.core.once import keep_once
from beffroi.publishing.models import Post
from beffroi.sales.hours import come_back, give_way, go_again
from beffroi.sales.models import Cost, Offer, WorkTime
from beffroi.sales.rules import CostKind
from beffroi.strategy.actions import refuse_foreign
from beffroi.strategy.models import Campaign
from beffroi.workspaces.models import User, Workspace

#: What somebody says of money as of time.
_TOLD = ("note", "offer_id", "post_id", "channel_id", "campaign_id")


@dataclass(frozen=True, slots=True)
class Purpose:
    """What something was spent on, where somebody said it."""

    offer: Offer | None = None
    post: Post | None = None
    channel: Channel | None = None
    campaign: Campaign | None = None


@transaction.atomic
def note_cost(
    workspace: Workspace,
    *,
    kind: CostKind,
    cents: int,
    days: tuple[date, date],
    note: str,
    purpose: Purpose,
    key: UUID | None = None,
    actor: User,
    now: datetime,
) -> Cost:
    """Keep money that was spent for some days, before tax; it is spread over them.

    Raises NotOurs where it is for the campaign of another workspace. `key` is that of the form:
    sent twice it makes one row.
    """
    refuse_foreign(workspace, purpose.campaign)
    row = Cost(
        workspace=workspace,
        kind=kind.value,
        cents=cents,
        first_day=days[0],
        last_day=days[1],
        note=note,
        offer=purpose.offer,
        post=purpose.post,
        channel=purpose.channel,
        campaign=purpose.campaign,
        noted_by=actor,
        noted_at=now,
    )
    told = ("kind", "cents", "first_day", "last_day", *_TOLD)
    row, is_new = keep_once(row, key=key, told=told)
    if is_new:
        _record(row, "noted", actor=actor, now=now)
    return row


@transaction.atomic
def note_time(
    workspace: Workspace,
    *,
    day: date,
    minutes: int,
    note: str,
    purpose: Purpose,
    key: UUID | None = None,
    actor: User,
    now: datetime,
) -> WorkTime:
    """Keep the minutes that the actor spent on a day; what was measured of it counts no more.

    Raises NotOurs, `key` as in `note_cost`.
    """
    refuse_foreign(workspace, purpose.campaign)
    give_way(workspace, person=actor, day=day, now=now)
    row = WorkTime(
        workspace=workspace,
        day=day,
        minutes=minutes,
        note=note,
        offer=purpose.offer,
        post=purpose.post,
        channel=purpose.channel,
        campaign=purpose.campaign,
        person=actor,
        noted_at=now,
    )
    row, is_new = keep_once(row, key=key, told=("day", "minutes", *_TOLD))
    if is_new:
        _record(row, "noted", actor=actor, now=now)
    return row


@transaction.atomic
def take_back(row: Cost | WorkTime, *, actor: User, now: datetime) -> None:
    """Count a cost, or minutes, no more. Asked twice it changes nothing, as does putting back."""
    if type(row).objects.filter(pk=row.pk, removed_at=None).update(removed_at=now):
        if isinstance(row, WorkTime):
            come_back(row)
        _record(row, "taken_back", actor=actor, now=now)


@transaction.atomic
def put_back(row: Cost | WorkTime, *, actor: User, now: datetime) -> None:
    """Count again what was taken back."""
    if type(row).objects.filter(pk=row.pk).exclude(removed_at=None).update(removed_at=None):
        if isinstance(row, WorkTime):
            go_again(row)
        _record(row, "put_back", actor=actor, now=now)


def _record(row: Cost | WorkTime, what: str, *, actor: User, now: datetime) -> None:
    name = "cost" if isinstance(row, Cost) else "work_time"
    audit.record(
        workspace_id=row.workspace_id,
        actor_id=actor.pk,
        action=f"{name}.{what}",
        subject=f"{name}:{row.pk}",
        now=now,
    )
