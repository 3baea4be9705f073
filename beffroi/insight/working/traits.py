"""What can be seen of a post before it leaves: its kind, its length, its words. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from beffroi.listening.figures import wording

#: Lengths in signs, links left out: what a phone shows of a post at once, and a screen full of it.
#: The bounds are ours.
SHORT_BELOW, LONG_FROM = 140, 400
_LINK = re.compile(r"https?://\S+|www\.\S+")
_HASHTAG = re.compile(r"(?<![\w#&/])#\w*[^\W\d_]\w*")
#: Words that say when or how many, and nothing of what a post is about.
_WHEN_AND_HOW_MANY = """
aujourd hui demain hier heure heures deux trois quatre cinq sept huit neuf dix onze douze vingt
today tomorrow yesterday hour hours two three four five six seven eight nine ten
"""
_SAYS_NOTHING = wording.telling(_WHEN_AND_HOW_MANY.split())
_HASHTAGS_FEW, _HASHTAGS_SOME = 2, 5


class Factor(IntEnum):
    """What traits are of."""

    FORM = 1
    LENGTH = 2
    QUESTION = 3
    HASHTAGS = 4
    LINK = 5
    WORD = 6
    PILLAR = 7


@dataclass(frozen=True, slots=True, order=True)
class Trait:
    """Something that a post has or has not. Of a word, `key` is what it has in common with kin.

    Of a pillar, it is its name.
    """

    factor: Factor
    key: str

    @property
    def is_word(self) -> bool:
        """Whether it is that the post says a word."""
        return self.factor is Factor.WORD


@dataclass(frozen=True, slots=True)
class Written:
    """A post as it left. `files` are kinds of files, as `networks.contracts.MediaKind` has them."""

    text: str
    format: str = "post"
    files: tuple[str, ...] = ()
    has_card: bool = False
    #: Of what it speaks, as the strategy names it; "" where nobody said it.
    pillar: str = ""


def traits_of(written: Written) -> frozenset[Trait]:
    """Return all that can be seen of a post."""
    text = _LINK.sub(" ", written.text)
    has_link = written.has_card or text != written.text
    return frozenset(
        {
            Trait(Factor.FORM, form_of(written)),
            Trait(Factor.LENGTH, length_of(text)),
            Trait(Factor.QUESTION, "with" if "?" in text else "without"),
            Trait(Factor.HASHTAGS, hashtags_of(text)),
            Trait(Factor.LINK, "with" if has_link else "without"),
            *(Trait(Factor.WORD, word) for word, _as_written in words_of(text)),
            *([Trait(Factor.PILLAR, written.pillar)] if written.pillar else []),
        }
    )


def form_of(written: Written) -> str:
    """Return the kind of a post: where it appears if that is special, else what it shows."""
    if written.format != "post":
        return written.format
    for kind in ("video", "document"):
        if kind in written.files:
            return kind
    if written.has_card:
        return "link"
    if written.files:
        return "image" if len(written.files) == 1 else "carousel"
    return "text"


def length_of(text: str) -> str:
    """Return whether a text without its links is short, medium or long."""
    signs = len(" ".join(text.split()))
    if signs < SHORT_BELOW:
        return "short"
    return "medium" if signs < LONG_FROM else "long"


def hashtags_of(text: str) -> str:
    """Return how many hashtags a text has, as a group."""
    count = len(_HASHTAG.findall(text))
    if not count:
        return "0"
    if count <= _HASHTAGS_FEW:
        return "1-2"
    return "3-5" if count <= _HASHTAGS_SOME else "6+"


def words_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the telling words of a text: what each has in common with its kin, and as it stands."""
    plain = wording.plain(_HASHTAG.sub(" ", text))
    for word, start, end in wording.subjects(plain, besides=_SAYS_NOTHING):
        if " " not in word:
            yield word, wording.written(plain, start, end).lower()


def usual_writing(texts: Iterable[str], words: Collection[str]) -> Mapping[str, str]:
    """Return how each of some words is most often written, of equal ones the first by alphabet."""
    met: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word, as_written in words_of(_LINK.sub(" ", text)):
            if word in words:
                met[word][as_written] += 1
    return {word: min(many, key=lambda one: (-many[one], one)) for word, many in met.items()}
