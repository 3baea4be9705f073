"""How much a text weighs, what is an address in it, and what stays of it when it comes back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.networks.declarations import Draft
from beffroi.networks.x import simulator_text, text
from beffroi.networks.x.declaration import LIMITS

#: Text, weight. Both the adapter and the simulator must find it.
VECTORS = [
    ("", 0),
    ("Bonjour", 7),
    ("Déjà vu", 7),
    ("e\u0301", 1),  # composed before it is counted
    ("œuvre", 5),
    ("« Noël » : 5\u202f€", 16),  # a narrow space and the sign of the euro weigh two
    ("l’été", 5),
    ("a – b — c", 9),
    ("…", 2),
    ("日本語", 6),
    ("Привет", 6),
    ("مرحبا", 5),
    ("ქართული", 7),
    ("ᄀ", 2),  # the first sign past the light ones
    ("ჿ", 1),  # the last of them
    ("one\ntwo\n\nthree", 14),
    ("👍", 2),
    ("👍🏽", 2),
    ("👨‍👩‍👧‍👦", 2),
    ("🏳️‍🌈", 2),
    ("🇫🇷", 2),
    ("🇫🇷🇧🇪", 4),
    ("1️⃣", 2),
    ("❤️", 2),
    ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2),
    ("©", 1),
    ("©️", 2),
    ("🥐 et ☕️", 8),
    ("https://example.com", 23),
    ("https://example.com/" + "a" * 200, 23),
    ("http://a.fr", 23),
    ("exemple.fr", 23),
    ("Voir exemple.fr.", 29),
    ("Voir exemple.fr/menu?jour=lundi !", 30),
    ("(https://fr.wikipedia.org/wiki/Beffroi_(tour))", 25),
    ("exemple.fr, exemple.com", 48),
    ("exemple.fr.Puis", 28),
    ("README.md", 23),
    ("bonjour.Merci", 13),
    ("5.50", 4),
    ("http://evil.test", 16),
    ("atelier@exemple.fr", 18),
    ("@atelier", 8),
    ("#pain", 5),
    ("https://exemple.fr:8080/x", 23),
    ("HTTPS://EXEMPLE.FR", 23),
    ("http://été.fr/carte", 23),
    ("日本http://exemple.fr", 27),
    ("exemple.fr日本", 27),
    ("https://", 8),
    ("www.exemple.fr", 23),
    ("-exemple.fr", 11),
    ("a.b", 3),
    ("\u202eevil\u202c", 8),
]

LIGHT_AND_HEAVY = "aZé9 .,:/?=&#@$-_()\n日本é’…€ "
PIECES = some.sampled_from(
    [
        "👍",
        "👍🏽",
        "👨‍👩‍👧‍👦",
        "🇫🇷",
        "❤️",
        "https://exemple.fr/x",
        "http://",
        "exemple.fr",
        "exemple.test",
        ".com",
        "www.",
        "/menu",
        "?a=b",
        "(tour)",
    ]
)
TEXTS = some.lists(some.one_of(some.text(LIGHT_AND_HEAVY, max_size=8), PIECES)).map("".join)


@pytest.mark.parametrize(("written", "weight"), VECTORS)
def test_a_text_weighs_what_x_says(written: str, weight: int) -> None:
    assert text.count(written, limits=LIMITS).used == weight


@pytest.mark.parametrize(("written", "weight"), VECTORS)
def test_the_simulator_finds_the_same_by_itself(written: str, weight: int) -> None:
    assert simulator_text.weigh(written) == weight


@given(TEXTS)
def test_both_find_the_same_in_any_text(written: str) -> None:
    assert text.count(written, limits=LIMITS).used == simulator_text.weigh(written)
    assert text.has_address(written) == bool(simulator_text.find_addresses(written))


@given(TEXTS, TEXTS)
def test_a_line_end_between_two_texts_adds_their_weights(one: str, other: str) -> None:
    both = text.count(f"{one}\n{other}", limits=LIMITS).used
    alone = [text.count(part, limits=LIMITS).used for part in (one, other)]
    assert both == sum(alone) + 1


@pytest.mark.parametrize(
    "hostile",
    [
        "a." * 5000,
        "a-" * 9000,
        "." * 9000,
        "http://a.fr/" + "(" * 9000,
        "http://a.fr/" + "(a" * 4000 + ")" * 4000,
        "http://a.fr/" + "a!" * 5000,
        "http://a.fr?" + "!" * 9000,
        "👨‍" * 5000,
        "@" * 9000,
        "$A " * 5000,
    ],
)
def test_a_hostile_text_is_weighed_at_once(hostile: str) -> None:
    begun = time.thread_time()
    text.count(hostile, limits=LIMITS)
    text.count_cashtags(hostile)
    assert time.thread_time() - begun < 1.0


@pytest.mark.parametrize(
    ("written", "cashtags"),
    [
        ("$ACME", 1),
        ("$ACME et $BRK.A", 2),
        ("$acme,$b", 1),
        ("5 $ ou $5", 0),
        ("US$ACME", 0),
        ("$TOOLONGNAME", 0),
        ("($ACME)", 0),
    ],
)
def test_names_of_shares_are_counted(written: str, cashtags: int) -> None:
    assert text.count_cashtags(written) == cashtags


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Voir exemple.fr", "Voir http://exemple.fr"),
        ("https://exemple.fr/ !", "https://exemple.fr !"),
        ("https://exemple.fr/é", "https://exemple.fr/%C3%A9"),
        ("Un\n\n\nDeux   trois", "Un Deux trois"),
        ("e\u0301te\u0301", "été"),
        ("a\r\nb", "a b"),
    ],
)
def test_what_x_makes_of_a_text_is_recognised(sent: str, shown: str) -> None:
    assert text.comparable(sent) == text.comparable(shown)


def test_other_words_are_other_texts() -> None:
    assert text.comparable("Ouvert lundi") != text.comparable("Ouvert mardi")


@pytest.mark.parametrize(
    ("written", "names", "left"),
    [
        ("@atelier Merci", {"atelier"}, "Merci"),
        ("@Atelier @zoe  Merci @zoe", {"atelier", "zoe"}, "Merci @zoe"),
        ("@remi Merci", {"atelier"}, "@remi Merci"),
        ("@atelier", {"atelier"}, ""),
        ("@atelier, merci", {"atelier"}, "@atelier, merci"),
    ],
)
def test_only_the_mentions_that_address_an_answer_are_dropped(
    written: str, names: set[str], left: str
) -> None:
    assert text.without_address(written, names) == left


def test_signs_that_are_no_text_are_told() -> None:
    assert text.forbidden_signs("a\ufeffb\ufeffc\uffff") == "\ufeff\uffff"
    assert text.forbidden_signs(Draft("Noël 👨‍👩‍👧‍👦").text) == ""
