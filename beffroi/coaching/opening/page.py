"""What the page of a network shows before it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from beffroi.channels.queries import network_choices
from beffroi.coaching.opening import gathering, wording
from beffroi.coaching.opening.forms import ClosingForm, ReasonForm
from beffroi.coaching.plan.sheets.networks import name_of
from beffroi.core.lengths import about
from beffroi.strategy.models import Opening
from beffroi.strategy.opening import rules
from beffroi.strategy.opening.actions import opening_of
from beffroi.strategy.opening.rules import ASKED, Facts, Item, Standing, Verdict
from beffroi.workspaces.models import Workspace
from beffroi.workspaces.rules import Permission, Role, may


@dataclass(frozen=True, slots=True)
class Row:
    """One question as the page shows it; `url` "" where it is settled by saying so."""

    item: Item
    statement: str
    why: str
    told: str
    url: str
    gesture: str
    is_asked: bool
    is_unanswered: bool
    has_answer: bool


def verdict_of(workspace: Workspace, network: str, *, now: datetime) -> Verdict:
    """Return how the fifteen questions stand for a network."""
    opening = opening_of(workspace, network)
    return rules.verdict(gathering.facts(workspace, network, opening, now=now))


def opening(
    workspace: Workspace,
    network: str,
    *,
    role: Role,
    now: datetime,
    closing_form: ClosingForm | None = None,
    reason_form: ReasonForm | None = None,
) -> dict[str, Any]:
    """Return the page of a network."""
    found = opening_of(workspace, network)
    facts = gathering.facts(workspace, network, found, now=now)
    verdict = rules.verdict(facts)
    rows = {item: _row(item, facts, verdict) for item in Item}
    left = [*verdict.blocking, *verdict.to_know]
    return {
        "network": network,
        "name": name_of(network),
        "networks": gathering.networks(workspace),
        "opening": found,
        "is_connectable": network in {one.key for one in network_choices()},
        "verdict": verdict,
        "blocking": [rows[item] for item in verdict.blocking],
        "to_know": [rows[item] for item in verdict.to_know],
        "settled": [rows[item] for item in verdict.settled],
        "blocking_time": about(timedelta(minutes=rules.minutes(verdict.blocking))),
        "count": len(Item),
        "left": len(left),
        "ask_again_on": _ask_again_on(found, workspace),
        "closing_form": closing_form or ClosingForm(opening=found),
        "reason_form": reason_form or ReasonForm(),
        "may_manage": may(role, Permission.MANAGE_COMPANY),
    }


def _row(item: Item, facts: Facts, verdict: Verdict) -> Row:
    question = wording.QUESTIONS[item]
    return Row(
        item=item,
        statement=str(question.statement),
        why=str(question.why),
        told=wording.told(item, facts),
        url=reverse(question.url_name) if question.url_name else "",
        gesture=str(question.gesture),
        is_asked=item in ASKED,
        is_unanswered=verdict.standings[item] is Standing.UNANSWERED,
        has_answer=item in (facts.said or {}),
    )


def _ask_again_on(found: Opening | None, workspace: Workspace) -> datetime | None:
    if found is None or found.decision != Opening.Decision.NOT_NOW or not found.decided_at:
        return None
    later = found.decided_at + timedelta(days=rules.ASK_AGAIN_DAYS)
    return later.astimezone(workspace.zone)
