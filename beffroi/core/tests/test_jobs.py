from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from beffroi.core import jobs
from beffroi.core.clock import Clock
from beffroi.core.jobs import store
from beffroi.core.jobs.store import Outcome
from beffroi.core.models import Job
from tests.clock import FrozenClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_kinds")]

NOW = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def ran() -> list[Any]:
    """Register the kind "note", which writes down the payloads it is run with."""
    payloads: list[Any] = []

    @jobs.job("note")
    def note(payload: Mapping[str, Any], *, clock: Clock) -> None:
        payloads.append(payload.get("n"))

    return payloads


def run(clock: FrozenClock) -> int:
    return jobs.Runner().run_until_idle(clock)


def take(*, after: int = 0, lease: timedelta = timedelta(minutes=1)) -> store.Claim:
    claim = store.claim(now=NOW, lease_until=NOW + lease, after=after)
    assert claim is not None
    return claim


# Asking


def test_a_job_runs_once_when_it_is_due_and_is_gone(clock: FrozenClock, ran: list[int]) -> None:
    jobs.enqueue("note", key="a", run_at=LATER, payload={"n": 1})
    assert run(clock) == 0
    clock.set(LATER)
    assert run(clock) == 1
    assert run(clock) == 0
    assert ran == [1]
    assert not Job.objects.exists()


def test_asking_twice_keeps_one_job_at_the_earlier_moment_with_the_last_payload(
    clock: FrozenClock, ran: list[int]
) -> None:
    jobs.enqueue("note", key="a", run_at=LATER, payload={"n": 1})
    jobs.enqueue("note", key="a", run_at=NOW, payload={"n": 2})
    jobs.enqueue("note", key="a", run_at=LATER, payload={"n": 3})
    assert Job.objects.get().run_at == NOW
    run(clock)
    assert ran == [3]


def test_replacing_moves_a_job_later(ran: list[int]) -> None:
    jobs.enqueue("note", key="a", run_at=NOW)
    jobs.enqueue("note", key="a", run_at=LATER, replace=True)
    assert Job.objects.get().run_at == LATER


def test_the_same_key_of_two_kinds_is_two_jobs(ran: list[int]) -> None:
    jobs.job("other")(lambda payload, *, clock: None)
    jobs.enqueue("note", key="a", run_at=NOW)
    jobs.enqueue("other", key="a", run_at=NOW)
    assert Job.objects.count() == 2


def test_a_kind_that_nobody_registered_is_refused() -> None:
    with pytest.raises(jobs.UnknownKind):
        jobs.enqueue("mistyped", key="a", run_at=NOW)


def test_a_kind_has_one_handler(ran: list[int]) -> None:
    with pytest.raises(jobs.KindTaken):
        jobs.job("note")(lambda payload, *, clock: None)


def test_a_job_of_a_kind_that_this_version_lacks_waits(clock: FrozenClock, ran: list[int]) -> None:
    Job.objects.create(kind="from another version", key="a", run_at=NOW)
    assert run(clock) == 0
    assert Job.objects.exists()


def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for(ran: list[int]) -> None:
    with transaction.atomic():
        jobs.enqueue("note", key="a", run_at=NOW)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_request_made_while_the_job_runs_is_not_lost(clock: FrozenClock) -> None:
    seen: list[int] = []

    @jobs.job("poll")
    def poll(payload: Mapping[str, Any], *, clock: Clock) -> None:
        seen.append(payload["n"])
        if payload["n"] == 1:
            jobs.enqueue("poll", key="a", run_at=LATER, payload={"n": 2})
            jobs.enqueue("poll", key="a", run_at=NOW, payload={"n": 3})

    jobs.enqueue("poll", key="a", run_at=NOW, payload={"n": 1})
    assert run(clock) == 2
    assert seen == [1, 3]


def test_replacing_while_the_job_runs_sets_when_it_runs_again(ran: list[int]) -> None:
    jobs.enqueue("note", key="a", run_at=NOW)
    claim = take()
    jobs.enqueue("note", key="a", run_at=NOW)
    jobs.enqueue("note", key="a", run_at=LATER, replace=True)
    assert store.settle(claim, Outcome(), clock=lambda: NOW, chance=0)
    assert Job.objects.get().run_at == LATER


# Forgetting


def test_a_cancelled_job_does_not_run(clock: FrozenClock, ran: list[int]) -> None:
    jobs.enqueue("note", key="a", run_at=NOW)
    jobs.cancel("note", key="a")
    jobs.cancel("note", key="never there")
    assert run(clock) == 0


@pytest.mark.parametrize("outcome", [Outcome(), Outcome(next_at=LATER), Outcome(error="Broken")])
def test_a_job_cancelled_while_it_runs_does_not_come_back(ran: list[int], outcome: Outcome) -> None:
    jobs.enqueue("note", key="a", run_at=NOW)
    claim = take()
    jobs.cancel("note", key="a")
    assert store.settle(claim, outcome, clock=lambda: NOW, chance=0)
    assert not Job.objects.exists()


def test_a_job_cancelled_while_it_runs_and_asked_for_again_runs_again(ran: list[int]) -> None:
    jobs.enqueue("note", key="a", run_at=NOW)
    claim = take()
    jobs.cancel("note", key="a")
    jobs.enqueue("note", key="a", run_at=LATER)
    assert store.settle(claim, Outcome(), clock=lambda: NOW, chance=0)
    assert Job.objects.get().run_at == LATER


def test_a_job_cancelled_in_a_process_that_dies_is_gone(ran: list[int]) -> None:
    jobs.enqueue("note", key="a", run_at=NOW)
    take()
    jobs.cancel("note", key="a")
    assert store.expire(clock=lambda: LATER) == 1
    assert not Job.objects.exists()


# Coming back


def test_a_handler_that_names_a_moment_runs_again_then_and_that_is_no_failure(
    clock: FrozenClock,
) -> None:
    @jobs.job("poll", attempts=1)
    def poll(payload: Mapping[str, Any], *, clock: Clock) -> datetime:
        return clock() + timedelta(minutes=5)

    jobs.enqueue("poll", key="a", run_at=NOW)
    for _ in range(5):
        assert run(clock) == 1
        clock.advance(minutes=5)
    assert Job.objects.get().attempts == 0


def test_a_failed_job_is_tried_again_later_and_only_the_name_of_its_error_is_kept(
    clock: FrozenClock,
) -> None:
    @jobs.job("fail", attempts=3)
    def fail(payload: Mapping[str, Any], *, clock: Clock) -> None:
        raise ValueError("token=top-secret")

    jobs.enqueue("fail", key="a", run_at=NOW)
    assert run(clock) == 1
    job = Job.objects.get()
    assert (job.state, job.attempts, job.last_error) == ("waiting", 1, "ValueError")
    assert NOW < job.run_at <= NOW + timedelta(seconds=5)


@pytest.mark.parametrize("error", [ValueError(), SystemExit(3), MemoryError()])
def test_a_job_that_always_fails_is_given_up_and_somebody_is_told(
    clock: FrozenClock, error: BaseException
) -> None:
    told: list[Any] = []

    @jobs.job("fail", attempts=3)
    def fail(payload: Mapping[str, Any], *, clock: Clock) -> None:
        raise error

    @jobs.on_quarantine("fail")
    def tell(payload: Mapping[str, Any], *, clock: Clock) -> None:
        told.append((payload["n"], clock()))

    jobs.enqueue("fail", key="a", run_at=NOW, payload={"n": 7})
    for _ in range(5):
        run(clock)
        clock.advance(hours=1)
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("quarantined", 3)
    assert told == [(7, NOW + timedelta(hours=2))]


def test_a_job_is_given_up_even_when_telling_fails(clock: FrozenClock) -> None:
    @jobs.job("fail", attempts=1)
    def fail(payload: Mapping[str, Any], *, clock: Clock) -> None:
        raise ValueError

    @jobs.on_quarantine("fail")
    def tell(payload: Mapping[str, Any], *, clock: Clock) -> None:
        Job.objects.create(kind="half written", key="x", run_at=NOW)
        raise KeyError

    jobs.enqueue("fail", key="a", run_at=NOW)
    run(clock)
    assert [job.state for job in Job.objects.all()] == ["quarantined"]


def test_a_success_forgets_earlier_failures(clock: FrozenClock) -> None:
    fails = iter([True, False, True, False])

    @jobs.job("sometimes", attempts=2)
    def sometimes(payload: Mapping[str, Any], *, clock: Clock) -> datetime:
        if next(fails):
            raise ValueError
        return clock()

    jobs.enqueue("sometimes", key="a", run_at=NOW)
    for _ in range(3):
        clock.advance(hours=1)
        claim = store.claim(now=clock(), lease_until=LATER)
        assert claim is not None
        jobs.runner.Runner()._run(claim, clock)
    assert Job.objects.get().state == "waiting"


def test_a_handler_may_choose_when_to_try_again(clock: FrozenClock) -> None:
    @jobs.job("limited")
    def limited(payload: Mapping[str, Any], *, clock: Clock) -> None:
        try:
            raise TimeoutError
        except TimeoutError as error:
            raise jobs.RetryAt(LATER) from error

    jobs.enqueue("limited", key="a", run_at=NOW)
    run(clock)
    job = Job.objects.get()
    assert (job.run_at, job.attempts, job.last_error) == (LATER, 1, "TimeoutError")


def test_a_request_brings_a_failing_job_back_at_once(clock: FrozenClock) -> None:
    @jobs.job("fail")
    def fail(payload: Mapping[str, Any], *, clock: Clock) -> None:
        jobs.enqueue("fail", key="a", run_at=NOW + timedelta(seconds=1))
        raise ValueError

    jobs.enqueue("fail", key="a", run_at=NOW)
    run(clock)
    assert Job.objects.get().run_at == NOW + timedelta(seconds=1)


def test_a_job_that_was_given_up_gets_another_chance_when_asked_for(
    clock: FrozenClock, ran: list[int]
) -> None:
    state = Job.State.QUARANTINED
    Job.objects.create(kind="note", key="a", run_at=NOW, state=state, attempts=8, crashes=9)
    jobs.enqueue("note", key="a", run_at=NOW, payload={"n": 4})
    job = Job.objects.get()
    assert (job.attempts, job.crashes) == (0, store.SUSPECT_CRASHES)
    assert run(clock) == 1
    assert ran == [4]


def test_a_periodic_job_keeps_its_rhythm_through_failures(clock: FrozenClock) -> None:
    beats: list[datetime] = []

    @jobs.periodic("tick", every=timedelta(minutes=10))
    def tick(payload: Mapping[str, Any], *, clock: Clock) -> None:
        beats.append(clock())
        if len(beats) > 2:
            raise ValueError

    jobs.ensure_periodic(now=NOW)
    jobs.ensure_periodic(now=NOW)
    for _ in range(3):
        run(clock)
        clock.advance(minutes=10)
    assert beats == [NOW + timedelta(minutes=10) * n for n in range(3)]
    for _ in range(30):
        clock.advance(hours=1)
        run(clock)
    assert Job.objects.get().state == "waiting"


# Leases


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends(ran: list[int]) -> None:
    jobs.enqueue("note", key="a", run_at=NOW)
    take()
    assert store.claim(now=NOW, lease_until=LATER) is None
    assert store.expire(clock=lambda: NOW) == 0
    assert store.expire(clock=lambda: LATER) == 1
    job = Job.objects.get()
    assert (job.state, job.crashes, job.run_at) == ("waiting", 1, LATER)


def test_a_lease_that_is_extended_holds(ran: list[int]) -> None:
    jobs.enqueue("note", key="a", run_at=NOW)
    claim = take()
    store.extend([claim], lease_until=LATER + timedelta(minutes=1))
    assert store.expire(clock=lambda: LATER) == 0


@pytest.mark.parametrize("outcome", [Outcome(), Outcome(next_at=NOW), Outcome(error="Broken")])
def test_a_late_finisher_writes_nothing(ran: list[int], outcome: Outcome) -> None:
    jobs.enqueue("note", key="a", run_at=NOW)
    late = take()
    store.expire(clock=lambda: LATER)
    before = list(Job.objects.values())
    assert not store.settle(late, outcome, clock=lambda: LATER, chance=0)
    assert list(Job.objects.values()) == before
    other = store.claim(now=LATER, lease_until=LATER + timedelta(minutes=1))
    before = list(Job.objects.values())
    assert not store.settle(late, outcome, clock=lambda: LATER, chance=0)
    store.extend([late], lease_until=NOW)
    store.release([late], now=NOW)
    assert list(Job.objects.values()) == before
    assert other is not None
    assert store.settle(other, Outcome(), clock=lambda: LATER, chance=0)


def test_a_step_others_can_see_is_refused_to_a_late_finisher(clock: FrozenClock) -> None:
    visible: list[str] = []

    @jobs.job("send")
    def send(payload: Mapping[str, Any], *, clock: Clock) -> None:
        jobs.ensure_leased()
        visible.append("before")
        store.expire(clock=lambda: LATER)  # what another process does when we freeze
        jobs.ensure_leased()
        visible.append("after")

    jobs.enqueue("send", key="a", run_at=NOW)
    run(clock)
    assert visible == ["before"]
    assert Job.objects.get().attempts == 0  # the other process counts now


def test_outside_a_job_there_is_no_lease_to_lose() -> None:
    jobs.ensure_leased()


def test_a_job_that_takes_its_process_down_three_times_is_given_up(clock: FrozenClock) -> None:
    told: list[Any] = []
    jobs.job("poison")(lambda payload, *, clock: None)

    @jobs.on_quarantine("poison")
    def tell(payload: Mapping[str, Any], *, clock: Clock) -> None:
        told.append(payload)

    jobs.enqueue("poison", key="a", run_at=NOW, payload={"n": 1})
    for _ in range(3):
        claim = store.claim(now=clock(), lease_until=clock() + timedelta(seconds=1))
        assert claim is not None
        clock.advance(seconds=2)
        store.expire(clock=clock)
    job = Job.objects.get()
    assert (job.state, job.crashes, job.last_error) == ("quarantined", 3, "Crashed")
    assert told == [{"n": 1}]


def test_jobs_given_back_at_the_end_of_a_process_count_no_crash(ran: list[int]) -> None:
    jobs.enqueue("note", key="a", run_at=NOW)
    store.release([take()], now=NOW)
    job = Job.objects.get()
    assert (job.state, job.crashes, job.attempts) == ("waiting", 0, 0)


# Fairness


def test_a_workspace_with_many_jobs_does_not_starve_another(
    clock: FrozenClock, ran: list[Any]
) -> None:
    for number in range(500):
        early = NOW - timedelta(hours=1)
        jobs.enqueue("note", key=f"1:{number}", run_at=early, payload={"n": 1}, workspace_id=1)
    for workspace_id in (2, 3, None):
        key, payload = f"{workspace_id}", {"n": workspace_id}
        jobs.enqueue("note", key=key, run_at=NOW, payload=payload, workspace_id=workspace_id)
    run(clock)
    assert set(ran[:4]) == {1, 2, 3, None}
    assert len(ran) == 503


def test_inside_a_workspace_the_oldest_job_goes_first(clock: FrozenClock, ran: list[int]) -> None:
    for number in (3, 1, 2):
        run_at = NOW - timedelta(hours=4 - number)
        jobs.enqueue("note", key=f"{number}", run_at=run_at, payload={"n": number}, workspace_id=1)
    run(clock)
    assert ran == [1, 2, 3]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="plans of PostgreSQL")
def test_one_job_is_taken_also_by_the_plan_for_a_table_believed_empty(ran: list[int]) -> None:
    """It then asks for the oldest job again for each row that it finds."""
    with connection.cursor() as cursor:
        for method in ("hashagg", "sort", "hashjoin", "mergejoin", "material"):
            cursor.execute(f"SET LOCAL enable_{method} = off")
    for number in range(5):
        jobs.enqueue("note", key=f"{number}", run_at=NOW)
    take()
    assert Job.objects.filter(state=Job.State.RUNNING).count() == 1


def test_the_last_free_thread_is_kept_for_other_workspaces(ran: list[int]) -> None:
    for workspace_id in (1, 1, 1, 1, 2):
        key = f"{workspace_id}:{Job.objects.count()}"
        jobs.enqueue("note", key=key, run_at=NOW, workspace_id=workspace_id)
    assert store.claim(now=NOW, lease_until=LATER, busy=[1, 2]) is None
    other = store.claim(now=NOW, lease_until=LATER, busy=[1])
    assert other is not None
    assert other.workspace_id == 2
