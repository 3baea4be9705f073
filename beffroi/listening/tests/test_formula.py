from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.listening import formula
from beffroi.listening.formula import Unreadable
from beffroi.listening.sought import Pair, Sought
from beffroi.listening.typed import once, terms, tidy

LEVAIN = Sought(
    any_of=("pain au levain", "levain"),
    beside=("Douai", "Hauts-de-France"),
    all_of=("boulanger",),
    none_of=("recette", "OR"),
    near=(Pair("pain", "farine", 3),),
    languages=("fr",),
    networks=("bluesky", "mastodon"),
    with_variants=True,
)
SIGNS = "aorNODTé œ漢Б()\"“”«»,;#@_-/'19"
TERM = st.text(alphabet=SIGNS, min_size=1, max_size=20).map(tidy).filter(bool)
TERMS = st.lists(TERM, max_size=4).map(once)
PAIR = st.builds(Pair, TERM, TERM, st.integers(1, formula.BETWEEN_MAX))


@st.composite
def soughts(draw: st.DrawFn) -> Sought:
    any_of = draw(TERMS)
    return Sought(
        any_of=any_of,
        beside=draw(TERMS) if any_of else (),
        all_of=draw(TERMS),
        none_of=draw(TERMS),
        near=tuple(dict.fromkeys(draw(st.lists(PAIR, max_size=2)))),
        languages=draw(st.sampled_from([(), ("fr",), ("fr", "en")])),
        networks=draw(st.sampled_from([(), ("bluesky",)])),
        with_variants=draw(st.booleans()),
    )


def test_a_watch_reads_as_one_formula() -> None:
    assert formula.written(LEVAIN) == (
        '("pain au levain" OR levain) AND (Douai OR Hauts-de-France) AND boulanger'
        ' AND pain NEAR/3 farine AND NOT (recette OR "OR") AND LANG (fr)'
        " AND ON (bluesky OR mastodon) AND VARIANTS"
    )
    assert formula.read(formula.written(LEVAIN)) == LEVAIN


@given(soughts())
def test_nothing_is_lost_on_the_way_there_and_back(sought: Sought) -> None:
    text = formula.written(sought)
    if text:
        assert formula.read(text) == sought
        assert formula.read(formula.written(sought, language="fr")) == sought


def test_french_words_are_read_too() -> None:
    text = "(levain OU «pain au levain») ET pain PRÈS/2 four SAUF"
    with pytest.raises(Unreadable):
        formula.read(text)
    read = formula.read(text.replace(" SAUF", " ET SAUF recette ET LANGUE fr ET SUR bluesky"))
    assert read == Sought(
        any_of=("levain", "pain au levain"),
        none_of=("recette",),
        near=(Pair("pain", "four", 2),),
        languages=("fr",),
        networks=("bluesky",),
    )


@pytest.mark.parametrize("text", ["levain OU baguette", "levain OR baguette"])
def test_words_joined_by_or_alone_need_no_brackets(text: str) -> None:
    assert formula.read(text) == Sought(any_of=("levain", "baguette"))
    narrowed = formula.read(f"{text} AND NOT recette AND LANG fr")
    assert narrowed == Sought(
        any_of=("levain", "baguette"), none_of=("recette",), languages=("fr",)
    )


@pytest.mark.parametrize(
    ("text", "problem", "place"),
    [
        ("", "empty", 0),
        ("   ", "empty", 0),
        ("levain AND", "ended", 10),
        ("levain OR pain AND Douai", "or_bare", 7),
        ("levain OR pain AND (Douai OR Lille)", "or_bare", 7),
        ("Douai AND levain OR pain", "or_bare", 17),
        ("levain pain", "unexpected", 7),
        ("(levain OR pain", "bracket_open", 0),
        ("levain)", "close_stray", 6),
        ("(levain AND pain)", "only_or", 8),
        ('"levain', "quote_open", 0),
        ('""', "term_empty", 1),
        ("(a) AND (b) AND (c)", "too_many_groups", 16),
        ("a NEAR/99 b", "near_far", 2),
        ("a NEAR/0 b", "near_far", 2),
        ("a AND LANG french", "no_language", 11),
        ("a" * 7000, "too_long", formula.FORMULA_MAX),
    ],
)
def test_what_cannot_be_read_is_told_in_its_place(text: str, problem: str, place: int) -> None:
    with pytest.raises(Unreadable) as refused:
        formula.read(text)
    assert (refused.value.problem, refused.value.place) == (problem, place)


@given(st.text(alphabet='()"«» ANDORTEabc/1', max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    read, place = None, 0
    try:
        read = formula.read(text)
    except Unreadable as refused:
        place = refused.place
    assert 0 <= place <= len(text)
    if read is not None:
        assert formula.read(formula.written(read, language="fr")) == read


def test_terms_are_typed_one_a_line_or_between_commas() -> None:
    assert terms('levain, "pain, beurre"\n#douai;@atelier\n\nLEVAIN ,  « le  pain »') == (
        "levain",
        "pain, beurre",
        "#douai",
        "@atelier",
        "le pain",
    )
