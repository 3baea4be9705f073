from __future__ import annotations

import time
from datetime import date

import pytest

from beffroi.suggestions.days import days_in
from beffroi.suggestions.plain import plain
from beffroi.suggestions.situations import Trait
from beffroi.suggestions.traits import says_only_thanks, traits_of


def traits(text: str) -> frozenset[Trait]:
    return traits_of(text, heard=days_in(plain(text), said_on=date(2026, 9, 18)))


@pytest.mark.parametrize(
    ("trait", "text"),
    [
        (Trait.COUNT, "une quarantaine de personnes"),
        (Trait.COUNT, "pour 6 samedi"),
        (Trait.COUNT, "a party of 25"),
        (Trait.DAY, "samedi"),
        (Trait.PERIOD, "pendant les vacances"),
        (Trait.PROJECT, "On marie notre fille"),
        (Trait.PROJECT, "We are looking for a cake"),
        (Trait.CHANGE, "Je dois annuler ma commande"),
        (Trait.ALLERGY, "allergique aux arachides"),
        (Trait.REPORT, "Je vous signale une faute"),
        (Trait.OFFERS, "Je représente un fournisseur de farines"),
        (Trait.ASKS, "Vous ouvrez ?"),
        (Trait.OPENS_ASKING, "Bonjour, peut-on congeler vos croissants"),
        (Trait.DETAIL, "Quarante personnes"),
        (Trait.DETAIL, "Nous serons une trentaine, plutôt salé"),
        (Trait.DETAIL, "Environ 25"),
        (Trait.THANKED, "Parfait, merci beaucoup et bonne journée"),
        (Trait.PRAISES, "trop bons vos éclairs"),
        (Trait.PRAISES, "❤️❤️"),
        (Trait.BRIEF, "Déçu."),
        (Trait.DETAILED, "Vingt minutes de queue hier pour une baguette"),
    ],
)
def test_a_trait_is_told_by_the_words(trait: Trait, text: str) -> None:
    assert trait in traits(text)


@pytest.mark.parametrize(
    ("trait", "text"),
    [
        (Trait.COUNT, "j’attends depuis 20 minutes"),
        (Trait.COUNT, "ouvert pour 3 jours"),
        (Trait.PROJECT, "Je voudrais savoir si vous livrez"),
        (Trait.THANKED, "Merci, et vous livrez ?"),
        (Trait.THANKED, "Merci pour le gâteau de ma fille"),
        (Trait.DETAIL, "Quarante personnes devant moi et une seule caisse"),
        (Trait.OPENS_ASKING, "Vous avez débité deux fois ma carte"),
        (Trait.ASKS, "What a letdown"),
    ],
)
def test_a_trait_is_not_told_by_half_of_the_words(trait: Trait, text: str) -> None:
    assert trait not in traits(text)


@pytest.mark.parametrize(
    "text",
    [
        "Merci !",
        "Merci beaucoup pour votre réponse",
        "Parfait, merci, et bonne journée ❤️",
        "Thanks a lot for your answer",
        "👍🏽",
    ],
)
def test_a_thank_you_that_says_nothing_else_is_known(text: str) -> None:
    assert says_only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Merci de me rembourser",
        "Merci, mais le pain était rassis",
        "Merci pour rien",
        "Merci d’avance",
        "Thanks in advance",
        "Merci, et le dimanche ?",
        "Merci, je passe demain",
        "Merci 🤬",
        "🤬",
        "Bonne journée",
        "",
        "…",
        "merci" + " " * 3_000 + "de me rembourser",
    ],
)
def test_one_that_tells_or_asks_more_is_not_taken_for_it(text: str) -> None:
    assert not says_only_thanks(text)


def test_a_message_of_a_megabyte_is_read_as_fast_as_a_short_one() -> None:
    started = time.thread_time()
    for text in ("a" * 1_000_000, "merci " * 100_000, "vingt " * 100_000, "pour 6 " * 100_000):
        traits(text)
    assert time.thread_time() - started < 1
