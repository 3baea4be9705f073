"""Checks of this installation, shown by `beffroi doctor`. Apps register theirs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import django.db
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class Level(Enum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One sentence for whoever runs this installation, in their language, with what to do."""

    level: Level
    message: str


@dataclass(frozen=True)
class Report:
    """What one check found."""

    name: str
    findings: tuple[Finding, ...]


Check = Callable[[datetime], Iterable[Finding]]

_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Add a check; it is given the present instant, and reads only."""
    _checks[name] = check


def examine(*, now: datetime) -> list[Report]:
    """Run every check, in the order of registration; one that breaks is itself a problem."""
    return [_run(name, check, now) for name, check in _checks.items()]


def _run(name: str, check: Check, now: datetime) -> Report:
    try:
        return Report(name, tuple(check(now)))
    except django.db.Error as error:
        text = _("This could not be looked at: %(reason)s")
        return Report(name, (Finding(Level.PROBLEM, text % {"reason": error}),))
    except Exception as error:
        logger.exception("Check %s failed", name)
        return Report(name, (Finding(Level.PROBLEM, f"{type(error).__name__}: {error}"),))
