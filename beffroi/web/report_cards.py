"""The card of a month's report that waits to be read before it is sent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beffroi.insight.reports.models import Report
from beffroi.insight.reports.showing import month_and_year
from beffroi.web.cards import Card, Clock
from beffroi.web.rules import Kind


def report(row: Report, *, clock: Clock, is_mine: bool) -> Card:
    """Lead to the newest report, which nobody has approved yet."""
    month = month_and_year(row)
    return Card(
        kind=Kind.REPORT,
        id=row.pk,
        row=row,
        label=_("Report to read"),
        tone="",
        icon="file-text",
        title=_("%(month)s: the report is ready") % {"month": month},
        who=month,
        why=_("One paragraph, three figures. Nothing leaves before you have read it."),
        networks=(),
        waits_from=row.made_at,
        is_mine=is_mine,
    )
