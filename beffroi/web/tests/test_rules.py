from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.routines.handling import ACT_MINUTES, ACT_OF, Act, Typical
from beffroi.web import rules
from beffroi.web.rules import Entry, Kind, Minutes, Rank
from beffroi.workspaces.rules import Role

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
EVERY_KIND = frozenset(Kind)
#: For whoever writes posts, or runs the company.
OF_MAKERS = frozenset({Kind.REPORT, Kind.STRATEGY, Kind.WEEKLY, Kind.STEERING})
PARIS = ZoneInfo("Europe/Paris")


def place_of(
    kind: Kind,
    *,
    rank: Rank = Rank.ORDINARY,
    waits_from: datetime = NOON,
    id: int = 1,
    is_mine: bool = True,
) -> tuple[object, ...]:
    return rules.order(kind, rank=rank, waits_from=waits_from, id=id, is_mine=is_mine)


def entry(action: str, *, subject: str = "conversation:1", minute: int = 0) -> Entry:
    return Entry(action, subject, NOON + timedelta(minutes=minute))


@pytest.mark.parametrize(
    ("role", "seen", "settled"),
    [
        (Role.OWNER, EVERY_KIND, EVERY_KIND),
        (Role.MANAGER, EVERY_KIND, EVERY_KIND),
        (
            Role.EDITOR,
            EVERY_KIND - {Kind.APPROVE, Kind.REPORT, Kind.STRATEGY, Kind.STEERING},
            {
                *(Kind.ALERT, Kind.CRISIS, Kind.HEARD, Kind.CHECK, Kind.ANSWER, Kind.NUDGE),
                Kind.WEEKLY,
            },
        ),
        (Role.APPROVER, EVERY_KIND - {Kind.ALERT, Kind.NUDGE, *OF_MAKERS}, {Kind.APPROVE}),
        (Role.READER, EVERY_KIND - {Kind.ALERT, Kind.APPROVE, Kind.NUDGE, *OF_MAKERS}, set()),
        (Role.CLIENT, {Kind.CHECK, Kind.APPROVE}, {Kind.APPROVE}),
    ],
)
def test_each_role_sees_and_settles_its_own_cards(
    role: Role, seen: set[Kind], settled: set[Kind]
) -> None:
    assert set(rules.kinds_seen(role)) == seen
    assert rules.kinds_settled(role) == settled


@pytest.mark.parametrize("role", Role)
def test_nobody_settles_what_they_do_not_see(role: Role) -> None:
    assert rules.kinds_settled(role) <= set(rules.kinds_seen(role))


def test_cards_come_in_the_order_of_what_is_lost_as_the_table_says() -> None:
    told = re.findall(r"^    ([a-z]+)  +\S", Kind.__doc__ or "", re.MULTILINE)
    assert told == [kind.value for kind in Kind]
    assert told[:4] == ["alert", "crisis", "heard", "reconnect"]
    assert told[-2:] == ["weekly", "steering"]
    cards = [(kind, NOON - timedelta(days=place)) for place, kind in enumerate(Kind)][::-1]
    ordered = sorted(
        cards,
        key=lambda card: place_of(card[0], waits_from=card[1]),
    )
    assert [kind for kind, _at in ordered] == list(Kind)


def test_what_a_person_may_settle_comes_before_what_only_others_may() -> None:
    theirs = place_of(Kind.ANSWER, rank=Rank.ALERTED, is_mine=False)
    assert place_of(Kind.APPROVE) < theirs


def test_an_open_alert_and_what_is_urgent_come_before_every_other_kind() -> None:
    alerted = place_of(Kind.ANSWER, rank=Rank.ALERTED)
    urgent = place_of(Kind.NUDGE, rank=Rank.URGENT, waits_from=NOON - timedelta(days=9))
    assert alerted < urgent < place_of(Kind.RECONNECT, waits_from=NOON - timedelta(days=99))


def test_among_the_same_kind_the_longest_wait_comes_first_then_the_older_row() -> None:
    def place(minutes: int, id: int) -> tuple[object, ...]:
        moment = NOON + timedelta(minutes=minutes)
        return place_of(Kind.ANSWER, waits_from=moment, id=id)

    assert place(0, 9) < place(1, 1)
    assert place(0, 1) < place(0, 2)


@pytest.mark.parametrize(("action", "act"), ACT_OF.items())
def test_each_line_of_the_trail_is_an_act_that_takes_minutes(action: str, act: Act) -> None:
    acts = rules.acts_of([entry(action)])
    assert acts == {act: 1}
    assert rules.minutes_of(acts, {}, settled=EVERY_KIND, known={}).done == ACT_MINUTES[act] > 0


def test_every_act_and_every_card_takes_some_minutes() -> None:
    assert set(ACT_MINUTES) == set(Act) == set(ACT_OF.values())
    assert set(rules.CARD_MINUTES) == set(Kind) - {Kind.WEEKLY, Kind.STEERING}


def test_what_is_taken_back_was_not_done() -> None:
    done = entry("conversation.done", minute=1)
    other = entry("conversation.done", subject="conversation:2", minute=2)
    back = entry(rules.REOPENED, minute=3)
    assert rules.acts_of([done, other, back]) == {Act.DONE: 1}
    again = entry("conversation.done", minute=4)
    assert rules.acts_of([done, back, again]) == {Act.DONE: 1}


def test_an_answer_stays_given_when_its_conversation_is_opened_again() -> None:
    answered = entry("conversation.answered", minute=1)
    assert rules.acts_of([answered, entry(rules.REOPENED, minute=2)]) == {Act.ANSWERED: 1}


def test_two_answers_in_one_conversation_are_two() -> None:
    lines = [entry("conversation.answered", minute=minute) for minute in (1, 2)]
    assert rules.acts_of(lines) == {Act.ANSWERED: 2}


def test_taking_back_a_post_for_several_channels_is_one_act() -> None:
    lines = [entry("delivery.cancelled", subject=f"delivery:{number}") for number in range(3)]
    assert rules.acts_of(lines) == {Act.CHECKED: 1}


def test_nothing_done_takes_no_time() -> None:
    assert rules.acts_of([]) == {}


def test_only_cards_that_the_person_may_settle_take_their_minutes() -> None:
    waiting = {Kind.ANSWER: 3, Kind.APPROVE: 1}
    assert rules.minutes_of({}, waiting, settled=frozenset({Kind.APPROVE}), known={}).waiting == 2
    assert rules.minutes_of({}, waiting, settled=EVERY_KIND, known={}).waiting == 8


@pytest.mark.parametrize(
    ("done", "waiting", "planned", "left", "is_over"),
    [
        (0, 0, 0, 15, False),
        (4, 9, 9, 2, False),
        (4, 11, 11, 0, False),
        (4, 30, 11, 0, False),
        (14, 2, 1, 0, False),
        (15, 8, 0, 0, True),
        (22, 8, 0, 0, True),
        (15, 0, 0, 0, True),
    ],
)
def test_minutes_are_planned_until_the_quarter_of_an_hour_is_full(
    done: int, waiting: int, planned: int, left: int, is_over: bool
) -> None:
    minutes = Minutes(done=done, waiting=waiting)
    assert (minutes.planned, minutes.left, minutes.is_over) == (planned, left, is_over)


@given(done=st.integers(0, 100), waiting=st.integers(0, 1000))
def test_planned_and_left_never_pass_the_quarter_of_an_hour(done: int, waiting: int) -> None:
    minutes = Minutes(done=done, waiting=waiting)
    assert minutes.planned >= 0
    assert minutes.left >= 0
    assert minutes.is_over or done + minutes.planned + minutes.left == minutes.total


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        ("2026-09-14T12:00+00:00", "Europe/Paris", "2026-09-13T22:00+00:00"),
        ("2026-09-14T21:59+00:00", "Europe/Paris", "2026-09-13T22:00+00:00"),
        ("2026-09-14T22:00+00:00", "Europe/Paris", "2026-09-14T22:00+00:00"),
        # The day on which the clocks go back begins on summer time.
        ("2026-10-25T12:00+00:00", "Europe/Paris", "2026-10-24T22:00+00:00"),
        ("2026-09-14T12:00+00:00", "Pacific/Auckland", "2026-09-14T12:00+00:00"),
        # Where midnight itself is jumped over, the day begins at the first minute there is.
        ("2026-09-06T12:00+00:00", "America/Santiago", "2026-09-06T04:00+00:00"),
    ],
)
def test_a_day_begins_at_midnight_of_the_workspace(now: str, zone: str, expected: str) -> None:
    found = rules.day_start(datetime.fromisoformat(now), ZoneInfo(zone))
    assert found == datetime.fromisoformat(expected)


@given(seconds=st.integers(0, 10**9))
def test_now_is_always_within_the_day(seconds: int) -> None:
    moment = NOON + timedelta(seconds=seconds)
    assert timedelta(0) <= moment - rules.day_start(moment, PARIS) < timedelta(hours=25)


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0"), (1, "1"), (99, "99"), (100, "99+"), (101, "99+")]
)
def test_a_count_that_stopped_says_so(number: int, shown: str) -> None:
    assert rules.shown_count(number) == shown


# What was measured, and what may wait


def test_what_was_measured_counts_in_the_place_of_what_we_suppose() -> None:
    known = {Act.ANSWERED: Typical(timedelta(seconds=200), 43)}
    assert rules.card_minutes(Kind.ANSWER, known=known) == (4, 43)
    assert rules.card_minutes(Kind.APPROVE, known=known) == (2, 0)
    minutes = rules.minutes_of(
        {Act.ANSWERED: 2, Act.DONE: 1}, {Kind.ANSWER: 1}, settled=EVERY_KIND, known=known
    )
    assert (minutes.done, minutes.waiting) == (9, 4)


def test_routines_come_beside_the_quarter_of_an_hour() -> None:
    waiting = {Kind.WEEKLY: 2, Kind.STEERING: 2}
    assert rules.minutes_of({}, waiting, settled=EVERY_KIND, known={}).waiting == 0


@pytest.mark.parametrize(
    ("kind", "rank", "due_in", "is_calm", "may"),
    [
        (Kind.ANSWER, Rank.ORDINARY, None, False, True),
        (Kind.ANSWER, Rank.ORDINARY, 24, False, True),
        (Kind.ANSWER, Rank.ORDINARY, 3, False, False),
        (Kind.ANSWER, Rank.ORDINARY, -3, False, False),
        (Kind.ANSWER, Rank.ORDINARY, -3, True, True),
        (Kind.ANSWER, Rank.ALERTED, None, False, False),
        (Kind.ALERT, Rank.ORDINARY, None, False, False),
        (Kind.CRISIS, Rank.ORDINARY, 200, False, False),
        (Kind.HEARD, Rank.ORDINARY, None, False, False),
        (Kind.APPROVE, Rank.ORDINARY, 3, False, False),
        (Kind.WEEKLY, Rank.ORDINARY, None, False, True),
    ],
)
def test_alerts_crises_and_what_is_due_today_never_wait_until_tomorrow(
    kind: Kind, rank: Rank, due_in: int | None, is_calm: bool, may: bool
) -> None:
    due_at = None if due_in is None else NOON + timedelta(hours=due_in)
    tomorrow = rules.next_day(NOON, ZoneInfo("Europe/Paris"))
    found = rules.may_put_off(kind, rank=rank, due_at=due_at, is_calm=is_calm, tomorrow=tomorrow)
    assert found is may


@pytest.mark.parametrize(("hours", "may"), [(0, False), (1, True)])
def test_what_is_gone_by_tomorrow_cannot_wait_until_then(hours: int, may: bool) -> None:
    tomorrow = rules.next_day(NOON, ZoneInfo("Europe/Paris"))
    found = rules.may_put_off(
        Kind.WEEKLY,
        rank=Rank.ORDINARY,
        due_at=None,
        is_calm=False,
        tomorrow=tomorrow,
        gone_at=tomorrow + timedelta(hours=hours),
    )
    assert found is may


@given(hours=st.integers(0, 15 * 365 * 24))
def test_tomorrow_is_after_now_and_begins_within_25_hours(hours: int) -> None:
    now = NOON + timedelta(hours=hours)
    for zone in map(ZoneInfo, ("Europe/Paris", "America/Montreal", "Indian/Reunion")):
        tomorrow = rules.next_day(now, zone)
        assert timedelta(0) < tomorrow - now <= timedelta(hours=25)
        assert rules.day_start(tomorrow, zone) == tomorrow
