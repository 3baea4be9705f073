"""What came back and what it cost, in sentences and as a chart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beffroi.charts.bars import Part, range_bar
from beffroi.charts.figures import Figure as Chart
from beffroi.charts.figures import Line, Table
from beffroi.core.lengths import length
from beffroi.core.sums import exact_sum, round_sum
from beffroi.metrics import money
from beffroi.metrics.figures import Figure, Provenance, Source, whole
from beffroi.metrics.proofs import Proof, range_of
from beffroi.metrics.ranges import Range
from beffroi.metrics.sharing import running_units, whole_units
from beffroi.sales import wording
from beffroi.sales.models import Economics
from beffroi.sales.returns import Return

_SIGN_BEHIND = re.compile(r"\u00a0\D+$")


@dataclass(frozen=True, slots=True)
class Shown:
    """A return as a page shows it; `brought` is "" where no margin rate was said.

    Sums are in cents; those of the cost are rounded to whole units, so that they add up. Without
    time `cost_cents` is None: the full cost is unknown.
    """

    brought: str
    sentence: str
    roi: str
    time: timedelta
    hour_cents: int
    own_cents: int
    costs: Sequence[tuple[str, int]]
    cost_cents: int | None
    discount_cents: int
    unpriced: int
    chart: Chart | None


def shown(told: Return, economics: Economics, *, now: datetime, id: str = "brought") -> Shown:
    """Return what a page says of a return."""
    known = margins(told)
    sums = range_of(known) if known is not None else None
    currency = economics.currency
    spent = told.spent
    own, media, tools, agency = whole_units([spent.time, spent.media, spent.tools, spent.agency])
    return Shown(
        brought=_brought(sums, currency),
        sentence=_sentence(told, sums, currency, now=now),
        roi=_roi(told, sums, now=now),
        time=timedelta(minutes=spent.minutes),
        hour_cents=economics.hour_cents,
        own_cents=own,
        costs=[
            (word, cents)
            for word, cents in (
                (_("Advertising"), media),
                (_("Tools and other costs"), tools),
                (_("Agency or freelancer"), agency),
            )
            if cents
        ],
        cost_cents=spent.full,
        discount_cents=sum(one.discount_cents for one in told.brought.values()),
        unpriced=sum(one.unpriced for one in told.brought.values()),
        chart=_chart(told, known, currency, id=id) if known is not None else None,
    )


def spent_in_words(noted: int, full: int | None, currency: str) -> str:
    """Say what was spent, in cents: at least what was noted, where the full cost is unknown."""
    said = round_sum(noted, currency)
    if full is not None:
        return said
    return _("at least %(sum)s") % {"sum": said} if noted else "—"


def margins(told: Return) -> dict[Proof, int] | None:
    """Return margins by proof; None where no margin rate was said."""
    found = {proof: told.with_proof(proof).margin_cents for proof in Proof}
    known = {proof: cents for proof, cents in found.items() if cents is not None}
    return known if known or not told.brought else None


def margin_figure(told: Return, *, now: datetime) -> Figure | None:
    """Return the margin as a figure of the registry, None where no margin rate was said."""
    known = margins(told)
    if known is None:
        return None
    return money.margin(range_of(known), sales=_sales(told), provenance=_declared(now))


def _sales(told: Return) -> int:
    return sum(one.count for one in told.brought.values())


def _declared(now: datetime) -> Provenance:
    return Provenance(Source.DECLARED, now)


def _brought(sums: Range | None, currency: str) -> str:
    if sums is None:
        return ""
    low, high = _said(sums.low, currency), _said(sums.high, currency)
    if low == high:
        return high
    return pgettext("figure", "%(low)s to %(high)s") % {
        "low": _without_sign(low, high),
        "high": high,
    }


def _without_sign(low: str, high: str) -> str:
    """Return the lower sum without the currency's sign where it stands after the higher one."""
    sign = _SIGN_BEHIND.search(high)
    return low.removesuffix(sign[0]) if sign else low


def _said(cents: Fraction | int, currency: str) -> str:
    return round_sum(whole(cents), currency)


def _sentence(told: Return, sums: Range | None, currency: str, *, now: datetime) -> str:
    """Tell what it cost, and what one unit of money gave back by the most prudent reading."""
    spent = told.spent
    if sums is None:
        return ""
    if not spent.total:
        return _("No cost was noted for these days: nobody can say whether it was worth it.")
    if spent.full is None:
        return _("No time was noted for these days: nobody can say whether it was worth it.")
    figure = money.return_for_one(
        sums, spent=spent.full, sales=_sales(told), provenance=_declared(now)
    )
    back = whole((figure.value or Fraction(0)) * 100)
    words = _(
        "for %(cost)s, of which %(time)s of work. Even at the most prudent,"
        " %(one)s spent gave %(back)s back."
    )
    if sums.low < spent.total:
        words = _(
            "for %(cost)s, of which %(time)s of work. At the most prudent,"
            " %(one)s spent gave %(back)s back."
        )
    return words % {
        "cost": round_sum(spent.total, currency),
        "time": length(timedelta(minutes=spent.minutes)),
        "one": round_sum(100, currency),
        "back": exact_sum(back, currency),
    }


def _roi(told: Return, sums: Range | None, *, now: datetime) -> str:
    """Return the net return on margin in percent, from what is certain to all; "" where unknown."""
    if sums is None or not told.spent.full:
        return ""
    figure = money.roi(sums, spent=told.spent.full, sales=_sales(told), provenance=_declared(now))
    if figure.proven is None:
        return ""
    low, high = (_percent(end) for end in (figure.proven.low, figure.proven.high))
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _percent(value: Fraction | int) -> str:
    number = whole(value)
    sign = "+" if number > 0 else "\u2212" if number < 0 else ""
    return f"{sign}{number_format(abs(number), force_grouping=True)}\u00a0%"


def _chart(told: Return, known: Mapping[Proof, int], currency: str, *, id: str) -> Chart:
    """Draw what came back by its proofs beside what it cost; a loss is told in words alone."""
    total = sum(known.values())
    exact = [known.get(proof, 0) for proof in Proof]
    parts = [
        Part(
            name=str(wording.PROOFS[proof.value]),
            value=max(cents, 0) / 100,
            said=round_sum(units, currency),
            note=_how(proof, told.with_proof(proof).count),
        )
        for proof, cents, units in zip(Proof, exact, running_units(exact), strict=True)
    ]
    brought = (pgettext("money", "Brought"), round_sum(total, currency))
    noted, full = told.spent.total, told.spent.full
    spent = (pgettext("money", "Spent"), spent_in_words(noted, full, currency))
    drawn = range_bar(parts, spent=told.spent.total / 100, brought_words=brought, spent_words=spent)
    lines = [Line(part.name, (part.said, part.note)) for part in parts]
    lines.append(Line(spent[0], (spent[1], "")))
    heads = (_("Proof"), _("Margin"), _("From what"))
    return Chart(
        id=id,
        title=_("Brought and spent"),
        said=(
            _("%(brought)s came back for %(spent)s spent.")
            if told.spent.total
            else _("%(brought)s came back; what it cost is not noted.")
        )
        % {"brought": brought[1], "spent": spent[1]},
        shown=drawn,
        table=Table(_("Margin by proof, and full cost"), heads, tuple(lines)),
    )


def _how(proof: Proof, count: int) -> str:
    """Say what the conversions of one proof are."""
    if proof is Proof.CERTAIN:
        return ngettext("%(count)s code used", "%(count)s codes used", count) % {"count": count}
    if proof is Proof.PROBABLE:
        said = ngettext(
            "%(count)s order or request after a followed link",
            "%(count)s orders or requests after a followed link",
            count,
        )
        return said % {"count": count}
    said = ngettext("%(count)s customer said so", "%(count)s customers said so", count)
    return said % {"count": count}
