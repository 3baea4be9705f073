from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core import checks as system_checks
from django.db import connection
from django.db.utils import OperationalError
from pytest_django.fixtures import Settings

from beffroi.core import checks, crypto, health, heartbeat
from beffroi.core.health import Finding, Level
from beffroi.core.models import AuditEntry, Job

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)


def worst(check: health.Check, *, now: datetime = NOW) -> Level:
    levels = {finding.level for finding in check(now)}
    return next(one for one in reversed(Level) if one in levels)


def test_the_database_of_the_tests_keeps_the_promises_of_durability() -> None:
    assert checks.database_promises(databases=["default"]) == []
    assert worst(checks.check_database) is Level.OK


@pytest.mark.parametrize(
    "pragma", ["synchronous=NORMAL", "synchronous=OFF", "foreign_keys=OFF", "journal_mode=DELETE"]
)
def test_sqlite_that_may_lose_something_is_refused(
    monkeypatch: pytest.MonkeyPatch, pragma: str
) -> None:
    name, _, value = pragma.partition("=")
    values = {"synchronous": 2, "foreign_keys": 1, "journal_mode": "wal", name: value}
    monkeypatch.setattr(checks, "_pragma", values.get)
    monkeypatch.setattr(connection, "vendor", "sqlite", raising=False)
    messages = checks.database_promises(databases=["default"])
    assert [message.id for message in messages] == [f"core.{name}"]
    assert system_checks.Error in {type(message) for message in messages}


def test_a_database_behind_this_version_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    assert worst(checks.check_migrations) is Level.OK
    monkeypatch.setattr(checks, "pending_migrations", lambda: 2)
    assert worst(checks.check_migrations) is Level.PROBLEM


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("free", "level"),
    [(5_000_000_000, Level.OK), (500_000_000, Level.WARNING), (5_000_000, Level.PROBLEM)],
)
def test_a_disk_that_fills_up_is_noticed(
    monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, free))
    assert worst(checks.check_disk) is level


@pytest.mark.parametrize(
    ("now", "level"),
    [
        (NOW, Level.OK),
        (NOW - timedelta(minutes=2), Level.OK),
        (NOW - timedelta(hours=1), Level.PROBLEM),
        (datetime(1970, 1, 1, tzinfo=UTC), Level.PROBLEM),
    ],
)
def test_a_clock_that_went_back_is_noticed(now: datetime, level: Level) -> None:
    heartbeat.beat("worker", now=NOW)
    assert worst(checks.check_clock, now=now) is level


def test_the_key_file_must_be_ours_alone(settings: Settings) -> None:
    assert worst(checks.check_keys) is Level.OK
    crypto.seal(b"x", bound_to="a")
    assert worst(checks.check_keys) is Level.OK
    Path(settings.SECRET_FILE).chmod(0o644)
    assert worst(checks.check_keys) is Level.WARNING


def test_accesses_that_no_key_opens_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "unreadable_count", lambda: 1)
    assert worst(checks.check_keys) is Level.PROBLEM


def test_a_silent_worker_is_noticed() -> None:
    assert worst(checks.check_worker) is Level.WARNING
    heartbeat.beat("worker", now=NOW - timedelta(minutes=1))
    assert worst(checks.check_worker) is Level.OK
    assert worst(checks.check_worker, now=NOW + timedelta(minutes=5)) is Level.PROBLEM


@pytest.mark.parametrize(
    ("state", "run_at", "level"),
    [
        (Job.State.WAITING, NOW + timedelta(days=1), Level.OK),
        (Job.State.WAITING, NOW - timedelta(days=1), Level.WARNING),
        (Job.State.QUARANTINED, NOW, Level.WARNING),
    ],
)
def test_late_and_abandoned_jobs_are_counted(
    state: Job.State, run_at: datetime, level: Level
) -> None:
    Job.objects.create(kind="a", key="a", run_at=run_at, state=state)
    assert worst(checks.check_jobs) is level


def test_a_changed_trail_is_a_problem() -> None:
    assert worst(checks.check_audit) is Level.OK
    AuditEntry.objects.create(action="a", subject="b", at=NOW, hash="made up")
    assert worst(checks.check_audit) is Level.PROBLEM


def test_settings_for_ones_own_machine_are_noticed(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert worst(checks.check_settings) is Level.OK
    settings.PUBLIC_URL, settings.IS_HTTPS = "http://beffroi.example", False
    assert worst(checks.check_settings) is Level.WARNING


@pytest.fixture
def own_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_checks", {})


@pytest.mark.usefixtures("own_checks")
def test_a_check_that_breaks_is_itself_a_problem_and_stops_no_other() -> None:
    def broken(now: datetime) -> Iterator[Finding]:
        yield Finding(Level.OK, "so far")
        raise ValueError("oops")

    def away(now: datetime) -> Iterator[Finding]:
        raise OperationalError("no such table")

    health.register_check("broken", broken)
    health.register_check("away", away)
    health.register_check("fine", lambda now: [Finding(Level.OK, f"{now:%Y}")])
    reports = health.examine(now=NOW)
    levels = {report.name: [finding.level for finding in report.findings] for report in reports}
    problem = [Level.PROBLEM]
    assert levels == {"broken": problem, "away": problem, "fine": [Level.OK]}


def test_the_core_registers_its_checks() -> None:
    names = [report.name for report in health.examine(now=NOW)]
    own = ["settings", "database", "migrations", "disk", "clock", "keys", "worker", "jobs", "audit"]
    assert names[: len(own)] == own
    assert connection.is_usable()
