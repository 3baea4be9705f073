"""HTML from strangers becomes plain text."""

from __future__ import annotations

import time

import pytest

from beffroi.networks.mastodon.content import plain_text, visible_text

SHORTENED = (
    '<p>Lire <a href="https://www.example.com/un/long/chemin?x=1" rel="nofollow">'
    '<span class="invisible">https://www.</span><span class="ellipsis">example.com/un/long</span>'
    '<span class="invisible">/chemin?x=1</span></a></p>'
)
MENTION = (
    '<p><span class="h-card"><a href="https://h.example/@zoe" class="u-url mention">'
    '@<span>zoe</span></a></span> merci <a href="https://h.example/tags/pain" '
    'class="mention hashtag" rel="tag">#<span>pain</span></a></p>'
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>Bonjour</p>", "Bonjour"),
        ("<p>Un</p><p>Deux<br>Trois<br />Quatre</p>", "Un\n\nDeux\nTrois\nQuatre"),
        ("<p>Caf&eacute; &amp; th&#233; &lt;3</p>", "Café & thé <3"),
        ("<p>a\n   b</p>", "a b"),
        ("<p>Ouvert\u00a0: 7&nbsp;h</p>", "Ouvert\u00a0: 7\u00a0h"),
        (SHORTENED, "Lire https://www.example.com/un/long/chemin?x=1"),
        (MENTION, "@zoe merci #pain"),
        ('<a href="https://a.fr/x">a.fr/x</a>', "https://a.fr/x"),
        ('<a href="https://a.fr/xyz">a.fr/x…</a>', "https://a.fr/xyz"),
        ('<a href="https://a.fr">notre site</a>', "notre site (https://a.fr)"),
        (
            '<a href="https://mal.example">https://banque.fr</a>',
            "https://banque.fr (https://mal.example)",
        ),
        ('<a href="https://a.fr"></a>', "https://a.fr"),
        ('<a href="javascript:alert(1)">clic</a>', "clic"),
        ("<a>clic</a>", "clic"),
        (
            '<a href="https://a.fr">un<a href="https://b.fr">deux</a>',
            "un (https://a.fr)deux (https://b.fr)",
        ),
        ('<a href="https://a.fr">sans fin', "sans fin (https://a.fr)"),
        ("<ul><li>un</li><li>deux</li></ul>", "- un\n- deux"),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "<script>alert(1)</script>"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("a < b <img src=x onerror=alert(1)> c", "a < b c"),
        ("<p>a\x00b&#0;\ud800</p>", "ab\ufffd"),
        ("<p>sans fin <", "sans fin <"),
        ("<!-- rien --><p>x</p><![CDATA[y]]>", "x"),
    ],
)
def test_html_becomes_the_text_that_a_person_reads(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_the_words_of_links_can_be_read_alone() -> None:
    assert visible_text(SHORTENED) == "Lire https://www.example.com/un/long/chemin?x=1"
    assert visible_text('<a href="https://a.fr">notre site</a>') == "notre site"


@pytest.mark.parametrize(
    "piece", ["<a ", "<", "<p>", "&", "<!--", "</", "<a href='", "<![", "<script>", "<?", "<a/"]
)
def test_no_html_takes_long(piece: str) -> None:
    started = time.thread_time()
    plain_text(piece * (1_000_000 // len(piece)))
    assert time.thread_time() - started < 5
