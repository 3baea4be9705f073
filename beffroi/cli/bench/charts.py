"""How long a chart takes, drawn and written with its table, beside joining strings that are ready.

A chart is drawn in its sizes, as a page has it. Figures are the median of many, in time of the
processor.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from django.template.loader import render_to_string

from beffroi.charts.drawings import FULL, HALF, NARROW, Drawing, Size
from beffroi.charts.figures import Drawn, Figure, Line, Table
from beffroi.charts.lines import Goal, Series, lines
from beffroi.charts.stacked import Stack, stacked

_TIMES = 41
_WEEKS, _DAYS, _MANY = 12, 90, 400
_SERIES = 4
_PROOFS = ("Certain", "Probable", "Declared")
_TWO, _THREE = (NARROW, HALF), (NARROW, HALF, FULL)


def run() -> dict[str, float | int]:
    """Measure bars of twelve weeks, four lines of ninety days, and one of four hundred."""
    names = [f"{number + 1}" for number in range(_MANY)]
    parts = [[str(number)] * 20 for number in range(_MANY)]
    return {
        "bars": _WEEKS,
        "chart_ms": _milliseconds(lambda: _shown(_bars())),
        "lines": _SERIES,
        "days": _DAYS,
        "lines_ms": _milliseconds(lambda: _shown(_lines(_SERIES, _DAYS, sizes=_TWO))),
        "points": _MANY,
        "points_ms": _milliseconds(lambda: _shown(_lines(1, _MANY, sizes=_THREE))),
        "points_drawn_ms": _milliseconds(lambda: _draw_lines(1, names, size=HALF)),
        "joined_ms": _milliseconds(lambda: "".join(["".join(one) for one in parts])),
        "kilobytes": round(len(_shown(_bars()).encode()) / 1000, 1),
    }


def _milliseconds(does: Callable[[], object]) -> float:
    taken = []
    for _ in range(_TIMES):
        begun = time.process_time()
        does()
        taken.append(time.process_time() - begun)
    return round(statistics.median(taken) * 1000, 3)


def _shown(figure: Figure) -> str:
    return render_to_string("charts/figure.html", {"figure": figure})


def _bars() -> Figure:
    stacks = [
        Stack(f"W{week}", (week * 31 % 17, week * 7 % 13, week % 5), str(week), cost=9.0)
        for week in range(1, _WEEKS + 1)
    ]
    drawn = tuple(stacked(stacks, say=str, size=size) for size in _TWO)
    rows = tuple(Line(one.name, tuple(map(str, one.parts or ()))) for one in stacks)
    table = Table("Margin", ("Week", *_PROOFS), rows)
    return Figure("margin", "Margin", "Margin by week.", Drawn(drawn), table)


def _lines(series: int, days: int, *, sizes: tuple[Size, ...]) -> Figure:
    names = [f"{day + 1}" for day in range(days)]
    drawn = tuple(_draw_lines(series, names, size=size) for size in sizes)
    rows = tuple(Line(name, (name,) * series) for name in names)
    heads = ("Day", *[f"Line {number + 1}" for number in range(series)])
    return Figure("days", "Days", "Numbers by day.", Drawn(drawn), Table("Days", heads, rows))


def _draw_lines(series: int, names: list[str], *, size: Size) -> Drawing:
    made = [
        Series(tuple(float((place * (one + 3)) % 29) for place in range(len(names))), tuple(names))
        for one in range(series)
    ]
    return lines(names, made, say=str, size=size, goal=Goal(12.0, "goal"))
