"""Words of measures, slots and traits, and numbers as people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beffroi.core.sums import round_sum
from beffroi.insight.working.rules import Left, Looked, Measure, Sample
from beffroi.insight.working.traits import Factor
from beffroi.metrics.metric import Base
from beffroi.metrics.ranges import Interval
from beffroi.metrics.slots import Part, Slot

MINUS = "\u2212"
Say = Callable[[float], str]

MEASURES: Final[dict[Measure, Promise]] = {
    Measure.RATE: gettext_lazy("Interactions"),
    Measure.VISITS: gettext_lazy("Visits"),
    Measure.MARGIN: gettext_lazy("Margin"),
}
PARTS: Final[dict[Part, Promise]] = {
    Part.MORNING: gettext_lazy("Morning"),
    Part.NOON: gettext_lazy("Noon"),
    Part.AFTERNOON: gettext_lazy("Afternoon"),
    Part.EVENING: gettext_lazy("Evening"),
    Part.NIGHT: gettext_lazy("Night"),
}
HOURS: Final[dict[Part, Promise]] = {
    Part.MORNING: gettext_lazy("from 6:00 to 11:00"),
    Part.NOON: gettext_lazy("from 11:00 to 14:00"),
    Part.AFTERNOON: gettext_lazy("from 14:00 to 18:00"),
    Part.EVENING: gettext_lazy("from 18:00 to 22:00"),
    Part.NIGHT: gettext_lazy("from 22:00 to 6:00"),
}
FACTORS: Final[dict[Factor, Promise]] = {
    Factor.FORM: gettext_lazy("What they show"),
    Factor.LENGTH: gettext_lazy("Length"),
    Factor.QUESTION: gettext_lazy("Question"),
    Factor.HASHTAGS: gettext_lazy("Hashtags"),
    Factor.LINK: gettext_lazy("Link"),
    Factor.WORD: gettext_lazy("Words"),
    Factor.PILLAR: gettext_lazy("Of what they speak"),
}
_TRAITS: Final[dict[tuple[Factor, str], Promise]] = {
    (Factor.FORM, "text"): gettext_lazy("Posts of text alone"),
    (Factor.FORM, "link"): gettext_lazy("Posts with the card of a page"),
    (Factor.FORM, "image"): gettext_lazy("Posts with one picture"),
    (Factor.FORM, "carousel"): gettext_lazy("Posts with several pictures"),
    (Factor.FORM, "video"): gettext_lazy("Posts with a video"),
    (Factor.FORM, "document"): gettext_lazy("Posts with a document"),
    (Factor.FORM, "reel"): gettext_lazy("Posts shown as reels"),
    (Factor.FORM, "story"): gettext_lazy("Posts shown as stories"),
    (Factor.LENGTH, "short"): gettext_lazy("Short posts, under 140 signs"),
    (Factor.LENGTH, "medium"): gettext_lazy("Posts of 140 to 399 signs"),
    (Factor.LENGTH, "long"): gettext_lazy("Long posts, from 400 signs"),
    (Factor.QUESTION, "with"): gettext_lazy("Posts that ask a question"),
    (Factor.QUESTION, "without"): gettext_lazy("Posts that ask nothing"),
    (Factor.HASHTAGS, "0"): gettext_lazy("Posts without a hashtag"),
    (Factor.HASHTAGS, "1-2"): gettext_lazy("Posts with 1 or 2 hashtags"),
    (Factor.HASHTAGS, "3-5"): gettext_lazy("Posts with 3 to 5 hashtags"),
    (Factor.HASHTAGS, "6+"): gettext_lazy("Posts with 6 hashtags or more"),
    (Factor.LINK, "with"): gettext_lazy("Posts with a link"),
    (Factor.LINK, "without"): gettext_lazy("Posts without a link"),
}

#: The same in a table, under the name of their factor.
_ROWS: Final[dict[tuple[Factor, str], Promise]] = {
    (Factor.FORM, "text"): gettext_lazy("Text alone"),
    (Factor.FORM, "link"): gettext_lazy("The card of a page"),
    (Factor.FORM, "image"): gettext_lazy("One picture"),
    (Factor.FORM, "carousel"): gettext_lazy("Several pictures"),
    (Factor.FORM, "video"): gettext_lazy("A video"),
    (Factor.FORM, "document"): gettext_lazy("A document"),
    (Factor.FORM, "reel"): gettext_lazy("A reel"),
    (Factor.FORM, "story"): gettext_lazy("A story"),
    (Factor.LENGTH, "short"): gettext_lazy("Under 140 signs"),
    (Factor.LENGTH, "medium"): gettext_lazy("140 to 399 signs"),
    (Factor.LENGTH, "long"): gettext_lazy("400 signs or more"),
    (Factor.QUESTION, "with"): gettext_lazy("A question"),
    (Factor.QUESTION, "without"): gettext_lazy("No question"),
    (Factor.HASHTAGS, "0"): gettext_lazy("No hashtag"),
    (Factor.HASHTAGS, "1-2"): gettext_lazy("1 or 2 hashtags"),
    (Factor.HASHTAGS, "3-5"): gettext_lazy("3 to 5 hashtags"),
    (Factor.HASHTAGS, "6+"): gettext_lazy("6 hashtags or more"),
    (Factor.LINK, "with"): gettext_lazy("A link"),
    (Factor.LINK, "without"): gettext_lazy("No link"),
}
#: So many words that stand in the same posts are named.
_WORDS_NAMED = 3


def posts_with(one: Looked, *, written: Mapping[str, str]) -> str:
    """Return the posts that have a trait, as they begin a sentence."""
    if one.trait.is_word:
        return _("Posts that say %(words)s") % {"words": _quoted(one, written)}
    if one.trait.factor is Factor.PILLAR:
        return _("Posts about “%(name)s”") % {"name": one.trait.key}
    return str(_TRAITS[one.trait.factor, one.trait.key])


def row(one: Looked, *, written: Mapping[str, str]) -> str:
    """Return a trait as a line of a table; words as they are usually written."""
    if one.trait.is_word:
        return _quoted(one, written)
    if one.trait.factor is Factor.PILLAR:
        return one.trait.key
    return str(_ROWS[one.trait.factor, one.trait.key])


def _quoted(one: Looked, written: Mapping[str, str]) -> str:
    words = [trait.key for trait in (one.trait, *one.also)[:_WORDS_NAMED]]
    return ", ".join(_("“%(word)s”") % {"word": written.get(word, word)} for word in words)


def slot(one: Slot) -> str:
    """Return a slot as it stands in a sentence: “Tuesday, noon”, « mardi midi »."""
    return _("%(day)s, %(part)s") % {
        "day": str(WEEKDAYS[one.weekday - 1]),
        "part": str(PARTS[one.part]).lower(),
    }


def title(words: str) -> str:
    """Return words with which a line begins."""
    return words[:1].upper() + words[1:]


def on_day(day: date) -> str:
    """Return a day with its name."""
    return date_format(day, _("l j F"))


def sayer(measure: Measure, sample: Sample, *, currency: str) -> Say:
    """Return what writes the values of a sample."""
    if sample.is_relative:
        return lambda value: _number(value, 0)
    if measure is Measure.RATE:
        return lambda value: f"{_number(value, 1)}\u00a0%"
    if measure is Measure.VISITS:
        return lambda value: _number(value, 1)
    return lambda value: round_sum(round(value), currency)


def meaning(measure: Measure, sample: Sample) -> str:
    """Say what the values of a sample are."""
    what = {
        Measure.RATE: _("Interactions of a post in 100 displays."),
        Measure.VISITS: _("People’s visits through the short links of a post."),
        Measure.MARGIN: _("Margin that a post led to, whatever the proof: the last touch counts."),
    }[measure]
    if measure is Measure.RATE and sample.base is Base.REACH:
        what = _("Interactions of a post for 100 accounts that it reached.")
    if not sample.is_relative:
        return what
    return _("%(what)s Here as an index: 100 is what is usual on the channel of each post.") % {
        "what": what
    }


def left_out(why: Left, count: int, measure: Measure) -> str:
    """Say how many posts are not counted, and why."""
    return {
        Left.YOUNG: lambda: ngettext(
            "%(count)s is too recent: what it brings is still coming in.",
            "%(count)s are too recent: what they bring is still coming in.",
            count,
        ),
        Left.UNTOLD: lambda: _untold(count, measure),
        Left.RARE: lambda: ngettext(
            "%(count)s was hardly seen: its rate would be chance.",
            "%(count)s were hardly seen: their rates would be chance.",
            count,
        ),
        Left.ALONE: lambda: ngettext(
            "%(count)s is on a channel of which nobody knows yet what is usual.",
            "%(count)s are on a channel of which nobody knows yet what is usual.",
            count,
        ),
    }[why]() % {"count": count}


def difference(between: Interval, measure: Measure, sample: Sample, *, currency: str) -> str:
    """Write between what a difference of two values lies; that of two rates is in points."""
    say = sayer(measure, sample, currency=currency)
    unit = ""
    if measure is Measure.RATE and not sample.is_relative:
        say, unit = (lambda value: _number(value, 2)), "\u00a0pt"
    return _("%(low)s to %(high)s") % {
        "low": _signed(say, between.low),
        "high": _signed(say, between.high) + unit,
    }


def _signed(say: Say, value: float) -> str:
    """Write by how much more or less something is; what is shown as nothing has no sign."""
    size = say(abs(value))
    if size == say(0):
        return size
    return f"{'+' if value > 0 else MINUS}{size}"


def _untold(count: int, measure: Measure) -> str:
    if measure is Measure.VISITS:
        return ngettext("%(count)s carries no short link.", "%(count)s carry no short link.", count)
    return ngettext(
        "%(count)s has not the figures that this needs: its network does not tell them.",
        "%(count)s have not the figures that this needs: their network does not tell them.",
        count,
    )


def _number(value: float, places: int) -> str:
    return str(number_format(value, places, force_grouping=True)).replace("-", MINUS)
