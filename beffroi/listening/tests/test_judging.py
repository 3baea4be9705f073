from __future__ import annotations

import pytest

from beffroi.listening.judging import Judge, Judgement, Reason
from beffroi.listening.sought import Pair, Sought
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


def test_what_the_index_refuses_it_refuses() -> None:
    with pytest.raises(Unsearchable):
        Judge(Sought(near=(Pair("хлеб", "pain"),)))
