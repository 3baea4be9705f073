from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.insight.notes import actions
from beffroi.insight.notes.models import DayNote
from beffroi.insight.results.tests.bakery import FIRST, Bakery
from tests.browsing import Browse
from tests.world import World


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


@pytest.fixture
def client(world: World, browse: Browse) -> Client:
    return browse(world.claire)


@pytest.fixture
def noted(bakery: Bakery) -> Bakery:
    """A bakery that sold on the first day, and noted a breakdown on it."""
    bakery.say("0.5")
    bakery.sell(FIRST, 20_000)
    bakery.answer(FIRST, 190)
    person, now = bakery.world.claire, bakery.clock()
    actions.write(
        bakery.workspace, day=FIRST, words="<b>The site was down</b>", actor=person, now=now
    )
    bakery.offer()
    return bakery


def test_both_charts_have_the_number_and_the_words(client: Client, noted: Bakery) -> None:
    page = client.get(reverse("measure")).content.decode()
    assert page.count("10 August — &lt;b&gt;The site was down&lt;/b&gt;") == 2
    assert page.count("1. &lt;b&gt;The site was down&lt;/b&gt; · 2. First day of the offer") == 2
    assert "<b>The site" not in page
    assert "Discs are notes of people" in page


def test_tables_that_leave_have_a_column_of_notes(client: Client, noted: Bakery) -> None:
    answer = client.get(reverse("results_table"), {"table": "stretches"})
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines[0].endswith("Notes")
    assert "10 August — <b>The site was down</b> · 10 August — First day of the offer" in lines[1]
    assert lines[2].endswith(",")


def test_a_removed_note_is_on_no_chart(client: Client, noted: Bakery) -> None:
    row = DayNote.objects.get()
    actions.remove(row, actor=noted.world.claire, now=noted.clock())
    assert "The site was down" not in text(client.get(reverse("measure")))
