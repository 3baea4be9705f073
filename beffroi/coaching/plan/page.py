"""What the one page shows: all parts of a strategy, each beside what really happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from beffroi.coaching.means.lines import MeansLine, Untold, lines, untold
from beffroi.coaching.plan import assistant, gathering, showing
from beffroi.coaching.plan.sheets.networks import name_of
from beffroi.company.models import Charter
from beffroi.company.queries import charter_of, promise_of
from beffroi.company.rules import Kind
from beffroi.company.wording import delay_in_words
from beffroi.core.lengths import length
from beffroi.core.sums import round_sum
from beffroi.insight.aims import page as aims
from beffroi.insight.aims import showing as goals
from beffroi.strategy.models import Strategy
from beffroi.strategy.plan.queries import Plan, told_of
from beffroi.strategy.plan.rules import (
    REVIEW_MINUTES,
    STEP_MINUTES,
    Change,
    Changed,
    Step,
    changes,
)
from beffroi.strategy.plan.wording import FIELDS, STEPS
from beffroi.strategy.queries import ended_goals
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission, Role, may


@dataclass(frozen=True, slots=True)
class Tone:
    """How we speak, in two halves: the first line is an example, the rest are rules."""

    example: str
    rules: str


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """What is not as it was agreed, in words."""

    step: str
    name: str
    said: str


def one_page(workspace: Workspace, plan: Plan, *, role: Role, now: datetime) -> dict[str, Any]:
    """Return the page of a strategy that somebody has begun."""
    real = _reality(workspace, now=now)
    return _page(workspace, plan, real, role=role, now=now)


def _answer_within(workspace: Workspace) -> str:
    """Say within what delay an answer is promised; "" where the company promised none."""
    delay = promise_of(workspace).delays.get(Kind.OTHER)
    return delay_in_words(delay) if delay else ""


def review(workspace: Workspace, plan: Plan, *, role: Role, now: datetime) -> dict[str, Any]:
    """Return what is read when a strategy is taken up again: what changed, and what came of it."""
    strategy = plan.strategy
    assert strategy is not None  # noqa: S101 - there is nothing to review before
    real = _reality(workspace, now=now)
    context = _page(workspace, plan, real, role=role, now=now)
    since = strategy.agreed_at
    found = changes(strategy.agreed_as, told_of(strategy)) if since else []
    currency = real.economics.currency
    ended = [
        one for one in ended_goals(workspace) if since and one.ended_at and one.ended_at > since
    ]
    return context | {
        "changes": [_change(one, currency) for one in found],
        "ended": goals.ended(ended, currency=currency),
        "steps": [(STEPS[step], assistant.url_of(step)) for step in Step],
        "review_minutes": REVIEW_MINUTES,
    }


def tone(text: str) -> Tone | None:
    """Return a text in two halves, None where nothing was said."""
    example, _newline, rules = text.partition("\n")
    return Tone(example, rules) if text else None


def authors(plan: Plan) -> list[str]:
    """Return the first names of those who saved a step, the latest first."""
    rows = sorted(plan.steps.values(), key=lambda row: (row.saved_at, row.pk), reverse=True)
    names = [showing.called(row.saved_by, nobody="") for row in rows]
    return [name for name in dict.fromkeys(names) if name]


def days_of(strategy: Strategy, workspace: Workspace) -> dict[str, date | None]:
    """Return the days of a strategy as its workspace has them; None is one that has not come."""
    instants = {
        "begun_on": strategy.begun_at,
        "changed_on": strategy.changed_at,
        "agreed_on": strategy.agreed_at,
        "review_on": strategy.review_at,
    }
    return {name: workspace.day_at(at) if at else None for name, at in instants.items()}


def _page(
    workspace: Workspace, plan: Plan, real: gathering.Reality, *, role: Role, now: datetime
) -> dict[str, Any]:
    strategy = plan.strategy
    assert strategy is not None  # noqa: S101 - the empty page is another one
    manages = may(role, Permission.MANAGE_COMPANY)
    missing = plan.missing
    context = aims.block(workspace, role=role, currency=real.economics.currency, now=now)
    return (
        context
        | days_of(strategy, workspace)
        | {
            "strategy": strategy,
            "plan": plan,
            "networks": showing.networks(plan, real),
            "left": showing.networks_left(plan),
            "pillars": showing.pillars(plan, real),
            "means": _means(strategy, real) if plan.has_saved(Step.MEANS) else [],
            "untold": _untold(strategy, real) if plan.has_saved(Step.MEANS) else None,
            "days": real.days,
            "audience_agreed": plan.has_agreed_audiences,
            "we_say": tone(strategy.we_say),
            "we_do_not_say": tone(strategy.we_do_not_say),
            "charter": _public(charter_of(workspace)),
            "reading": assistant.reading(strategy),
            "answer_within": _answer_within(workspace),
            "authors": authors(plan),
            "missing": [(STEPS[step], assistant.url_of(step)) for step in missing],
            "next_url": assistant.url_of(missing[0]) if missing else assistant.url_of(Step.AIMS),
            "minutes": assistant.minutes_in_words(sum(_minutes(missing))),
            "is_due": strategy.review_at is not None and strategy.review_at <= now,
            "is_changed": strategy.agreed_at is not None
            and strategy.agreed_at < strategy.changed_at,
            "may_manage": manages,
            "may_write": may(role, Permission.WRITE_POSTS),
        }
    )


def _change(one: Changed, currency: str) -> ChangeShown:
    name = name_of(one.name) if one.step is Step.NETWORKS else one.name
    if one.step in {Step.MEANS, Step.TONE}:
        name = str(FIELDS.get(one.name, one.name))
    said = {
        Change.ADDED: _("new"),
        Change.GONE: _("left out"),
        Change.CHANGED: _("changed"),
    }[one.change]
    if one.step in {Step.CONTENT, Step.MEANS} and one.change is Change.CHANGED:
        said = _("%(before)s, now %(now)s") % {
            "before": _figure(one, one.before, currency),
            "now": _figure(one, one.now, currency),
        }
    return ChangeShown(str(STEPS[one.step]), name, said)


def _figure(one: Changed, value: str, currency: str) -> str:
    """Return a value of `told_of` as people write it."""
    if one.step is not Step.MEANS:
        return value
    if one.name == "minutes_a_week":
        return length(timedelta(minutes=int(value)))
    return round_sum(int(value), currency)


def _means(strategy: Strategy, real: gathering.Reality) -> list[MeansLine]:
    return lines(strategy, real.cost, economics=real.economics, days=real.days.days)


def _untold(strategy: Strategy, real: gathering.Reality) -> Untold | None:
    return untold(strategy, real.cost, economics=real.economics, days=real.days.days)


def _minutes(missing: list[Step]) -> list[int]:
    return [STEP_MINUTES[step] for step in missing]


def _public(charter: Charter | None) -> Charter | None:
    return charter if charter and charter.is_public else None


def _reality(workspace: Workspace, *, now: datetime) -> gathering.Reality:
    return gathering.reality(workspace, today=workspace.day_at(now))
