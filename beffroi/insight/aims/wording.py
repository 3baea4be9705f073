"""Goals in words: their titles and numbers, what is missing, what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beffroi.core.lengths import length
from beffroi.core.sums import round_sum
from beffroi.insight.aims.counting import Why
from beffroi.insight.aims.models import GoalFocus
from beffroi.insight.results import words
from beffroi.metrics.metric import Unit
from beffroi.sales.fields import localised
from beffroi.strategy.rules import MEANINGS, SCALES, Measure

WHY: Mapping[Why, Promise] = {
    Why.NOT_BEGUN: gettext_lazy("It has not begun yet."),
    Why.NO_RATE: gettext_lazy("Nobody said your margin rate yet: without it no margin is known."),
    Why.NOTHING_COUNTED: gettext_lazy(
        "Nothing was ever counted: neither codes at the till, nor orders, nor calls."
    ),
    Why.NO_LINK: gettext_lazy("There is no link whose visits could be counted."),
    Why.NO_MESSAGE: gettext_lazy("No message was to be answered in these days."),
    Why.NO_REVIEW: gettext_lazy("No review came that could be counted."),
    Why.SEVERAL_SOURCES: gettext_lazy(
        "Stars of several sites have no mean: change the goal, and choose one."
    ),
    Why.NOT_TOLD: gettext_lazy("No network tells it so far."),
    Why.GONE: gettext_lazy("The offer that it counts was removed."),
}


def figure(measure: Measure, value: int, currency: str) -> str:
    """Write a number in the unit of a goal."""
    unit = MEANINGS[measure].unit
    if unit is Unit.CENTS:
        return round_sum(value, currency)
    if unit is Unit.PERCENT:
        return words.percent(value)
    if unit is Unit.MINUTES:
        return length(timedelta(minutes=value))
    if unit is Unit.STARS:
        return number_format(Decimal(value) / 10, decimal_pos=1)
    return words.count(value)


def typed(measure: Measure, target: int) -> str:
    """Write a target as a form takes it: euros, hours and stars with what follows the comma."""
    share = Decimal(target) / SCALES[MEANINGS[measure].unit]
    return localised(f"{share.normalize():f}")


def title(measure: Measure, target: int, *, currency: str, focus: GoalFocus | None = None) -> str:
    """Return what a goal without a name is called."""
    said = {"target": figure(measure, target, currency)}
    if focus is not None and focus.offer is not None:
        sentence = ngettext(
            "%(target)s sale with “%(name)s”", "%(target)s sales with “%(name)s”", target
        )
        return sentence % {**said, "name": focus.offer.name}
    if focus is not None and focus.link is not None:
        return _of_link(measure, target) % {**said, "name": focus.link.title}
    return _TITLES[measure](target) % said


def next_step(measure: Measure, *, waiting: int) -> tuple[str, str]:
    """Return what to do next, and the name of the address where."""
    if measure in {Measure.ON_TIME, Measure.FIRST_ANSWER} and waiting:
        sentence = ngettext(
            "Answer the %(count)s message that waits",
            "Answer the %(count)s messages that wait",
            waiting,
        )
        return sentence % {"count": waiting}, "inbox"
    return _next_steps()[measure]


def _next_steps() -> dict[Measure, tuple[str, str]]:
    works = _("See what works, and do more of it"), "what_works"
    inbox = _("Answer what comes before the promised time is over"), "inbox"
    return {
        Measure.SALES: (_("Remind people of an offer in your next post"), "post_new"),
        Measure.MARGIN: (_("Put forward what leaves most: make an offer"), "offer_new"),
        Measure.ON_TIME: inbox,
        Measure.FIRST_ANSWER: inbox,
        Measure.REVIEWS: (_("Ask your latest customers for a review"), "reviews"),
        Measure.RATING: (_("Answer whoever was disappointed"), "reviews"),
        Measure.IMPRESSIONS: works,
        Measure.INTERACTIONS: works,
        Measure.CONTACTS: (_("Say in your next post how to reach you"), "post_new"),
        Measure.VISITS: (_("Put a link into your next post"), "post_new"),
        Measure.FOLLOWERS_WON: (
            _("Print the QR code of a link to your page, for the counter"),
            "measured_links",
        ),
        Measure.POSTS: (_("Write the next post"), "post_new"),
    }


def remedy(why: Why) -> tuple[str, str] | None:
    """Return what makes an unknown number known, and the name of the address where."""
    found = {
        Why.NO_RATE: (_("Say your margin rate"), "costs"),
        Why.NOTHING_COUNTED: (_("Count a first sale"), "conversions"),
        Why.NO_LINK: (_("Make a link"), "measured_link_new"),
        Why.NO_REVIEW: (_("Ask your latest customers for a review"), "reviews"),
    }
    return found.get(why)


def _of_link(measure: Measure, target: int) -> str:
    if measure is Measure.SALES:
        return ngettext(
            "%(target)s sale by the link “%(name)s”",
            "%(target)s sales by the link “%(name)s”",
            target,
        )
    return ngettext(
        "%(target)s visit of the link “%(name)s”",
        "%(target)s visits of the link “%(name)s”",
        target,
    )


_Title = Callable[[int], str]
_TITLES: Mapping[Measure, _Title] = {
    Measure.SALES: lambda many: ngettext("%(target)s sale", "%(target)s sales", many),
    Measure.MARGIN: lambda _many: _("%(target)s of margin"),
    Measure.ON_TIME: lambda _many: _("Answer %(target)s of messages within the promised time"),
    Measure.FIRST_ANSWER: lambda _many: _("A first answer within %(target)s, by the median"),
    Measure.REVIEWS: lambda many: ngettext("%(target)s new review", "%(target)s new reviews", many),
    Measure.RATING: lambda _many: _("Reviews of %(target)s stars on average"),
    Measure.IMPRESSIONS: lambda many: ngettext(
        "%(target)s impression", "%(target)s impressions", many
    ),
    Measure.INTERACTIONS: lambda many: ngettext(
        "%(target)s interaction", "%(target)s interactions", many
    ),
    Measure.CONTACTS: lambda many: ngettext("%(target)s contact", "%(target)s contacts", many),
    Measure.VISITS: lambda many: ngettext(
        "%(target)s visit of your links", "%(target)s visits of your links", many
    ),
    Measure.FOLLOWERS_WON: lambda many: ngettext(
        "%(target)s follower won", "%(target)s followers won", many
    ),
    Measure.POSTS: lambda many: ngettext("%(target)s post", "%(target)s posts", many),
}
