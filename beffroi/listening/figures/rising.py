"""Words of which more people speak than before, and subjects that nobody spoke of before. Pure.

How much a word rises is its log-odds ratio between two periods with an informative Dirichlet
prior, divided by its standard error: equations 15, 16, 20, 22 and 23 of B. L. Monroe,
M. P. Colaresi, K. M. Quinn, “Fightin’ Words: Lexical Feature Selection and Evaluation for
Identifying the Content of Political Conflict”, Political Analysis 16(4), 2008, pages 372-403.
The prior has the words of both periods, so that rare ones are drawn to no difference.

Not messages are counted but who speaks: one person cannot make a word rise, however often they
say it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import log, sqrt
from typing import Any

from beffroi.listening.figures.wording import plain, subjects, written

#: A word is told from so many people on.
PEOPLE_MIN = 3
#: So many people must have spoken before, or nothing can be compared.
BEFORE_MIN = 20
#: By chance one word of a hundred would rise so.
Z_MIN = 2.58
SHOWN_MAX = 5
#: As if so many words had been read in each period before the first.
_PRIOR_WORDS = 100.0
#: A word is left to the pair in which so many of those who say it say it.
_IN_PAIR = 0.7


@dataclass(frozen=True, slots=True)
class Said:
    """A message: who wrote it (any key that tells one from another), when, and what."""

    key: int
    who: str
    text: str
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Rise:
    """A word or a pair of words, how many people say it now, and how many said it before.

    `since` and `first` are the instant and the key of the first message that said it.
    """

    written: str
    now: int
    before: int
    z: float
    since: datetime
    first: int


@dataclass(frozen=True, slots=True)
class Told:
    """What rises and what appeared; `people` and `people_before` are how many spoke at all."""

    rising: tuple[Rise, ...] = ()
    appeared: tuple[Rise, ...] = ()
    people: int = 0
    people_before: int = 0

    @property
    def can_compare(self) -> bool:
        """Whether enough was said before."""
        return self.people_before >= BEFORE_MIN


@dataclass(slots=True)
class _Seen:
    """Who says one subject now and before, how they write it, and which messages say it now."""

    now: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)
    messages: list[tuple[datetime, int]] = field(default_factory=list)


def rise(messages: Iterable[Said], *, besides: Collection[str] = ()) -> Told:
    """Compare what is new with what came before, whatever the order of the messages.

    `besides` are words that no message is without, as `wording.telling` returns them.
    """
    seen: dict[str, _Seen] = defaultdict(_Seen)
    people: tuple[set[str], set[str]] = (set(), set())
    for one in messages:
        people[one.is_new].add(one.who)
        _note(one, seen, besides=besides)
    told = Told(people=len(people[True]), people_before=len(people[False]))
    if not told.can_compare:
        return told
    found = {key: _rise(seen[key], z) for key, z in _zs(seen).items()}
    rising = {key: one for key, one in found.items() if one.before and one.z >= Z_MIN}
    appeared = {key: one for key, one in found.items() if not one.before}
    return Told(
        rising=_most(rising, by=lambda one: (-one.z, one.written)),
        appeared=_most(appeared, by=lambda one: (-one.now, one.since, one.written)),
        people=told.people,
        people_before=told.people_before,
    )


def log_odds_z(now: int, before: int, *, words: int, words_before: int) -> float:
    """Return how much a word rises: above 0 it is said more now, in standard errors.

    `words` and `words_before` are all that were said in each period.
    """
    prior = _PRIOR_WORDS * (now + before) / (words + words_before)
    odds = log((now + prior) / (words + _PRIOR_WORDS - now - prior))
    odds_before = log((before + prior) / (words_before + _PRIOR_WORDS - before - prior))
    return (odds - odds_before) / sqrt(1 / (now + prior) + 1 / (before + prior))


def _note(message: Said, seen: dict[str, _Seen], *, besides: Collection[str]) -> None:
    text = plain(message.text)
    found = subjects(text, besides=besides)
    for key, (start, end) in {key: (start, end) for key, start, end in found}.items():
        its = seen[key]
        if message.is_new:
            its.now.add(message.who)
            its.forms[written(text, start, end)] += 1
            its.messages.append((message.at, message.key))
        else:
            its.before.add(message.who)


def _zs(seen: Mapping[str, _Seen]) -> dict[str, float]:
    """Return how much each rises that enough people say: words among words, pairs among pairs."""
    found = {}
    for is_pair in (False, True):
        of_kind = {key: its for key, its in seen.items() if (" " in key) is is_pair}
        words = sum(len(its.now) for its in of_kind.values())
        words_before = sum(len(its.before) for its in of_kind.values())
        for key, its in of_kind.items():
            if len(its.now) >= PEOPLE_MIN:
                found[key] = log_odds_z(
                    len(its.now), len(its.before), words=words, words_before=words_before
                )
    return found


def _rise(its: _Seen, z: float) -> Rise:
    forms = sorted(its.forms, key=lambda form: (-its.forms[form], form != form.lower(), form))
    since, first = min(its.messages)
    return Rise(forms[0], len(its.now), len(its.before), z, since, first)


def _most(found: Mapping[str, Rise], *, by: Callable[[Rise], Any]) -> tuple[Rise, ...]:
    """Return those that come first, and none that has a word in common with one before it."""
    there: set[str] = set()
    chosen = []
    for key, one in sorted(_whole(found), key=lambda item: by(item[1])):
        if there.isdisjoint(key.split()):
            there.update(key.split())
            chosen.append(one)
    return tuple(chosen[:SHOWN_MAX])


def _whole(found: Mapping[str, Rise]) -> list[tuple[str, Rise]]:
    """Leave out the words that are mostly said in a pair which is there."""
    in_pairs = {
        word
        for pair, one in found.items()
        if " " in pair
        for word in pair.split()
        if word in found and one.now >= _IN_PAIR * found[word].now
    }
    return [(key, one) for key, one in found.items() if key not in in_pairs]
