"""Strategies that an agency keeps to begin those of other clients with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from beffroi.core import audit
from beffroi.strategy.models import StrategyTemplate
from beffroi.strategy.plan import actions
from beffroi.strategy.plan.queries import Plan, plan_of
from beffroi.strategy.plan.rules import Address, Part, PillarShare, Step
from beffroi.strategy.plan.wishes import (
    AudienceWish,
    ContentWish,
    MeansWish,
    NetworkWish,
    ToneWish,
)
from beffroi.workspaces.models import Agency, User, Workspace

#: As many as a page lists; whoever keeps more finds none of them again.
TEMPLATES_MAX = 20


class NameTaken(Exception):
    """The agency has a template of this name; not fit for people."""


class TooManyTemplates(Exception):
    """The agency keeps as many as there may be; not fit for people."""


class NothingToKeep(Exception):
    """No step is saved that may serve another client; not fit for people."""


def agency_of(workspace: Workspace, user: User) -> Agency | None:
    """Return the agency of a workspace for whoever works there; None for all others."""
    agency = workspace.agency
    if agency is None or not agency.memberships.filter(user=user).exists():
        return None
    return agency


def templates_of(agency: Agency) -> list[StrategyTemplate]:
    """Return the templates of an agency, by name. One query."""
    rows = StrategyTemplate.objects.filter(agency=agency, removed_at=None)
    return list(rows.order_by("name", "id")[:TEMPLATES_MAX])


def told(plan: Plan) -> dict[str, Any]:
    """Return what a strategy says that may serve another, by step: no people, money or goals.

    Networks that were left, and why, are a client's own; so are sums.
    """
    strategy = plan.strategy
    if strategy is None:
        return {}
    all_steps: dict[Step, Callable[[], Any]] = {
        Step.AUDIENCE: lambda: [
            {"name": one.name, "who": one.who, "wants": one.wants, "reached": one.reached}
            for one in plan.audiences
        ],
        Step.NETWORKS: lambda: [
            {
                "network": one.network,
                "part": one.part,
                "why": one.why,
                "posts_a_week": one.posts_a_week,
            }
            for one in plan.there
        ],
        Step.CONTENT: lambda: {
            "value": strategy.value,
            "pillars": [
                {"name": one.name, "share": one.share, "is_offers": one.is_offers}
                for one in plan.pillars
            ],
        },
        Step.MEANS: lambda: {"minutes_a_week": strategy.minutes_a_week},
        Step.TONE: lambda: {
            "address": strategy.address,
            "we_say": strategy.we_say,
            "we_do_not_say": strategy.we_do_not_say,
        },
    }
    return {step.value: tell() for step, tell in all_steps.items() if plan.has_saved(step)}


@transaction.atomic
def keep(
    agency: Agency, workspace: Workspace, name: str, *, actor: User, now: datetime
) -> StrategyTemplate:
    """Keep the strategy of a client as a template.

    Raises NothingToKeep, NameTaken and TooManyTemplates.
    """
    content = told(plan_of(workspace))
    if not content:
        raise NothingToKeep
    _require_room(agency, name)
    made = StrategyTemplate.objects.create(
        agency=agency, name=name, content=content, made_by=actor, made_at=now
    )
    _record(workspace, "strategy.template_kept", made, actor=actor, now=now)
    return made


@transaction.atomic
def begin_with(
    workspace: Workspace, template: StrategyTemplate, *, actor: User, now: datetime
) -> list[Step]:
    """Fill the steps that nobody saved yet; return which. Whom to reach is still to be agreed on.

    Raises SavedMeanwhile where somebody saves one of them at this very moment.
    """
    missing = plan_of(workspace).missing
    given = {"seen": 0, "actor": actor, "now": now}
    filled = []
    for step in missing:
        content = template.content.get(step.value)
        if content:
            _SAVE[step](workspace, content, given)
            filled.append(step)
    if filled:
        _record(workspace, "strategy.template_used", template, actor=actor, now=now)
    return filled


@transaction.atomic
def remove(workspace: Workspace, template: StrategyTemplate, *, actor: User, now: datetime) -> None:
    """Keep a template no more, seen from a client; strategies that began with it stay."""
    rows = StrategyTemplate.objects.filter(pk=template.pk, removed_at=None)
    if rows.update(removed_at=now):
        _record(workspace, "strategy.template_removed", template, actor=actor, now=now)


@transaction.atomic
def bring_back(
    workspace: Workspace, template: StrategyTemplate, *, actor: User, now: datetime
) -> None:
    """Undo a removal; twice changes nothing. Raises NameTaken and TooManyTemplates."""
    rows = StrategyTemplate.objects.filter(pk=template.pk).exclude(removed_at=None)
    if rows.exists():
        _require_room(template.agency, template.name)
        rows.update(removed_at=None)
        _record(workspace, "strategy.template_returned", template, actor=actor, now=now)


def _require_room(agency: Agency, name: str) -> None:
    """Refuse one more under this name, where there can be none. Locks the agency."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    rows = StrategyTemplate.objects.filter(agency=agency, removed_at=None)
    if rows.count() >= TEMPLATES_MAX:
        raise TooManyTemplates
    if rows.filter(name=name).exists():
        raise NameTaken


def _audience(workspace: Workspace, content: Any, given: Mapping[str, Any]) -> None:
    wishes = [AudienceWish(**one) for one in content]
    actions.save_audience(workspace, wishes, is_agreed=False, **given)


def _networks(workspace: Workspace, content: Any, given: Mapping[str, Any]) -> None:
    wishes = [
        NetworkWish(
            network=one["network"],
            part=Part(one["part"]),
            why=one["why"],
            posts_a_week=one["posts_a_week"],
        )
        for one in content
    ]
    actions.save_networks(workspace, wishes, **given)


def _content(workspace: Workspace, content: Any, given: Mapping[str, Any]) -> None:
    pillars = [PillarShare(**one) for one in content["pillars"]]
    actions.save_content(workspace, ContentWish(content["value"], pillars), **given)


def _means(workspace: Workspace, content: Any, given: Mapping[str, Any]) -> None:
    actions.save_means(workspace, MeansWish(content["minutes_a_week"]), **given)


def _tone(workspace: Workspace, content: Any, given: Mapping[str, Any]) -> None:
    wish = ToneWish(Address(content["address"]), content["we_say"], content["we_do_not_say"])
    actions.save_tone(workspace, wish, **given)


_SAVE: Mapping[Step, Callable[[Workspace, Any, Mapping[str, Any]], None]] = {
    Step.AUDIENCE: _audience,
    Step.NETWORKS: _networks,
    Step.CONTENT: _content,
    Step.MEANS: _means,
    Step.TONE: _tone,
}


def _record(
    workspace: Workspace, action: str, template: StrategyTemplate, *, actor: User, now: datetime
) -> None:
    audit.record(
        workspace_id=workspace.pk,
        actor_id=actor.pk,
        action=action,
        subject=f"strategy_template:{template.pk}",
        now=now,
    )
