from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.metrics.attribution import (
    WINDOW,
    Model,
    Shares,
    Touch,
    attribute,
    credit,
    credit_refund,
    side_by_side,
)
from beffroi.metrics.figures import NaiveInstant

BOUGHT = datetime(2026, 5, 30, 9, 0, tzinfo=UTC)


def ago(key: str, *, days: float, is_direct: bool = False) -> Touch:
    return Touch(BOUGHT - timedelta(days=days), key, is_direct)


PATH = [ago("facebook", days=21), ago("newsletter", days=7), ago("instagram", days=0)]
TOUCHES = st.lists(
    st.builds(
        ago,
        st.sampled_from("abcde"),
        days=st.one_of(st.sampled_from([-1, 0, 7, 30, 31]), st.floats(-5, 40)),
        is_direct=st.booleans(),
    ),
    max_size=8,
)


def shares(touches: list[Touch], model: Model) -> Shares:
    return attribute(touches, at=BOUGHT, model=model)


@pytest.mark.parametrize(
    ("model", "wanted"),
    [
        (Model.FIRST, {"facebook": 1}),
        (Model.LAST, {"instagram": 1}),
        (Model.LINEAR, {"facebook": 0.3333, "newsletter": 0.3333, "instagram": 0.3333}),
        (Model.POSITION, {"facebook": 0.4, "newsletter": 0.2, "instagram": 0.4}),
        (Model.TIME_DECAY, {"facebook": 0.0769, "newsletter": 0.3077, "instagram": 0.6154}),
    ],
)
def test_each_model_shares_by_its_rule(model: Model, wanted: dict[str, float]) -> None:
    found = shares(PATH, model)
    assert {key: float(part) for key, part in found.items()} == pytest.approx(wanted, abs=5e-5)
    assert sum(found.values()) == 1
    assert side_by_side(PATH, at=BOUGHT)[model] == found


def test_half_lives_of_whole_weeks_are_exact() -> None:
    found = shares(PATH, Model.TIME_DECAY)
    assert found == {
        "instagram": Fraction(8, 13),
        "newsletter": Fraction(4, 13),
        "facebook": Fraction(1, 13),
    }
    assert list(found) == ["instagram", "newsletter", "facebook"]


def test_by_position_one_touch_gets_all_and_two_get_half_each() -> None:
    assert shares(PATH[:1], Model.POSITION) == {"facebook": 1}
    assert shares(PATH[:2], Model.POSITION) == {
        "facebook": Fraction(1, 2),
        "newsletter": Fraction(1, 2),
    }
    five = [ago(key, days=days) for days, key in enumerate("abcde")]
    assert shares(five, Model.POSITION)["b"] == Fraction(1, 15)


def test_the_last_touch_is_the_last_that_is_not_direct() -> None:
    direct = ago("direct", days=0, is_direct=True)
    assert shares([*PATH[:2], direct], Model.LAST) == {"newsletter": 1}
    assert shares([direct], Model.LAST) == {"direct": 1}


def test_what_came_after_or_too_long_ago_does_not_count() -> None:
    edge, late, old = ago("edge", days=30), ago("late", days=-0.01), ago("old", days=30.01)
    for model in Model:
        assert shares([edge, late, old], model) == {"edge": 1}
        assert shares([late, old], model) == {}
    assert timedelta(days=30) == WINDOW


def test_the_same_touch_told_twice_counts_once() -> None:
    twice = [ago("a", days=2), ago("a", days=2), ago("b", days=1)]
    assert shares(twice, Model.LINEAR) == {"a": Fraction(1, 2), "b": Fraction(1, 2)}
    as_direct = [ago("a", days=2), ago("a", days=2, is_direct=True), ago("b", days=1)]
    assert shares(as_direct, Model.LINEAR) == {"a": Fraction(1, 2), "b": Fraction(1, 2)}
    elsewhere = Touch(twice[0].at.astimezone(ZoneInfo("Asia/Tokyo")), "a")
    assert shares([*twice, elsewhere], Model.LINEAR)["a"] == Fraction(1, 2)


def test_two_touches_by_one_channel_are_two() -> None:
    again = [ago("a", days=2), ago("a", days=1), ago("b", days=0)]
    assert shares(again, Model.LINEAR) == {"a": Fraction(2, 3), "b": Fraction(1, 3)}


def test_windows_are_days_of_the_world_and_not_of_a_clock_that_changed() -> None:
    """Between 1 and 31 March Paris goes forward: thirty days are an hour less on its clocks."""
    paris = ZoneInfo("Europe/Paris")
    bought = datetime(2026, 3, 31, 9, 0, tzinfo=paris)
    inside = Touch(datetime(2026, 3, 1, 8, 0, tzinfo=paris), "a")
    outside = Touch(datetime(2026, 3, 1, 7, 59, tzinfo=paris), "a")
    assert attribute([inside], at=bought, model=Model.FIRST) == {"a": 1}
    assert attribute([outside], at=bought, model=Model.FIRST) == {}


def test_instants_without_a_zone_are_refused() -> None:
    with pytest.raises(NaiveInstant):
        Touch(datetime(2026, 5, 30), "a")  # noqa: DTZ001
    with pytest.raises(NaiveInstant):
        attribute([], at=datetime(2026, 5, 30), model=Model.FIRST)  # noqa: DTZ001


def test_an_amount_is_shared_to_the_cent_and_nothing_is_made_up() -> None:
    found = credit(10_00, shares(PATH, Model.LINEAR))
    assert found == {"facebook": 334, "instagram": 333, "newsletter": 333}
    assert credit(10_00, {}) == {}
    assert credit_refund(10_00, {}, paid=10_00, refunded_before=0) == {}


@given(TOUCHES, st.sampled_from(Model), st.randoms())
@settings(deadline=None)
def test_shares_sum_to_one_and_the_order_of_touches_changes_nothing(
    touches: list[Touch], model: Model, random: object
) -> None:
    mixed = [*touches, *touches]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = shares(touches, model)
    assert sum(found.values()) == (1 if found else 0)
    assert all(0 < part <= 1 for part in found.values())
    assert list(shares(mixed, model).items()) == list(found.items())
    assert bool(found) == any(timedelta() <= BOUGHT - one.at <= WINDOW for one in touches)


@given(TOUCHES, st.sampled_from(Model), st.lists(st.integers(0, 10**5), min_size=1, max_size=4))
@settings(deadline=None)
def test_a_refund_undoes_exactly_what_a_sale_gave(
    touches: list[Touch], model: Model, steps: list[int]
) -> None:
    found, paid, before = shares(touches, model), sum(steps), 0
    left = credit(paid, found)
    assert sum(left.values()) == (paid if found else 0)
    assert credit(-paid, found) == {key: -part for key, part in left.items()}
    for step in steps:
        back = credit_refund(step, found, paid=paid, refunded_before=before)
        left = {key: part + back[key] for key, part in left.items()}
        before += step
    assert not any(left.values())
