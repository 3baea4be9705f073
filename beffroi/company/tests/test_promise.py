"""The promise of answer: what it means some evening, what can be chosen, what stays chosen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps.registry import Apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse
from django.utils import translation

from beffroi.company import queries
from beffroi.company.examples import example
from beffroi.company.hours_text import hours_of, times_of
from beffroi.company.models import AnswerDelay, Company
from beffroi.company.promise_forms import PromiseForm
from beffroi.company.rules import Calendar, Closure, Delay, Kind, Measure, Promise, open_days
from beffroi.core.clock import utc_now
from beffroi.core.tests.databases import tables_at
from beffroi.workspaces.models import User
from tests.world import World

PARIS = ZoneInfo("Europe/Paris")
#: As Atelier Martin opens.
WEEK = [times_of(day) for day in ("", *["7h-13h, 15h-19h"] * 4, "7h-19h", "7h30-12h30")]
BAKERY = Calendar(PARIS, hours_of(WEEK))
MARKET = Calendar(PARIS, hours_of([times_of(day) for day in ("", "", "", "", "8h-12h", "", "")]))
CHOSEN = {
    "other": "1440-open_days",
    "danger": "120-clock",
    "urgent": "30-clock",
    "lead": "60-open_time",
    "review": "4320-open_days",
}


class TestExamples:
    @pytest.mark.parametrize(
        ("kind", "due"),
        [
            (Kind.OTHER, "Saturday 19:00"),
            (Kind.DANGER, "Friday 20:00"),
            (Kind.URGENT, "Saturday 8:00"),
            (Kind.LEAD, "Saturday 11:00"),
            (Kind.REVIEW, "Sunday 12:30"),
        ],
    )
    def test_what_comes_on_a_friday_evening_is_due_when_an_owner_expects_it(
        self, kind: Kind, due: str
    ) -> None:
        with translation.override("en"):
            said = example(kind, promise=Promise(), calendar=BAKERY)
        assert said == f"Received on Friday 19:00: answer due by {due}."

    def test_it_is_said_in_french_too(self) -> None:
        with translation.override("fr"):
            said = example(Kind.OTHER, promise=Promise(), calendar=BAKERY)
        assert said.replace("\N{NO-BREAK SPACE}", " ") == (
            "Reçu vendredi 19 h : réponse au plus tard samedi 19 h."
        )

    def test_a_day_that_is_far_says_how_far(self) -> None:
        with translation.override("en"):
            said = example(Kind.REVIEW, promise=Promise(), calendar=MARKET)
        assert said == "Received on Friday 19:00: answer due by Friday 12:00, 14 days later."

    def test_it_is_of_an_ordinary_week_whatever_is_closed(self) -> None:
        year = Closure(date(2026, 1, 1), date(2026, 12, 31))
        closed = Calendar(PARIS, BAKERY.hours, region="FR", closures=(year,))
        assert example(Kind.OTHER, promise=Promise(), calendar=closed) == (
            example(Kind.OTHER, promise=Promise(), calendar=BAKERY)
        )


class TestForm:
    def test_no_delay_is_offered_that_reads_like_another(self) -> None:
        form = PromiseForm(promise=Promise())
        offered = form.fields["other"].choices  # type: ignore[attr-defined]
        assert all(len({words for _, words in of}) == len(of) for _, of in offered)
        while_open = [value for value, _ in offered[0][1]]
        assert max(int(one.split("-")[0]) for one in while_open if "time" in one) <= 8 * 60

    def test_what_was_chosen_before_can_be_kept(self) -> None:
        before = Promise({Kind.OTHER: Delay(24 * 60), Kind.URGENT: open_days(2)})
        form = PromiseForm(promise=before)
        kept = {
            name: form.get_initial_for_field(field, name) for name, field in form.fields.items()
        }
        assert (kept["other"], kept["danger"]) == ("1440-open_time", "2880-clock")
        assert PromiseForm(kept, promise=before).is_valid()

    @pytest.mark.parametrize("typed", ["60-open_time", "1440-open_days", "60-sundial", "", "x"])
    def test_a_danger_waits_for_no_opening(self, typed: str) -> None:
        form = PromiseForm(CHOSEN | {"danger": typed}, promise=Promise())
        assert list(form.errors) == ["danger"]


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def claire(self, world: World) -> Client:
        User.objects.update(language="en")
        Company.objects.create(workspace=world.atelier, week=WEEK, changed_at=utc_now())
        client = Client()
        client.force_login(world.claire)
        return client

    def test_delays_are_chosen_for_each_kind(self, world: World, claire: Client) -> None:
        claire.post(reverse("company_promise"), CHOSEN)
        assert queries.promise_of(world.atelier).delays == {
            Kind.OTHER: open_days(1),
            Kind.DANGER: Delay(120, Measure.CLOCK),
            Kind.URGENT: Delay(30, Measure.CLOCK),
            Kind.LEAD: Delay(60),
            Kind.REVIEW: open_days(3),
        }
        refused = claire.post(reverse("company_promise"), CHOSEN | {"lead": "1-open_time"})
        assert refused.status_code == 422

    def test_it_says_what_the_promise_means_with_their_hours(self, claire: Client) -> None:
        page = unescape(claire.get(reverse("company_promise")).content.decode())
        assert "Received on Friday 19:00: answer due by Saturday 19:00." in page
        assert "open or closed. Received on Friday 19:00: answer due by Friday 20:00." in page

    def test_what_is_tried_is_told_and_not_kept(self, world: World, claire: Client) -> None:
        tried = claire.post(reverse("company_promise"), CHOSEN | {"do": "try"})
        assert tried.status_code == 200
        assert "Received on Friday 19:00: answer due by Tuesday 19:00." in tried.content.decode()
        assert not AnswerDelay.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"measure": "sundial", "minutes": 60},
        {"measure": "open_days", "minutes": 60},
        {"measure": "open_days", "minutes": 31 * 24 * 60},
    ],
)
def test_the_database_refuses_what_is_no_delay(world: World, values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerDelay.objects.create(workspace=world.atelier, kind="lead", **values)


@pytest.fixture
def before_open_days(transactional_db: None, tmp_path: Path) -> Iterator[Apps]:
    """The tables as they were when delays were in opening hours or by the clock."""
    with tables_at("company", "0002_crisis_file", folder=tmp_path) as then:
        yield then


def test_what_a_company_had_chosen_stays(before_open_days: Apps) -> None:
    workspaces = before_open_days.get_model("workspaces", "Workspace").objects
    atelier = workspaces.create(name="Atelier", created_at=utc_now())
    delays = before_open_days.get_model("company", "AnswerDelay").objects
    for kind, minutes, in_open_time in (("other", 1440, True), ("lead", 60, False)):
        measured = {"minutes": minutes, "in_open_time": in_open_time}
        delays.create(workspace=atelier, kind=kind, **measured)
    executor = MigrationExecutor(connection)
    executor.migrate([("company", "0003_answers_in_open_days")])
    kept = AnswerDelay.objects.order_by("minutes").values_list("kind", "minutes", "measure")
    assert list(kept) == [("lead", 60, "clock"), ("other", 1440, "open_time")]
