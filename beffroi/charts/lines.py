"""Numbers over time as lines: gaps where nothing is known, a goal, and what happened when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from beffroi.charts import flags, labelling, numbered
from beffroi.charts.axes import Plot, Say, across, grid, names_below, plot
from beffroi.charts.drawings import HALF, Dots, Drawing, Mark, Point, Size, Stroke, Text
from beffroi.charts.flags import Note
from beffroi.charts.labelling import Spot
from beffroi.charts.looks import GOAL, HOLES, LINES, POINTS
from beffroi.charts.numbered import Numbered
from beffroi.charts.scales import scale_of

_ABOVE, _BELOW = 26.0, 18.0
_POINTS_MAX = 40


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a number for each name below, None where unknown; `said` is how each is written.

    `said` is empty where no number is written on the line.
    """

    values: tuple[float | None, ...]
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """What is aimed at, and its words."""

    value: float
    words: str


Run = tuple[Point, ...]


def lines(
    names: Sequence[str],
    series: Sequence[Series],
    *,
    say: Say,
    size: Size = HALF,
    goal: Goal | None = None,
    notes: Sequence[Note] = (),
    marked: Sequence[Numbered] = (),
    is_whole: bool = False,
) -> Drawing:
    """Draw up to four series over the same names. Every series has a number or None for each."""
    numbers = [value for one in series for value in one.values]
    scale = scale_of([*numbers, goal.value if goal else None], is_whole=is_whole)
    below = _BELOW if scale.low < 0 else 0.0
    where = plot(scale, size=size, say=say, count=len(names), above=_ABOVE, below=below)
    raised = flags.raise_(notes, x=where.x, size=size)
    more = raised.height + numbered.room_for(marked)
    where = replace(where, top=where.top + more, base=where.base + more)
    height = size.height + more
    marks, texts = grid(where, say=say)
    runs = [tuple(_runs(one, where)) for one in series]
    staffs, told = flags.draw(raised, where)
    counted = numbered.draw(marked, where, top=raised.height, base=where.base)
    marks += [
        *staffs,
        *counted.marks,
        *_goal(goal, where),
        *_drawn(runs, are_many=len(names) > _POINTS_MAX),
    ]
    texts += names_below(where, names, height=height)
    told += counted.texts
    curves = [
        *[run for its in runs for run in its],
        *flags.staffs(raised, where),
        *counted.curves,
    ]
    placed = [*told, *_goal_words(goal, where, curves=curves, taken=told)]
    curves += [across(where, value) for value in (0.0, goal.value if goal else 0.0)]
    placed += labelling.place(list(_spots(series, where)), curves=curves, taken=placed, where=where)
    return Drawing(size.name, size.width, height, tuple(marks), (*texts, *placed))


def _runs(series: Series, where: Plot) -> Iterator[Run]:
    """Cut a series where nothing is known."""
    run: list[Point] = []
    first, slot, zero, unit = where.x(0), where.slot, where.zero, where.y(1.0) - where.zero
    for place, value in enumerate(series.values):
        if value is not None:
            run.append(Point(first + slot * place, zero + unit * value))
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _drawn(runs: Sequence[Sequence[Run]], *, are_many: bool) -> Iterator[Mark]:
    """Draw lines, and points on them; where there are many only those that stand alone."""
    for its, line, look, hole in zip(runs, LINES, POINTS, HOLES, strict=False):
        if drawn := tuple(run for run in its if len(run) > 1):
            yield Stroke(line, drawn)
        shown = tuple(point for run in its if not are_many or len(run) == 1 for point in run)
        if shown:
            yield Dots(look, shown)
            if hole:
                yield Dots(hole, shown)


def _goal(goal: Goal | None, where: Plot) -> Iterator[Stroke]:
    if goal:
        yield Stroke(GOAL, (across(where, goal.value),))


def _goal_words(
    goal: Goal | None, where: Plot, *, curves: Sequence[Run], taken: Sequence[Text]
) -> list[Text]:
    if not goal:
        return []
    y, boxes = where.y(goal.value), [text.box for text in taken]
    return [labelling.goal_words(goal.words, y=y, where=where, curves=curves, taken=boxes)]


def _spots(series: Sequence[Series], where: Plot) -> Iterator[Spot]:
    """Find the points whose numbers are written."""
    numbers = [
        (value, (which, place))
        for which, one in enumerate(series)
        for place, (value, said) in enumerate(zip(one.values, one.said, strict=False))
        if value is not None and said
    ]
    # The last of each line: a later place takes that of an earlier one.
    ends = list({which: (which, place) for _, (which, place) in numbers}.values())
    for which, place in labelling.told(numbers, room=where.slot, ends=ends):
        values = series[which].values
        value = values[place] or 0.0
        before, after = _beside(values, place)
        yield Spot(
            x=where.x(place),
            y=where.y(value),
            words=series[which].said[place],
            is_low=value * 2 < before + after,
        )


def _beside(values: Sequence[float | None], place: int) -> tuple[float, float]:
    """Return the numbers on both sides, the number itself where one is unknown."""
    here = values[place] or 0.0
    before = values[place - 1] if place else None
    after = values[place + 1] if place + 1 < len(values) else None
    return (here if before is None else before), (here if after is None else after)
