from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.suggestions.facts import FACT_MAX, NAMES, Facts, known


def test_facts_are_given_by_name_and_empty_ones_are_not() -> None:
    assert known(Facts(company="Atelier Martin", hours=" ")) == {"company": "Atelier Martin"}
    assert known(Facts()) == {}


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("hours", "lundi\r\nmardi\tmercredi.", "lundi mardi mercredi"),
        ("hours", "7\u00a0h – 19\u202fh", "7\u00a0h – 19\u202fh"),
        ("hours", "[7 h] {company}", "(7 h) (company)"),
        ("company", "A\u202e\u200bb\x00c", "Abc"),
        ("hours", "...", ""),
        ("hours", "x" * (FACT_MAX + 1), ""),
        ("phone", "03 20 00 00 00", "03 20 00 00 00"),
        ("phone", "+33 (0)3.20-00-00-00", "+33 (0)3.20-00-00-00"),
        ("phone", "appelez-nous", ""),
        ("phone", "javascript:1", ""),
        ("email", "bonjour@atelier.example", "bonjour@atelier.example"),
        ("email", "bonjour", ""),
        ("email", "a@b.example, c@d.example", ""),
        ("website", "https://atelier.example/fr", "https://atelier.example/fr"),
        ("website", "atelier.example", "atelier.example"),
        ("website", "javascript:alert(1)", ""),
        ("website", "atelier", ""),
        ("website", "ftp://atelier.example", ""),
    ],
)
def test_a_fact_is_said_on_one_line_or_not_at_all(name: str, typed: str, said: str) -> None:
    assert known(Facts(**{name: typed})).get(name, "") == said


@given(some.sampled_from(NAMES), some.text(max_size=500))
def test_whatever_is_typed_stays_one_short_line_of_seen_signs(name: str, typed: str) -> None:
    said = known(Facts(**{name: typed})).get(name, "")
    assert len(said) <= FACT_MAX
    assert not set(said) & set("[]{}\n\r\t")
    assert all(unicodedata.category(s) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for s in said)
