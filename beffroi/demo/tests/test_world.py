from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from pytest_django.fixtures import Settings

from beffroi.channels.models import Channel
from beffroi.coaching.queries import history_of
from beffroi.company.queries import POLICIES, charter_of, facts_of
from beffroi.core.periods import Period
from beffroi.delivery.models import Attempt, Delivery
from beffroi.demo import past
from beffroi.demo.desk import Desk
from beffroi.demo.networks import Village
from beffroi.demo.past import Past
from beffroi.demo.story import links, listening, pages
from beffroi.demo.world import people_and_places
from beffroi.inbox.models import Conversation
from beffroi.insight import queries as figures
from beffroi.insight.aims import campaigns
from beffroi.insight.aims.counting import progress
from beffroi.insight.notes.queries import notes_between
from beffroi.insight.reports.facts import month_before
from beffroi.insight.reports.gathering import facts_of_month
from beffroi.insight.rules import Counted
from beffroi.insight.team.queries import team_of
from beffroi.links import queries as link_queries
from beffroi.links.filters import Filters as All
from beffroi.links.models import DayVisitor
from beffroi.listening.alerting.rules import Tone
from beffroi.listening.alerting.stored import kept
from beffroi.listening.competing import queries as competing
from beffroi.listening.models import Alert, Mention
from beffroi.listening.sources import queries as sources
from beffroi.listening.sources.queries import Health
from beffroi.metrics.attribution import Model
from beffroi.metrics.proofs import Proof
from beffroi.publishing.models import Post
from beffroi.reviews import queries
from beffroi.reviews.filters import Answered, Filters
from beffroi.sales.crediting import credits, led_to
from beffroi.sales.returns import return_of
from beffroi.strategy.plan.queries import plan_of, to_review
from beffroi.strategy.queries import open_goals
from tests.world import World

NOW = datetime.now(UTC)  # the simulated networks' tokens are read with the real time


@pytest.fixture
def village(settings: Settings) -> Iterator[Village]:
    with Village() as village:
        settings.OUTBOUND_ALLOW = village.hosts
        settings.NETWORK_HOMES = village.homes
        settings.NETWORK_OPTIONS = village.options
        settings.OUTBOUND_ONLY_ALLOWED = True
        yield village


@pytest.fixture
def world(db: None) -> World:
    return people_and_places(now=NOW - past.AGE)


def test_the_past_leaves_something_of_everything_to_see(world: World, village: Village) -> None:
    shares = list(Past(Desk(world, village), world, village, now=NOW).play())
    assert shares[0] == pytest.approx(0)
    assert shares == sorted(shares)

    states = _counted(Delivery.objects.filter(workspace=world.atelier), "status")
    assert set(states) == {"published", "scheduled", "held", "ask_human"}
    stages = _counted(Post.objects.filter(workspace=world.atelier), "stage")
    assert set(stages) == {"draft", "submitted", "scheduled"}
    talks = Conversation.objects.filter(workspace=world.atelier)
    assert talks.filter(status="open", waiting_since__isnull=False).count() >= 3
    assert talks.filter(status="done").count() >= 5

    lost = Channel.objects.get(workspace=world.garage)
    assert lost.status == Channel.Status.NEEDS_RECONNECTION
    assert Delivery.objects.filter(channel=lost, status="scheduled").exists()
    assert not Channel.objects.filter(workspace=world.flowers).exists()
    _assert_all_published_is_visible(village)
    _assert_a_year_of_reviews(world)
    _assert_four_weeks_of_listening(world, village)
    _assert_sources_and_competitors(world)
    _assert_a_month_of_links(world)
    _assert_sold(world)
    _assert_a_month_to_report(world)
    _assert_aimed(world)
    _assert_counted(world)
    _assert_shared_out(world)
    _assert_measured(world)
    _assert_steered(world)
    facts = facts_of(world.atelier)
    assert facts.hours
    assert set(facts.policies) == set(POLICIES)
    charter = charter_of(world.atelier)
    assert charter is not None
    assert charter.is_public


def _assert_measured(world: World) -> None:
    """The barometer was kept on the way, and more of it is measured than in the beginning."""
    states = history_of(world.atelier)
    assert len({one.day for one in states}) == 4
    assert states[-1].confidence > states[0].confidence
    assert states[-1].level is not None


def _assert_steered(world: World) -> None:
    """A strategy is agreed, its three subjects have posts, and nothing of it is due already."""
    plan = plan_of(world.atelier)
    assert plan.strategy is not None
    assert plan.strategy.agreed_at is not None
    assert plan.strategy.agreed_at < NOW - timedelta(days=60)
    assert not to_review(world.atelier, now=NOW).exists()
    assert not plan.missing
    posts = Counter(
        Post.objects.filter(workspace=world.atelier).values_list("pillar__name", flat=True)
    )
    assert set(posts) == {one.name for one in plan.pillars}
    offers = plan.offers
    assert offers is not None
    assert posts[offers.name] * 4 <= sum(posts.values())


def _assert_sold(world: World) -> None:
    """Every proof brought something, and it cost money and time."""
    today = NOW.astimezone(world.atelier.zone).date()
    told = return_of(world.atelier, Period(today - timedelta(days=27), today))
    assert all((told.with_proof(proof).margin_cents or 0) > 0 for proof in Proof)
    assert told.spent.total > told.spent.time > 0
    credited = credits(led_to(world.atelier, told.days), model=Model.LAST)
    assert credited.posts


def _assert_a_month_to_report(world: World) -> None:
    """The report of the last month reads like that of a company at work."""
    today = NOW.astimezone(world.atelier.zone).date()
    told = facts_of_month(world.atelier, month_before(today), now=NOW)
    assert sum(told.money.sales) >= 20
    assert told.money.margins
    assert told.money.margins[0] > 0
    assert told.money.media
    assert told.money.tools
    assert told.money.minutes
    assert told.messages.answered >= 4
    assert told.new_reviews >= 4
    assert len(told.best) >= 2
    assert sum(1 for week in told.weeks if week.margins and sum(week.margins)) >= 4


def _assert_aimed(world: World) -> None:
    """Three goals of which all is known, two campaigns to which something belongs and came back."""
    goals = progress(open_goals(world.atelier), sees_inbox=True, now=NOW)
    assert len(goals) == 3
    assert all(one.count.value is not None for one in goals)
    today = NOW.astimezone(world.atelier.zone).date()
    told = campaigns.rows(world.atelier, today=today)
    assert len(told) == 2
    assert all(one.visits and one.told.brought and one.told.spent.total for one in told)
    assert any(one.posts for one in told)


def _assert_shared_out(world: World) -> None:
    """Three people answer, two have something to do, and two days are noted."""
    today = NOW.astimezone(world.atelier.zone).date()
    weeks = Period(today - past.AGE, today)
    team = team_of(world.atelier, weeks, only=None, now=NOW)
    assert [one.name for one in team.people if one.sent] == [
        "Claire Martin",
        "Karim Benali",
        "Sophie Carlier",
    ]
    assert sum(one.load.waiting for one in team.people) == 2
    notes = notes_between(world.atelier, weeks, sees_inbox=True)
    assert sum(not one.is_ready for one in notes) == 2
    assert any(one.is_ready for one in notes)


def _assert_counted(world: World) -> None:
    """Every post that a network counts has counters, and there are months of followers."""
    today = NOW.astimezone(world.atelier.zone).date()
    weeks = Period(today - past.AGE, today)
    posts = figures.posts_of(world.atelier, weeks)
    counted = [one for one in posts if one.delivery.channel.network in {"bluesky", "mastodon"}]
    assert len(counted) >= 5
    old = [one for one in counted if one.delivery.due_at < NOW - timedelta(days=2)]
    assert all(one.totals[Counted.REACTIONS].value > 0 for one in old)
    days = figures.by_day(world.atelier, weeks)
    assert len(days) > 20
    assert sum(of_day[Counted.REACTIONS].value for of_day in days.values()) == sum(
        one.totals[Counted.REACTIONS].value for one in posts if one.totals
    )
    followers = figures.levels([world.atelier.pk], at=today - timedelta(days=100))
    assert len(followers) == 2


def _assert_four_weeks_of_listening(world: World, village: Village) -> None:
    told = {one.text for one in (*listening.BEFORE, *listening.QUEUE)}
    caught = Mention.objects.filter(workspace=world.atelier, catches__isnull=False).distinct()
    assert told - set(caught.values_list("text", flat=True)) == set()
    on_mastodon = caught.filter(network="mastodon")  # as its stream tells them again
    assert set(on_mastodon.values_list("server", flat=True)) == {village.mastodon.origin}
    alert = Alert.objects.get(workspace=world.atelier, closed_at=None)
    assert alert.watch.name == "Atelier Martin"
    assert alert.opened_at > NOW - timedelta(hours=8)
    [bad] = [one for one in kept(alert.reasons) if isinstance(one, Tone)]
    today = caught.filter(
        catches__watch=alert.watch, written_at__gt=NOW - timedelta(hours=24), wants_check=False
    )
    assert bad.negatives == today.filter(tone="negative").count() >= 5
    assert bad.toned == today.count()


def _assert_a_month_of_links(world: World) -> None:
    rows = {row.link.name: row for row in link_queries.page(world.atelier, All(), now=NOW).rows}
    assert {given.name for given in links.GIVEN} == set(rows)
    assert all(row.tally.visits > 10 for row in rows.values())
    assert rows["Sets de table du café"].link.is_elsewhere
    assert rows["Tract du marché"].link.stopped_at is not None
    totals = link_queries.totals(world.atelier, now=NOW)
    assert totals.robots > totals.previews > 0
    assert not DayVisitor.objects.filter(day__lt=(NOW - timedelta(days=1)).date()).exists()


def _assert_sources_and_competitors(world: World) -> None:
    rows = competing.rows_of(world.atelier, now=NOW)
    assert {row.competitor.name for row in rows} == set(pages.COMPETITORS)
    for row in rows:
        seen = competing.seen(row.competitor, now=NOW)
        posted = [one for one in pages.POSTED if one.who == row.competitor.name]
        assert (row.sources, row.pace.count) == (1, len(posted))
        assert row.mentions
        assert seen.offers
        assert seen.best[0].likes == max(one.likes for one in posted)
        assert len(row.pace.formats) > 1
    health = {row.source.name: row.health for row in sources.rows(world.atelier, now=NOW)}
    assert len(health) == 4
    assert health["Le Journal du quartier"] is Health.WELL
    assert health["Le blog du Beffroi"] is Health.SLOW


def _assert_a_year_of_reviews(world: World) -> None:
    reviews = queries.reviews_of(world.atelier)
    assert reviews.count() == 29
    assert set(reviews.values_list("stars", flat=True)) == {1, 2, 3, 4, 5}
    page = queries.page(world.atelier, Filters(answered=Answered.YES), now=NOW)
    assert len(page.rows) == 13
    waiting = reviews.filter(conversation__status="open", conversation__waiting_since__isnull=False)
    assert [row.stars for row in waiting] == [1], "one, fresh and bad"


def _counted(rows: QuerySet[Any], field: str) -> Counter[str]:
    return Counter(rows.values_list(field, flat=True))


def _assert_all_published_is_visible(village: Village) -> None:
    for network, simulator in village.simulators.items():
        visible = Counter(effect.remote_id for effect in simulator.ledger.published())
        ours = Delivery.objects.filter(channel__network=network, status="published")
        assert ours.exists()
        assert {visible[row.remote_id] for row in ours} == {1}
    doubted = Delivery.objects.get(status="ask_human")
    assert doubted.attempts.get().outcome == Attempt.Outcome.OPEN
    assert len(village.mastodon.ledger.published(doubted.content["text"])) == 1
    assert village.mastodon.faults.waiting() == {}
