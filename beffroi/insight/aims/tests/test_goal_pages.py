"""Goals as people see, take, set, end and take up again."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.company import actions
from beffroi.company.rules import Delay, Kind
from beffroi.company.rules import Measure as Clock
from beffroi.insight.aims.tests.conftest import Browse
from beffroi.insight.aims.tests.test_counting import aim
from beffroi.insight.results.tests.bakery import Bakery
from beffroi.links.models import Link
from beffroi.links.rules import Source
from beffroi.strategy.models import Goal
from beffroi.strategy.rules import Days, Measure
from tests.clock import FrozenClock
from tests.world import World

TODAY = date(2026, 9, 14)
DAY = timedelta(days=1)
FORM = {
    "aim": "sales",
    "measure": "sales",
    "wanted": "60",
    "first_day": "2026-09-14",
    "due_day": "2026-10-13",
}


def text(response: Any) -> str:
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", response.content.decode())).split())


def test_the_first_page_teaches_and_offers_three_goals_of_their_own_facts(
    client: Client, bakery: Bakery
) -> None:
    for number in range(4):
        bakery.answer(TODAY - DAY, 10, in_time=number > 0)
    page = text(client.get(reverse("goals")))
    assert "A goal is a number and a day" in page
    assert "Answer 90 % of messages within the promised time" in page
    assert "In the last 30 days: 75 % of 4." in page
    assert page.count("Take this goal") == 3


def test_a_ready_goal_is_taken_as_it_is(client: Client, bakery: Bakery) -> None:
    page = client.get(reverse("goals")).content.decode()
    first = page[page.index("aim-ready") :].partition("</form>")[0]
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', first))
    response = client.post(reverse("goal_new"), sent, follow=True)
    assert "The goal is set." in text(response)
    goal = Goal.objects.get()
    assert (goal.counts, goal.target) == (Measure.ON_TIME, 90)
    assert goal.days == Days(TODAY, TODAY + 29 * DAY)


def test_a_goal_says_how_it_stands_and_what_to_do_next(client: Client, bakery: Bakery) -> None:
    aim(bakery, Measure.POSTS, 8, days=Days(TODAY - 10 * DAY, TODAY + 9 * DAY))
    bakery.publish(TODAY - DAY)
    page = text(client.get(reverse("goals")))
    assert "8 posts 1 of 8" in page
    assert "Late · it would take 4 by today · Write the next post" in page
    assert "Goals, and how they stand" in page
    for number in range(2, 5):
        bakery.publish(TODAY - number * DAY)
    page = text(client.get(reverse("goals")))
    assert "On the way · 4 were expected by today, 8 by 23 September" in page
    for number in range(5, 9):
        bakery.publish(TODAY - number * DAY)
    page = text(client.get(reverse("goals")))
    assert "Kept · reached before 23 September" in page
    assert "Write the next post" not in page


def test_goals_stand_first_on_the_page_of_results(client: Client, bakery: Bakery) -> None:
    aim(bakery, Measure.POSTS, 8)
    bakery.say()
    bakery.sell(TODAY - 9 * DAY, 10_000)
    page = text(client.get(reverse("measure")))
    assert 0 < page.index("Your goals") < page.index("Margin brought")


def test_a_number_is_read_by_what_is_counted(client: Client) -> None:
    for measure, wanted, target in (
        ("margin", "640.50", 64_050),
        ("frt_med", "1.5", 90),
        ("rating", "4.6", 46),
    ):
        client.post(reverse("goal_new"), FORM | {"measure": measure, "wanted": wanted})
        assert Goal.objects.get(measure=measure).target == target


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"wanted": "many"}, "This is no number"),
        ({"wanted": "nan"}, "Aim at one at least"),
        ({"wanted": "1e999999999"}, "Aim at one at least"),
        ({"wanted": "0"}, "Aim at one at least"),
        ({"wanted": "1.5"}, "So many digits after the comma"),
        ({"measure": "sla", "wanted": "101"}, "lies between 1 and 100"),
        ({"measure": "rating", "wanted": "5.1"}, "lies between 1.1 and 5"),
        ({"measure": "frt_med", "wanted": "721"}, "between a minute and thirty days"),
        ({"measure": "margin", "wanted": "0.5"}, "one unit of money"),
        ({"due_day": "2026-09-15"}, "Give it seven days or more"),
        ({"due_day": "2026-09-10"}, "It ends before it begins"),
        ({"first_day": "2026-08-01", "due_day": "2026-09-13"}, "This day is over already"),
        ({"due_day": "2028-01-01"}, "Choose a nearer day"),
        ({"first_day": "2025-01-01"}, "Choose a later first day"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(
    client: Client, changed: dict[str, str], said: str
) -> None:
    response = client.post(reverse("goal_new"), FORM | changed)
    assert response.status_code == 422
    assert said in text(response)
    assert not Goal.objects.exists()


def test_only_what_can_be_counted_alone_is(client: Client, bakery: Bakery) -> None:
    offer = bakery.offer()
    client.post(reverse("goal_new"), FORM | {"measure": "posts", "offer": offer.pk})
    assert "60 posts" in text(client.get(reverse("goals")))
    client.post(reverse("goal_end", args=[Goal.objects.get().pk]))
    client.post(reverse("goal_new"), FORM | {"offer": offer.pk})
    assert "60 sales with “The box”" in text(client.get(reverse("goals")))
    goal = Goal.objects.get(ended_at=None)
    page = client.get(reverse("goal_change", args=[goal.pk]))
    assert f'<option value="{offer.pk}" selected>' in page.content.decode()
    client.post(reverse("goal_change", args=[goal.pk]), FORM | {"wanted": "50"})
    assert "50 sales" in text(client.get(reverse("goals")))
    assert "The box" not in text(client.get(reverse("goals")))


def test_a_fourth_goal_is_refused_until_one_ends(client: Client, bakery: Bakery) -> None:
    goals = [aim(bakery, Measure.POSTS, number) for number in (7, 8, 9)]
    page = text(client.get(reverse("goals")))
    assert "All places are taken" in page
    assert "New goal" not in page
    assert "3 goals are open already" in text(client.get(reverse("goal_new")))
    response = client.post(reverse("goal_new"), FORM, follow=True)
    assert "3 goals are open already, and fifteen minutes a day serve no more" in text(response)
    response = client.post(reverse("goal_end", args=[goals[0].pk]), follow=True)
    page = text(response)
    assert "The goal has ended. Undo" in page
    assert "Goals that ended" in page
    response = client.post(reverse("goal_return", args=[goals[0].pk]), follow=True)
    assert "The goal is open again." in text(response)
    assert Goal.objects.filter(ended_at=None).count() == 3


def test_an_ended_goal_is_taken_up_before_it_changes(client: Client, bakery: Bakery) -> None:
    goal = aim(bakery, Measure.POSTS)
    client.post(reverse("goal_end", args=[goal.pk]))
    response = client.post(reverse("goal_change", args=[goal.pk]), FORM, follow=True)
    assert "This goal has ended" in text(response)
    for _ in range(3):
        aim(bakery, Measure.POSTS)
    response = client.post(reverse("goal_return", args=[goal.pk]), follow=True)
    assert "End one first" in text(response)


def test_a_goal_that_is_over_says_what_was_missing(
    client: Client, bakery: Bakery, clock: FrozenClock
) -> None:
    aim(bakery, Measure.POSTS, 8, days=Days(TODAY - 9 * DAY, TODAY))
    bakery.publish(TODAY - DAY)
    clock.advance(days=1)
    page = text(client.get(reverse("goals")))
    assert "Late · it was due on 14 September; 7 were missing" in page
    assert "Write the next post" not in page


def test_readers_see_goals_and_no_button(world: World, browse: Browse, bakery: Bakery) -> None:
    lucas = browse(world.lucas)
    assert "No goal is set yet" in text(lucas.get(reverse("goals")))
    aim(bakery, Measure.POSTS, 8)
    page = lucas.get(reverse("goals"))
    assert "8 posts" in text(page)
    assert reverse("goal_new") not in page.content.decode()
    assert reverse("post_new") not in page.content.decode()
    assert lucas.post(reverse("goal_new"), FORM).status_code == 403


def test_a_client_of_an_agency_sees_no_goal_on_messages(
    world: World, browse: Browse, bakery: Bakery
) -> None:
    aim(bakery, Measure.ON_TIME, 90)
    page = text(browse(world.paul).get(reverse("goals")))
    assert "which you do not see" in page
    assert "90" not in page.partition("Your goals")[2].partition("What the words mean")[0]


def test_the_page_takes_as_many_queries_for_many_sales(
    client: Client, bakery: Bakery, django_assert_max_num_queries: Any
) -> None:
    bakery.say()
    for number in range(12):
        bakery.sell(TODAY - number * DAY, 1_000)
        bakery.publish(TODAY - number * DAY)
        bakery.answer(TODAY - number * DAY, 20)
    with django_assert_max_num_queries(40):
        client.get(reverse("goals"))
    aim(bakery, Measure.SALES)
    aim(bakery, Measure.ON_TIME)
    with django_assert_max_num_queries(30):
        client.get(reverse("goals"))


def test_links_are_chosen_by_the_name_that_people_gave_them(
    client: Client, bakery: Bakery, clock: FrozenClock
) -> None:
    at = clock()
    link = Link.objects.create(
        workspace=bakery.workspace,
        code="EmkfJdQ",
        target="https://a.example/",
        first_host="a.example",
        name="Window poster",
        source=Source.HAND.value,
        made_at=at,
        changed_at=at,
    )
    page = client.get(reverse("goal_new"), {"measure": "clicks"}).content.decode()
    assert f'<option value="{link.pk}">Window poster</option>' in page


def test_a_goal_says_since_when_and_until_when_it_counts(client: Client, bakery: Bakery) -> None:
    aim(bakery, Measure.REVIEWS, 8, days=Days(TODAY - 10 * DAY, TODAY + 9 * DAY))
    page = text(client.get(reverse("goals")))
    assert "Counts from 4 September to 23 September 2026." in page


def test_a_goal_of_answers_says_that_opening_hours_count_where_they_do(
    client: Client, bakery: Bakery
) -> None:
    aim(bakery, Measure.FIRST_ANSWER, 60)
    assert ", in opening hours." in text(client.get(reverse("goals")))
    actions.promise(
        bakery.workspace,
        delays={Kind.OTHER: Delay(60, Clock.CLOCK)},
        actor=bakery.world.claire,
        now=bakery.clock(),
    )
    assert ", in opening hours." not in text(client.get(reverse("goals")))


def test_a_figure_that_a_goal_shows_of_the_same_days_stands_once(
    client: Client, bakery: Bakery
) -> None:
    bakery.say()
    bakery.answer(TODAY, 10)
    address = reverse("measure")
    assert "Answers on time" in text(client.get(address, {"period": "now"}))
    aim(bakery, Measure.ON_TIME, 90, days=Days(TODAY, TODAY + 9 * DAY))
    this_week, earlier = (text(client.get(address, {"period": one})) for one in ("now", "weeks"))
    assert "Answers on time" not in this_week
    assert "Median time to first answer" in this_week
    assert "Answers on time" in earlier
    assert "From 10 August to 13 September 2026. " in earlier
