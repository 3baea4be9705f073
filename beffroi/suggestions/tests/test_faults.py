from __future__ import annotations

import pytest

from beffroi.suggestions.faults import blamed_in, borne_out
from beffroi.suggestions.situations import Aspect, Sign

MINUS = Sign.MINUS


def test_what_was_guessed_without_a_word_for_it_is_left_out() -> None:
    guessed = {Aspect.WELCOME: MINUS, Aspect.DELAY: MINUS}
    assert borne_out(guessed, "Rude staff, nobody even looked up.") == {Aspect.WELCOME: MINUS}
    assert borne_out({Aspect.QUALITY: MINUS}, "Encore une fois fermé !") == {}


def test_what_the_words_blame_comes_first() -> None:
    told = {Aspect.PRODUCT: MINUS, Aspect.QUALITY: MINUS}
    text = "Le gâteau commandé était sec"
    assert list(borne_out(told, text)) == [Aspect.QUALITY, Aspect.PRODUCT]


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("Dirty tables and a rude waiter.", {Aspect.WELCOME, Aspect.PLACE}),
        ("Hors de prix", {Aspect.PRICE}),
        ("Vingt minutes de queue", {Aspect.DELAY}),
        ("Le gratin était trop salé", {Aspect.QUALITY}),
        ("Les toilettes sont sales", {Aspect.PLACE}),
        ("Il manquait deux parts dans la boîte", {Aspect.PRODUCT}),
        ("Bravo à toute l’équipe", set()),
        ("", set()),
    ],
)
def test_words_blame_by_themselves(text: str, blamed: set[Aspect]) -> None:
    assert set(blamed_in(text)) == blamed
