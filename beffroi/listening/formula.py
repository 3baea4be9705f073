"""A watch as a formula: a small boolean text, read and written without loss. Pure.

    ("pain au levain" OR levain) AND (Douai OR Lille) AND boulanger AND pain NEAR/3 farine
    AND NOT (recette OR concours) AND LANG (fr OR en) AND ON (bluesky) AND VARIANTS

Parts are joined by AND. The first alternative is what is looked for, the second what must stand
beside it. Words joined by OR stand in brackets, but for a formula that begins with them and then
only narrows: levain OR baguette AND NOT recette. A term of several words, or with other signs,
stands in quotes. What is written here is read in French too: OU, ET, SAUF, PRES, LANGUE, SUR,
VARIANTES.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from beffroi.listening.sought import Pair, Sought
from beffroi.listening.typed import once, tidy

#: So many signs of a formula are read.
FORMULA_MAX = 6000
#: Words between two that stand near each other.
BETWEEN_MAX = 20
_BETWEEN = Pair("", "").words_between

_FRENCH = {
    "OU": "OR",
    "ET": "AND",
    "SAUF": "NOT",
    "PRES": "NEAR",
    "PRÈS": "NEAR",
    "LANGUE": "LANG",
    "SUR": "ON",
    "VARIANTES": "VARIANTS",
}
_WORDS = {*_FRENCH, *_FRENCH.values()}
_IN_ENGLISH = {word: word for word in _FRENCH.values()}
_IN_FRENCH = {word: french for french, word in _FRENCH.items()}
_TOKEN = re.compile(
    r'\s*(?:(?P<open>\()|(?P<close>\))|"(?P<quoted>[^"]*)"|“(?P<curly>[^”]*)”'
    r'|«(?P<french>[^»]*)»|(?P<word>[^\s()"“«]+)|(?P<stray>["“«]))'
)
_NEAR = re.compile(r"(?:NEAR|PRES|PRÈS)/(\d{1,4})")


class Unreadable(ValueError):
    """A formula that says nothing: `problem` is a key, `place` where, `found` what stands there."""

    def __init__(self, problem: str, *, place: int, found: str = "") -> None:
        super().__init__(f"{problem} at {place}")
        self.problem = problem
        self.place = place
        self.found = found


@dataclass(frozen=True, slots=True)
class _Token:
    """`kind` is (, ), end, term, or a word of the notation; `text` a term, or what was written."""

    kind: str
    text: str
    place: int


def written(sought: Sought, *, language: str = "en") -> str:
    """Return a watch as a formula, with the notation's words in French or in English."""
    word = _IN_FRENCH if language == "fr" else _IN_ENGLISH

    def group(terms: tuple[str, ...], before: str = "") -> list[str]:
        joined = f" {word['OR']} ".join(map(_quoted, terms))
        return [f"{word[before]} ({joined})" if before else f"({joined})"] if terms else []

    parts = [
        *group(sought.any_of),
        *group(sought.beside),
        *(_quoted(term) for term in sought.all_of),
        *(_near(pair, word["NEAR"]) for pair in sought.near),
        *group(sought.none_of, "NOT"),
        *group(sought.languages, "LANG"),
        *group(sought.networks, "ON"),
        *([word["VARIANTS"]] if sought.with_variants else []),
    ]
    return f" {word['AND']} ".join(parts)


def near_written(pair: Pair) -> str:
    """Return two terms near each other as a formula of their own."""
    return _near(pair, "NEAR")


def _near(pair: Pair, word: str) -> str:
    return f"{_quoted(pair.first)} {word}/{pair.words_between} {_quoted(pair.second)}"


def read(text: str) -> Sought:
    """Return what a formula says. Raises Unreadable."""
    if len(text) > FORMULA_MAX:
        raise Unreadable("too_long", place=FORMULA_MAX)
    return _Reader(text).read()


def is_language(code: str) -> bool:
    """Tell whether a code may be that of a language: two letters."""
    return re.fullmatch("[a-z]{2}", code) is not None


def _quoted(term: str) -> str:
    found = _TOKEN.fullmatch(term)
    is_plain = found is not None and found["word"] == term and not _is_notation(term)
    return term if is_plain else f'"{tidy(term)}"'


def _is_notation(word: str) -> bool:
    return word in _WORDS or _NEAR.fullmatch(word) is not None


def _tokens(text: str) -> list[_Token]:
    found = []
    place = 0
    while match := _TOKEN.match(text, place):
        found.append(_token(match))
        place = match.end()
    return [*found, _Token("end", "", len(text))]


def _token(match: re.Match[str]) -> _Token:
    kind = match.lastgroup or ""
    text, place = match[kind], match.start(kind)
    if kind == "stray":
        raise Unreadable("quote_open", place=place)
    if kind in ("open", "close"):
        return _Token(text, text, place)
    if kind == "word" and _NEAR.fullmatch(text):
        return _Token("NEAR", text, place)
    if kind == "word" and text in _WORDS:
        return _Token(_FRENCH.get(text, text), text, place)
    return _Token("term", tidy(text), place)


class _Reader:
    """Reads a formula from left to right, part by part."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._sought = Sought()
        self._groups = 0
        #: Where OR stood outside brackets: no other words may follow, or it could mean two things.
        self._bare_or: int | None = None

    def read(self) -> Sought:
        if self._here.kind == "end":
            raise Unreadable("empty", place=0)
        self._part()
        while self._here.kind != "end":
            self._expect("AND")
            if self._bare_or is not None and self._here.kind in ("(", "term"):
                raise Unreadable("or_bare", place=self._bare_or)
            self._part()
        return self._sought

    @property
    def _here(self) -> _Token:
        return self._tokens[self._at]

    def _next(self) -> _Token:
        token = self._here
        self._at += 1
        return token

    def _expect(self, kind: str) -> _Token:
        if self._here.kind != kind:
            self._refuse()
        return self._next()

    def _refuse(self) -> None:
        token = self._here
        problems = {"end": "ended", "OR": "or_bare", ")": "close_stray"}
        problem = problems.get(token.kind, "unexpected")
        raise Unreadable(problem, place=token.place, found=token.text)

    def _part(self) -> None:
        readers: dict[str, Callable[[], None]] = {
            "(": self._alternative,
            "term": self._term,
            "NOT": self._not,
            "LANG": self._languages,
            "ON": self._networks,
            "VARIANTS": self._variants,
        }
        reader = readers.get(self._here.kind)
        if reader is None:
            self._refuse()
        else:
            reader()

    def _alternative(self) -> None:
        place = self._here.place
        terms = self._terms()
        self._groups += 1
        if self._groups == 1:
            self._sought = replace(self._sought, any_of=terms)
        elif self._groups == 2:
            self._sought = replace(self._sought, beside=terms)
        else:
            raise Unreadable("too_many_groups", place=place)

    def _terms(self) -> tuple[str, ...]:
        """Return the terms of one pair of brackets."""
        opened = self._expect("(")
        found = [self._one()]
        while self._here.kind == "OR":
            self._next()
            found.append(self._one())
        if self._here.kind == "end":
            raise Unreadable("bracket_open", place=opened.place)
        if self._here.kind != ")":
            raise Unreadable("only_or", place=self._here.place, found=self._here.text)
        self._next()
        return once(found)

    def _one(self) -> str:
        token = self._expect("term")
        if not token.text:
            raise Unreadable("term_empty", place=token.place)
        return token.text

    def _term(self) -> None:
        first = self._one()
        if self._here.kind == "OR" and self._at == 1:
            self._bare_alternative(first)
            return
        if self._here.kind != "NEAR":
            self._sought = replace(self._sought, all_of=once((*self._sought.all_of, first)))
            return
        near = self._next()
        between = int(found[1]) if (found := _NEAR.fullmatch(near.text)) else _BETWEEN
        if not 0 < between <= BETWEEN_MAX:
            raise Unreadable("near_far", place=near.place, found=near.text)
        pair = Pair(first, self._one(), between)
        if pair not in self._sought.near:
            self._sought = replace(self._sought, near=(*self._sought.near, pair))

    def _bare_alternative(self, first: str) -> None:
        self._bare_or = self._here.place
        found = [first]
        while self._here.kind == "OR":
            self._next()
            found.append(self._one())
        self._groups = 1
        self._sought = replace(self._sought, any_of=once(found))

    def _several(self) -> tuple[str, ...]:
        """Return the terms after a word of the notation: one, or several in brackets."""
        return self._terms() if self._here.kind == "(" else (self._one(),)

    def _not(self) -> None:
        self._next()
        none_of = once((*self._sought.none_of, *self._several()))
        self._sought = replace(self._sought, none_of=none_of)

    def _languages(self) -> None:
        self._next()
        place = self._here.place
        languages = tuple(term.lower() for term in self._several())
        odd = next((one for one in languages if not is_language(one)), "")
        if odd:
            raise Unreadable("no_language", place=place, found=odd)
        self._sought = replace(self._sought, languages=languages)

    def _networks(self) -> None:
        self._next()
        networks = tuple(term.lower() for term in self._several())
        self._sought = replace(self._sought, networks=networks)

    def _variants(self) -> None:
        self._next()
        self._sought = replace(self._sought, with_variants=True)
