from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from beffroi.insight.notes import actions
from beffroi.insight.reports.actions import make
from beffroi.insight.reports.drawing import charts
from beffroi.insight.reports.facts import Noted, as_json, from_json
from beffroi.insight.reports.tests.months import MAY
from beffroi.insight.reports.tests.test_paper import read, report_of, words
from beffroi.insight.tests.conftest import make_channel
from tests.clock import FrozenClock
from tests.world import World, people_and_places

AUGUST = date(2026, 8, 1)


@pytest.fixture
def world(db: None, clock: FrozenClock) -> World:
    return people_and_places(now=clock())


def test_a_report_keeps_what_was_noted_in_its_own_language(
    world: World, clock: FrozenClock
) -> None:
    later = clock().replace(month=9)
    make_channel(world.atelier, "bluesky", now=clock().replace(month=8))
    day = date(2026, 8, 12)
    actions.write(world.atelier, day=day, words="Panne", actor=world.claire, now=later)
    with translation.override("en"):
        row = make(world.atelier, AUGUST, language="fr", actor=None, now=later)
    panne, channel = from_json(row.facts).notes
    assert panne == Noted(day, "Panne")
    assert channel.is_ready
    assert channel.words.startswith("Bluesky connecté")


def test_the_weeks_of_a_report_bear_their_notes() -> None:
    noted = replace(MAY, notes=(Noted(date(2026, 5, 26), "Panne"),))
    _brought, weeks = charts(noted)
    assert [(one.number, one.words) for one in weeks.remarks] == [(1, "Panne")]
    assert [line.cells[-1] for line in weeks.table.lines] == ["", "", "", "1. Panne"]
    assert len(charts(MAY)[1].table.heads) == len(weeks.table.heads) - 1


def test_a_sheet_has_room_for_five_notes() -> None:
    many = tuple(Noted(date(2026, 5, day), f"Panne {day}") for day in range(1, 20))
    assert len(charts(replace(MAY, notes=many))[1].remarks) == 5


def test_facts_of_before_there_were_notes_are_read() -> None:
    kept = as_json(MAY)
    del kept["notes"]
    assert from_json(kept) == MAY
    noted = replace(MAY, notes=(Noted(date(2026, 5, 26), "Panne", is_ready=True),))
    assert from_json(as_json(noted)) == noted


def test_notes_stand_on_paper_and_leave_it_two_pages(world: World, clock: FrozenClock) -> None:
    days = (2, 12, 19, 26, 28)
    many = tuple(Noted(date(2026, 5, day), f"Marché de printemps {day}") for day in days)
    reader = read(report_of(world.atelier, clock, replace(MAY, notes=many)))
    said = words(reader)
    assert len(reader.pages) == 2
    assert "26 mai — Marché de printemps 26" in said
    assert "4. Marché de printemps 26 · 5. Marché de printemps 28" in said
