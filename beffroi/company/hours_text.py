"""Reads the openings of a day as people write them: “9 h – 12 h, 14 h – 19 h 30”. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from beffroi.company.rules import DAY_MINUTES, Hours, Span

#: Nobody opens more often in a day; whatever is longer is a paste.
SPANS_MAX = 6
TEXT_MAX = 120

Times = tuple[int, int]

_CLOSED = frozenset({"", "-", "—", "–", "x", "fermé", "ferme", "fermée", "closed", "shut"})
_SAME = frozenset({"=", "idem", "pareil", "same", "ditto", '"', "»"})
_ALWAYS = re.compile(r"24\s*(?:h|heures|hours)?\s*[/x]\s*24\s*h?|jour et nuit|non.stop|24 hours")
_SPACES = re.compile(r"\s+")
_BETWEEN_SPANS = re.compile(r"\s*(?:[,;/&+\n]|\bet\b|\bpuis\b|\band\b|\bthen\b)\s*")
_MISSING_COMMA = re.compile(r"(?<=[\dhm])\s+(?=\d{1,2}\s*[h:]\s*\d*\s*(?:[-–—à]|to\b))")
_BETWEEN_TIMES = re.compile(r"\s*(?:[-–—−‑~→]|\bà\b|\ba\b(?!\.m)|\bto\b|\buntil\b|\bjusqu.à\b)\s*")
_LEADING = re.compile(r"^(?:de|d.|from|of|ouvert|open)\s+")
_TIME = re.compile(
    r"^(\d{1,2})\s*(?:(?:h|:|\.|heures?)\s*(\d{2})?(?:\s*(?:min|mn|h))?)?\s*([ap])?\.?(?:m\.?)?$"
)
_NAMED = {"midi": 12 * 60, "noon": 12 * 60, "minuit": 0, "midnight": 0}


class Problem(Enum):
    """Why the openings of a day cannot be read."""

    UNREADABLE = "unreadable"
    NO_SUCH_TIME = "no_such_time"
    SAME_TIMES = "same_times"
    OVERLAP = "overlap"
    TOO_MANY = "too_many"
    NOTHING_ABOVE = "nothing_above"


class CannotRead(Exception):
    """The text says no openings; `where` is the part that is meant."""

    def __init__(self, problem: Problem, *, where: str) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.where = where


def times_of(text: str, *, above: Sequence[Times] | None = None) -> tuple[Times, ...]:
    """Return the openings of a day, in order; empty when it is closed. Raises CannotRead.

    `above` is what “same” repeats. A closing before its opening is on the next day.
    """
    said = _SPACES.sub(" ", text.replace("\u202f", " ").replace("\n", ",")).strip(" .,").lower()
    if said in _CLOSED:
        return ()
    if said in _SAME:
        if above is None:
            raise CannotRead(Problem.NOTHING_ABOVE, where=text)
        return tuple(above)
    if _ALWAYS.fullmatch(said):
        return ((0, DAY_MINUTES),)
    said = _MISSING_COMMA.sub(", ", said)
    parts = [part for part in _BETWEEN_SPANS.split(said) if part]
    if len(parts) > SPANS_MAX:
        raise CannotRead(Problem.TOO_MANY, where=text)
    return _without_overlap(sorted(_span(part) for part in parts), text=text)


def hours_of(week: Sequence[Sequence[Times]]) -> Hours:
    """Return the hours of a week from the openings of its seven days, Monday first."""
    return Hours(
        tuple(
            Span(weekday, opens, closes)
            for weekday, day in enumerate(week)
            for opens, closes in day
        )
    )


def _without_overlap(spans: list[Times], *, text: str) -> tuple[Times, ...]:
    for (_opens, closes), (opens_next, _closes) in pairwise(spans):
        if opens_next < closes:
            raise CannotRead(Problem.OVERLAP, where=text)
    return tuple(spans)


def _span(part: str) -> Times:
    ends = [end for end in _BETWEEN_TIMES.split(_LEADING.sub("", part)) if end]
    if len(ends) != 2:
        raise CannotRead(Problem.UNREADABLE, where=part)
    halves = [_half(end) for end in ends]
    closes = _minutes(ends[1], half=halves[1])
    opens = _minutes(ends[0], half=halves[0])
    if halves == ["", "p"] and opens + DAY_MINUTES // 2 < closes:
        opens += DAY_MINUTES // 2  # “1 to 5 pm”: both are in the afternoon
    if opens == closes:
        raise CannotRead(Problem.SAME_TIMES, where=part)
    return (opens % DAY_MINUTES, closes if closes > opens else closes + DAY_MINUTES)


def _half(time: str) -> str:
    found = _TIME.match(time)
    return (found[3] or "") if found else ""


def _minutes(time: str, *, half: str) -> int:
    if time in _NAMED:
        return _NAMED[time]
    found = _TIME.match(time)
    if found is None:
        raise CannotRead(Problem.UNREADABLE, where=time)
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute) or (half and not 1 <= hour <= 12):
        raise CannotRead(Problem.NO_SUCH_TIME, where=time)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute
