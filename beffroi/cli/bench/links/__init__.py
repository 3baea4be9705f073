"""How quickly short links answer, and whether each visit counts once, kill -9 or not.

A whole installation (`beffroi up`) answers; this process follows links at a steady pace, whether
or not the one before was answered.
"""

from __future__ import annotations

import asyncio
import secrets
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Sum

from beffroi.cli.bench.links.following import Followed, follow
from beffroi.cli.bench.links.installation import Installation
from beffroi.cli.scratch import scratch_database
from beffroi.core.clock import utc_now
from beffroi.links import spool
from beffroi.links.models import Link, VisitCount
from beffroi.links.rules import ALPHABET, CODE_LENGTH
from beffroi.workspaces.models import Workspace

_LINKS = 200
_PER_SECOND = 500
_SECONDS = 20
_LOCKED_SECONDS = 5
_KILLS = 6
_BETWEEN_KILLS_SECONDS = 4
_COUNTED_WITHIN_SECONDS = 60


def run() -> dict[str, float]:
    """Measure; `lost` and `doubled` are visits, times milliseconds."""
    with (
        tempfile.TemporaryDirectory(prefix="beffroi-bench-") as name,
        scratch_database("links") as use,
    ):
        use()
        codes = _links()
        folder = Path(name)
        with Installation(folder) as installation:
            asyncio.run(follow(installation.port, codes, per_second=_PER_SECOND, seconds=2))
            began = _counted(folder)
            calm = asyncio.run(
                follow(installation.port, codes, per_second=_PER_SECOND, seconds=_SECONDS)
            )
            locked = asyncio.run(_while_locked(installation.port, codes))
            killed = asyncio.run(_while_killed(installation, codes))
            counted = _counted(folder)
    counted.subtract(began)
    parts = [calm, locked, killed]
    return {
        "followed": sum(len(part.times) for part in parts),
        "p50_ms": _percentile(calm.times, 50),
        "p99_ms": _percentile(calm.times, 99),
        "p99_locked_ms": _percentile(locked.times, 99),
        "unanswered": sum(part.unanswered for part in parts),
        "kills": _KILLS,
        **_verdict(counted, parts),
    }


def _verdict(counted: Counter[str], parts: list[Followed]) -> dict[str, float]:
    """Count visits that were answered and not counted, and those counted though never made."""
    answered = sum((part.answered for part in parts), Counter[str]())
    sent = sum((part.sent for part in parts), Counter[str]())
    return {"lost": (answered - counted).total(), "doubled": (counted - sent).total()}


def _percentile(times: list[float], rank: int) -> float:
    return round(1000 * statistics.quantiles(times, n=100)[rank - 1], 2)


def _links() -> list[str]:
    workspace, now = Workspace.objects.create(name="Atelier Martin"), utc_now()
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(_LINKS)]
    Link.objects.bulk_create(
        Link(
            workspace=workspace,
            code=code,
            target="https://example.com/pain",
            first_host="example.com",
            made_at=now,
            changed_at=now,
        )
        for code in codes
    )
    return codes


def _counted(folder: Path) -> Counter[str]:
    """Return visits by link once all files are counted."""
    end = time.monotonic() + _COUNTED_WITHIN_SECONDS
    before = -1
    while time.monotonic() < end:
        counts = VisitCount.objects.values_list("link__code").annotate(Sum("visits"))
        now = Counter(dict(counts))
        if now.total() == before and _all_read(folder):
            return now
        before = now.total()
        time.sleep(3)
    raise RuntimeError("The visits are not counted in time.")


def _all_read(folder: Path) -> bool:
    return len(spool.files(folder / "visits")) <= 1  # the one that is still written to


async def _while_locked(port: int, codes: list[str]) -> Followed:
    """Follow links while nobody can write to the database."""
    going = asyncio.create_task(
        follow(port, codes, per_second=_PER_SECOND, seconds=_LOCKED_SECONDS)
    )
    await asyncio.to_thread(_hold_lock)
    return await going


def _hold_lock() -> None:
    with transaction.atomic():
        VisitCount.objects.select_for_update().first()
        time.sleep(_LOCKED_SECONDS)
    connection.close()


async def _while_killed(installation: Installation, codes: list[str]) -> Followed:
    """Follow links while the installation is killed and started again."""
    seconds = _KILLS * _BETWEEN_KILLS_SECONDS + 2
    going = asyncio.create_task(
        follow(installation.port, codes, per_second=_PER_SECOND, seconds=seconds)
    )
    for _ in range(_KILLS):
        await asyncio.sleep(_BETWEEN_KILLS_SECONDS - 1)
        await asyncio.to_thread(installation.kill_and_start)
    return await going
