"""Which crash meets which fault. Pure: the same numbers give the same scenarios."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from beffroi.delivery.steps import STEPS
from beffroi.networks.simulation_faults import FaultKind

#: Longer than a worker's patience with a call: the effect comes after the caller has given up.
LATE_SECONDS = 0.75


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """One fault that waits for the first call to `route` (publish, upload or find)."""

    name: str
    route: str = ""
    kind: FaultKind | None = None
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int = 1
    seconds: float = 30.0


FAULTS: tuple[FaultPlan, ...] = (
    FaultPlan("none"),
    FaultPlan("500 before the effect", "publish", FaultKind.ERROR_BEFORE),
    FaultPlan("500 after the effect", "publish", FaultKind.ERROR_AFTER),
    FaultPlan("cut before the effect", "publish", FaultKind.CUT_BEFORE),
    FaultPlan("cut after the effect", "publish", FaultKind.CUT_AFTER),
    FaultPlan("half an answer", "publish", FaultKind.HALF_AFTER),
    FaultPlan("a page of HTML after the effect", "publish", FaultKind.HTML_AFTER),
    FaultPlan("silence without effect", "publish", FaultKind.HANG, seconds=3.0),
    FaultPlan("a late effect", "publish", FaultKind.LATE, seconds=LATE_SECONDS),
    FaultPlan("asked to wait", "publish", FaultKind.ERROR_BEFORE, 429, {"Retry-After": "20"}),
    FaultPlan("unavailable three times", "publish", FaultKind.ERROR_BEFORE, 503, times=3),
    FaultPlan("no upload", "upload", FaultKind.ERROR_BEFORE, 503),
    FaultPlan("an upload without answer", "upload", FaultKind.CUT_AFTER),
)
#: Added to a fault after the effect: the lookup goes wrong as well.
BLIND_LOOKUP = FaultPlan("no lookup", "find", FaultKind.ERROR_BEFORE, 502)


@dataclass(frozen=True, slots=True)
class Crash:
    """kill -9 when `step` is reached for the `occurrence`-th time."""

    step: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """One small world: what goes wrong in it, and where its worker dies."""

    number: int
    network: str
    faults: tuple[FaultPlan, ...]
    crash: Crash | None
    workers: int

    def __str__(self) -> str:
        faults = " and ".join(fault.name for fault in self.faults)
        crash = f"crash at {self.crash.step} #{self.crash.occurrence}" if self.crash else "no crash"
        return f"{self.number}: {self.network}, {faults}, {crash}, {self.workers} worker(s)"


def scenarios(networks: Sequence[str], *, count: int, seed: int) -> list[Scenario]:
    """Return `count` scenarios, every combination before any comes twice."""
    lookups = tuple((fault, BLIND_LOOKUP) for fault in FAULTS if fault.kind in _AFTER)
    faults = [*((fault,) for fault in FAULTS), *lookups]
    crashes = [None, *(Crash(step, 1) for step in STEPS), *(Crash(step, 2) for step in STEPS[:6])]
    combinations = list(itertools.product(networks, faults, crashes, (1, 2)))
    random.Random(seed).shuffle(combinations)  # noqa: S311 - an order, no secret
    endless = itertools.islice(itertools.cycle(combinations), count)
    return [Scenario(number, *parts) for number, parts in enumerate(endless)]


_AFTER = {FaultKind.ERROR_AFTER, FaultKind.CUT_AFTER, FaultKind.LATE}
