from __future__ import annotations

import json
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.suggestions.names import NAME_MAX, greeting_name

HOSTILE = [
    *(
        "",
        " ",
        "—",
        "@marie",
        "marie@exemple.fr",
        "marie.bsky.social",
        "www.evil.test",
        "evil.test/x",
    ),
    *("https://evil.test", "//evil.test", "<b>Marie</b>", "Marie<script>", "{company}", "[fact]"),
    *(
        "{{7*7}}",
        "{% debug %}",
        "${7*7}",
        "%(name)s",
        "a|b",
        "Marie\nBcc: x",
        "Marie\x00",
        "\x1b[31m",
    ),
    *("\u202eeiraM", "Mar\u200bie", "Marie\u2028", "\ud800", "M" * 41, "x" * 10_000, "a " * 5_000),
    *("user4412", "Marie_59", "Marie 06 12 34 56 78", "1", "😀", "Marie 😀", "&lt;b&gt;", "`id`"),
    *("Vous êtes tous des voleurs", "buy cheap pills online now", "#promo", "*Marie*", "_Marie_"),
    *("Facebook User", "Utilisateur Facebook", "A Google user", "Anonyme", "Anonymous", "null"),
    *(
        "undefined",
        "Client",
        "System",
        "Assistant",
        "-Marie",
        "Marie-",
        "'",
        "-",
        ".",
        "M..",
        "a.b",
    ),
    *(
        "M\u0300\u0301\u0302arie",
        "Z\u0351\u036b\u0343algo",
        "=1+1",
        "+33612345678",
        "Marie;",
        "Marie:",
    ),
]


def test_what_is_not_surely_a_name_is_not_said() -> None:
    assert [name for name in HOSTILE if greeting_name(name)] == []


@pytest.mark.parametrize(
    ("given_name", "said"),
    [
        ("Marie", "Marie"),
        ("Marie Dupont", "Marie"),
        ("  Marie   Dupont ", "Marie"),
        ("MARIE DUPONT", "Marie"),
        ("DUPONT Marie", "Marie"),
        ("marie dupont", "Marie"),
        ("JP", "JP"),
        ("Jean-Pierre L’Hôte", "Jean-Pierre"),
        ("Siobhan O'Neill", "Siobhan"),
        ("Ana de Souza", "Ana"),
        ("Eva Green", "Eva"),
        ("Élodie P.", "Élodie"),
        ("Łukasz", "Łukasz"),
        ("Rene\u0301", "René"),
        ("Мария", "Мария"),
        ("محمد", "محمد"),
        ("陽子", "陽子"),
        ("सीता", "सीता"),
    ],
)
def test_somebody_is_greeted_by_the_first_name_alone(given_name: str, said: str) -> None:
    assert greeting_name(given_name) == said


@pytest.mark.parametrize(
    "name",
    [
        *("M. Dupont", "Mme Dupont", "Dr House", "J. Martin", "山田 陽子", "山田陽子"),
        *("Boulangerie Martin", "Le Petit Zinc", "Léa Coiffure", "Chez Lulu", "Green Valley"),
        *("L’Atelier", "Maison Dupont", "Garage du Centre", "Team Rocket", "Marie Dupont SARL"),
        *("MarieDubois", "sandrinelecoq", "bzh", "La Gazette du Nord", "Camille Photographie"),
    ],
)
def test_a_company_or_a_handle_is_not_cut_to_a_silly_word(name: str) -> None:
    assert greeting_name(name) == ""


@given(some.text(max_size=120))
def test_whatever_is_said_is_short_and_made_of_letters(name: str) -> None:
    said = greeting_name(name)
    kinds = {unicodedata.category(sign)[0] for sign in said if sign not in " -’."}
    assert len(said) <= 2 * NAME_MAX
    assert kinds <= {"L", "M"}
    assert "\n" not in said
    assert json.dumps(said).isascii()


def test_an_endless_name_costs_nothing() -> None:
    started = time.thread_time()
    for sign in ("a", "\u0301", "a\u0301", "- ", "M. "):
        assert greeting_name(sign * 1_000_000) == ""
    assert time.thread_time() - started < 1
