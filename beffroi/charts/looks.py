"""How a mark is painted where no stylesheet reaches it: in a PDF and in mails, always light.

`static/charts/charts.css` says the same with custom properties, for both themes; a rule there is
stronger than an attribute here. WeasyPrint 70 gives rules of the page to no element inside an SVG.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """The attributes of a mark; `pattern` names the pattern that fills it instead of `fill`."""

    name: str
    fill: str = "none"
    stroke: str = ""
    width: float = 0
    dash: str = ""
    cap: str = ""
    pattern: str = ""
    weight: int = 500


_INK, _FAINT, _GRID, _PAPER = "#14213d", "#5d6882", "#ece7de", "#ffffff"
_BLUE, _BRONZE, _SLATE, _RULE = "#1f3a75", "#b0702a", "#68768f", "#8a8f9e"

#: A series is told by its pattern and its name, then by its colour.
PLAIN = Look("plain", fill=_BLUE)
HATCH = Look("hatch", pattern="hatch", stroke=_BRONZE, width=0.75)
DOTS = Look("dots", pattern="dots", stroke=_SLATE, width=0.75)
PALE = Look("pale", fill="#6a7da6")
INK = Look("ink", fill=_INK)
OK = Look("ok", fill="#1d6547")
WARN = Look("warn", fill=_BRONZE)
TRACK = Look("track", fill=_GRID)
#: How sure a part is: certain, probable, declared.
PROOFS = (PLAIN, HATCH, DOTS)

GRID = Look("grid", stroke=_GRID, width=1)
ZERO = Look("zero", stroke=_RULE, width=1)
#: A line on bars of any fill stands out from a wider one of the paper's colour.
COST = Look("cost", stroke=_INK, width=2)
HALO = Look("halo", stroke=_PAPER, width=4)
GOAL = Look("goal", stroke=_BRONZE, width=2, dash="4 4")
FLAG = Look("flag", stroke=_FAINT, width=1)
PENNANT = Look("pennant", fill=_FAINT)
#: A disc behind the number of a note, and what makes a ring of it.
NUMBER = Look("number", stroke=_INK, width=18, cap="round")
NUMBER_HOLE = Look("number-hole", stroke=_PAPER, width=15, cap="round")

LINES = (
    Look("line-1", stroke=_BLUE, width=2),
    Look("line-2", stroke=_BRONZE, width=2, dash="8 3"),
    Look("line-3", stroke=_SLATE, width=2, dash="2 3"),
    Look("line-4", stroke=_INK, width=2, dash="9 3 2 3"),
)
#: What stands on a line's points: a disc, a ring (a disc with a hole), a square, a square ring.
POINTS = (
    Look("point-1", stroke=_BLUE, width=8, cap="round"),
    Look("point-2", stroke=_BRONZE, width=8, cap="round"),
    Look("point-3", stroke=_SLATE, width=7, cap="square"),
    Look("point-4", stroke=_INK, width=7, cap="square"),
)
HOLES = (
    None,
    Look("hole", stroke=_PAPER, width=4, cap="round"),
    None,
    Look("hole", stroke=_PAPER, width=3, cap="square"),
)

#: From little to much.
HEATS = (
    Look("heat-1", fill="#eaf0fa"),
    Look("heat-2", fill="#c5d4ee"),
    Look("heat-3", fill="#93afde"),
    Look("heat-4", fill="#3f62a6"),
    Look("heat-5", fill="#1f3a75"),
)
FEW = Look("few", stroke=_RULE, width=1, dash="3 3")

LABEL = Look("label", fill=_FAINT)
STRONG = Look("strong", fill=_INK, weight=600)
ON_HEAT = Look("on-heat", fill=_INK, weight=600)
ON_HOT = Look("on-hot", fill=_PAPER, weight=600)
ON_PAPER = Look("on-paper", fill=_INK, weight=600)
TEXTS = (LABEL, STRONG, ON_HEAT, ON_HOT, ON_PAPER)
