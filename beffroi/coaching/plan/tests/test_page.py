"""The one page: planned beside real, read by all, printed, read again after six months."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from beffroi.coaching.plan.tests.test_steps import Steps, go_through, send, text
from beffroi.insight.results.tests.bakery import Bakery
from beffroi.publishing.models import Post
from beffroi.sales import spending
from beffroi.sales.rules import CostKind
from beffroi.sales.spending import Purpose
from beffroi.strategy.models import Pillar
from beffroi.strategy.plan import queries
from tests.browsing import Browse
from tests.clock import FrozenClock
from tests.world import World

TODAY = date(2026, 9, 14)
DAY = timedelta(days=1)


def about(post: Post, name: str) -> None:
    Post.objects.filter(pk=post.pk).update(pillar=Pillar.objects.get(name=name))


def test_the_empty_page_teaches_and_leads_to_the_first_question(client: Client) -> None:
    page = client.get(reverse("strategy"))
    assert "Seven questions, one page" in text(page)
    assert "about 9 minutes" in text(page)
    assert reverse("plan_aims") in page.content.decode()


def test_whoever_may_not_write_it_is_told_who_can(browse: Browse, world: World) -> None:
    page = text(browse(world.lucas).get(reverse("strategy")))
    assert "Nobody has written it yet." in page
    assert "Write our strategy" not in page


def test_networks_stand_beside_what_really_left(
    client: Client, steps: Steps, bakery: Bakery
) -> None:
    go_through(client, steps)
    for days in (1, 8, 27, 28):
        bakery.publish(TODAY - days * DAY)
    bakery.publish(TODAY - 2 * DAY, channel=bakery.other)
    page = text(client.get(reverse("strategy")))
    assert "when there is something to say really 0.8 a week" in page
    assert "1 a week really 0.2 a week" in page


def test_shares_are_of_posts_of_which_somebody_said_the_subject(
    client: Client, steps: Steps, bakery: Bakery
) -> None:
    go_through(client, steps)
    for days, name in ((1, "Offers"), (2, "Offers"), (3, "How we make it"), (4, "")):
        post = bakery.publish(TODAY - days * DAY)
        if name:
            about(post, name)
    page = text(client.get(reverse("strategy")))
    assert "3 posts, line: planned; 1 without a subject" in page
    assert "67 %" in page.replace("\xa0", " ")
    assert "One offer too many" in page
    assert "Write about “How we make it”" in page


def test_one_offer_in_four_is_not_too_many(client: Client, steps: Steps, bakery: Bakery) -> None:
    go_through(client, steps)
    for days in range(4):
        about(bakery.publish(TODAY - days * DAY), "How we make it" if days else "Offers")
    assert "One offer too many" not in text(client.get(reverse("strategy")))


def test_means_stand_beside_what_was_noted(
    client: Client, steps: Steps, world: World, clock: FrozenClock
) -> None:
    go_through(client, steps)
    assert "Time, at €35 an hour 5 h — —" in text(client.get(reverse("strategy")))
    spending.note_time(
        world.atelier,
        day=TODAY - DAY,
        minutes=400,
        note="",
        purpose=Purpose(),
        actor=world.karim,
        now=clock(),
    )
    spending.note_cost(
        world.atelier,
        kind=CostKind.MEDIA,
        cents=6_000,
        days=(TODAY - DAY, TODAY - DAY),
        note="",
        purpose=Purpose(),
        actor=world.karim,
        now=clock(),
    )
    page = text(client.get(reverse("strategy")))
    assert "5 h 6 h 40 min +1 h 40 min" in page
    assert "Advertising €46 €60 +€14" in page


def test_proposed_people_wait_to_be_read_and_agreed(client: Client, steps: Steps) -> None:
    unread = {name: value for name, value in steps["audience"].items() if name != "agreed"}
    send(client, "audience", unread)
    assert "Read again and agree" in text(client.get(reverse("strategy")))
    send(client, "audience", steps["audience"], seen=1)
    assert "Read again and agree" not in text(client.get(reverse("strategy")))


def test_whoever_agrees_on_the_page_agrees_on_the_people_that_stand_on_it(
    client: Client, steps: Steps, world: World, clock: FrozenClock
) -> None:
    del steps["audience"]["agreed"]
    go_through(client, steps)
    assert "To be read" not in text(client.get(reverse("strategy")))
    assert queries.facts(world.atelier).agreed_audiences == 1
    clock.advance(minutes=1)
    send(client, "audience", steps["audience"], seen=1)
    assert "To be read" in text(client.get(reverse("strategy")))
    assert queries.facts(world.atelier).agreed_audiences == 0
    client.post(reverse("strategy_agree"))
    assert "To be read" not in text(client.get(reverse("strategy")))


def test_the_page_fits_one_sheet_of_paper(client: Client, steps: Steps) -> None:
    go_through(client, steps)
    response = client.get(reverse("strategy_pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert "-strategy.pdf" in response["Content-Disposition"]
    reader = PdfReader(BytesIO(response.content))
    assert len(reader.pages) == 1
    words = " ".join(reader.pages[0].extract_text().split())
    for part in ("10 sales", "Bluesky", "How we make it", "Our regulars", "Full cost"):
        assert part in words


def test_reading_it_again_shows_what_changed_and_agrees_anew(
    client: Client, steps: Steps, world: World, clock: FrozenClock
) -> None:
    go_through(client, steps)
    clock.advance(days=182)
    assert "Six months have gone by" in text(client.get(reverse("strategy")))
    assert "Nothing: the page says what was agreed." in text(client.get(reverse("strategy_review")))
    send(client, "means", steps["means"] | {"hours": "2"}, seen=1)
    shares = {"pillar_1-share": "80", "pillar_2-share": "20"}
    send(client, "content", steps["content"] | shares, seen=1)
    page = text(client.get(reverse("strategy_review")))
    assert "1 h 15 min, now 2 h 15 min" in page
    assert "75 %, now 80 %" in page
    client.post(reverse("strategy_agree"))
    assert not queries.to_review(world.atelier, now=clock()).exists()
    assert "Nothing: the page says what was agreed." in text(client.get(reverse("strategy_review")))


def test_nobody_agrees_on_half_a_page(client: Client, steps: Steps) -> None:
    send(client, "tone", steps["tone"])
    assert client.post(reverse("strategy_agree"))["Location"] == reverse("plan_aims")
    assert client.get(reverse("strategy_review"))["Location"] == reverse("strategy")


def test_other_apps_read_what_is_planned(client: Client, steps: Steps, world: World) -> None:
    assert queries.facts(world.atelier).agreed_at is None
    go_through(client, steps)
    facts = queries.facts(world.atelier)
    assert facts.goals == 1
    assert (facts.audiences, facts.agreed_audiences) == (1, 1)
    assert facts.networks == {"bluesky"}
    assert queries.planned_posts(world.atelier) == {"bluesky": None, "linkedin": 1}
    assert queries.planned_posts(world.garage) == {}


def test_the_page_takes_as_many_queries_for_one_post_as_for_many(
    client: Client, steps: Steps, bakery: Bakery
) -> None:
    go_through(client, steps)
    bakery.publish(TODAY)
    client.get(reverse("strategy"))
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse("strategy"))
    for days in range(1, 12):
        about(bakery.publish(TODAY - days * DAY), "How we make it")
    with CaptureQueriesContext(connection) as for_many:
        client.get(reverse("strategy"))
    assert len(for_many) == len(for_one) <= 40


def test_reading_it_again_looks_once_at_what_was_done(client: Client, steps: Steps) -> None:
    go_through(client, steps)
    client.get(reverse("strategy"))
    with CaptureQueriesContext(connection) as for_page:
        client.get(reverse("strategy"))
    with CaptureQueriesContext(connection) as for_review:
        client.get(reverse("strategy_review"))
    assert len(for_review) <= len(for_page) + 4
