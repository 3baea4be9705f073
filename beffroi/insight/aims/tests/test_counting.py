"""What goals have reached, by what is really counted; unknown is no zero."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from beffroi.inbox.models import Feedback
from beffroi.insight.aims import keeping
from beffroi.insight.aims.counting import Count, Progress, Why, progress
from beffroi.insight.aims.keeping import Focus
from beffroi.insight.models import DayCount
from beffroi.insight.results.tests.bakery import Bakery
from beffroi.insight.rules import Counted, Origin
from beffroi.links.actions import Wish, make_by_hand
from beffroi.links.models import VisitCount
from beffroi.metrics.proofs import Proof
from beffroi.sales import offering
from beffroi.strategy.actions import GoalWish, NotOurs
from beffroi.strategy.models import Goal
from beffroi.strategy.queries import open_goals
from beffroi.strategy.rules import Aim, Days, Measure, State

TODAY = date(2026, 9, 14)
DAY = timedelta(days=1)
SINCE = TODAY - 14 * DAY
MONTH = Days(SINCE, SINCE + 29 * DAY)


def aim(
    bakery: Bakery,
    measure: Measure,
    target: int = 20,
    *,
    days: Days = MONTH,
    focus: Focus | None = None,
) -> Goal:
    wish = GoalWish(Aim.SALES, measure, target, days)
    given: dict[str, Any] = {"actor": bakery.world.claire, "now": bakery.clock()}
    return keeping.make(bakery.workspace, wish, focus or Focus(), **given)


def stands(bakery: Bakery) -> Progress:
    return progress(open_goals(bakery.workspace), sees_inbox=True, now=bakery.clock())[0]


def counted(bakery: Bakery, measure: Measure, **more: Any) -> Count:
    """Set a goal, look at it, and take it away again."""
    goal = aim(bakery, measure, **more)
    found = stands(bakery).count
    goal.delete()
    return found


@pytest.mark.parametrize(
    ("measure", "why"),
    [
        (Measure.SALES, Why.NOTHING_COUNTED),
        (Measure.CONTACTS, Why.NOTHING_COUNTED),
        (Measure.ON_TIME, Why.NO_MESSAGE),
        (Measure.FIRST_ANSWER, Why.NO_MESSAGE),
        (Measure.REVIEWS, Why.NO_REVIEW),
        (Measure.RATING, Why.NO_REVIEW),
        (Measure.IMPRESSIONS, Why.NOT_TOLD),
        (Measure.INTERACTIONS, Why.NOT_TOLD),
        (Measure.VISITS, Why.NO_LINK),
        (Measure.FOLLOWERS_WON, Why.NOT_TOLD),
    ],
)
def test_what_nobody_counts_is_unknown_and_says_why(
    bakery: Bakery, measure: Measure, why: Why
) -> None:
    aim(bakery, measure)
    found = stands(bakery)
    assert (found.standing.state, found.count.value, found.count.why) == (State.UNKNOWN, None, why)


def test_sales_and_contacts_are_counted_apart(bakery: Bakery) -> None:
    bakery.sell(TODAY - DAY, 1_000, quantity=3)
    bakery.sell(TODAY - DAY, 1_000, kind="till", net_cents=None)
    bakery.sell(TODAY - DAY, 1_000, kind="call", net_cents=None, quantity=2)
    bakery.sell(SINCE - DAY, 1_000)  # before the first day
    bakery.sell(TODAY - DAY, 1_000, refunded_cents=1_000)
    unproven = bakery.sell(TODAY - DAY, 1_000)
    type(unproven).objects.filter(pk=unproven.pk).update(proof=None)
    assert counted(bakery, Measure.SALES).value == 4
    assert counted(bakery, Measure.CONTACTS).value == 2


def test_sales_with_one_offer_or_link_are_counted_alone(bakery: Bakery) -> None:
    offer = bakery.offer()
    given: dict[str, Any] = {"actor": bakery.world.claire, "now": bakery.clock()}
    link = make_by_hand(bakery.workspace, Wish("Affiche", "example.com/x"), **given)
    bakery.sell(TODAY - DAY, 1_000, Proof.CERTAIN, offer=offer, code="MAMAN10")
    bakery.sell(TODAY - DAY, 1_000, Proof.PROBABLE, link=link, quantity=2)
    bakery.sell(TODAY - DAY, 1_000)
    assert counted(bakery, Measure.SALES, focus=Focus(offer=offer)).value == 1
    assert counted(bakery, Measure.SALES, focus=Focus(link=link)).value == 2
    offering.remove(offer, **given)
    offer.refresh_from_db()
    assert counted(bakery, Measure.SALES, focus=Focus(offer=offer)).why is Why.GONE


def test_margin_is_unknown_without_a_rate(bakery: Bakery) -> None:
    bakery.sell(TODAY - DAY, 10_000)
    assert counted(bakery, Measure.MARGIN).why is Why.NO_RATE
    bakery.say("0.5")
    assert counted(bakery, Measure.MARGIN).value == 5_000


def test_answers_are_those_of_the_days_so_far(bakery: Bakery) -> None:
    bakery.answer(TODAY - 3 * DAY, 30)
    bakery.answer(TODAY - 2 * DAY, 90, in_time=False)
    bakery.answer(SINCE - 2 * DAY, 900)
    assert counted(bakery, Measure.ON_TIME).value == 50
    assert counted(bakery, Measure.FIRST_ANSWER).value == 60


def review(bakery: Bakery, day: date, stars: int, channel: Any = None) -> None:
    bakery.answer(day, 10)
    row = Feedback.objects.latest("pk")
    values = {"kind": "review", "stars": stars, "written_at": f"{day}T10:00:00Z"}
    Feedback.objects.filter(pk=row.pk).update(**values, channel=channel or bakery.channel)


def test_reviews_and_their_average_are_of_the_days_so_far(bakery: Bakery) -> None:
    review(bakery, TODAY - 2 * DAY, 5)
    review(bakery, TODAY - 3 * DAY, 4)
    review(bakery, TODAY - 4 * DAY, 4)
    review(bakery, SINCE - DAY, 1)
    assert counted(bakery, Measure.REVIEWS).value == 3
    assert counted(bakery, Measure.RATING).value == Fraction(130, 3)


def test_once_reviews_came_none_is_zero(bakery: Bakery) -> None:
    review(bakery, SINCE - DAY, 1)
    assert counted(bakery, Measure.REVIEWS).value == 0


def test_stars_of_two_sites_have_no_mean_but_those_of_one_have(bakery: Bakery) -> None:
    review(bakery, TODAY - 2 * DAY, 5)
    review(bakery, TODAY - 2 * DAY, 3, bakery.other)
    assert counted(bakery, Measure.RATING).why is Why.SEVERAL_SOURCES
    assert counted(bakery, Measure.RATING, focus=Focus(source=bakery.other)).value == 30


def test_what_posts_gained_and_how_many_there_are(bakery: Bakery) -> None:
    post = bakery.publish(TODAY - 2 * DAY)
    bakery.publish(SINCE - 2 * DAY)
    bakery.counted(post, impressions=120, reactions=7, comments=2)
    bakery.visited(post, TODAY - DAY, 9)
    bakery.visited(post, TODAY - DAY, 4, visitor="robot")
    assert counted(bakery, Measure.IMPRESSIONS).value == 120
    assert counted(bakery, Measure.INTERACTIONS).value == 9
    assert counted(bakery, Measure.VISITS).value == 9
    assert counted(bakery, Measure.POSTS).value == 1


def test_a_link_without_visits_has_none(bakery: Bakery) -> None:
    given: dict[str, Any] = {"actor": bakery.world.claire, "now": bakery.clock()}
    one, other = (
        make_by_hand(bakery.workspace, Wish(name, "example.com/x"), **given) for name in "ab"
    )
    day = {"day": TODAY, "visitor": "person", "device": "phone"}
    VisitCount.objects.create(link=other, visits=5, **day)
    assert counted(bakery, Measure.VISITS, focus=Focus(link=one)).value == 0
    assert counted(bakery, Measure.VISITS).value == 5


def test_followers_won_are_those_of_channels_that_tell_both_ends(bakery: Bakery) -> None:
    def level(channel: Any, day: date, value: int) -> None:
        DayCount.objects.create(
            workspace=bakery.workspace,
            channel=channel,
            day=day,
            counted=Counted.FOLLOWERS,
            origin=Origin.CHANNEL,
            value=value,
        )

    level(bakery.channel, SINCE - DAY, 100)
    level(bakery.other, TODAY, 900)  # nobody knows how many there were
    assert counted(bakery, Measure.FOLLOWERS_WON).why is Why.NOT_TOLD
    level(bakery.channel, TODAY, 112)
    assert counted(bakery, Measure.FOLLOWERS_WON).value == 12


def test_before_its_first_day_a_goal_has_not_begun(bakery: Bakery) -> None:
    bakery.publish(TODAY)
    days = Days(TODAY + DAY, TODAY + 30 * DAY)
    assert counted(bakery, Measure.POSTS, days=days).why is Why.NOT_BEGUN


def test_after_its_last_day_nothing_is_added(bakery: Bakery) -> None:
    aim(bakery, Measure.POSTS, days=Days(TODAY - 9 * DAY, TODAY))
    bakery.publish(TODAY)
    bakery.clock.advance(days=3)  # type: ignore[attr-defined]
    bakery.publish(TODAY + 2 * DAY)
    found = stands(bakery)
    assert (found.count.value, found.is_over, found.standing.state) == (1, True, State.LATE)


def test_an_end_keeps_what_was_reached_and_never_flatters(bakery: Bakery) -> None:
    goal = aim(bakery, Measure.ON_TIME, 67)
    for number in range(3):
        bakery.answer(TODAY - DAY, 10 + number, in_time=number > 0)
    keeping.end(goal, actor=bakery.world.claire, now=bakery.clock())
    goal.refresh_from_db()
    assert (goal.reached, goal.was_kept) == (66, False)


def test_who_does_not_see_the_inbox_sees_no_goal_of_it(bakery: Bakery) -> None:
    aim(bakery, Measure.ON_TIME)
    aim(bakery, Measure.POSTS)
    goals = open_goals(bakery.workspace)
    shown = progress(goals, sees_inbox=False, now=bakery.clock())
    assert [one.goal.counts for one in shown] == [Measure.POSTS]


def test_a_goal_counts_nothing_of_another_workspace(bakery: Bakery) -> None:
    offer = bakery.offer()
    wish = GoalWish(Aim.SALES, Measure.SALES, 5, MONTH)
    given: dict[str, Any] = {"actor": bakery.world.claire, "now": bakery.clock()}
    with pytest.raises(NotOurs):
        keeping.make(bakery.world.garage, wish, Focus(offer=offer), **given)
    assert not Goal.objects.exists()


def test_three_goals_take_few_queries(bakery: Bakery, django_assert_max_num_queries: Any) -> None:
    for measure in (Measure.ON_TIME, Measure.RATING, Measure.MARGIN):
        aim(bakery, measure)
    bakery.say()
    for number in range(9):
        bakery.answer(TODAY - DAY, number)
        bakery.sell(TODAY - DAY, 1_000)
    goals = open_goals(bakery.workspace)
    with django_assert_max_num_queries(14):
        progress(goals, sees_inbox=True, now=bakery.clock())
