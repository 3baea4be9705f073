from __future__ import annotations

import pytest

from beffroi.language.understanding import Message, Understood, understand


def _said(text: str, **known: int | bool) -> Understood:
    [found] = understand([Message(text, **known)])  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("text", "tone", "intent"),
    [
        ("Service catastrophique, je ne reviendrai jamais", "negative", "complaint"),
        ("Un grand merci à toute l'équipe, c'était parfait !", "positive", "praise"),
        ("Bonjour, vous êtes ouverts dimanche ?", "neutral", "question"),
        ("What time do you open on Sundays?", "neutral", "question"),
    ],
)
def test_plain_messages_are_understood(text: str, tone: str, intent: str) -> None:
    found = _said(text)
    assert (found.tone, found.intent, found.urgency) == (tone, intent, "")


def test_what_makes_ill_is_urgent() -> None:
    found = _said("Mon fils est à l'hôpital depuis hier, intoxication après avoir mangé chez vous")
    assert found.urgency == "health"


@pytest.mark.parametrize(("stars", "tone"), [(1, "negative"), (3, "neutral"), (5, "positive")])
def test_stars_without_words_give_the_tone(stars: int, tone: str) -> None:
    found = _said("  ", stars=stars)
    assert found.tone == tone
    assert not found.wants_check


def test_a_picture_without_words_asks_for_nothing() -> None:
    found = _said("")
    assert (found.tone, found.intent, found.wants_check) == ("neutral", "other", False)


def test_stars_win_over_words_that_are_doubtful() -> None:
    assert _said("Correct", stars=1).tone == "negative"


def test_words_that_say_the_opposite_of_the_stars_want_a_look() -> None:
    found = _said("Horrible, accueil infect, à fuir absolument, je suis très déçue", stars=5)
    assert (found.tone, found.wants_check) == ("positive", True)


def test_nobody_thanks_with_one_star() -> None:
    assert _said("Vingt minutes d'attente, et plus de pain à midi.", stars=2).intent == "complaint"


def test_a_recommendation_gives_the_tone() -> None:
    assert _said("J'y vais le mardi", recommends=False).tone == "negative"


def test_aspects_are_named_with_their_sign() -> None:
    found = _said("Accueil très désagréable, la vendeuse était impolie", stars=2)
    assert found.aspects.get("welcome") == "-"


def test_nothing_is_understood_of_no_message() -> None:
    assert understand([]) == []
