from __future__ import annotations

import pytest
from django.test import Client

from beffroi.inbox import model_card
from beffroi.language.weights import shipped
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_card_shows_the_figures_that_the_weights_keep(client: Client, world: World) -> None:
    client.force_login(world.claire)
    page = client.get("/inbox/understanding/").content.decode()
    figures = model_card.figures(shipped().about)
    assert len(figures) == 10
    for figure in figures:
        assert figure.name in page.replace("&#x27;", "'")
        shares = (figure.ordinary, figure.hard)
        assert all(share.shown in page for share in shares if share is not None)
    assert "Apache-2.0" in page


def test_texts_of_the_project_are_one_source_without_licence() -> None:
    rows = [
        {"origin": "written for this project", "licence": "", "rows": 3},
        {"origin": "written for this project", "licence": "", "rows": 4},
        {"origin": "somebody", "licence": "MIT", "rows": 5},
    ]
    assert [(one.licence, one.texts) for one in model_card.origins({"sources": rows})] == [
        ("", 7),
        ("MIT", 5),
    ]


def test_no_set_of_texts_is_listed_twice_with_the_same_name() -> None:
    names = [one.name for one in model_card.origins(shipped().about)]
    assert len(names) == len(set(names))


def test_weights_that_keep_no_figures_show_none() -> None:
    assert model_card.figures({"texts": 3}) == []
    assert model_card.figures({"apart": {"urgent": "none"}}) == []


def test_what_was_measured_in_one_way_alone_is_told_alone() -> None:
    known = {"exam": {"urgent": {"recall": 0.9, "texts": 8, "false_alarms": 0.02}}}
    (figure,) = model_card.figures(known)
    assert figure.ordinary == model_card.Share(90.0, 8)
    assert figure.hard is None


def test_weights_without_sources_name_none() -> None:
    assert model_card.origins({}) == []
