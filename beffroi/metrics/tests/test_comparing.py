from __future__ import annotations

from collections.abc import Iterator
from math import comb, sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.metrics.comparing import (
    FALSE_ALARMS,
    Leader,
    Look,
    NotAmong,
    Variant,
    always_valid,
    compare,
    evidences,
    looks_between,
)
from beffroi.metrics.figures import LessThanNothing
from beffroi.metrics.intervals import Z, wilson

EACH = 5
LOOKS = 40
VARIANTS = st.builds(
    lambda successes, failures: Variant(successes, successes + failures),
    st.integers(0, 30),
    st.integers(0, 300),
)


def run(chance: Random, first: float, second: float, *, each: int = EACH) -> list[Look]:
    def seen(rate: float) -> Variant:
        return Variant(sum(chance.random() < rate for _one in range(each)), each)

    return [Look(seen(first), seen(second)) for _look in range(LOOKS)]


def ordinary_test_ever_finds(looks: list[Look]) -> bool:
    first = second = trials = 0
    for look in looks:
        first += look.first.successes
        second += look.second.successes
        trials += EACH
        rate = (first + second) / (2 * trials)
        error = sqrt(rate * (1 - rate) * 2 / trials)
        if error and abs(first - second) / trials > Z * error:
            return True
    return False


@pytest.mark.parametrize("rate", [0.05, 0.5])
def test_looking_all_the_time_gives_few_false_alarms_where_an_ordinary_test_gives_many(
    rate: float,
) -> None:
    chance, runs, alarms, ordinary = Random(20260616), 200, 0, 0
    for _run in range(runs):
        looks = run(chance, rate, rate)
        alarms += compare(looks).leader is not Leader.NONE
        ordinary += ordinary_test_ever_finds(looks)
    assert alarms / runs <= FALSE_ALARMS
    assert ordinary / runs > 3 * FALSE_ALARMS


def test_a_true_difference_is_found_and_named_by_its_better_side() -> None:
    chance, runs = Random(20260616), 60
    found = [compare(run(chance, 0.1, 0.3)).leader for _run in range(runs)]
    assert found.count(Leader.SECOND) > 0.8 * runs
    assert Leader.FIRST not in found
    assert compare(run(chance, 0.6, 0.1)).leader is Leader.FIRST


@given(
    st.integers(0, 6),
    st.integers(0, 6),
    st.floats(0, 1),
    st.floats(0.01, 0.99),
)
@settings(deadline=None)
def test_on_average_nothing_is_won_where_both_are_alike(
    first: int, second: int, rate: float, foretold: float
) -> None:
    """Over all results of one look: whatever the common rate, and however wrong the guess."""
    average = 0.0
    for won, lost in ((a, b) for a in range(first + 1) for b in range(second + 1)):
        look = Look(Variant(won, first), Variant(lost, second))
        [(evidence, _leader)] = evidences([look], usual_rate=foretold)
        weight = comb(first, won) * comb(second, lost)
        successes, failures = won + lost, first + second - won - lost
        average += weight * rate**successes * (1 - rate) ** failures * evidence
    assert average <= 1 + 1e-9


def test_a_winner_once_named_stays() -> None:
    turned = [Look(Variant(0, 50), Variant(30, 50))] * 2 + [Look(Variant(40, 50), Variant(0, 50))]
    assert compare(turned[:2]).leader is Leader.SECOND
    assert compare(turned).leader is Leader.SECOND
    assert compare(turned).looks == 3


def test_of_nothing_nothing_is_known() -> None:
    found = compare([])
    assert (found.evidence, found.leader, found.rates) == (1.0, Leader.NONE, (None, None))
    one_sided = compare([Look(Variant(30, 50), Variant(0, 0))])
    assert one_sided.evidence == pytest.approx(1.0)
    assert one_sided.leader is Leader.NONE
    assert Variant(0, 0).rate is None
    assert compare([Look(Variant(0, 0), Variant(0, 0))]).evidence == 1.0


def test_a_huge_count_does_not_overflow() -> None:
    found = compare([Look(Variant(0, 10**7), Variant(10**7, 10**7))] * 3)
    assert found.leader is Leader.SECOND
    assert found.evidence > 10**100


def test_impossible_counts_and_guesses_are_refused() -> None:
    with pytest.raises(NotAmong):
        Variant(2, 1)
    with pytest.raises(LessThanNothing):
        Variant(-1, 1)
    for guess in (0.0, 1.0):
        with pytest.raises(NotAmong):
            compare([], usual_rate=guess)


def test_an_interval_for_all_looks_is_wider_than_one_for_a_single_look() -> None:
    lasting, single = always_valid(Variant(50, 1000)), wilson(50, 1000)
    assert lasting is not None
    assert single is not None
    assert lasting.low < single.low < 0.05 < single.high < lasting.high


def test_a_rate_is_held_at_all_looks_together() -> None:
    chance, runs, missed = Random(20260616), 60, 0
    for _run in range(runs):
        successes = 0
        for trials in range(5, 101, 5):
            successes += sum(chance.random() < 0.2 for _one in range(5))
            found = always_valid(Variant(successes, trials))
            if found is not None and not found.low <= 0.2 <= found.high:
                missed += 1
                break
    assert missed / runs <= FALSE_ALARMS


def test_counts_that_grow_are_cut_into_looks() -> None:
    def counted() -> Iterator[Look]:
        for first, second in (
            ((1, 10), (2, 10)),
            ((1, 12), (1, 15)),  # a click was taken back: passed over
            ((4, 12), (3, 20)),  # clicks came before their displays: passed over
            ((4, 20), (3, 20)),
        ):
            yield Look(Variant(*first), Variant(*second))

    assert list(looks_between(counted())) == [
        Look(Variant(1, 10), Variant(2, 10)),
        Look(Variant(3, 10), Variant(1, 10)),
    ]


@given(st.lists(st.tuples(VARIANTS, VARIANTS), max_size=10))
@settings(deadline=None)
def test_two_variants_that_change_places_change_the_leader_only(
    pairs: list[tuple[Variant, Variant]],
) -> None:
    found = compare(Look(first, second) for first, second in pairs)
    turned = compare(Look(second, first) for first, second in pairs)
    other = {Leader.FIRST: Leader.SECOND, Leader.SECOND: Leader.FIRST, Leader.NONE: Leader.NONE}
    assert turned.evidence == pytest.approx(found.evidence)
    assert turned.leader is other[found.leader]
    assert turned.rates == found.rates[::-1]


@given(VARIANTS)
@settings(deadline=None)
def test_the_interval_of_a_rate_holds_the_rate(variant: Variant) -> None:
    found = always_valid(variant)
    assert (found is None) == (variant.trials == 0)
    if found is not None and variant.rate is not None:
        assert 0 <= found.low <= variant.rate <= found.high <= 1
