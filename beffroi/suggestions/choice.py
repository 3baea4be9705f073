"""Chooses among the written answers those that suit a message. Pure, and the same every time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from beffroi.suggestions import bank, wording
from beffroi.suggestions.bank import Answer, Language
from beffroi.suggestions.cases import ESCALATED, TELLS_OF_CLIENTS, Case, cases_for
from beffroi.suggestions.facts import Facts, known
from beffroi.suggestions.families import is_discreet
from beffroi.suggestions.names import greeting_name
from beffroi.suggestions.situations import Situation

SUGGESTIONS_MAX = 5
#: Of the likeliest case so many, before one of each other.
_OF_THE_FIRST_CASE = 3
#: Longer answers are not read, even where a network would take them.
ANSWER_MAX = 600
#: What the shorter networks take.
SHORT_MAX = 300
#: Where one goes on alone: elsewhere in public, here where nobody else reads.
_ASIDE: dict[tuple[Language, bool], str] = {
    ("fr", True): "en message privé",
    ("fr", False): "ici même",
    ("en", True): "in a private message",
    ("en", False): "right here",
}


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A text to start from. A person reads it, completes it and sends it, or does not.

    `missing` names the facts that the workspace does not give; `gaps` is what stands between
    brackets in the text, for the person to say. `is_escalated`: others are told before it leaves.
    """

    key: str
    case: Case
    text: str
    missing: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    is_escalated: bool = False
    from_model: bool = False

    @property
    def is_short(self) -> bool:
        """Tell whether the shorter networks take it."""
        return len(self.text) <= SHORT_MAX


def suggest(
    situation: Situation,
    facts: Facts,
    *,
    language: Language,
    used: Collection[str] = (),
    limit: int = ANSWER_MAX,
    measure: Callable[[str], int] = len,
    case: Case | None = None,
) -> tuple[Suggestion, ...]:
    """Return at most five answers, the best first; empty when it is better to say nothing.

    `used` holds the keys of what others were answered under the same post. `limit` is the
    network's, counted by `measure`. With a `case`, its answers only.
    """
    values = _values(situation, facts, language)
    cases = cases_for(situation) if case is None else (case,)
    per_case = [
        [
            suggestion
            for answer in _ordered(situation, one, values=values, language=language)
            if answer.key not in used
            and _fits(suggestion := _filled(answer, values, language), limit, measure)
        ]
        for one in cases
    ]
    return tuple(islice(_mixed(per_case), SUGGESTIONS_MAX))


def _fits(suggestion: Suggestion, limit: int, measure: Callable[[str], int]) -> bool:
    return len(suggestion.text) <= ANSWER_MAX and measure(suggestion.text) <= limit


def _values(situation: Situation, facts: Facts, language: Language) -> dict[str, str]:
    """Return what fills the places; in private nobody is sent to an address to say it again."""
    values = known(facts)
    values[wording.ASIDE] = _ASIDE[language, situation.is_public]
    if not situation.is_public:
        values.pop("email", None)
    if name := greeting_name(situation.person_name):
        values["person"] = name
    return values


def _ordered(
    situation: Situation, case: Case, *, values: dict[str, str], language: Language
) -> list[Answer]:
    """Return the answers that suit: complete before lacking, special before general.

    Among equals the person's name decides, so that neighbours are not answered alike.
    """

    def rank(answer: Answer) -> tuple[int, int, bytes]:
        lacking = len(_filled(answer, values, language).missing)
        fit = _fit(answer, is_discreet_trade=is_discreet(situation.trade))
        return lacking, -fit, _shuffled(answer.key, situation.person_name)

    suiting = [a for a in bank.answers(case, language=language) if a.suits(situation, values)]
    return sorted(suiting, key=rank)


def _fit(answer: Answer, *, is_discreet_trade: bool) -> int:
    """Return how well it fits; what is said for the sake of secrecy is dull where none is owed."""
    if answer.is_discreet and answer.case in TELLS_OF_CLIENTS and not is_discreet_trade:
        return -1
    is_special = answer.families or answer.aspects or answer.when or answer.needs
    return int(bool(is_special) or answer.has_text is not None)


def _shuffled(key: str, name: str) -> bytes:
    return hashlib.sha256(f"{key}\0{name}".encode("utf-8", "replace")).digest()


def _filled(answer: Answer, values: dict[str, str], language: Language) -> Suggestion:
    values = {**values, "signature": values.get("signature") or values.get("company", "")}
    gaps = bank.names_of_gaps(language)
    filled = wording.fill(answer.parts, values, names_of_gaps=gaps)
    return Suggestion(
        key=answer.key,
        case=answer.case,
        text=filled.text,
        missing=filled.missing,
        gaps=filled.gaps,
        is_escalated=answer.case in ESCALATED,
    )


def _mixed(per_case: list[list[Suggestion]]) -> Iterator[Suggestion]:
    """Go through the first of the likeliest case, then one of each other, then all the rest."""
    first, *others = per_case
    at_first = max(1, min(_OF_THE_FIRST_CASE, SUGGESTIONS_MAX - len(others)))
    yield from first[:at_first]
    yield from (one[0] for one in others if one)
    yield from first[at_first:]
    yield from (suggestion for one in others for suggestion in one[1:])
