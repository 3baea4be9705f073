"""Bars made of parts, with a line for what each cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from beffroi.charts import numbered
from beffroi.charts.axes import Plot, Say, grid, names_below, plot
from beffroi.charts.drawings import HALF, Drawing, Mark, Point, Rect, Size, Stroke, Text, fills
from beffroi.charts.looks import COST, HALO, LABEL, PROOFS, STRONG, Look
from beffroi.charts.numbered import Numbered
from beffroi.charts.scales import scale_of
from beffroi.charts.texts import Box, free, inside, text_width

_ABOVE, _BELOW = 26.0, 16.0
_BAR, _BAR_WHEN_MANY, _MANY = 0.56, 0.8, 40
_WIDEST = 64.0
_COST_BEYOND = 7.0
_LIFT, _DROP = 7.0, 14.0
_APART = 3.0


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar: its parts in the order of the looks, `said` what is written at its end.

    `parts` is None where nothing is known: no bar is drawn, and `said` stands on the ground.
    """

    name: str
    parts: tuple[float, ...] | None
    said: str = ""
    cost: float | None = None

    @property
    def up(self) -> float:
        """Return how far it rises above zero."""
        return sum(part for part in self.parts or () if part > 0)

    @property
    def down(self) -> float:
        """Return how far it goes below zero, as a negative number."""
        return sum(part for part in self.parts or () if part < 0)


def stacked(
    stacks: Sequence[Stack],
    *,
    say: Say,
    size: Size = HALF,
    looks: Sequence[Look] = PROOFS,
    is_whole: bool = False,
    marked: Sequence[Numbered] = (),
) -> Drawing:
    """Draw a bar for each stack, upwards from zero what is positive, downwards the rest."""
    ends = [end for stack in stacks for end in (stack.up, stack.down, stack.cost)]
    scale = scale_of(ends, is_whole=is_whole)
    below = _BELOW if scale.low < 0 else 0.0
    where = plot(scale, size=size, say=say, count=len(stacks), above=_ABOVE, below=below)
    more = numbered.room_for(marked)
    where = replace(where, top=where.top + more, base=where.base + more)
    height = size.height + more
    marks, texts = grid(where, say=say)
    counted = numbered.draw(marked, where, top=0.0, base=more)
    marks += counted.marks
    marks += fills(_bars(stacks, where, looks))
    marks += _costs(stacks, where)
    texts += names_below(where, [stack.name for stack in stacks], height=height)
    texts += [*_values(stacks, where), *counted.texts]
    return Drawing(size.name, size.width, height, tuple(marks), tuple(texts))


def bar_width(slot: float, count: int) -> float:
    """Return how wide a bar is in its slot."""
    return min(_WIDEST, slot * (_BAR_WHEN_MANY if count > _MANY else _BAR))


def _bars(
    stacks: Sequence[Stack], where: Plot, looks: Sequence[Look]
) -> Iterator[tuple[Look, list[Rect]]]:
    width = bar_width(where.slot, where.count)
    unit = (where.base - where.top) / (where.scale.high - where.scale.low)
    rects: list[list[Rect]] = [[] for _ in looks]
    for place, stack in enumerate(stacks):
        x, top, bottom = where.x(place) - width / 2, where.zero, where.zero
        for part, its in zip(stack.parts or (), rects, strict=False):
            height = abs(part) * unit
            if part > 0:
                top -= height
                its.append(Rect(x, top, width, height))
            elif part < 0:
                its.append(Rect(x, bottom, width, height))
                bottom += height
    return zip(looks, rects, strict=True)


def _costs(stacks: Sequence[Stack], where: Plot) -> list[Mark]:
    width = bar_width(where.slot, where.count)
    half = width / 2 + min(_COST_BEYOND, (where.slot - width) / 2)
    lines = tuple(
        (Point(where.x(place) - half, y), Point(where.x(place) + half, y))
        for place, stack in enumerate(stacks)
        if stack.cost is not None
        for y in (where.y(stack.cost),)
    )
    return [Stroke(HALO, lines), Stroke(COST, lines)] if lines else []


def _values(stacks: Sequence[Stack], where: Plot) -> list[Text]:
    written = [place for place, stack in enumerate(stacks) if stack.said]
    widest = max((text_width(stacks[place].said) for place in written), default=0.0)
    if widest + _APART > where.slot:
        written = _telling(stacks, written)
    texts: list[Text] = []
    taken: list[Box] = []
    for place in written:
        text = _value(stacks[place], where, place)
        if free(text.box, taken):
            texts.append(text)
            taken.append(text.box)
    return texts


def _telling(stacks: Sequence[Stack], written: Sequence[int]) -> list[int]:
    """Choose the highest and the last where not all have room, and the greatest loss."""
    known = [place for place in written if stacks[place].parts is not None]
    if not known:
        return list(written[-1:])
    highest = max(known, key=lambda place: stacks[place].up)
    lowest = min(known, key=lambda place: stacks[place].up + stacks[place].down)
    losses = [lowest] if stacks[lowest].up + stacks[lowest].down < 0 else []
    return list(dict.fromkeys((highest, known[-1], *losses)))


def _value(stack: Stack, where: Plot, place: int) -> Text:
    x = inside(where.x(place), stack.said, left=where.left, right=where.right)
    if stack.parts is None:
        return Text(LABEL, stack.said, x, where.zero - _LIFT)
    if stack.down < 0 and not stack.up:
        lowest = max(where.y(stack.down), _cost_y(stack, where, where.zero))
        return Text(STRONG, stack.said, x, lowest + _DROP)
    on_bar = Text(STRONG, stack.said, x, where.y(stack.up) - _LIFT)
    cost = _cost_y(stack, where, where.zero)
    # Above the line of the cost it would be read as the cost: only where that would strike it.
    is_struck = on_bar.box.top - _LIFT < cost < where.y(stack.up)
    return replace(on_bar, y=cost - _LIFT) if is_struck else on_bar


def _cost_y(stack: Stack, where: Plot, otherwise: float) -> float:
    return otherwise if stack.cost is None else where.y(stack.cost)
