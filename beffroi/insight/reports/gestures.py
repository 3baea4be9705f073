"""Chooses what to do next by rules, from the facts of a period. Pure, in the current language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.core.sums import round_sum
from beffroi.insight.reports.facts import FEW, Facts

#: As many as a month holds.
MOST = 3
#: From so many of a hundred in time there is nothing to mend.
_IN_TIME_FROM = 80


@dataclass(frozen=True, slots=True)
class Gesture:
    """One thing to do, and why, by the figures."""

    title: str
    why: str

    @property
    def line(self) -> str:
        """Both on one line, as a person changes them."""
        return f"{self.title} {self.why}".strip()


def chosen(facts: Facts) -> tuple[Gesture, ...]:
    """Return three things to do next, what presses most first."""
    found = (one for rule in _RULES for one in rule(facts))
    return tuple(gesture for gesture, _number in zip(found, range(MOST), strict=False))


def read(line: str) -> Gesture:
    """Return the gesture of a line that a person may have written: its first sentence names it."""
    title, point, why = line.strip().partition(". ")
    return Gesture(f"{title}.", why.strip()) if point else Gesture(title, "")


def _answer_waiting(facts: Facts) -> Iterator[Gesture]:
    count = facts.messages.waiting
    if count:
        why = ngettext(
            "%(count)s message waits for you.", "%(count)s messages wait for you.", count
        )
        yield Gesture(_("Answer those who wait."), why % {"count": count})


def _say_margin_rate(facts: Facts) -> Iterator[Gesture]:
    if facts.money.margins is None:
        why = _("Without it nobody knows what your networks bring. It is said once.")
        yield Gesture(_("Say your margin rate."), why)


def _note_costs(facts: Facts) -> Iterator[Gesture]:
    if not facts.money.cost:
        why = _("Without your hours and your costs nobody knows whether it was worth it.")
        yield Gesture(_("Note what it costs."), why)
    elif not facts.money.is_costed:
        why = _("Advertising and tools are noted, your time is not: the full cost is unknown.")
        yield Gesture(_("Note your hours."), why)


def _answer_sooner(facts: Facts) -> Iterator[Gesture]:
    told = facts.messages
    if told.answered >= FEW and 100 * told.in_time < _IN_TIME_FROM * told.answered:
        words = _("%(in_time)s answers of %(count)s came within the time that you promise.")
        why = words % {"in_time": told.in_time, "count": told.answered}
        yield Gesture(_("Look at your messages every morning."), why)


def _answer_reviews(facts: Facts) -> Iterator[Gesture]:
    count = facts.waiting_reviews
    if count:
        why = ngettext(
            "%(count)s new review has no answer yet.",
            "%(count)s new reviews have no answer yet.",
            count,
        )
        yield Gesture(_("Answer your reviews."), why % {"count": count})


def _spend_less(facts: Facts) -> Iterator[Gesture]:
    money = facts.money
    if money.ends is None or not money.sold or money.ends[1] >= money.cost:
        return
    said = {
        "cost": round_sum(money.cost, money.currency),
        "sum": round_sum(money.ends[1], money.currency),
    }
    why = _("It cost %(cost)s and brought %(sum)s at most.") % said
    yield Gesture(_("Keep only what brings something."), why)


def _offer_with_code(facts: Facts) -> Iterator[Gesture]:
    certain, probable, declared = facts.money.sales
    if not certain:
        why = _("A code is the surest proof: no sale of these days is certain.")
        yield Gesture(_("Make an offer with a code."), why)
    elif declared > certain + probable:
        why = _("More sales are declared than proven.")
        yield Gesture(_("Ask for the code at the till."), why)


def _again(facts: Facts) -> Iterator[Gesture]:
    if facts.best:
        best = facts.best[0]
        words = _("“%(title)s” brought %(sum)s of margin.")
        said = {"title": best.title, "sum": round_sum(best.margin, facts.money.currency)}
        yield Gesture(_("Do again what brought most."), words % said)


def _ask_for_reviews(facts: Facts) -> Iterator[Gesture]:
    if facts.channels and not facts.new_reviews:
        yield Gesture(_("Ask your customers for a review."), _("No new one came."))


def _always(_facts: Facts) -> Iterator[Gesture]:
    yield Gesture(
        _("Ask new customers how they heard of you."),
        _("What they say counts as declared, where no code and no link tells."),
    )
    yield Gesture(
        _("Plan your next posts."), _("A quarter of an hour on Monday spares you the week.")
    )
    yield Gesture(
        _("Read this report with your team."), _("Whoever answers and serves knows why it went so.")
    )


_RULES: tuple[Callable[[Facts], Iterator[Gesture]], ...] = (
    _say_margin_rate,
    _answer_waiting,
    _note_costs,
    _answer_reviews,
    _answer_sooner,
    _spend_less,
    _again,
    _offer_with_code,
    _ask_for_reviews,
    _always,
)
