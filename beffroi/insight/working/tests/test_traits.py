from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.insight.working.traits import (
    Factor,
    Trait,
    Written,
    form_of,
    hashtags_of,
    length_of,
    traits_of,
    usual_writing,
    words_of,
)

ONE_OF_EACH = {Factor.FORM, Factor.LENGTH, Factor.QUESTION, Factor.HASHTAGS, Factor.LINK}


@pytest.mark.parametrize(
    ("written", "form"),
    [
        (Written("Bonjour"), "text"),
        (Written("Bonjour", files=("image",)), "image"),
        (Written("Bonjour", files=("image", "image")), "carousel"),
        (Written("Bonjour", files=("image", "video")), "video"),
        (Written("Bonjour", files=("document",)), "document"),
        (Written("Bonjour", files=("image",), has_card=True), "link"),
        (Written("Bonjour", format="reel", files=("video",)), "reel"),
        (Written("Bonjour", format="story", files=("image",)), "story"),
    ],
)
def test_the_kind_of_a_post_is_what_people_see_first(written: Written, form: str) -> None:
    assert form_of(written) == form


@pytest.mark.parametrize(
    ("signs", "length"),
    [(0, "short"), (139, "short"), (140, "medium"), (399, "medium"), (400, "long")],
)
def test_lengths_have_bounds(signs: int, length: str) -> None:
    assert length_of("a" * signs) == length


def test_blanks_make_nothing_longer() -> None:
    assert length_of("a" + " \n" * 200 + "b") == "short"


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Le pain, c’est 100 % local", "0"),
        ("Numéro #1, &#39; et https://a.fr/#haut", "0"),
        ("#Pain #levain", "1-2"),
        ("#a #b #c", "3-5"),
        ("#a #b #c #d #e #f", "6+"),
    ],
)
def test_hashtags_have_a_letter(text: str, group: str) -> None:
    assert hashtags_of(text) == group


def test_a_question_in_an_address_is_none() -> None:
    traits = traits_of(Written("Ici : https://atelier.example/?page=2"))
    assert Trait(Factor.QUESTION, "without") in traits
    assert Trait(Factor.LINK, "with") in traits


def test_kin_of_a_word_count_as_one_and_small_words_as_none() -> None:
    found = dict(words_of("Les brioches et la Brioche de nos fournils"))
    assert set(found) == {word for word, _ in words_of("brioche fournil")}


def test_hashtags_are_not_words_too() -> None:
    assert list(words_of("#brioche")) == []


def test_a_word_is_shown_as_it_is_written_most_often() -> None:
    texts = ["Des brioches", "Une brioche", "La brioche", "Le fournil"]
    ((word, _),) = words_of("brioche")
    assert usual_writing(texts, {word}) == {word: "brioche"}


@given(st.text(), st.lists(st.sampled_from(["image", "video", "document"])).map(tuple))
def test_every_post_has_one_trait_of_each_kind(text: str, files: tuple[str, ...]) -> None:
    traits = [one for one in traits_of(Written(text, files=files)) if not one.is_word]
    assert sorted(one.factor for one in traits) == sorted(ONE_OF_EACH)
