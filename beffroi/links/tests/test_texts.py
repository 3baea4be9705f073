from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.links import texts
from beffroi.networks.bluesky.text import find_spans
from beffroi.networks.mastodon.declaration import DECLARATION
from beffroi.networks.mastodon.text import count

OURS = "https://beffroi.example.org/l/"
SHORT = f"{OURS}k3Xb2pq"
#: Pieces of which texts with addresses are made, well formed or not.
PIECES = st.lists(
    st.sampled_from(
        [
            *("Réservez ici : ", "(", ")", "[", "]", "«\u202f", "\u202f»", "“", "”", ".", "…", "*"),
            *(
                " ",
                "\n",
                "!",
                "'",
                "’",
                "#pain ",
                "@claire ",
                "claire@martin.example",
                "/",
                "-",
                "x",
            ),
            *("https://atelier-martin.example/peres", "http://a.fr", "www.martin.example/offre"),
            *(
                "https://crémerie.example/à-emporter?q=é#là",
                "https://user:secret@a.fr/",
                "https://",
            ),
            *("https://fr.wikipedia.org/wiki/Pain_(aliment)", SHORT, "👩‍🍳", "\ud800", "\0"),
        ]
    ),
    max_size=12,
).map("".join)


def shortened(text: str) -> str:
    return texts.replaced(text, lambda _address: SHORT, ours=OURS)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Ici : https://a.fr/x", f"Ici : {SHORT}"),
        ("Ici : https://a.fr/x.", f"Ici : {SHORT}."),
        ("Ici (https://a.fr/x) !", f"Ici ({SHORT}) !"),
        ("Lisez https://a.fr/x… vite", f"Lisez {SHORT}… vite"),
        ("«\u00a0https://a.fr/x\u00a0»", f"«\u00a0{SHORT}\u00a0»"),
        ("«https://a.fr/x»", f"«{SHORT}»"),
        ("“https://a.fr/x”, dit-il", f"“{SHORT}”, dit-il"),
        ("https://fr.wikipedia.org/wiki/Pain_(aliment)", SHORT),
        ("(https://fr.wikipedia.org/wiki/Pain_(aliment))", f"({SHORT})"),
        ("[recette](https://a.fr/x)", f"[recette]({SHORT})"),
        ("https://a.fr/x?y=1&z=#haut, puis", f"{SHORT}, puis"),
        ("https://crémerie.fr/à-emporter ?", f"{SHORT} ?"),
        ("HTTPS://A.FR/X\nfin", f"{SHORT}\nfin"),
        ("www.boulangerie.fr/offre !", f"{SHORT} !"),
        ("http://a.fr\u202f!", f"{SHORT}\u202f!"),
        ("https://a.fr/x https://b.fr/y", f"{SHORT} {SHORT}"),
        ("https://a.fr:8443/x", SHORT),
    ],
)
def test_an_address_gives_its_place_and_nothing_else_changes(text: str, after: str) -> None:
    assert shortened(text) == after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bonjour",
        "claire@martin.example",
        "mailto:claire@www.martin.example",
        "boulangerie.fr/offre",
        "J’arrive.Demain",
        "#https://a.fr",
        "@www.a.fr",
        "voirhttps://a.fr",
        "https://",
        "https://localhost/x",
        "https://user:secret@a.fr/",
        "ftp://a.fr/x",
        "www.a",
        "www.",
        "https://a.fr:99999/",
        "https://a.fr/" + "x" * 2000,
        SHORT,
        f"({SHORT}).",
        SHORT.upper().replace("K3XB2PQ", "k3Xb2pq").replace("/L/", "/l/"),
    ],
)
def test_what_is_no_address_or_short_already_stays(text: str) -> None:
    assert shortened(text) == text
    assert texts.find(text, ours=OURS) == []


def test_an_address_is_told_in_its_normal_form() -> None:
    (found,) = texts.find("Chez www.crémerie.fr/à", ours=OURS)
    assert found.address == "https://www.xn--crmerie-cya.fr/%C3%A0"
    assert (found.start, found.end) == (5, 22)


def test_an_address_for_which_nothing_is_given_stays() -> None:
    text = "https://a.fr/x et https://b.fr/y"
    kept = texts.replaced(text, lambda address: SHORT if "b.fr" in address else "", ours=OURS)
    assert kept == f"https://a.fr/x et {SHORT}"


@given(PIECES)
def test_putting_short_addresses_twice_is_putting_them_once(text: str) -> None:
    once = shortened(text)
    assert shortened(once) == once
    assert texts.find(once, ours=OURS) == []


@given(PIECES)
def test_only_addresses_change_the_length(text: str) -> None:
    found = texts.find(text, ours=OURS)
    assert len(shortened(text)) == len(text) + sum(len(SHORT) - (f.end - f.start) for f in found)
    outside, position = [], 0
    for one in found:
        assert position <= one.start < one.end
        outside.append(text[position : one.start])
        position = one.end
    assert shortened(text) == SHORT.join([*outside, text[position:]])


@given(st.text(max_size=80))
def test_a_text_without_a_scheme_or_www_never_changes(text: str) -> None:
    if "://" not in text and "www." not in text.lower():
        assert shortened(text) == text


@given(PIECES)
def test_networks_see_a_link_wherever_one_was_put(text: str) -> None:
    other = f"{OURS}Zz23456"
    after = texts.replaced(text, lambda _address: other, ours=OURS)
    links = [span.value for span in find_spans(after) if span.kind == "link"]
    seen = [link.removeprefix(other)[:1] for link in links if link.startswith(other)]
    assert len(seen) == len(texts.find(text, ours=OURS)) == after.count(other)
    assert not any(sign.isalnum() for sign in seen)  # what came along leads there all the same


def test_a_servers_count_takes_a_short_address_for_a_link() -> None:
    assert count(f"Ici : {SHORT}", limits=DECLARATION.limits).used == len("Ici : ") + 23
