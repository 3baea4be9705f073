from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.listening.figures.rising import Rise, Told
from beffroi.listening.figures.tone import Tone
from beffroi.listening.letters.rules import (
    Change,
    Kind,
    Rival,
    Week,
    days_of,
    due_week,
    facts,
    leaves_at,
)

THEN = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
QUIET = Week(tone=Tone(positive=3), tone_before=Tone(positive=12))


def rise(written: str, now: int, before: int = 0) -> Rise:
    return Rise(written, now, before, 4.0, THEN, 1)


@pytest.mark.parametrize(
    ("zone", "monday", "instant"),
    [
        ("Europe/Paris", date(2026, 3, 23), datetime(2026, 3, 23, 7, tzinfo=UTC)),
        # On the Sunday before, clocks went forward; in October they go back.
        ("Europe/Paris", date(2026, 3, 30), datetime(2026, 3, 30, 6, tzinfo=UTC)),
        ("Europe/Paris", date(2026, 10, 26), datetime(2026, 10, 26, 7, tzinfo=UTC)),
        ("America/Martinique", date(2026, 6, 15), datetime(2026, 6, 15, 12, tzinfo=UTC)),
        ("Indian/Reunion", date(2026, 6, 15), datetime(2026, 6, 15, 4, tzinfo=UTC)),
        ("Pacific/Noumea", date(2026, 6, 15), datetime(2026, 6, 14, 21, tzinfo=UTC)),
        ("Asia/Kolkata", date(2026, 6, 15), datetime(2026, 6, 15, 2, 30, tzinfo=UTC)),
    ],
)
def test_a_letter_leaves_on_monday_at_eight_where_the_workspace_is(
    zone: str, monday: date, instant: datetime
) -> None:
    place = ZoneInfo(zone)
    assert leaves_at(monday, zone=place) == instant
    assert due_week(instant - timedelta(seconds=1), zone=place) is None
    assert due_week(instant, zone=place) == monday
    assert due_week(instant + timedelta(hours=47, minutes=59), zone=place) == monday
    assert due_week(instant + timedelta(hours=48), zone=place) is None


@given(
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31)),  # noqa: DTZ001
    st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut"]),
)
def test_there_is_one_letter_for_each_week(naive: datetime, name: str) -> None:
    zone, now = ZoneInfo(name), naive.replace(tzinfo=UTC)
    monday = due_week(now, zone=zone)
    if monday is not None:
        assert monday.weekday() == 0
        assert timedelta(0) <= now - leaves_at(monday, zone=zone) < timedelta(days=2)
    else:
        # Within a week there is exactly one.
        found = {due_week(now + timedelta(hours=hours), zone=zone) for hours in range(0, 168, 12)}
        assert len(found - {None}) == 1


def test_a_letter_tells_of_the_seven_days_before_its_monday() -> None:
    days = days_of(date(2026, 6, 15))
    assert (days[0], days[-1], len(days)) == (date(2026, 6, 8), date(2026, 6, 14), 7)


def test_a_week_like_the_others_has_no_facts() -> None:
    assert facts(QUIET) == ()
    assert facts(Week(tone=Tone(), tone_before=Tone())) == ()


@pytest.mark.parametrize(
    ("now", "before", "change"),
    [
        (6, 16, Change.MORE),  # 6 against 4 a week
        (5, 16, None),
        (4, 4, None),  # four messages are no change
        (5, 0, Change.MORE),
        (2, 20, Change.LESS),  # 2 against 5 a week
        (3, 20, None),
        (0, 16, None),
    ],
)
def test_more_or_less_is_said_where_it_is_half_as_much_again_or_half(
    now: int, before: int, change: Change | None
) -> None:
    week = Week(tone=Tone(neutral=now), tone_before=Tone(neutral=before))
    found = [one.change for one in facts(week)]
    assert found == ([change] if change else [])


@pytest.mark.parametrize(
    ("days_before", "is_told"), [(28, True), (14, True), (13, False), (0, False)]
)
def test_nothing_is_more_or_less_than_what_was_not_listened_to(
    days_before: int, is_told: bool
) -> None:
    week = Week(
        Tone(neutral=7),
        Tone(),
        days_before=days_before,
        rivals=(Rival(1, "Delattre", 7, 0, days_before=days_before),),
    )
    told = [Change.MORE, Change.COMPETITOR_HEARD] if is_told else []
    assert [one.change for one in facts(week)] == told
    assert (week.usual is None) is not is_told


def test_a_usual_week_is_told_by_the_days_that_were_listened_to() -> None:
    assert Week(Tone(), Tone(neutral=10), days_before=14).usual == 5


def test_a_word_that_rises_says_more_than_a_number() -> None:
    week = Week(
        tone=Tone(neutral=90),
        tone_before=Tone(neutral=40),
        words=Told(rising=(rise("file", 9, 1), rise("prix", 4, 1))),
    )
    (found,) = facts(week)
    assert (found.kind, found.what, found.now, found.before) == (Kind.ROSE, "file", 9, 1.0)


@pytest.mark.parametrize(
    ("tone", "before", "change"),
    [
        # 8 of 10: between 49 and 94 in 100, above 20.
        (Tone(positive=2, negative=8), Tone(positive=32, negative=8), Change.WORSE),
        (Tone(positive=8, negative=2), Tone(positive=32, negative=8), None),
        (Tone(negative=2), Tone(positive=40), None),  # two are chance
        # 0 of 20: at most 16 in 100, below 50.
        (Tone(positive=10, neutral=10), Tone(positive=20, negative=20), Change.BETTER),
        (Tone(negative=9), Tone(), None),  # nothing to compare with
    ],
)
def test_the_tone_is_told_where_it_changed_beyond_chance(
    tone: Tone, before: Tone, change: Change | None
) -> None:
    found = [one.change for one in facts(Week(tone, before)) if one.kind is Kind.TONE]
    assert found == ([change] if change else [])


def test_a_competitor_is_told_who_offers_or_of_whom_much_more_is_said() -> None:
    rivals = (Rival(1, "Delattre", 12, 16), Rival(2, "Fournil", 30, 160), Rival(3, "Antan", 7, 4))
    (found,) = facts(Week(QUIET.tone, QUIET.tone_before, rivals=rivals))
    assert (found.change, found.what, found.now) == (Change.COMPETITOR_HEARD, "Delattre", 12)
    offering = (*rivals, Rival(4, "Levain", 0, 0, offer="-20 % samedi"))
    (found,) = facts(Week(QUIET.tone, QUIET.tone_before, rivals=offering))
    assert found.change is Change.COMPETITOR_OFFERS
    assert found.what == "Levain\n-20 % samedi"


def test_all_five_come_in_their_order() -> None:
    week = Week(
        tone=Tone(positive=2, negative=8),
        tone_before=Tone(positive=32, negative=8),
        words=Told(rising=(rise("file", 9, 1),), appeared=(rise("rupture", 4),)),
        rivals=(Rival(1, "Delattre", 12, 16),),
        waiting=2,
        waiting_since=THEN,
    )
    assert [one.kind for one in facts(week)] == list(Kind)
