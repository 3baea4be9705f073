"""What a post offers: prices, reductions, codes, gifts and deadlines, in French and English. Pure.

A rule, not a reading: it sees signs and words, and shows them as they stand. What is uncertain is
no offer: a share of something (“100 % local”), money that is not asked for (“500 € de dons”).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What is offered."""

    CODE = "code"
    REDUCTION = "reduction"
    GIFT = "gift"
    PRICE = "price"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer of a post, with the words that show it."""

    kind: Kind
    words: str


_SPACE = r"[ \u00a0\u202f]?"
_MONTHS = (
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre"
    "|décembre|decembre|january|february|march|april|may|june|july|august|september|october"
    "|november|december"
)
_DAYS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday"
    "|saturday|sunday"
)
_WHEN = (
    rf"(?:(?:{_DAYS})\b|\d{{1,2}}(?:er|st|nd|rd|th)?{_SPACE}(?:{_MONTHS})\b|\d{{1,2}}/\d{{1,2}}"
    rf"|(?:{_MONTHS}){_SPACE}\d{{1,2}}\b|ce soir|demain|tonight|tomorrow"
    r"|épuisement des stocks|stocks last)"
)
_PRICE = (
    rf"(?:\d{{1,5}}(?:[.,]\d{{1,2}})?{_SPACE}(?:€|euros?\b|EUR\b)|\d{{1,4}}{_SPACE}€{_SPACE}\d{{2}}"
    rf"|[€£$]{_SPACE}\d{{1,5}}(?:[.,]\d{{1,2}})?(?!\w))"
)
_REDUCED = (
    r"remises?|réductions?|reductions?|rabais|promo(?:tion)?s?|soldes?|off|discount|sale|savings?"
)
_THING = r"(?:\w+['’ ]){0,4}?"
_RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            Kind.CODE,
            r"\b(?:code(?: promo(?:tionnel)?)?|promo code|voucher)\b(?: est| :| is|:)?"
            r"[ \u00a0]*[«“\"]?[ \u00a0\u202f]?(?-i:[A-Z][A-Z0-9]{3,}\b)",
        ),
        (
            Kind.REDUCTION,
            rf"(?<![\w%])[-−–]{_SPACE}\d{{1,2}}{_SPACE}%"
            rf"|\b\d{{1,2}}{_SPACE}%{_SPACE}(?:de |d[’'])?(?:{_REDUCED})\b"
            rf"|\b(?:save|économisez|profitez de){_SPACE}(?:{_PRICE}|\d{{1,2}}{_SPACE}%)"
            rf"|{_PRICE}{_SPACE}(?:de |d[’'])?(?:remise|réduction|rabais|off)\b"
            rf"|{_PRICE}[^.!?\n]{{0,20}}\b(?:au lieu de|instead of|was)\b"
            r"|\b(?:soldes|ventes? privées?|black friday|déstockage)\b"
            r"|\b(?:moitié prix|half price|buy one,? get one|\d achetée?s?[ ,=]{1,3}\d offerte?s?)",
        ),
        (
            Kind.GIFT,
            rf"(?<!a )(?<!avons )(?<!ont )(?<!ai )(?<!m’)(?<!m')\boffert(?:e|s|es)?\b"
            rf"(?! par (?:notre|nos|la mairie|l[’']association))(?! à nos (?:bénévoles|équipes))"
            r"|\b(?:livraison|dégustation|atelier|essai|devis|entrée|frais de port)s? gratuite?s?\b"
            r"|\bgratuite?s? (?:pour|dès|à partir|jusqu)"
            rf"|\bfree (?:{_THING})(?:delivery|shipping|coffee|drink|dessert|trial|gift|sample)s?\b"
            r"|\bget (?:a|an|one) (?:\w+ ){0,3}free\b"
            r"|\b\w+ (?:is|are) on (?:us|the house)\b",
        ),
        (
            Kind.DEADLINE,
            rf"\b(?:jusqu[’'](?:au|à|en)|avant le|until|through|ends)"
            rf"{_SPACE}(?:(?:le|on|the){_SPACE})?(?:{_DAYS} )?{_WHEN}"
            r"|\b(?:while stocks last|dans la limite des stocks)",
        ),
        (Kind.PRICE, _PRICE),
    )
)
#: Money of which nobody asks anything.
_OTHER_MONEY = re.compile(
    r"\b(?:dons?|récolté|collecté|cagnotte|chiffre d[’']affaires|salaire|smic|amende|subvention"
    r"|investi|budget|raised|donated|salary|fine|revenue|fund|loyer|vol|volé|perdu|bourse)",
    re.IGNORECASE,
)
#: A day by which something else ends than an offer.
_OTHER_END = re.compile(
    r"\b(?:fermée?s?|fermeture|congés|vacances|travaux|closed|ouverts?|open|horaires"
    r"|candidat|inscri|postule|exposition|concert|apply)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.,]\d+[^.!?\n]*)*[.!?]?")
_SHOWN_MAX = 140


def offers(text: str) -> tuple[Offer, ...]:
    """Return what a text offers, one for each sentence at most, as it says it."""
    found = (_offer(part.strip()) for part in _SENTENCE.findall(text))
    return tuple(one for one in found if one is not None)


def _offer(sentence: str) -> Offer | None:
    for kind, pattern in _RULES:
        if kind is Kind.PRICE and _OTHER_MONEY.search(sentence):
            continue
        if kind is Kind.DEADLINE and _OTHER_END.search(sentence):
            continue
        if pattern.search(sentence):
            return Offer(kind, _shown(sentence))
    return None


def _shown(sentence: str) -> str:
    if len(sentence) <= _SHOWN_MAX:
        return sentence
    return f"{sentence[:_SHOWN_MAX].rsplit(' ', 1)[0]}…"
