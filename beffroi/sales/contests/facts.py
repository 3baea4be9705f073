"""What the rules of a contest are made of, read from its row and from what the company says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.company import queries as company
from beffroi.sales.contests.rules import Prize
from beffroi.sales.contests.rules_text import Organiser, Told
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Contest
from beffroi.workspaces.models import Workspace

#: A site of one's own and what is read from others are no social networks.
_NOT_SOCIAL = ("feeds", "wordpress")


def told_of(contest: Contest) -> Told:
    """Return all that is known of a contest, for its rules. Four queries."""
    workspace = contest.offer.workspace
    facts = company.facts_of(workspace)
    return Told(
        name=contest.offer.name,
        organiser=Organiser(facts.name, facts.address, facts.email, facts.phone),
        zone=workspace.zone,
        currency=economics_of(workspace).currency,
        language=contest.language,
        begins_at=contest.begins_at,
        ends_at=contest.ends_at,
        draw_at=contest.draw_at,
        who=contest.who,
        is_for_adults=contest.is_for_adults,
        how=contest.how,
        prizes=prizes_of(contest),
        substitute_count=contest.substitutes,
        told_how=contest.told_how,
        answer_days=contest.answer_days,
        networks=_networks(workspace),
        mediator=contest.mediator,
        own=contest.own,
    )


def prizes_of(contest: Contest) -> tuple[Prize, ...]:
    """Return what is won, the first prize first."""
    return prizes_from_json(contest.prizes)


def prizes_to_json(prizes: Iterable[Prize]) -> list[dict[str, Any]]:
    """Return prizes as they are kept."""
    return [
        {"what": one.what, "value_cents": one.value_cents, "count": one.count} for one in prizes
    ]


def prizes_from_json(kept: Sequence[dict[str, Any]]) -> tuple[Prize, ...]:
    """Return the prizes that were kept."""
    return tuple(Prize(one["what"], one["value_cents"], one["count"]) for one in kept)


def _networks(workspace: Workspace) -> tuple[str, ...]:
    keys = Channel.objects.filter(workspace=workspace).exclude(network__in=_NOT_SOCIAL)
    return tuple(sorted({network_name(key) for key in keys.values_list("network", flat=True)}))
