from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.language import features
from beffroi.language.features import BUCKETS, CHARACTERS_MAX, extract


def of(text: str) -> set[int]:
    return set(extract([text]).buckets.tolist())


def same(left: str, right: str) -> bool:
    return bool(np.array_equal(extract([left]).buckets, extract([right]).buckets))


@given(st.lists(st.text(), max_size=8))
def test_a_text_has_the_same_features_alone_and_in_company(texts: list[str]) -> None:
    together = extract(texts)
    assert len(together) == len(texts)
    for place, text in enumerate(texts):
        part = together.buckets[together.starts[place] : together.starts[place + 1]]
        assert part.tolist() == extract([text]).buckets.tolist()


@given(st.text())
def test_every_text_has_features_that_are_buckets(text: str) -> None:
    found = extract([text]).buckets
    assert len(found) > 0
    assert int(found.max()) < BUCKETS


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Très déçu", "tres decu"),
        ("e\u0301te\u0301", "été"),
        ("c’est bien", "c'est bien"),
        ("ｇｒａｔｕｉｔ", "gratuit"),
        ("cœur", "coeur"),
        ("trooooop bon", "troop bon"),
        ("vu sur https://example.org/a?b=c", "vu sur http://example.com"),
        ("merci @karim", "merci @lea.b"),
        ("le 12", "le 47"),
        ("zéro\u200bun", "zéroun"),
        ("👍👍👍", "👍"),
        ("merci 👍🏽", "merci 👍"),
    ],
)
def test_what_says_the_same_looks_the_same(left: str, right: str) -> None:
    assert same(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("c'est bon", "c'est pas bon"),
        ("bon, pas cher", "pas bon, cher"),
        ("merci", "merci !"),
        ("ça va 😀", "ça va 😡"),
        ("VOUS ETES OUVERTS", "vous etes ouverts"),
        ("bien", "rien"),
    ],
)
def test_what_says_otherwise_looks_otherwise(left: str, right: str) -> None:
    assert not same(left, right)


def test_a_negation_bears_on_what_follows_until_a_sign() -> None:
    alone = of("bon")
    under = of("pas bon") - of("pas") - alone
    assert under & of("ce n'est pas du tout bon")
    assert not under & (of("pas, bon") - of("pas") - alone)


def test_a_stem_of_two_lists_is_a_sign_of_both() -> None:
    signs = of("harceler") - of("marteler")
    assert signs & of("menace")
    assert signs & of("raciste")


def test_a_misspelt_word_still_looks_like_itself() -> None:
    assert len(of("livraison") & of("livrason")) > len(of("livraison") & of("paiement"))


def test_an_address_ends_with_its_text() -> None:
    texts = ["voir https://example.org/x", "deuxième texte"]
    assert extract(texts).buckets[extract(texts).starts[1] :].tolist() == (
        extract(texts[1:]).buckets.tolist()
    )


def test_the_length_of_a_text_is_bounded() -> None:
    heard = "mot " * (CHARACTERS_MAX // 4)
    assert same(heard, heard + "catastrophique " * 70_000)


def test_many_empty_texts_are_as_many_texts() -> None:
    found = extract([""] * 70_000)
    assert len(found) == 70_000
    assert (np.diff(found.starts) > 0).all()


@pytest.mark.parametrize("text", ["\0", "\0\0a\0", "\ud800", "œ" * 9_000, "https://\0x", "\u202e!"])
def test_odd_characters_are_read(text: str) -> None:
    assert len(extract([text, "après"])) == 2


def test_no_text_has_no_features() -> None:
    assert len(features.extract([])) == 0
