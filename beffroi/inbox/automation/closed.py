"""While the doors are closed: until when, whether a message came then, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from beffroi.company import rules, wording
from beffroi.company.rules import Calendar

_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Closed:
    """That nobody is there now, until the next opening."""

    calendar: Calendar
    until: datetime

    def holds(self, at: datetime) -> bool:
        """Tell whether an instant before now lies in it: nothing has opened since."""
        return rules.next_opening(at, calendar=self.calendar) == self.until


def closed(calendar: Calendar, *, now: datetime) -> Closed | None:
    """Return until when nobody is there; None while it is open, and where nobody said the hours."""
    until = rules.next_opening(now, calendar=calendar)
    return Closed(calendar, until) if until is not None and until > now else None


def opening_in_words(until: datetime, *, now: datetime, calendar: Calendar, language: str) -> str:
    """Return when the doors open next, as a sentence goes on: “on Tuesday at 8:00”."""
    local, today = until.astimezone(calendar.zone), now.astimezone(calendar.zone).date()
    with translation.override(language):
        values = {
            "time": wording.clock(local.hour * 60 + local.minute),
            "day": wording.weekday(local.weekday()),
            "date": wording.day_in_words(local.date()),
        }
        if local.date() == today:
            return _("today at %(time)s") % values
        if until - now <= _WEEK:
            return _("on %(day)s at %(time)s") % values
        return _("on %(date)s at %(time)s") % values
