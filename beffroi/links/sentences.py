"""Words about links: devices, countries, charts, who came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import dateformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beffroi.links.figures import Share, Tally
from beffroi.links.filters import Reach, Which
from beffroi.links.places import country_name
from beffroi.links.queries import Row, Seen
from beffroi.links.rules import Device, Visitor

_CM_A_METRE = 100


def devices(shares: Iterable[Share]) -> list[tuple[str, Share]]:
    """Name the devices of visits."""
    names = device_names()
    return [(names[share.key], share) for share in shares]


def device_names() -> dict[str, str]:
    """Return how the classes of devices are called."""
    return {
        Device.PHONE.value: _("Phone"),
        Device.TABLET.value: _("Tablet"),
        Device.COMPUTER.value: _("Computer"),
        Device.OTHER.value: pgettext("device", "Another, or unknown"),
    }


def countries(shares: Iterable[Share]) -> list[tuple[str, Share]]:
    """Name the countries of visits."""
    unknown = pgettext("country", "Unknown")
    return [(country_name(one.key) if one.key else unknown, one) for one in shares]


def visitors() -> dict[str, str]:
    """Return how those who come are called."""
    return {
        Visitor.PERSON.value: pgettext("visitor", "People"),
        Visitor.PREVIEW.value: pgettext("visitor", "Previews"),
        Visitor.ROBOT.value: pgettext("visitor", "Robots"),
    }


def which() -> list[tuple[Which, str]]:
    """Return the links that a list can show, in words."""
    return [
        (Which.ALL, pgettext("links", "All")),
        (Which.HAND, pgettext("links", "Made by hand")),
        (Which.POST, pgettext("links", "In your posts")),
        (Which.STOPPED, pgettext("links", "Stopped")),
    ]


def reaches() -> list[tuple[Reach, str]]:
    """Return the periods of a link's page, in words."""
    return [
        (Reach.MONTH, _("30 days")),
        (Reach.QUARTER, _("90 days")),
        (Reach.YEAR, _("12 months")),
    ]


def spark(row: Row) -> str:
    """Say what the small line of a link shows."""
    if not row.tally.visits:
        return _("No visit in 30 days")
    sentence = ngettext(
        "%(count)s visit in 30 days, %(most)s on the fullest day",
        "%(count)s visits in 30 days, %(most)s on the fullest day",
        row.tally.visits,
    )
    return sentence % {"count": row.tally.visits, "most": row.most}


def spoken(seen: Seen) -> str:
    """Say what the chart of a link shows."""
    day, fullest = max(seen.columns, key=lambda one: one[1].visits)
    sentence = ngettext(
        "%(count)s visit; the fullest column, %(day)s, has %(most)s. The table below has the"
        " numbers.",
        "%(count)s visits; the fullest column, %(day)s, has %(most)s. The table below has the"
        " numbers.",
        seen.all.visits,
    )
    when = column(seen.reach, day)
    return sentence % {"count": seen.all.visits, "day": when, "most": fullest.visits}


def column(reach: Reach, day: date) -> str:
    """Name a column of the chart: a day, or a month of a year."""
    return dateformat.format(day, "N Y" if reach is Reach.YEAR else "j N")


def people_a_day(seen: Seen) -> str:
    """Say how many people come on an average day, with one decimal below ten; "—" for unknown."""
    mean = seen.people_a_day
    return "—" if mean is None else number_format(mean, 0 if mean >= 10 else 1)


def parts(reach: Reach, tally: Tally) -> list[tuple[str, int]]:
    """Return of what a column is made: of people and what else they did, or of visits."""
    if reach is Reach.YEAR:
        return [("people", tally.visits)]
    return [("people", tally.people), ("again", tally.again)]


def away(distance_cm: int) -> str:
    """Say a distance: “30 cm”, “3 m”."""
    if distance_cm < _CM_A_METRE:
        return _("%(count)s cm") % {"count": distance_cm}
    return _("%(count)s m") % {"count": distance_cm // _CM_A_METRE}
