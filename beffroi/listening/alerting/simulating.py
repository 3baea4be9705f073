"""How often the rules are wrong, and what they find, on volumes that are made. No database.

Hours are independent, so that 24 of them, wherever they begin, are spread as the volume says. The
rules look every hour; an alert stays open until the volume is usual again, and counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from beffroi.listening.alerting.rules import Level, is_usual_again, least_volume, tone, volume
from beffroi.listening.alerting.usual import DAY, DAYS, Usual, UsualTone

#: Days before those that are counted: eight weeks, and one for windows that begin within a day.
_DAYS_BEFORE = 57
_YEAR = 365
#: What share of made messages is negative.
_NEGATIVE = 0.2


@dataclass(frozen=True, slots=True)
class Made:
    """A volume: so many messages a day, with a variance so many times that. A Poisson has 1."""

    mean: float
    bursts: float

    def hours(self, days: int, *, seed: int) -> list[int]:
        """Return what each hour brings."""
        chance = np.random.default_rng(seed)
        mean, number = self.mean / DAY, days * DAY
        if self.bursts == 1:
            return chance.poisson(mean, number).tolist()  # type: ignore[no-any-return]
        size = mean / (self.bursts - 1)
        rates = chance.gamma(size, self.bursts - 1, number)
        return chance.poisson(rates).tolist()  # type: ignore[no-any-return]

    @property
    def planted(self) -> int:
        """How many messages a crisis adds in a day."""
        return max(6, round(4 * self.mean))


#: From nearly nothing to forty messages a day, alone or in bursts.
VOLUMES = (Made(0.3, 1), Made(0.3, 2), Made(1, 3), Made(3, 3), Made(10, 3), Made(40, 1))


@dataclass(frozen=True, slots=True)
class Alerts:
    """How many alerts a year, and how many of them turned red."""

    orange_or_red: float
    red: float


def false_alerts(made: Made, *, days: int, seed: int) -> Alerts:
    """Return how many alerts are raised where nothing happens."""
    heard = _windows(made.hours(days + _DAYS_BEFORE + 1, seed=seed))
    alerts = reds = 0
    opened = most = 0
    is_open = is_red = False
    told = list(heard)  # as what is usual is told, once alerts are over
    for at in range(_DAYS_BEFORE * DAY, len(heard)):
        usual = Usual.of(_days(told, at))
        found = volume(heard[at], usual)
        if found and usual and not is_open:
            is_open, is_red, opened, alerts = True, False, at, alerts + 1
            most = least_volume(usual) - 1
        if found and found.level is Level.RED and not is_red:
            is_red, reds = True, reds + 1
        if is_open and is_usual_again(heard[at], usual):
            is_open = False
            touched = slice(opened - DAY + 1, at + DAY)
            told[touched] = [min(one, most) for one in told[touched]]
    years = days / _YEAR
    return Alerts(alerts / years, reds / years)


def false_tones(made: Made, *, days: int, seed: int) -> float:
    """Return how often a year a change of tone is told where each message is as negative as ever.

    It is over when the last 24 hours are no more negative than usual.
    """
    hours = made.hours(days + _DAYS_BEFORE + 1, seed=seed)
    negative = np.random.default_rng(seed).binomial(hours, _NEGATIVE).tolist()
    heard, negatives = _windows(hours), _windows(negative)
    changes, is_open = 0, False
    for at in range(_DAYS_BEFORE * DAY, len(heard)):
        before = slice(at - DAY, at - (DAYS + 1) * DAY, -DAY)
        usual = UsualTone(sum(negatives[before]), sum(heard[before]))
        found = tone(negatives[at], heard[at], usual)
        changes += bool(found) and not is_open
        is_open = bool(found) or (is_open and negatives[at] > usual.share * heard[at])
    return changes / days * _YEAR


@dataclass(frozen=True, slots=True)
class Found:
    """What share of planted crises is found while they last."""

    orange_or_red: float
    red: float


def found(made: Made, *, crises: int, seed: int) -> Found:
    """Return what share of crises is found within their own day, at any hour of it."""
    chance = np.random.default_rng(seed)
    start = (_DAYS_BEFORE + 1) * DAY
    levels = []
    for one in range(crises):
        hours = made.hours(_DAYS_BEFORE + 2, seed=seed + one + 1)
        for hour in chance.integers(start, start + DAY, made.planted).tolist():
            hours[hour] += 1
        heard = _windows(hours)
        looks = (_look(heard, at) for at in range(start - DAY + 1, start + 1))
        levels.append(max(looks))
    oranges = sum(level >= Level.ORANGE for level in levels)
    reds = sum(level == Level.RED for level in levels)
    return Found(oranges / crises, reds / crises)


def _look(heard: Sequence[int], at: int) -> int:
    verdict = volume(heard[at], Usual.of(_days(heard, at)))
    return verdict.level if verdict else 0


def _windows(hours: Sequence[int]) -> list[int]:
    """Return how many messages come in the 24 hours that begin at each hour."""
    sums = np.concatenate([[0], np.cumsum(hours)])
    return (sums[DAY:] - sums[:-DAY]).tolist()  # type: ignore[no-any-return]


def _days(heard: Sequence[int], at: int) -> Sequence[int]:
    """Return the days before the 24 hours that begin at `at`, the nearest first."""
    return heard[at - DAY : at - _DAYS_BEFORE * DAY : -DAY]
