"""Reports of Atelier Martin, for the pictures and checks of their pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from beffroi.core.clock import utc_now
from beffroi.insight.reports.facts import Facts, Week, as_json, month_before, month_of, weeks_of
from beffroi.insight.reports.models import Report, ReportMail, ReportRecipient
from beffroi.insight.reports.tests.months import MAY, NOTHING
from beffroi.workspaces.models import Workspace
from tests.world import World


def several(world: World) -> None:
    """One to read, one sent, one of which nothing is known; three who receive them."""
    now = utc_now()
    _report(world.atelier, MAY)
    april = _report(world.atelier, _moved(MAY, date(2026, 4, 1)))
    _report(world.atelier, _moved(NOTHING, date(2026, 3, 1)))
    for address, weekly in (("claire", True), ("karim", False), ("comptable", False)):
        recipient = ReportRecipient.objects.create(
            workspace=world.atelier,
            address=f"{address}@atelier-martin.example",
            language="fr",
            is_weekly=weekly,
            added_by=world.claire,
            added_at=now,
        )
        state = ReportMail.State.DOUBTFUL if address == "karim" else ReportMail.State.SENT
        ReportMail.objects.create(
            workspace=world.atelier,
            recipient=recipient,
            address=recipient.address,
            report=april,
            state=state,
            planned_at=now,
            sent_at=now if state == ReportMail.State.SENT else None,
        )
    sent = {"state": Report.State.SENT, "approved_at": now, "sent_at": now}
    Report.objects.filter(pk=april.pk).update(**sent, approved_by=world.claire)


def withdrawn(world: World) -> None:
    """The one that was sent is withdrawn."""
    several(world)
    Report.objects.exclude(sent_at=None).update(withdrawn_at=utc_now())


def refused(world: World) -> None:
    """No mail server took the one that was sent for the accountant."""
    several(world)
    mails = ReportMail.objects.filter(address__startswith="comptable")
    mails.update(state=ReportMail.State.NOT_SENT, sent_at=None)


def on_today(world: World) -> str:
    """Return the address of Today with the report in front that waits to be read."""
    return f"/?card=report-{Report.objects.get(month=date(2026, 5, 1)).pk}"


def of_clients(world: World) -> None:
    """An agency's clients, one of which has its report of last month."""
    _report(world.garage, _moved(MAY, month_before(utc_now().date())))


def may(world: World) -> str:
    """Return the address of the report that waits to be read."""
    return _page(date(2026, 5, 1))


def april(world: World) -> str:
    """Return the address of the report that was sent."""
    return _page(date(2026, 4, 1))


def march(world: World) -> str:
    """Return the address of a report of which nothing is known."""
    return _page(date(2026, 3, 1))


def public(world: World) -> str:
    """Return the address at which anybody reads the one that was sent."""
    return f"/r/{Report.objects.exclude(sent_at=None).get().token}/"


def leaving(world: World) -> str:
    """Return the address by which somebody takes their own out."""
    return f"/r/leave/{ReportRecipient.objects.order_by('pk')[0].token}/"


def of_agency(world: World) -> str:
    """Return the address of the reports of an agency's clients."""
    return f"/agencies/{world.nova.pk}/reports/"


def _page(month: date) -> str:
    return f"/measure/reports/{Report.objects.get(month=month).pk}/"


def _report(workspace: Workspace, facts: Facts) -> Report:
    return Report.objects.create(
        workspace=workspace,
        month=facts.first,
        facts=as_json(facts),
        language="fr",
        made_at=utc_now(),
    )


def _moved(facts: Facts, first: date) -> Facts:
    """Return the same facts of another month."""
    month = month_of(first)
    weeks = tuple(
        Week(spell.first, spell.last, week.margins, week.cost)
        for spell, week in zip(weeks_of(month), facts.weeks, strict=False)
    )
    read_at = facts.read_at + timedelta(days=(first - facts.first).days)
    return replace(facts, first=first, last=month.last, weeks=weeks, read_at=read_at, best=())
