"""What works, in sentences, as a heat map and as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.charts import looks as chart_looks
from beffroi.charts.bars import Key
from beffroi.charts.drawings import HALF, NARROW
from beffroi.charts.figures import Drawn, Figure, Line, Table
from beffroi.charts.heat import Cell, heat_map
from beffroi.company.wording import short_weekday
from beffroi.insight.working import wording
from beffroi.insight.working.rules import WEEKS, Looked, Measure, Sample, hints, looks
from beffroi.insight.working.traits import Factor, usual_writing
from beffroi.insight.working.wording import Say
from beffroi.metrics.groups import ENOUGH_POSTS, Ranking, Score
from beffroi.metrics.ranges import Interval
from beffroi.metrics.slots import (
    SLOTS,
    Part,
    Published,
    Slot,
    rank_slots,
    slot_to_try,
)

#: More would be read as a list of orders.
_HINTS_MAX = 3


@dataclass(frozen=True, slots=True)
class When:
    """The instant, and the zone of the workspace."""

    now: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Attempt:
    """The slot to try, on which day, and why it may be worth it."""

    day: date
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """Posts with a trait beside the others."""

    name: str
    n: int
    others: int
    typical: str
    typical_other: str
    shift: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one factor."""

    name: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Hint:
    """A difference that chance alone hardly makes."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class TooFew:
    """How far it is to enough posts."""

    posts: int
    missing: int
    pace: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What works, as a page shows it."""

    heat: Figure
    attempt: Attempt | None
    hints: Sequence[Hint]
    groups: Sequence[Group]
    looks: int


def too_few(sample: Sample) -> TooFew | None:
    """Return what is known where it is not enough to tell what works; None where it is."""
    posts = len(sample.posts)
    missing = ENOUGH_POSTS - posts
    if missing <= 0:
        return None
    if not posts:
        return TooFew(posts, missing, "")
    weeks = ceil(missing * WEEKS / posts)
    if weeks > WEEKS:
        return TooFew(posts, missing, _("At this pace there are never enough within 16 weeks."))
    pace = ngettext(
        "At this pace there are enough in about %(weeks)s week.",
        "At this pace there are enough in about %(weeks)s weeks.",
        weeks,
    )
    return TooFew(posts, missing, pace % {"weeks": weeks})


def shown(
    sample: Sample, *, measure: Measure, currency: str, texts: Mapping[int, str], when: When
) -> Shown:
    """Return what a page says of enough posts; `texts` are theirs, by id."""
    say = wording.sayer(measure, sample, currency=currency)
    ranking = rank_slots(
        (Published(one.post.at, one.value) for one in sample.posts), zone=when.zone
    )
    found = looks(sample.posts)
    words = {trait.key for one in found for trait in (one.trait, *one.also) if trait.is_word}
    written = usual_writing((texts.get(one.post.id, "") for one in sample.posts), words)

    def gap(between: Interval) -> str:
        return wording.difference(between, measure, sample, currency=currency)

    return Shown(
        heat=_heat(ranking, say, wording.meaning(measure, sample)),
        attempt=_attempt(ranking, when),
        hints=[_hint(one, written, say) for one in hints(found, most=_HINTS_MAX)],
        groups=_groups(found, lambda one: _row(one, written, say, gap)),
        looks=len(found),
    )


def _groups(found: Sequence[Looked], row: Callable[[Looked], Row]) -> list[Group]:
    groups = []
    for factor in Factor:
        rows = [row(one) for one in found if one.trait.factor is factor]
        if rows:
            groups.append(Group(str(wording.FACTORS[factor]), rows))
    return groups


def _row(one: Looked, written: Mapping[str, str], say: Say, gap: Callable[[Interval], str]) -> Row:
    return Row(
        wording.row(one, written=written),
        one.n,
        one.others,
        say(one.typical),
        say(one.typical_other),
        "—" if one.shift is None else gap(one.shift),
        one.is_sure,
    )


def _hint(one: Looked, written: Mapping[str, str], say: Say) -> Hint:
    title = _("%(posts)s do better.") if one.is_better else _("%(posts)s do less well.")
    why = _(
        "%(typical)s typically, against %(other)s for the others: %(n)s posts against %(others)s."
    )
    return Hint(
        title % {"posts": wording.posts_with(one, written=written)},
        why
        % {
            "typical": say(one.typical),
            "other": say(one.typical_other),
            "n": one.n,
            "others": one.others,
        },
    )


def _attempt(ranking: Ranking[Slot], when: When) -> Attempt | None:
    """Return the slot to try: that of this week, or of the next one once it has begun."""
    today = when.now.astimezone(when.zone).date()
    monday = today - timedelta(days=today.weekday())
    for week in (monday, monday + timedelta(weeks=1)):
        slot = slot_to_try(ranking, week=week)
        if slot is None or ranking.best is None:
            return None
        day = week + timedelta(days=slot.weekday - 1)
        if datetime.combine(day, time(slot.part), when.zone) > when.now:
            return _told(slot, day, ranking, ranking.best)
    return None


def _told(slot: Slot, day: date, ranking: Ranking[Slot], best: Score[Slot]) -> Attempt:
    n = next(one.n for one in ranking.scores if one.key == slot)
    title = _("%(day)s, %(hours)s") % {
        "day": wording.on_day(day),
        "hours": wording.HOURS[slot.part],
    }
    if n:
        why = ngettext(
            "%(n)s post went out then, and it could still turn out better than your best slot,"
            " %(best)s.",
            "%(n)s posts went out then, and it could still turn out better than your best slot,"
            " %(best)s.",
            n,
        )
    else:
        why = _("No post went out then yet, and it could turn out better than your best, %(best)s.")
    words = {"n": n, "best": wording.slot(best.key)}
    return Attempt(day, wording.title(title), why % words)


def _heat(ranking: Ranking[Slot], say: Say, meaning: str) -> Figure:
    by_slot = {one.key: one for one in ranking.scores}
    lowest = min((one.interval.low for one in ranking.scores if one.interval), default=0.0)
    days = tuple(short_weekday(number) for number in range(7))
    parts = tuple(str(wording.PARTS[part]) for part in Part)
    cells = [
        [_cell(by_slot[Slot(weekday, part)], say, lowest) for weekday in range(1, 8)]
        for part in Part
    ]
    drawn = tuple(heat_map(cells, rows=parts, columns=days, size=size) for size in (NARROW, HALF))
    heads = (_("Slot"), _("Posts"), _("Their mean"), _("Score"), _("Margin of error"))
    return Figure(
        id="slots",
        title=_("Days and times"),
        said=_said(ranking, say),
        shown=Drawn(drawn),
        table=Table(
            _("Score of each slot. %(meaning)s") % {"meaning": meaning},
            heads,
            tuple(_line(by_slot[slot], say) for slot in SLOTS),
        ),
        meta=ngettext("%(n)s post", "%(n)s posts", ranking.posts) % {"n": ranking.posts},
        keys=(Key(chart_looks.FEW, _("no post yet")),),
    )


def _cell(score: Score[Slot], say: Say, lowest: float) -> Cell:
    """Return a cell; its shade counts from the lowest end of all margins.

    From zero all would be alike; from the lowest score chance would look like a discovery.
    """
    if not score.n:
        return Cell(None, "—")
    n = _("n = %(n)s") % {"n": score.n}
    return Cell(max(score.score - lowest, 0.0), say(score.score), n)


def _line(score: Score[Slot], say: Say) -> Line:
    between = "—"
    if score.n and score.interval is not None:
        between = _("%(low)s to %(high)s") % {
            "low": say(score.interval.low),
            "high": say(score.interval.high),
        }
    mean = "—" if score.mean is None else say(score.mean)
    known = say(score.score) if score.n else "—"
    return Line(wording.title(wording.slot(score.key)), (str(score.n), mean, known, between))


def _said(ranking: Ranking[Slot], say: Say) -> str:
    best = next((one for one in ranking.scores if one.n), None)
    if best is None:
        return _("Nothing can be told yet.")
    words = {"slot": wording.slot(best.key), "score": say(best.score), "n": best.n}
    return (
        ngettext(
            "The best score is that of %(slot)s: %(score)s, of %(n)s post.",
            "The best score is that of %(slot)s: %(score)s, of %(n)s posts.",
            best.n,
        )
        % words
    )
