"""How much room words take on a drawing, and which of many labels are shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

#: Widths in the size of the letters, for semi-bold Inter and DejaVu Sans in its place; generous.
_SLIM = frozenset(" \u00a0\u202f.,:;'’!|()[]iljtfrI-·")
_WIDE = frozenset("mwMW—@%€…")
#: Room that was measured by the words themselves comes back a hair narrower from sums of floats.
_ROUNDING = 1e-6
_GAP = 6.0


class Box(NamedTuple):
    """The sides of what takes room."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Return whether both take the same room somewhere."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@lru_cache(maxsize=4096)
def text_width(words: str, size: float = 12) -> float:
    """Return about how wide words are, rather too wide than too narrow."""
    return size * sum(map(_width_of, words))


def _width_of(letter: str) -> float:
    if letter in _SLIM:
        return 0.42
    if letter in _WIDE:
        return 0.98
    return 0.74 if letter.isupper() else 0.68


def text_box(words: str, *, x: float, y: float, anchor: str, size: float) -> Box:
    """Return the room of words whose baseline is at `y`."""
    width = text_width(words, size)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, y - 0.85 * size, left + width, y + 0.3 * size)


def inside(x: float, words: str, *, left: float, right: float, size: float = 12) -> float:
    """Move the middle of words so that they stay between two sides; centred where too wide."""
    half = text_width(words, size) / 2
    if right - left < 2 * half:
        return (left + right) / 2
    return min(max(x, left + half), right - half)


def thinned(
    labels: Sequence[str], *, at: Callable[[int], float], left: float, right: float
) -> list[tuple[int, float]]:
    """Choose which labels of an axis are written, and where their middles are.

    All when they fit; otherwise every so many, so that none touches another or a side.
    """
    count = len(labels)
    if not count:
        return []
    widest = max(text_width(words) for words in labels)
    slot = (right - left) / count
    stride = max(1, math.ceil((widest + _GAP) / slot))
    first, last = 0, count - 1
    while last >= 0 and at(last) + widest / 2 > right + 0.01:
        last -= 1
    while first <= last and at(first) - widest / 2 < left - _GAP:
        first += 1
    if first > last:
        return [(count - 1, inside(at(count - 1), labels[-1], left=left, right=right))]
    chosen = range(last, first - 1, -stride)[::-1]
    return [(place, at(place)) for place in chosen if labels[place]]


def free(box: Box, taken: Iterable[Box]) -> bool:
    """Return whether nothing stands where the box would."""
    return not any(box.meets(other) for other in taken)


def wrapped(words: str, *, width: float, size: float = 12) -> tuple[str, ...]:
    """Break words into lines that fit; what is too long by itself stays whole."""
    lines: list[str] = []
    for word in words.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines)


def shortened(words: str, *, width: float, size: float = 12) -> str:
    """Cut words that are too wide, with an ellipsis."""
    if text_width(words, size) <= width + _ROUNDING:
        return words
    while words and text_width(words + "…", size) > width:
        words = words[:-1]
    return words.rstrip() + "…"
