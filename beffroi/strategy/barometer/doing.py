"""The points of what a company wants and does: D1 strategy to D4 means."""

from __future__ import annotations

from enum import StrEnum

from beffroi.strategy.barometer.facts import (
    ActivityFacts,
    MeansFacts,
    PresenceFacts,
    StrategyFacts,
)
from beffroi.strategy.barometer.parts import Part, share, yes

#: Half of the four weeks to come.
WEEKS_PLANNED = 2
REVIEWED_DAYS = 183
#: A queue of a week holds while nobody has time; ours.
AHEAD_DAYS = 7
#: Fifteen minutes a day, five days a week.
WEEKLY_MINUTES = 75
#: An owner, and somebody for when they are away.
PEOPLE = 2
#: As many lessons as the longest path has steps for those who lead; ours.
LESSONS = 8


def strategy_parts(facts: StrategyFacts) -> tuple[Part, ...]:
    """D1: a goal 30, an audience 20, networks with an owner 20, weeks planned 20, reviewed 10."""
    goals, weeks = facts.open_goals, facts.weeks_planned
    networks, owned = facts.networks, facts.networks_owned
    are_owned = None if networks is None or owned is None else 0 < networks <= owned
    reviewed = facts.reviewed_days_ago
    return (
        yes("goal", None if goals is None else goals >= 1, of=30, goals=goals),
        yes("audience", facts.has_audience, of=20),
        yes("owners", are_owned, of=20, networks=networks, owned=owned),
        yes("planned", None if weeks is None else weeks >= WEEKS_PLANNED, of=20, weeks=weeks),
        yes(
            "reviewed",
            None if reviewed is None else reviewed <= REVIEWED_DAYS,
            of=10,
            days=reviewed,
        ),
    )


def presence_parts(facts: PresenceFacts) -> tuple[Part, ...]:
    """D2: on a network 30, profiles filled in 40, the site leads to them 15 and they back 15."""
    networks = facts.networks
    return (
        yes("network", None if networks is None else networks >= 1, of=30, networks=networks),
        share(
            "profiles",
            facts.profile_fields,
            facts.profile_fields_of,
            of=40,
            filled=facts.profile_fields,
            fields=facts.profile_fields_of,
        ),
        yes("site_links", facts.links_to_profiles, of=15, links=facts.links_to_profiles),
        yes("links_back", facts.links_back, of=15, links=facts.links_back),
    )


def activity_parts(facts: ActivityFacts) -> tuple[Part, ...]:
    """D3: weeks with a publication 60, volume beside one's own target 25, ahead of time 15."""
    target = facts.weekly_target
    volume = None if facts.posts_12_weeks is None else 100 * facts.posts_12_weeks
    return (
        share(
            "regularity",
            facts.weeks_with_posts,
            facts.weeks_known,
            of=60,
            weeks=facts.weeks_with_posts,
            all_weeks=facts.weeks_known,
        ),
        share(
            "volume",
            volume,
            None if target is None else facts.weeks_known * target,
            of=25,
            posts=facts.posts_12_weeks,
            target=target,
        ),
        share("ahead", facts.days_ahead, AHEAD_DAYS, of=15, days=facts.days_ahead),
    )


def means_parts(facts: MeansFacts) -> tuple[Part, ...]:
    """D4: minutes beside what is needed 30, an owner and a backup 25, lessons 20, cost known 25.

    The points are ours.
    """
    costs, time = facts.has_costs, facts.has_time
    are_known = None if costs is None or time is None else costs and time
    return (
        share(
            "minutes",
            facts.weekly_minutes,
            WEEKLY_MINUTES,
            of=30,
            minutes=facts.weekly_minutes,
            needed=WEEKLY_MINUTES,
        ),
        share("people", facts.people, PEOPLE, of=25, people=facts.people),
        share("lessons", facts.lessons_done, LESSONS, of=20, lessons=facts.lessons_done),
        yes("full_cost", are_known, of=25, costs=costs, time=time),
    )


class Class(StrEnum):
    """How active a company is, in the words of Bpifrance Le Lab; the bounds are ours."""

    INACTIVE = "inactive"
    LOW = "low"
    ACTIVE = "active"
    VERY_ACTIVE = "very_active"

    @property
    def is_low(self) -> bool:
        """Whether it is little or not active."""
        return self in {Class.INACTIVE, Class.LOW}


def activity_class(facts: ActivityFacts) -> Class | None:
    """Return how active a company is by what went out; None where that is unknown.

    Inactive: nothing in 90 days. Active: one a week or more, in three weeks of four. Very active:
    three a week, in nine weeks of ten. What lies between, one a week in fewer weeks, is low.
    """
    weeks, posts, recent = facts.weeks_with_posts, facts.posts_12_weeks, facts.posts_90_days
    if weeks is None or posts is None or recent is None:
        return None
    known = facts.weeks_known
    if recent == 0:
        return Class.INACTIVE
    if posts >= 3 * known and 10 * weeks >= 9 * known:
        return Class.VERY_ACTIVE
    if posts >= known and 4 * weeks >= 3 * known:
        return Class.ACTIVE
    return Class.LOW
