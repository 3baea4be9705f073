"""A workspace that gives all its facts, and what the tests of this package share."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from beffroi.suggestions import bank
from beffroi.suggestions.bank import LANGUAGES, Answer, Language
from beffroi.suggestions.cases import ANSWERED
from beffroi.suggestions.days import days_in
from beffroi.suggestions.facts import Facts
from beffroi.suggestions.plain import plain
from beffroi.suggestions.situations import (
    Aspect,
    Intent,
    Sentiment,
    Sign,
    Situation,
    Source,
    Urgent,
)
from beffroi.suggestions.topics import asked_in, topics_of
from beffroi.suggestions.traits import traits_of

MESSAGES = Path(__file__).parents[3] / "language" / "messages"
PUBLIC = frozenset({Source.COMMENT, Source.REVIEW, Source.MENTION})

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
        day_hours="demain mardi, nous sommes ouverts de 7\u00a0h à 13\u00a0h",
        coming="parking gratuit derrière l’église, entrée de plain-pied",
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
        day_hours="tomorrow, Tuesday, we are open from 7:00 to 13:00",
        coming="free parking behind the church, no steps",
    ),
}
NONE = Facts()
SAID_ON = date(2026, 9, 18)


def every_answer() -> Iterator[tuple[Language, Answer]]:
    """Go through the whole bank."""
    for language in LANGUAGES:
        for case in ANSWERED:
            for answer in bank.answers(case, language=language):
                yield language, answer


def messages_of(language: Language) -> list[dict[str, str]]:
    """Return the labelled messages of a language; what they are stands beside them."""
    rows: list[dict[str, str]] = []
    for path in sorted(MESSAGES.glob(f"{language}_*.tsv")):
        with path.open(newline="", encoding="utf-8") as file:
            rows += csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    return rows


def situation_of(row: dict[str, str]) -> Situation:
    """Return a labelled message as what understands messages would hand it over."""
    source = Source(row["source"])
    aspects = [aspect for aspect in row["aspects"].split(";") if aspect]
    return Situation(
        intent=Intent(row["intent"]),
        sentiment=Sentiment(row["sentiment"]),
        urgent=Urgent(row["urgent"]),
        stars=int(row["stars"]) if row["stars"] else None,
        aspects={Aspect(one[:-1]): Sign(one[-1]) for one in aspects},
        topics=topics_of(row["text"]),
        asked=asked_in(row["text"]),
        traits=traits_of(row["text"], heard=days_in(plain(row["text"]), said_on=SAID_ON)),
        source=source,
        is_public=source in PUBLIC,
        trade=row["trade"],
    )
