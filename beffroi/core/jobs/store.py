"""The rows of jobs: asking, claiming, settling. One SQL for both databases; no threads here."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db import connection, transaction
from django.db.models import Min

from beffroi.core.clock import Clock
from beffroi.core.jobs import registry, rules, wakeup
from beffroi.core.models import Job

logger = logging.getLogger(__name__)

JSON: TypeAlias = "str | int | float | bool | Sequence[JSON] | Mapping[str, JSON] | None"

MOST_CRASHES = 3
#: From so many crashes on, a job runs alone, so that the next crash accuses nobody else.
SUSPECT_CRASHES = 2
_RUNS = (Job.State.RUNNING, Job.State.CANCELLED)

# A row that waits keeps the earlier moment, unless told to replace it; one that runs notes that it
# is wanted again; one that was given up gets another chance, and after crashes a single one.
_ENQUEUE = """
INSERT INTO core_job AS job
  (kind, key, workspace_id, payload, run_at, state, lease_token, attempts, crashes, last_error)
VALUES (%(kind)s, %(key)s, %(workspace_id)s, %(payload)s, %(run_at)s, 'waiting', 0, 0, 0, '')
ON CONFLICT (kind, key) DO UPDATE SET
  payload = excluded.payload,
  workspace_id = excluded.workspace_id,
  again_at = CASE
    WHEN job.state NOT IN ('running', 'cancelled') THEN NULL
    WHEN job.again_at < excluded.run_at AND NOT %(replace)s THEN job.again_at
    ELSE excluded.run_at END,
  run_at = CASE
    WHEN job.state IN ('running', 'cancelled') THEN job.run_at
    WHEN job.state = 'waiting' AND job.run_at < excluded.run_at AND NOT %(replace)s THEN job.run_at
    ELSE excluded.run_at END,
  attempts = CASE WHEN job.state = 'quarantined' THEN 0 ELSE job.attempts END,
  crashes = CASE WHEN job.crashes < %(suspect)s THEN job.crashes ELSE %(suspect)s END,
  state = CASE job.state
    WHEN 'cancelled' THEN 'running' WHEN 'quarantined' THEN 'waiting' ELSE job.state END
"""

# Round after round over the workspaces, from the one served last; inside one, the oldest first.
# "=", not "IN": PostgreSQL may run what stands after IN once a row, and so take every job at once.
_CLAIM = """
UPDATE core_job SET state = 'running', lease_until = %(lease_until)s, lease_token = lease_token + 1
WHERE id = (
  SELECT id FROM core_job
  WHERE state = 'waiting' AND run_at <= %(now)s AND crashes BETWEEN %(least)s AND %(most)s
    AND kind IN ({kinds}) AND COALESCE(workspace_id, 0) NOT IN ({busy})
  ORDER BY CASE WHEN COALESCE(workspace_id, 0) > %(after)s THEN 0 ELSE 1 END,
    COALESCE(workspace_id, 0), run_at, id
  LIMIT 1 {skip_locked}
)
RETURNING *
"""


@dataclass(frozen=True)
class Claim:
    """The right to run one job until its lease ends; `token` proves it."""

    id: int
    token: int
    kind: str
    key: str
    workspace_id: int | None
    payload: Mapping[str, Any]
    attempts: int
    crashes: int


@dataclass(frozen=True)
class Outcome:
    """What came of a run: finished (no `next_at`, no error), once more at `next_at`, or failed."""

    next_at: datetime | None = None
    error: str = ""


def enqueue(
    kind: str,
    *,
    key: str,
    run_at: datetime,
    payload: Mapping[str, JSON] | None = None,
    workspace_id: int | None = None,
    replace: bool = False,
) -> None:
    """Ask, inside the caller's transaction, that a job runs at `run_at`.

    One row per (kind, key), the last payload wins. A waiting row moves to the earlier moment, or
    to `run_at` when `replace`; one that runs right now runs again afterwards; a quarantined one
    gets another chance. Raises UnknownKind.
    """
    registry.registration(kind)
    values = {
        "kind": kind,
        "key": key,
        "workspace_id": workspace_id,
        "payload": json.dumps(payload or {}),
        "run_at": connection.ops.adapt_datetimefield_value(run_at),
        "replace": replace,
        "suspect": SUSPECT_CRASHES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENQUEUE, values)
    transaction.on_commit(wakeup.wake)


def cancel(kind: str, *, key: str) -> None:
    """Forget a job. One that runs right now is not interrupted, and will not run again."""
    with transaction.atomic():
        mine = Job.objects.filter(kind=kind, key=key)
        running = mine.filter(state=Job.State.RUNNING)
        running.update(state=Job.State.CANCELLED, again_at=None)
        mine.exclude(state=Job.State.CANCELLED).delete()


def take_back(kind: str, *, key: str) -> JSON | None:
    """Forget a job that waits, and return its payload; None where none waits."""
    with transaction.atomic():
        waiting = Job.objects.select_for_update().filter(kind=kind, key=key)
        row = waiting.filter(state=Job.State.WAITING).first()
        if row is None:
            return None
        payload: JSON = row.payload
        row.delete()
        return payload


def ensure_periodic(*, now: datetime) -> None:
    """Ask for every kind that runs by itself, where it is not asked for yet."""
    for registration in registry.periodic_registrations():
        enqueue(registration.kind, key="periodic", run_at=now)


def next_due() -> datetime | None:
    """Return when the first waiting job of a known kind is to run."""
    waiting = Job.objects.filter(state=Job.State.WAITING, kind__in=registry.kinds())
    first: datetime | None = waiting.aggregate(first=Min("run_at"))["first"]
    return first


def suspect_is_late(*, now: datetime, patience: timedelta) -> bool:
    """Tell whether a job that must run alone has waited longer than `patience`."""
    return Job.objects.filter(
        state=Job.State.WAITING,
        run_at__lt=now - patience,
        crashes__gte=SUSPECT_CRASHES,
        kind__in=registry.kinds(),
    ).exists()


def claim(
    *,
    now: datetime,
    lease_until: datetime,
    after: int = 0,
    busy: Collection[int] = (),
    crashes: tuple[int, int] = (0, MOST_CRASHES),
) -> Claim | None:
    """Take one due job: of the next workspace after `after` that is not `busy`; 0 means "none".

    `crashes` bounds, both included, how often the job already took its process down.
    """
    values: dict[str, Any] = {
        "now": connection.ops.adapt_datetimefield_value(now),
        "lease_until": connection.ops.adapt_datetimefield_value(lease_until),
        "after": after,
        "least": crashes[0],
        "most": crashes[1],
    }
    query = _CLAIM.format(
        kinds=_names("kind", registry.kinds() or [""], values),
        busy=_names("busy", sorted(busy) or [-1], values),
        skip_locked="FOR UPDATE SKIP LOCKED" if _skips_locked() else "",
    )
    with transaction.atomic():
        rows = list(Job.objects.raw(query, values))
    return _claim_of(rows[0]) if rows else None


def _skips_locked() -> bool:
    return bool(connection.features.has_select_for_update_skip_locked)


def _names(prefix: str, items: Sequence[object], values: dict[str, Any]) -> str:
    names = [f"{prefix}{position}" for position in range(len(items))]
    values.update(zip(names, items, strict=True))
    return ", ".join(f"%({name})s" for name in names)


def _claim_of(row: Job) -> Claim:
    return Claim(
        id=row.id,
        token=row.lease_token,
        kind=row.kind,
        key=row.key,
        workspace_id=row.workspace_id,
        payload=row.payload,
        attempts=row.attempts,
        crashes=row.crashes,
    )


def is_held(claim: Claim) -> bool:
    """Tell whether the claim still holds, and keep it so until the transaction ends."""
    return _locked(claim) is not None


def _locked(claim: Claim) -> Job | None:
    rows = Job.objects.select_for_update()
    return rows.filter(id=claim.id, lease_token=claim.token, state__in=_RUNS).first()


def extend(claims: Iterable[Claim], *, lease_until: datetime) -> None:
    """Hold the jobs that still run a while longer."""
    for held in claims:
        mine = Job.objects.filter(id=held.id, lease_token=held.token, state__in=_RUNS)
        mine.update(lease_until=lease_until)


def settle(claim: Claim, outcome: Outcome, *, clock: Clock, chance: float) -> bool:
    """Write down what came of a run; False, and nothing written, when the lease was lost."""
    with transaction.atomic():
        row = _locked(claim)
        if row is None:
            return False
        if outcome.error:
            _settle_failure(row, outcome, clock=clock, chance=chance)
        else:
            _settle_success(row, outcome)
    return True


def _settle_success(row: Job, outcome: Outcome) -> None:
    next_at = None if row.state == Job.State.CANCELLED else outcome.next_at
    moments = [moment for moment in (next_at, row.again_at) if moment]
    if moments:
        row.attempts = row.crashes = 0
        row.last_error = ""
        _wait(row, until=min(moments))
    else:
        row.delete()


def _settle_failure(row: Job, outcome: Outcome, *, clock: Clock, chance: float) -> None:
    if row.state == Job.State.CANCELLED:
        row.delete()
        return
    now = clock()
    registration = registry.registration(row.kind)
    row.attempts += 1
    row.crashes = 0
    row.last_error = outcome.error[:80]
    if row.attempts < registration.attempts:
        retry_at = outcome.next_at or now + rules.retry_delay(failures=row.attempts, chance=chance)
        _wait(row, until=min(retry_at, row.again_at or retry_at))
    elif registration.every or row.again_at:
        row.attempts = 0
        _wait(row, until=row.again_at or now + (registration.every or timedelta()))
    else:
        _quarantine(row, clock=clock)


def _wait(row: Job, *, until: datetime) -> None:
    row.state = Job.State.WAITING
    row.run_at = until
    row.again_at = row.lease_until = None
    row.save()


def _quarantine(row: Job, *, clock: Clock) -> None:
    row.state = Job.State.QUARANTINED
    row.again_at = row.lease_until = None
    row.save()
    logger.error("Job %s %s is given up after %s", row.kind, row.key, row.last_error)
    told = registry.callback(row.kind)
    if told is None:
        return
    try:
        with transaction.atomic():
            told(row.payload, clock=clock)
    except Exception:
        logger.exception("What follows the end of %s %s failed", row.kind, row.key)


def release(claims: Iterable[Claim], *, now: datetime) -> None:
    """Give unfinished jobs back, for another process to run: no failure, no crash."""
    for held in claims:
        with transaction.atomic():
            row = _locked(held)
            if row is not None:
                _release(row, now=now)


def _release(row: Job, *, now: datetime) -> None:
    if row.state == Job.State.CANCELLED:
        row.delete()
    else:
        _wait(row, until=now)


def expire(*, clock: Clock, except_ids: Collection[int] = ()) -> int:
    """Take back the jobs whose process fell silent; return how many. Each counts one crash."""
    silent = Job.objects.filter(state__in=_RUNS, lease_until__lt=clock())
    if not silent.exists():  # looking needs no lock
        return 0
    with transaction.atomic():
        others = silent.exclude(id__in=except_ids).order_by("id")
        rows = list(others.select_for_update(skip_locked=_skips_locked()))
        for row in rows:
            _expire(row, clock=clock)
    return len(rows)


def _expire(row: Job, *, clock: Clock) -> None:
    row.crashes += 1
    if row.state == Job.State.RUNNING and row.crashes >= MOST_CRASHES:
        row.last_error = "Crashed"
        _quarantine(row, clock=clock)
    else:
        _release(row, now=clock())
