"""Tables of figures per day: what of one is new, which lines are not taken, how it is undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from django.urls import reverse

from beffroi.archives.models import TableChange, TableImport
from beffroi.archives.tables.takers import Change, Kept, Line, Refused, Subject, TableRead
from beffroi.channels.models import Channel
from beffroi.insight import ingesting, tables
from beffroi.insight.figures import Figure
from beffroi.insight.models import DayCount
from beffroi.insight.rules import Counted, Origin
from beffroi.insight.tabled import words
from beffroi.insight.tables import Answers, CannotRead

KIND = "figures"
#: What a person may say of a table: whether the month stands first, and what its followers are.
MONTH_FIRST, FOLLOWERS = "month_first", "followers"
#: The titles under which exports write either (see `headings.UNCLEAR`).
_FOLLOWER_TITLES = ("Abonnés", "Followers", "Subscribers")
_Known = dict[str, dict[str, int]]


class FigureTables:
    """Takes tables of figures that other tools exported (see `archives.tables.takers`)."""

    kind = KIND
    bytes_max = tables.BYTES_MAX

    def read(self, row: TableImport, file: BinaryIO) -> TableRead:
        """Read the figures of a table; of a day that is not over they are estimated."""
        zone = row.workspace.zone
        try:
            found = tables.read_table(
                file.read(), now=row.created_at, answers=_answers(row.answers)
            )
        except CannotRead as error:
            return TableRead(problem=error.problem.value)
        before = row.created_at.astimezone(zone).date()
        figures = tables.as_imported(found, before=before)
        return TableRead(
            lines=[Line(number, figure) for number, figure in enumerate(figures, 1)],
            refused=[Refused(one.number, one.problem.value) for one in found.left_out],
        )

    def check(self, row: TableImport, read: TableRead) -> TableRead:
        """Return it as it is: figures of a channel stand in no other's way."""
        return read

    def keep(self, row: TableImport, lines: Sequence[Line], *, now: datetime) -> Kept:
        """Keep the figures that are new or others than before."""
        channel = _channel(row)
        figures = [line.told for line in lines]
        before = _state(channel, figures)
        ingesting.import_days(channel, figures)
        after = _state(channel, figures)
        changes = [
            Change(key, before.get(key), after[key])
            for key in after
            if before.get(key) != after[key]
        ]
        return Kept(len(changes), len(lines) - len(changes), changes)

    def undo(self, row: TableImport, changes: Sequence[TableChange], *, now: datetime) -> None:
        """Put figures back as they were, but for those that another table changed since."""
        channel = _channel(row)
        keys = {change.key: change for change in changes}
        asked = [_figure(key, {"value": 0, "estimated": 0}) for key in keys]
        there = _state(channel, asked)
        ours = [change for key, change in keys.items() if there.get(key) == change.after]
        for change in ours:
            day, counted = _parts(change.key)
            _rows(channel).filter(day=day, counted=counted).delete()
        back = [_figure(one.key, one.before) for one in ours if one.before is not None]
        ingesting.import_days(channel, back)

    def reason(self, problem: str) -> str:
        """Return why a table or a line of it is not taken."""
        return words.reason(problem)

    def subject(self, row: TableImport) -> Subject | None:
        """Return the channel of a table."""
        rows = Channel.objects.filter(workspace=row.workspace_id, pk=row.subject_id)
        channel = rows.first()
        return Subject(words.channel_name(channel), reverse("figures_table")) if channel else None


def _channel(row: TableImport) -> Channel:
    rows = Channel.objects.select_related("workspace")
    return rows.get(workspace=row.workspace_id, pk=row.subject_id)


def _answers(given: dict[str, str]) -> Answers:
    followers = {"total": Counted.FOLLOWERS, "gained": Counted.FOLLOWERS_GAINED}
    counted = followers.get(given.get(FOLLOWERS, ""))
    columns = dict.fromkeys(_FOLLOWER_TITLES, counted) if counted else {}
    month_first = {"yes": True, "no": False}.get(given.get(MONTH_FIRST, ""))
    return Answers(columns, month_first)


def _rows(channel: Channel) -> Any:
    return DayCount.objects.filter(
        workspace=channel.workspace_id, channel=channel, origin=Origin.IMPORTED
    )


def _state(channel: Channel, figures: Iterable[Figure]) -> _Known:
    """Return what tables said of these days and counters, by keys."""
    wanted = Counter(_key(one.day, int(one.counted)) for one in figures)
    days = {_parts(key)[0] for key in wanted}
    if not days:
        return {}
    rows = _rows(channel).filter(day__range=(min(days), max(days)))
    return {
        key: {"value": value, "estimated": estimated}
        for day, counted, value, estimated in rows.values_list(
            "day", "counted", "value", "estimated"
        )
        if (key := _key(day, counted)) in wanted
    }


def _key(day: date, counted: int) -> str:
    return f"{day.isoformat()}/{counted}"


def _parts(key: str) -> tuple[date, Counted]:
    day, _mark, counted = key.partition("/")
    return date.fromisoformat(day), Counted(int(counted))


def _figure(key: str, values: dict[str, int]) -> Figure:
    day, counted = _parts(key)
    return Figure(day, counted, values["value"], bool(values["estimated"]))
