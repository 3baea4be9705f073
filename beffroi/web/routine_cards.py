"""The cards of routines: what to look at this week, this month or this quarter, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.routines.models import Routine
from beffroi.routines.rules import MINUTES, Step
from beffroi.routines.rules import Kind as Routines
from beffroi.web import times
from beffroi.web.addresses import optional_url
from beffroi.web.cards import Card, Clock
from beffroi.web.rooms import Text
from beffroi.web.routine_steps import StepShown, steps_of
from beffroi.web.rules import Kind

_QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step as its card shows it: what to do, where, and who says that it was done.

    `ticked_by` is whoever ticked it by hand, empty where they have gone.
    """

    name: str
    label: Text
    url: str
    is_proven: bool
    is_ticked: bool = False
    ticked_by: str = ""


#: What each step says, and the page that it leads to: the first of them that there is.
_STEPS: Mapping[Step, tuple[Text, tuple[str, ...]]] = {
    Step.NUMBERS: (gettext_lazy("Read last week’s three numbers"), ("measure",)),
    Step.WEEK: (gettext_lazy("Fill the week, at your rhythm"), ("calendar",)),
    Step.COMPETITORS: (gettext_lazy("See what your competitors do"), ("competitors",)),
    Step.IDEA: (gettext_lazy("Note one idea as a draft"), ("post_new",)),
    Step.REPORT: (gettext_lazy("Read and approve last month’s report"), ("reports",)),
    Step.OFFER: (gettext_lazy("Choose the offer of the month"), ("offers",)),
    Step.CODES: (gettext_lazy("Reconcile the promo codes"), ("conversions",)),
    Step.COSTS: (gettext_lazy("Note costs, and check the hours"), ("costs",)),
    Step.BAROMETER: (gettext_lazy("Take the barometer"), ("barometer",)),
    Step.STRATEGY: (gettext_lazy("Review the strategy and its goals"), ("strategy", "goals")),
    Step.PROFILES: (gettext_lazy("Look over your profiles, one by one"), ("channels",)),
    Step.DRILL: (gettext_lazy("Hold a crisis drill: there was none for a year"), ("crisis",)),
}


def weekly(row: Routine, *, clock: Clock, is_mine: bool) -> Card:
    """Lead through Monday's routine, or Friday's."""
    until = _day(row.last_day, clock=clock)
    if row.kind == Routines.MONDAY.value:
        title = _("Begin the week: last week’s numbers, this week’s posts")
    else:
        title = _("End the week: a look at competitors, one idea")
    why = _("It is here until %(day)s. If you leave it, nothing breaks.") % {"day": until}
    return _card(row, Kind.WEEKLY, label=_("Weekly routine"), title=title, why=why, is_mine=is_mine)


def steering(row: Routine, *, clock: Clock, is_mine: bool) -> Card:
    """Lead through the month's routine, or the quarter's."""
    if row.kind == Routines.MONTH.value:
        month = date_format(row.first_day, "F Y")
        title, label = _("Look back and ahead: %(month)s"), _("Monthly routine")
        title %= {"month": month}
    else:
        label = _("Quarterly routine")
        title = _("One hour for the direction: quarter %(number)s of %(year)s") % {
            "number": (row.first_day.month - 1) // _QUARTER_MONTHS + 1,
            "year": row.first_day.year,
        }
    why = _("It is here until %(day)s: choose your day. If you leave it, nothing breaks.")
    why %= {"day": _day(row.last_day, clock=clock)}
    return _card(row, Kind.STEERING, label=label, title=title, why=why, is_mine=is_mine)


def step_links(row: Routine, *, clock: Clock) -> list[StepLink]:
    """Return the steps of a routine; those whose page is not there are left out."""
    shown = []
    for one in steps_of(row, workspace=row.workspace, now=clock.now):
        label, names = _STEPS[one.step]
        url = next((url for name in names if (url := optional_url(name)) is not None), None)
        if url is not None:
            shown.append(_link(one, label=label, url=url))
    return shown


def _link(one: StepShown, *, label: Text, url: str) -> StepLink:
    by = one.tick.ticked_by if one.tick else None
    return StepLink(
        name=one.step.value,
        label=label,
        url=url,
        is_proven=one.is_proven,
        is_ticked=one.tick is not None,
        ticked_by=by.name if by else "",
    )


def _card(row: Routine, kind: Kind, *, label: str, title: str, why: str, is_mine: bool) -> Card:
    return Card(
        kind=kind,
        id=row.pk,
        row=row,
        label=label,
        tone="",
        icon="list-checks",
        title=title,
        who=_("Beside the quarter of an hour"),
        why=why,
        networks=(),
        waits_from=row.opened_at,
        is_mine=is_mine,
        ends_on=row.last_day,
        minutes=MINUTES[Routines(row.kind)],
    )


def _day(day: date, *, clock: Clock) -> str:
    return times.day_of(day, today=clock.now.astimezone(clock.zone).date())
