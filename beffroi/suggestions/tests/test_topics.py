from __future__ import annotations

import time

import pytest

from beffroi.suggestions.situations import Topic
from beffroi.suggestions.topics import asked_in, topics_of


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Vous êtes ouverts le 11 novembre ?", {Topic.HOURS}),
        ("vous ouvrez a quelle heure demain", {Topic.HOURS}),
        ("Are you open on Sundays?", {Topic.HOURS}),
        ("Où êtes-vous exactement ?", {Topic.PLACE}),
        ("il y a un parking ?", {Topic.PARKING}),
        ("C’est accessible en fauteuil roulant ?", {Topic.STEPS}),
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
        ("still waiting for my parcel", {Topic.LATE, Topic.DELIVERY}),
        ("On peut payer en titres-restaurant ?", {Topic.PAYMENT}),
        ("Le pain aux noix se garde combien de temps ?", {Topic.KEEPING}),
        ("How long does the fruit cake keep?", {Topic.KEEPING}),
        ("Is the focaccia dairy-free?", {Topic.CONTENTS}),
        ("Gardez-moi une tradition, j’arrive !", {Topic.ASIDE}),
        ("Vous recrutez ?", {Topic.JOB}),
        ("Ouvert pendant les vacances ?", {Topic.HOURS}),
        ("J’ai oublié mon écharpe chez vous", {Topic.LOST}),
        ("Vous m’avez compté deux fois le pain", {Topic.BILL}),
        ("Vous avez débité deux fois ma carte", {Topic.BILL}),
        ("Vous avez d’autres pains ?", {Topic.AVAILABILITY}),
        ("Peut-on changer l’heure ?", {Topic.BOOKING}),
        ("toujours pas reçu mon colis", {Topic.LATE, Topic.DELIVERY}),
        ("Bravo !", set()),
        ("", set()),
    ],
)
def test_a_topic_is_told_by_the_words(text: str, topics: set[Topic]) -> None:
    assert topics_of(text) == topics


def test_a_question_tells_before_what_stands_around_it() -> None:
    text = "J’ai réservé six croissants. Vous ouvrez à quelle heure demain ?"
    assert asked_in(text) == {Topic.HOURS}
    assert topics_of(text) == {Topic.HOURS, Topic.BOOKING}
    assert asked_in("Horaires svp") == {Topic.HOURS}


def test_a_message_of_a_megabyte_is_read_as_fast_as_a_short_one() -> None:
    started = time.thread_time()
    for text in ("a" * 1_000_000, "j'attends " * 100_000, "\u0301" * 1_000_000):
        asked_in(text)
    assert time.thread_time() - started < 1
