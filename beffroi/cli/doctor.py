"""`beffroi doctor`: says what is in order, what is not, and what to do."""

from __future__ import annotations

import argparse
import json

from beffroi.cli.messages import gettext as _
from beffroi.core.clock import utc_now
from beffroi.core.health import Level, Report, examine

_MARKS = {Level.OK: "✓", Level.WARNING: "!", Level.PROBLEM: "✗"}


def run(options: argparse.Namespace) -> int:
    """Print the findings; 1 when one of them is a problem."""
    reports = examine(now=utc_now())
    if options.json:
        print(json.dumps(_plain(reports), ensure_ascii=False, indent=1))
    else:
        _tell(reports)
    return 1 if _worst(reports) is Level.PROBLEM else 0


def _levels(reports: list[Report]) -> set[Level]:
    return {finding.level for report in reports for finding in report.findings}


def _worst(reports: list[Report]) -> Level:
    levels = _levels(reports)
    return next((one for one in (Level.PROBLEM, Level.WARNING) if one in levels), Level.OK)


def _plain(reports: list[Report]) -> dict[str, object]:
    checks = {
        report.name: [
            {"level": finding.level.value, "message": finding.message}
            for finding in report.findings
        ]
        for report in reports
    }
    return {"level": _worst(reports).value, "checks": checks}


def _tell(reports: list[Report]) -> None:
    for report in reports:
        for finding in report.findings:
            print(f"{_MARKS[finding.level]} {finding.message}")
    endings = {
        Level.OK: _("Everything is in order."),
        Level.WARNING: _("Everything works; the points marked ! deserve a look."),
        Level.PROBLEM: _("The points marked ✗ need you."),
    }
    print(endings[_worst(reports)])
