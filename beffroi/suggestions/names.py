"""How a stranger's name may be used in a greeting: by the first name alone. Pure.

A name is what somebody chose to be called, and may be anything: when in doubt, greet without it.
"""

from __future__ import annotations

import re
import unicodedata

from beffroi.suggestions import lexicon

NAME_MAX = 40
_WORDS_MAX = 4
#: Combining signs in a row: scripts that need them use two at most.
_MARKS_MAX = 2
#: Up to here capitals are initials, beyond it they shout.
_INITIALS_MAX = 3
#: A single word of small letters that is longer is rather a handle than a first name.
_SMALL_MAX = 10
#: Names that are written without spaces hold the family's from here on.
_CHARACTERS_MAX = 2
_TITLES = frozenset({"m", "mme", "mlle", "me", "dr", "pr", "mr", "mrs", "ms", "st", "ste"})
#: What networks call those whom they do not name, and words that stand for nobody.
_NOBODY = frozenset(
    {
        *("anonyme", "anonymous", "anon", "utilisateur", "utilisatrice", "user", "client"),
        *("cliente", "customer", "guest", "invite", "admin", "administrator", "moderator"),
        *("system", "assistant", "null", "undefined", "none", "nan", "unknown", "inconnu"),
        *("inconnue", "test", "supprime", "deleted", "removed", "facebook", "google", "instagram"),
    }
)
_WORDS = lexicon.words("names")
#: Nobody is greeted by a word of companies, nor by what no first name is: “Les Trois Frères”.
_NOT_PEOPLE = _NOBODY | _WORDS["companies"]
_NOT_FIRST = _TITLES | _WORDS["never_first"]
_VOWEL = re.compile("[aeiouy]")
#: “MarieDubois” is a handle, “L’Atelier” a shop.
_NO_NAME = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]|^(?:[LDld]|[Qq]u)[’']")


def greeting_name(given: str) -> str:
    """Return the first name of somebody, or nothing when it is not surely one.

    The family name is never said, nor half of what a company is called.
    """
    name = unicodedata.normalize("NFC", given[: NAME_MAX * 2]).strip(" ")
    words = [word for word in name.split(" ") if word]
    if len(given) > NAME_MAX * 2 or not _could_be_said(words):
        return ""
    first = _first(words)
    return _not_shouted(first) if _is_first_name(first, among=words) else ""


def _could_be_said(words: list[str]) -> bool:
    if not 1 <= len(words) <= _WORDS_MAX or len(" ".join(words)) > NAME_MAX:
        return False
    plain = {_plain(word) for word in words}
    return plain.isdisjoint(_NOT_PEOPLE) and all(_is_word(word) for word in words)


def _first(words: list[str]) -> str:
    """Return the first name: the first word, but for “DUPONT Marie”."""
    called = [word for word in words if not _is_shouted(word)]
    return called[0] if _is_shouted(words[0]) and called else words[0]


def _is_first_name(word: str, *, among: list[str]) -> bool:
    plain = _plain(word)
    if plain in _NOT_FIRST or word.endswith(".") or _NO_NAME.search(word):
        return False
    if _is_without_spaces(word):
        return len(among) == 1 and len(word) <= _CHARACTERS_MAX
    if not plain.isascii():
        return len(plain) > 1
    is_short = len(word) > 1 and (word.isupper() or bool(_VOWEL.search(plain)))
    is_handle = len(among) == 1 and word.islower() and len(word) > _SMALL_MAX
    return is_short and not is_handle


def _is_without_spaces(word: str) -> bool:
    """Tell whether it is written in a script that puts the family name first, without a space."""
    scripts = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
    return unicodedata.name(word[0], "").startswith(scripts)


def _plain(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.strip(".-’'").casefold())
    return "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")


def _is_word(word: str) -> bool:
    """Tell whether a word is made of letters, with at most a hyphen, apostrophe or final point."""
    bare = word.removesuffix(".")
    if bare != word and len(bare) > 1 and bare.casefold() not in _TITLES:
        return False
    letters = bare.translate({ord(sign): None for sign in "-’'"})
    starts_well = bool(bare) and bare[0].isalpha() and bare[-1] not in "-’'"
    return starts_well and all(_is_letter(sign) for sign in letters) and _few_marks(letters)


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign) in {"Lu", "Ll", "Lt", "Lo", "Mn", "Mc"}


def _few_marks(letters: str) -> bool:
    in_a_row = 0
    for sign in letters:
        in_a_row = in_a_row + 1 if unicodedata.category(sign).startswith("M") else 0
        if in_a_row > _MARKS_MAX:
            return False
    return True


def _is_shouted(word: str) -> bool:
    return word.isupper() and len(word) > _INITIALS_MAX


def _not_shouted(word: str) -> str:
    if _is_shouted(word):
        word = word.title()
    elif word.islower() and len(word) > _INITIALS_MAX - 1:
        word = word[0].upper() + word[1:]
    return word.replace("'", "’")
