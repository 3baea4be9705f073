from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from beffroi.listening.judging import Judge, Judgement, Reason
from beffroi.listening.sought import Pair, Sought
from beffroi.matching.index import Index
from beffroi.matching.queries import Unsearchable

LEVAIN = Sought(
    any_of=("levain", "pain au levain"),
    beside=("Douai",),
    none_of=("recette", "concours"),
    languages=("fr",),
    networks=("bluesky",),
)


@pytest.mark.parametrize(
    ("text", "language", "network", "expected"),
    [
        ("Du levain à Douai", "fr", "bluesky", Judgement()),
        ("Du beurre à Douai", "fr", "bluesky", None),
        ("Recette de levain, Douai", "fr", "bluesky", Judgement(Reason.WORD, "recette")),
        ("Du levain à Rennes", "fr", "bluesky", Judgement(Reason.BESIDE)),
        ("Levain of Douai", "en-GB", "bluesky", Judgement(Reason.LANGUAGE, "en")),
        ("Du levain à Douai", "fr", "mastodon", Judgement(Reason.NETWORK, "mastodon")),
    ],
)
def test_each_message_has_its_reason(
    text: str, language: str, network: str, expected: Judgement | None
) -> None:
    assert Judge(LEVAIN).judge(text, language=language, network=network) == expected


def test_it_judges_as_the_index_does() -> None:
    near = Judge(Sought(near=(Pair("pain", "four", 2),)))
    assert near.judge("le pain sort du four", language="fr", network="bluesky") == Judgement()
    assert near.judge("du pain, puis plus tard le four", language="", network="") is None


WORDS = ("levain", "pain", "four", "grand", "Douai", "grand four", "pain douai", "#pain", "хлеб")
SHUNNED = ("grand four", "four chaud", "beau pain", "мука", "#pain", "brioche")
TERMS = st.lists(st.sampled_from(WORDS), max_size=2).map(tuple)
PAIRS = st.lists(
    st.builds(Pair, st.sampled_from(WORDS[:-1]), st.sampled_from(WORDS[:-1]), st.integers(0, 3)),
    max_size=1,
).map(tuple)
SOUGHT = st.builds(
    Sought,
    any_of=TERMS,
    beside=TERMS,
    all_of=TERMS,
    none_of=st.lists(st.sampled_from(SHUNNED), max_size=3).map(tuple),
    near=PAIRS,
    languages=st.sampled_from([(), (), ("fr",)]),
    networks=st.sampled_from([(), (), ("bluesky",)]),
    with_variants=st.booleans(),
)
PLACE = st.tuples(st.sampled_from(["fr", "fr-CA", "en"]), st.sampled_from(["bluesky", "mastodon"]))


@given(SOUGHT, PLACE, st.data())
def test_it_keeps_what_the_index_matches(
    sought: Sought, place: tuple[str, str], data: st.DataObject
) -> None:
    index = Index([sought.query(1)])
    assume(len(index))
    said = [
        *sought.all_of,
        *(term for pair in sought.near for term in (pair.first, pair.second)),
        *(data.draw(st.sampled_from(terms)) for terms in (sought.any_of, sought.beside) if terms),
        data.draw(st.sampled_from(("", *sought.none_of))),
        *data.draw(st.lists(st.sampled_from([*WORDS, "le"]), max_size=1)),
    ]
    text = " ".join(data.draw(st.permutations(said)))
    language, network = place
    judged = Judge(sought).judge(text, language=language, network=network)
    is_met = bool(index.match(text, language=language, source=network))
    assert (judged is not None and judged.is_kept) is is_met


def test_words_are_marked_where_they_stand() -> None:
    pieces = Judge(LEVAIN).marked("Ma Recette de #levain à DOUAI")
    assert [(one.text, one.is_found, one.is_shunned) for one in pieces] == [
        ("Ma ", False, False),
        ("Recette", False, True),
        (" de #", False, False),
        ("levain", True, False),
        (" à ", False, False),
        ("DOUAI", True, False),
    ]


def test_variants_are_marked_too_and_other_scripts() -> None:
    pieces = Judge(Sought(any_of=("levain", "хлеб"), with_variants=True)).marked("Levains, Хлеб")
    assert [one.text for one in pieces if one.is_found] == ["Levains", "Хлеб"]


def test_a_long_text_is_shown_around_its_word() -> None:
    pieces = Judge(LEVAIN).marked("avant " * 100 + "levain" + " après" * 100)
    shown = "".join(one.text for one in pieces)
    assert "levain" in shown
    assert len(shown) < 200
    assert (shown[0], shown[-1]) == ("…", "…")


def test_the_word_to_exclude_is_the_rarest_beside() -> None:
    assert Judge(LEVAIN).other_word("Le levain est aussi un bon périodique") == "périodique"
    assert Judge(LEVAIN).other_word("Le levain") == ""


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Le levain de quelqu’un d’autre", "autre"),
        ("Il faudrait du levain aujourd'hui", ""),
        ("Le levain chez l’Atelier Martin, bon périodique", "périodique"),
    ],
)
def test_no_half_word_and_no_name_of_ours_is_to_be_excluded(said: str, word: str) -> None:
    assert Judge(LEVAIN).other_word(said, house="Atelier Martin") == word


def test_what_the_index_refuses_it_refuses() -> None:
    with pytest.raises(Unsearchable):
        Judge(Sought(near=(Pair("хлеб", "pain"),)))
