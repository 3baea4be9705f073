"""What a message is about, told by its words in French and English. Pure."""

from __future__ import annotations

import re
import unicodedata

from beffroi.suggestions.situations import Topic

#: What of a long message is read: the subject of a question stands early.
_READ_MAX = 2_000
_WORDS = {
    Topic.HOURS: (
        r"horaires?|heures? d.ouverture|ouvert(?:e?s?|ure)|ferme[sz]?|fermeture|ouvrez|fermez"
        r"|opening|open|closed?|closing|hours"
    ),
    Topic.PLACE: (
        r"adresse|ou (?:etes|se trouve|vous trouve)|situes?e?|parking|stationne\w*|acces|garer"
        r"|address|where are you|located|location|parking|directions"
    ),
    Topic.PRICE: (
        r"prix|tarifs?|combien|cou(?:te|t|tent)|prices?|pricing|how much|costs?|fees?|rates?"
    ),
    Topic.AVAILABILITY: (
        r"en stock|dispo(?:nibles?|s)?|reste[- ]t[- ]il|avez[- ]vous|vous avez"
        r"|in stock|available|availability|do you (?:have|sell|stock)|any left"
    ),
    Topic.BOOKING: (
        r"reserv\w+|rendez[- ]?vous|rdv|creneaux?|book(?:ing|ings|ed)?|appointments?|slots?"
        r"|reservations?"
    ),
    Topic.DELIVERY: (
        r"livr(?:ez|er|e|ee|es|aison|aisons)|expedi\w+|frais de port|colis"
        r"|deliver(?:y|ies|ed)?|shipping|ship|postage"
    ),
    Topic.QUOTE: r"devis|estimation|chiffrage|quotes?|quotation|estimates?",
    Topic.AFTER_SALES: (
        r"sav|s\.a\.v|garantie|repar\w+|rembours\w+|echange\w*|retour(?:s|ner)?|en panne"
        r"|warranty|refund\w*|returns?|repairs?|faulty|replacement"
    ),
    Topic.LATE: (
        r"(?:tou)?jours (?:pas|rien) rec\w+|pas (?:encore )?recue?s?|en retard|retards?|tjs pas"
        r"|j.attends (?:encore|toujours)|still (?:waiting|no|not|hasn.t)|late|delayed|never arrived"
    ),
}
_TOPICS = {topic: re.compile(rf"\b(?:{words})\b") for topic, words in _WORDS.items()}


def topics_of(text: str) -> frozenset[Topic]:
    """Return what a message speaks of, as far as its words tell; empty when none does."""
    bare = _without_accents(text[:_READ_MAX].lower())
    return frozenset(topic for topic, words in _TOPICS.items() if words.search(bare))


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
