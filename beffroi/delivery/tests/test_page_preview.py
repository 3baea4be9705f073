from __future__ import annotations

import time

import pytest

from beffroi.delivery.page_preview import (
    SUMMARY_MAX,
    TITLE_MAX,
    PagePreview,
    read_preview,
)

URL = "https://atelier-martin.example/pains/levain.html"
HTML = "text/html; charset=utf-8"


def preview(page: str | bytes, *, content_type: str = HTML) -> PagePreview | None:
    content = page.encode() if isinstance(page, str) else page
    return read_preview(content, content_type=content_type, url=URL)


def test_what_a_page_says_of_itself_for_networks_comes_first() -> None:
    told = preview(
        "<head><title>Accueil</title>"
        "<meta property='og:title' content='Le pain au levain &amp; nous'>"
        '<meta content="Trois jours de fermentation." property="og:description">'
        '<meta name=description content=Autre><meta property="og:image" content="/levain.jpg">'
    )
    assert told == PagePreview(
        "Le pain au levain & nous",
        "Trois jours de fermentation.",
        "https://atelier-martin.example/levain.jpg",
    )


def test_a_plain_page_has_its_title_and_its_description() -> None:
    told = preview("<TITLE lang=fr>\n  Nos\n pains </TITLE><meta name=Description content='Ici'>")
    assert told == PagePreview("Nos pains", "Ici", "")


@pytest.mark.parametrize(
    ("page", "content_type"),
    [
        ("", HTML),
        ("<p>Bonjour</p>", HTML),
        ("<title></title>", HTML),
        ("<title>PDF</title>", "application/pdf"),
        ("<title>JSON</title>", ""),
    ],
    ids=["nothing", "no title", "empty title", "no page", "no type"],
)
def test_what_is_no_page_with_a_title_has_no_preview(page: str, content_type: str) -> None:
    assert preview(page, content_type=content_type) is None


@pytest.mark.parametrize(
    ("content_type", "head"),
    [("text/html; charset=windows-1252", ""), ("text/html", "<meta charset='ISO-8859-1'>")],
    ids=["header", "page"],
)
def test_the_charset_is_the_one_that_is_told(content_type: str, head: str) -> None:
    told = preview(f"{head}<title>Été</title>".encode("latin-1"), content_type=content_type)
    assert told is not None
    assert told.title == "Été"


def test_a_charset_that_nobody_knows_is_read_as_utf_8() -> None:
    told = preview("<title>Été</title>", content_type="text/html; charset=klingon")
    assert told is not None
    assert told.title == "Été"


def test_long_and_unstorable_text_is_cut_to_what_can_be_kept() -> None:
    told = preview(f"<title>a\0{'b' * 3000}</title><meta name=description content='{'c' * 3000}'>")
    assert told is not None
    assert len(told.title) <= TITLE_MAX
    assert "\0" not in told.title
    assert len(told.summary) == SUMMARY_MAX


@pytest.mark.parametrize(
    "image", ["javascript:alert(1)", "data:image/png;base64,AA", "http://[", "file:///etc/passwd"]
)
def test_a_picture_that_is_no_web_address_is_left_out(image: str) -> None:
    told = preview(f"<title>T</title><meta property=og:image content='{image}'>")
    assert told is not None
    assert told.image_url == ""


@pytest.mark.parametrize(
    "crooked",
    ["<meta ", "<meta a=", "<title", "<!--", "<meta content='", 'a="', "charset = "],
)
def test_a_hostile_page_costs_no_more_than_its_length(crooked: str) -> None:
    page = "<title>T</title>" + crooked * (300_000 // len(crooked))
    started = time.process_time()
    told = preview(page)
    assert told is not None
    assert time.process_time() - started < 1.0
