"""Brings the facts of a workspace together."""

from __future__ import annotations

from datetime import datetime

from beffroi.channels.models import Channel
from beffroi.coaching.gathering import doing, earning, hearing
from beffroi.coaching.gathering.since import Asked
from beffroi.sitecheck import queries as sites
from beffroi.strategy.barometer.facts import Facts
from beffroi.workspaces.models import Workspace


def facts_of(workspace: Workspace, *, now: datetime) -> Facts:
    """Return what is known of a company now. At most sixty queries, whatever there is."""
    channels = list(Channel.objects.present().filter(workspace=workspace))
    asked = Asked(workspace, now, has_channels=bool(channels))
    spent = earning.spending(asked)
    goals = doing.open_goals(asked)
    site = sites.kept_facts(workspace)
    return Facts(
        strategy=doing.strategy(asked, channels, goals),
        presence=doing.presence(asked, channels, site),
        activity=doing.activity(asked, channels, goals),
        means=earning.means(asked, spent),
        listening=hearing.listening(asked),
        answers=hearing.answers(asked),
        reputation=hearing.reputation(asked, site),
        measuring=earning.measuring(asked, spent, goals),
        watching=hearing.watching(asked),
        loyalty=earning.loyalty(asked),
    )
