"""Makers of what addresses of reports name."""

from __future__ import annotations

import uuid
from datetime import date

from beffroi.insight.reports.facts import as_json
from beffroi.insight.reports.models import Report, ReportRecipient
from beffroi.insight.reports.tests.months import MAY
from tests.access.objects import Side, maker


@maker
def report_id(side: Side) -> object:
    return _report(side).pk


@maker
def report_token(side: Side) -> object:
    report = _report(side)
    rows = Report.objects.filter(pk=report.pk)
    rows.update(state=Report.State.APPROVED, approved_at=side.now)
    return report.token


@maker
def recipient_id(side: Side) -> object:
    return _recipient(side).pk


@maker
def recipient_token(side: Side) -> object:
    return _recipient(side).token


def _report(side: Side) -> Report:
    taken = Report.objects.filter(workspace=side.workspace).count()
    return Report.objects.create(
        workspace=side.workspace,
        month=date(2000 + taken, 5, 1),
        facts=as_json(MAY),
        language="en",
        made_at=side.now,
    )


def _recipient(side: Side) -> ReportRecipient:
    return ReportRecipient.objects.create(
        workspace=side.workspace,
        address=f"{uuid.uuid4().hex}@example.org",
        language="en",
        added_at=side.now,
    )
