from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from beffroi.core.periods import Period
from beffroi.inbox.models import Answer
from beffroi.inbox.promptness import Wait, waits_between
from beffroi.insight.reports import actions, mails, posting
from beffroi.insight.reports.models import ReportMail
from beffroi.metrics.attribution import Model
from beffroi.metrics.proofs import Proof
from beffroi.sales.crediting import Led, credits, led_to
from beffroi.sales.models import Conversion
from beffroi.workspaces.models import User
from tests.clock import FrozenClock
from tests.worked_year.making import Year
from tests.worked_year.pages import figures
from tests.worked_year.reading import Row, cents, digits, instant, number, tables
from tests.world import World, people_and_places

LANGUAGES = ("fr", "en")
#: In the order of the page.
SALES, WAITS, SENTENCES, FIGURES, WEEK, YEAR_SENTENCES, YEAR_FIGURES = range(7, 14)
YEAR = Period(date(2025, 9, 1), date(2026, 8, 31))
READ_AT, MONDAY = instant("2026-09-02 04:00"), instant("2026-08-31 06:30")


@pytest.fixture
def year(
    db: None,
    clock: FrozenClock,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Year:
    """The company of the page, on the morning on which its report is made."""
    settings.PUBLIC_URL = "https://beffroi.example.org"  # short links need a name
    world = people_and_places(now=datetime(2025, 8, 1, tzinfo=UTC))
    made = Year(world, clock, tmp_path / "visits")
    made.make()
    clock.set(READ_AT)
    monkeypatch.setattr("beffroi.insight.results.views.utc_now", clock)
    return made


def test_both_languages_hold_the_same_numbers() -> None:
    assert digits(tables("fr")) == digits(tables("en"))


def test_each_sale_has_the_proof_the_margin_and_the_post_of_the_page(year: Year) -> None:
    rows = Conversion.objects.filter(workspace=year.world.atelier).order_by("happened_at", "id")
    worked = tables("en")[SALES]
    known = [row["no."] for row in worked]
    names = {post.pk: name for name, post in year.posts.items()}
    assert [row.order_id for row in rows if row.order_id] == [
        row["no."] for row in tables("en")[3] if row["how"] == "shop"
    ]
    proofs = [Proof(row.proof).name.lower() if row.proof else "none" for row in rows]
    assert list(zip(known, proofs, strict=True)) == [(row["no."], row["proof"]) for row in worked]
    found = [(one.margin_cents, _leads_to(one, names)) for one in led_to(year.world.atelier, YEAR)]
    assert found == [(cents(row["M"]), row["leads to"]) for row in worked if row["M"] != "—"]


def test_each_wait_is_as_long_as_on_the_page(year: Year) -> None:
    workspace = year.world.atelier
    since, until = instant("2025-08-31 22:00"), instant("2026-08-31 22:00")
    waits = waits_between(workspace, since=since, until=until)
    answers = Answer.objects.filter(workspace=workspace).order_by("-written_at", "-id")
    found = [
        (answer.feedback.remote_id, wait.length.total_seconds() / 60, _in_time(wait))
        for answer, wait in zip(answers, waits, strict=True)
    ]
    worked = tables("en")[WAITS]
    assert sorted(found) == sorted(
        (row["no."], number(row["V, in minutes"]), row["within 240"]) for row in worked
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_report_is_the_one_of_the_page(year: Year, language: str) -> None:
    report = actions.make(
        year.world.atelier,
        date(2026, 8, 1),
        language=language,
        actor=year.world.claire,
        now=READ_AT,
    )
    page = _page(year.world, language, f"/measure/reports/{report.pk}/")
    _hold_beside(page, tables(language)[SENTENCES], tables(language)[FIGURES])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_year_is_the_one_of_the_page(year: Year, language: str) -> None:
    page = _page(year.world, language, "/measure/?period=year")
    _hold_beside(page, tables(language)[YEAR_SENTENCES], tables(language)[YEAR_FIGURES])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_monday_mail_is_the_one_of_the_page(year: Year, language: str) -> None:
    actions.add_recipient(
        year.world.atelier,
        "claire@example.org",
        is_weekly=True,
        is_monthly=False,
        language=language,
        actor=year.world.claire,
        now=instant("2026-08-01 08:00"),
    )
    assert posting.plan_weekly(now=MONDAY) == 1
    body = str(mails.written(ReportMail.objects.get(), now=MONDAY).body)
    *numbers, gesture = [tuple(row.values()) for row in tables(language)[WEEK]]
    for name, _formula, _put_in, result in numbers:
        assert f"\n{name}\n{result}\n" in body
    assert gesture[-1] in body


def _page(world: World, language: str, address: str) -> str:
    User.objects.update(language=language)
    cache.clear()
    browser = Client()
    browser.force_login(world.claire)
    with translation.override(language):
        return browser.get(address).content.decode()


def _hold_beside(page: str, sentences: list[Row], worked: list[Row]) -> None:
    """Compare all named figures of a page, in their order, and what its sentences hold."""
    found = figures(page)
    rows = [tuple(row.values()) for row in worked]
    named = [(name, said or "—") for name, said in found if name]
    assert named == [(name, result) for name, _formula, _put_in, result in rows]
    texts = [said for name, said in found if not name]
    for *_how, result in (tuple(row.values()) for row in sentences):
        assert any(result in text for text in texts), result


def _leads_to(one: Led, names: dict[int, str]) -> str:
    [post] = credits([one], model=Model.LAST).posts or [0]
    return names.get(post, "—")


def _in_time(wait: Wait) -> str:
    return "yes" if wait.is_in_time else "no"
