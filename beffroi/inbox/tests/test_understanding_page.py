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
        assert figure.shown in page
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
    assert model_card.origins({}) == []
