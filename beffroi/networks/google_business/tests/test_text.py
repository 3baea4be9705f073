"""Telephone numbers that Google rejects, and reviews freed of their translation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from beffroi.networks.contracts import PostFormat
from beffroi.networks.declarations import Draft, Problem, ProblemCode
from beffroi.networks.google_business.declaration import LIMITS
from beffroi.networks.google_business.text import (
    count,
    first_link,
    original,
    phone_number,
    problems,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Appelez le 02 40 12 34 56 dès lundi", "02 40 12 34 56"),
        ("Tél. 02.40.12.34.56.", "02.40.12.34.56"),
        ("0240123456", "0240123456"),
        ("02-40-12-34-56", "02-40-12-34-56"),
        ("02\u202f40\u202f12\u202f34\u202f56", "02\u202f40\u202f12\u202f34\u202f56"),
        ("+33 2 40 12 34 56", "+33 2 40 12 34 56"),
        ("+33 (0)2 40 12 34 56", "+33 (0)2 40 12 34 56"),
        ("0033 2 40 12 34 56", "0033 2 40 12 34 56"),
        ("+1 415-555-0132", "+1 415-555-0132"),
        ("+32 2 555 12 34", "+32 2 555 12 34"),
        ("le (02 40 12 34 56)", "02 40 12 34 56"),
        ("", ""),
        ("Ouvert de 9 h à 19 h 30", ""),
        ("Le 26/11/2026 à 10 h 30", ""),
        ("12, rue de la Paix, 44000 Nantes", ""),
        ("1 500 000 pains en 2026", ""),
        ("SIRET 123 456 789 00012", ""),
        ("Prix : 10,50 € ou 12.00 €", ""),
        ("https://example.com/p/0240123456", ""),
        ("Code FR0240123456789", ""),
        ("978-2-07-036822-8", ""),
        ("+20 % de farine", ""),
    ],
)
def test_a_telephone_number_is_told_from_other_figures(text: str, number: str) -> None:
    assert phone_number(text) == number


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("", ""),
        ("Très bien", "Très bien"),
        ("Très bien\n\n(Translated by Google)\nVery good", "Très bien"),
        ("(Translated by Google) Very good\n\n(Original)\nTrès bien", "Très bien"),
        ("(Translated by Google) Very good", "Very good"),
        ("(Original) pain", "(Original) pain"),
        ("Un\n\n(Translated by Google)\nOne\n\n(Original)\n", "Un"),
    ],
)
def test_a_review_is_what_its_author_wrote(comment: str, expected: str) -> None:
    assert original(comment) == expected


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("", ""),
        ("Voir https://exemple.fr/pain.", "https://exemple.fr/pain"),
        ("(https://exemple.fr/?a=1&b=2)", "https://exemple.fr/?a=1&b=2"),
        ("« https://exemple.fr/a » et https://exemple.fr/b", "https://exemple.fr/a"),
        ("exemple.fr et https://", ""),
    ],
)
def test_a_link_ends_before_its_punctuation(text: str, link: str) -> None:
    assert first_link(text) == link


@pytest.mark.parametrize(("text", "used"), [("", 0), ("é", 1), ("👍🏽", 2), ("a\nb", 3)])
def test_a_post_is_counted_in_characters(text: str, used: int) -> None:
    assert count(text, limits=LIMITS).used == used


def test_what_would_be_rejected_is_named() -> None:
    good = Draft("Ouvert dimanche")
    assert problems(good) == []
    assert problems(replace(good, text="Au 02 40 12 34 56")) == [
        Problem(ProblemCode.PHONE_NUMBER, signs="02 40 12 34 56")
    ]
    assert problems(replace(good, format=PostFormat.STORY)) == [Problem(ProblemCode.FORMAT_UNKNOWN)]
    assert problems(Draft("Appelez le 02 40 12 34 56", is_answer=True)) == []
