"""Words of the room of reviews: lengths, percentages, names of reasons and aspects, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import dateformat
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beffroi.reviews.models import LeftOut
from beffroi.reviews.rules import Wrong

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)

SERIES = {
    "good": gettext_lazy("4 or 5 stars, or recommended"),
    "middling": gettext_lazy("3 stars"),
    "bad": gettext_lazy("1 or 2 stars, or not recommended"),
    "unrated": gettext_lazy("Without a rating"),
}
REASONS: Mapping[str, Promise] = {
    LeftOut.Reason.UNLAWFUL: gettext_lazy("unlawful words: insult, defamation, hatred, threat"),
    LeftOut.Reason.PERSONAL_DATA: gettext_lazy("private data of somebody"),
    LeftOut.Reason.NO_EXPERIENCE: gettext_lazy("about no experience with the company"),
    LeftOut.Reason.OTHER_COMPANY: gettext_lazy("about another company"),
    LeftOut.Reason.AUTHOR_ASKED: gettext_lazy("its author asked for it"),
}


def length(span: timedelta | None) -> str:
    """Return how long something took: “12 min”, “7 h 40”, “3 days”; a dash where unknown."""
    if span is None:
        return "—"
    minutes = int(span / timedelta(minutes=1))
    if span < _HOUR:
        return _("%(count)s min") % {"count": minutes}
    if span < 2 * _DAY:
        return _("%(hours)s h %(minutes)s") % {
            "hours": minutes // 60,
            "minutes": f"{minutes % 60:02}",
        }
    days = span // _DAY
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def percent(rate: float | None) -> str:
    """Return a rate in percent; a dash where it is unknown."""
    return "—" if rate is None else _("%(number)s%%") % {"number": round(rate * 100)}


def few_reviews(count: int) -> str:
    """Warn of what rests on few reviews."""
    return ngettext(
        "of %(count)s review: too few to conclude",
        "of %(count)s reviews: too few to conclude",
        count,
    ) % {"count": count}


def few_answers(count: int) -> str:
    """Warn of what rests on few answers."""
    return ngettext(
        "of %(count)s answer: too few to conclude",
        "of %(count)s answers: too few to conclude",
        count,
    ) % {"count": count}


def of_reviews(count: int) -> str:
    """Say on how many reviews something rests."""
    return ngettext("%(count)s review", "%(count)s reviews", count) % {"count": count}


def mean_stars(mean: float | None) -> str:
    """Return a mean with one decimal; a dash where nobody gave stars."""
    return "—" if mean is None else number_format(mean, 1)


def month(first: date) -> str:
    """Return a month and its year: “June 2026”."""
    return dateformat.format(first, "F Y")


def short_month(first: date) -> str:
    """Return a month as an axis has it."""
    return dateformat.format(first, "N")


def refusal(wrong: Wrong, words: str) -> str:
    """Say why a request for reviews may not be written so, and what to do."""
    sentences = {
        Wrong.INCENTIVE: _(
            "“%(words)s” offers something for a review, or reads as if. Reviews that are paid for,"
            " be it with a discount, mislead customers (Consumer Code, art. L121-4 and L111-7-2)."
            " Take these words out."
        ),
        Wrong.GATING: _(
            "“%(words)s” sorts who is to answer, or says which review you want. Everybody is asked"
            " in the same way, content or not: choosing misleads customers (Consumer Code, art."
            " L121-4 and L111-7-2). Take these words out."
        ),
        Wrong.LINK: _(
            "“%(words)s” is an address. The link to the review is added by itself below your text,"
            " the same for everybody; another one could sort the answers. Take it out."
        ),
    }
    return sentences[wrong] % {"words": words}
