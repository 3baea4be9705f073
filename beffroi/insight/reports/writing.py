"""Tells the facts of a month in plain sentences, by rules. Pure, in the current language.

Nothing is claimed that no figure says: what is unknown is « — », with the reason, and what rests
on few says on how many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.company.wording import day_and_month
from beffroi.core.lengths import length
from beffroi.core.sums import exact_sum, round_sum
from beffroi.insight.reports.facts import FEW, Facts, Messages, Money, Week

#: Fewer weeks cannot be told apart.
_WEEKS_FROM = 3


@dataclass(frozen=True, slots=True)
class Range:
    """From a sum to another, in words; both the same where the proofs do not differ."""

    low: str
    high: str

    @property
    def words(self) -> str:
        """Both, or the one that there is."""
        if self.low == self.high:
            return self.high
        return _("%(low)s to %(high)s") % {"low": self.low, "high": self.high}


def month_name(first: date) -> str:
    """Return the name of a month, without its year."""
    return date_format(first, "F")


def paragraph(facts: Facts) -> str:
    """Return what a month was, in a few sentences."""
    return " ".join(_sentences(facts))


def margin_range(money: Money) -> Range | None:
    """Return the margin from what is certain to all, in words; None where nobody can tell."""
    if money.ends is None:
        return None
    low, high = (round_sum(cents, money.currency) for cents in money.ends)
    return Range(_without_sign(low, high), high)


def ends(first: date, last: date) -> tuple[str, str]:
    """Return the ends of some days in words, a month that both have once: « 1er », « 31 août »."""
    begins, until = day_and_month(first), day_and_month(last)
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return (begins.rpartition(" ")[0] if is_one_month else begins), until


def delay(told: Messages) -> str:
    """Return how long half of the people waited at most, in words; nothing says by which hours."""
    if told.median_minutes:
        return length(timedelta(minutes=told.median_minutes))
    if told.is_in_opening_hours:
        return _("less than a minute of your opening hours")
    return _("less than a minute")


def _without_sign(low: str, high: str) -> str:
    """Return the lower sum without the currency's sign, where it stands after the higher one."""
    sign = high.rpartition("\u00a0")[2]
    ends = low != high and low.endswith(f"\u00a0{sign}") and not sign[:1].isdigit()
    return low.removesuffix(f"\u00a0{sign}") if ends else low


def _sentences(facts: Facts) -> Iterator[str]:
    money = facts.money
    yield _brought(money, month=month_name(facts.first))
    yield _cost(money)
    yield from _verdict(money)
    yield from _doubts(money)
    yield from _best_week(facts)
    yield from _answers(facts)
    yield from _reviews(facts)


def _brought(money: Money, *, month: str) -> str:
    said = {"month": month}
    if money.ends is None:
        words = _(
            "In %(month)s, what your networks brought is unknown (—): your margin rate is not"
            " said yet."
        )
        return words % said
    if not money.sold:
        return _("In %(month)s, no sale could be linked to your networks.") % said
    found = margin_range(money)
    said |= {"sum": found.words if found else "—"}
    low, high = money.ends
    if high < 0:
        words = _(
            "In %(month)s, refunds and sales at a loss took more than the others brought: the"
            " margin is %(sum)s."
        )
    elif low < 0:
        words = _(
            "In %(month)s, the margin is %(sum)s, depending on the proof that you accept: refunds"
            " or sales at a loss weigh on it."
        )
    elif low == high:
        words = _("In %(month)s, your networks brought %(sum)s of margin.")
    else:
        words = _(
            "In %(month)s, your networks brought %(sum)s of margin, depending on the proof that"
            " you accept."
        )
    return words % said


def _cost(money: Money) -> str:
    said = {"cost": round_sum(money.cost, money.currency)}
    if not money.cost:
        return _("No cost was noted: nobody can say whether it was worth it.")
    if not money.is_costed:
        return _("It cost %(cost)s; no time was noted, so that the full cost is unknown.") % said
    if not money.minutes:
        return _("It cost %(cost)s, without any time of yours.") % said
    return _("It cost %(cost)s, your time included.") % said


def _verdict(money: Money) -> Iterator[str]:
    """Compare what came back with what it cost, where both are known."""
    if money.ends is None or money.back_for_one is None:
        return
    low, high = money.ends
    if high < money.cost:
        yield _("That is more than came back.")
    elif low < money.cost:
        yield _("By the surest proofs alone, that is more than came back.")
    else:
        words = _("Even at the most prudent, %(one)s spent gave %(back)s back.")
        back = exact_sum(money.back_for_one, money.currency)
        yield words % {"one": round_sum(100, money.currency), "back": back}


def _doubts(money: Money) -> Iterator[str]:
    sold = {"count": money.sold}
    if money.ends is None and money.sold:
        yield (
            ngettext("%(count)s sale has a proof.", "%(count)s sales have a proof.", money.sold)
            % sold
        )
    elif 0 < money.sold < FEW:
        yield (
            ngettext(
                "This rests on %(count)s sale: too few to conclude.",
                "This rests on %(count)s sales: too few to conclude.",
                money.sold,
            )
            % sold
        )
    if money.unpriced:
        yield ngettext(
            "%(count)s sale has no amount in your currency, and is in no sum.",
            "%(count)s sales have no amount in your currency, and are in no sum.",
            money.unpriced,
        ) % {"count": money.unpriced}


def _best_week(facts: Facts) -> Iterator[str]:
    """Name the week that brought more than all others, where there is enough to say so."""
    if facts.money.sold < FEW or len(facts.weeks) < _WEEKS_FROM:
        return
    known = [(week.total, week) for week in facts.weeks if week.total is not None]
    if not known or any(total < 0 for total, _week in known):
        return
    most, best = max(known, key=lambda one: (one[0], one[1].first))
    if 2 * most > sum(total for total, _week in known):
        yield _("The week of %(day)s alone made more than half of it.") % {"day": _begins(best)}


def _begins(week: Week) -> str:
    return day_and_month(week.first)


def _answers(facts: Facts) -> Iterator[str]:
    told = facts.messages
    if not facts.channels and not told.all:
        yield _("No channel is connected: whether people wrote to you is unknown (—).")
    elif not told.all:
        yield _("Nobody waited for an answer from you.")
    elif not told.answered:
        yield ngettext(
            "%(count)s message waits, without an answer yet.",
            "%(count)s messages wait, without an answer yet.",
            told.waiting,
        ) % {"count": told.waiting}
    elif told.all == 1:
        words = _("You answered the only message, after %(delay)s.")
        yield words % {"delay": delay(told)}
    else:
        yield _how_many(told)
        yield _how_soon(told)


def _how_many(told: Messages) -> str:
    if not told.waiting:
        return _("You answered all of the %(count)s messages.") % {"count": told.answered}
    words = ngettext(
        "You answered %(answered)s message of %(count)s.",
        "You answered %(answered)s messages of %(count)s.",
        told.answered,
    )
    return words % {"answered": told.answered, "count": told.all}


def _how_soon(told: Messages) -> str:
    said = {"delay": delay(told), "count": told.answered}
    if told.answered == 1:
        return _("It took %(delay)s.") % said
    if told.answered < FEW:
        return _("The median delay is %(delay)s, of %(count)s answers only.") % said
    if told.in_time == told.answered:
        return _("The median delay is %(delay)s; all came within the time that you promise.") % said
    if not told.in_time:
        return (
            _("The median delay is %(delay)s; none came within the time that you promise.") % said
        )
    words = ngettext(
        "The median delay is %(delay)s; %(in_time)s answer came within the time that you promise.",
        "The median delay is %(delay)s; %(in_time)s answers came within the time that you promise.",
        told.in_time,
    )
    return words % {**said, "in_time": told.in_time}


def _reviews(facts: Facts) -> Iterator[str]:
    count, answered = facts.new_reviews, facts.answered_reviews
    said = {"count": count, "answered": answered}
    if not count:
        return
    if answered == count:
        words = ngettext(
            "%(count)s new review came, and has its answer.",
            "%(count)s new reviews came, and all have their answer.",
            count,
        )
    elif not answered:
        words = ngettext(
            "%(count)s new review came, without an answer yet.",
            "%(count)s new reviews came, none with an answer yet.",
            count,
        )
    else:
        words = ngettext(
            "%(count)s new reviews came, of which %(answered)s has its answer.",
            "%(count)s new reviews came, of which %(answered)s have their answer.",
            answered,
        )
    yield words % said
