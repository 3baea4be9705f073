from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.networks.bluesky.adapter import Bluesky
from beffroi.networks.bluesky.simulator_lexicon import InvalidRecord, check_post
from beffroi.networks.bluesky.text import build_facets, count_text, find_spans

FAMILY = "👨‍👩‍👧‍👦"
DIDS = {"lea.test": "did:plc:lea", "boulangerie.example.fr": "did:plc:bakery"}


def marked(text: str) -> list[tuple[str, str]]:
    """Return what each facet covers, as the bytes say, and what it means."""
    raw, found = text.encode(), []
    facets: list[Any] = build_facets(text, resolve=DIDS.get)
    for facet in facets:
        index, (feature,) = facet["index"], facet["features"]
        covered = raw[index["byteStart"] : index["byteEnd"]].decode()
        found.append((covered, feature.get("uri") or feature.get("tag") or feature.get("did")))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Bonjour", 7),
        (FAMILY, 3),  # one grapheme, 25 bytes
        ("🏳️‍🌈", 2),
        ("👍🏽" * 10, 10),
        ("e\u0301" * 300, 300),
        ("é" * 300, 300),
        (FAMILY * 300, 750),
        ("a" * 301, 301),
        ("日" * 300, 300),
        ("\r\n", 1),
        ("Z" + "\u0351" * 1000, 201),  # one grapheme, 2001 bytes
        ("Z" + "\u0351" * 1500, 301),
    ],
)
def test_a_text_is_counted_in_graphemes_and_in_bytes(text: str, expected: int) -> None:
    assert count_text(text, limits=Bluesky.declaration.limits).used == expected


@given(st.text(max_size=400))
def test_a_text_fits_exactly_when_a_server_takes_it(text: str) -> None:
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-11-22T09:00:00Z"}
    fits = count_text(text, limits=Bluesky.declaration.limits).excess == 0
    try:
        check_post(record, blobs={})
    except InvalidRecord:
        assert not fits
    else:
        assert fits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://exemple.fr", [("https://exemple.fr", "https://exemple.fr")]),
        ("Voir https://exemple.fr/pain.", [("https://exemple.fr/pain", "https://exemple.fr/pain")]),
        (
            "(https://fr.example/Pain_(aliment))",
            [("https://fr.example/Pain_(aliment)", "https://fr.example/Pain_(aliment)")],
        ),
        ("«https://exemple.fr»", [("https://exemple.fr", "https://exemple.fr")]),
        ("www.exemple.fr, demain", [("www.exemple.fr", "https://www.exemple.fr")]),
        ("HTTPS://Exemple.FR/A?b=c&d=é#f", [("HTTPS://Exemple.FR/A?b=c&d=é#f",) * 2]),
        ("https://a.fr/x https://b.fr/y", [("https://a.fr/x",) * 2, ("https://b.fr/y",) * 2]),
        ("https://a.fr/@lea.test/#pain", [("https://a.fr/@lea.test/#pain",) * 2]),
        ("https:// http://x ftp://a.fr www. hthttps://a.fr", []),
        ("http://localhost:8000/x", [("http://localhost:8000/x",) * 2]),
    ],
)
def test_links_are_found_without_the_punctuation_around_them(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@lea.test", [("@lea.test", "did:plc:lea")]),
        ("Merci @Lea.Test !", [("@Lea.Test", "did:plc:lea")]),
        ("(@lea.test)", [("@lea.test", "did:plc:lea")]),
        ("@lea.test.", [("@lea.test", "did:plc:lea")]),
        ("@lea.test, @boulangerie.example.fr", [
            ("@lea.test", "did:plc:lea"), ("@boulangerie.example.fr", "did:plc:bakery"),
        ]),
        ("@inconnu.test reste du texte", []),
        ("lea@lea.test", []),
        ("@lea", []),
        ("@lea.test@mastodon.example", []),
        ("@lea.1", []),
        ("/@lea.test", []),
    ],
)  # fmt: skip
def test_mentions_live_only_when_their_handle_resolves(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#pain", [("#pain", "pain")]),
        ("Du #pain, chaud.", [("#pain", "pain")]),
        ("(#pain)", [("#pain", "pain")]),
        (
            "#pâtisserie #日本 #خبز",
            [("#pâtisserie", "pâtisserie"), ("#日本", "日本"), ("#خبز", "خبز")],
        ),
        ("#pain!!! #2026 #1 #2026pains", [("#pain", "pain"), ("#2026pains", "2026pains")]),
        ("\uff03pain", [("\uff03pain", "pain")]),
        ("#🥐", [("#🥐", "🥐")]),
        ("#\ufe0f\u20e3 #", []),
        ("a#pain ##", []),
        ("#a#b", [("#a", "a")]),
        ("#" + "x" * 64, [("#" + "x" * 64, "x" * 64)]),
        ("#" + "x" * 65, []),
    ],
)
def test_hashtags_are_words_after_a_sign(text: str, expected: list[tuple[str, str]]) -> None:
    assert marked(text) == expected


BEFORE = {
    "family": FAMILY,
    "combining": "e\u0301",
    "arabic": "مرحبا",
    "hebrew": "שלום \u202e",
    "flags": "🏳️‍🌈🇫🇷",
    "hindi": "\u0928\u093f",
    "japanese": "日本語",
    "lines": "\n\n",
    "marks": "Zo\u0308e\u0301",
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_offsets_count_bytes_whatever_comes_before(before: str) -> None:
    link = f"https://exemple.fr/{before.strip()}"
    text = f"{before} @lea.test {before} {link} {before} #pain {before}"
    covered = [part for part, _ in marked(text)]
    assert covered[0] == "@lea.test"
    assert covered[1].startswith("https://exemple.fr/")
    assert covered[-1] == "#pain"


@given(
    st.lists(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                ["https://a.fr/", "@lea.test", "#pain", " ", "(", ")", ".", FAMILY, "e\u0301", "م"]
            ),
        ),
        max_size=12,
    )
)
def test_no_text_makes_facets_that_a_server_would_refuse(parts: list[str]) -> None:
    text = "".join(parts)
    facets = build_facets(text, resolve=DIDS.get)
    record = {
        "$type": "app.bsky.feed.post",
        "text": text[:290],
        "createdAt": "2026-11-22T09:00:00Z",
        "facets": build_facets(text[:290], resolve=DIDS.get),
    }
    check_post(record, blobs={})
    spans = find_spans(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert len(facets) <= len(spans)


def test_a_link_wins_over_what_it_holds() -> None:
    assert [span.kind for span in find_spans("https://a.fr/#pain @lea.test #four")] == [
        "link",
        "mention",
        "tag",
    ]
