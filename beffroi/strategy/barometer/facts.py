"""What is known of a company, dimension by dimension. None is unknown: it never counts as zero.

Whoever gathers says over which days each number is counted; they stand beside their fields here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class StrategyFacts:
    """D1. `weeks_planned` of the four to come have a publication in the calendar."""

    open_goals: int | None = None
    has_audience: bool | None = None
    networks: int | None = None
    networks_owned: int | None = None
    weeks_planned: int | None = None
    reviewed_days_ago: int | None = None


@dataclass(frozen=True, slots=True)
class PresenceFacts:
    """D2. `networks` are those connected, and those to which the site leads.

    `profile_fields` of `profile_fields_of` are filled in, of what could be seen.
    """

    networks: int | None = None
    profile_fields: int | None = None
    profile_fields_of: int | None = None
    links_to_profiles: bool | None = None
    links_back: bool | None = None
    #: To a page on Facebook: what vSplash counted.
    links_to_facebook: bool | None = None


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """D3. Publications that went out in 12 weeks and in 90 days; the target is one's own, a week.

    `weeks_known` is of how many of the 12 weeks anything is known: since a channel was connected.
    `weekly_target` is in hundredths of a publication. `days_ahead` is how far the last planned
    publication lies ahead, in days; 0 where none is planned.
    """

    weeks_with_posts: int | None = None
    posts_12_weeks: int | None = None
    posts_90_days: int | None = None
    weekly_target: int | None = None
    days_ahead: int | None = None
    weeks_known: int = 12


@dataclass(frozen=True, slots=True)
class MeansFacts:
    """D4. Minutes a week over 12 weeks; costs of 12 months, time included, in cents of a euro."""

    weekly_minutes: int | None = None
    people: int | None = None
    lessons_done: int | None = None
    has_costs: bool | None = None
    has_time: bool | None = None
    cost_cents: int | None = None


@dataclass(frozen=True, slots=True)
class ListeningFacts:
    """D5. Mentions of 90 days; `toned` of them have a tone."""

    watches: int | None = None
    watches_with_variants: int | None = None
    sources: int | None = None
    collected_hours_ago: int | None = None
    mentions: int | None = None
    toned: int | None = None
    reviewed_days_ago: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """D6, over 90 days. `asked` is what needed an answer, `answered` of it has one.

    `median_minutes` is the middle wait for a first answer, `promised_minutes` what was promised;
    both in the same hours. `overdue` waits for more than 48 hours now.
    """

    asked: int | None = None
    answered: int | None = None
    median_minutes: int | None = None
    promised_minutes: int | None = None
    overdue: int | None = None
    negatives: int | None = None
    negatives_answered: int | None = None


@dataclass(frozen=True, slots=True)
class ReputationFacts:
    """D7. Reviews of 12 months with their answers; `reviews_90_days` of them are new."""

    reviews: int | None = None
    reviews_answered: int | None = None
    reviews_90_days: int | None = None
    has_crisis_roles: bool | None = None
    has_holding_message: bool | None = None
    has_crisis_contacts: bool | None = None
    drill_days_ago: int | None = None
    #: Whether a drill was ever held is known where crises are handled.
    knows_drills: bool = False
    has_charter: bool | None = None


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """D8. Links of publications of 90 days; `kpis` by the names of the registry of metrics.

    `counted_days_ago` is when a network, or a table, last told a figure; None: never, or unknown,
    which `knows_counts` tells apart.
    """

    links: int | None = None
    links_tracked: int | None = None
    kpis: tuple[str, ...] | None = None
    has_costs: bool | None = None
    has_time: bool | None = None
    conversions: int | None = None
    report_days_ago: int | None = None
    knows_reports: bool = False
    counted_days_ago: int | None = None
    knows_counts: bool = False


@dataclass(frozen=True, slots=True)
class WatchingFacts:
    """D9. `read_days_ago` is when what competitors write was last read."""

    competitors: int | None = None
    read_days_ago: int | None = None
    ideas_30_days: int | None = None


@dataclass(frozen=True, slots=True)
class LoyaltyFacts:
    """D10. Offers with a code of 90 days; who agreed to be written to.

    `advocates` are shares that colleagues told in 30 days: who they are is kept nowhere.
    """

    coded_offers: int | None = None
    consents: int | None = None
    newsletter_days_ago: int | None = None
    customer_links: int | None = None
    advocates: int | None = None
    employer_posts: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a company."""

    strategy: StrategyFacts = field(default_factory=StrategyFacts)
    presence: PresenceFacts = field(default_factory=PresenceFacts)
    activity: ActivityFacts = field(default_factory=ActivityFacts)
    means: MeansFacts = field(default_factory=MeansFacts)
    listening: ListeningFacts = field(default_factory=ListeningFacts)
    answers: AnswerFacts = field(default_factory=AnswerFacts)
    reputation: ReputationFacts = field(default_factory=ReputationFacts)
    measuring: MeasureFacts = field(default_factory=MeasureFacts)
    watching: WatchingFacts = field(default_factory=WatchingFacts)
    loyalty: LoyaltyFacts = field(default_factory=LoyaltyFacts)


_KINDS: dict[str, Any] = {
    "strategy": StrategyFacts,
    "presence": PresenceFacts,
    "activity": ActivityFacts,
    "means": MeansFacts,
    "listening": ListeningFacts,
    "answers": AnswerFacts,
    "reputation": ReputationFacts,
    "measuring": MeasureFacts,
    "watching": WatchingFacts,
    "loyalty": LoyaltyFacts,
}


def as_json(facts: Facts) -> dict[str, dict[str, Any]]:
    """Return facts as they are kept; what is unknown is left out."""
    return {
        name: {key: value for key, value in _items(getattr(facts, name)) if value is not None}
        for name in _KINDS
    }


def from_json(kept: dict[str, dict[str, Any]]) -> Facts:
    """Return facts that were kept; names that no longer exist are passed over."""
    return Facts(**{name: _read(kind, kept.get(name, {})) for name, kind in _KINDS.items()})


def _items(one: Any) -> list[tuple[str, Any]]:
    assert is_dataclass(one)  # noqa: S101 - each dimension is one
    return [(each.name, getattr(one, each.name)) for each in fields(one)]


def _read(kind: Any, kept: dict[str, Any]) -> Any:
    known = {each.name for each in fields(kind)}
    said = {key: value for key, value in kept.items() if key in known}
    if isinstance(said.get("kpis"), list):
        said["kpis"] = tuple(said["kpis"])
    return kind(**said)
