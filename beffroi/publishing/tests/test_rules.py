from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.delivery.rules import Status
from beffroi.networks.contracts import TextCount
from beffroi.networks.declarations import Limits
from beffroi.publishing import rules, states
from beffroi.publishing.calendar import Month, city_of, month_of, parse_day, parse_month
from beffroi.publishing.moments import Clock, Moment, moment, wall_of
from beffroi.publishing.rules import Draft, File, Finding, Problem
from beffroi.publishing.states import PostState, Stage
from beffroi.publishing.tests.desk import wall

PARIS = ZoneInfo("Europe/Paris")
ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Paris",
        "Europe/Brussels",
        "America/Toronto",
        "America/Miquelon",
        "America/Guadeloupe",
        "America/Cayenne",
        "Indian/Reunion",
        "Indian/Mayotte",
        "Pacific/Noumea",
    )
]
#: Those whose clocks never change in the years that may be planned.
STEADY = [zone for zone in ZONES if zone.key.partition("/")[0] in {"Indian", "Pacific"}] + [
    ZoneInfo("America/Guadeloupe"),
    ZoneInfo("America/Cayenne"),
]

zones = st.sampled_from(ZONES)
walls = st.datetimes(wall("2000-01-02"), wall("2099-12-30")).map(
    lambda typed: typed.replace(second=0, microsecond=0, fold=0)
)
instants = st.datetimes(wall("2000-01-02"), wall("2099-12-30"), timezones=st.just(UTC)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


# Time


def test_an_ordinary_time_is_the_one_of_the_zone() -> None:
    placed = moment(wall("2026-06-19T08:00"), PARIS)
    assert placed == Moment(datetime(2026, 6, 19, 6, 0, tzinfo=UTC), Clock.PLAIN)


def test_a_time_that_the_clocks_jump_over_leaves_an_hour_later_on_the_wall() -> None:
    placed = moment(wall("2027-03-28T02:30"), PARIS)
    assert placed.kind is Clock.SKIPPED
    assert placed.at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert wall_of(placed.at, PARIS) == (wall("2027-03-28T03:30"), False)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        (wall("2027-03-28T01:59"), Clock.PLAIN),
        (wall("2027-03-28T02:00"), Clock.SKIPPED),
        (wall("2027-03-28T02:59"), Clock.SKIPPED),
        (wall("2027-03-28T03:00"), Clock.PLAIN),
        (wall("2026-10-25T01:59"), Clock.PLAIN),
        (wall("2026-10-25T02:00"), Clock.TWICE),
        (wall("2026-10-25T02:59"), Clock.TWICE),
        (wall("2026-10-25T03:00"), Clock.PLAIN),
    ],
)
def test_the_edges_of_the_hour_that_changes_are_exact(typed: datetime, kind: Clock) -> None:
    assert moment(typed, PARIS).kind is kind


def test_a_time_that_comes_twice_can_be_the_first_or_the_second() -> None:
    typed = wall("2026-10-25T02:30")
    first, second = moment(typed, PARIS), moment(typed, PARIS, second=True)
    assert first.kind is second.kind is Clock.TWICE
    assert first.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second.at == first.later == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert wall_of(first.at, PARIS) == (typed, False)
    assert wall_of(second.at, PARIS) == (typed, True)


@given(walls, zones, st.booleans())
def test_each_time_is_placed_and_read_back_unless_it_does_not_exist(
    typed: datetime, zone: ZoneInfo, second: bool
) -> None:
    placed = moment(typed, zone, second=second)
    assert placed.at.tzinfo is UTC
    read, is_second = wall_of(placed.at, zone)
    if placed.kind is Clock.SKIPPED:
        assert timedelta(0) < read - typed <= timedelta(hours=1)
    else:
        assert read == typed
    assert is_second == (second and placed.kind is Clock.TWICE)


@given(instants, zones)
def test_each_instant_is_some_wall_time(at: datetime, zone: ZoneInfo) -> None:
    shown, is_second = wall_of(at, zone)
    assert shown.tzinfo is None
    assert moment(shown, zone, second=is_second).at == at


@given(walls, zones)
def test_there_is_a_later_choice_only_where_a_time_comes_twice(
    typed: datetime, zone: ZoneInfo
) -> None:
    placed = moment(typed, zone)
    assert (placed.later is not None) == (placed.kind is Clock.TWICE)
    assert placed.later is None or placed.later > placed.at


@given(walls, st.sampled_from(STEADY), st.booleans())
def test_overseas_without_summer_time_every_time_is_plain(
    typed: datetime, zone: ZoneInfo, second: bool
) -> None:
    assert moment(typed, zone, second=second).kind is Clock.PLAIN


@given(st.tuples(walls, walls), zones)
def test_a_later_wall_time_never_leaves_earlier_unless_clocks_change(
    pair: tuple[datetime, datetime], zone: ZoneInfo
) -> None:
    earlier, later = (moment(typed, zone) for typed in sorted(pair))
    if earlier.kind is later.kind is Clock.PLAIN:
        assert earlier.at <= later.at


@pytest.mark.parametrize(
    ("zone", "gap", "overlap"),
    [
        ("Europe/Brussels", wall("2027-03-28T02:30"), wall("2026-10-25T02:30")),
        ("America/Toronto", wall("2027-03-14T02:30"), wall("2026-11-01T01:30")),
        ("America/Miquelon", wall("2027-03-14T02:30"), wall("2026-11-01T01:30")),
    ],
)
def test_each_zone_has_its_own_nights_of_change(
    zone: str, gap: datetime, overlap: datetime
) -> None:
    assert moment(gap, ZoneInfo(zone)).kind is Clock.SKIPPED
    assert moment(overlap, ZoneInfo(zone)).kind is Clock.TWICE


NOW = datetime(2026, 6, 16, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("planned_at", "problems"),
    [
        (None, [Problem.NO_DATE]),
        (NOW - timedelta(days=1), [Problem.DATE_PAST]),
        (NOW - rules.GRACE - timedelta(seconds=1), [Problem.DATE_PAST]),
        (NOW - rules.GRACE, []),
        (NOW, []),
        (NOW + timedelta(days=400), []),
    ],
)
def test_a_date_must_be_there_and_to_come(
    planned_at: datetime | None, problems: list[Problem]
) -> None:
    assert [found.problem for found in rules.date_findings(planned_at, now=NOW)] == problems


# States


def test_every_status_of_a_delivery_has_a_word_of_its_own_app() -> None:
    standings = [*(status.value for status in Status), "taken_away", "paused"]
    assert {states.state_of_delivery(standing) for standing in standings} == {*PostState} - {
        PostState.DRAFT,
        PostState.TO_APPROVE,
        PostState.PARTLY_TAKEN_AWAY,
    }


@pytest.mark.parametrize(
    ("stage", "word"),
    [
        (Stage.DRAFT, PostState.DRAFT),
        (Stage.DELETED, PostState.DRAFT),
        (Stage.SUBMITTED, PostState.TO_APPROVE),
    ],
)
@pytest.mark.parametrize("statuses", [[], ["cancelled"], ["scheduled", "published"]])
def test_before_it_is_scheduled_only_the_stage_speaks(
    stage: Stage, word: PostState, statuses: list[str]
) -> None:
    assert states.state_of(stage, statuses) is word


def test_a_scheduled_post_without_any_delivery_is_scheduled() -> None:
    assert states.state_of(Stage.SCHEDULED, []) is PostState.SCHEDULED


PRESSING = [
    "ask_human",
    "held",
    "failed",
    "taken_away",
    "sending",
    "scheduled",
    "published",
    "cancelled",
]


@pytest.mark.parametrize(("one", "other"), list(product(PRESSING, PRESSING)))
def test_the_most_pressing_delivery_gives_the_word(one: str, other: str) -> None:
    first = min(one, other, key=PRESSING.index)
    found = states.state_of(Stage.SCHEDULED, [one, other])
    is_partly = first == "taken_away" and {one, other} - {"taken_away", "cancelled"}
    word = PostState.PARTLY_TAKEN_AWAY if is_partly else states.state_of_delivery(first)
    assert found is word


@pytest.mark.parametrize("status", ["leased", "sending", "unknown", "reconciling"])
def test_doubt_and_sending_are_one_word_until_a_person_is_asked(status: str) -> None:
    assert states.state_of_delivery(status) is PostState.SENDING


# What keeps a post from leaving

LIMITS = Limits(
    text_max=10,
    images_max=2,
    image_bytes_max=1000,
    image_types=frozenset({"image/jpeg"}),
    alt_text_max=5,
    source_url="https://network.example/limits",
    checked_on=date(2026, 9, 1),
    slowest_commit=timedelta(seconds=90),
)
PHOTO = File("image/jpeg", "Pain")


def draft(text: str = "Bonjour", *, channel_id: int = 1, is_connected: bool = True) -> Draft:
    return Draft(channel_id, is_connected, text, TextCount(len(text), LIMITS.text_max), LIMITS)


@pytest.mark.parametrize(
    ("drafts", "files", "found"),
    [
        ([draft()], [], []),
        ([draft("0123456789")], [], []),
        ([draft("")], [PHOTO], []),
        ([draft(), draft(channel_id=2)], [PHOTO, PHOTO], []),
        ([], [], [Finding(Problem.NO_CHANNEL)]),
        ([draft(" \n")], [], [Finding(Problem.EMPTY)]),
        ([draft("")] * 2, [], [Finding(Problem.EMPTY)]),
        ([draft(), draft("", channel_id=2)], [], [Finding(Problem.EMPTY, 2)]),
        ([draft("0123456789ab")], [], [Finding(Problem.TOO_LONG, 1, 2)]),
        (
            [draft("0123456789a"), draft("0123456789abc", channel_id=2)],
            [],
            [Finding(Problem.TOO_LONG, 1, 1), Finding(Problem.TOO_LONG, 2, 3)],
        ),
        ([draft()], [PHOTO] * 4, [Finding(Problem.TOO_MANY_IMAGES, 1, 2, limit=2)]),
        (
            [draft()],
            [PHOTO, File("image/jpeg", " ")],
            [Finding(Problem.ALT_TEXT_MISSING, place=1)],
        ),
        ([], [File("image/jpeg", "")], [
            Finding(Problem.NO_CHANNEL), Finding(Problem.ALT_TEXT_MISSING, place=0)
        ]),
        (
            [draft()],
            [File("image/jpeg", "Un pain")],
            [Finding(Problem.ALT_TEXT_TOO_LONG, 1, 2, 0)],
        ),
        ([draft()], [File("image/png", "Pain")], [Finding(Problem.IMAGE_TYPE, 1, place=0)]),
        (
            [draft("0123456789abc", is_connected=False)],
            [PHOTO],
            [Finding(Problem.CHANNEL_LOST, 1)],
        ),
    ],
)  # fmt: skip
def test_each_reason_that_keeps_a_post_here_is_named_with_its_channel_and_excess(
    drafts: list[Draft], files: list[File], found: list[Finding]
) -> None:
    assert rules.findings(drafts, files) == found


# The calendar


def test_a_month_is_whole_weeks_from_monday_on() -> None:
    month = Month(2026, 6)
    assert month.weeks[0][0] == date(2026, 6, 1)
    assert month.weeks[-1][-1] == date(2026, 7, 5)
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in month.weeks)


def test_a_month_knows_its_neighbours_over_the_year() -> None:
    assert (str(Month(2026, 1).previous), str(Month(2026, 12).next)) == ("2025-12", "2027-01")


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_next_and_previous_lead_back(day: date) -> None:
    month = month_of(day)
    assert month.next.previous == month == month.previous.next


def test_the_span_of_a_month_begins_and_ends_at_midnight_of_the_zone() -> None:
    start, end = Month(2026, 10).span(PARIS)
    assert start.astimezone(UTC) == datetime(2026, 9, 27, 22, 0, tzinfo=UTC)
    assert end.astimezone(UTC) == datetime(2026, 11, 1, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["", "2026", "2026-13", "2026-00", "1999-12", "2100-01", "0000-01", "x", "2026-06\0"]
)
def test_what_is_no_month_is_none(typed: str) -> None:
    assert parse_month(typed) is None


@pytest.mark.parametrize("typed", ["", "2026-02-30", "1999-12-31", "9999-12-31", "0001-01-01", "x"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert parse_day(typed) is None


def test_months_and_days_are_read_as_they_are_written() -> None:
    assert parse_month(str(Month(2026, 6))) == Month(2026, 6)
    assert parse_day("2026-06-19") == date(2026, 6, 19)


def test_a_zone_is_called_like_its_town() -> None:
    assert [city_of(name) for name in ("Europe/Paris", "America/St_Johns", "UTC")] == [
        "Paris",
        "St Johns",
        "UTC",
    ]
