"""What pages of reports show. Access is the caller's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from beffroi.insight.reports.actions import RECIPIENTS_MAX
from beffroi.insight.reports.models import Report, ReportMail, ReportRecipient
from beffroi.workspaces.models import Agency, User, Workspace

_LISTED_MAX = 60


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client of an agency, and its report of last month, if it is made."""

    workspace: Workspace
    report: Report | None


def reports_of(workspace: Workspace) -> list[Report]:
    """Return the reports of a workspace, newest first, with how their mails fared. One query."""
    states = ReportMail.State
    rows = Report.objects.filter(workspace=workspace).annotate(
        sent=Count("mails", filter=Q(mails__state=states.SENT)),
        pending=Count("mails", filter=Q(mails__state__in=ReportMail.PENDING)),
        doubtful=Count("mails", filter=Q(mails__state=states.DOUBTFUL)),
        not_sent=Count("mails", filter=Q(mails__state=states.NOT_SENT)),
    )
    return list(rows.defer("facts").order_by("-month", "-id")[:_LISTED_MAX])


def to_read(workspace: Workspace) -> QuerySet[Report]:
    """Return the newest report, where it waits to be read: one of long ago troubles nobody."""
    newer = Report.objects.filter(workspace=workspace, month__gt=OuterRef("month"))
    rows = Report.objects.filter(workspace=workspace, state=Report.State.MADE)
    return rows.filter(~Exists(newer.order_by())).defer("facts").order_by("month", "id")


def report_of(workspace: Workspace, report_id: int) -> Report:
    """Return the workspace's own report, or raise Http404."""
    rows = Report.objects.select_related("workspace__agency", "approved_by")
    return get_object_or_404(rows, workspace=workspace, pk=report_id)


def mails_of(report: Report) -> list[ReportMail]:
    """Return the mails of a report, by address. One query."""
    return list(report.mails.order_by("address", "id"))


def recipients_of(workspace: Workspace) -> list[ReportRecipient]:
    """Return who receives reports, by address. One query."""
    return list(ReportRecipient.objects.filter(workspace=workspace).order_by("address", "id"))


def is_full(workspace: Workspace) -> bool:
    """Tell whether a workspace has as many recipients as it may."""
    return ReportRecipient.objects.filter(workspace=workspace).count() >= RECIPIENTS_MAX


def receives_weekly(workspace: Workspace, person: User | None) -> bool:
    """Tell whether a person is sent the numbers of each week."""
    if person is None:
        return False
    rows = ReportRecipient.objects.filter(workspace=workspace, is_weekly=True)
    return rows.filter(Q(person=person) | Q(address=person.email)).exists()


def recipient_of(workspace: Workspace, recipient_id: int) -> ReportRecipient:
    """Return the workspace's own recipient, or raise Http404."""
    return get_object_or_404(ReportRecipient, workspace=workspace, pk=recipient_id)


def public_report(token: str) -> Report:
    """Return the approved report of an address on the web, withdrawn or not, or raise Http404."""
    rows = Report.objects.exclude(state=Report.State.MADE).filter(workspace__closed_at=None)
    return get_object_or_404(rows.select_related("workspace__agency"), token=token)


def leaving(token: str) -> ReportRecipient:
    """Return whom a mail's link would take out, or raise Http404 where they are out already."""
    row = ReportRecipient.objects.select_related("workspace").filter(token=token).first()
    if row is None:
        raise Http404
    return row


def clients_of(agency: Agency, month: date) -> list[ClientRow]:
    """Return the clients of an agency by name, with their reports of a month. Two queries."""
    clients = list(agency.workspaces.filter(closed_at=None).order_by("name", "pk"))
    rows = Report.objects.filter(workspace__in=clients, month=month).defer("facts")
    made = {row.workspace_id: row for row in rows}
    return [ClientRow(client, made.get(client.pk)) for client in clients]
