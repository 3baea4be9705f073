"""The threads that run jobs, in this process."""

from __future__ import annotations

import gc
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.utils import OperationalError

from beffroi.core import heartbeat, jobs
from beffroi.core.clock import Clock, utc_now
from beffroi.core.jobs import store
from beffroi.core.models import Installation, Job, Worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_kinds")]

Start = Callable[..., jobs.Runner]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start runners that end with the test."""
    runners: list[jobs.Runner] = []

    def start_one(**options: Any) -> jobs.Runner:
        runner = jobs.Runner(**options)
        runner.start()
        runners.append(runner)
        return runner

    yield start_one
    for runner in runners:
        runner.stop(drain_seconds=2)


def wait_until(condition: Callable[[], object], *, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_job_starts_at_once_when_the_transaction_that_asks_for_it_ends(start: Start) -> None:
    started: list[float] = []
    jobs.job("note")(lambda payload, *, clock: started.append(time.monotonic()))
    start()
    wait_until(Worker.objects.exists)
    time.sleep(0.05)
    delays = []
    for number in range(20):
        with transaction.atomic():
            jobs.enqueue("note", key=str(number), run_at=utc_now())
        asked = time.monotonic()
        wait_until(lambda: started)
        delays.append(started.pop() - asked)
    assert sorted(delays)[10] < 0.1  # well under the half second between two looks


def test_a_job_starts_when_its_moment_comes(start: Start) -> None:
    late: list[timedelta] = []
    run_at = utc_now() + timedelta(seconds=0.7)
    jobs.job("note")(lambda payload, *, clock: late.append(clock() - run_at))
    start()
    jobs.enqueue("note", key="a", run_at=run_at)
    wait_until(lambda: late)
    assert timedelta(0) <= late[0] < timedelta(seconds=0.3)


@pytest.fixture
def no_collection() -> Iterator[None]:
    """Keep what other tests left in memory from being gone through meanwhile."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collection")
def test_an_idle_runner_costs_nearly_nothing(start: Start) -> None:
    jobs.job("note")(lambda payload, *, clock: None)
    start()
    wait_until(Worker.objects.exists)
    before = time.process_time()
    time.sleep(3)
    assert time.process_time() - before < 0.03


def test_a_runner_says_that_it_lives_and_that_it_leaves(start: Start) -> None:
    runner = start(worker_name="tower")
    wait_until(Worker.objects.exists)
    assert Worker.objects.get().name == "tower"
    assert heartbeat.last_seen_at() is not None
    assert runner.stop()
    assert heartbeat.last_seen_at() is None


def test_the_highest_time_ever_seen_is_kept_when_the_clock_goes_back() -> None:
    now = utc_now()
    heartbeat.beat("a", now=now)
    heartbeat.beat("a", now=now - timedelta(hours=1))
    assert heartbeat.latest_at() == now
    assert Worker.objects.get().seen_at == now - timedelta(hours=1)
    assert Installation.objects.count() == 1


def test_stopping_waits_for_what_runs_and_starts_nothing_more(start: Start) -> None:
    ended: list[str] = []
    running = threading.Event()

    @jobs.job("slow")
    def slow(payload: Mapping[str, Any], *, clock: Clock) -> None:
        running.set()
        time.sleep(0.5)
        ended.append("slow")

    jobs.job("note")(lambda payload, *, clock: ended.append("note"))
    runner = start(threads=1, lease=timedelta(seconds=0.4))  # shorter than the job: it is extended
    jobs.enqueue("slow", key="a", run_at=utc_now())
    assert running.wait(5)
    jobs.enqueue("note", key="a", run_at=utc_now())
    assert runner.stop(drain_seconds=5)
    assert ended == ["slow"]
    assert [job.kind for job in Job.objects.all()] == ["note"]


def test_what_does_not_end_in_time_is_given_back_without_blame(start: Start) -> None:
    running, go_on = threading.Event(), threading.Event()

    @jobs.job("stuck")
    def stuck(payload: Mapping[str, Any], *, clock: Clock) -> None:
        running.set()
        go_on.wait(10)

    runner = start()
    jobs.enqueue("stuck", key="a", run_at=utc_now())
    assert running.wait(5)
    assert not runner.stop(drain_seconds=0.1)
    left = Job.objects.get()
    assert (left.state, left.crashes, left.attempts) == ("waiting", 0, 0)
    go_on.set()
    wait_until(lambda: not runner._running())
    assert Job.objects.get().state == "waiting"  # its late end changes nothing


def test_jobs_go_on_when_the_database_was_away(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[int] = []
    jobs.job("note")(lambda payload, *, clock: ran.append(1))
    failures = iter([True, True])
    settle = store.settle

    def settle_badly(*arguments: Any, **named: Any) -> bool:
        if next(failures, False):
            raise OperationalError("the server went away")
        return settle(*arguments, **named)

    monkeypatch.setattr(store, "settle", settle_badly)
    next_due = store.next_due
    outages = iter([True])

    def look_badly() -> object:
        if next(outages, False):
            raise OperationalError("the server went away")
        return next_due()

    monkeypatch.setattr(store, "next_due", look_badly)
    start()
    jobs.enqueue("note", key="a", run_at=utc_now())
    wait_until(lambda: ran and not Job.objects.exists())
    assert ran == [1]


def test_a_workspace_with_slow_jobs_leaves_a_thread_to_the_others(start: Start) -> None:
    go_on = threading.Event()
    ran = threading.Event()

    @jobs.job("slow")
    def slow(payload: Mapping[str, Any], *, clock: Clock) -> None:
        go_on.wait(10)

    jobs.job("quick")(lambda payload, *, clock: ran.set())
    for number in range(20):
        jobs.enqueue("slow", key=str(number), run_at=utc_now(), workspace_id=1)
    start(threads=3)
    wait_until(lambda: Job.objects.filter(state="running").count() == 2)
    jobs.enqueue("quick", key="a", run_at=utc_now(), workspace_id=2)
    assert ran.wait(5)
    go_on.set()


def test_a_job_under_suspicion_runs_alone(start: Start) -> None:
    at_once: list[int] = []
    together = threading.Semaphore(0)

    @jobs.job("work")
    def work(payload: Mapping[str, Any], *, clock: Clock) -> None:
        at_once.append(Job.objects.filter(state="running").count())
        together.acquire(timeout=0.3)

    for number in range(4):
        jobs.enqueue("work", key=str(number), run_at=utc_now())
    crashes = store.SUSPECT_CRASHES
    Job.objects.filter(key="2").update(crashes=crashes, run_at=utc_now() - timedelta(minutes=5))
    start(threads=4)
    wait_until(lambda: not Job.objects.exists())
    assert sorted(at_once)[0] == 1
    assert at_once[0] == 1


def test_each_thread_closes_its_connection(start: Start) -> None:
    opened: list[Any] = []

    @jobs.job("note")
    def note(payload: Mapping[str, Any], *, clock: Clock) -> None:
        Job.objects.count()
        opened.append(connections["default"])

    runner = start(threads=1)
    jobs.enqueue("note", key="a", run_at=utc_now())
    wait_until(lambda: opened and not Job.objects.exists())
    runner.stop()
    wait_until(lambda: opened[0].connection is None)


def test_a_lock_longer_than_the_lease_is_no_crash(start: Start) -> None:
    if connection.vendor != "sqlite":
        return  # only there does one writer keep the others out
    running, go_on = threading.Event(), threading.Event()
    ran: list[int] = []

    @jobs.job("slow")
    def slow(payload: Mapping[str, Any], *, clock: Clock) -> None:
        ran.append(1)
        running.set()
        go_on.wait(10)

    start(lease=timedelta(seconds=0.4))
    jobs.enqueue("slow", key="a", run_at=utc_now())
    assert running.wait(5)
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(1)
        other.rollback()
    time.sleep(0.3)
    assert Job.objects.get().crashes == 0
    go_on.set()
    wait_until(lambda: not Job.objects.exists())
    assert ran == [1]
