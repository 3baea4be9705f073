"""What pages, and apps above, read of a strategy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from beffroi.strategy.models import Audience, Goal, NetworkRole, Pillar, PlanStep, Strategy
from beffroi.strategy.plan.rules import Standing, Step, missing_steps
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Plan:
    """A strategy with all its rows; `strategy` None where nobody has begun."""

    strategy: Strategy | None = None
    steps: Mapping[str, PlanStep] = field(default_factory=dict)
    audiences: tuple[Audience, ...] = ()
    networks: tuple[NetworkRole, ...] = ()
    pillars: tuple[Pillar, ...] = ()

    @property
    def missing(self) -> list[Step]:
        """The steps that nobody saved yet."""
        return missing_steps(self.steps)

    def has_saved(self, step: Step) -> bool:
        """Whether somebody saved a step."""
        return step.value in self.steps

    def seen(self, step: Step) -> int:
        """Return the version of a step, for the page that shows it."""
        row = self.steps.get(step.value)
        return row.version if row else 0

    @property
    def there(self) -> list[NetworkRole]:
        """The networks where we are."""
        return [one for one in self.networks if one.standing == Standing.THERE]

    @property
    def left(self) -> list[NetworkRole]:
        """The networks where we are not, on purpose."""
        return [one for one in self.networks if one.standing != Standing.THERE]

    @property
    def has_agreed_audiences(self) -> bool:
        """Whether somebody agreed on whom to reach: by itself, or with the whole page since."""
        if all(one.is_agreed for one in self.audiences):
            return bool(self.audiences)
        row = self.steps.get(Step.AUDIENCE.value)
        agreed_at = self.strategy.agreed_at if self.strategy else None
        return row is not None and agreed_at is not None and row.saved_at <= agreed_at

    @property
    def offers(self) -> Pillar | None:
        """The pillar that is the offers, if one is."""
        return next((one for one in self.pillars if one.is_offers), None)


@dataclass(frozen=True, slots=True)
class StrategyFacts:
    """What is written of a strategy. A goal always has a number and a day.

    `networks` have a part and somebody who does it; whether they are connected is known above.
    """

    goals: int
    audiences: int
    agreed_audiences: int
    networks: frozenset[str]
    minutes_a_week: int | None
    agreed_at: datetime | None
    review_at: datetime | None


def plan_of(workspace: Workspace) -> Plan:
    """Return the strategy of a workspace. Five queries, one where nobody has begun."""
    rows = Strategy.objects.select_related("agreed_by", "reader", "workspace")
    strategy = rows.filter(workspace=workspace).first()
    if strategy is None:
        return Plan()
    steps = strategy.steps.select_related("saved_by").order_by("saved_at", "id")
    return Plan(
        strategy=strategy,
        steps={row.name: row for row in steps},
        audiences=tuple(strategy.audiences.order_by("place", "id")),
        networks=tuple(strategy.networks.select_related("owner", "backup").order_by("id")),
        pillars=tuple(pillars_of(workspace)),
    )


def pillars_of(workspace: Workspace) -> QuerySet[Pillar]:
    """Return of what a workspace speaks, in their order."""
    rows = Pillar.objects.filter(strategy__workspace=workspace, place__isnull=False)
    return rows.order_by("place", "id")


def choosable_pillars(workspace: Workspace, *, also: int | None = None) -> list[Pillar]:
    """Return what a post may speak of, and what it does, even if given up. One query."""
    rows = Pillar.objects.filter(Q(place__isnull=False) | Q(pk=also), strategy__workspace=workspace)
    return list(rows.order_by("place", "id"))


def planned_posts(workspace: Workspace) -> dict[str, int | None]:
    """Return how many posts a week each network is to have. One query.

    By the key of the network; None: when there is something to say.
    """
    rows = NetworkRole.objects.filter(strategy__workspace=workspace, standing=Standing.THERE.value)
    return dict(rows.order_by("id").values_list("network", "posts_a_week"))


def facts(workspace: Workspace) -> StrategyFacts:
    """Return what is written of a workspace's strategy. At most six queries."""
    plan = plan_of(workspace)
    strategy = plan.strategy
    return StrategyFacts(
        goals=Goal.objects.filter(workspace=workspace, ended_at=None).count(),
        audiences=len(plan.audiences),
        agreed_audiences=len(plan.audiences)
        if plan.has_agreed_audiences
        else sum(one.is_agreed for one in plan.audiences),
        networks=frozenset(one.network for one in plan.there if one.owner_id),
        minutes_a_week=strategy.minutes_a_week if strategy else None,
        agreed_at=strategy.agreed_at if strategy else None,
        review_at=strategy.review_at if strategy else None,
    )


def to_review(workspace: Workspace, *, now: datetime) -> QuerySet[Strategy]:
    """Return the strategy of a workspace, if it is due to be read again."""
    rows = Strategy.objects.filter(workspace=workspace, review_at__lte=now)
    return rows.order_by("review_at", "id")


def told_of(strategy: Strategy) -> dict[str, dict[str, str]]:
    """Return what a strategy says, as `rules.Told`: what it is held against when read again.

    Values are for comparing and for people: numbers, names and texts, in no language of ours.
    """
    return {
        Step.AUDIENCE.value: {
            one.name: _joined(one.who, one.wants) for one in strategy.audiences.all()
        },
        Step.NETWORKS.value: {one.network: _network(one) for one in strategy.networks.all()},
        Step.CONTENT.value: {
            one.name: f"{one.share}\u202f%" for one in strategy.pillars.exclude(place=None)
        },
        Step.MEANS.value: {
            name: str(value)
            for name in ("minutes_a_week", "media_cents", "tools_cents", "agency_cents")
            if (value := getattr(strategy, name)) is not None
        },
        Step.TONE.value: {
            name: value
            for name in ("address", "we_say", "we_do_not_say")
            if (value := getattr(strategy, name))
        },
    }


def _network(row: NetworkRole) -> str:
    return "|".join([row.standing, row.part, row.why, str(row.posts_a_week or 0)])


def _joined(*several: str) -> str:
    return " · ".join(one for one in several if one)
