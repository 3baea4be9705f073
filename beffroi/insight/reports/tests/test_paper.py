"""The PDF of a report: what it says, and what a screen reader is told."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from beffroi.insight.reports.facts import Aimed, Best, Messages, Noted, Reviews, Week, as_json
from beffroi.insight.reports.models import Report
from beffroi.insight.reports.printing import file_name, printed
from beffroi.insight.reports.tests.months import MAY, NOTHING, with_money
from beffroi.workspaces.models import Workspace
from tests.clock import FrozenClock
from tests.world import World

#: Of a month whose last days fall into two more weeks.
LAST_DAYS = (date(2026, 5, 25), date(2026, 5, 31))


def report_of(workspace: Workspace, clock: FrozenClock, facts: Any = MAY) -> Report:
    return Report(
        workspace=workspace,
        month=facts.first,
        facts=as_json(facts),
        language="fr",
        made_at=clock(),
    )


def read(report: Report) -> PdfReader:
    return PdfReader(io.BytesIO(printed(report)))


def tags(reader: PdfReader) -> Iterator[str]:
    """Yield what each part is, in the order in which it is read."""

    def walk(node: Any) -> Iterator[str]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, ArrayObject):
            for one in node:
                yield from walk(one)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield str(node["/S"])
            if "/K" in node:
                yield from walk(node["/K"])

    root: Any = reader.trailer["/Root"]
    yield from walk(root["/StructTreeRoot"])


def words(reader: PdfReader) -> str:
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_a_report_on_paper_is_two_tagged_pages(world: World, clock: FrozenClock) -> None:
    reader = read(report_of(world.atelier, clock))
    root: Any = reader.trailer["/Root"]
    assert len(reader.pages) == 2
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    found = list(tags(reader))
    assert found.count("/H1") == 1
    assert found.count("/Figure") >= 3  # both bars, and the weeks
    assert found.count("/Table") == 2  # the weeks, and the best posts
    said = words(reader)
    for sentence in (
        "Mai 2026 : ce qui est revenu",
        "En mai, vos réseaux ont rapporté de 588 à 1 096 € de marge",
        "2,12 €",
        "94 %",
        "5 h 40 min",
        "Le coffret, 28 mai",
        "Trois gestes pour juin",
        "Préparé avec Beffroi pour",
        "1 sur 2",
    ):
        assert sentence in said


def test_a_month_in_many_words_is_two_pages_as_well(world: World, clock: FrozenClock) -> None:
    title = "La boîte de six viennoiseries pour vos réunions : dites-nous l’heure, on…"
    weeks = (*MAY.weeks[:3], *(Week(day, day, (900, 900, 900), 900) for day in LAST_DAYS))
    facts = replace(
        MAY,
        messages=Messages(
            answered=7, waiting=0, median_minutes=0, in_time=7, is_in_opening_hours=True
        ),
        reviews=(Reviews("Google Business Profile", count=1, answered=1, waiting=0, mean=5.0),),
        weeks=weeks,
        best=tuple(
            Best(title, date(2026, 5, day), ("Bluesky", "Mastodon"), None, 1, 9)
            for day in (6, 12, 19)
        ),
        channels=("Bluesky", "Google Business Profile", "Mastodon"),
        notes=tuple(
            Noted(day, "Premier jour de l’offre « Le seigle de la semaine »", is_ready=True)
            for day in (date(2026, 5, 11), *LAST_DAYS[:1])
        ),
        goals=(
            Aimed("40 ventes venues des réseaux", "10 sur 40 · En retard"),
            Aimed("90 % des messages répondus dans votre délai", "87 %, objectif 90 % · En avance"),
            Aimed("1 200 € de marge", "640 € sur 1 200 € · Dans les temps"),
        ),
    )
    reader = read(report_of(world.atelier, clock, facts))
    assert "moins d’une minute de vos heures d’ouverture" in words(reader)
    assert "40 ventes venues des réseaux" in words(reader)
    assert len(reader.pages) == 2


@pytest.mark.parametrize("facts", [NOTHING, with_money(margins=(-3000, 0, 0))])
def test_a_month_without_anything_to_draw_is_printed_as_well(
    world: World, clock: FrozenClock, facts: Any
) -> None:
    assert 1 <= len(read(report_of(world.atelier, clock, facts)).pages) <= 2


def test_an_agency_hands_it_over_under_its_own_name(world: World, clock: FrozenClock) -> None:
    said = words(read(report_of(world.garage, clock)))
    assert f"Préparé par {world.nova.name} pour" in said
    assert "Beffroi" not in said


def test_a_file_is_called_by_company_and_month(world: World, clock: FrozenClock) -> None:
    assert file_name(report_of(world.atelier, clock)) == "atelier-martin-2026-05.pdf"
