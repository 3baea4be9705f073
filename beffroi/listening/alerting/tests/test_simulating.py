from __future__ import annotations

import pytest

from beffroi.listening.alerting.simulating import VOLUMES, Made, false_alerts, false_tones, found

_DAYS = 4_000

#: What share of planted crises the Poisson over 28 days finds, looking once at each whole day.
_FOUND = dict(zip(VOLUMES, (1.0, 1.0, 0.80, 0.99, 1.0, 1.0), strict=True))


@pytest.mark.parametrize("made", VOLUMES, ids=str)
def test_at_most_two_reds_a_year_are_false_looking_every_hour(made: Made) -> None:
    assert false_alerts(made, days=_DAYS, seed=7).red <= 2


@pytest.mark.parametrize("made", VOLUMES, ids=str)
def test_crises_are_found_as_often_as_by_one_look_at_their_whole_day(made: Made) -> None:
    assert round(found(made, crises=1_000, seed=7).orange_or_red, 2) >= _FOUND[made]


@pytest.mark.parametrize("made", VOLUMES, ids=str)
def test_a_change_of_tone_is_seldom_told_where_there_is_none(made: Made) -> None:
    assert false_tones(made, days=_DAYS, seed=7) <= 6


def test_made_volumes_are_spread_as_they_say() -> None:
    for made in VOLUMES:
        hours = made.hours(20_000, seed=3)
        days = [sum(hours[at : at + 24]) for at in range(0, len(hours), 24)]
        mean = sum(days) / len(days)
        spread = sum((day - mean) ** 2 for day in days) / len(days)
        assert mean == pytest.approx(made.mean, rel=0.05)
        assert spread / mean == pytest.approx(made.bursts, rel=0.1)


def test_the_same_seed_brings_the_same_hours() -> None:
    assert VOLUMES[2].hours(30, seed=5) == VOLUMES[2].hours(30, seed=5)
    assert VOLUMES[2].hours(30, seed=5) != VOLUMES[2].hours(30, seed=6)
