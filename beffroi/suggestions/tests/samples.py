"""A workspace that gives all its facts, and what the tests of this package share."""

from __future__ import annotations

from collections.abc import Iterator

from beffroi.suggestions import bank
from beffroi.suggestions.bank import LANGUAGES, Answer, Language
from beffroi.suggestions.cases import ANSWERED
from beffroi.suggestions.facts import Facts

FACTS: dict[Language, Facts] = {
    "fr": Facts(
        company="Atelier Martin",
        signature="Claire, Atelier Martin",
        hours="du mardi au samedi, de 7\u00a0h à 13\u00a0h et de 15\u00a0h à 19\u00a0h",
        address="12, rue des Lilas, 59000 Lille",
        phone="03 20 00 00 00",
        email="bonjour@atelier-martin.example",
        website="atelier-martin.example",
        returns="sous trente jours, article non porté, avec le ticket",
        booking="au comptoir, au 03 20 00 00 00 ou sur atelier-martin.example",
        delivery="à Lille et alentours le jeudi, 5\u00a0€, offerte dès 60\u00a0€",
        after_sales="Claire, du mardi au vendredi, au 03 20 00 00 01",
    ),
    "en": Facts(
        company="Martin’s Workshop",
        signature="Claire, Martin’s Workshop",
        hours="Tuesday to Saturday, 7 am to 1 pm and 3 pm to 7 pm",
        address="12 Lilac Street, Leeds",
        phone="0113 496 0000",
        email="hello@martin-workshop.example",
        website="martin-workshop.example",
        returns="within thirty days, unworn, with the receipt",
        booking="at the counter, on 0113 496 0000 or at martin-workshop.example",
        delivery="Leeds and around on Thursdays, £5, free from £60",
        after_sales="Claire, Tuesday to Friday, on 0113 496 0001",
    ),
}
NONE = Facts()


def every_answer() -> Iterator[tuple[Language, Answer]]:
    """Go through the whole bank."""
    for language in LANGUAGES:
        for case in ANSWERED:
            for answer in bank.answers(case, language=language):
                yield language, answer
