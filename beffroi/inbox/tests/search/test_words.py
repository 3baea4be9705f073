from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.inbox.search import words

ANY_TEXT = st.text(max_size=200)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’eau, l'ŒUVRE", ["l", "eau", "l", "oeuvre"]),
        ("rendez-vous Jean-Noël", ["rendez", "vous", "jean", "noel"]),
        ("@jean.dupont_2", ["jean", "dupont", "2"]),
        ("Zoe\u0308 ﬁn ㎒ Straße", ["zoe", "fin", "mhz", "strasse"]),
        ("bravo❤️👍🏽!", ["bravo", "❤", "👍"]),
        ("東京 に", ["東", "京", "に"]),
        ("مرحبا \u202eabc", ["مرحبا", "abc"]),
        ("a\0b", ["ab"]),
        ("… ! — \u0301", []),
        ("x" * 99, ["x" * words.WORD_MAX]),
    ],
)
def test_a_text_is_cut_into_folded_words(text: str, found: list[str]) -> None:
    assert words.split(text) == found


@pytest.mark.parametrize(
    "kin",
    [
        "commande commandes commandé commander commandées commandait",
        "livraison livraisons livré livrer livreur livrée",
        "cheval chevaux",
        "réservation réservations réserver réservé",
        "remboursement rembourser remboursé remboursez",
        "boulangerie boulanger boulangère",
        "annuler annulation annulée",
        "travail travaux travailler",
        "vendeur vendeuse vendeurs",
        "défectueux défectueuse",
        "gâteau gâteaux",
        "facture factures facturation",
        "retard retards retardé",
        "appel appeler appelle",
        "local locaux locale",
        "delivery deliveries delivered deliver",
        "booking booked books book",
        "order ordered ordering orders",
    ],
)
def test_kin_have_one_stem(kin: str) -> None:
    assert len({words.stem(words.fold(word)) for word in kin.split()}) == 1


@pytest.mark.parametrize(
    "strangers",
    ["pain peine", "maison mais", "saison sais", "commande commun", "chat château", "gare garage"],
)
def test_strangers_keep_apart(strangers: str) -> None:
    assert len({words.stem(words.fold(word)) for word in strangers.split()}) == 2


@given(ANY_TEXT)
def test_what_finds_can_be_kept_between_spaces(text: str) -> None:
    for word in words.found_by([text], [text]):
        assert word
        assert word.split() == [word]
        assert "\0" not in word
        assert len(word) <= words.WORD_MAX


@given(ANY_TEXT)
def test_words_and_where_they_stand_agree(text: str) -> None:
    text = text.replace("\0", "")
    assert [span.word for span in words.spans(text)] == words.split(text)


@given(ANY_TEXT)
def test_what_is_folded_folds_no_further(text: str) -> None:
    assert all(words.split(word) in ([word], list(word)) for word in words.split(text))


def test_names_are_kept_whole_and_texts_without_what_says_nothing() -> None:
    assert words.found_by(["Le Goff"], ["Le pain et les livraisons"]) == (
        "le",
        "goff",
        "pain",
        "livraisons",
        "livr",
    )


def test_a_conversation_is_found_by_so_many_words_at_most() -> None:
    text = " ".join(f"mot{n}" for n in range(5_000))
    assert len(words.found_by(["Odile"], [text])) == words.WORDS_MAX
