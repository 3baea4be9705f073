"""What a company wants and publishes: goals, calendar, what went out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Max

from beffroi.channels.models import Channel
from beffroi.coaching.gathering.since import QUARTER, WEEKS, Asked
from beffroi.delivery.rules import Status
from beffroi.publishing.models import Post, Variant
from beffroi.publishing.states import Stage
from beffroi.sitecheck.rules import ProfileFacts, SiteFacts, complete, leads_to_facebook
from beffroi.strategy.barometer.facts import ActivityFacts, PresenceFacts, StrategyFacts
from beffroi.strategy.models import Goal
from beffroi.strategy.plan import queries as plans
from beffroi.strategy.rules import Measure

_WEEK = timedelta(days=7)
_WEEKS_AHEAD = 4
#: Of fewer weeks nobody can say how regular somebody is.
_WEEKS_LEAST = 4
_PLANNED = (Stage.SUBMITTED.value, Stage.SCHEDULED.value)
#: A site and its feed are no social network.
_NOT_SOCIAL = frozenset({"feeds", "wordpress"})


def open_goals(asked: Asked) -> list[Goal]:
    """Return the goals that are open: each has a measure, a target and a day. One query."""
    return list(Goal.objects.filter(workspace=asked.workspace, ended_at=None))


def strategy(asked: Asked, channels: Sequence[Channel], goals: Sequence[Goal]) -> StrategyFacts:
    """D1. Whom it speaks to counts once somebody agreed on it. Up to seven queries."""
    begins, ends = asked.now, asked.now + _WEEKS_AHEAD * _WEEK
    rows = Post.objects.filter(workspace=asked.workspace, stage__in=_PLANNED)
    planned = rows.filter(planned_at__gte=begins, planned_at__lt=ends)
    instants = planned.order_by().values_list("planned_at", flat=True).distinct()
    weeks = {(at - begins) // _WEEK for at in instants if at is not None}
    plan = plans.facts(asked.workspace)
    networks = _social(channels)
    return StrategyFacts(
        open_goals=asked.known(len(goals)),
        has_audience=asked.known(plan.agreed_audiences > 0),
        networks=len(networks) or None,
        networks_owned=asked.known(len(networks & plan.networks)) if networks else None,
        weeks_planned=asked.known(len(weeks)),
        reviewed_days_ago=asked.days_ago(plan.agreed_at),
    )


def presence(asked: Asked, channels: Sequence[Channel], site: SiteFacts | None) -> PresenceFacts:
    """D2. No query.

    No network lets profiles be read whole: what a complete presence holds is looked for on the
    site, as it was read when it was kept. What could not be seen there counts in no sum.
    """
    if site is None:
        return PresenceFacts(networks=asked.known(len(_social(channels))))
    found = site.profiles or ()
    seen = [one for one in complete(site) if one is not None]
    return PresenceFacts(
        networks=asked.known(len(_social(channels) | {one.network for one in found})),
        profile_fields=sum(seen) if seen else None,
        profile_fields_of=len(seen) or None,
        links_to_profiles=None if site.profiles is None else bool(found),
        links_back=_lead_back(found),
        links_to_facebook=leads_to_facebook(site),
    )


def _lead_back(profiles: Sequence[ProfileFacts]) -> bool | None:
    """Tell whether a profile leads back to the site; None where no network shows it."""
    known = [one.leads_back for one in profiles if one.leads_back is not None]
    return any(known) if known else None


def _social(channels: Sequence[Channel]) -> frozenset[str]:
    return frozenset(one.network for one in channels) - _NOT_SOCIAL


def activity(asked: Asked, channels: Sequence[Channel], goals: Sequence[Goal]) -> ActivityFacts:
    """D3. What went out by Beffroi, one publication however many channels it has. Two queries."""
    if not channels:
        return ActivityFacts()
    sent = _published(asked)
    known = _weeks_known(asked, channels, sent)
    target = _weekly_target(goals)
    ahead = _days_ahead(asked)
    if known < _WEEKS_LEAST:
        return ActivityFacts(weekly_target=target, days_ahead=ahead)
    recent = [at for at in sent if asked.now - at < known * _WEEK]
    return ActivityFacts(
        weeks_with_posts=len({(asked.now - at) // _WEEK for at in recent}),
        posts_12_weeks=len(recent),
        posts_90_days=len(sent),
        weekly_target=target,
        days_ahead=ahead,
        weeks_known=known,
    )


def _published(asked: Asked) -> list[datetime]:
    """Return when each publication of ninety days was first out."""
    rows = Variant.objects.filter(
        post__workspace=asked.workspace,
        delivery__status=Status.PUBLISHED.value,
        delivery__published_at__gt=asked.now - QUARTER,
        delivery__published_at__lte=asked.now,
    )
    found: dict[int, datetime] = {}
    for post, at in rows.order_by().values_list("post", "delivery__published_at"):
        if at is not None:
            found[post] = min(at, found.get(post, at))
    return sorted(found.values())


def _weeks_known(asked: Asked, channels: Sequence[Channel], sent: Sequence[datetime]) -> int:
    """Return of how many of the twelve weeks something is known, whole weeks alone."""
    begun = min([one.connected_at for one in channels] + list(sent[:1]))
    return min(WEEKS, (asked.now - begun) // _WEEK)


def _weekly_target(goals: Sequence[Goal]) -> int | None:
    """Return the publications a week that a goal asks for, in hundredths; None without one."""
    counting = [one for one in goals if one.counts is Measure.POSTS]
    if not counting:
        return None
    goal = counting[0]
    days = (goal.due_day - goal.first_day).days + 1
    return max(1, round(700 * goal.target / days))


def _days_ahead(asked: Asked) -> int:
    rows = Post.objects.filter(workspace=asked.workspace, stage__in=_PLANNED)
    last = rows.filter(planned_at__gte=asked.now).aggregate(last=Max("planned_at"))["last"]
    return 0 if last is None else (last - asked.now).days
