from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from beffroi.insight.working.pairs import EVIDENCE_NEEDED, Life, Told, hold
from beffroi.metrics.comparing import FALSE_ALARMS, Leader

JUNE = date(2026, 6, 1)
DAYS = st.lists(st.tuples(st.integers(-20, 400), st.integers(-5, 60)), min_size=1, max_size=12)


def life(days: Sequence[tuple[int, int]], *, begins: date = JUNE) -> Life:
    dates = [begins + timedelta(days=number) for number in range(len(days))]
    return Life(
        begins,
        dates[-1],
        {day: shown for day, (shown, _) in zip(dates, days, strict=True)},
        {day: liked for day, (_, liked) in zip(dates, days, strict=True)},
    )


def evidence(told: Told) -> list[float]:
    return [one.evidence for one in told.looks]


def test_the_evidence_that_decides_is_that_of_the_test() -> None:
    assert EVIDENCE_NEEDED * FALSE_ALARMS == 1


def test_posts_that_do_alike_are_not_decided() -> None:
    told = hold(life([(500, 20)] * 5), life([(500, 20)] * 5))
    assert not told.is_decided
    assert len(told.looks) == 5
    assert told.found.evidence == evidence(told)[-1] < EVIDENCE_NEEDED


def test_a_post_that_does_three_times_better_is_named() -> None:
    told = hold(life([(500, 20)] * 5), life([(500, 60)] * 5))
    assert told.found.leader is Leader.SECOND
    assert max(evidence(told)) >= EVIDENCE_NEEDED


def test_posts_of_two_days_are_held_day_by_day_of_their_lives() -> None:
    later = JUNE + timedelta(days=30)
    apart = hold(life([(500, 20), (90, 2)]), life([(400, 9), (80, 1)], begins=later))
    together = hold(life([(500, 20), (90, 2)]), life([(400, 9), (80, 1)]))
    assert apart == together
    assert [one.day for one in apart.looks] == [1, 2]


def test_days_that_one_of_them_has_not_lived_yet_are_not_looked_at() -> None:
    assert len(hold(life([(500, 20)] * 7), life([(500, 20)] * 2)).looks) == 2


def test_a_day_without_anything_is_no_look() -> None:
    told = hold(life([(500, 20), (0, 0), (90, 3)]), life([(500, 20), (0, 0), (90, 3)]))
    assert [one.day for one in told.looks] == [1, 3]


def test_more_interactions_than_displays_wait_for_the_next_day() -> None:
    told = hold(life([(5, 9), (500, 20)]), life([(5, 1), (500, 20)]))
    assert [one.day for one in told.looks] == [1, 2]
    assert sum(one.look.first.trials for one in told.looks) == 505


def test_posts_that_nobody_counted_tell_nothing() -> None:
    empty = Life(JUNE, JUNE - timedelta(days=1), {}, {})
    told = hold(empty, empty)
    assert told.looks == ()
    assert not told.is_decided


@given(DAYS, DAYS)
def test_no_count_breaks_it_and_sides_may_be_changed(
    ours: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    one, other = hold(life(ours), life(others)), hold(life(others), life(ours))
    turned = {Leader.FIRST: Leader.SECOND, Leader.SECOND: Leader.FIRST, Leader.NONE: Leader.NONE}
    assert [look.day for look in one.looks] == [look.day for look in other.looks]
    assert one.is_decided == other.is_decided
    if one.is_decided:
        assert one.found.leader is turned[other.found.leader]
    assert all(look.look.first.trials >= 0 for look in one.looks)
