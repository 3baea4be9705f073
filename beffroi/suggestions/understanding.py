"""What a message wants, from the labels that it bears, else from its stars and its words. Pure.

Words alone tell little: what they do not surely tell is left open, and nothing is suggested then.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from beffroi.suggestions.bank import LANGUAGES, Language
from beffroi.suggestions.situations import Aspect, Intent, Sentiment, Sign, Topic, Urgent
from beffroi.suggestions.topics import topics_of

#: What of a long message is read.
_READ_MAX = 2_000
_ASKS = re.compile(
    r"\?|\b(?:combien|quel(?:le)?s?|quand|comment|est-ce que|avez[- ]vous|faites[- ]vous"
    r"|etes[- ]vous|vous (?:ouvrez|fermez|livrez|faites|avez)|peut-on|puis-je|pourriez[- ]vous"
    r"|what|when|where|which|how|do you|are you|is there|can (?:i|you|we)|could (?:i|you|we))\b"
)
_FRENCH = re.compile("[éèêàçùœÉÈÀÇ]")
#: Words that stand in one language and not in the other.
_COMMON: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:"
        r"le|la|les|des|du|de|un|une|et|est|pas|vous|nous|je|j|c|l|d|qu|que|qui|dans|pour|avec"
        r"|sur|mais|bonjour|merci|bonsoir|tres|trop|votre|vos|vs|etes|avez|sont|ce|ca|cette|au"
        r"|aux|ou|quelle|quel|quand|il|elle|on|y|plus|toujours|jamais|bravo|ouvert|ouverts|svp"
        r"|mon|ma|mes|sa|ses|par|si|ne|se|n|s|chez|sans|tout|tous|bien|fait|cher|prix|combien"
        r"|encore|comme|accueil|rien|faire|suite|dimanche|samedi|lundi|demain|hier|ete|meme"
        r")\b"
    ),
    "en": re.compile(
        r"\b(?:"
        r"the|of|and|is|are|not|you|u|ur|we|i|it|in|for|with|but|hello|hi|hiya|thanks|thank"
        r"|thx|very|your|my|our|me|have|has|had|this|that|to|at|what|when|where|how|do|does"
        r"|did|was|were|they|them|he|she|be|great|open|please|still|no|any|can|could|would"
        r"|will|from|there|been|just|so|if|or|by|good|love|loved|best|again|never|its|all|get"
        r"|got|out|up|an|as|who|about|day|today|tomorrow|which|lovely|need|order|one|more|only"
        r"|us"
        r")\b"
    ),
}
_HIGH_STARS = 4
_LOW_STARS = 2
_One = TypeVar("_One", bound=Enum)


@dataclass(frozen=True, kw_only=True)
class Labels:
    """What something that reads messages said of one; "" where it said nothing."""

    tone: str = ""
    intent: str = ""
    urgency: str = ""
    language: str = ""
    #: By the name of each aspect that is spoken of, how.
    aspects: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What is known of the words. `intent` is None where it is not: then nothing is suggested."""

    intent: Intent | None
    sentiment: Sentiment
    urgent: Urgent
    topics: frozenset[Topic]
    aspects: Mapping[Aspect, Sign] = field(default_factory=dict)


def understand(
    text: str, labels: Labels, *, stars: int | None = None, recommends: bool | None = None
) -> Understood:
    """Return what a message wants: its labels count first, then its stars, then its words."""
    topics = topics_of(text)
    intent = _named(Intent, labels.intent) or _intent(text, topics, _praises(stars, recommends))
    sentiment = _named(Sentiment, labels.tone) or _sentiment(intent, stars)
    urgent = _named(Urgent, labels.urgency) or Urgent.NO
    return Understood(
        intent=intent,
        sentiment=sentiment,
        urgent=urgent,
        topics=topics,
        aspects=_aspects(labels.aspects),
    )


def language_of(text: str, labels: Labels, *, otherwise: Language) -> Language:
    """Return the language to answer in: the label, else the one that more of its words tell."""
    for language in LANGUAGES:
        if labels.language == language:
            return language
    bare = _bare(text)
    counts = {one: len(_COMMON[one].findall(bare)) for one in LANGUAGES}
    counts["fr"] += len(_FRENCH.findall(text[:_READ_MAX]))
    if counts["fr"] == counts["en"]:
        return otherwise
    return max(LANGUAGES, key=lambda one: counts[one])


def nearest_language(code: str) -> Language:
    """Return the language of the answers that is nearest to that of somebody's pages."""
    return "en" if code.startswith("en") else "fr"


def _praises(stars: int | None, recommends: bool | None) -> bool | None:
    if stars is None:
        return recommends
    return None if _LOW_STARS < stars < _HIGH_STARS else stars >= _HIGH_STARS


def _intent(text: str, topics: Collection[Topic], praises: bool | None) -> Intent | None:
    if praises is not None:
        return Intent.PRAISE if praises else Intent.COMPLAINT
    if {Topic.LATE, Topic.DELIVERY} <= set(topics):
        return Intent.COMPLAINT
    if not _ASKS.search(_bare(text)):
        return None
    return Intent.LEAD if Topic.QUOTE in topics else Intent.QUESTION


def _sentiment(intent: Intent | None, stars: int | None) -> Sentiment:
    if intent is Intent.COMPLAINT:
        return Sentiment.NEGATIVE
    is_glad = intent is Intent.PRAISE or (stars or 0) >= _HIGH_STARS
    return Sentiment.POSITIVE if is_glad else Sentiment.NEUTRAL


def _aspects(told: Mapping[str, str]) -> dict[Aspect, Sign]:
    named = ((_named(Aspect, aspect), _named(Sign, sign)) for aspect, sign in told.items())
    return {aspect: sign for aspect, sign in named if aspect and sign}


def _named(kind: type[_One], value: str) -> _One | None:
    return next((one for one in kind if one.value == value), None)


def _bare(text: str) -> str:
    parts = unicodedata.normalize("NFD", text[:_READ_MAX].lower())
    return "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
