"""The facts of a workspace: what is there, what is absent, what is unknown, and of nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from beffroi.channels.models import Channel
from beffroi.coaching import queries
from beffroi.coaching.gathering.facts import facts_of
from beffroi.company.models import Charter, CrisisContact, CrisisFile
from beffroi.crisis.models import Room
from beffroi.inbox.ingesting import ingest
from beffroi.inbox.models import Consent, Person
from beffroi.inbox.tests.desk import said
from beffroi.insight.results.tests.bakery import Bakery
from beffroi.listening.models import Competitor, CompetitorSource, Letter, Source, Watch
from beffroi.listening.tests.makers import make_ground
from beffroi.strategy.barometer.facts import (
    ActivityFacts,
    AnswerFacts,
    Facts,
    ListeningFacts,
    LoyaltyFacts,
    MeansFacts,
    ReputationFacts,
    StrategyFacts,
    WatchingFacts,
)
from beffroi.strategy.models import Goal
from beffroi.strategy.rules import Measure
from beffroi.workspaces.models import Workspace
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def settle(workspace: Workspace, clock: FrozenClock, *, days: int = 200) -> None:
    """Let a workspace, and its channels, be so many days old."""
    begun = clock() - days * DAY
    Workspace.objects.filter(pk=workspace.pk).update(created_at=begun)
    Channel.objects.filter(workspace=workspace).update(connected_at=begun)
    workspace.refresh_from_db()


def facts(world: World, clock: FrozenClock) -> Facts:
    return facts_of(world.atelier, now=clock())


@pytest.fixture
def bakery(world: World, clock: FrozenClock) -> Bakery:
    made = Bakery(world, clock)
    settle(world.atelier, clock)
    return made


def test_of_a_new_workspace_what_is_not_there_is_unknown(world: World, clock: FrozenClock) -> None:
    Workspace.objects.filter(pk=world.atelier.pk).update(created_at=clock() - 27 * DAY)
    world.atelier.refresh_from_db()
    found = facts(world, clock)
    assert found.strategy == StrategyFacts()
    assert found.activity == ActivityFacts()
    assert found.answers == AnswerFacts()
    assert found.watching == WatchingFacts()
    assert found.loyalty == LoyaltyFacts()
    assert found.listening.watches is None
    assert queries.now_of(world.atelier, now=clock()).state.level is None


def test_after_four_weeks_what_is_not_there_is_absent(world: World, clock: FrozenClock) -> None:
    settle(world.atelier, clock, days=28)
    found = facts(world, clock)
    assert found.strategy == StrategyFacts(open_goals=0, has_audience=False, weeks_planned=0)
    assert found.watching == WatchingFacts(competitors=0)
    assert found.loyalty == LoyaltyFacts(coded_offers=0, consents=0, advocates=0)
    assert (found.listening.watches, found.listening.sources) == (0, 0)
    assert found.activity == ActivityFacts(), "without a channel nobody knows"


def test_publications_are_counted_by_week_and_once_however_many_channels(
    bakery: Bakery, world: World, clock: FrozenClock
) -> None:
    today = clock().date()
    for days in (1, 2, 15, 83, 89, 95):
        bakery.publish(today - days * DAY)
    Goal.objects.create(
        workspace=world.atelier,
        aim="image",
        measure=Measure.POSTS.value,
        target=26,
        first_day=today,
        due_day=today + 90 * DAY,
        place=1,
        made_at=clock(),
    )
    found = facts(world, clock).activity
    assert found == ActivityFacts(
        weeks_with_posts=3,
        posts_12_weeks=4,
        posts_90_days=5,
        weekly_target=200,
        days_ahead=0,
        weeks_known=12,
    )


@pytest.mark.parametrize(("days", "weeks"), [(27, None), (28, 4), (40, 5), (84, 12)])
def test_weeks_before_a_channel_was_connected_do_not_count(
    bakery: Bakery, world: World, clock: FrozenClock, days: int, weeks: int | None
) -> None:
    settle(world.atelier, clock, days=days)
    found = facts(world, clock).activity
    assert found.weeks_with_posts == (None if weeks is None else 0)
    if weeks is not None:
        assert found.weeks_known == weeks


def test_answers_are_counted_with_those_who_still_wait(
    bakery: Bakery, world: World, clock: FrozenClock
) -> None:
    bakery.promise(hours=4)
    bakery.answer(clock().date() - DAY, 60)
    bakery.answer(clock().date() - 2 * DAY, 120)
    bakery.answer(clock().date() - 91 * DAY, 500)
    at = clock() - 3 * DAY
    ingest(bakery.channel, [said("late", root_id="another", created_at=at)], now=at)
    found = facts(world, clock).answers
    assert (found.asked, found.answered, found.overdue) == (3, 2, 1)
    assert (found.median_minutes, found.promised_minutes) == (90, 240)


def test_costs_hours_and_people_are_means(bakery: Bakery, world: World, clock: FrozenClock) -> None:
    bakery.say()
    today = clock().date()
    bakery.spend(24_000, today - 9 * DAY, today)
    bakery.work(600, today - 5 * DAY)
    found = facts(world, clock).means
    assert found == MeansFacts(
        weekly_minutes=50,
        people=3,
        lessons_done=0,
        has_costs=True,
        has_time=True,
        cost_cents=24_000 + 35_000,
    )


def test_hours_that_nobody_noted_are_unknown(bakery: Bakery, clock: FrozenClock) -> None:
    found = facts_of(bakery.workspace, now=clock()).means
    assert (found.weekly_minutes, found.has_time, found.cost_cents) == (None, False, None)


def test_sales_links_and_figures_are_measured(
    bakery: Bakery, world: World, clock: FrozenClock
) -> None:
    today = clock().date()
    short = bakery.publish(today - 3 * DAY, "See https://example.com/")
    bakery.publish(today - 4 * DAY, "See https://example.com/")
    bakery.publish(today - 5 * DAY, "No address")
    bakery.visited(short, today, 3)
    bakery.sell(today - 2 * DAY, 1_000)
    found = facts(world, clock).measuring
    assert (found.links, found.links_tracked, found.conversions) == (2, 1, 1)
    assert found.kpis == ("sales", "clicks")
    assert (found.counted_days_ago, found.knows_counts) == (2, True)


def test_a_file_a_drill_and_a_charter_are_readiness(
    bakery: Bakery, world: World, clock: FrozenClock
) -> None:
    atelier = world.atelier
    CrisisFile.objects.create(workspace=atelier, holding_message="We look.", changed_at=clock())
    CrisisContact.objects.create(workspace=atelier, place=1, name="Claire", phone="06", role="")
    Charter.objects.create(workspace=atelier, address="atelier", is_public=True, changed_at=clock())
    opened = clock() - 30 * DAY
    Room.objects.create(
        workspace=atelier, name="Drill", is_drill=True, opened_at=opened, since=opened
    )
    found = facts(world, clock).reputation
    assert found == ReputationFacts(
        reviews=None,
        reviews_answered=0,
        reviews_90_days=None,
        has_crisis_roles=False,
        has_holding_message=True,
        has_crisis_contacts=True,
        drill_days_ago=30,
        knows_drills=True,
        has_charter=True,
    )


def watch(world: World, clock: FrozenClock, subject: str, *spellings: str) -> Watch:
    ground = getattr(world.atelier, "ground", None) or make_ground(world.atelier, now=clock())
    return Watch.objects.create(
        workspace=world.atelier,
        ground=ground,
        name=f"{subject} {spellings}",
        subject=subject,
        purpose="answer",
        query={"any_of": list(spellings)},
        made_at=clock(),
        changed_at=clock(),
    )


def source(world: World, clock: FrozenClock, name: str, *, hours: int) -> Source:
    return Source.objects.create(
        workspace=world.atelier,
        kind="account",
        network="bluesky",
        subject=name,
        name=name,
        added_at=clock(),
        read_at=clock() - timedelta(hours=hours),
    )


def test_listening_leaves_competitors_to_their_own_dimension(
    bakery: Bakery, world: World, clock: FrozenClock
) -> None:
    watch(world, clock, "brand", "Atelier Martin", "ateliermartin")
    followed = watch(world, clock, "competitor", "Delattre")
    source(world, clock, "news", hours=5)
    theirs = source(world, clock, "delattre", hours=80)
    rival = Competitor.objects.create(
        workspace=world.atelier, name="Delattre", watch=followed, added_at=clock()
    )
    CompetitorSource.objects.create(competitor=rival, source=theirs)
    Letter.objects.create(
        workspace=world.atelier,
        user=world.claire,
        week=clock().date(),
        state="sent",
        planned_at=clock(),
        sent_at=clock() - 2 * DAY,
    )
    found = facts(world, clock)
    assert found.listening == ListeningFacts(
        watches=1,
        watches_with_variants=1,
        sources=1,
        collected_hours_ago=5,
        mentions=0,
        toned=0,
        reviewed_days_ago=2,
    )
    assert found.watching == WatchingFacts(competitors=1, read_days_ago=3)


def test_consents_that_were_withdrawn_do_not_count(
    bakery: Bakery, world: World, clock: FrozenClock
) -> None:
    for number, withdrawn in enumerate((None, clock().date())):
        person = Person.objects.create(
            workspace=world.atelier,
            network="bluesky",
            person_id=f"did:{number}",
            changed_at=clock(),
        )
        Consent.objects.create(
            workspace=world.atelier,
            person=person,
            text="Yes",
            source="till",
            agreed_on=clock().date() - 5 * DAY,
            withdrawn_on=withdrawn,
            recorded_at=clock(),
        )
    bakery.offer()
    assert facts(world, clock).loyalty == LoyaltyFacts(coded_offers=1, consents=1, advocates=0)


def test_nothing_of_another_workspace_counts(world: World, clock: FrozenClock) -> None:
    before = facts_of(world.cycles, now=clock())
    bakery = Bakery(world, clock)
    settle(world.atelier, clock)
    today = clock().date()
    bakery.say()
    bakery.publish(today - DAY, "https://example.com/")
    bakery.answer(today - DAY, 60)
    bakery.sell(today, 500)
    bakery.spend(1_000, today, today)
    bakery.work(90, today)
    bakery.offer()
    watch(world, clock, "brand", "Atelier", "Martin")
    source(world, clock, "news", hours=1)
    assert facts_of(world.cycles, now=clock()) == before
    assert facts(world, clock) != before


def test_however_much_there_is_the_queries_are_as_many(
    bakery: Bakery, world: World, clock: FrozenClock
) -> None:
    def counted() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            queries.now_of(world.atelier, now=clock())
        return len(caught)

    today = clock().date()
    bakery.publish(today - DAY, "https://example.com/")
    bakery.answer(today - DAY, 60)
    bakery.sell(today, 500)
    bakery.work(10, today)
    few = counted()
    for days in range(1, 20):
        bakery.publish(today - days * DAY, "https://example.com/")
        bakery.answer(today - days * DAY, 60)
        bakery.sell(today, 500)
        bakery.work(10, today)
    assert counted() == few
    assert few <= 60


def test_states_of_many_workspaces_are_one_query(
    world: World, clock: FrozenClock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [world.atelier.pk, world.cycles.pk]
    with django_assert_num_queries(1):
        assert queries.last_states(ids) == {}
