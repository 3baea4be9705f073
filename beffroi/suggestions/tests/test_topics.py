from __future__ import annotations

import time

import pytest

from beffroi.suggestions.situations import Topic
from beffroi.suggestions.topics import topics_of


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Vous êtes ouverts le 11 novembre ?", {Topic.HOURS}),
        ("vous ouvrez a quelle heure demain", {Topic.HOURS}),
        ("Are you open on Sundays?", {Topic.HOURS}),
        ("Où êtes-vous exactement ? il y a un parking ?", {Topic.PLACE}),
        ("Where are you located?", {Topic.PLACE}),
        ("prix pr 2 nuits le 14 ?", {Topic.PRICE}),
        ("C'est combien la coupe", {Topic.PRICE}),
        ("how much for a fade", {Topic.PRICE}),
        ("Il vous en reste ? c'est dispo en 38 ?", {Topic.AVAILABILITY}),
        ("Do you have this in blue?", {Topic.AVAILABILITY}),
        ("On peut réserver pour 6 samedi ?", {Topic.BOOKING}),
        ("can I get an appointment", {Topic.BOOKING}),
        ("Vous livrez en Belgique ?", {Topic.DELIVERY}),
        ("Do you deliver to Cork?", {Topic.DELIVERY}),
        ("Bonjour, je voudrais un devis pour ma toiture", {Topic.QUOTE}),
        ("mon lave-linge est en panne, encore sous garantie", {Topic.AFTER_SALES}),
        ("I would like a refund", {Topic.AFTER_SALES}),
        ("tjs pas recu ma commande", {Topic.LATE}),
        ("still waiting for my parcel", {Topic.LATE}),
        ("toujours pas reçu mon colis", {Topic.LATE, Topic.DELIVERY}),
        ("Bravo !", set()),
        ("", set()),
    ],
)
def test_a_topic_is_told_by_the_words(text: str, topics: set[Topic]) -> None:
    assert topics_of(text) == topics


def test_a_message_of_a_megabyte_is_read_as_fast_as_a_short_one() -> None:
    started = time.monotonic()
    for text in ("a" * 1_000_000, "j'attends " * 100_000, "\u0301" * 1_000_000):
        topics_of(text)
    assert time.monotonic() - started < 1
