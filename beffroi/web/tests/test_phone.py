"""What a phone's home screen is told, and where what is shared goes."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

STATIC = Path(__file__).parents[1] / "static"


@pytest.fixture
def anybody(db: None) -> Client:
    return Client(enforce_csrf_checks=True, headers={"accept-language": "fr"})


def test_the_manifest_names_icons_of_the_size_that_they_have(anybody: Client) -> None:
    page = anybody.get("/manifest.webmanifest")
    told = json.loads(page.content)
    assert page["Content-Type"] == "application/manifest+json"
    assert (told["lang"], told["start_url"], told["display"]) == ("fr", "/", "standalone")
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        file = (STATIC / icon["src"].removeprefix("/static/")).read_bytes()
        assert icon["sizes"] == "{}x{}".format(*struct.unpack(">II", file[16:24]))


def test_the_worker_is_another_in_another_language(anybody: Client) -> None:
    french = anybody.get("/worker.js")
    english = anybody.get("/worker.js", headers={"accept-language": "en"})
    assert french["Content-Type"] == "text/javascript"
    assert french["Cache-Control"] == "no-cache"
    assert french.content == anybody.get("/worker.js").content
    assert french.content != english.content


@pytest.mark.parametrize(("asked", "title"), [("en", "No network"), ("fr", "Pas de réseau")])
def test_the_page_without_a_network_speaks_the_language_that_is_asked_for(
    anybody: Client, asked: str, title: str
) -> None:
    assert title in anybody.get("/offline/", {"language": asked}).content.decode()


@pytest.mark.parametrize("asked", ["", "xx", "../fr", "\0"])
def test_of_an_unknown_language_it_speaks_that_of_the_browser(anybody: Client, asked: str) -> None:
    assert "Pas de réseau" in anybody.get("/offline/", {"language": asked}).content.decode()


def test_what_is_shared_begins_a_post_and_nothing_is_kept(anybody: Client) -> None:
    shared = {"title": "Nos <b>brioches</b>", "text": " Dès samedi 🥐 ", "url": "https://a.example"}
    answer = anybody.post("/share/", shared)
    assert answer.status_code == 303
    there = urlsplit(answer["Location"])
    assert there.path == "/posts/new/"
    assert parse_qs(there.query)["text"] == [
        "Nos <b>brioches</b>\nDès samedi 🥐\nhttps://a.example"
    ]
    assert not anybody.cookies


def test_what_is_too_long_for_an_address_is_cut(anybody: Client) -> None:
    answer = anybody.post("/share/", {"text": "🥐" * 9_000})
    [text] = parse_qs(urlsplit(answer["Location"]).query)["text"]
    assert set(text) == {"🥐"}
    assert len(text) > 100
