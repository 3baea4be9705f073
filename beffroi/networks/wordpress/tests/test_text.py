from __future__ import annotations

import pytest

from beffroi.networks.html_text import read_html
from beffroi.networks.tests.world import HOSTILE_TEXTS
from beffroi.networks.wordpress.text import comparable, to_comment, to_html, to_slug


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Bonjour", "<p>Bonjour</p>"),
        ("un\ndeux\n\ntrois", "<p>un<br>\ndeux</p>\n<p>trois</p>"),
        ("un\r\n\r\n\r\ndeux", "<p>un</p>\n<p>deux</p>"),
        ("<b>gras</b> & co", "<p>&lt;b&gt;gras&lt;/b&gt; &amp; co</p>"),
        ("[gallery ids=1]", "<p>&#91;gallery ids=1&#93;</p>"),
        (
            "Voir https://a.fr/x?b=1&c=2.",
            '<p>Voir <a href="https://a.fr/x?b=1&amp;c=2">https://a.fr/x?b=1&amp;c=2</a>.</p>',
        ),
        (
            "(https://a.fr/[x])",
            '<p>(<a href="https://a.fr/[x">https://a.fr/&#91;x</a>&#93;)</p>',
        ),
        ('https://a.fr/"onclick=x', '<p><a href="https://a.fr/">https://a.fr/</a>"onclick=x</p>'),
        ("&#39; &amp;", "<p>&amp;&#35;39; &amp;amp;</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("\x00nul\x07", "<p>nul</p>"),
        ("", "<p></p>"),
    ],
)
def test_plain_text_becomes_safe_paragraphs(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_what_was_written_is_read_again(text: str) -> None:
    assert read_html(to_html(text)) == text


def test_a_comment_keeps_its_line_ends_and_no_markup() -> None:
    assert to_comment("un <b>\n\ndeux & 'trois'") == "un &lt;b&gt;\n\ndeux &amp; 'trois'"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Brioche dorée à l’ancienne !", "brioche-doree-a-lancienne-1f3a"),
        ("  —  ", "1f3a"),
        ("مرحبا", "1f3a"),
        ("a" * 300, "a" * 60 + "-1f3a"),
        ("Été 2026 : 50 % de réduction", "ete-2026-50-de-reduction-1f3a"),
    ],
)
def test_a_name_in_the_address_is_the_same_at_every_try(title: str, slug: str) -> None:
    assert to_slug(title, marker="1f3a") == slug


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ('L\'idée... "oui"', "L’idée… “oui”"),
        ("un\n\ndeux", "un deux"),
        ("a - b", "a – b"),
        ("Zo\u0301e", "Zóe"),
        ("10\u202f€", "10 €"),
        ("Merci :) ;-) :-D 8)", "Merci 🙂 😉 😀 😎"),
        ("à 18:Paris", "à 18:Paris"),
    ],
)
def test_texts_are_compared_as_a_site_shows_them(ours: str, theirs: str) -> None:
    assert comparable(ours) == comparable(theirs)


def test_other_words_are_no_match() -> None:
    assert comparable("Merci Zoé") != comparable("Merci Noé")
