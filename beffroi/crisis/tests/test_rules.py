"""The phases, the steps and the measures of a room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from beffroi.crisis import recording, rules
from beffroi.crisis.rules import Course, Hour, Phase, Step

BEGIN = datetime(2026, 6, 16, 6, 0, tzinfo=UTC)


def hours(*totals: int) -> list[Hour]:
    return [Hour(BEGIN + timedelta(hours=place), total, 0) for place, total in enumerate(totals)]


def at(place: int) -> datetime:
    return BEGIN + timedelta(hours=place)


@pytest.mark.parametrize(
    ("totals", "usual", "expected"),
    [
        ((), 0, Course(BEGIN)),
        ((1, 2, 2), 0, Course(BEGIN)),
        ((1, 3, 1), 0, Course(BEGIN, at(1))),
        ((1, 5, 1, 1), 24, Course(BEGIN, at(1))),
        ((3, 5, 4), 48, Course(BEGIN)),
        ((1, 3, 3, 1, 1), 0, Course(BEGIN, at(1))),
        ((1, 3, 3, 1, 1, 0), 0, Course(BEGIN, at(1), at(3))),
        ((3, 0, 0, 0, 4), 0, Course(BEGIN, at(0))),
    ],
)
def test_the_course_is_read_from_the_hours(
    totals: tuple[int, ...], usual: float, expected: Course
) -> None:
    assert rules.course_of(hours(*totals), usual_a_day=usual, since=BEGIN) == expected


def test_the_phase_is_the_last_that_came() -> None:
    assert Course(BEGIN).phase is Phase.SIGNAL
    assert Course(BEGIN, BEGIN).phase is Phase.RUNAWAY
    assert Course(BEGIN, BEGIN, BEGIN).phase is Phase.FALLING


def test_there_are_ten_steps_and_the_first_that_is_not_done_is_next() -> None:
    assert len(Step) == 10
    assert rules.next_step(set()) is Step.VERIFY
    assert rules.next_step({Step.VERIFY, Step.TELL}) is Step.PAUSE
    assert rules.next_step(set(Step)) is None


def test_what_was_not_done_has_no_delay_and_no_delay_is_less_than_nothing() -> None:
    assert rules.delay(BEGIN, None) is None
    assert rules.delay(BEGIN, BEGIN - timedelta(minutes=1)) == timedelta()
    assert rules.delay(BEGIN, BEGIN + timedelta(minutes=7)) == timedelta(minutes=7)
    assert rules.middle([]) is None
    assert rules.middle([timedelta(1), timedelta(3), timedelta(9)]) == timedelta(3)


def test_a_promise_is_late_only_by_what_passed_its_hour() -> None:
    assert rules.lateness(None, BEGIN) is None
    assert rules.lateness(BEGIN, None) is None
    assert rules.lateness(BEGIN, BEGIN) is None
    assert rules.lateness(BEGIN, BEGIN + timedelta(hours=1)) == timedelta(hours=1)


def test_the_recording_is_a_day_in_order_in_two_languages_with_a_question_of_the_press() -> None:
    said = recording.recording().messages
    assert len(said) == 40
    assert [one.minute for one in said] == sorted(one.minute for one in said)
    assert {one.tone for one in said} == {"positive", "neutral", "negative"}
    assert {"press", "safety"} <= {one.urgency for one in said}
    assert any("queue" in one.text for one in said)
    assert any("file" in one.text for one in said)


def test_the_recording_is_played_faster_and_nothing_is_heard_before_its_minute() -> None:
    assert recording.heard(BEGIN, BEGIN - timedelta(hours=1))[-1].minute == 0
    after = recording.heard(BEGIN, BEGIN + timedelta(minutes=5))
    assert after[-1].minute <= 5 * rules.DRILL_SPEED
    everything = recording.heard(BEGIN, BEGIN + timedelta(minutes=20))
    assert len(everything) == 40


def test_the_recorded_day_runs_away_and_falls_off() -> None:
    zone = UTC
    said = recording.hours(BEGIN, BEGIN + timedelta(minutes=19), zone=zone)  # type: ignore[arg-type]
    course = rules.course_of(said, usual_a_day=1.5, since=BEGIN)
    assert course.phase is Phase.FALLING
    early = recording.hours(BEGIN, BEGIN + timedelta(minutes=4), zone=zone)  # type: ignore[arg-type]
    assert rules.course_of(early, usual_a_day=1.5, since=BEGIN).phase is Phase.RUNAWAY
