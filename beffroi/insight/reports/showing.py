"""A report as it is read: its words, figures and charts, in the current language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from django.utils.dateformat import format as date_format
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.branding.queries import Look, look_of
from beffroi.charts.figures import Figure, for_paper
from beffroi.company.queries import called
from beffroi.company.wording import day_and_month, day_in_words
from beffroi.core.lengths import length
from beffroi.core.sums import exact_sum, round_sum
from beffroi.insight.reports import gestures, writing
from beffroi.insight.reports.drawing import charts
from beffroi.insight.reports.facts import FEW, Best, Facts, Reviews, from_json
from beffroi.insight.reports.gestures import Gesture
from beffroi.insight.reports.models import Report
from beffroi.metrics.figures import rounded, whole
from beffroi.metrics.sharing import whole_units
from beffroi.sales import wording
from beffroi.workspaces.models import Workspace

_UNKNOWN = "—"
_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the three figures: its name, what it is, and on what it rests or why it is unknown."""

    name: str
    figure: str
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """What something is called, and how much it is; the total of a list stands out."""

    name: str
    said: str
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class BestLine:
    """One of the posts that brought most."""

    name: str
    networks: str
    time: str
    proof: str
    margin: str


@dataclass(frozen=True, slots=True)
class Shown:
    """All that stands on the two sheets of a report."""

    company: str
    activity: str
    month: str
    title: str
    details: str
    span: str
    prepared: str
    words: Sequence[str]
    tiles: Sequence[Tile]
    charts: Sequence[Figure]
    best: Sequence[BestLine]
    messages: Sequence[Line]
    costs: Sequence[Line]
    goals_title: str
    goals: Sequence[Line]
    next_title: str
    gestures: Sequence[Gesture]
    small: str
    foot: str
    look: Look | None


def shown(report: Report) -> Shown:
    """Return a report in the current language; of one that was changed, the person's words."""
    workspace, facts = report.workspace, from_json(report.facts)
    look = look_of(workspace)
    read = facts.read_at.astimezone(workspace.zone)
    month = month_and_year(report)
    following = writing.month_name(facts.last + timedelta(days=1))
    return Shown(
        company=called(workspace) or workspace.name,
        activity=workspace.activity,
        month=month,
        title=_("%(month)s: what came back") % {"month": month},
        details=_("In detail, and %(month)s") % {"month": following},
        span=_span(facts),
        prepared=_("Prepared on %(day)s") % {"day": day_in_words(read.date())},
        words=[line for line in words_of(report).splitlines() if line.strip()],
        tiles=tiles(facts),
        charts=charts(facts),
        best=[_best(one, facts.money.currency) for one in facts.best],
        messages=list(_messages(facts)),
        costs=list(_costs(facts)),
        goals_title=_("Your goals, on %(day)s") % {"day": day_and_month(read.date())},
        goals=[Line(one.name, one.said) for one in facts.goals],
        next_title=_("Three gestures for %(month)s") % {"month": following},
        gestures=gestures_of(report),
        small=" ".join(_small(report, facts)),
        foot=foot(workspace, look=look),
        look=look,
    )


def on_paper(told: Shown) -> Shown:
    """Return the same for a PDF: charts that stand still."""
    return replace(told, charts=[for_paper(figure) for figure in told.charts])


def month_and_year(report: Report) -> str:
    """Return the month of a report as it begins a line: “May 2026”."""
    return capfirst(date_format(report.month, "F Y"))


def words_of(report: Report) -> str:
    """Return the paragraph: a person's, or what the rules write."""
    return report.words or writing.paragraph(from_json(report.facts))


def gestures_of(report: Report) -> tuple[Gesture, ...]:
    """Return what to do next: a person's lines, or what the rules choose."""
    if not report.gestures:
        return gestures.chosen(from_json(report.facts))
    lines = [line for line in report.gestures.splitlines() if line.strip()]
    return tuple(gestures.read(line) for line in lines[: gestures.MOST])


def gestures_as_typed(report: Report) -> str:
    """Return what to do next as a person changes it, one thing on each line."""
    return "\n".join(one.line for one in gestures_of(report))


def foot(workspace: Workspace, *, look: Look | None) -> str:
    """Say who prepared it: the agency, under the name that its clients read, where it has one."""
    said = {"company": called(workspace) or workspace.name}
    if look is None:
        return _("Prepared with Beffroi for %(company)s.") % said
    prepared = _("Prepared by %(agency)s for %(company)s.") % {**said, "agency": look.name}
    return f"{prepared} {look.foot}".strip()


def tiles(facts: Facts) -> tuple[Tile, Tile, Tile]:
    """Return the three figures of a month."""
    return _for_one(facts), answered_tile(facts), time_tile(facts)


def margin_tile(facts: Facts) -> Tile:
    """Return the margin, from what is certain to all."""
    name, found = _("Margin brought"), writing.margin_range(facts.money)
    if found is None:
        return Tile(name, _UNKNOWN, _("Your margin rate is not said yet."))
    sold = facts.money.sold
    if not sold:
        return Tile(name, _UNKNOWN, _("No sale could be linked to your networks."))
    note = ngettext("%(count)s sale", "%(count)s sales", sold) % {"count": sold}
    return Tile(name, found.words, _few(note, sold))


def answered_tile(facts: Facts) -> Tile:
    """Return how many of those who waited were answered."""
    name, told = _("Messages answered"), facts.messages
    if told.percent is None:
        is_deaf = not facts.channels
        why = _("No channel is connected.") if is_deaf else _("Nobody waited for an answer.")
        return Tile(name, _UNKNOWN, why)
    words = _("%(answered)s of %(count)s")
    note = words % {"answered": told.answered, "count": told.all}
    return Tile(name, f"{told.percent}{_NO_BREAK}%", _few(note, told.all))


def time_tile(facts: Facts) -> Tile:
    """Return how much time was spent."""
    name, minutes = _("Time spent"), facts.money.minutes
    if not minutes:
        return Tile(name, _UNKNOWN, _("No time was noted."))
    weekly = whole(Fraction(7 * minutes, (facts.last - facts.first).days + 1))
    words = _("%(time)s a week") % {"time": length(timedelta(minutes=weekly))}
    is_week = (facts.last - facts.first).days < 7
    return Tile(name, length(timedelta(minutes=minutes)), "" if is_week else words)


def _few(note: str, count: int) -> str:
    return _("%(note)s, too few to say much") % {"note": note} if count < FEW else note


def _for_one(facts: Facts) -> Tile:
    money = facts.money
    one = round_sum(100, money.currency)
    name = _("For %(one)s, at the most prudent") % {"one": one}
    back = money.back_for_one
    if back is None or money.ends is None:
        return Tile(name, _UNKNOWN, _why_no_return(facts))
    said = {
        "margin": round_sum(money.ends[0], money.currency),
        "cost": round_sum(money.cost, money.currency),
    }
    return Tile(name, exact_sum(back, money.currency), _("%(margin)s for %(cost)s") % said)


def _why_no_return(facts: Facts) -> str:
    money = facts.money
    if money.ends is None:
        return _("Your margin rate is not said yet.")
    if not money.sold:
        return _("No sale could be linked to your networks.")
    return _("No time was noted.") if money.cost else _("No cost was noted.")


def _span(facts: Facts) -> str:
    first, last = writing.ends(facts.first, facts.last)
    days = _("From %(first)s to %(last)s.") % {"first": first, "last": last}
    return f"{days} {', '.join(facts.channels)}." if facts.channels else days


def _best(one: Best, currency: str) -> BestLine:
    name = one.title or _("Without words")
    return BestLine(
        name=f"{name}, {day_and_month(one.day)}" if one.day else name,
        networks=", ".join(one.networks) or _UNKNOWN,
        time=length(timedelta(minutes=one.minutes)) if one.minutes else _UNKNOWN,
        proof=_proofs(one),
        margin=round_sum(one.margin, currency),
    )


def _proofs(one: Best) -> str:
    """Name all proofs of a post as one phrase: « Certain, probable »."""
    found = [str(wording.PROOFS[proof]) for proof in one.proofs or (one.proof,)]
    return ", ".join([found[0], *(name.lower() for name in found[1:])])


def _messages(facts: Facts) -> Iterator[Line]:
    told = facts.messages
    yield Line(_("Messages answered"), _of(told.answered, told.all))
    if told.median_minutes is None:
        yield Line(_("Median delay"), _UNKNOWN)
    else:
        words = _("%(delay)s, n = %(count)s")
        said = {"delay": writing.delay(told), "count": told.answered}
        yield Line(_("Median delay"), words % said)
    yield Line(_("Within your promise"), _of(told.in_time, told.answered))
    is_deaf = not facts.channels and not facts.new_reviews
    yield Line(_("New reviews"), _UNKNOWN if is_deaf else str(facts.new_reviews))
    if facts.new_reviews:
        yield Line(_("Reviews answered"), _of(facts.answered_reviews, facts.new_reviews))
    for one in facts.reviews:
        yield Line(one.source, _stars(one))


def _of(some: int, count: int) -> str:
    if not count:
        return _UNKNOWN
    return _("%(answered)s of %(count)s") % {"answered": some, "count": count}


def _stars(one: Reviews) -> str:
    if one.mean is None:
        words = ngettext("%(count)s, without stars", "%(count)s, without stars", one.count)
        return words % {"count": one.count}
    words = _("%(mean)s of 5, n = %(count)s")
    return words % {
        "mean": number_format(rounded(Fraction(one.mean), places=1)),
        "count": one.count,
    }


def _costs(facts: Facts) -> Iterator[Line]:
    money = facts.money
    own, media, tools, agency = whole_units([money.time, money.media, money.tools, money.agency])
    if money.minutes:
        time = length(timedelta(minutes=money.minutes))
        said = {"time": time, "hour": round_sum(money.hour, money.currency)}
        yield Line(_("Your time, %(time)s at %(hour)s") % said, round_sum(own, money.currency))
    else:
        yield Line(_("Your time"), _UNKNOWN)
    for word, cents in (
        (_("Advertising"), media),
        (_("Tools and other costs"), tools),
        (_("Agency or freelancer"), agency),
    ):
        if cents:
            yield Line(word, round_sum(cents, money.currency))
    total = round_sum(money.cost, money.currency) if money.is_costed else _UNKNOWN
    yield Line(_("Full cost"), total, is_total=True)


def _small(report: Report, facts: Facts) -> Iterator[str]:
    """Say how it came to be, and what its signs mean."""
    if report.words or report.gestures:
        yield _("Figures counted by rules; words changed by a person.")
    else:
        yield _("Written by rules from the figures, without a language model.")
    yield _("Read by a person before it is sent.")
    read = facts.read_at.astimezone(report.workspace.zone)
    words = _("Figures read on %(day)s at %(time)s.")
    yield words % {"day": day_and_month(read.date()), "time": date_format(read, "G:i")}
    if facts.money.margin_percent is not None:
        rate = number_format(facts.money.margin_percent)
        yield _("Margin rate, as declared: %(rate)s\u00a0%%.") % {"rate": rate}
    yield _("A sale counts once, with its strongest proof. “—”: unknown.")
