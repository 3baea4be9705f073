"""Hours, days and delays in words of a given language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.utils import dateformat, translation
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beffroi.company.rules import DAY_MINUTES, Calendar, Delay, Hours, Measure

Times = tuple[int, int]


def hours_in_words(hours: Hours | None, *, language: str) -> str:
    """Return an ordinary week as part of a sentence: “Tuesday to Saturday from 9:00 to 19:00”.

    Empty where the hours are unknown, or where it never opens.
    """
    if hours is None or not hours.spans:
        return ""
    with translation.override(language):
        return _week({day: _times(hours, day) for day in range(7)})


def day_in_sentence(
    day: date, *, calendar: Calendar, today: date, is_weekly: bool, language: str
) -> str:
    """Return when we are open on a day: “tomorrow, Saturday, we are open from 7:00 to 19:00”.

    `is_weekly`: that weekday of every week. Empty where the hours are unknown.
    """
    if calendar.hours is None:
        return ""
    is_closed = not is_weekly and calendar.is_closed_on(day)
    times = () if is_closed else _times(calendar.hours, day.weekday())
    with translation.override(language):
        when = _every(day) if is_weekly else _when(day, today=today)
        if not times:
            return _("%(when)s we are closed") % {"when": when}
        return _("%(when)s we are open %(openings)s") % {"when": when, "openings": _openings(times)}


def day_as_typed(openings: Sequence[Times], *, language: str) -> str:
    """Return the openings of a day as a person would type them: “9 h – 12 h, 14 h – 19 h”."""
    with translation.override(language):
        spans = [f"{clock(opens)} – {clock(closes)}" for opens, closes in openings]
    return ", ".join(spans)


def clock(minutes: int) -> str:
    """Return a time of day in the current language: “9:00”, “9 h”."""
    hour, minute = divmod(minutes, 60)
    hour = hour if minutes == DAY_MINUTES else hour % 24
    if minute == 0:
        return pgettext("time of day", "%(hour)s:00") % {"hour": hour}
    return pgettext("time of day", "%(hour)s:%(minute)s") % {
        "hour": hour,
        "minute": f"{minute:02}",
    }


def delay_in_words(delay: Delay) -> str:
    """Return a delay in the current language: “4 opening hours”, “30 minutes”, “2 open days”."""
    hours, minutes = divmod(delay.minutes, 60)
    if delay.measure is Measure.OPEN_DAYS:
        return _open_days(delay.days)
    if minutes:
        return _minutes(delay)
    if delay.measure is Measure.OPEN_TIME:
        words = ngettext("%(count)s opening hour", "%(count)s opening hours", hours)
        return words % {"count": hours}
    if hours % 24 == 0 and hours > 48:
        days = hours // 24
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}


def day_in_words(day: date) -> str:
    """Return a day with its year: “19 June 2027”; the French first of a month is “1er”."""
    return f"{day_and_month(day)} {day.year}"


def day_and_month(day: date) -> str:
    """Return a day without its year: “19 June”."""
    ordinal = "er" if day.day == 1 and (translation.get_language() or "").startswith("fr") else ""
    return f"{day.day}{ordinal} {dateformat.format(day, 'F')}"


def short_weekday(number: int) -> str:
    """Return a day of the week where there is little room, Monday is 0: “Mon”, « lun. »."""
    point = "." if (translation.get_language() or "").startswith("fr") else ""
    return f"{WEEKDAYS_ABBR[number]}{point}"


def _open_days(days: int) -> str:
    if days == 1:
        return _("the next open day")
    return ngettext("%(count)s open day", "%(count)s open days", days) % {"count": days}


def _minutes(delay: Delay) -> str:
    if delay.measure is Measure.OPEN_TIME:
        words = ngettext(
            "%(count)s minute of opening time", "%(count)s minutes of opening time", delay.minutes
        )
    else:
        words = ngettext("%(count)s minute", "%(count)s minutes", delay.minutes)
    return words % {"count": delay.minutes}


def _when(day: date, *, today: date) -> str:
    name = weekday(day.weekday())
    if day == today:
        return _("today, %(weekday)s,") % {"weekday": name}
    if (day - today).days == 1:
        return _("tomorrow, %(weekday)s,") % {"weekday": name}
    return _("on %(weekday)s %(day)s") % {"weekday": name, "day": day_and_month(day)}


def _every(day: date) -> str:
    return pgettext("every week", "on %(weekday)ss") % {"weekday": weekday(day.weekday())}


def _times(hours: Hours, weekday: int) -> tuple[Times, ...]:
    return tuple((span.opens, span.closes) for span in hours.on(weekday))


def _week(by_day: dict[int, tuple[Times, ...]]) -> str:
    """Say the days that have the same openings together, each group at its first day."""
    open_days = {day: times for day, times in by_day.items() if times}
    groups = []
    for times in dict.fromkeys(open_days.values()):
        days = [day for day in open_days if open_days[day] == times]
        groups.append(f"{_days(days)} {_openings(times)}")
    return ", ".join(groups)


def _days(days: Sequence[int]) -> str:
    if len(days) == 7:
        return _("every day")
    runs = [
        [day for _place, day in run]
        for _offset, run in groupby(enumerate(days), lambda pair: pair[1] - pair[0])
    ]
    said: list[str] = []
    for run in runs:
        said += [_from_to(run[0], run[-1])] if len(run) > 2 else [_on(day) for day in run]
    return _listed(said)


def _openings(times: Sequence[Times]) -> str:
    if list(times) == [(0, DAY_MINUTES)]:
        return _("around the clock")
    return _listed(
        [
            _("from %(opens)s to %(closes)s") % {"opens": clock(opens), "closes": clock(closes)}
            for opens, closes in times
        ]
    )


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _on(day: int) -> str:
    return pgettext("one weekday", "on %(day)s") % {"day": weekday(day)}


def _from_to(first: int, last: int) -> str:
    return pgettext("weekdays", "%(first)s to %(last)s") % {
        "first": weekday(first),
        "last": weekday(last),
    }


def weekday(day: int) -> str:
    """Return the name of a weekday in the current language; 0 is Monday."""
    return str(WEEKDAYS[day])
