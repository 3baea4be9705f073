"""Instants in words, in a workspace's time zone and the current language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import get_language, gettext, ngettext, pgettext

MINUTE = 60
HOUR = 3600
_WEEK_DAYS = 7


def hour(moment: datetime, *, zone: ZoneInfo) -> str:
    """Return the time of day: “8:00”."""
    local = moment.astimezone(zone)
    return f"{local.hour}:{local.minute:02}"


def day(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return “Friday 19 June”, with the year when it is not this one."""
    return day_of(moment.astimezone(zone).date(), today=now.astimezone(zone).date())


def day_of(value: date, *, today: date) -> str:
    """Return a calendar day in words; the French first of the month is “1er”."""
    words = _day_in(get_language() or "", value)
    return words if value.year == today.year else f"{words} {value.year}"


@lru_cache(maxsize=1000)  # a list says the same few days again and again
def _day_in(language: str, value: date) -> str:
    weekday, month = dateformat.format(value, "l"), dateformat.format(value, "F")
    return f"{weekday} {value.day}{_ordinal(language, value)} {month}"


def date_of(value: date, *, with_year: bool) -> str:
    """Return a calendar day without its weekday: “1 December 2026”, « 1er décembre 2026 »."""
    month = dateformat.format(value, "F Y" if with_year else "F")
    return f"{value.day}{_ordinal(get_language() or '', value)} {month}"


def ends_of(first: date, last: date) -> tuple[str, str]:
    """Return the ends of some days, saying once what both have: “2” and “29 November”.

    Of two years both ends say theirs, of one neither does.
    """
    with_year = first.year != last.year
    begins, until = (date_of(one, with_year=with_year) for one in (first, last))
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return (begins.partition(" ")[0] if is_one_month else begins), until


def short_date_of(value: date, *, with_year: bool) -> str:
    """Return a calendar day where there is little room: “1 Dec.”, « 1er déc. »."""
    return _short_day_in(get_language() or "", value, with_year=with_year)


@lru_cache(maxsize=1000)
def _short_day_in(language: str, value: date, *, with_year: bool) -> str:
    month = dateformat.format(value, "N Y" if with_year else "N")
    return f"{value.day}{_ordinal(language, value)} {month}"


def _ordinal(language: str, value: date) -> str:
    return "er" if value.day == 1 and language.startswith("fr") else ""


def full(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return day and time: “Friday 19 June at 8:00”."""
    return _day_and_time(get_language() or "") % {
        "day": day(moment, now=now, zone=zone),
        "time": hour(moment, zone=zone),
    }


@cache  # every row of a list says it, in the current language
def _day_and_time(language: str) -> str:
    return gettext("%(day)s at %(time)s")


def near(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return day and time as one says them: “today at 8:00”, “tomorrow at 8:00”."""
    words = {
        -1: gettext("yesterday at %(time)s"),
        0: gettext("today at %(time)s"),
        1: gettext("tomorrow at %(time)s"),
    }
    days = (moment.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days not in words:
        return full(moment, now=now, zone=zone)
    return words[days] % {"time": hour(moment, zone=zone)}


def at(moment: datetime, *, now: datetime, zone: ZoneInfo, beside: datetime | None = None) -> str:
    """Return an instant that ends a sentence: “at 9:05” today, then “yesterday at 9:05”.

    `beside` is an instant that stands before it in the sentence: its day is not said again.
    """
    said = (beside or now).astimezone(zone).date()
    if moment.astimezone(zone).date() == said:
        return gettext("at %(time)s") % {"time": hour(moment, zone=zone)}
    return near(moment, now=now, zone=zone)


def ago(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return how long ago: “just now”, “40 min ago”, “3 h ago”, then the day.

    An instant to come is said like a date, so that a clock that is off never shows “-2 min ago”.
    """
    seconds = (now - moment) / timedelta(seconds=1)
    if seconds < 0 or seconds >= 24 * HOUR:
        return near(moment, now=now, zone=zone)
    if seconds < MINUTE:
        return gettext("just now")
    if seconds < HOUR:
        return gettext("%(count)s min ago") % {"count": int(seconds // MINUTE)}
    return gettext("%(count)s h ago") % {"count": int(seconds // HOUR)}


def brief(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return how long ago in the narrowest words: “3 h ago”, “yesterday”, “12 Nov.”."""
    if now - moment < timedelta(days=1):
        return ago(moment, now=now, zone=zone)
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    if (today - day).days == 1:
        return gettext("yesterday")
    return _short_day_in(get_language() or "", day, with_year=day.year != today.year)


def due(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return by when, to end a line: “before tomorrow 6:40”, “before Friday 6:40”, “late”."""
    if moment <= now:
        return pgettext("answer", "late")
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    days = (day - today).days
    if days >= _WEEK_DAYS:
        short = _short_day_in(get_language() or "", day, with_year=day.year != today.year)
        return pgettext("answer", "before %(date)s") % {"date": short}
    sentence = {
        0: pgettext("answer", "before %(time)s"),
        1: pgettext("answer", "before tomorrow %(time)s"),
    }.get(days, pgettext("answer", "before %(day)s %(time)s"))
    return sentence % {"day": dateformat.format(day, "l"), "time": hour(moment, zone=zone)}


def due_calmly(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return by when, of what presses nobody: “before 16:00”, then “when you can”."""
    if moment <= now:
        return pgettext("answer", "when you can")
    return due(moment, now=now, zone=zone)


def until(moment: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return how far off: “in 20 min”, “in 3 h”, “in 6 days”; “now” once it has come."""
    seconds = (moment - now) / timedelta(seconds=1)
    if seconds < MINUTE:
        return gettext("now")
    if seconds < HOUR:
        return gettext("in %(count)s min") % {"count": int(seconds // MINUTE)}
    days = (moment.astimezone(zone).date() - now.astimezone(zone).date()).days
    if seconds < 24 * HOUR and days < 2:
        return gettext("in %(count)s h") % {"count": int(seconds // HOUR)}
    return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}
