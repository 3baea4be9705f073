"""Lengths of time in words of the current language."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext


def length(span: timedelta) -> str:
    """Return a length of time in narrow words: “35 min”, “2 h”, “2 h 10 min”; whole minutes."""
    hours, minutes = divmod(int(span / timedelta(minutes=1)), 60)
    if not hours:
        return gettext("%(count)s min") % {"count": minutes}
    if not minutes:
        return gettext("%(count)s h") % {"count": hours}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}


def about(span: timedelta) -> str:
    """Return an estimate in the words of `length`: to five minutes, above an hour to a quarter."""
    hour = timedelta(hours=1)
    step = timedelta(minutes=5 if span < hour else 15)
    return length(max(step, step * int(span / step + 0.5)))
