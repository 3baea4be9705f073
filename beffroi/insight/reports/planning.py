"""When reports make themselves: on the second of a month, once its first day was counted."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.db.models import Exists, OuterRef

from beffroi.core import jobs
from beffroi.insight.reports.actions import MAKE
from beffroi.insight.reports.facts import month_before
from beffroi.insight.reports.models import Report, ReportRecipient
from beffroi.workspaces.models import Workspace

_ON_DAY, _AT = 2, time(6)
#: Until when in the month: nobody is surprised by a report of long ago.
_UNTIL_DAY = 9


def plan_months(*, now: datetime) -> int:
    """Have last month's reports made where somebody receives one. Return how many are asked for."""
    receiving = ReportRecipient.objects.filter(workspace=OuterRef("pk"), is_monthly=True)
    rows = Workspace.objects.filter(Exists(receiving), closed_at=None).order_by("pk")
    planned = 0
    for workspace in rows:
        local = now.astimezone(workspace.zone)
        month = month_before(local.date())
        if not _is_due(local) or _is_made(workspace, local):
            continue
        jobs.enqueue(
            MAKE,
            key=f"{workspace.pk}:{month:%Y-%m}",
            run_at=now,
            payload={"workspace_id": workspace.pk, "language": _language(workspace)},
            workspace_id=workspace.pk,
        )
        planned += 1
    return planned


def _is_due(local: datetime) -> bool:
    is_begun = local.day > _ON_DAY or (local.day == _ON_DAY and local.time() >= _AT)
    return is_begun and local.day <= _UNTIL_DAY


def _is_made(workspace: Workspace, local: datetime) -> bool:
    rows = Report.objects.filter(workspace=workspace, month=month_before(local.date()))
    return rows.exists()


def _language(workspace: Workspace) -> str:
    """Return the language of the one who is told first."""
    rows = ReportRecipient.objects.filter(workspace=workspace, is_monthly=True)
    first = rows.order_by("added_at", "pk").values_list("language", flat=True).first()
    return first or settings.LANGUAGE_CODE
