"""Words of the pages of figures: tones, days, periods."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import dateformat
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from beffroi.channels.queries import network_name
from beffroi.listening.figures.tone import Leaning, Tone
from beffroi.listening.files.rows import NETWORK as FILE

_SHARE_BELOW_WHICH_DECIMALS_COUNT = 10

SERIES: Mapping[str, Promise] = {
    "positive": pgettext_lazy("tone", "Positive"),
    "neutral": pgettext_lazy("tone", "Neutral"),
    "negative": pgettext_lazy("tone", "Negative"),
    "unsure": gettext_lazy("To check"),
    "undefined": gettext_lazy("Without a tone"),
    "unkept": gettext_lazy("Counted, not kept"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A word with its picture and its colour."""

    words: str | Promise
    icon: str
    colour: str = ""


LEANINGS: Mapping[Leaning, Look] = {
    Leaning.POSITIVE: Look(gettext_lazy("Mostly positive"), "smile", "t-ok"),
    Leaning.NEGATIVE: Look(gettext_lazy("Mostly negative"), "frown", "t-bad"),
    Leaning.NEUTRAL: Look(gettext_lazy("Mostly neutral"), "meh"),
    Leaning.MIXED: Look(gettext_lazy("Divided"), "meh"),
    Leaning.FEW: Look(gettext_lazy("Too few to tell"), "circle-dashed"),
}


def a_day(usual: float | None) -> str:
    """Return how many messages a day usually has; a dash where that is unknown."""
    return "—" if usual is None else number(usual)


def number(value: float) -> str:
    """Return a mean as people read it: with a decimal only where it tells something."""
    decimals = 1 if value < _SHARE_BELOW_WHICH_DECIMALS_COUNT else 0
    shown = number_format(value, decimals)
    return shown.removesuffix(",0").removesuffix(".0")


def signed(value: int) -> str:
    """Return a balance with its sign: +24, −12, 0."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{abs(value)}"


def balances(tone: Tone) -> str:
    """Return between which balances the true one is: “−48 to +2”."""
    found = tone.balance_range
    if found is None:
        return "—"
    return _("%(low)s to %(high)s") % {
        "low": signed(round(found.low)),
        "high": signed(round(found.high)),
    }


def negatives(tone: Tone) -> str:
    """Return between which shares that of negative messages is: “6% to 24%”."""
    found = tone.negative_share
    if found is None:
        return "—"
    return _("%(low)s%% to %(high)s%%") % {
        "low": round(100 * found.low),
        "high": round(100 * found.high),
    }


def short_day(day: date) -> str:
    """Return a day as an axis has it: “16 June”, « 1er juin »."""
    first = "er" if day.day == 1 and (get_language() or "").startswith("fr") else ""
    return f"{day.day}{first} {dateformat.format(day, 'N')}"


def span(days: Sequence[date]) -> str:
    """Return days in a row: “20 to 26 May”."""
    return _("%(first)s to %(last)s") % {
        "first": short_day(days[0]),
        "last": short_day(days[-1]),
    }


def place(key: str) -> str:
    """Return where something was said: a network, or a file that was taken in."""
    return pgettext("place", "File") if key == FILE else network_name(key)


def named(
    labels: Mapping[str, str], *, unknown: Callable[[str], str] = str
) -> Callable[[str], str]:
    """Return what names a label, and itself where nothing does."""
    return lambda key: labels.get(key) or unknown(key)
