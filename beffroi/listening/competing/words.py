"""Words of the pages of competitors: days, parts of the day, formats, refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beffroi.listening.competing.pace import Pace, busiest
from beffroi.listening.room.sentences import number

PARTS: Mapping[str, Promise] = {
    "morning": gettext_lazy("before noon"),
    "afternoon": gettext_lazy("in the afternoon"),
    "evening": gettext_lazy("after 18:00"),
}
FORMATS: Mapping[str, Promise] = {
    "text": pgettext_lazy("format", "text"),
    "link": pgettext_lazy("format", "link"),
    "picture": pgettext_lazy("format", "picture"),
    "video": pgettext_lazy("format", "video"),
}
OFFERS: Mapping[str, Promise] = {
    "code": pgettext_lazy("offer", "Code"),
    "reduction": pgettext_lazy("offer", "Reduction"),
    "gift": pgettext_lazy("offer", "Gift"),
    "price": pgettext_lazy("offer", "Price"),
    "deadline": pgettext_lazy("offer", "Deadline"),
}
REFUSALS: Mapping[str, Callable[[], str]] = {
    "full": lambda: _("Twenty competitors are followed already. Stop following one first."),
    "not_own": lambda: _("Only a feed, a page or an account is where somebody writes themselves."),
    "taken": lambda: _("This source is already that of a competitor."),
    "too_late": lambda: _("It can no longer be brought back. Follow it again."),
}


def a_week(found: Pace) -> str:
    """Return how many posts a week there are; a dash where none was seen."""
    return number(found.a_week) if found.count else "—"


def reactions(found: Pace) -> str:
    """Return the median of reactions by post; a dash where no network tells any."""
    return "—" if found.reactions is None else number(found.reactions)


def when(found: Pace) -> str:
    """Return on which day and when most posts are written: “Saturday, before noon”."""
    days = [str(WEEKDAYS[place]) for place in busiest(found.by_weekday)]
    parts = [str(PARTS[found.by_part[n][0]]) for n in busiest([n for _p, n in found.by_part])]
    # Of three or more that are equal, none stands out.
    told = [_(" and ").join(names) for names in (days, parts) if len(names) in {1, 2}]
    return ", ".join(told) or "—"


def formats(found: Pace) -> str:
    """Return the shares of formats: “picture 75%, video 25%”."""
    return ", ".join(
        _("%(format)s %(percent)s%%") % {"format": FORMATS[key], "percent": percent}
        for key, percent in found.formats
    )
