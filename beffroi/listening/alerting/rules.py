"""When what is said is worth an alert: three triggers that know nothing of each other. Pure.

Volume: the last 24 hours brought more than a Poisson of the days before explains (orange), or than
bursts as large as theirs explain (red, a negative binomial). Tone: more of it is negative than
usual (orange). Gravity: one message is enough (orange; red when many hear it, or several say it).

The product looks at hours that slide, and meets chance more often than one look a day: at p < 0.001
for red, 3 to 5 reds a year are false on volumes that come in bursts, and a Wilson bound of 95 %
calls a change of tone 30 times a year where there is none. Hence `CHANCE_RED` and `SURE`. Measured
over 40,000 made days and 4,000 crises of +max(6, 4 * mean) messages (`beffroi bench alerts`),
looking every hour, with one open alert at a time:

    a day  variance   alerts a year   of them red   of a change of tone   found   found as red
      0.3     = mean            0.4           0.0                   0.0   100 %           86 %
      0.3   2 * mean            4.5           0.6                   0.1   100 %           30 %
      1     3 * mean           17.2           1.2                   0.5    82 %            4 %
      3     3 * mean           24.5           1.4                   2.4    99 %            7 %
     10     3 * mean           33.5           1.1                   4.2   100 %           78 %
     40       = mean            2.2           0.1                   3.5   100 %          100 %
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from statistics import median

from beffroi.listening.alerting.tails import (
    least_count,
    negative_binomial_tail,
    poisson_tail,
)
from beffroi.listening.alerting.usual import Usual, UsualTone
from beffroi.metrics.intervals import wilson


class Level(IntEnum):
    """How much it presses."""

    ORANGE = 1
    RED = 2


class Trigger(Enum):
    """What an alert was raised by."""

    VOLUME = "volume"
    TONE = "tone"
    GRAVITY = "gravity"


class Phase(Enum):
    """Where it stands."""

    WEAK = "weak"  # a first sign
    SURGE = "surge"  # it grows
    FALLING = "falling"  # it calms down


#: By less chance than that, a number of messages is no accident.
CHANCE_ORANGE = 1e-3
CHANCE_RED = 5e-5
#: Fewer messages are never many.
COUNT_MIN = 4
#: From this chance on, a number of messages is as usual again.
CHANCE_OVER = 0.05
#: Fewer negative messages are never a change of tone; how sure one must be that it is one.
NEGATIVES_MIN = 3
SURE = 3.29
#: An author whom so many follow, and so many times more than is usual, is heard by many.
AUDIENCE_MIN = 5_000
AUDIENCE_TIMES = 10
#: So many different authors of grave messages make it red.
GRAVE_AUTHORS_RED = 3
#: How many false alarms a watch learns from, by trigger.
LESSONS_MAX = {Trigger.VOLUME: 4, Trigger.TONE: 4, Trigger.GRAVITY: 2}
#: What each teaches: a number must be so many times less likely, a change of tone surer.
LESSON_CHANCE = 10**-0.5
LESSON_SURE = 0.4


@dataclass(frozen=True, slots=True)
class Tuning:
    """How many false alarms a watch learnt from, by trigger."""

    volume: int = 0
    tone: int = 0
    gravity: int = 0

    def after_false_alarm(self, triggers: Collection[Trigger]) -> Tuning:
        """Return what is asked of an alert from now on; never more than `LESSONS_MAX` say."""
        return replace(
            self,
            **{
                one.value: min(getattr(self, one.value) + 1, most)
                for one, most in LESSONS_MAX.items()
                if one in triggers
            },
        )


@dataclass(frozen=True, slots=True)
class Volume:
    """So many messages in 24 hours, where `mean` are usual, told by `days` days."""

    level: Level
    count: int
    mean: float
    days: int
    is_by_weekday: bool = False
    trigger = Trigger.VOLUME


@dataclass(frozen=True, slots=True)
class Tone:
    """So many of `toned` messages are negative, where `usual_share` is usual, None: unknown."""

    level: Level
    negatives: int
    toned: int
    usual_share: float | None
    trigger = Trigger.TONE


@dataclass(frozen=True, slots=True)
class Gravity:
    """So many messages speak of `subject` ("": none is named), one of them before `followers`."""

    level: Level
    subject: str
    messages: int
    followers: int | None = None
    trigger = Trigger.GRAVITY


Reason = Volume | Tone | Gravity


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the last 24 hours, as gravity looks at it.

    `subject` is what its words are an alarm of (`language.alarms`), "" where they are none.
    """

    author: str
    subject: str
    is_negative: bool
    followers: int | None = None


def volume(count: int, usual: Usual | None, *, tuning: Tuning = Tuning()) -> Volume | None:
    """Tell whether the last 24 hours brought more than chance explains; None where not, or unknown.

    Whoever may not hear red (a competitor, a subject) takes it as orange.
    """
    if usual is None or count < COUNT_MIN or count <= usual.mean:
        return None
    lesson = LESSON_CHANCE**tuning.volume
    if poisson_tail(count, mean=usual.mean) >= CHANCE_ORANGE * lesson:
        return None
    if tuning.volume and count < least_volume(usual, tuning=tuning):
        return None
    bursts = negative_binomial_tail(count, mean=usual.mean, variance=usual.variance)
    level = Level.RED if bursts < CHANCE_RED * lesson else Level.ORANGE
    return Volume(level, count, usual.mean, usual.days, is_by_weekday=usual.is_by_weekday)


def least_volume(usual: Usual, *, tuning: Tuning = Tuning()) -> int:
    """Return how many messages in 24 hours raise an alert; each lesson asks for one more at least.

    A tail falls by steps: a chance alone may ask for no more than before.
    """

    def least(chance: float) -> int:
        found = least_count(lambda count: poisson_tail(count, mean=usual.mean), chance=chance)
        return max(found, COUNT_MIN)

    lesson = LESSON_CHANCE**tuning.volume
    return max(least(CHANCE_ORANGE * lesson), least(CHANCE_ORANGE) + tuning.volume)


def tone(negatives: int, toned: int, usual: UsualTone, *, tuning: Tuning = Tuning()) -> Tone | None:
    """Tell whether the `toned` messages of 24 hours are more negative than usual, beyond chance."""
    if negatives < NEGATIVES_MIN:
        return None
    share = wilson(negatives, toned, z=SURE + LESSON_SURE * tuning.tone)
    if share is None or share.low <= usual.share:
        return None
    return Tone(Level.ORANGE, negatives, toned, usual.told_share)


def large_audience(followers: Iterable[int]) -> int:
    """Return from how many followers on an author is heard by many, by those who usually speak."""
    known = sorted(followers)
    return max(AUDIENCE_MIN, int(AUDIENCE_TIMES * median(known)) if known else 0)


def gravity(said: Sequence[Said], *, audience: int, tuning: Tuning = Tuning()) -> list[Gravity]:
    """Return what is grave in the last 24 hours, one for each subject, the gravest first.

    Grave are words of alarm, and blame by an author heard by many. Words of alarm are red when
    many hear them, or several authors say them.
    """
    by_subject: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        if one.subject or (one.is_negative and _is_heard(one, audience)):
            by_subject[one.subject].append(one)
    found = [
        _gravity(subject, those, audience=audience)
        for subject, those in by_subject.items()
        if len(those) > tuning.gravity
    ]
    return sorted(found, key=lambda one: (-one.level, -one.messages, one.subject))


def _gravity(subject: str, said: Sequence[Said], *, audience: int) -> Gravity:
    heard = [one.followers or 0 for one in said if _is_heard(one, audience)]
    is_repeated = len({one.author for one in said}) >= GRAVE_AUTHORS_RED
    is_red = bool(subject) and (bool(heard) or is_repeated)
    level = Level.RED if is_red else Level.ORANGE
    return Gravity(level, subject, len(said), max(heard, default=None))


def _is_heard(said: Said, audience: int) -> bool:
    return (said.followers or 0) >= audience


def is_usual_again(count: int, usual: Usual | None) -> bool:
    """Tell whether so many messages in 24 hours are nothing unusual."""
    if usual is None:
        return count < COUNT_MIN
    return poisson_tail(count, mean=usual.mean) >= CHANCE_OVER
