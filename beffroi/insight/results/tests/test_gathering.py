from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from django.db import connection
from django.test.utils import CaptureQueriesContext

from beffroi.inbox.models import Conversation
from beffroi.insight.results import figures, showing
from beffroi.insight.results.gathering import Results, gather, shares
from beffroi.insight.results.periods import Choice, chosen
from beffroi.insight.results.tests.bakery import FIRST, LAST, Bakery
from beffroi.insight.rules import Counted
from beffroi.metrics.attribution import Model
from beffroi.metrics.proofs import Proof

DAY = timedelta(days=1)
WEEKS = chosen(Choice.FIVE_WEEKS, today=date(2026, 9, 14))


def results_of(bakery: Bakery, *, sees_inbox: bool = True) -> Results:
    return gather(bakery.workspace, WEEKS, sees_inbox=sees_inbox, now=bakery.clock())


def test_margin_stands_in_the_week_of_its_sale_by_its_proof(bakery: Bakery) -> None:
    bakery.say("0.5")
    bakery.sell(FIRST, 10_000)
    bakery.sell(LAST, 4_000, Proof.PROBABLE)
    bakery.sell(LAST + DAY, 9_999)
    margins = [one.margins for one in results_of(bakery).stretches]
    assert margins[0] == {Proof.CERTAIN: 0, Proof.PROBABLE: 0, Proof.DECLARED: 5_000}
    assert margins[4] == {Proof.CERTAIN: 0, Proof.PROBABLE: 2_000, Proof.DECLARED: 0}
    assert sum(sum((one or {}).values()) for one in margins) == 7_000


def test_costs_of_the_weeks_add_up_to_the_whole(bakery: Bakery) -> None:
    bakery.say()
    bakery.spend(10_000, FIRST - 3 * DAY, LAST - 4 * DAY)
    bakery.work(60, FIRST + 8 * DAY)
    found = results_of(bakery)
    costs = [one.cost_cents for one in found.stretches]
    assert sum(costs) == found.told.spent.total
    # 10,000 cents over 34 days: 294 a day, and 35 € for the hour
    assert costs[1] == 3_500 + 2_059


def test_without_a_margin_rate_margins_are_unknown_and_not_nought(bakery: Bakery) -> None:
    bakery.sell(FIRST, 10_000)
    bakery.spend(500, FIRST, FIRST)
    found = results_of(bakery)
    assert [one.margins for one in found.stretches] == [None] * 5
    assert found.posts == []


def test_the_best_post_comes_first_and_nothing_is_lost(bakery: Bakery) -> None:
    bakery.say("0.5")
    poor, rich = bakery.publish(FIRST, "Poor"), bakery.publish(FIRST, "Rich")
    bakery.work(20, FIRST, post=rich)
    bakery.sell(FIRST + DAY, 2_000, post=poor, channel=bakery.channel)
    bakery.sell(FIRST + DAY, 8_000, post=rich, channel=bakery.channel)
    bakery.sell(FIRST + DAY, 600)
    found = results_of(bakery)
    assert [(row.post.text, row.total_cents, row.minutes) for row in found.posts] == [
        ("Rich", 4_000, 20),
        ("Poor", 1_000, 0),
    ]
    assert found.other_margin_cents == 300
    assert [(row.channel, row.margin_cents) for row in found.channels] == [(bakery.channel, 5_000)]
    assert found.elsewhere_margin_cents == 300


def test_a_channel_has_visits_of_people_and_counters_of_its_days(bakery: Bakery) -> None:
    post = bakery.publish(FIRST)
    bakery.counted(post, impressions=200, reactions=7, shares=1)
    bakery.visited(post, FIRST, 12)
    bakery.visited(post, FIRST, 40, visitor="robot")
    bakery.visited(post, LAST + DAY, 5)
    row = results_of(bakery).channels[0]
    assert row.visits == 12
    assert figures.value_of(row.counted, Counted.IMPRESSIONS) == 200
    assert figures.gestures(row.counted) == 8


def test_a_rate_is_pooled_over_posts_and_says_of_how_many(bakery: Bakery) -> None:
    small, large, silent = (bakery.publish(FIRST + n * DAY) for n in range(3))
    bakery.counted(small, impressions=10, reactions=5)
    bakery.counted(large, impressions=990, reactions=15)
    bakery.counted(silent, reactions=100)
    rate = figures.engagement(results_of(bakery).channels[0].posts, now=bakery.clock())
    # 20 of 1,000 and not the mean of 50 % and 1.5 %
    assert (rate.value, rate.n, rate.left_out) == (Fraction(2), 2, 1)


def test_answers_are_those_of_the_period_and_of_the_one_before(bakery: Bakery) -> None:
    for day, minutes in ((FIRST, 30), (FIRST, 90), (LAST, 200), (FIRST - DAY, 600)):
        bakery.answer(day, minutes, in_time=minutes < 100)
    customers = results_of(bakery).customers
    assert customers is not None
    now = bakery.clock()
    assert figures.first_answer(customers.answered, now=now).value == 90
    assert figures.first_answer(customers.answered_before, now=now).value == 600
    on_time = figures.on_time(customers.answered, now=now)
    assert (on_time.numerator, on_time.denominator) == (2, 3)


def test_who_still_waits_past_the_promise_was_not_answered_on_time(bakery: Bakery) -> None:
    bakery.answer(FIRST, 30)
    since = bakery.clock() - 9 * DAY
    Conversation.objects.update(waiting_since=since, due_at=since + DAY)
    customers = results_of(bakery).customers
    assert customers is not None
    on_time = figures.on_time(customers.answered, now=bakery.clock())
    assert (on_time.numerator, on_time.denominator) == (1, 2)
    assert customers.answered.waiting == 1


def test_what_customers_wrote_is_not_read_for_who_may_not_see_it(bakery: Bakery) -> None:
    found = results_of(bakery, sees_inbox=False)
    assert found.customers is None
    names = [tile.metric for tile in showing.tiles(found, now=bakery.clock())]
    assert names == ["posts", "impr", "inter"]


def test_models_share_the_same_whole(bakery: Bakery) -> None:
    bakery.say("0.5")
    bakery.sell(FIRST, 3_000, channel=bakery.channel)
    bakery.sell(FIRST, 1_000, channel=bakery.other)
    bakery.sell(FIRST, 500)
    found = shares(bakery.workspace, WEEKS)
    assert set(found) == set(Model)
    assert {sum(sums.values()) for sums in found.values()} == {2_250}
    assert found[Model.FIRST][0] == 250


def test_ten_times_as_much_takes_as_many_queries(bakery: Bakery) -> None:
    bakery.say()

    def more() -> None:
        for number in range(4):
            post = bakery.publish(FIRST + number * DAY, channel=bakery.other)
            bakery.counted(post, impressions=10, reactions=2)
            bakery.visited(post, FIRST, 3)
            bakery.sell(FIRST + DAY, 1_000, post=post, channel=bakery.other, customer="x" * 8)
            bakery.answer(FIRST + number * DAY, 20)
            bakery.spend(100, FIRST, LAST)

    more()
    with CaptureQueriesContext(connection) as few:
        results_of(bakery)
    for _ in range(5):
        more()
    with CaptureQueriesContext(connection) as many:
        results_of(bakery)
    assert len(many) == len(few) <= 45


def test_what_is_of_another_workspace_stays_there(bakery: Bakery) -> None:
    bakery.say()
    post = bakery.publish(FIRST)
    bakery.counted(post, impressions=10)
    bakery.visited(post, FIRST, 3)
    bakery.sell(FIRST, 10_000, post=post, channel=bakery.channel)
    bakery.answer(FIRST, 20)
    bakery.work(20, FIRST)
    theirs = gather(bakery.world.garage, WEEKS, sees_inbox=True, now=bakery.clock())
    assert not theirs.told.brought
    assert not theirs.told.spent.total
    assert not theirs.posts
    assert not theirs.channels
    assert not theirs.counted
    assert theirs.customers is not None
    assert not theirs.customers.answered.waits
    assert not any(shares(bakery.world.garage, WEEKS)[Model.LAST].values())
