from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.insight.rules import Counted
from beffroi.insight.working.rules import (
    EACH_MIN,
    Left,
    Looked,
    Measure,
    Sample,
    Seen,
    Valued,
    hints,
    interactions,
    looks,
    sample,
)
from beffroi.insight.working.traits import Factor, Trait
from beffroi.metrics.metric import Base
from beffroi.metrics.ranges import Interval

NOW = datetime(2026, 6, 16, 8, 0, tzinfo=UTC)
ASKS, SILENT = Trait(Factor.QUESTION, "with"), Trait(Factor.QUESTION, "without")


def seen(
    number: int = 1,
    *,
    days: int = 10,
    shown: int | None = 1000,
    liked: int | None = 40,
    **more: object,
) -> Seen:
    told = {Counted.IMPRESSIONS: shown, Counted.REACTIONS: liked}
    values: dict[str, object] = {
        "id": number,
        "key": number,
        "channel_id": 1,
        "at": NOW - timedelta(days=days),
        "read_at": NOW,
        "totals": {one: value for one, value in told.items() if value is not None},
    }
    return Seen(**(values | more))  # type: ignore[arg-type]


def rate(*posts: Seen, channel_id: int | None = None) -> Sample:
    return sample(posts, measure=Measure.RATE, now=NOW, channel_id=channel_id)


def values(found: Sample) -> list[float]:
    return [one.value for one in found.posts]


def valued(values: Sequence[float], *traits: Trait) -> list[Valued]:
    return [
        Valued(seen(number, traits=frozenset(traits)), one) for number, one in enumerate(values)
    ]


def test_interactions_are_the_sum_of_what_is_told() -> None:
    told = {Counted.REACTIONS: 3, Counted.SAVES: 2, Counted.LINK_CLICKS: 9}
    assert interactions(told) == 5
    assert interactions({Counted.LINK_CLICKS: 9}) is None


def test_a_rate_is_of_a_hundred_displays() -> None:
    found = rate(seen(shown=1000, liked=40))
    assert values(found) == [4.0]
    assert found.base is Base.IMPRESSIONS
    assert not found.is_relative


def test_displays_and_reach_are_never_mixed() -> None:
    reached = [seen(number, totals={Counted.REACH: 500, Counted.REACTIONS: 5}) for number in (2, 3)]
    found = rate(seen(1), *reached)
    assert found.base is Base.REACH
    assert values(found) == [1.0, 1.0]
    assert found.left == {Left.UNTOLD: 1}


def test_on_several_channels_the_rate_of_most_posts_is_kept_for_all() -> None:
    ours = [seen(number) for number in range(6)]
    others = [
        seen(9 + number, channel_id=2, totals={Counted.REACH: 100, Counted.REACTIONS: 50})
        for number in range(5)
    ]
    found = rate(*ours, *others)
    assert values(found) == [4.0] * 6
    assert found.left == {Left.UNTOLD: 5}


@pytest.mark.parametrize(
    ("post", "why"),
    [
        (seen(read_at=NOW - timedelta(days=8)), Left.YOUNG),
        (seen(days=2), Left.YOUNG),
        (seen(shown=None), Left.UNTOLD),
        (seen(liked=None), Left.UNTOLD),
        (seen(totals={}, read_at=None), Left.UNTOLD),
        (seen(shown=19, liked=1), Left.RARE),
        (seen(shown=0, liked=0), Left.RARE),
    ],
)
def test_what_cannot_be_judged_is_left_out_and_said(post: Seen, why: Left) -> None:
    found = rate(post)
    assert found.posts == ()
    assert found.left == {why: 1}


def test_nothing_was_shown_to_nobody_at_all() -> None:
    assert rate().posts == ()


def test_each_channel_is_held_against_what_is_usual_there() -> None:
    ours = [seen(number, liked=40 + number) for number in range(5)]
    small = [seen(10 + number, channel_id=2, liked=4) for number in range(5)]
    found = rate(*ours, *small)
    assert found.is_relative
    assert sum(values(found)) / 10 == pytest.approx(100)
    assert values(found)[-1] == pytest.approx(100)


def test_a_post_on_several_channels_counts_once() -> None:
    posts = [
        seen(number * 10 + place, key=number, channel_id=place, liked=40 + number * place)
        for number in range(6)
        for place in (1, 2)
    ]
    found = rate(*posts)
    assert len(found.posts) == 6
    assert found.left == {}


def test_a_channel_with_four_posts_has_nothing_usual() -> None:
    posts = [seen(number) for number in range(5)]
    few = [seen(10 + number, channel_id=2) for number in range(4)]
    found = rate(*posts, *few)
    assert len(found.posts) == 5
    assert found.left == {Left.ALONE: 4}


def test_a_post_that_counts_on_one_channel_is_not_left_out() -> None:
    posts = [seen(number) for number in range(6)]
    found = rate(*posts, seen(10, key=1, channel_id=2, shown=None))
    assert len(found.posts) == 6
    assert found.left == {}


def test_one_channel_alone_is_shown_in_its_own_unit() -> None:
    posts = [seen(number, channel_id=number % 2) for number in range(20)]
    found = rate(*posts, channel_id=1)
    assert values(found) == [4.0] * 10
    assert not found.is_relative


def test_margins_count_once_a_post_after_the_window_of_sales() -> None:
    old = [seen(place, key=1, channel_id=place, days=40, margin_cents=900) for place in (1, 2)]
    young = seen(9, days=29, margin_cents=100)
    found = sample([*old, young], measure=Measure.MARGIN, now=NOW)
    assert values(found) == [900]
    assert found.left == {Left.YOUNG: 1}


def test_posts_without_a_short_link_have_no_visits() -> None:
    found = sample([seen(1, visits=0), seen(2)], measure=Measure.VISITS, now=NOW)
    assert values(found) == [0]
    assert found.left == {Left.UNTOLD: 1}


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(20, 999), st.integers(0, 99)), max_size=40)
)
def test_each_post_counts_once_or_is_left_out_once(told: list[tuple[int, int, int]]) -> None:
    posts = [
        seen(number, channel_id=channel, shown=shown, liked=liked)
        for number, (channel, shown, liked) in enumerate(told)
    ]
    found = rate(*posts)
    assert len(found.posts) + sum(found.left.values()) == len(posts)


def test_a_large_difference_is_sure() -> None:
    posts = [*valued([8, 9, 10, 11, 12, 13], ASKS), *valued([1, 2, 3, 4, 5, 6, 7], SILENT)]
    (found,) = looks(posts)
    assert (found.trait, found.n, found.others) == (ASKS, 6, 7)
    assert (found.typical, found.typical_other) == (10.5, 4)
    assert found.is_sure
    assert found.is_better


def test_a_large_difference_may_be_for_the_worse() -> None:
    posts = [*valued([1, 2, 3, 4, 5, 6], ASKS), *valued([8, 9, 10, 11, 12, 13], SILENT)]
    (found,) = looks(posts)
    assert found.is_sure
    assert not found.is_better


def test_one_splendid_post_makes_no_trait_better() -> None:
    posts = [*valued([1, 2, 3, 4, 9_000], ASKS), *valued([1, 2, 3, 4, 5, 6, 7], SILENT)]
    (found,) = looks(posts)
    assert not found.is_sure


def test_few_posts_with_a_trait_are_not_looked_at() -> None:
    ours = valued([8] * (EACH_MIN - 1), ASKS)
    assert looks([*ours, *valued([1] * 30, SILENT)]) == []
    assert looks(valued([8] * 30, ASKS)) == []
    assert looks([]) == []


def test_a_look_is_stricter_the_more_there_are() -> None:
    alone = [*valued([6, 7, 8, 9, 10], ASKS), *valued([1, 2, 3, 4, 5], SILENT)]
    (before,) = looks(alone)
    assert before.is_sure
    halves = list(combinations(range(10), 5))[:30]
    after = next(one for one in looks(saying(alone, *halves)) if one.trait == ASKS)
    assert not after.is_sure


def saying(posts: list[Valued], *places: tuple[int, ...]) -> list[Valued]:
    """Have posts say further words, each at its places."""
    words = [Trait(Factor.WORD, f"w{number:02}") for number in range(len(places))]
    found = []
    for place, one in enumerate(posts):
        said = {word for word, where in zip(words, places, strict=True) if place in where}
        found.append(replace(one, post=replace(one.post, traits=one.post.traits | said)))
    return found


def test_words_of_the_same_posts_are_one_look() -> None:
    where = (0, 2, 4, 6, 8)
    found = looks(saying(valued(range(10)), where, where, (0, 3, 4, 7, 8)))
    words = [(one.trait.key, [also.key for also in one.also]) for one in found]
    assert words == [("w00", ["w01"]), ("w02", [])]


def test_hints_are_the_sure_ones_and_the_larger_first() -> None:
    posts = [*valued(range(100, 120)), *valued(range(20)), *valued(range(50, 70))]
    best, worst = tuple(range(20)), tuple(range(20, 40))
    found = hints(looks(saying(posts, worst, best, tuple(range(0, 60, 2)))), most=3)
    assert [(one.trait.key, one.is_better) for one in found] == [("w01", True), ("w00", False)]
    assert hints(looks(saying(posts, worst, best)), most=1)[0].trait.key == "w01"


def test_traits_of_the_very_same_posts_are_one_hint() -> None:
    posts = [*valued(range(100, 110), ASKS), *valued(range(10), SILENT)]
    (found,) = hints(looks(saying(posts, tuple(range(10)))), most=3)
    assert found.trait == ASKS


def test_a_difference_is_no_surer_than_its_sign() -> None:
    base = Looked(ASKS, 9, 9, typical=1, typical_other=2, shift=Interval(0.5, 3))
    assert not base.is_sure
    assert not replace(base, typical=3, shift=None).is_sure
    assert not replace(base, typical=3, shift=Interval(0, 3)).is_sure
    assert replace(base, typical=3).is_sure


def test_where_nothing_differs_hardly_ever_anything_is_found() -> None:
    dice = random.Random(20261128)
    words = [Trait(Factor.WORD, f"w{number}") for number in range(25)]
    found = 0
    for _ in range(100):
        posts = [
            Valued(
                seen(number, traits=frozenset(one for one in words if dice.random() < 0.3)),
                dice.choice([0.0, 0.0, dice.lognormvariate(1, 1.2)]),
            )
            for number in range(50)
        ]
        found += any(one.is_sure for one in looks(posts))
    assert found <= 10  # five are to be expected at most, and more than ten once in a hundred times


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 100)), min_size=10, max_size=60))
def test_every_post_stands_on_one_side_of_each_look(told: list[tuple[bool, float]]) -> None:
    posts = [
        Valued(seen(number, traits=frozenset({ASKS if asks else SILENT})), value)
        for number, (asks, value) in enumerate(told)
    ]
    for one in looks(posts):
        assert one.n + one.others == len(posts)
        assert min(one.n, one.others) >= EACH_MIN
