"""What each figure means, as people read it: the registry in words, and finding in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from beffroi.metrics.metric import Metric, Unit
from beffroi.metrics.registry import GROUPS

SOUGHT_MAX = 100


@dataclass(frozen=True, slots=True)
class Defined:
    """A metric in the reader's language; `other_name` is its name in the other one."""

    id: str
    name: str
    other_name: str
    formula: str
    unit: str
    numerator: str
    denominator: str
    sample: str
    caveats: Sequence[str]
    sources: Sequence[str]

    @property
    def words(self) -> str:
        """All that can be found."""
        return plain(" ".join((self.id, self.name, self.other_name, self.formula, *self.caveats)))


@dataclass(frozen=True, slots=True)
class Group:
    """Metrics of one kind."""

    key: str
    name: str
    metrics: Sequence[Defined]


def groups(sought: str = "") -> list[Group]:
    """Return all groups with their metrics; of those sought, only where every word is found."""
    names = {
        "money": _("Money and time"),
        "answers": _("Answers"),
        "opinion": _("Opinions"),
        "audience": _("Audience"),
    }
    wanted = plain(sought).split()
    found = [
        Group(key, names[key], [one for one in map(defined, several) if _holds(one, wanted)])
        for key, several in GROUPS.items()
    ]
    return [group for group in found if group.metrics]


def defined(metric: Metric) -> Defined:
    """Return a metric in words."""
    other = "en" if (get_language() or "fr").startswith("fr") else "fr"
    with override(other):
        other_name = _(metric.name)
    return Defined(
        id=metric.id,
        name=_(metric.name),
        other_name=other_name,
        formula=_(metric.formula),
        unit=unit(metric.unit),
        numerator=_(metric.numerator),
        denominator=_(metric.denominator) if metric.denominator else "",
        sample=_(metric.sample),
        caveats=[_(one) for one in metric.caveats],
        sources=metric.sources,
    )


def unit(unit: Unit) -> str:
    """Return what a metric is counted in."""
    return {
        Unit.COUNT: _("A number"),
        Unit.ACCOUNTS: _("Accounts"),
        Unit.PERCENT: _("Percent"),
        Unit.POINTS: _("Points, from −100 to 100"),
        Unit.CENTS: _("Money, in your currency"),
        Unit.PER_EURO: _("Money given back for one spent"),
        Unit.MINUTES: _("Hours and minutes"),
        Unit.STARS: _("Stars, of 5"),
        Unit.NOTE: _("A note, on the scale of its formula"),
        Unit.YES_NO: _("Yes or no"),
    }[unit]


def plain(text: str) -> str:
    """Return a text without accents and capitals, to find it however it is typed."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _holds(one: Defined, wanted: Sequence[str]) -> bool:
    return all(word in one.words for word in wanted)
