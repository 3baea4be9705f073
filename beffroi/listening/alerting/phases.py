"""Where an alert stands: a first sign, a surge, or calming down, by the hours. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from beffroi.listening.alerting.rules import Phase

#: What is held against each other: the last so many hours, and the fullest of so many before.
SPAN = 6
_BACK = 48
#: Fewer messages in a span tell nothing.
_SPAN_MIN = 3
#: A surge has so many times what is usual in a span; a fall so small a part of the fullest one.
_SURGE_TIMES = 3
_FALLEN_TO = 1 / 3


def phase(counts: Sequence[int], *, a_day: float) -> Phase:
    """Return where it stands by the hours, the one that runs first; `a_day` messages are usual.

    It falls by night as well, and may grow again in the morning: only hours say so.
    """
    spans = [sum(counts[at : at + SPAN]) for at in range(min(_BACK, len(counts)))]
    last, fullest = spans[0], max(spans)
    if fullest >= _SPAN_MIN and last <= fullest * _FALLEN_TO:
        return Phase.FALLING
    usual = a_day * SPAN / 24
    is_full = last >= max(_SPAN_MIN, _SURGE_TIMES * usual)
    return Phase.SURGE if is_full and 2 * last > fullest else Phase.WEAK
