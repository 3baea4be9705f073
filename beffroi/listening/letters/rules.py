"""When the weekly letter leaves, and what of a week is worth a line of it. Pure.

Five kinds of facts, one of each at most: what rose, the tone, what appeared, what a competitor
does, who waits. A week of which nothing can be said is told in one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from beffroi.listening.figures.rising import Rise, Told
from beffroi.listening.figures.tone import Tone
from beffroi.metrics.intervals import wilson

LEAVES_AT = time(8)
#: An installation that was off on Monday morning still sends it; later it would be old news.
LATE_MAX = timedelta(days=2)
_WEEK = timedelta(days=7)
#: Fewer messages are no change, whatever they were before.
_CHANGED_FROM = 5
_MORE, _LESS = 1.5, 0.5
DAYS_BEFORE = 28
#: What is usual is told by so many days.
_USUAL_FROM = 14


class Kind(Enum):
    """What a line of the letter is about, in the order of the letter."""

    ROSE = "rose"
    TONE = "tone"
    APPEARED = "appeared"
    COMPETITOR = "competitor"
    WAITING = "waiting"


class Change(Enum):
    """What was seen; each is a sentence."""

    WORD_RISES = "word_rises"
    MORE = "more"
    LESS = "less"
    WORSE = "worse"
    BETTER = "better"
    APPEARED = "appeared"
    COMPETITOR_HEARD = "competitor_heard"
    COMPETITOR_OFFERS = "competitor_offers"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Rival:
    """How much was said of a competitor in the week, and in the four before; what it offers.

    `days_before` is how many of their days were listened to.
    """

    key: int
    name: str
    now: int
    before: int
    offer: str = ""
    days_before: int = DAYS_BEFORE

    @property
    def usual(self) -> float | None:
        """How many messages a week has as a rule, None where that is unknown."""
        return usual(self.before, days=self.days_before)


@dataclass(frozen=True, slots=True)
class Week:
    """What is known of a week: of us and of competitors, and who waits for an answer now.

    `days` are how many of its days were listened to, `days_before` those of the four before.
    """

    tone: Tone
    tone_before: Tone
    days: int = 7
    days_before: int = DAYS_BEFORE
    words: Told = field(default_factory=Told)
    rivals: tuple[Rival, ...] = ()
    waiting: int = 0
    waiting_since: datetime | None = None

    @property
    def count(self) -> int:
        """How many messages spoke of us."""
        return self.tone.total

    @property
    def usual(self) -> float | None:
        """How many do as a rule, None where that is unknown."""
        return usual(self.tone_before.total, days=self.days_before)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the letter: what changed, its numbers, and what it is about."""

    kind: Kind
    change: Change
    now: int
    before: float = 0.0
    what: str = ""
    key: int = 0
    since: datetime | None = None


def leaves_at(monday: date, *, zone: ZoneInfo) -> datetime:
    """Return when the letter of a Monday leaves, as an instant of UTC."""
    return datetime.combine(monday, LEAVES_AT, tzinfo=zone).astimezone(UTC)


def due_week(now: datetime, *, zone: ZoneInfo) -> date | None:
    """Return the Monday whose letter should have left by now, None between letters."""
    local = now.astimezone(zone)
    monday = local.date() - timedelta(days=local.weekday())
    # Compared as instants: an hour may be missing or come twice in between.
    is_due = timedelta(0) <= now - leaves_at(monday, zone=zone) < LATE_MAX
    return monday if is_due else None


def days_of(monday: date) -> tuple[date, ...]:
    """Return the seven days that the letter of a Monday tells of."""
    return tuple(monday - _WEEK + timedelta(days=number) for number in range(7))


def usual(count: int, *, days: int) -> float | None:
    """Return how many messages a week has as a rule, by so many days; None of too few."""
    return 7 * count / days if days >= _USUAL_FROM else None


def facts(week: Week) -> tuple[Fact, ...]:
    """Return what is worth telling of a week, one of each kind at most, in their order."""
    found = (_rose(week), _tone(week), _appeared(week), _competitor(week.rivals), _waiting(week))
    return tuple(one for one in found if one is not None)


def _rose(week: Week) -> Fact | None:
    if week.words.rising:
        top = week.words.rising[0]
        return Fact(
            Kind.ROSE, Change.WORD_RISES, top.now, float(top.before), top.written, since=top.since
        )
    if week.usual is None:
        return None
    if week.count >= _CHANGED_FROM and week.count >= _MORE * week.usual:
        return Fact(Kind.ROSE, Change.MORE, week.count, week.usual)
    if week.usual >= _CHANGED_FROM and week.count <= _LESS * week.usual:
        return Fact(Kind.ROSE, Change.LESS, week.count, week.usual)
    return None


def _tone(week: Week) -> Fact | None:
    """Tell when more, or fewer, are negative than before, beyond chance."""
    now, before = week.tone, week.tone_before
    share = wilson(now.negative, now.known)
    if share is None or not before.known:
        return None
    usual = before.negative / before.known
    if now.negative >= 3 and share.low > usual:
        return Fact(Kind.TONE, Change.WORSE, now.negative, usual, key=now.known)
    if share.high < usual:
        return Fact(Kind.TONE, Change.BETTER, now.negative, usual, key=now.known)
    return None


def _appeared(week: Week) -> Fact | None:
    if not week.words.appeared:
        return None
    top: Rise = week.words.appeared[0]
    return Fact(Kind.APPEARED, Change.APPEARED, top.now, what=top.written, since=top.since)


def _competitor(rivals: Sequence[Rival]) -> Fact | None:
    offering = [one for one in rivals if one.offer]
    if offering:
        first = min(offering, key=lambda one: (-one.now, one.name, one.key))
        return Fact(
            Kind.COMPETITOR,
            Change.COMPETITOR_OFFERS,
            first.now,
            what=f"{first.name}\n{first.offer}",
            key=first.key,
        )
    heard = [
        (one.usual, one)
        for one in rivals
        if one.usual is not None and one.now >= _CHANGED_FROM and one.now >= _MORE * one.usual
    ]
    if not heard:
        return None
    usual, most = min(
        heard, key=lambda found: (found[0] - found[1].now, found[1].name, found[1].key)
    )
    return Fact(Kind.COMPETITOR, Change.COMPETITOR_HEARD, most.now, usual, most.name, most.key)


def _waiting(week: Week) -> Fact | None:
    if not week.waiting:
        return None
    return Fact(Kind.WAITING, Change.WAITING, week.waiting, since=week.waiting_since)
