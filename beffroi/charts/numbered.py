"""Numbers above a chart for what happened: the words stand beside it, and in its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from beffroi.charts.axes import Plot
from beffroi.charts.drawings import Dots, Mark, Point, Stroke, Text
from beffroi.charts.looks import FLAG, NUMBER, NUMBER_HOLE, ON_HOT, ON_PAPER
from beffroi.charts.texts import text_width

#: How much room the numbers take above a chart.
ROOM = 24
_MIDDLE, _RADIUS, _LETTERS = 11.0, 9.0, 11.0
_APART = 3.0
_DASH = "\u2013"


@dataclass(frozen=True, slots=True)
class Numbered:
    """That something happened at the place of a name below: from which number to which.

    `is_ready`: no person wrote it, which is drawn as a ring.
    """

    at: int
    first: int
    last: int
    is_ready: bool = False


@dataclass(frozen=True, slots=True)
class _Pill:
    """Numbers in one frame, from the middle of its first letter's round end to that of the last."""

    words: str
    middle: float
    half: float
    staffs: tuple[float, ...]
    is_ready: bool

    @property
    def left(self) -> float:
        return self.middle - self.half - _RADIUS

    @property
    def right(self) -> float:
        return self.middle + self.half + _RADIUS


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is drawn of them; `curves` are the staffs, beside which other words go."""

    marks: tuple[Mark, ...] = ()
    texts: tuple[Text, ...] = ()
    curves: tuple[tuple[Point, ...], ...] = ()


def room_for(numbered: Sequence[Numbered]) -> int:
    """Return how much higher a drawing is with these."""
    return ROOM if numbered else 0


def draw(numbered: Sequence[Numbered], where: Plot, *, top: float, base: float) -> Numbers:
    """Draw numbers below `top`, each on a staff down to `base`.

    Those that would stand on one another share a frame: numbers follow the days, so that it says
    from which to which.
    """
    pills = _apart(sorted(numbered, key=lambda one: (one.at, one.first)), where)
    y = top + _MIDDLE
    curves = tuple((Point(x, y + _RADIUS), Point(x, base)) for pill in pills for x in pill.staffs)
    marks: list[Mark] = [Stroke(FLAG, curves)] if curves else []
    marks += _frames(pills, y)
    texts = tuple(
        Text(
            ON_PAPER if pill.is_ready else ON_HOT,
            pill.words,
            pill.middle,
            y + _LETTERS * 0.36,
            size=_LETTERS,
        )
        for pill in pills
    )
    return Numbers(tuple(marks), texts, curves)


def _frames(pills: Sequence[_Pill], y: float) -> list[Mark]:
    """Draw a disc behind each number, long where there are several, and a hole in those ready."""
    marks: list[Mark] = []
    for look, shown in ((NUMBER, pills), (NUMBER_HOLE, [one for one in pills if one.is_ready])):
        round_ = tuple(Point(one.middle, y) for one in shown if not one.half)
        long = tuple(
            (Point(one.middle - one.half, y), Point(one.middle + one.half, y))
            for one in shown
            if one.half
        )
        marks += [Dots(look, round_)] if round_ else []
        marks += [Stroke(look, long)] if long else []
    return marks


def _apart(numbered: Sequence[Numbered], where: Plot) -> list[_Pill]:
    """Put numbers into frames, until no two of these touch."""
    framed: list[tuple[list[Numbered], _Pill]] = []
    for one in numbered:
        group = [one]
        pill = _pill(group, where)
        while framed and pill.left < framed[-1][1].right + _APART:
            group = framed.pop()[0] + group
            pill = _pill(group, where)
        framed.append((group, pill))
    return [pill for _group, pill in framed]


def _pill(group: Sequence[Numbered], where: Plot) -> _Pill:
    first, last = group[0].first, max(one.last for one in group)
    words = str(first) if first == last else f"{first}{_DASH}{last}"
    half = max(0.0, text_width(words, _LETTERS) / 2 - _RADIUS / 2) if first != last else 0.0
    staffs = tuple(dict.fromkeys(where.x(one.at) for one in group))
    reach = half + _RADIUS
    middle = min(max((staffs[0] + staffs[-1]) / 2, reach), where.right - reach)
    return _Pill(words, middle, half, staffs, all(one.is_ready for one in group))
