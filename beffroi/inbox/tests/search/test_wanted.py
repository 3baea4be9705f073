from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.inbox.search.marking import excerpt
from beffroi.inbox.search.wanted import Term, Wanted, understand


def words_of(typed: str) -> list[tuple[str, ...]]:
    return [term.words for term in understand(typed).terms]


def test_the_last_word_may_be_the_beginning_of_one() -> None:
    assert understand("Pain ÉPI").terms == (Term(("pain",)), Term(("epi",), "epi"))


def test_a_word_is_looked_for_with_its_kin() -> None:
    assert words_of("livraisons annulées") == [("livraisons", "livr"), ("annulees", "annul")]


@pytest.mark.parametrize("typed", ['"pain aux noix"', "« pain aux noix »", "“Pain  aux-noix”"])
def test_what_stands_between_quotes_is_a_phrase(typed: str) -> None:
    assert understand(typed) == Wanted(
        terms=(Term(("pain",)), Term(("noix",))), phrases=(("pain", "aux", "noix"),)
    )


def test_one_word_between_quotes_is_a_word_that_does_not_go_on() -> None:
    assert understand('"noix"').terms == (Term(("noix", "noi")),)


def test_what_follows_a_dash_is_kept_out() -> None:
    wanted = understand('pain -seigle -"sans gluten"')
    assert wanted.terms == (Term(("pain",)),)
    assert wanted.without == (Term(("seigle", "seigl")),)
    assert wanted.without_phrases == (("sans", "gluten"),)


def test_a_dash_inside_a_word_keeps_nothing_out() -> None:
    assert understand("porte-clés").without == ()
    assert words_of("porte-clés") == [("porte", "port"), ("cles", "cle")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"pain', ["pain"]),
        ('pain" noix', ["pain", "noix"]),
        ("NEAR(pain, noix)", ["near", "pain", "noix"]),
        ("text:pain*", ["text", "pain"]),
        ("pain) OR (1=1", ["pain", "1"]),
        ("pain & noix | ! <->", ["pain", "noix"]),
    ],
)
def test_anything_else_is_plain_words(typed: str, found: list[str]) -> None:
    assert [term.words[0] for term in understand(typed).terms] == list(dict.fromkeys(found))


@pytest.mark.parametrize("typed", ['"', "-", "***", "()", "'; --", "\u202e", "%", "_", "…", "\0"])
def test_signs_alone_look_for_nothing(typed: str) -> None:
    assert understand(typed).is_nothing


def test_words_that_stand_everywhere_do_not_narrow_a_search() -> None:
    assert words_of("le pain de la maison") == [("pain",), ("maison",)]


def test_words_that_stand_everywhere_are_looked_for_in_names_when_alone() -> None:
    wanted = understand("le")
    assert wanted.is_common
    assert wanted.terms == (Term(("le",)),)


def test_signs_that_are_written_together_are_looked_for_by_twos() -> None:
    assert ("東京",) in words_of("東京")


@given(st.text(max_size=300))
def test_nothing_typed_is_an_error(typed: str) -> None:
    wanted = understand(typed)
    assert len(wanted.terms) <= 12
    excerpt([typed], wanted)


def test_ten_thousand_signs_are_few_words() -> None:
    assert len(understand("a b c 1 2 3 " * 900 + '"' * 999).terms) <= 12
    assert understand("x" * 10_000).terms[0].words[0] == "x" * 40
