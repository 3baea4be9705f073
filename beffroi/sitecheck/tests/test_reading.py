from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.sitecheck.charsets import decode
from beffroi.sitecheck.markup import Tag, read_markup
from beffroi.sitecheck.reading import looks_like_html, read_page
from beffroi.sitecheck.tests.recorded import PAGES, Recorded

AT = "https://site.test/"
#: Far above what it takes (2 s at most here), far below minutes.
SECONDS_MAX = 20
SIZE = 1_900_000
WORST = {
    "opening tags": "<div>",
    "links": "<a href=1>",
    "unclosed attributes": "<a b='",
    "attributes": "x=1 ",
    "brackets": "<",
    "references": "&",
    "comments": "<!--",
    "forms": "<form><input name=mail>",
    "days": "lundi ",
    "streets": "12 rue ",
    "digits": "0",
    "mails": "a@",
    "tables": "<table><tr><td>",
    "textareas": "<textarea></textareax>",
    "metas": "<meta charset ",
}


@pytest.mark.parametrize("recorded", PAGES, ids=lambda one: one.name)
def test_what_a_page_holds_is_found(recorded: Recorded) -> None:
    headers = {"content-type": recorded.content_type, **recorded.headers}
    page = read_page(recorded.content, headers=headers, address=AT)
    assert {name: getattr(page, name) for name in recorded.found} == recorded.found
    if recorded.networks is not None:
        assert tuple(one.network for one in page.profiles) == recorded.networks


def test_there_are_enough_recorded_pages() -> None:
    assert len(PAGES) >= 30


@pytest.mark.parametrize("piece", WORST.values(), ids=WORST.keys())
def test_no_page_takes_long_or_much(piece: str) -> None:
    content = (piece * (SIZE // len(piece))).encode()
    started = time.thread_time()
    read_page(content, headers={}, address=AT)
    assert time.thread_time() - started < SECONDS_MAX


def test_a_page_takes_a_few_times_its_own_size_of_memory() -> None:
    content = b"<a href=https://www.facebook.com/lou>x</a>" * (SIZE // 42)
    tracemalloc.start()
    read_page(content, headers={}, address=AT)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


@given(st.binary(max_size=3_000), st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_bytes_never_raise(content: bytes, kind: str) -> None:
    read_page(content, headers={"content-type": kind}, address=AT)
    assert isinstance(decode(content, content_type=kind), str)


_PIECES = st.sampled_from(
    ["<a href=", "'", '"', ">", "</a>", "<!--", "-->", "<script>", "</script>", "&#x110000;",
     "&amp", "<form>", "<input type=email>", "é", "\x00", "<title>", "//x.com/lou", " ",
     "<meta http-equiv=refresh content='0;url=", "//[", ":99999999999", "<base href=", "=", "/"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60))
@settings(max_examples=300, deadline=None)
def test_broken_markup_never_raises_and_loses_no_sign(pieces: list[str]) -> None:
    text = "".join(pieces)
    read_page(text.encode(), headers={}, address=AT)
    for token in read_markup(text):
        assert isinstance(token, Tag | str)


@pytest.mark.parametrize(
    ("content", "kind", "answer"),
    [
        (b"<p>x", "text/html", True),
        (b"<p>x", "application/xhtml+xml; charset=utf-8", True),
        (b"%PDF-1.7", "text/html", False),
        (b"%PDF-1.7", "application/pdf", False),
        (b"<!DOCTYPE html><p>", "", True),
        (b"<html>", "text/plain", True),
        (b'{"a": 1}', "application/json", False),
        (b"\x89PNG\r\n", "image/png", False),
        (b"hello", "text/plain", False),
    ],
)
def test_a_page_is_known_by_its_kind_and_its_first_signs(
    content: bytes, kind: str, answer: bool
) -> None:
    assert looks_like_html(content, content_type=kind) is answer
