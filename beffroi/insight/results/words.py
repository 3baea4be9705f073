"""The words of results: periods, stretches, and how a figure stands beside the one before."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from django.utils import dateformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beffroi.company.wording import day_and_month, day_in_words, short_weekday
from beffroi.core.lengths import length
from beffroi.insight.results.periods import Choice, Chosen, Step
from beffroi.metrics import rates
from beffroi.metrics.figures import Figure, rounded, whole
from beffroi.metrics.metric import Unit

#: More than three times as much is told by both numbers: a percentage of little says little.
_TOLD_AS_PERCENT_MAX = 200


def choices() -> list[tuple[Choice, str]]:
    """Return the periods that can be chosen, in words."""
    return [
        (Choice.NOW, pgettext("period", "This week")),
        (Choice.WEEK, pgettext("period", "Last week")),
        (Choice.FIVE_WEEKS, pgettext("period", "5 weeks")),
        (Choice.QUARTER, pgettext("period", "Quarter")),
        (Choice.YEAR, pgettext("period", "Year")),
    ]


def sentence_of(chosen: Chosen) -> str:
    """Say which days are shown, and beside which others."""
    if chosen.choice is Choice.FREE:
        return _free_sentence(chosen)
    sentences = {
        Choice.NOW: _(
            "This week, from %(first)s to %(last)s, beside the same days of the week before."
        ),
        Choice.WEEK: _("The last full week, from %(first)s to %(last)s, beside the week before."),
        Choice.FIVE_WEEKS: _(
            "Five full weeks, from %(first)s to %(last)s, beside the five weeks before."
        ),
        Choice.QUARTER: _(
            "Thirteen full weeks, from %(first)s to %(last)s, beside the thirteen before."
        ),
        Choice.YEAR: _("Twelve full months, from %(first)s to %(last)s, beside the twelve before."),
    }
    return sentences[chosen.choice] % _ends(chosen)


def _free_sentence(chosen: Chosen) -> str:
    """Say which days were chosen, which stand beside them, and what is cut at their ends."""
    before = chosen.before
    sentence = _("From %(first)s to %(last)s, beside %(before_first)s to %(before_last)s.")
    ends = {"before_first": day_in_words(before.first), "before_last": day_in_words(before.last)}
    said = [sentence % (_ends(chosen) | ends)]
    if chosen.is_cut:
        said.append(
            _("The weeks at their ends are no whole ones.")
            if chosen.step is Step.WEEK
            else _("The months at their ends are no whole ones.")
        )
    return " ".join(said)


def days_of(chosen: Chosen) -> str:
    """Say which days are shown."""
    return _("From %(first)s to %(last)s.") % _ends(chosen)


def by_step(step: Step, *, day: str, week: str, month: str) -> str:
    """Return the words for a step."""
    return {Step.DAY: day, Step.WEEK: week, Step.MONTH: month}[step]


def head_of(step: Step) -> str:
    """Return what stands above the names of stretches in a table."""
    return by_step(step, day=_("Day"), week=_("Week of"), month=_("Month"))


def short_name(first: date, step: Step) -> str:
    """Name a stretch below a chart, by its first day."""
    if step is Step.DAY:
        return f"{short_weekday(first.weekday())} {first.day}"
    return dateformat.format(first, {Step.WEEK: "j N", Step.MONTH: "N"}[step])


def long_name(first: date, step: Step) -> str:
    """Name a stretch in a table, by its first day."""
    if step is Step.WEEK:
        return day_and_month(first)
    if step is Step.DAY:
        return f"{dateformat.format(first, 'l')} {day_and_month(first)}"
    return dateformat.format(first, "F Y")


def when(first: date, step: Step) -> str:
    """Say in which stretch something was, as a part of a sentence."""
    sentence = by_step(
        step,
        day=pgettext("when", "on %(name)s"),
        week=pgettext("when", "in the week of %(name)s"),
        month=pgettext("when", "in %(name)s"),
    )
    return sentence % {"name": long_name(first, step)}


def compared(now: Figure, before: Figure, *, said_before: str) -> str:
    """Say how a figure stands beside the one before; "" where one is unknown."""
    if now.value is None or before.value is None:
        return ""
    if now.value == before.value:
        return _("as before (%(before)s)") % {"before": said_before}
    gap = rates.change(now, before)
    is_points = now.meaning.unit in {Unit.PERCENT, Unit.POINTS}
    if gap is None or (not is_points and abs(gap) > _TOLD_AS_PERCENT_MAX):
        return _("%(before)s before") % {"before": said_before}
    if not whole(gap):
        return _("as before (%(before)s)") % {"before": said_before}
    words = _points(gap) if is_points else percent(abs(gap))
    sentence = (
        _("%(gap)s more than before (%(before)s)")
        if gap > 0
        else _("%(gap)s less than before (%(before)s)")
    )
    return sentence % {"gap": words, "before": said_before}


def percent(value: Fraction | int | None, *, places: int = 0) -> str:
    """Write a percentage; "—" where it is unknown."""
    return "—" if value is None else f"{number_format(rounded(value, places=places))}\u00a0%"


def count(value: Fraction | int | None) -> str:
    """Write a count with its thousands apart; "—" where it is unknown."""
    return "—" if value is None else number_format(whole(value), force_grouping=True)


def span(waited: timedelta) -> str:
    """Write how long somebody waited, to the nearest minute."""
    return length(timedelta(minutes=whole(Fraction(waited / timedelta(minutes=1)))))


def axis(value: float) -> str:
    """Write a number of a scale."""
    is_whole = value == int(value)
    return number_format(int(value) if is_whole else round(value, 2), force_grouping=True)


def _points(gap: Fraction) -> str:
    many = abs(whole(gap))
    return ngettext("%(count)s point", "%(count)s points", many) % {"count": many}


def _ends(chosen: Chosen) -> dict[str, str]:
    first, last = chosen.period.first, chosen.period.last
    shown = day_and_month(first) if first.year == last.year else day_in_words(first)
    return {"first": shown, "last": day_in_words(last)}
