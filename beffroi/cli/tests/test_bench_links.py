from __future__ import annotations

from collections import Counter

from beffroi.cli.bench.links import _verdict
from beffroi.cli.bench.links.following import Followed


def test_what_was_answered_must_count_and_what_was_not_may() -> None:
    first = Followed(sent=Counter(a=5, b=2), answered=Counter(a=4, b=2))
    second = Followed(sent=Counter(a=1), answered=Counter(a=1))
    assert _verdict(Counter(a=6, b=2), [first, second]) == {"lost": 0, "doubled": 0}
    assert _verdict(Counter(a=5, b=2), [first, second]) == {"lost": 0, "doubled": 0}
    assert _verdict(Counter(a=4, b=1), [first, second]) == {"lost": 2, "doubled": 0}
    assert _verdict(Counter(a=8, b=2), [first, second]) == {"lost": 0, "doubled": 2}
