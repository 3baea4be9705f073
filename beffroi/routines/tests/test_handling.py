"""How long things take, by the trail alone: cases, and what holds of any trail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from beffroi.routines import handling
from beffroi.routines.handling import ACT_MINUTES, ACT_OF, ENOUGH, SITTING, Act, Line, Typical

MORNING = datetime(2026, 6, 16, 7, tzinfo=UTC)
ANSWERED, APPROVED, OTHER = "conversation.answered", "post.approved", "member.invited"
_DAY_SECONDS = 24 * 60 * 60


def line(minute: float, action: str = ANSWERED, *, person: int = 1, is_drill: bool = False) -> Line:
    return Line(person, action, MORNING + timedelta(minutes=minute), is_drill=is_drill)


lines = st.lists(
    st.builds(
        lambda second, action, person, is_drill: line(
            second / 60, action, person=person, is_drill=is_drill
        ),
        st.integers(0, _DAY_SECONDS - 1),
        st.sampled_from([*ACT_OF, OTHER]),
        st.integers(1, 3),
        st.booleans(),
    ),
    max_size=60,
)


def test_an_act_takes_the_time_since_the_same_persons_act_before_it() -> None:
    trail = [line(0, OTHER), line(3), line(1, person=2), line(5, APPROVED)]
    minutes = timedelta(minutes=1)
    assert handling.gaps(trail) == {Act.ANSWERED: [3 * minutes], Act.APPROVED: [2 * minutes]}


def test_a_gap_of_ten_minutes_is_handling_and_a_longer_one_another_sitting() -> None:
    assert handling.gaps([line(0), line(10)]) == {Act.ANSWERED: [SITTING]}
    assert handling.gaps([line(0), line(10.1)]) == {}


def test_what_happens_at_one_instant_is_one_act() -> None:
    trail = [line(0, OTHER), line(4, "delivery.cancelled"), line(4, "delivery.cancelled")]
    assert handling.gaps(trail) == {Act.CHECKED: [timedelta(minutes=4)]}


def test_a_drill_measures_nothing() -> None:
    drill = line(2, "crisis.opened", is_drill=True)
    assert handling.gaps([line(0), drill, line(4)]) == {}
    assert handling.minutes_by_person([drill], known={}) == {}
    assert handling.minutes_by_person([line(0), drill, line(4)], known={}) == {1: 4}


def test_a_median_needs_twenty_acts() -> None:
    few = {Act.ANSWERED: [timedelta(minutes=3)] * (ENOUGH - 1)}
    enough = {Act.ANSWERED: [timedelta(seconds=1)] * 9 + [timedelta(seconds=130)] * 11}
    assert handling.typical(few) == {}
    [(act, found)] = handling.typical(enough).items()
    assert (act, found.length.total_seconds(), found.minutes, found.n) == (
        Act.ANSWERED,
        130,
        3,
        20,
    )


def test_a_sitting_lasts_from_before_its_first_act_to_its_last() -> None:
    trail = [line(0), line(5, APPROVED), line(9, OTHER), line(60, OTHER)]
    first, alone = ACT_MINUTES[Act.ANSWERED], 1
    assert handling.minutes_by_person(trail, known={}) == {1: first + 9 + alone}
    known = {Act.ANSWERED: Typical(timedelta(seconds=230), 40)}
    assert handling.minutes_by_person(trail, known=known) == {1: 14}


def test_whoever_did_nothing_spent_nothing() -> None:
    assert handling.minutes_by_person([], known={}) == {}


@given(trail=lines)
def test_no_gap_is_longer_than_a_sitting_and_none_is_of_no_length(trail: list[Line]) -> None:
    found = [gap for gaps in handling.gaps(trail).values() for gap in gaps]
    assert all(timedelta(0) < gap <= SITTING for gap in found)
    assert len(found) <= len(trail)


@given(trail=lines, seed=st.randoms(use_true_random=False))
def test_the_order_of_the_lines_and_other_people_change_nothing(
    trail: list[Line], seed: object
) -> None:
    shuffled = list(trail)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    whole = handling.minutes_by_person(trail, known={})
    assert handling.minutes_by_person(shuffled, known={}) == whole
    for person in (1, 2, 3):
        alone = [one for one in trail if one.person == person]
        assert handling.minutes_by_person(alone, known={}).get(person) == whole.get(person)


@given(trail=lines)
def test_nobody_spends_more_than_a_day_nor_more_than_a_sitting_for_each_act(
    trail: list[Line],
) -> None:
    for person, minutes in handling.minutes_by_person(trail, known={}).items():
        moments = {one.at for one in trail if one.person == person and not one.is_drill}
        assert 1 <= minutes <= 24 * 60
        assert minutes <= len(moments) * ceil(SITTING / timedelta(minutes=1))


@given(trail=lines, more=st.integers(0, _DAY_SECONDS - 1))
def test_one_act_more_never_makes_the_day_shorter_by_more_than_its_first_acts_share(
    trail: list[Line], more: int
) -> None:
    before = handling.minutes_by_person(trail, known={}).get(1, 0)
    after = handling.minutes_by_person([*trail, line(more / 60, OTHER)], known={}).get(1, 0)
    assert after >= before - max(ACT_MINUTES.values())
