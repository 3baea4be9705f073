"""What a message tells besides what it is about, and how it is said. Pure."""

from __future__ import annotations

import re
import unicodedata

from beffroi.suggestions import lexicon
from beffroi.suggestions.days import Heard
from beffroi.suggestions.plain import READ_MAX, plain
from beffroi.suggestions.situations import Trait

#: Words that tell something: fewer are an exclamation.
_DETAILED_WORDS = 7
_BRIEF_WORDS = 2
_THANKS_WORDS = 7
_THANKS_SIGNS = 200
_NUMBER = lexicon.entry("numbers", "number")
_ABOUT = lexicon.entry("numbers", "about")
_HEADS = lexicon.entry("numbers", "heads")
_NO_HEADS = lexicon.entry("numbers", "no_heads")
_COUNT = re.compile(
    rf"\b(?:{_NUMBER}(?: (?:ou|a|or|to) {_NUMBER})? {_HEADS}|(?:une? |la )?{_ABOUT}"
    r"|(?:pour|for|party of|serons|serait|sera|serions|sommes|are) (?:environ |about |a )?"
    rf"{_NUMBER}\b(?! ?{_NO_HEADS}))(?!\w)"
)
_TRAITS = {Trait(name): words for name, words in lexicon.patterns("traits").items()}
_OPENING = lexicon.patterns("openings")["opening"]
_GREETING = re.compile(r"(?:bonjour|bonsoir|hello|hi|hey|coucou|salut)\b[ ,!.]*")
#: Hearts, thumbs, hands that clap or pray, faces that smile with their eyes.
_PICTURE = (
    "[\u2764\u2665\u2b50\U0001f44c\U0001f44d\U0001f44f\U0001f493-\U0001f49f\U0001f525"
    "\U0001f600-\U0001f60d\U0001f618\U0001f64c\U0001f64f\U0001f917\U0001f929\U0001f970\U0001f973]"
)
_PICTURES = re.compile(_PICTURE)
#: With the colours of skins, and the sign that asks for a picture in the place of a letter.
_PICTURES_OF_PRAISE = re.compile(rf"{_PICTURE}[\U0001f3fb-\U0001f3ff\ufe0f]*")
_FILLER = lexicon.entry("numbers", "filler")
_DETAIL = re.compile(
    rf"(?:{_FILLER}\s*)*(?:{_NUMBER}|{_ABOUT})(?:\s*(?:{_HEADS}|{_FILLER}|{_ABOUT})){{0,4}}\s*[.!,]?"
    r"(?:\s*(?:plutot|rather|sale|sucre)\s*\w*)?\s*[.!]?"
)
_THANKS = re.compile(r"\b(?:merci|mercis|thanks?|thx|thank you|cheers)\b")
#: What may stand beside a thank-you without telling more.
_THANKS_ONLY = lexicon.words("thanks")["beside"]


def traits_of(text: str, *, heard: Heard) -> frozenset[Trait]:
    """Return what a message tells and how; `heard` is what it says of days."""
    bare = plain(text)
    words = re.findall(r"\w+", bare)
    found = {trait for trait, pattern in _TRAITS.items() if pattern.search(bare)}
    found |= {Trait.ASKS} if "?" in bare else set()
    found |= {Trait.ASKS, Trait.OPENS_ASKING} if _opens_asking(bare.strip()) else set()
    found |= {Trait.COUNT} if _COUNT.search(bare) else set()
    found |= {Trait.PRAISES} if _PICTURES.search(text[:READ_MAX]) else set()
    found |= {Trait.DAY} if heard.has_day else set()
    found |= {Trait.PERIOD} if heard.has_period else set()
    found |= {Trait.DETAILED} if len(words) >= _DETAILED_WORDS else set()
    found |= {Trait.BRIEF} if len(words) <= _BRIEF_WORDS else set()
    found |= {Trait.THANKED} if _only_thanks(bare, words) else set()
    found |= {Trait.DETAIL, Trait.COUNT} if _only_a_detail(bare) else set()
    return frozenset(found)


def says_only_thanks(text: str) -> bool:
    """Tell whether a text thanks, in words or pictures, and tells or asks nothing else.

    Each word must be a known one: “merci de me rembourser” is no thank-you, and who thanks in
    advance still waits.
    """
    rest = _PICTURES_OF_PRAISE.sub("", text)
    has_others = any(unicodedata.category(sign) == "So" for sign in rest)
    if has_others or len(text) > _THANKS_SIGNS:
        return False
    bare = plain(rest)
    words = re.findall(r"\w+", bare)
    if not bare.strip():
        return bool(text.strip())
    return _only_thanks(bare, words) and "avance" not in words


def _only_thanks(bare: str, words: list[str]) -> bool:
    is_short = len(words) <= _THANKS_WORDS and "?" not in bare
    return is_short and bool(_THANKS.search(bare)) and _THANKS_ONLY.issuperset(words)


def _opens_asking(bare: str) -> bool:
    """Tell whether it begins as a question, after a greeting; “vous avez” needs its mark."""
    found = _OPENING.match(_GREETING.sub("", bare, count=1))
    return found is not None and ("?" in bare or not found.group().startswith("vous"))


def _only_a_detail(bare: str) -> bool:
    return len(bare) <= 60 and "?" not in bare and bool(_DETAIL.fullmatch(bare.strip()))
