"""Where too little is known: no level on any page, and what leads to one."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from beffroi.coaching import actions, companies, queries
from beffroi.coaching.models import Declared, Share, State
from beffroi.coaching.words import names
from beffroi.sitecheck import storing
from beffroi.sitecheck.models import FirstState
from beffroi.sitecheck.rules import ProfileFacts, SiteFacts
from beffroi.strategy.barometer.answers import Feeling
from beffroi.strategy.barometer.facts import ActivityFacts, Facts
from beffroi.strategy.barometer.parts import Dimension
from beffroi.strategy.barometer.rules import measure
from tests.browsing import Browse
from tests.clock import FrozenClock
from tests.world import World

pytestmark = pytest.mark.django_db
LEVELS = ("Absent", "Present", "Active", "Steered", "Integrated")


def main_of(client: Client) -> str:
    page = " ".join(client.get(reverse("barometer")).content.decode().split())
    return page.split("<main")[1].split("</main>")[0]


def say(world: World, clock: FrozenClock, *dimensions: Dimension) -> None:
    choices = {int(one): 3 for one in dimensions}
    actions.answer(world.atelier, choices, actor=world.claire, now=clock())


def keep_site(world: World, clock: FrozenClock) -> None:
    site = SiteFacts(
        "https://atelier.example",
        profiles=(ProfileFacts("instagram", "https://instagram.example/a"),),
        has_contact=True,
        has_logo=True,
        has_description=True,
        has_hours=False,
        has_legal=None,
    )
    FirstState.objects.create(
        workspace=world.atelier,
        address=site.site,
        facts=storing.facts_to_json(site),
        read_at=clock(),
        kept_at=clock(),
    )


def test_the_first_state_of_the_site_is_told_and_makes_no_level(
    claire: Client, world: World, clock: FrozenClock
) -> None:
    keep_site(world, clock)
    page = main_of(claire)
    assert "Too little is known to give a level" in page
    assert "Confidence 8%" in page
    assert "from a confidence of 25% on" in page
    assert "Networks: 1. Things shown on the site: 3 of 4." in page
    assert "of 100" not in page, "a total would be a verdict"
    assert not any(f'class="s">{level}<' in page for level in LEVELS)
    assert reverse("barometer_keep") not in page
    assert reverse("barometer_share") not in page


def test_three_links_at_most_lead_to_a_level(
    claire: Client, world: World, clock: FrozenClock
) -> None:
    say(world, clock, Dimension.ACTIVITY)
    ways = main_of(claire).split('id="ways"')[1].split("</section>")[0]
    assert re.findall(r'href="([^"]+)"', ways) == [
        reverse("barometer_answers") + "#group-1",
        reverse("channels"),
        reverse("site_check"),
    ]
    assert "up to 44" in ways


def test_whoever_may_not_answer_reads_what_is_missing_without_its_link(
    browse: Browse, world: World, clock: FrozenClock
) -> None:
    say(world, clock, Dimension.ACTIVITY)
    page = main_of(browse(world.lucas))
    assert "Answer eleven questions" in page
    assert reverse("barometer_answers") not in page


def test_one_answer_more_gives_the_level(claire: Client, world: World, clock: FrozenClock) -> None:
    say(world, clock, Dimension.STRATEGY, Dimension.ACTIVITY, Dimension.MEASURING)
    assert "Too little is known to give a level" in main_of(claire)
    say(world, clock, Dimension.ANSWERS)
    page = main_of(claire)
    assert "Too little is known" not in page
    assert "Confidence 25%" in page
    assert "70 of 100" in page


def test_a_shared_page_follows_when_less_is_known(
    claire: Client, world: World, clock: FrozenClock
) -> None:
    say(world, clock, *Dimension)
    actions.share(world.atelier, language="en", actor=world.claire, now=clock())
    Declared.objects.exclude(question=Dimension.ACTIVITY).delete()
    actions.keep_daily(world.atelier, now=clock())
    token = Share.objects.get().token
    page = Client().get(reverse("public_barometer", args=[token])).content.decode()
    assert "Too little is known to give a level" in page
    assert "of 100" not in page
    assert "Steered</span>" not in page


def test_the_sheet_of_paper_says_why_it_has_no_level(
    claire: Client, world: World, clock: FrozenClock
) -> None:
    say(world, clock, Dimension.ACTIVITY)
    content = claire.get(reverse("barometer_pdf")).content
    pages = PdfReader(io.BytesIO(content)).pages
    said = " ".join(pages[0].extract_text().split())
    assert len(pages) == 1
    assert "Too little is known to give a level. Confidence 6%" in said
    assert "Go on with the questions" in said
    assert "of 100" not in said


def test_what_is_not_told_is_neither_in_the_history_nor_among_the_last_totals(
    world: World, clock: FrozenClock
) -> None:
    say(world, clock, Dimension.ACTIVITY)
    actions.keep_daily(world.atelier, now=clock())
    assert queries.history_of(world.atelier) == []
    assert queries.last_states([world.atelier.pk])[world.atelier.pk].total is None
    assert State.objects.get().scores, "what was measured stays"


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        (8, "published each week for 8 weeks."),
        (7, "1 week of 8 without a publication."),
        (5, "3 weeks of 8 without a publication."),
    ],
)
def test_weeks_are_told_without_a_double_no(weeks: int, said: str) -> None:
    activity = ActivityFacts(weeks, 9, 9, weeks_known=8)
    answers = {Dimension.ACTIVITY: 0}
    facts = Facts(activity=activity)
    now = queries.Now(facts, answers, Feeling.LATE, measure(facts, answers))
    with translation.override("en"):
        assert companies.gap(now).endswith(said)
        assert companies.gap(now).startswith("How often you publish: you say “nothing”")


def test_a_rhythm_has_no_word_of_a_level() -> None:
    for language in ("fr", "en"):
        with translation.override(language):
            levels = {str(one).casefold() for one in names.LEVELS.values()}
            assert not levels & {str(one).casefold() for one in names.CLASSES.values()}
