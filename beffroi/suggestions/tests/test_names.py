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
        ("Marie Dupont", "Marie Dupont"),
        ("  Marie   Dupont ", "Marie Dupont"),
        ("MARIE DUPONT", "Marie Dupont"),
        ("marie dupont", "Marie Dupont"),
        ("JP", "JP"),
        ("Jean-Pierre L’Hôte", "Jean-Pierre L’Hôte"),
        ("Siobhan O'Neill", "Siobhan O’Neill"),
        ("M. Dupont", "M. Dupont"),
        ("Mme Dupont", "Mme Dupont"),
        ("J. Martin", "J. Martin"),
        ("Ana de Souza", "Ana de Souza"),
        ("Łukasz", "Łukasz"),
        ("Rene\u0301", "René"),
        ("Мария", "Мария"),
        ("محمد", "محمد"),
        ("陽子", "陽子"),
        ("सीता", "सीता"),
    ],
)
def test_a_name_is_said_as_one_says_it(given_name: str, said: str) -> None:
    assert greeting_name(given_name) == said


@given(some.text(max_size=120))
def test_whatever_is_said_is_short_and_made_of_letters(name: str) -> None:
    said = greeting_name(name)
    kinds = {unicodedata.category(sign)[0] for sign in said if sign not in " -’."}
    assert len(said) <= 2 * NAME_MAX
    assert kinds <= {"L", "M"}
    assert "\n" not in said
    assert json.dumps(said).isascii()


def test_an_endless_name_costs_nothing() -> None:
    started = time.monotonic()
    for sign in ("a", "\u0301", "a\u0301", "- ", "M. "):
        assert greeting_name(sign * 1_000_000) == ""
    assert time.monotonic() - started < 1
