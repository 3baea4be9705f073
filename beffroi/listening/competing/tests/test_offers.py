from __future__ import annotations

import pytest

from beffroi.listening.competing.offers import Kind, offers
from beffroi.listening.competing.tests.sentences import NOT_OFFERS, OFFERS


def test_offers_are_seen_nearly_always_and_hardly_where_there_are_none() -> None:
    seen = [text for text in OFFERS if offers(text)]
    wrong = [text for text in NOT_OFFERS if offers(text)]
    missed = sorted(set(OFFERS) - set(seen))
    assert len(seen) / (len(seen) + len(wrong)) >= 0.95, wrong
    assert len(seen) / len(OFFERS) >= 0.9, missed


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Code promo NOEL25 : -25 % !", [Kind.CODE]),
        ("-20 % samedi", [Kind.REDUCTION]),
        ("Un café offert. Menu à 12,90 € jusqu’au 30 juin.", [Kind.GIFT, Kind.DEADLINE]),
        ("Tarte à 18 €", [Kind.PRICE]),
        ("", []),
    ],
)
def test_a_sentence_offers_one_thing_the_most_telling(text: str, kinds: list[Kind]) -> None:
    assert [one.kind for one in offers(text)] == kinds


def test_an_offer_is_shown_in_its_own_words() -> None:
    found = offers("Bonjour à tous. Le croissant passe à 1,20 € samedi. À bientôt !")
    assert [one.words for one in found] == ["Le croissant passe à 1,20 € samedi."]


def test_a_long_text_without_an_end_takes_no_long_time() -> None:
    assert offers("free " * 20_000) == ()
    assert len(offers("12 € " * 2_000)[0].words) <= 141
