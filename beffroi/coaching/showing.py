"""The barometer in words: what pages, paper and whoever has its address read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import cast

from django.urls import resolve, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beffroi.coaching.words import citing, names
from beffroi.coaching.words.citing import Cited
from beffroi.coaching.words.shapes import Text
from beffroi.core.lengths import length
from beffroi.strategy.barometer.parts import Dimension, Part, Value, half_up
from beffroi.strategy.barometer.rules import BEGINS, Known, Level, Measured, Score, level_of
from beffroi.strategy.barometer.steps import Step
from beffroi.strategy.barometer.studies import COMPARED, findings
from beffroi.workspaces.access import View
from beffroi.workspaces.rules import Role, may

#: A bar has a cell for each level, in percent of its width.
_CELL, _BETWEEN = 18.0, 2.5


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a bar: where it begins, and how much of it is filled, in percent."""

    x: str
    filled: str


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part in words. `points` is "" where it is unknown."""

    label: Text
    points: str
    of: int
    read: str
    rule: Text
    source: Text

    @property
    def is_known(self) -> bool:
        """Whether it counts."""
        return bool(self.points)


@dataclass(frozen=True, slots=True)
class DimensionShown:
    """A dimension in words; `value` is "—" where it is unknown."""

    key: str
    name: Text
    weight: int
    value: str
    level: Text
    known: Text
    icon: str
    is_declared: bool
    cells: tuple[Cell, ...]
    parts: tuple[PartShown, ...]
    studies: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor of the belfry, from the ground; `y` is its top in the drawing."""

    name: Text
    span: str
    y: int
    is_lit: bool
    is_here: bool

    @property
    def middle(self) -> int:
        """Where its first line of words stands."""
        return self.y + 17

    @property
    def below(self) -> int:
        """Where its second line of words stands."""
        return self.y + 32


@dataclass(frozen=True, slots=True)
class Summary:
    """The level in words; "" where too little is known to tell one."""

    level: Text
    total: int | None
    next: str
    meaning: Text
    held: str
    confidence: int
    #: Of the weight: measured, and measured or declared.
    measured: int
    heard: int
    known: str
    floors: tuple[Floor, ...]


@dataclass(frozen=True, slots=True)
class StepShown:
    """A gesture in words; `url` is "" where the page is not for this role."""

    title: Text
    dimension: Text
    points: str
    minutes: str
    url: str


def summary(state: Measured) -> Summary:
    """Return the level in words."""
    by_known = {kind: [one for one in state.scores if one.known is kind] for kind in Known}
    level = state.level
    return Summary(
        level="" if level is None else names.LEVELS[level],
        total=state.total,
        next=_next(state),
        meaning="" if level is None else names.MEANINGS[level],
        held=_held(state),
        confidence=state.confidence,
        measured=sum(one.weight for one in by_known[Known.MEASURED]),
        heard=sum(one.weight for one in state.scores if one.known is not Known.UNKNOWN),
        known=_known(by_known),
        floors=tuple(_floor(one, level) for one in reversed(Level)),
    )


def dimensions(state: Measured, *, with_parts: bool = True) -> list[DimensionShown]:
    """Return the dimensions in words; without parts for those who may not see the figures.

    None has a level where the whole has none.
    """
    told = [_dimension(one, with_parts=with_parts) for one in state.scores]
    return told if state.level is not None else [replace(one, level="") for one in told]


def steps(found: Sequence[Step], *, role: Role) -> list[StepShown]:
    """Return gestures in words, with a link where somebody with `role` may go there."""
    return [_step(one, role=role) for one in found]


def read_of(dimension: Dimension, part: Part) -> str:
    """Return what a part was read from, in a sentence; "" where it is unknown."""
    if not part.is_known:
        return ""
    words = names.PARTS[dimension, part.key]
    return str(words.read) % {name: _value(name, value, part) for name, value in part.inputs}


def _dimension(one: Score, *, with_parts: bool) -> DimensionShown:
    level = one.level
    return DimensionShown(
        key=one.dimension.name.lower(),
        name=names.DIMENSIONS[one.dimension],
        weight=one.weight,
        value="—" if one.value is None else str(one.value),
        level="" if level is None else names.LEVELS[level],
        known=names.KNOWN[one.known],
        icon=names.KNOWN_ICONS[one.known],
        is_declared=one.known is Known.DECLARED,
        cells=_cells(one.value),
        parts=tuple(_part(one.dimension, part) for part in one.parts) if with_parts else (),
        studies=tuple(citing.cited(findings()[key]) for key in COMPARED[one.dimension]),
    )


def _part(dimension: Dimension, part: Part) -> PartShown:
    words = names.PARTS[dimension, part.key]
    return PartShown(
        label=words.label,
        points="" if part.won is None else _decimal(part.won),
        of=part.of,
        read=read_of(dimension, part),
        rule=words.rule,
        source=words.source,
    )


def _cells(value: int | None) -> tuple[Cell, ...]:
    found = []
    for place in range(len(Level)):
        within = min(max((value or 0) - 20 * place, 0), 20)
        filled = _CELL * within / 20
        found.append(Cell(f"{place * (_CELL + _BETWEEN):g}%", f"{filled:g}%"))
    return tuple(found)


def _floor(level: Level, reached: Level | None) -> Floor:
    last = 100 if level is Level.INTEGRATED else BEGINS[level] + 19
    return Floor(
        name=names.LEVELS[level],
        span=pgettext("points", "%(first)s to %(last)s") % {"first": BEGINS[level], "last": last},
        y=213 - 40 * level,
        is_lit=reached is not None and level <= reached,
        is_here=level is reached,
    )


def _next(state: Measured) -> str:
    points = state.points_to_next
    if state.total is None or points is None or state.capped_by:
        return ""
    level = Level(level_of(state.total) + 1)
    words = ngettext(
        "%(count)s point from “%(level)s”", "%(count)s points from “%(level)s”", points
    )
    return words % {"count": points, "level": names.LEVELS[level]}


def _held(state: Measured) -> str:
    """Tell which weak dimensions hold the level down."""
    if not state.capped_by or state.level is None:
        return ""
    weak = ", ".join(str(names.DIMENSIONS[one]) for one in state.capped_by)
    words = _(
        "The points alone would make more. Below 20, these hold the level at “%(level)s”: %(weak)s."
    )
    return words % {"level": names.LEVELS[state.level], "weak": weak}


def _known(by_known: Mapping[Known, Sequence[Score]]) -> str:
    counts = {kind: len(found) for kind, found in by_known.items()}
    said = [
        ngettext("%(count)s measured", "%(count)s measured", counts[Known.MEASURED])
        % {"count": counts[Known.MEASURED]},
        ngettext("%(count)s declared", "%(count)s declared", counts[Known.DECLARED])
        % {"count": counts[Known.DECLARED]},
        ngettext("%(count)s unknown", "%(count)s unknown", counts[Known.UNKNOWN])
        % {"count": counts[Known.UNKNOWN]},
    ]
    kinds = (Known.MEASURED, Known.DECLARED, Known.UNKNOWN)
    return ", ".join(words for kind, words in zip(kinds, said, strict=True) if counts[kind])


def _step(one: Step, *, role: Role) -> StepShown:
    words = names.PARTS[one.dimension, one.part]
    return StepShown(
        title=words.gesture,
        dimension=names.DIMENSIONS[one.dimension],
        points=_won(one.points),
        minutes=length(timedelta(minutes=one.minutes)),
        url=url_for(words.url_name, role=role),
    )


def _won(points: Fraction | None) -> str:
    if points is None:
        return _("to have it measured")
    shown = _decimal(max(Fraction(1, 10), points)) if points < 1 else str(half_up(points))
    return ngettext("+%(count)s point", "+%(count)s points", max(1, half_up(points))) % {
        "count": shown
    }


def url_for(name: str, *, role: Role) -> str:
    """Return the address of a page, "" where it is not for somebody with `role`."""
    url = reverse(name)
    policy = cast(View, resolve(url).func).policy
    return url if policy.permission is None or may(role, policy.permission) else ""


def _value(name: str, value: Value, part: Part) -> str:
    if value is None:
        is_since = name in {"days", "hours"} and part.key != "ahead"
        return pgettext("since when", "never") if is_since else "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return value
    if part.key == "speed":
        return length(timedelta(minutes=value))
    if part.key == "volume" and name == "target":
        return _decimal(Fraction(value, 100))
    return number_format(value, force_grouping=True)


def _decimal(value: Fraction) -> str:
    """Write a number to the tenth, without a tenth that is zero."""
    tenths = half_up(10 * value)
    whole, tenth = divmod(tenths, 10)
    return number_format(whole) if not tenth else number_format(tenths / 10, decimal_pos=1)
