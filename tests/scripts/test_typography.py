from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import typography

NARROW, WIDE = typography.NARROW, typography.WIDE


def spaced(text: str) -> str:
    """Write ␣ for the narrow space and _ for the wide one, so that tests can be read."""
    return text.replace("␣", NARROW).replace("_", WIDE)


@pytest.mark.parametrize(
    "text",
    [
        "Retirer Instagram␣?",
        "Attention_: tout s’efface␣!",
        "«_Publiée_», vue à 9:06␣; rien d’autre.",
        "Il y a %(count)s_min",
        "12_% de moins",
        "Voir https://example.org/a?b=c;d",
        '<a href="#%(id)s">%(label)s</a>_: %(message)s',
        "Vraiment␣?!",
        "Prix_: 24,00_€",
    ],
)
def test_good_french_passes(text: str) -> None:
    assert list(typography.faults(spaced(text), language="fr")) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Retirer Instagram ?", "U+202F"),
        ("Retirer Instagram?", "U+202F"),
        ("Attention: danger", "U+00A0 before :"),
        ("Attention : danger", "U+00A0 before :"),
        ("« Publiée_»", "after «"),
        ("«_Publiée »", "before »"),
        ("C'est fait", "apostrophe"),
        ('Le "réseau"', "straight quote"),
        ("Le “réseau”", "English quotes"),
        ("Un instant...", "three dots"),
        ("Deux  espaces", "two spaces"),
        ("Il y a %(count)s min", "unit"),
        ("12 % de moins", "unit"),
    ],
)
def test_a_planted_fault_is_found(text: str, fault: str) -> None:
    assert any(fault in told for told in typography.faults(spaced(text), language="fr"))


@pytest.mark.parametrize("text", ["It’s done.", "Really?", "At 9:05: “yes”", "In 5 min"])
def test_english_has_its_own_rules(text: str) -> None:
    assert list(typography.faults(text, language="en")) == []


@given(st.text())
def test_no_text_breaks_the_lint(text: str) -> None:
    assert all(typography.faults(text, language="fr"))
