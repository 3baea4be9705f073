"""The lines of the letter in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.company.wording import day_and_month
from beffroi.listening.letters.rules import Change, Fact, Kind, Week, days_of
from beffroi.listening.room import sentences
from beffroi.workspaces.links import link_into
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: what it is about, a sentence with its numbers, where to look."""

    heading: str
    sentence: str
    link: str
    link_text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """All that a letter says: its week, how much was said, and its lines.

    Without a line it was a quiet week, or nobody listened yet.
    """

    period: str
    summary: str
    lines: tuple[Line, ...]
    is_heard: bool = True

    @property
    def subject(self) -> str:
        """What stands in the list of mails."""
        if self.lines:
            return self.lines[0].sentence
        return _("A quiet week") if self.is_heard else _("Listening begins")

    @property
    def none(self) -> str:
        """What is said in the place of lines."""
        if self.is_heard:
            return _(
                "Nothing out of the ordinary: no word rose, the tone is as usual, and nobody waits"
                " for you."
            )
        return _("The first letter comes on the Monday after listening began.")


def letter(workspace: Workspace, week: Week, facts: Sequence[Fact], *, monday: date) -> Letter:
    """Return the letter of a week in the current language."""
    lines = (_line(workspace, fact) for fact in facts)
    is_heard = week.days > 0
    return Letter(sentences.span(days_of(monday)), _summary(week), tuple(lines), is_heard)


def _summary(week: Week) -> str:
    if not week.days:
        return _("Nobody was listening yet in these seven days.")
    if week.usual is None:
        return _unmeasured(week)
    words = ngettext(
        "%(count)s mention of you in seven days, against %(usual)s as a rule.",
        "%(count)s mentions of you in seven days, against %(usual)s as a rule.",
        week.count,
    )
    return words % {"count": week.count, "usual": sentences.number(week.usual)}


def _unmeasured(week: Week) -> str:
    words = ngettext(
        "%(count)s mention of you. What a usual week brings is not known yet.",
        "%(count)s mentions of you. What a usual week brings is not known yet.",
        week.count,
    )
    began = _("Listening began within these seven days.") if week.days < 7 else ""
    return " ".join(filter(None, [began, words % {"count": week.count}]))


def _line(workspace: Workspace, fact: Fact) -> Line:
    path, words = _PLACES[fact.kind]
    return Line(
        heading=_HEADINGS[fact.kind](),
        sentence=_SENTENCES[fact.change](fact, workspace.zone),
        link=link_into(workspace.pk, path()),
        link_text=words(),
    )


_HEADINGS: Mapping[Kind, Callable[[], str]] = {
    Kind.ROSE: lambda: _("What rose"),
    Kind.TONE: lambda: _("The tone"),
    Kind.APPEARED: lambda: _("What appeared"),
    Kind.COMPETITOR: lambda: _("A competitor"),
    Kind.WAITING: lambda: _("Who waits"),
}
_PLACES: Mapping[Kind, tuple[Callable[[], str], Callable[[], str]]] = {
    Kind.ROSE: (lambda: reverse("listening"), lambda: _("See the figures")),
    Kind.TONE: (
        lambda: f"{reverse('mentions')}?tone=negative",
        lambda: _("Read the negative ones"),
    ),
    Kind.APPEARED: (lambda: reverse("listening"), lambda: _("See who says it")),
    Kind.COMPETITOR: (lambda: reverse("competitors"), lambda: _("Compare")),
    Kind.WAITING: (lambda: reverse("inbox"), lambda: _("Answer them")),
}


def _rises(fact: Fact, _zone: ZoneInfo) -> str:
    words = ngettext(
        "“%(what)s”: %(now)s person speaks of it, %(before)s in the four weeks before.",
        "“%(what)s”: %(now)s people speak of it, %(before)s in the four weeks before.",
        fact.now,
    )
    return words % {"what": fact.what, "now": fact.now, "before": round(fact.before)}


def _more(fact: Fact, _zone: ZoneInfo) -> str:
    words = _("More is said of you: %(now)s mentions, %(usual)s in a usual week.")
    return words % {"now": fact.now, "usual": sentences.number(fact.before)}


def _less(fact: Fact, _zone: ZoneInfo) -> str:
    words = ngettext(
        "Less is said of you: %(now)s mention, %(usual)s in a usual week.",
        "Less is said of you: %(now)s mentions, %(usual)s in a usual week.",
        fact.now,
    )
    return words % {"now": fact.now, "usual": sentences.number(fact.before)}


def _worse(fact: Fact, _zone: ZoneInfo) -> str:
    words = _("%(now)s of %(known)s mentions are negative: more than the usual %(usual)s%%.")
    return words % {"now": fact.now, "known": fact.key, "usual": round(100 * fact.before)}


def _better(fact: Fact, _zone: ZoneInfo) -> str:
    words = ngettext(
        "Only %(now)s of %(known)s mentions is negative: less than the usual %(usual)s%%.",
        "Only %(now)s of %(known)s mentions are negative: less than the usual %(usual)s%%.",
        fact.now,
    )
    return words % {"now": fact.now, "known": fact.key, "usual": round(100 * fact.before)}


def _appears(fact: Fact, zone: ZoneInfo) -> str:
    words = _("“%(what)s”: nobody spoke of it before; since %(day)s, %(now)s people do.")
    day = fact.since.astimezone(zone).date() if fact.since else date.min
    return words % {"what": fact.what, "now": fact.now, "day": sentences.short_day(day)}


def _heard(fact: Fact, _zone: ZoneInfo) -> str:
    words = _("More is said of %(name)s: %(now)s mentions, %(usual)s in a usual week.")
    return words % {"name": fact.what, "now": fact.now, "usual": sentences.number(fact.before)}


def _offers(fact: Fact, _zone: ZoneInfo) -> str:
    name, _between, offer = fact.what.partition("\n")
    return _("%(name)s offers: “%(offer)s”.") % {"name": name, "offer": offer.removesuffix(".")}


def _waits(fact: Fact, zone: ZoneInfo) -> str:
    words = ngettext(
        "%(now)s person waits for your answer, since %(day)s.",
        "%(now)s people wait for your answer, the first since %(day)s.",
        fact.now,
    )
    day = fact.since.astimezone(zone).date() if fact.since else date.min
    return words % {"now": fact.now, "day": day_and_month(day)}


_SENTENCES: Mapping[Change, Callable[[Fact, ZoneInfo], str]] = {
    Change.WORD_RISES: _rises,
    Change.MORE: _more,
    Change.LESS: _less,
    Change.WORSE: _worse,
    Change.BETTER: _better,
    Change.APPEARED: _appears,
    Change.COMPETITOR_HEARD: _heard,
    Change.COMPETITOR_OFFERS: _offers,
    Change.WAITING: _waits,
}
