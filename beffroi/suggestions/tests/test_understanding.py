from __future__ import annotations

import pytest

from beffroi.suggestions.bank import Language
from beffroi.suggestions.situations import Aspect, Intent, Sentiment, Sign, Urgent
from beffroi.suggestions.tests.samples import messages_of
from beffroi.suggestions.understanding import Labels, language_of, understand

NOTHING = Labels()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Vous ouvrez à quelle heure samedi ? J’aimerais éviter le monde.", Intent.QUESTION),
        ("vous ouvrez à quelle heure dimanche", Intent.QUESTION),
        ("Bonjour, un devis pour 80 personnes le 4 juillet ?", Intent.LEAD),
        ("Toujours pas reçu mon colis…", Intent.COMPLAINT),
        ("What time do you open on Sunday", Intent.QUESTION),
        ("Bravo pour la file d’attente, vraiment, record battu.", None),
        ("Les prix sont abusés", None),
        ("", None),
    ],
)
def test_words_alone_tell_what_is_surely_wanted_or_nothing(
    text: str, wanted: Intent | None
) -> None:
    assert understand(text, NOTHING).intent is wanted


@pytest.mark.parametrize(
    ("stars", "recommends", "intent", "sentiment"),
    [
        (5, None, Intent.PRAISE, Sentiment.POSITIVE),
        (4, None, Intent.PRAISE, Sentiment.POSITIVE),
        (2, None, Intent.COMPLAINT, Sentiment.NEGATIVE),
        (1, True, Intent.COMPLAINT, Sentiment.NEGATIVE),
        (None, True, Intent.PRAISE, Sentiment.POSITIVE),
        (None, False, Intent.COMPLAINT, Sentiment.NEGATIVE),
        (3, None, None, Sentiment.NEUTRAL),
    ],
)
def test_stars_and_recommendations_tell_more_than_words(
    stars: int | None, recommends: bool | None, intent: Intent | None, sentiment: Sentiment
) -> None:
    found = understand("Le pain.", NOTHING, stars=stars, recommends=recommends)
    assert (found.intent, found.sentiment) == (intent, sentiment)


def test_labels_count_first_and_nonsense_among_them_counts_for_nothing() -> None:
    labels = Labels(
        tone="negative",
        intent="complaint",
        urgency="health",
        language="en",
        aspects={"delay": "-", "weather": "-", "price": "?"},
    )
    found = understand("Vous ouvrez quand ?", labels, stars=5)
    assert (found.intent, found.sentiment) == (Intent.COMPLAINT, Sentiment.NEGATIVE)
    assert found.urgent is Urgent.HEALTH
    assert found.aspects == {Aspect.DELAY: Sign.MINUS}
    assert language_of("Vous ouvrez quand ?", labels, otherwise="fr") == "en"
    odd = Labels(tone="?", intent="?", urgency="?", language="de")
    found = understand("Vous ouvrez quand ?", odd)
    assert (found.intent, found.urgent) == (Intent.QUESTION, Urgent.NO)
    assert language_of("Vous ouvrez quand ?", odd, otherwise="en") == "fr"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_most_messages_are_taken_for_their_own_language(language: Language) -> None:
    other: Language = "en" if language == "fr" else "fr"
    texts = [row["text"] for row in messages_of(language)]
    told = sum(language_of(text, NOTHING, otherwise=other) == language for text in texts)
    mistaken = sum(language_of(text, NOTHING, otherwise=language) == other for text in texts)
    assert told / len(texts) > 0.9
    assert mistaken / len(texts) < 0.01


def test_what_tells_no_language_is_answered_in_the_one_that_is_given() -> None:
    for text in ("", "👍👍", "شكرا جزيلا", "OK"):
        assert language_of(text, NOTHING, otherwise="fr") == "fr"
        assert language_of(text, NOTHING, otherwise="en") == "en"
