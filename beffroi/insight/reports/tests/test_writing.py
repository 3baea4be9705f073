"""The paragraph and the gestures, read as sentences of both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from beffroi.insight.reports import gestures
from beffroi.insight.reports.facts import Facts, Reviews, month_of
from beffroi.insight.reports.tests.months import MAY, MONEY, NOTHING, with_messages, with_money
from beffroi.insight.reports.writing import paragraph

NO_BREAK, NARROW = "\u00a0", "\u202f"


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    with translation.override("fr"):
        yield


def said(facts: Facts) -> str:
    """Return the paragraph with ordinary spaces."""
    return paragraph(facts).replace(NO_BREAK, " ").replace(NARROW, " ")


def test_a_full_month_is_told_in_one_paragraph() -> None:
    assert said(MAY) == (
        "En mai, vos réseaux ont rapporté de 588 à 1 096 € de marge, selon la preuve retenue. Cela"
        " a coûté 277 €, votre temps compris. Même au plus prudent, 1 € dépensé en a rendu 2,12 €."
        " À elle seule, la semaine du 25 mai en a fait plus de la moitié. Vous avez répondu à 31"
        " messages sur 33. Le délai médian est de 5 h 10 min ; 19 réponses sont arrivées dans le"
        " délai promis. 12 nouveaux avis sont arrivés, et tous ont leur réponse."
    )


def test_the_same_month_in_english() -> None:
    with translation.override("en"):
        assert said(MAY).startswith(
            "In May, your networks brought €588 to €1,096 of margin, depending on the proof that"
            " you accept. It cost €277, your time included. Even at the most prudent, €1 spent gave"
            " €2.12 back. The week of 25 May alone made more than half of it. You answered 31"
            " messages of 33."
        )


def test_spaces_before_signs_do_not_break() -> None:
    words = paragraph(MAY)
    assert f"277{NO_BREAK}€" in words
    assert f"min{NARROW};" in words
    assert not re.search(r" [;:!?»€%]|« ", words)


def test_a_month_in_which_nothing_was_known_says_so_and_why() -> None:
    assert said(NOTHING) == (
        "En août, aucune vente n’a pu être reliée à vos réseaux. Aucun coût n’a été noté : nul ne"
        " peut dire si cela valait la peine. Aucun canal n’est connecté : nul ne sait si l’on vous"
        " a écrit (« — »)."
    )


def test_without_a_margin_rate_no_sum_is_claimed() -> None:
    words = said(with_money(margins=None, margin_percent=None))
    assert words.startswith(
        "En mai, ce que vos réseaux ont rapporté est inconnu (« — ») : votre taux de marque n’est"
        " pas encore indiqué. Cela a coûté 277 €, votre temps compris. 49 ventes ont une preuve."
    )
    assert "dépensé en a rendu" not in words


def test_a_loss_is_told_as_one() -> None:
    words = said(with_money(margins=(2000, 1000, 0), sales=(8, 4, 0)))
    assert "ont rapporté de 20 à 30 € de marge" in words
    assert "C’est plus que ce qui est revenu." in words
    assert "Même au plus prudent" not in words


def test_what_only_weak_proofs_pay_is_told_as_such() -> None:
    words = said(with_money(margins=(20000, 10000, 9000)))
    assert "Avec les seules preuves les plus sûres, c’est plus que ce qui est revenu." in words


def test_refunds_beyond_sales_are_no_gain() -> None:
    words = said(with_money(margins=(-3000, 0, 0)))
    assert words.startswith(
        "En mai, les remboursements et les ventes à perte ont pris plus que les autres n’ont"
        " rapporté. Marge : −30 €."
    )
    words = said(with_money(margins=(-1200, 5200, 0)))
    assert words.startswith("En mai, la marge va de −12 à 40 €, selon la preuve retenue : des rem")


def test_one_sum_is_no_range() -> None:
    words = said(with_money(margins=(58800, 0, 0), sales=(26, 0, 0)))
    assert words.startswith("En mai, vos réseaux ont rapporté 588 € de marge. ")


@pytest.mark.parametrize(("sales", "words"), [((1, 0, 0), "1 vente"), ((3, 2, 1), "6 ventes")])
def test_few_sales_are_said_to_be_few(sales: tuple[int, int, int], words: str) -> None:
    facts = with_money(sales=sales)
    assert f"Cela repose sur {words} : trop peu pour conclure." in said(facts)


def test_few_sales_name_no_best_week() -> None:
    facts = replace(MAY, money=replace(MONEY, sales=(5, 2, 1)))
    assert "semaine" in said(MAY)
    assert "semaine" not in said(facts)


def test_sales_without_amount_are_in_no_sum() -> None:
    assert "1 vente n’a pas de montant dans votre monnaie et n’entre" in said(
        with_money(unpriced=1)
    )
    assert "2 ventes n’ont pas de montant dans votre monnaie et n’entrent" in said(
        with_money(unpriced=2)
    )


def test_costs_without_time_are_no_full_cost() -> None:
    words = said(with_money(time=0, minutes=0))
    assert "Cela a coûté 79 € ; aucun temps n’a été noté, le coût complet est donc" in words
    assert "rendu" not in words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            with_messages(answered=1, waiting=0, median=0, in_time=1),
            "Vous avez répondu au seul message reçu, en moins d’une minute.",
        ),
        (
            with_messages(answered=0, waiting=1, median=None),
            "1 message attend encore une réponse.",
        ),
        (
            with_messages(answered=1, waiting=2, median=125),
            "Vous avez répondu à 1 message sur 3. Il a fallu 2 h 5 min.",
        ),
        (
            with_messages(answered=4, waiting=0, median=60, in_time=4),
            "Vous avez répondu aux 4 messages. Le délai médian est de 1 h, sur 4 réponses"
            " seulement.",
        ),
        (
            with_messages(answered=12, waiting=0, median=60, in_time=12),
            "Le délai médian est de 1 h ; toutes les réponses sont arrivées dans le délai promis.",
        ),
        (
            with_messages(answered=12, waiting=0, median=6000, in_time=0),
            "Le délai médian est de 100 h ; aucune réponse n’est arrivée dans le délai promis.",
        ),
        (
            with_messages(answered=12, waiting=0, median=600, in_time=1),
            "1 réponse est arrivée dans le délai promis.",
        ),
        (
            with_messages(answered=0, waiting=0, median=None),
            "Personne n’attendait de réponse de votre part.",
        ),
    ],
)
def test_messages_are_told_as_they_were(facts: Facts, words: str) -> None:
    assert said(facts).endswith(words)


@pytest.mark.parametrize(
    ("count", "answered", "words"),
    [
        (1, 1, "1 nouvel avis est arrivé, et il a sa réponse."),
        (1, 0, "1 nouvel avis est arrivé, encore sans réponse."),
        (5, 0, "5 nouveaux avis sont arrivés, tous encore sans réponse."),
        (5, 1, "5 nouveaux avis sont arrivés, dont 1 a sa réponse."),
        (5, 3, "5 nouveaux avis sont arrivés, dont 3 ont leur réponse."),
    ],
)
def test_reviews_are_told_with_their_answers(count: int, answered: int, words: str) -> None:
    told = Reviews("Google", count, answered, count - answered, 4.0)
    assert said(replace(NOTHING, reviews=(told,))).endswith(words)


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_begins_its_sentence(number: int) -> None:
    month = month_of(date(2026, number, 1))
    words = said(replace(NOTHING, first=month.first, last=month.last))
    assert re.match(r"En [a-zéû]+, aucune vente", words)


@pytest.mark.parametrize("facts", [MAY, NOTHING, with_money(margins=None), with_money(NOTHING)])
def test_there_are_always_three_gestures_and_no_two_the_same(facts: Facts) -> None:
    chosen = gestures.chosen(facts)
    assert len({one.title for one in chosen}) == gestures.MOST
    assert all(one.title.endswith(".") and one.why.endswith(".") for one in chosen)


def test_gestures_follow_what_the_figures_say() -> None:
    assert [one.title for one in gestures.chosen(MAY)] == [
        "Répondez à ceux qui attendent.",
        "Regardez vos messages chaque matin.",
        "Refaites ce qui a le plus rapporté.",
    ]
    assert gestures.chosen(MAY)[1].why.replace(NO_BREAK, " ").endswith("promis : 19 sur 31.")
    unknown = gestures.chosen(with_money(margins=None))
    assert unknown[0].title == "Indiquez votre taux de marque."
    nothing = [one.title for one in gestures.chosen(NOTHING)]
    assert nothing[:2] == ["Notez ce que cela coûte.", "Faites une offre avec un code."]


def test_a_loss_asks_to_keep_what_brings_something() -> None:
    facts = replace(with_money(margins=(2000, 0, 0)), messages=NOTHING.messages)
    assert gestures.chosen(facts)[0].title == "Ne gardez que ce qui rapporte."


def test_a_line_that_a_person_wrote_stands_out_by_its_first_sentence() -> None:
    one = gestures.read("Répondez avant 10 h. Un quart d’heure suffit.")
    assert (one.title, one.why) == ("Répondez avant 10 h.", "Un quart d’heure suffit.")
    assert gestures.read("Fermer en août") == gestures.Gesture("Fermer en août", "")
    for written in gestures.chosen(MAY):
        assert gestures.read(written.line) == written
