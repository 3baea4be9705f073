"""What a promise means on an ordinary week, in words: by when what comes one evening is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.company import rules, wording
from beffroi.company.rules import Calendar, Kind, Promise

#: A Friday far from any change of the clock, when most doors have closed or are about to.
_FRIDAY, _EVENING = date(2026, 6, 19), time(19)
_WEEK_DAYS = 7


def example(kind: Kind, *, promise: Promise, calendar: Calendar) -> str:
    """Return by when an answer is due to what comes on a Friday evening, whatever the holidays."""
    came_at = datetime.combine(_FRIDAY, _EVENING, tzinfo=calendar.zone)
    ordinary = replace(calendar, region="", closures=())
    found = rules.due_at(came_at, kind=kind, promise=promise, calendar=ordinary)
    due_at = found.astimezone(calendar.zone)
    values = {"came": _said(came_at), "due": _said(due_at)}
    days = (due_at.date() - _FRIDAY).days
    if days < _WEEK_DAYS:
        return _("Received on %(came)s: answer due by %(due)s.") % values
    return ngettext(
        "Received on %(came)s: answer due by %(due)s, %(count)s day later.",
        "Received on %(came)s: answer due by %(due)s, %(count)s days later.",
        days,
    ) % (values | {"count": days})


def _said(local: datetime) -> str:
    """Return a day of the week and a time: “Friday 19:00”."""
    time_of_day = wording.clock(local.hour * 60 + local.minute)
    return f"{wording.weekday(local.weekday())} {time_of_day}"
