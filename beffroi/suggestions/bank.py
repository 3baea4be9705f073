"""Reads the written answers, from one file for each language and case. Pure but for that.

[name-of-the-answer]
for = ["food"]            families of trades; without it, any
aspects = ["welcome"]     only where one of these is spoken well of
when = ["parking"]        only where the message has one of these topics or traits
unless = ["count"]        only where it has none of these
needs = ["day_hours"]     only where all these facts are known
lacks = ["day_hours"]     only where none of these is
later = true              only after we said something in the exchange, or only before
has_fault = true          only where something is spoken ill of, or nothing
stars = [1, 2]            only for these
has_text = false          only for reviews without, or with, words
is_public = true          only in public, or in private
discreet = true           does not tell whether somebody is a client
text = "…"                see `wording`
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from beffroi.suggestions.cases import ANSWERED, TELLS_OF_CLIENTS, Case
from beffroi.suggestions.families import Family, family_of, is_discreet
from beffroi.suggestions.situations import Aspect, Sign, Situation, Topic, Trait
from beffroi.suggestions.wording import Part, read

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
_FOLDER = Path(__file__).parent / "bank"
_FIELDS = {
    *("for", "aspects", "when", "unless", "needs", "lacks", "later", "has_fault", "stars"),
    *("has_text", "is_public", "discreet", "text"),
}
_MARKS = {one.value for one in (*Topic, *Trait)}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One written answer and when it may be said. Empty conditions are always met."""

    key: str
    case: Case
    families: tuple[Family, ...]
    aspects: tuple[Aspect, ...]
    when: frozenset[str]
    unless: frozenset[str]
    needs: frozenset[str]
    lacks: frozenset[str]
    is_later: bool | None
    has_fault: bool | None
    stars: tuple[int, ...]
    has_text: bool | None
    is_public: bool | None
    is_discreet: bool
    parts: tuple[Part, ...]

    def suits(self, situation: Situation, known: Collection[str] = ()) -> bool:
        """Tell whether all its conditions are met; `known` are the names of the facts there are."""
        return (
            self.suits_trade(situation.trade, is_public=situation.is_public)
            and self._suits_words(situation)
            and self.needs <= set(known)
            and self.lacks.isdisjoint(known)
            and (not self.stars or situation.stars in self.stars)
            and self.has_text in {None, situation.has_text}
            and self.is_public in {None, situation.is_public}
            and self.is_later in {None, situation.was_answered}
        )

    def _suits_words(self, situation: Situation) -> bool:
        praised = situation.named(Sign.PLUS)
        return (
            (not self.aspects or any(aspect in praised for aspect in self.aspects))
            and (not self.when or not self.when.isdisjoint(situation.marks))
            and self.unless.isdisjoint(situation.marks)
            and self.has_fault in {None, situation.has_fault}
        )

    def suits_trade(self, trade: str, *, is_public: bool) -> bool:
        """Tell whether those of this trade may say it, in public or in private."""
        if is_public and is_discreet(trade) and not self.is_discreet:
            return False
        return not self.families or family_of(trade) in self.families


@cache
def answers(case: Case, *, language: Language) -> tuple[Answer, ...]:
    """Return all answers to a case, in the order of their file; none to spam."""
    if case not in ANSWERED:
        return ()
    rows = tomllib.loads((_FOLDER / language / f"{case.value}.toml").read_text("utf-8"))
    return tuple(_answer(name, row, case=case, language=language) for name, row in rows.items())


@cache
def names_of_gaps(language: Language) -> dict[str, str]:
    """Return what stands between brackets where a fact is not known."""
    return dict(tomllib.loads((_FOLDER / language / "_gaps.toml").read_text("utf-8")))


def _answer(name: str, row: dict[str, Any], *, case: Case, language: Language) -> Answer:
    if unknown := row.keys() - _FIELDS:
        raise ValueError(f"{case.value}.{name}: {sorted(unknown)}")
    return Answer(
        key=f"{language}.{case.value}.{name}",
        case=case,
        families=tuple(Family(family) for family in row.get("for", ())),
        aspects=tuple(Aspect(aspect) for aspect in row.get("aspects", ())),
        when=_marks(row, "when"),
        unless=_marks(row, "unless"),
        needs=frozenset(row.get("needs", ())),
        lacks=frozenset(row.get("lacks", ())),
        is_later=row.get("later"),
        has_fault=row.get("has_fault"),
        stars=tuple(row.get("stars", ())),
        has_text=row.get("has_text"),
        is_public=row.get("is_public"),
        is_discreet=row.get("discreet", case not in TELLS_OF_CLIENTS),
        parts=read(row["text"]),
    )


def _marks(row: dict[str, Any], field: str) -> frozenset[str]:
    marks = frozenset(row.get(field, ()))
    if unknown := marks - _MARKS:
        raise ValueError(f"{field}: {sorted(unknown)}")
    return marks
