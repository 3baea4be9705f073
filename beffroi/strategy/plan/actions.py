"""What a person does with a strategy: save a step, agree on the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from beffroi.core import audit
from beffroi.core.periods import Period
from beffroi.strategy.models import Audience, NetworkRole, Pillar, PlanStep, Strategy
from beffroi.strategy.plan.queries import told_of
from beffroi.strategy.plan.rules import (
    ShareProblem,
    Step,
    missing_steps,
    review_day,
    share_problem,
)
from beffroi.strategy.plan.wishes import (
    AudienceWish,
    ContentWish,
    MeansWish,
    MeasureWish,
    NetworkWish,
    ToneWish,
)
from beffroi.workspaces.models import User, Workspace


class SavedMeanwhile(Exception):
    """Somebody saved the same step since the page was shown; nothing was done. Not for people."""


class BadShares(Exception):
    """These cannot be what we speak of; not fit for people: see `problem`."""

    def __init__(self, problem: ShareProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class StepsMissing(Exception):
    """Nobody saved these steps yet, so that there is nothing whole to agree on."""

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__(", ".join(steps))
        self.steps = tuple(steps)


#: The version of a step that a page showed; 0 where nobody had saved it.
Seen = int


@transaction.atomic
def save_aims(
    workspace: Workspace, keep: Callable[[], None], *, seen: Seen, actor: User, now: datetime
) -> None:
    """Save the first step; `keep` keeps the goals, in the same transaction.

    Raises SavedMeanwhile before anything is kept, and whatever `keep` raises.
    """
    strategy = _open(workspace, Step.AIMS, seen=seen, actor=actor, now=now)
    keep()
    _close(strategy, Step.AIMS, actor=actor, now=now)


@transaction.atomic
def save_audience(
    workspace: Workspace,
    wishes: Sequence[AudienceWish],
    *,
    is_agreed: bool,
    seen: Seen,
    actor: User,
    now: datetime,
) -> None:
    """Have these people, in this order, be whom we speak to. Raises SavedMeanwhile."""
    strategy = _open(workspace, Step.AUDIENCE, seen=seen, actor=actor, now=now)
    strategy.audiences.all().delete()
    Audience.objects.bulk_create(
        Audience(
            strategy=strategy,
            place=place,
            name=one.name,
            who=one.who,
            wants=one.wants,
            reached=one.reached,
            is_agreed=is_agreed,
        )
        for place, one in enumerate(wishes, start=1)
    )
    _close(strategy, Step.AUDIENCE, actor=actor, now=now)


@transaction.atomic
def save_networks(
    workspace: Workspace, wishes: Sequence[NetworkWish], *, seen: Seen, actor: User, now: datetime
) -> None:
    """Have these be the networks where we are, and those where we are not. Raises SavedMeanwhile.

    A network that was left before keeps the day on which it was.
    """
    strategy = _open(workspace, Step.NETWORKS, seen=seen, actor=actor, now=now)
    left = dict(strategy.networks.values_list("network", "left_day"))
    strategy.networks.all().delete()
    today = workspace.day_at(now)
    NetworkRole.objects.bulk_create(
        NetworkRole(
            strategy=strategy,
            network=one.network,
            standing=one.standing.value,
            part=one.part.value if one.part else "",
            why=one.why,
            gave_back=one.gave_back,
            owner_id=one.owner_id,
            backup_id=one.backup_id,
            posts_a_week=one.posts_a_week,
            left_day=None if one.part else one.left_day or left.get(one.network) or today,
        )
        for one in wishes
    )
    _close(strategy, Step.NETWORKS, actor=actor, now=now)


@transaction.atomic
def save_content(
    workspace: Workspace, wish: ContentWish, *, seen: Seen, actor: User, now: datetime
) -> None:
    """Keep what readers get and of what we speak. Raises BadShares and SavedMeanwhile.

    What stands in the place of another is that one under a new name: posts keep it. What has lost
    its place is given up, and posts keep it as well.
    """
    problem = share_problem([one for one in wish.pillars if one])
    if problem is not None:
        raise BadShares(problem)
    strategy = _open(workspace, Step.CONTENT, seen=seen, actor=actor, now=now)
    strategy.value = wish.value
    _keep_pillars(strategy, wish)
    _close(strategy, Step.CONTENT, actor=actor, now=now, fields=["value"])


@transaction.atomic
def save_means(
    workspace: Workspace, wish: MeansWish, *, seen: Seen, actor: User, now: datetime
) -> None:
    """Keep with what means we do it. Raises SavedMeanwhile."""
    _save_fields(
        workspace,
        Step.MEANS,
        {
            "minutes_a_week": wish.minutes_a_week,
            "media_cents": wish.media_cents,
            "tools_cents": wish.tools_cents,
            "agency_cents": wish.agency_cents,
            "agency_minutes": wish.agency_minutes,
        },
        seen=seen,
        actor=actor,
        now=now,
    )


@transaction.atomic
def save_tone(
    workspace: Workspace, wish: ToneWish, *, seen: Seen, actor: User, now: datetime
) -> None:
    """Keep how we speak. Raises SavedMeanwhile."""
    said = {
        "address": wish.address.value,
        "we_say": wish.we_say,
        "we_do_not_say": wish.we_do_not_say,
    }
    _save_fields(workspace, Step.TONE, said, seen=seen, actor=actor, now=now)


@transaction.atomic
def save_measure(
    workspace: Workspace, wish: MeasureWish, *, seen: Seen, actor: User, now: datetime
) -> None:
    """Keep who reads the figures, and when. Raises SavedMeanwhile."""
    said = {"reader_id": wish.reader_id, "reading_day": wish.reading_day}
    _save_fields(workspace, Step.MEASURE, said, seen=seen, actor=actor, now=now)


@transaction.atomic
def agree(workspace: Workspace, *, actor: User, now: datetime) -> None:
    """Agree on the strategy as it stands, for six months. Raises StepsMissing."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    strategy = Strategy.objects.filter(workspace=workspace).first()
    saved = strategy.steps.values_list("name", flat=True) if strategy else []
    missing = missing_steps(saved)
    if missing or strategy is None:
        raise StepsMissing(missing)
    strategy.agreed_at, strategy.agreed_by = now, actor
    day = review_day(workspace.day_at(now))
    strategy.review_at, _ends = Period(day, day).instants(workspace.zone)
    strategy.agreed_as = told_of(strategy)
    strategy.save(update_fields=["agreed_at", "agreed_by", "review_at", "agreed_as"])
    _record(strategy, "strategy.agreed", actor=actor, now=now)


def _save_fields(
    workspace: Workspace,
    step: Step,
    said: dict[str, Any],
    *,
    seen: Seen,
    actor: User,
    now: datetime,
) -> None:
    strategy = _open(workspace, step, seen=seen, actor=actor, now=now)
    for name, value in said.items():
        setattr(strategy, name, value)
    _close(strategy, step, actor=actor, now=now, fields=list(said))


def _open(workspace: Workspace, step: Step, *, seen: Seen, actor: User, now: datetime) -> Strategy:
    """Return the strategy, begun where there is none, with the step marked as saved."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    strategy, _is_new = Strategy.objects.get_or_create(
        workspace=workspace, defaults={"begun_at": now, "changed_at": now}
    )
    row = strategy.steps.filter(name=step.value).first()
    if (row.version if row else 0) != seen:
        raise SavedMeanwhile
    if row is None:
        PlanStep.objects.create(strategy=strategy, name=step.value, saved_at=now, saved_by=actor)
    else:
        row.version, row.saved_at, row.saved_by = row.version + 1, now, actor
        row.save(update_fields=["version", "saved_at", "saved_by"])
    return strategy


def _close(
    strategy: Strategy, step: Step, *, actor: User, now: datetime, fields: Sequence[str] = ()
) -> None:
    strategy.changed_at = now
    strategy.save(update_fields=["changed_at", *fields])
    _record(strategy, f"strategy.{step.value}_saved", actor=actor, now=now)


def _keep_pillars(strategy: Strategy, wish: ContentWish) -> None:
    known = {row.place: row for row in strategy.pillars.exclude(place=None)}
    # Two could not be the offers for a moment, nor have one place.
    strategy.pillars.exclude(place=None).update(place=None)
    for place, one in enumerate(wish.pillars, start=1):
        if one is None:
            continue
        row = known.get(place) or Pillar(strategy=strategy)
        row.place, row.name, row.share, row.is_offers = place, one.name, one.share, one.is_offers
        row.save()


def _record(strategy: Strategy, action: str, *, actor: User, now: datetime) -> None:
    audit.record(
        workspace_id=strategy.workspace_id,
        actor_id=actor.pk,
        action=action,
        subject=f"strategy:{strategy.pk}",
        now=now,
    )
