from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from beffroi.language import alarms, sources
from beffroi.language.understanding import Message, understand

MESSAGES = Path(__file__).resolve().parents[3] / "language" / "messages"
#: Less right than this, a list of phrases must be a sign among others.
PRECISION_MIN = 0.6


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Intoxication alimentaire après votre buffet", "health"),
        ("Mon visage a beaucoup gonflé cette nuit", "health"),
        ("il y a une ODEUR DE GAZ dans le hall", "safety"),
        ("La batterie a pris feu pendant la charge", "safety"),
        ("Ceci vaut mise en demeure.", "law"),
        ("Je saisis la DGCCRF demain", "law"),
        ("Quelqu'un a piraté mon compte : compte client piraté", "data"),
        ("On m'a refusé l'entrée avec mon chien guide", "discrimination"),
        ("Je suis journaliste au quotidien régional", "press"),
        ("There is a gas leak in the basement", "safety"),
        ("They refused my guide dog at the door", ""),
        ("Bonjour, à quelle heure fermez-vous ?", ""),
        ("Un délice, bravo", ""),
        ("", ""),
    ],
)
def test_phrases_give_the_reason(text: str, reason: str) -> None:
    assert alarms.reason(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "Connard",
        "bande de voleurs !!",
        "c0nnard",
        "c.o.n.n.a.r.d",
        "conn@rd va",
        "conn**d",
        "Allez vous faire voir",
        "you absolute w4nker, wanker",
        "FDP",
    ],
)
def test_insults_are_told_also_in_disguise(text: str) -> None:
    assert alarms.is_insult(text)


@pytest.mark.parametrize(
    "text",
    [
        "Consigne à bagages ?",
        "Bonjour",
        "le clafoutis est 5* vraiment",
        "contact@exemple.fr",
        "Classe, ambassade, pute",
        "Je suis déçue de ma commande reçue hier, l'abruti de livreur a jeté le colis par terre",
    ],
)
def test_what_is_no_insult_by_itself(text: str) -> None:
    assert alarms.is_insult(text) == text.endswith("pute")


def test_each_list_is_right_often_enough_on_the_messages() -> None:
    raised, right = Counter[str](), Counter[str]()
    for text in sources.messages(MESSAGES):
        found = alarms.reason(text.text)
        raised[found] += 1
        right[found] += text.labels["urgent"] != "no"
        if alarms.is_insult(text.text):
            raised["insult"] += 1
            right["insult"] += text.labels["intent"] == "insult"
    for name in (*alarms.REASONS, "insult"):
        assert raised[name] >= 20, name
        assert right[name] / raised[name] >= PRECISION_MIN, name


def test_a_phrase_raises_an_alarm_by_itself() -> None:
    [found] = understand([Message("Ceci vaut mise en demeure.")])
    assert found.urgency == "law"


def test_a_bare_insult_is_one() -> None:
    [found] = understand([Message("c0nnards")])
    assert found.intent == "insult"
