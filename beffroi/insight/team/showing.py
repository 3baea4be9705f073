"""The team as a page shows it and as tables have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.charts.drawings import FULL, NARROW, Size
from beffroi.charts.figures import Drawn, Figure, Line
from beffroi.charts.figures import Table as Numbers
from beffroi.charts.heat import Cell, heat_map
from beffroi.company.wording import short_weekday
from beffroi.core.exporting.tables import Column, Kind, Table
from beffroi.core.lengths import length
from beffroi.insight.team.queries import Team
from beffroi.insight.team.rules import HOURS, TOLD_FROM, WEEKDAYS, Cells, Person, fullest
from beffroi.metrics.registry import metric

#: Below the width from which a drawing has hours across: days are across, hours go down.
_TALL = Size("m", 460, 208)
_A_MONDAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person in words; what is not told is “—”."""

    name: str
    sent: int
    number: int
    middle: str
    in_time: str
    open: int
    waiting: int
    oldest_since: datetime | None
    minutes: str


def people(team: Team) -> list[PersonShown]:
    """Return the people of a team, in words."""
    return [_shown(one) for one in team.people]


def _shown(one: Person) -> PersonShown:
    told, load = one.answers, one.load
    in_time = "—"
    if told.in_time is not None:
        in_time = _("%(part)s of %(all)s") % {"part": told.in_time, "all": told.number}
    return PersonShown(
        name=one.name,
        sent=one.sent,
        number=told.number,
        middle="—" if told.middle is None else length(told.middle),
        in_time=in_time,
        open=load.open,
        waiting=load.waiting,
        oldest_since=load.oldest_since,
        minutes=length(timedelta(minutes=one.minutes)) if one.minutes else "—",
    )


def came(team: Team) -> Figure | None:
    """Draw when messages came; None without any."""
    return _figure("came", _("When messages come"), team.came)


def answered(team: Team, *, is_own: bool) -> Figure | None:
    """Draw when they were answered; None without any."""
    title = _("When you answered") if is_own else _("When they are answered, all together")
    return _figure("answered", title, team.answered)


def _figure(id_: str, title: str, cells: Cells) -> Figure | None:
    most = fullest(cells)
    if most is None:
        return None
    days, hours = _days(), [_hour(hour) for hour in range(HOURS)]
    grid = [[_cell(cells.get((day, hour), 0)) for hour in range(HOURS)] for day in range(WEEKDAYS)]
    drawn = tuple(
        heat_map(
            grid, rows=[short_weekday(day) for day in range(WEEKDAYS)], columns=hours, size=size
        )
        for size in (NARROW, _TALL, FULL)
    )
    said = _("Most on %(day)s from %(hour)s on: %(count)s.") % {
        "day": days[most[0]],
        "hour": _hour(most[1]),
        "count": cells[most],
    }
    lines = tuple(
        Line(hours[hour], tuple(str(cells.get((day, hour), 0)) for day in range(WEEKDAYS)))
        for hour in range(HOURS)
    )
    table = Numbers(title, (pgettext("clock", "Hour"), *days), lines)
    return Figure(id_, title, said, Drawn(drawn), table, meta=said)


def _cell(many: int) -> Cell:
    return Cell(float(many), str(many) if many else "")


def _days() -> list[str]:
    return [dateformat.format(_A_MONDAY + timedelta(days=n), "l") for n in range(WEEKDAYS)]


def _hour(hour: int) -> str:
    return _("%(hour)s h") % {"hour": hour}


def tables(team: Team) -> Mapping[str, Callable[[], Table]]:
    """Return what makes each table of the page, by the name that its address has."""
    return {"people": lambda: _people(team), "hours": lambda: _hours(team)}


def _people(team: Team) -> Table:
    few = _("Empty below %(count)s first answers.") % {"count": TOLD_FROM}
    columns = [
        Column("person", _("Person"), Kind.TEXT, _("By name: nobody is ranked.")),
        Column("sent", _("Answers sent"), Kind.INTEGER, _("All that were published.")),
        Column("first", _("First answers"), Kind.INTEGER, _("To people who waited.")),
        Column("median", _meaning_name("frt_med"), Kind.MINUTES, few),
        Column("in_time", _("Within the promise"), Kind.INTEGER, few),
        Column("open", _("Given to them"), Kind.INTEGER, _("Open conversations, now.")),
        Column("waiting", pgettext("messages", "Waiting"), Kind.INTEGER, _("Of these, now.")),
        Column("oldest", _("Oldest"), Kind.INSTANT, _("Since when somebody waits for them.")),
        Column("minutes", _("Time noted"), Kind.MINUTES, _("As they noted it, in these days.")),
    ]
    rows: Sequence[tuple[object, ...]] = [
        (
            one.name,
            one.sent,
            one.answers.number,
            None
            if one.answers.middle is None
            else round(one.answers.middle / timedelta(minutes=1)),
            one.answers.in_time,
            one.load.open,
            one.load.waiting,
            one.load.oldest_since,
            one.minutes or None,
        )
        for one in team.people
    ]
    return Table(_("Team"), columns, rows)


def _hours(team: Team) -> Table:
    columns = [
        Column("day", _("Day"), Kind.TEXT, _("Of the week.")),
        Column("hour", pgettext("clock", "Hour"), Kind.INTEGER, _("It begins, by your clocks.")),
        Column("came", _("Messages"), Kind.INTEGER, _("Written in that hour.")),
        Column("answered", _("Answers"), Kind.INTEGER, _("Sent in that hour.")),
    ]
    rows = [
        (name, hour, team.came.get((day, hour), 0), team.answered.get((day, hour), 0))
        for day, name in enumerate(_days())
        for hour in range(HOURS)
    ]
    return Table(_("By day and hour"), columns, rows)


def _meaning_name(key: str) -> str:
    return _(metric(key).name)
