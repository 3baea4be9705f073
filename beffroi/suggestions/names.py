"""How a stranger's name may be used in a greeting. Pure.

A name is what somebody chose to be called, and may be anything: when in doubt, greet without it.
"""

from __future__ import annotations

import unicodedata

NAME_MAX = 40
_WORDS_MAX = 3
#: Combining signs in a row: scripts that need them use two at most.
_MARKS_MAX = 2
#: Up to here capitals are initials, beyond it they shout.
_INITIALS_MAX = 3
_TITLES = frozenset({"m", "mme", "mlle", "me", "dr", "pr", "mr", "mrs", "ms", "st", "ste"})
#: What networks call those whom they do not name, and words that stand for nobody.
_NOBODY = frozenset(
    {
        *("anonyme", "anonymous", "anon", "utilisateur", "utilisatrice", "user", "client"),
        *("cliente", "customer", "guest", "invité", "admin", "administrator", "moderator"),
        *("system", "assistant", "null", "undefined", "none", "nan", "unknown", "inconnu"),
        *("inconnue", "test", "supprimé", "deleted", "removed", "facebook", "google", "instagram"),
    }
)


def greeting_name(given: str) -> str:
    """Return a name as a greeting may say it, or nothing when it is not surely a name."""
    name = unicodedata.normalize("NFC", given[: NAME_MAX * 2]).strip(" ")
    words = [word for word in name.split(" ") if word]
    if len(given) > NAME_MAX * 2 or not _could_be_said(words):
        return ""
    return " ".join(_not_shouted(word) for word in words)


def _could_be_said(words: list[str]) -> bool:
    if not 1 <= len(words) <= _WORDS_MAX or len(" ".join(words)) > NAME_MAX:
        return False
    if any(word.strip(".-’'").casefold() in _NOBODY for word in words):
        return False
    return all(_is_word(word) for word in words)


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


def _not_shouted(word: str) -> str:
    if word.isupper() and len(word) > _INITIALS_MAX:
        word = word.title()
    elif word.islower() and len(word) > _INITIALS_MAX:
        word = word[0].upper() + word[1:]
    return word.replace("'", "’")
