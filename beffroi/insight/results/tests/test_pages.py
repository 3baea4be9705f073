from __future__ import annotations

import html
import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from beffroi.insight.results import definitions
from beffroi.insight.results.tests.bakery import FIRST, LAST, Bakery
from beffroi.metrics.proofs import Proof
from beffroi.metrics.registry import METRICS
from tests.browsing import Browse
from tests.world import World


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


@pytest.fixture
def client(world: World, browse: Browse) -> Client:
    return browse(world.claire)


def test_the_first_page_teaches_three_steps_and_claims_no_figure(client: Client) -> None:
    page = text(client.get(reverse("measure")))
    assert "Three steps to your first euro" in page
    assert "Say your margin rate" in page
    assert "Median time to first answer" not in page


def test_a_reader_is_told_the_steps_without_buttons_that_refuse(
    world: World, browse: Browse
) -> None:
    page = text(browse(world.lucas).get(reverse("measure")))
    assert "Note your hours" in page
    assert "Note hours" not in page


def test_the_page_says_the_range_the_cost_and_how_it_was_before(
    client: Client, bakery: Bakery
) -> None:
    bakery.say("0.5")
    offer = bakery.offer()
    post = bakery.publish(FIRST, "The box is back")
    bakery.sell(FIRST, 100_000, Proof.CERTAIN, offer=offer, post=post, channel=bakery.channel)
    bakery.sell(FIRST, 20_000, channel=bakery.channel)
    bakery.sell(FIRST.replace(month=7), 50_000, Proof.CERTAIN, offer=offer)
    bakery.work(60, FIRST)
    bakery.work(30, FIRST.replace(month=7))
    page = text(client.get(reverse("measure")))
    assert "Five full weeks, from 10 August to 13 September 2026" in page
    assert "€500 to €600" in page
    assert "100 % more than before (€250)" in page
    assert "100 % more than before (€18)" in page
    assert "The box is back" in page
    assert "€100 of margin stands in no line above" in page
    assert "Three steps" not in page


def test_what_networks_do_not_tell_is_a_dash_with_its_reason(
    client: Client, bakery: Bakery
) -> None:
    bakery.publish(FIRST)
    page = text(client.get(reverse("measure")))
    assert "not told by Bluesky" in page
    assert '<span class="figure num">—</span>' in page


def test_few_answers_are_shown_as_few(client: Client, bakery: Bakery) -> None:
    bakery.answer(FIRST, 190)
    page = text(client.get(reverse("measure")))
    assert "3 h 10 min" in page
    assert "1 answer, few: read with care" in page
    assert "1 of 1 due" in page


def test_every_chart_has_its_table(client: Client, bakery: Bakery) -> None:
    bakery.say()
    bakery.sell(FIRST, 10_000)
    bakery.answer(LAST, 90)
    page = text(client.get(reverse("measure")))
    assert "Margin by week" in page
    assert "Time to first answer" in page
    assert page.count('<figure class="ch"') == page.count("<caption") == 3


def test_a_promise_in_hours_is_a_line_and_one_in_days_is_told(
    client: Client, bakery: Bakery
) -> None:
    bakery.answer(LAST, 90)
    page = text(client.get(reverse("measure")))
    assert "promised: the next open day" in page
    assert "ch-goal" not in page
    bakery.promise(hours=4)
    page = text(client.get(reverse("measure")))
    assert "goal: 4 h" in page
    assert "ch-goal" in page


@pytest.mark.parametrize("period", ["now", "week", "weeks", "quarter", "year", "other"])
def test_each_period_has_its_page(client: Client, bakery: Bakery, period: str) -> None:
    bakery.say()
    bakery.sell(FIRST, 10_000)
    bakery.answer(LAST, 90)
    for name in ("measure", "attribution"):
        assert client.get(reverse(name), {"period": period}).status_code == 200


def test_a_client_of_an_agency_sees_nothing_of_the_inbox(
    world: World, browse: Browse, bakery: Bakery
) -> None:
    bakery.say()
    bakery.answer(FIRST, 190)
    bakery.publish(FIRST)
    page = text(browse(world.paul).get(reverse("measure")))
    assert "Posts published" in page
    assert "Median time to first answer" not in page


def test_each_figure_leads_to_its_definition(client: Client, bakery: Bakery) -> None:
    bakery.say()
    bakery.publish(FIRST)
    page = text(client.get(reverse("measure")))
    there = text(client.get(reverse("metric_definitions")))
    for key in ("frt_med", "sla", "reviews", "impr", "er_impr"):
        assert f'{reverse("metric_definitions")}#{key}"' in page
        assert f'id="{key}"' in there


def test_all_metrics_are_defined_in_both_languages() -> None:
    for language in ("fr", "en"):
        with translation.override(language):
            found = [one for group in definitions.groups() for one in group.metrics]
        assert {one.id for one in found} == set(METRICS)
        assert all(one.formula and one.unit and one.caveats and one.sources for one in found)
    with translation.override("fr"):
        names = {one.id: one for group in definitions.groups() for one in group.metrics}
    assert names["frt_med"].name != names["frt_med"].other_name


def test_definitions_are_found_by_words_without_accents(client: Client) -> None:
    with translation.override("fr"):
        found = [one.id for group in definitions.groups("DELAI median") for one in group.metrics]
    assert "frt_med" in found
    assert "margin" not in found
    page = text(client.get(reverse("metric_definitions"), {"q": "<galette>"}))
    assert "No definition has “<galette>” in it." in page


def test_attribution_says_that_no_model_is_the_truth(client: Client, bakery: Bakery) -> None:
    bakery.say("0.5")
    bakery.sell(FIRST, 3_000, channel=bakery.channel)
    bakery.sell(FIRST, 1_000)
    page = text(client.get(reverse("attribution")))
    assert "None of them is the truth." in page
    assert page.count("75 %") == page.count("25 %") == 5
    for name in ("First touch", "Last touch", "Linear", "Position", "Time decay"):
        assert name in page


def test_tables_leave_as_csv_with_the_figures_of_the_page(client: Client, bakery: Bakery) -> None:
    bakery.say("0.5")
    post = bakery.publish(FIRST, "=cmd()")
    bakery.sell(FIRST, 3_001, post=post, channel=bakery.channel)

    def rows(name: str) -> list[str]:
        answer = client.get(reverse("results_table"), {"table": name})
        content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
        return content.splitlines()

    assert len(rows("stretches")) == 6
    assert rows("stretches")[1].startswith("2026-08-10,2026-08-16,0.00,0.00,15.00,")
    assert rows("posts")[1].startswith("'=cmd(),Bluesky,2026-08-10 12:00")
    assert "15.00" in rows("channels")[1]
    assert client.get(reverse("results_table"), {"table": "secrets"}).status_code == 404


def test_the_workbook_has_a_sheet_for_each_table_and_definitions(
    client: Client, bakery: Bakery
) -> None:
    bakery.say()
    bakery.sell(FIRST, 3_000)
    answer = client.get(reverse("results_workbook"))
    book = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    names = book.read("xl/workbook.xml").decode()
    for name in ("Weeks", "Posts", "Channels", "Figures", "Definitions"):
        assert f'name="{name}"' in names
