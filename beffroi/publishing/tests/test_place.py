"""Who has sent a video reads how it stands with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from beffroi.media import places
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whoever_waits_for_a_place_is_told_so_and_nobody_else(
    client: Client, world: World, settings: Settings, tmp_path: Path, language: str
) -> None:
    settings.DATA_DIR = tmp_path
    world.claire.language = language
    world.claire.save()
    client.force_login(world.claire)
    waiting = {"fr": "En attente d’une place", "en": "Waiting for a place"}[language]

    def said() -> str:
        return client.get("/posts/files/place/").content.decode()

    assert waiting not in said()
    with places._waiting(world.claire.pk):
        assert waiting in said()
    with places._waiting(world.claire.pk + 1):
        assert waiting not in said()
