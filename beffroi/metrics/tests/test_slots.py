from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.metrics.figures import NaiveInstant
from beffroi.metrics.groups import Observed, Ranking, rank
from beffroi.metrics.slots import SLOTS, Part, Published, Slot, rank_slots, slot_of, slot_to_try

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 6, 15)
MORNING = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)  # eight o'clock on a Monday in Paris


def formats(photo: list[float], video: list[float]) -> Ranking[str]:
    observed = [Observed("photo", value) for value in photo]
    return rank([*observed, *(Observed("video", value) for value in video)])


def posts(count: int, *, good: float = 5.0, other: float = 4.0) -> list[Published]:
    """Alternate Monday mornings, which go well, and Thursday evenings."""
    found = []
    for week in range(count):
        wobble = 0.5 * (week % 3 - 1)
        monday = MORNING - timedelta(weeks=week)
        found.append(Published(monday, good + wobble))
        found.append(Published(monday + timedelta(days=3, hours=12), other + wobble))
    return found[:count]


@pytest.mark.parametrize(
    ("at", "slot"),
    [
        (datetime(2026, 6, 15, 3, 59, tzinfo=UTC), Slot(7, Part.NIGHT)),
        (datetime(2026, 6, 15, 4, 0, tzinfo=UTC), Slot(1, Part.MORNING)),
        (datetime(2026, 6, 15, 9, 0, tzinfo=UTC), Slot(1, Part.NOON)),
        (datetime(2026, 6, 15, 12, 0, tzinfo=UTC), Slot(1, Part.AFTERNOON)),
        (datetime(2026, 6, 15, 16, 0, tzinfo=UTC), Slot(1, Part.EVENING)),
        (datetime(2026, 6, 15, 20, 0, tzinfo=UTC), Slot(1, Part.NIGHT)),
        (datetime(2026, 6, 15, 22, 30, tzinfo=UTC), Slot(1, Part.NIGHT)),
        # In winter the same hours of the world are an hour earlier in Paris.
        (datetime(2026, 1, 12, 9, 0, tzinfo=UTC), Slot(1, Part.MORNING)),
    ],
)
def test_slots_are_those_of_the_local_clock(at: datetime, slot: Slot) -> None:
    assert slot_of(at, zone=PARIS) == slot


def test_a_week_has_thirty_five_slots() -> None:
    assert len(set(SLOTS)) == 35
    assert list(SLOTS) == sorted(SLOTS)
    with pytest.raises(NaiveInstant):
        slot_of(datetime(2026, 6, 15), zone=PARIS)  # noqa: DTZ001


def test_a_score_is_drawn_to_what_is_usual_as_by_ten_posts() -> None:
    found = formats([4.0] * 20, [10.0])
    video = next(one for one in found.scores if one.key == "video")
    usual = (20 * 4.0 + 10.0) / 21
    assert video.score == pytest.approx((1 * 10.0 + 10 * usual) / 11)
    assert (video.n, video.mean) == (1, 10.0)


def test_under_twenty_posts_nothing_is_told_but_what_is_usual() -> None:
    usual = {slot: float(slot == Slot(2, Part.NOON)) for slot in SLOTS}
    found = rank_slots(posts(19), zone=PARIS, usual=usual)
    assert (found.is_enough, found.best, found.posts) == (False, None, 19)
    assert found.scores[0].key == Slot(2, Part.NOON)
    assert all(one.interval is None for one in found.scores)
    assert slot_to_try(found, week=MONDAY) is None


def test_from_twenty_posts_on_the_best_slot_is_known_with_its_interval() -> None:
    found = rank_slots(posts(40), zone=PARIS)
    assert found.best is not None
    assert found.best.key == Slot(1, Part.MORNING)
    assert found.best.interval is not None
    assert found.best.interval.low < found.best.score < found.best.interval.high
    assert len(found.scores) == 35


def test_a_group_is_surely_better_only_beyond_chance() -> None:
    near = formats([5.0, 3.0] * 10, [5.2, 3.2] * 10)
    assert not near.surely_better(near.scores[0], near.scores[1])
    far = formats([5.0, 3.0] * 20, [15.0, 13.0] * 20)
    assert far.surely_better(far.scores[0], far.scores[1])
    few = formats([5.0, 3.0], [15.0, 13.0])
    assert not few.surely_better(few.scores[0], few.scores[1])


def test_posts_that_are_each_alone_in_their_group_have_no_spread() -> None:
    found = rank([Observed(place, float(place)) for place in range(20)])
    assert all(one.interval is None for one in found.scores)
    assert rank([]).scores == ()
    assert rank([]).best is None


def test_one_slot_a_week_is_tried_among_those_least_known() -> None:
    found = rank_slots(posts(40, good=4.3), zone=PARIS)
    first = slot_to_try(found, week=MONDAY)
    assert first is not None
    assert {slot_to_try(found, week=MONDAY + timedelta(days=day)) for day in range(7)} == {first}
    tried = [slot_to_try(found, week=MONDAY + timedelta(weeks=week)) for week in range(26)]
    counts = {one.key: one.n for one in found.scores}
    assert len(set(tried)) == 26
    assert all(slot and counts[slot] == 0 and slot.part is not Part.NIGHT for slot in tried)


def test_what_could_hardly_be_better_is_not_tried() -> None:
    hopeless = dict.fromkeys(SLOTS, -100.0) | {Slot(1, Part.MORNING): 5.0}
    only = hopeless | {Slot(5, Part.NOON): 4.9, Slot(6, Part.NIGHT): 4.9}
    for usual, wanted in ((hopeless, None), (only, Slot(5, Part.NOON))):
        found = rank_slots(posts(40), zone=PARIS, usual=usual)
        assert found.best is not None
        assert found.best.key == Slot(1, Part.MORNING)
        assert slot_to_try(found, week=MONDAY) == wanted


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 100)), max_size=60),
    st.floats(0, 100),
)
@settings(deadline=None)
def test_scores_lie_between_the_mean_of_a_group_and_what_is_usual(
    observed: list[tuple[str, float]], prior: float
) -> None:
    usual = dict.fromkeys("abc", prior)
    found = rank([Observed(key, value) for key, value in observed], usual=usual, keys="abc")
    for one in found.scores:
        ends = (prior, prior if one.mean is None else one.mean)
        assert min(ends) - 1e-9 <= one.score <= max(ends) + 1e-9
    scores = [one.score for one in found.scores]
    assert scores == sorted(scores, reverse=True)
    assert sum(one.n for one in found.scores) == found.posts == len(observed)


@given(
    st.lists(st.tuples(st.integers(0, 24 * 90), st.floats(0, 100)), max_size=80),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
@settings(deadline=None)
def test_what_is_tried_is_never_a_night_nor_what_is_known_best(
    made: list[tuple[int, float]], week: date
) -> None:
    made_posts = [Published(MORNING - timedelta(hours=hours), value) for hours, value in made]
    found = rank_slots(made_posts, zone=PARIS)
    slot = slot_to_try(found, week=week)
    assert slot is None or (found.best is not None and slot != found.best.key)
    assert slot is None or slot.part is not Part.NIGHT
