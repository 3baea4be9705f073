"""What a phone's home screen is told, and where what is shared goes."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from beffroi.media.models import MediaFile
from beffroi.publishing.models import Post
from tests.browsing import browsers_in_english
from tests.world import SETTLED_AT, World, people_and_places

STATIC = Path(__file__).parents[1] / "static"


@pytest.fixture
def anybody(db: None) -> Client:
    return Client(enforce_csrf_checks=True, headers={"accept-language": "fr"})


@pytest.fixture
def world(db: None) -> World:
    return people_and_places(now=SETTLED_AT)


@pytest.fixture
def signed(anybody: Client, world: World) -> Client:
    anybody.force_login(world.claire)
    return anybody


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


@pytest.mark.parametrize("sign", ["🥐", "é", "a", "&"])
def test_what_is_too_long_for_an_address_is_cut_and_the_composer_is_told(
    anybody: Client, sign: str
) -> None:
    answer = anybody.post("/share/", {"text": sign * 9_000})
    told = parse_qs(urlsplit(answer["Location"]).query)
    assert set(told["text"][0]) == {sign}
    assert told["missing"] == ["words"]


def test_files_that_no_worker_takes_over_stay_behind_and_the_composer_is_told(
    anybody: Client,
) -> None:
    picture = SimpleUploadedFile("a.png", b"not looked at", "image/png")
    answer = anybody.post("/share/", {"text": "Brioches", "files": picture})
    assert parse_qs(urlsplit(answer["Location"]).query)["missing"] == ["files"]
    assert not MediaFile.objects.exists()


def test_what_is_too_heavy_stays_behind_and_the_composer_says_so(signed: Client) -> None:
    heavy = {"text": "a" * 2_100_000}
    answer = signed.post("/share/", heavy)
    assert answer.status_code == 303
    page = signed.get(answer["Location"], follow=True).content.decode()
    assert "Ce que vous avez partagé n’a pas pu suivre" in page


def test_a_text_of_megabytes_is_too_heavy_not_misunderstood(world: World) -> None:
    claire = browsers_in_english()(world.claire)
    answer = claire.post("/posts/new/", {"text": "a" * 2_100_000})
    assert answer.status_code == 413
    assert "At most 2 MB are taken here" in answer.content.decode()


def test_what_many_apps_repeat_is_told_once(anybody: Client) -> None:
    link = "https://a.example/"
    answer = anybody.post("/share/", {"title": "Brioches", "text": f"Brioches {link}", "url": link})
    assert parse_qs(urlsplit(answer["Location"]).query)["text"] == [f"Brioches {link}"]


@pytest.mark.parametrize("sign", ["🥐", "é", "a"])
def test_however_long_words_are_they_survive_the_way_by_the_page_to_sign_in(
    anybody: Client, world: World, sign: str
) -> None:
    shared = anybody.post("/share/", {"text": sign * 9_000})["Location"]
    door = anybody.get(shared)
    assert door.status_code == 302
    [back] = parse_qs(urlsplit(door["Location"]).query)["next"]
    assert back == shared
    assert anybody.get(door["Location"]).status_code == 200
    anybody.force_login(world.claire)
    keyed = anybody.get(back)
    assert keyed.status_code == 302
    page = anybody.get(keyed["Location"]).content.decode()
    assert parse_qs(urlsplit(shared).query)["text"][0] in page


@pytest.mark.parametrize(
    "words",
    ["javascript:alert(1)", "</textarea><script>alert(1)</script>", '" autofocus onfocus="x', "\0"],
)
def test_hostile_words_are_text(signed: Client, words: str) -> None:
    page = signed.get(
        "/posts/new/", {"text": words, "shared": words, "missing": words}, follow=True
    )
    told = page.content.decode()
    assert escape(words.replace("\0", "")) in told
    assert "<script>alert" not in told
    assert 'onfocus="x' not in told


def test_a_post_that_nobody_shared_says_nothing_of_it(signed: Client) -> None:
    page = signed.get("/posts/new/", follow=True).content.decode()
    assert "data-shared" not in page
    assert "shared.js" not in page


def test_a_look_at_what_was_shared_keeps_nothing(signed: Client) -> None:
    page = signed.get("/posts/new/", {"text": "Brioches"}, follow=True).content.decode()
    assert "Ceci vient d’une autre application." in page
    assert not Post.objects.exists()
