"""Hours and money, planned beside real, and into what they went."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from beffroi.channels.models import Channel
from beffroi.coaching.means.gathering import Share, means
from beffroi.coaching.means.lines import lines, planned
from beffroi.core.periods import Period
from beffroi.metrics.money import Cost as Spent
from beffroi.sales.economics import economics_of
from beffroi.sales.models import Cost, Economics, WorkTime
from beffroi.strategy.models import Campaign, PlanStep, Strategy
from tests.browsing import Browse, browsers_in_english
from tests.clock import FrozenClock
from tests.world import World, people_and_places

TODAY = date(2026, 9, 14)
FOUR_WEEKS = Period(TODAY - timedelta(days=27), TODAY)


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


@pytest.fixture
def browse(world: World, monkeypatch: pytest.MonkeyPatch, clock: FrozenClock) -> Browse:
    monkeypatch.setattr("beffroi.coaching.means.views.utc_now", clock)
    return browsers_in_english()


@pytest.fixture
def plan(world: World, clock: FrozenClock) -> Strategy:
    """75 minutes a week, 365 € a year of advertising, an agency for 3,650 € that frees 60 min."""
    made = Strategy.objects.create(
        workspace=world.atelier,
        begun_at=clock(),
        changed_at=clock(),
        minutes_a_week=75,
        media_cents=36_500,
        tools_cents=None,
        agency_cents=365_000,
        agency_minutes=60,
    )
    PlanStep.objects.create(strategy=made, name="means", saved_at=clock())
    return made


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def connected(world: World, clock: FrozenClock) -> Channel:
    return Channel.objects.create(
        workspace=world.atelier,
        network="bluesky",
        origin="https://bsky.example",
        account_id=str(Channel.objects.count()),
        handle="atelier.example",
        verified_at=clock(),
        connected_at=clock(),
    )


def note(world: World, clock: FrozenClock, **given: Any) -> None:
    usual = {"day": TODAY, "minutes": 60, "person": world.karim, "noted_at": clock()}
    WorkTime.objects.create(workspace=world.atelier, **(usual | given))


def spend(world: World, clock: FrozenClock, **given: Any) -> None:
    usual = {
        "kind": "media",
        "cents": 6_000,
        "first_day": TODAY,
        "last_day": TODAY,
        "noted_at": clock(),
    }
    Cost.objects.create(workspace=world.atelier, **(usual | given))


def test_all_that_was_noted_is_in_each_sharing_once(world: World, clock: FrozenClock) -> None:
    bluesky = connected(world, clock)
    campaign = Campaign.objects.create(
        workspace=world.atelier,
        name="Rentrée",
        aim="sales",
        first_day=TODAY,
        last_day=TODAY,
        made_at=clock(),
    )
    note(world, clock, channel=bluesky, minutes=45)
    note(world, clock, person=None, campaign=campaign, minutes=20)
    note(world, clock, minutes=500, removed_at=clock())
    note(world, clock, minutes=500, day=FOUR_WEEKS.first - timedelta(days=1))
    spend(world, clock, channel=bluesky, campaign=campaign)
    spend(world, clock, kind="other", cents=36_500, last_day=TODAY + timedelta(days=364))
    spend(world, clock, cents=1, removed_at=clock())
    found = means(world.atelier, FOUR_WEEKS, economics=economics_of(world.atelier))
    assert found.by_person == {world.karim.pk: Share(45, 0), None: Share(20, 0)}
    assert found.by_channel == {bluesky.pk: Share(45, 6_000), None: Share(20, 100)}
    assert found.by_aim == {"sales": Share(20, 6_000), None: Share(45, 100)}
    hour = economics_of(world.atelier).hour_cents
    for shares in (found.by_channel.values(), found.by_aim.values()):
        assert round(sum(one.cents(hour) for one in shares)) == found.cost.total


def test_what_others_spent_is_not_ours(world: World, clock: FrozenClock) -> None:
    WorkTime.objects.create(workspace=world.flowers, day=TODAY, minutes=9, noted_at=clock())
    found = means(world.atelier, FOUR_WEEKS, economics=economics_of(world.atelier))
    assert not found.by_channel
    assert found.cost.total == 0


@given(
    st.integers(0, 4_200),
    st.integers(0, 10**8),
    st.sampled_from([28, 91, 365]),
)
def test_a_year_is_planned_as_it_was_said(minutes: int, cents: int, days: int) -> None:
    strategy = Strategy(minutes_a_week=minutes or None, media_cents=cents or None)
    wanted = planned(strategy, economics=Economics(hour_cents=3_500), days=days)
    assert wanted.minutes == round(minutes * days / 7)
    assert abs(wanted.media - cents * days / 365) <= 1
    if days == 365:
        assert wanted.media == cents


def test_the_page_holds_planned_beside_real(
    world: World, browse: Browse, plan: Strategy, clock: FrozenClock
) -> None:
    note(world, clock, minutes=400)
    spend(world, clock)
    shown = text(browse(world.claire).get("/steer/means/"))
    assert "5 h 6 h 40 min +1 h 40 min" in shown.replace('</td><td class="r" role="cell">', " ")
    assert "Karim Benali" in shown
    assert "4 h" in shown  # what the agency frees in four weeks
    assert "It costs more than the hours it frees." in shown


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ("weeks", "from 18 August to 14 September."),
        ("year", "from 15 September 2025 to 14 September 2026."),
    ],
)
def test_the_page_says_of_which_days_it_is(
    browse: Browse, world: World, span: str, said: str
) -> None:
    shown = text(browse(world.claire).get(f"/steer/means/?span={span}"))
    assert f"Hours and money, {said}" in shown


def test_an_agency_that_costs_nothing_is_not_told_by_what_was_noted(
    world: World, browse: Browse, plan: Strategy, clock: FrozenClock
) -> None:
    spend(world, clock, kind="agency")
    Strategy.objects.update(agency_cents=0)
    assert "It costs more than" not in text(browse(world.claire).get("/steer/means/"))
    Strategy.objects.update(agency_cents=None, agency_minutes=1)
    assert "It costs more than" in text(browse(world.claire).get("/steer/means/"))


def row(shown: str, name: str) -> list[str]:
    """Return the cells of a row of tables, without their marks."""
    cells = shown.split(name, 1)[1].split("</tr>", 1)[0]
    return [" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in cells.split("<td")[1:]]


def test_rounded_lines_add_up_to_the_full_cost(plan: Strategy) -> None:
    plan.media_cents, plan.tools_cents, plan.agency_cents = 59_050, 22_552, None  # 45.30, 17.30
    with translation.override("en"):
        found = lines(plan, Spent(), economics=economics_of(plan.workspace), days=28)
    assert [one.planned for one in found] == ["5 h", "€46", "€17", "—", "€238"]  # 5 h cost 175


def test_what_nobody_planned_is_unknown_and_nothing_is_nothing(plan: Strategy) -> None:
    plan.media_cents, plan.tools_cents, plan.agency_cents = 0, None, None
    real = Spent(media=500, tools=700)
    with translation.override("en"):
        found = lines(plan, real, economics=economics_of(plan.workspace), days=28)
    told = [(one.planned, one.real, one.apart) for one in found[1:4]]
    assert told == [("€0", "€5", "+€5"), ("—", "€7", "—"), ("—", "—", "—")]
    plan.minutes_a_week = None
    with translation.override("en"):
        (time, *_others) = lines(plan, real, economics=economics_of(plan.workspace), days=28)
    assert (time.planned, time.real, time.apart) == ("—", "—", "—")


def test_without_hours_the_full_cost_is_unknown_and_the_page_says_what_to_write_down(
    world: World, browse: Browse, plan: Strategy, clock: FrozenClock
) -> None:
    shown = text(browse(world.claire).get("/steer/means/"))
    assert [one.partition(">")[2] for one in row(shown, "<b>Full cost</b>")] == ["€483", "—", "—"]
    assert "The full cost cannot be told: no hours are noted for these days." in shown
    assert 'href="/measure/costs/#time"' in shown
    spend(world, clock)
    shown = text(browse(world.claire).get("/steer/means/"))
    assert [one.partition(">")[2] for one in row(shown, "<b>Full cost</b>")] == ["€483", "—", "—"]
    assert "Money alone comes to €60." in shown
    assert "at least €60" in shown  # what a channel cost, by the same reason
    note(world, clock)
    shown = text(browse(world.claire).get("/steer/means/"))
    assert row(shown, "<b>Full cost</b>")[1].endswith("€95")
    assert "cannot be told" not in shown
    assert "at least €" not in shown


def test_money_that_was_planned_and_of_which_nothing_is_noted_is_told_apart(
    world: World, browse: Browse, plan: Strategy, clock: FrozenClock
) -> None:
    note(world, clock)
    spend(world, clock)
    shown = text(browse(world.claire).get("/steer/means/"))
    assert "Planned but not noted, so that it is in no sum: agency." in shown
    assert row(shown, 'rowheader">Agency</th>')[1].endswith("—")
    assert row(shown, 'rowheader">Advertising</th>')[1].endswith("€60")
    spend(world, clock, kind="agency")
    assert "it is in no sum" not in text(browse(world.claire).get("/steer/means/"))


def test_whoever_only_reads_is_led_to_no_form(world: World, browse: Browse, plan: Strategy) -> None:
    shown = text(browse(world.lucas).get("/steer/means/"))
    assert "The full cost cannot be told" in shown
    assert "/measure/costs/#time" not in shown


def test_without_a_plan_and_without_notes_the_page_teaches(world: World, browse: Browse) -> None:
    shown = text(browse(world.claire).get("/steer/means/"))
    assert "Your strategy does not say yet what this may take" in shown
    assert "Nothing is noted for these days" in shown


def test_hours_of_colleagues_are_for_whoever_manages_people(
    world: World, browse: Browse, clock: FrozenClock
) -> None:
    note(world, clock, person=world.claire, minutes=33)
    note(world, clock, person=world.karim, minutes=44)
    assert "33 min" in text(browse(world.claire).get("/steer/means/"))
    own = text(browse(world.karim).get("/steer/means/"))
    assert "Karim Benali" in own
    assert "Claire Martin</bdi>" not in own
    assert "Karim Benali" not in text(browse(world.lucas).get("/steer/means/"))


@pytest.mark.parametrize("typed", ["", "quarter", "year", "x", "9" * 40])
def test_a_span_that_is_none_is_four_weeks(world: World, browse: Browse, typed: str) -> None:
    assert browse(world.claire).get("/steer/means/", {"span": typed}).status_code == 200


def test_the_page_takes_as_many_queries_for_much_as_for_little(
    world: World,
    browse: Browse,
    plan: Strategy,
    clock: FrozenClock,
    django_assert_max_num_queries: Any,
) -> None:
    client = browse(world.claire)
    for number in range(12):
        channel = connected(world, clock)
        note(world, clock, channel=channel, minutes=number + 1)
        spend(world, clock, channel=channel)
    client.get("/steer/means/")
    with django_assert_max_num_queries(31):
        client.get("/steer/means/")
