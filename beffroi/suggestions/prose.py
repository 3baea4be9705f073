"""Makes plain prose of what a language model wrote, or refuses it. Pure.

Light markup is taken off; a sentence that leads elsewhere is left out; anything that is not prose,
or that cannot be told from it, refuses the whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from enum import Enum

from beffroi.suggestions.contacts import contacts_in

#: What of a model's words is read; whoever says more was asked for something else.
READ_MAX = 8_000
#: Fewer letters are not an answer.
_LETTERS_MIN = 20
#: Signs that are not seen, and little pictures with what changes their look.
_LEFT_OUT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Me"})
_LOOKS = range(0xFE00, 0xFE10)
_SIGNS = frozenset(" \n\u00a0\u202f.,;:!?…’'\"«»“”()[]-–—_/%€£$&+°@")
_ASIDE = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL | re.IGNORECASE)
_LIGHT_TAG = re.compile(r"</?(?:b|i|em|strong|u|p|br)\s*/?>", re.IGNORECASE)
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]*)\]\(([^()\s]*)\)")
_OPENING = re.compile(
    r"\A(?:assistant|réponse|reponse|answer|reply|response)[\s\u00a0\u202f]*:\s*", re.IGNORECASE
)
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}|>|[-*•–]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
_STRESS = re.compile(r"\*+|`|(?<!\w)_+|_+(?!\w)")
#: Pictures, and links that are told elsewhere.
_REFERENCE = re.compile(r"!\[|^[ \t]*\[[^\]]*\]:[ \t]*\S*[/.]\S|\]\[", re.MULTILINE)
#: Somebody else's turn, or a call: no part of an answer.
_TURN = re.compile(
    r"^[ \t]*(?:system|système|user|utilisateur|developer|tool|human|humain|instructions?)"
    r"[\s\u00a0\u202f]*:|\[/?(?:inst|sys)\]|\]\(|\b\w+\((?!(?:e|s|es|ne|se|ve|trice)\))\w*\)",
    re.MULTILINE | re.IGNORECASE,
)
_SENTENCE = re.compile(r".+?(?:[.!?…]+(?:\s+|\Z)|\n+|\Z)")
_SPACES = re.compile(r"[ \t]{2,}")


class Why(Enum):
    """Why the words of a model are not shown."""

    NOT_READABLE = "not_readable"
    NOT_PROSE = "not_prose"
    NOTHING_LEFT = "nothing_left"
    TOO_LONG = "too_long"
    REPEATS_ITS_ORDERS = "repeats_its_orders"


class Refused(Exception):
    """A model's answer is not shown; `why` tells the reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def read_prose(
    written: str,
    *,
    allowed: Collection[str],
    name: str,
    longest: int,
    measure: Callable[[str], int] = len,
) -> str:
    """Return plain sentences of at most `longest`, as `measure` counts, or raise `Refused`.

    `allowed` are the contacts that may be named; `name` is that of the person greeted, which may
    be written in any script.
    """
    if len(written) > READ_MAX:
        raise Refused(Why.TOO_LONG)
    plain = _without_markup(_ASIDE.sub("", written))
    if "```" in written or not _is_prose(plain, name):
        raise Refused(Why.NOT_PROSE)
    kept = [one for one in _sentences(plain) if contacts_in(one) <= set(allowed)]
    return _checked(_shortened(kept, longest, measure), allowed)


def _without_markup(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = "".join(sign for sign in text if sign == "\n" or not _is_left_out(sign))
    text = unicodedata.normalize("NFC", _LIGHT_TAG.sub("", text))
    if _REFERENCE.search(text):
        raise Refused(Why.NOT_PROSE)
    text = _OPENING.sub("", _LINK.sub(r"\1 \2", text).strip())
    text = re.sub(r"#(?=\w)", "", _STRESS.sub("", _LINE_MARK.sub("", text)))
    return _SPACES.sub(" ", text).strip()


def _is_left_out(sign: str) -> bool:
    return unicodedata.category(sign) in _LEFT_OUT or ord(sign) in _LOOKS


def _is_prose(text: str, name: str) -> bool:
    named = set(unicodedata.normalize("NFC", name))
    if _TURN.search(text):
        return False
    return all(sign in _SIGNS or sign in named or _is_plain(sign) for sign in text)


def _is_plain(sign: str) -> bool:
    if sign.isascii():
        return sign.isalnum()
    return unicodedata.name(sign, "").startswith("LATIN ") and sign.isalpha()


def _sentences(text: str) -> list[str]:
    return [found for found in _SENTENCE.findall(text) if found]


def _shortened(sentences: list[str], longest: int, measure: Callable[[str], int]) -> str:
    """Return as many whole sentences as fit; the first that does not ends the text."""
    text = ""
    for sentence in sentences:
        if measure((text + sentence).rstrip()) > longest:
            if not text.strip():
                raise Refused(Why.TOO_LONG)
            break
        text += sentence
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _checked(text: str, allowed: Collection[str]) -> str:
    """Look once more at the whole: sentences may say together what none says alone."""
    if sum(sign.isalpha() for sign in text) < _LETTERS_MIN:
        raise Refused(Why.NOTHING_LEFT)
    if not contacts_in(text) <= set(allowed):
        raise Refused(Why.NOT_PROSE)
    return text
