"""Rules of Today: what comes first, who may settle it, how many minutes it takes. Pure.

Cards stand in the order of what is lost while they wait; see `Kind`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import Enum, IntEnum
from zoneinfo import ZoneInfo

from beffroi.routines.handling import ACT_MINUTES, ACT_OF, Act, Typical
from beffroi.strategy.plan.rules import REVIEW_MINUTES
from beffroi.workspaces.rules import Permission, Role, may

#: The quarter of an hour.
MINUTES_A_DAY = 15
#: The card in front and the short list below it.
CARDS_SHOWN = 6
#: What is given to somebody else is theirs, until it is late by more than this.
GIVEN_LATE = timedelta(days=1)
#: Counts stop here: beyond, the number no longer helps anybody.
COUNT_MAX = 100


class Kind(Enum):
    """What a card asks for, in the order of what is lost while it waits.

    =========  ==================================================================
    alert      somebody may come to harm, or the press calls: an hour counts
    crisis     what was promised to the public is broken on its minute
    heard      what grows elsewhere is answered small, or large a day later
    reconnect  everything stands still: nothing leaves, nothing comes in
    check      a post may stand twice, or not at all, while its day goes by
    renew      everything stands still from the day that it ends
    nudge      a colleague has stopped and waits for a word
    answer     a customer goes elsewhere; a public question stays unanswered
    approve    a post misses its day; another day can be found
    report     whoever waits for last month's figures waits longer
    strategy   six months on, the company may aim past what it wants
    mend       part of a channel is missing, as it was the days before
    weekly     a week without plan: the next one comes on Monday
    steering   a month or a quarter without looking back; nothing breaks
    =========  ==================================================================
    """

    ALERT = "alert"
    CRISIS = "crisis"
    HEARD = "heard"
    RECONNECT = "reconnect"
    CHECK = "check"
    RENEW = "renew"
    NUDGE = "nudge"
    ANSWER = "answer"
    APPROVE = "approve"
    REPORT = "report"
    STRATEGY = "strategy"
    MEND = "mend"
    WEEKLY = "weekly"
    STEERING = "steering"


class Rank(IntEnum):
    """What comes before the kind: an open alert, then what is urgent."""

    ALERTED = 0
    URGENT = 1
    ORDINARY = 2


_ORDER = tuple(Kind)
#: A yes is asked only of those who may give one; a word of a colleague is for whom it names.
_SEEN_WITH = {
    Kind.ALERT: Permission.ANSWER,
    Kind.CRISIS: Permission.SEE_INBOX,
    Kind.HEARD: Permission.SEE_INBOX,
    Kind.RECONNECT: Permission.SEE_CHANNELS,
    Kind.CHECK: Permission.SEE_POSTS,
    Kind.RENEW: Permission.SEE_CHANNELS,
    Kind.ANSWER: Permission.SEE_INBOX,
    Kind.NUDGE: Permission.ANSWER,
    Kind.APPROVE: Permission.APPROVE_POSTS,
    Kind.REPORT: Permission.MANAGE_COMPANY,
    Kind.STRATEGY: Permission.MANAGE_COMPANY,
    Kind.MEND: Permission.SEE_CHANNELS,
    Kind.WEEKLY: Permission.WRITE_POSTS,
    Kind.STEERING: Permission.MANAGE_COMPANY,
}
_SETTLED_WITH = {
    Kind.ALERT: Permission.ANSWER,
    Kind.CRISIS: Permission.ANSWER,
    Kind.HEARD: Permission.ANSWER,
    Kind.RECONNECT: Permission.MANAGE_CHANNELS,
    Kind.CHECK: Permission.WRITE_POSTS,
    Kind.RENEW: Permission.MANAGE_CHANNELS,
    Kind.ANSWER: Permission.ANSWER,
    Kind.NUDGE: Permission.ANSWER,
    Kind.APPROVE: Permission.APPROVE_POSTS,
    Kind.REPORT: Permission.MANAGE_COMPANY,
    Kind.STRATEGY: Permission.MANAGE_COMPANY,
    Kind.MEND: Permission.MANAGE_CHANNELS,
    Kind.WEEKLY: Permission.WRITE_POSTS,
    Kind.STEERING: Permission.MANAGE_COMPANY,
}
#: What each card takes until it was measured, in minutes: to read, to decide, to write two
#: sentences. A routine has its own minutes, beside the quarter of an hour.
CARD_MINUTES = {
    Kind.ALERT: 2,
    Kind.CRISIS: 2,
    Kind.HEARD: 3,
    Kind.RECONNECT: 2,
    Kind.CHECK: 1,
    Kind.RENEW: 1,
    Kind.ANSWER: 2,
    Kind.NUDGE: 1,
    Kind.APPROVE: 2,
    Kind.REPORT: 3,
    Kind.STRATEGY: REVIEW_MINUTES,
    Kind.MEND: 2,
}
#: By which act a card is settled, where the trail can tell how long that takes.
_ACT_FOR = {
    Kind.HEARD: Act.LISTENED,
    Kind.RECONNECT: Act.RECONNECTED,
    Kind.CHECK: Act.CHECKED,
    Kind.RENEW: Act.RECONNECTED,
    Kind.ANSWER: Act.ANSWERED,
    Kind.APPROVE: Act.APPROVED,
}
#: These never wait until tomorrow.
_NEVER_PUT_OFF = frozenset({Kind.ALERT, Kind.CRISIS, Kind.HEARD})
#: Takes back what was done with the same conversation.
REOPENED = "conversation.reopened"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the trail: what was done, to what, when."""

    action: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Minutes:
    """The quarter of an hour of a day: minutes done, minutes that the waiting cards would take."""

    done: int
    waiting: int
    total: int = MINUTES_A_DAY

    @property
    def planned(self) -> int:
        """Minutes of waiting cards that still fit."""
        return min(self.waiting, max(0, self.total - self.done))

    @property
    def left(self) -> int:
        """Minutes that nothing asks for."""
        return max(0, self.total - self.done - self.waiting)

    @property
    def is_over(self) -> bool:
        """Whether it is enough for today."""
        return self.done >= self.total


def kinds_seen(role: Role) -> tuple[Kind, ...]:
    """Return the kinds of cards that `role` sees, the most pressing first."""
    return tuple(kind for kind in _ORDER if may(role, _SEEN_WITH[kind]))


def kinds_settled(role: Role) -> frozenset[Kind]:
    """Return the kinds of cards that `role` may settle."""
    return frozenset(kind for kind in _ORDER if may(role, _SETTLED_WITH[kind]))


def order(
    kind: Kind, *, rank: Rank, waits_from: datetime, id: int, is_mine: bool
) -> tuple[object, ...]:
    """Return what cards are sorted by: what I may settle, by rank and kind, the longest wait."""
    return (not is_mine, rank, _ORDER.index(kind), waits_from, id)


def acts_of(entries: Iterable[Entry]) -> Counter[Act]:
    """Count what one person did, from their lines of the trail, oldest first.

    What happened at one instant is one act: taking a post back cancels several deliveries.
    """
    seen: dict[tuple[Act, datetime], str] = {}
    for entry in entries:
        if entry.action == REOPENED:
            seen = {
                key: subject
                for key, subject in seen.items()
                if key[0] is not Act.DONE or subject != entry.subject
            }
        else:
            seen[ACT_OF[entry.action], entry.at] = entry.subject
    return Counter(act for act, _at in seen)


def card_minutes(kind: Kind, *, known: Mapping[Act, Typical]) -> tuple[int, int]:
    """Return the minutes that a card takes, and of how many that is the median; 0: an estimate."""
    found = known.get(_ACT_FOR[kind]) if kind in _ACT_FOR else None
    return (found.minutes, found.n) if found else (CARD_MINUTES[kind], 0)


def minutes_of(
    acts: Mapping[Act, int],
    waiting: Mapping[Kind, int],
    *,
    settled: frozenset[Kind],
    known: Mapping[Act, Typical],
) -> Minutes:
    """Return the minutes of a day; only cards that the person may settle take any.

    Routines take none of them: they come beside the quarter of an hour.
    """
    return Minutes(
        done=sum(act_minutes(act, known=known) * number for act, number in acts.items()),
        waiting=sum(
            card_minutes(kind, known=known)[0] * waiting.get(kind, 0)
            for kind in settled & set(CARD_MINUTES)
        ),
    )


def act_minutes(act: Act, *, known: Mapping[Act, Typical]) -> int:
    """Return the minutes that an act takes: as measured, else as we suppose."""
    return known[act].minutes if act in known else ACT_MINUTES[act]


def may_put_off(
    kind: Kind,
    *,
    rank: Rank,
    due_at: datetime | None,
    is_calm: bool,
    tomorrow: datetime,
    gone_at: datetime | None = None,
) -> bool:
    """Tell whether a card may wait until `tomorrow`: no alert, no crisis, nothing due before.

    What goes by itself at `gone_at` must still be there then.
    """
    if kind in _NEVER_PUT_OFF or rank is Rank.ALERTED:
        return False
    if gone_at is not None and gone_at <= tomorrow:
        return False
    return due_at is None or is_calm or due_at >= tomorrow


def day_start(now: datetime, zone: ZoneInfo) -> datetime:
    """Return when today began on the clocks of `zone`, aware UTC."""
    midnight = datetime.combine(now.astimezone(zone).date(), time.min, tzinfo=zone)
    return midnight.astimezone(UTC)


def next_day(now: datetime, zone: ZoneInfo) -> datetime:
    """Return when tomorrow begins on the clocks of `zone`, aware UTC."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=zone).astimezone(UTC)


def shown_count(number: int) -> str:
    """Return a count as people read it: “99+” once counting has stopped."""
    return str(number) if number < COUNT_MAX else f"{COUNT_MAX - 1}+"
