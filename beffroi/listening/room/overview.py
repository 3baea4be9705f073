"""The overview of listening: what is said of the workspace, how much, in what tone, of what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from beffroi.inbox import understood_words
from beffroi.listening import rules
from beffroi.listening.figures.cells import (
    SERIES,
    TONES,
    Cell,
    Trend,
    Volume,
    aspect_trends,
    trends,
    volume,
)
from beffroi.listening.figures.days import (
    USUAL_DAYS,
    WEEK_DAYS,
    begins,
    last_days,
    week_begins,
    weeks,
    within,
)
from beffroi.listening.figures.rising import Rise, Told, rise
from beffroi.listening.figures.tone import Tone, tone_of
from beffroi.listening.figures.voice import Voice, share_of_voice
from beffroi.listening.figures.wording import telling
from beffroi.listening.models import Watch
from beffroi.listening.room import listing, sentences, tallies
from beffroi.listening.room.chart import Chart, Label, draw
from beffroi.listening.room.listing import Row
from beffroi.listening.room.sentences import Look
from beffroi.listening.room.tallies import Sample, Scope
from beffroi.listening.rules import Subject
from beffroi.listening.sentences import looked_for
from beffroi.listening.sought import kept
from beffroi.workspaces.models import Workspace

#: The week of the figures and the four before, so that words can be compared.
_DAYS = USUAL_DAYS + WEEK_DAYS
_LAST_SHOWN = 3
_LOUDEST_SHOWN = 3
_ABOUT_US = frozenset(one.value for one in rules.ABOUT_US)
_UNHEARD = "—"


@dataclass(frozen=True)
class WatchLine:
    """One watch with what it caught in seven days."""

    watch: Watch
    looks_for: str
    tone: Tone
    look: Look
    #: When it began to listen, None where that was before the seven days.
    since: datetime | None


@dataclass(frozen=True)
class Line:
    """One row of a table: how it is called, a number for each column, and all."""

    name: str
    numbers: tuple[str, ...]
    total: str


@dataclass(frozen=True)
class Table:
    """Numbers with the names of their columns; what was not listened to is a dash."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Spoken:
    """What rises and what appeared, and from what was read."""

    told: Told
    sample: Sample
    #: The first message of each subject that appeared, by its id.
    firsts: Mapping[int, Row]

    @property
    def appeared(self) -> list[tuple[Rise, Row | None]]:
        """Each subject that appeared with the first message that named it."""
        return [(one, self.firsts.get(one.first)) for one in self.told.appeared]


@dataclass(frozen=True)
class Overview:
    """All that the page shows of some watches."""

    volume: Volume
    chart: Chart
    labels: tuple[tuple[Label, str], ...]
    tone: Tone
    days: Table
    intents: Table
    aspects: Table
    networks: Table
    spoken: Spoken
    loudest: tuple[Row, ...]
    last: tuple[Row, ...]
    #: When listening began, None where that was before all that is shown.
    since: datetime | None

    @property
    def usual(self) -> str:
        """How many messages a day has as a rule."""
        return sentences.a_day(self.volume.usual)

    @property
    def today(self) -> int:
        """How many messages today has so far."""
        return self.volume.days[-1].total

    @property
    def balance(self) -> str:
        """The balance of tones with its sign, "" where there are too few messages."""
        found = self.tone.balance
        return "" if found is None else sentences.signed(found)

    @property
    def balances(self) -> str:
        """Between which balances the true one is."""
        return sentences.balances(self.tone)

    @property
    def negatives(self) -> str:
        """Between which shares that of negative messages is."""
        return sentences.negatives(self.tone)

    @property
    def series(self) -> list[tuple[str, object]]:
        """The series that the chart shows, with their names."""
        there = {bar.series for bar in self.chart.bars}
        names = sentences.SERIES.items()
        return [(key, name) for key, name in names if key in there | TONES]


def watches_of(workspace: Workspace) -> list[Watch]:
    """Return the watches that nobody removed: those about us first, then by name. One query."""
    rows = Watch.objects.there().filter(workspace=workspace)
    order = {one.value: place for place, one in enumerate(Subject)}
    return sorted(rows, key=lambda one: (order[one.subject], one.name, one.pk))


def scope_of(workspace: Workspace, watches: Sequence[Watch], *, only: int | None = None) -> Scope:
    """Return what the page speaks of: one watch, else those about us, else all."""
    chosen = [one.pk for one in watches if one.pk == only]
    about_us = [one.pk for one in watches if one.subject in _ABOUT_US]
    return Scope(workspace, tuple(chosen or about_us or [one.pk for one in watches]))


def overview(scope: Scope, watches: Sequence[Watch], *, now: datetime) -> Overview:
    """Return what is said in the scope. The number of queries depends on nothing."""
    days = last_days(now, zone=scope.workspace.zone, count=_DAYS)
    shown = days[-USUAL_DAYS:]
    cells, unkept = tallies.cells(scope, days), tallies.unkept(scope, days)
    began_at = heard_since(one for one in watches if one.pk in scope.watches)
    since = began_at.astimezone(scope.workspace.zone).date() if began_at else None
    told = volume(cells, days=days[-USUAL_DAYS - 1 :], shown=USUAL_DAYS, since=since, unkept=unkept)
    drawn = draw(told)
    recent = [cell for cell in cells if cell.day in shown]
    in_weeks = weeks(shown)
    loudest = tallies.loud(
        scope, since=begins(days[-WEEK_DAYS], zone=scope.workspace.zone), most=_LOUDEST_SHOWN
    )
    terms = [term for one in watches for term in kept(one.query).wanted]
    spoken, sample = _compare(scope, cells, days, besides=telling(terms), now=now)
    firsts = [one.first for one in spoken.appeared]
    rows = listing.some(scope.workspace, [*(one.key for one in loudest), *firsts])
    by_key = {row.mention.pk: row for row in rows}
    return Overview(
        volume=told,
        chart=drawn,
        labels=tuple((label, sentences.short_day(label.day)) for label in drawn.labels),
        tone=tone_of(recent),
        days=_days(told, since),
        intents=_table(
            trends(recent, periods=in_weeks, label=lambda cell: cell.intent),
            in_weeks,
            understood_words.intents(),
            since=since,
        ),
        aspects=_aspects(scope, shown, since=since),
        networks=_table(
            trends(recent, periods=in_weeks, label=lambda cell: cell.network),
            in_weeks,
            {},
            since=since,
        ),
        spoken=Spoken(spoken, sample, by_key),
        loudest=tuple(by_key[one.key] for one in loudest if one.key in by_key),
        last=tuple(listing.last(scope.workspace, scope.watches, most=_LAST_SHOWN)),
        since=within(began_at, shown_from=begins(shown[0], zone=scope.workspace.zone)),
    )


def week_of_watches(
    workspace: Workspace, watches: Iterable[Watch], *, now: datetime
) -> list[WatchLine]:
    """Return what each watch caught in seven days, today included. One query."""
    since = week_begins(now, zone=workspace.zone)
    first = since.astimezone(workspace.zone).date()
    found = tallies.by_watch(workspace, since=since)
    lines = []
    for watch in watches:
        tone = tone_of(
            Cell(first, tone, "", "", is_unsure, count)
            for tone, is_unsure, count in found.get(watch.pk, ())
        )
        look = sentences.LEANINGS[tone.leaning]
        began_at = within(watch.made_at, shown_from=since)
        lines.append(WatchLine(watch, looked_for(kept(watch.query)), tone, look, began_at))
    return lines


def voice(workspace: Workspace, watches: Iterable[Watch], *, now: datetime) -> Voice | None:
    """Return our share of voice over 28 days; None where nobody else is followed. One query.

    Only the time is compared in which all were listened to.
    """
    there = list(watches)
    ours = [one.pk for one in there if one.subject == Subject.BRAND.value]
    rivals = {one.pk: one.name for one in there if one.subject == Subject.COMPETITOR.value}
    if not ours or not rivals:
        return None
    first = last_days(now, zone=workspace.zone, count=USUAL_DAYS)[0]
    since = begins(first, zone=workspace.zone)
    of_us = heard_since(one for one in there if one.pk in ours)
    began = [one.made_at for one in there if one.pk in rivals]
    latest = within(max([*began, *filter(None, [of_us])]), shown_from=since)
    sides = tallies.sides(name=workspace.name, ours=ours, rivals=rivals, since=latest or since)
    return share_of_voice(sides, since=latest)


def heard_since(watches: Iterable[Watch]) -> datetime | None:
    """Return when the oldest of some watches began to listen, None without any."""
    return min((one.made_at for one in watches), default=None)


def _compare(
    scope: Scope,
    cells: Iterable[Cell],
    days: Sequence[date],
    *,
    besides: Collection[str],
    now: datetime,
) -> tuple[Told, Sample]:
    new_from = now - timedelta(days=WEEK_DAYS)
    counts = {True: 0, False: 0}
    for cell in cells:
        counts[begins(cell.day, zone=scope.workspace.zone) >= new_from] += cell.count
    sample = tallies.said(scope, now=now, count=counts[True], count_before=counts[False])
    return rise(sample.messages, besides=besides), sample


def _days(told: Volume, since: date | None) -> Table:
    """Return the numbers of the picture: a line for each of its days, a column for each series."""
    parts = [(day, dict(day.parts)) for day in told.days]
    shown = [one for one in SERIES if one in TONES or any(counts[one] for _day, counts in parts)]
    lines = []
    for day, counts in parts:
        is_unheard = _is_unheard(day.day, since) and not day.total
        numbers = [_UNHEARD if is_unheard else str(counts[one]) for one in shown]
        total = _UNHEARD if is_unheard else str(day.total)
        lines.append(Line(sentences.short_day(day.day), tuple(numbers), total))
    return Table(tuple(str(sentences.SERIES[one]) for one in shown), tuple(lines))


def _is_unheard(last_day: date, since: date | None) -> bool:
    return since is not None and last_day < since


def _table(
    found: Iterable[Trend],
    in_weeks: Sequence[Sequence[date]],
    names: Mapping[str, str],
    *,
    since: date | None,
) -> Table:
    name = sentences.named(names, unknown=sentences.place)
    unheard = [_is_unheard(week[-1], since) for week in in_weeks]
    lines = (
        Line(
            name(one.key),
            tuple(
                _UNHEARD if is_unheard and not count else str(count)
                for count, is_unheard in zip(one.counts, unheard, strict=True)
            ),
            str(one.total),
        )
        for one in found
    )
    return Table(tuple(map(sentences.span, in_weeks)), tuple(lines))


def _aspects(scope: Scope, shown: Sequence[date], *, since: date | None) -> Table:
    in_weeks, names = weeks(shown), understood_words.aspects()
    found = aspect_trends(tallies.aspect_cells(scope, shown), periods=in_weeks)
    unheard = [_is_unheard(week[-1], since) for week in in_weeks]
    lines = (
        Line(
            names[one.key],
            tuple(
                _UNHEARD if is_unheard and not praise + blame else f"{praise} / {blame}"
                for praise, blame, is_unheard in zip(one.praise, one.blame, unheard, strict=True)
            ),
            str(one.total),
        )
        for one in found
        if one.key in names
    )
    return Table(tuple(map(sentences.span, in_weeks)), tuple(lines))
