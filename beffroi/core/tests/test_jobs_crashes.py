"""Real processes, killed and frozen: no job is lost, none is finished by the wrong one."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from beffroi.core import jobs
from beffroi.core.clock import utc_now
from beffroi.core.jobs import registry
from beffroi.core.models import Job, Worker
from beffroi.core.tests.databases import environment, url_of_tests

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_kinds"),
]

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
#: From the start of a process to the end of its second job.
STEPS = 22


@dataclass
class Processes:
    """Starts processes that run probes, and reads what they did."""

    folder: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, **settings: object) -> subprocess.Popen[bytes]:
        more = {name: str(value) for name, value in settings.items()}
        variables = environment(
            folder=self.folder,
            database_url=url_of_tests(),
            PROBE_FILE=str(self.folder / "seen"),
            BEFFROI_LOG_LEVEL="CRITICAL",
            DJANGO_SETTINGS_MODULE="tests.job_settings",
            **more,
        )
        command = [sys.executable, "-m", "beffroi.core.tests.job_process"]
        process = subprocess.Popen(command, env=variables)
        self.started.append(process)
        return process

    def seen(self) -> list[str]:
        file = self.folder / "seen"
        return file.read_text().splitlines() if file.exists() else []

    def wait_for(self, line: str) -> None:
        deadline = time.monotonic() + 30
        while not any(seen.startswith(line) for seen in self.seen()):
            assert time.monotonic() < deadline, self.seen()
            time.sleep(0.02)


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    started = Processes(tmp_path)
    yield started
    for process in started.started:
        process.kill()
        process.wait()


def ask_for_probes(count: int) -> None:
    jobs.job("probe")(lambda payload, *, clock: None)
    for number in range(count):
        jobs.enqueue("probe", key=str(number), run_at=LONG_AGO, payload={"n": number})


def run_what_is_left() -> list[str]:
    """Run here what a killed process held, once its lease is over; return what it noted."""
    later, notes = utc_now() + timedelta(minutes=2), list[str]()
    registry._registrations.clear()
    jobs.job("probe")(lambda payload, *, clock: notes.append(f"start {payload['n']}"))
    jobs.Runner().run_until_idle(clock=lambda: later)
    return notes


def check_database() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_a_job_survives_a_kill_at_each_step(processes: Processes, step: int) -> None:
    ask_for_probes(2)
    first = processes.start(CRASH_AT=step, PROBE_THREADS=1, PROBE_LEASE=60)
    assert first.wait(timeout=30) == -signal.SIGKILL
    runs = Counter([*processes.seen(), *run_what_is_left()])
    assert set(runs) == {"start 0", "start 1"}
    assert sum(runs.values()) <= 3  # one kill repeats the one job in flight, and no other
    assert not Job.objects.exists()
    check_database()


def test_every_step_is_among_those_killed_above(processes: Processes) -> None:
    ask_for_probes(2)
    assert processes.start(PROBE_THREADS=1, PROBE_LEASE=60).wait(timeout=30) == 0
    assert int((processes.folder / "seen.steps").read_text()) == STEPS


def test_no_job_is_lost_by_kills_at_random_moments_under_load(processes: Processes) -> None:
    ask_for_probes(150)
    chance = random.Random(20260914)
    kills = 0
    for _ in range(5):
        process = processes.start(PROBE_THREADS=3, PROBE_LEASE=0.3)
        processes.wait_for("start")
        time.sleep(chance.uniform(0.0, 0.25))
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        check_database()
    assert processes.start(PROBE_LEASE=0.3).wait(timeout=60) == 0
    runs = Counter(processes.seen())
    assert len(runs) == 150
    assert kills
    assert sum(runs.values()) - 150 <= kills * 3
    assert not Job.objects.exists()


def test_two_processes_share_the_work_and_none_is_done_twice(processes: Processes) -> None:
    ask_for_probes(100)
    both = [processes.start(PROBE_LEASE=30) for _ in range(2)]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert sorted(processes.seen()) == sorted(f"start {number}" for number in range(100))


def test_a_process_frozen_beyond_its_lease_finishes_nothing(processes: Processes) -> None:
    ask_for_probes(1)
    frozen = processes.start(PROBE_HOLD=0.5, PROBE_LEASE=1)
    processes.wait_for("start 0")
    frozen.send_signal(signal.SIGSTOP)
    other = processes.start(PROBE_HOLD=2, PROBE_LEASE=1)
    deadline = time.monotonic() + 30
    while processes.seen().count("start 0") < 2:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    frozen.send_signal(signal.SIGCONT)
    assert frozen.wait(timeout=30) == 0
    assert other.wait(timeout=30) == 0
    ends = [line for line in processes.seen() if line.startswith("end")]
    assert ends == [f"end 0 {other.pid}"]
    assert not Job.objects.exists()


def test_a_job_that_kills_its_process_is_given_up_and_the_others_are_done(
    processes: Processes,
) -> None:
    ask_for_probes(5)
    jobs.job("suicide")(lambda payload, *, clock: None)
    jobs.enqueue("suicide", key="a", run_at=LONG_AGO)
    endings = []
    for _ in range(4):
        process = processes.start(PROBE_THREADS=4, PROBE_LEASE=0.2)
        endings.append(process.wait(timeout=30))
    assert endings == [-signal.SIGKILL] * 3 + [0]
    left = Job.objects.get()
    assert (left.kind, left.state, left.crashes) == ("suicide", "quarantined", 3)
    assert {line.split()[1] for line in processes.seen()} == set("01234")


def test_a_process_that_ends_as_it_should_says_so(processes: Processes) -> None:
    ask_for_probes(1)
    assert processes.start().wait(timeout=30) == 0
    assert not Worker.objects.exists()
