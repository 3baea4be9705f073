from __future__ import annotations

import time

import pytest

from beffroi.networks.html_text import clean, excerpt, read_html, read_lines


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>un</p><p>deux</p>", "un\n\ndeux"),
        ("un<br>deux<BR/>trois", "un\ndeux\ntrois"),
        ("<p>un\n  deux</p>", "un deux"),
        ("<ul><li>un<li>deux</ul>", "- un\n- deux"),
        ("<h2>Titre</h2>texte", "Titre\n\ntexte"),
        ('<a href="https://a.fr">ici</a> <img src=x alt="y">', "ici"),
        ("&lt;b&gt; &amp;amp; &eacute;&#8217;", "<b> &amp; é’"),
        (f"un&#{'9' * 5_000};deux", "un\ufffddeux"),
        ("<script>alert(1)</script>vu<style>p{}</style>", "vu"),
        ("vu<!-- caché --> encore", "vu encore"),
        ("vu<!-- jamais fermé <p>caché", "vu"),
        ("vu<SCRIPT >x</script >fin", "vufin"),
        ("1 < 2 et 3 > 2", "1 < 2 et 3 > 2"),
        ("<![CDATA[x]]>", ""),
        ("<>", "<>"),
        ("a\x00b\ud83dc", "abc"),
        ("", ""),
    ],
)
def test_html_is_read_as_a_browser_shows_it(html: str, text: str) -> None:
    assert read_html(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("un\ndeux\n\n\n\ntrois", "un\ndeux\n\ntrois"),
        ("un\r\ndeux", "un\ndeux"),
        ("<em>un</em>\n&lt;b&gt;", "un\n<b>"),
        ("  un  deux ", "un deux"),
    ],
)
def test_line_ends_count_where_people_typed_them(html: str, text: str) -> None:
    assert read_lines(html) == text


@pytest.mark.parametrize(
    "html",
    ["<" * 500_000, "<!--" * 120_000, "<script>" * 60_000, "<a " * 160_000, "&" * 500_000],
    ids=["brackets", "comments", "scripts", "tags", "entities"],
)
def test_a_hostile_page_is_soon_read(html: str) -> None:
    began = time.thread_time()
    read_html(html)
    assert time.thread_time() - began < 5


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("court", 10, "court"),
        ("un\n\ndeux", 20, "un deux"),
        ("un deux trois", 9, "un deux…"),
        ("un deux, trois", 10, "un deux…"),
        ("x" * 50, 10, "x" * 9 + "…"),
        ("", 10, ""),
    ],
)
def test_an_excerpt_ends_between_two_words(text: str, longest: int, expected: str) -> None:
    assert excerpt(text, longest=longest) == expected
    assert len(excerpt(text, longest=longest)) <= longest


def test_tabs_and_line_ends_are_kept() -> None:
    assert clean("a\tb\r\nc\rd\x07") == "a\tb\nc\nd"
