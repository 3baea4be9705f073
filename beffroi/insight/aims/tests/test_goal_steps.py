from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.insight.aims.tests.test_counting import aim
from beffroi.insight.aims.tests.test_goal_pages import FORM, text
from beffroi.insight.results.tests.bakery import Bakery
from beffroi.strategy.models import Goal
from beffroi.strategy.rules import Measure


def asked(page: str) -> set[str]:
    """Return the names of what a form lets people fill in."""
    found = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page))
    return found - {"csrfmiddlewaretoken", "csrf_token", "measure", "workspace", "next"}


def test_what_is_counted_is_chosen_first(client: Client) -> None:
    page = client.get(reverse("goal_new")).content.decode()
    assert page.count('class="pick" href="?measure=') == len(Measure)
    assert "wanted" not in asked(page)


@pytest.mark.parametrize(
    ("measure", "label", "only"),
    [
        ("posts", "How many", set()),
        ("margin", "How much money", set()),
        ("frt_med", "How many hours", set()),
        ("sla", "How many of a hundred", set()),
        ("sales", "How many", {"offer"}),
    ],
)
def test_the_form_has_the_fields_of_what_was_chosen_alone(
    client: Client, bakery: Bakery, measure: str, label: str, only: set[str]
) -> None:
    bakery.offer()
    page = client.get(reverse("goal_new"), {"measure": measure})
    fields = {"aim", "wanted", "first_day", "due_day", "name"} | only
    assert fields == asked(page.content.decode()) & (fields | {"offer", "link", "source"})
    assert label in text(page)


@pytest.mark.parametrize("typed", ["", "nonsense"])
def test_a_form_without_what_is_counted_leads_back_to_the_choice(
    client: Client, typed: str
) -> None:
    response = client.post(reverse("goal_new"), FORM | {"measure": typed})
    assert response.status_code == 422
    assert "What should be counted?" in text(response)
    assert not Goal.objects.exists()


def test_another_thing_can_be_counted_by_a_goal_that_stands(client: Client, bakery: Bakery) -> None:
    goal = aim(bakery, Measure.POSTS, 8)
    address = reverse("goal_change", args=[goal.pk])
    assert 'name="wanted" value="8"' in client.get(address).content.decode()
    assert "What should be counted?" in text(client.get(address, {"measure": ""}))
    page = client.get(address, {"measure": "margin"}).content.decode()
    assert 'name="measure" value="margin"' in page
    assert 'value="8"' not in page
    client.post(address, FORM | {"measure": "margin", "wanted": "100"})
    goal.refresh_from_db()
    assert (goal.counts, goal.target) == (Measure.MARGIN, 10_000)
