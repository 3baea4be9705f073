"""Plays scenarios one after the other, each in a database of its own."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connections

from beffroi.channels import gateway
from beffroi.cli.chaos import interruptions, stage
from beffroi.cli.chaos.door import PublicDoor
from beffroi.cli.chaos.scenarios import LATE_BY, Scenario
from beffroi.cli.chaos.stage import PARTS, SimulatedServer
from beffroi.cli.chaos.verdicts import Said, Verdict, judge
from beffroi.cli.chaos.worker import BEAT, FastClock, Fate, fork_worker
from beffroi.delivery.models import Delivery
from beffroi.networks import registry
from beffroi.networks.simulation_faults import FaultKind

#: How long a worker waits for a network here; every silence is longer.
CALL_SECONDS = 1.5
#: Longer than a lease, a quarantine and two lookups together.
FROZEN = timedelta(minutes=7)
#: So often the scenarios' clock beats, on a machine that has nothing else to do.
BEAT_SECONDS = 0.01
#: Seconds that pass on such a machine for one of this process's own, while it prepares a scenario.
_EASE = 2.5


class Played(NamedTuple):
    """What a scenario came to: the counts of its verdict, and where each post ended."""

    counts: Sequence[int]
    story: str


class Lane:
    """A folder, simulators, and scenarios played on them."""

    def __init__(self, folder: Path, template: Path) -> None:
        folder.mkdir()
        self._database = folder / "chaos.sqlite3"
        self._template = template
        self._servers: dict[str, SimulatedServer] = {}
        settings.MEDIA_ROOT = folder / "media"
        settings.SECRET_FILE = folder / "secret.keys"
        settings.OUTBOUND_TIMEOUT_SECONDS = CALL_SECONDS

    def play(self, scenarios: Sequence[tuple[int, Scenario]]) -> Iterator[Played]:
        """Play every scenario, which come with their numbers, on simulators of this lane's own."""
        networks = {scenario.network for _, scenario in scenarios}
        modules = {PARTS[network].module for network in networks}
        try:
            self._servers = {name: SimulatedServer(name) for name in modules}
            hosts = (server.origin.removeprefix("http://") for server in self._servers.values())
            settings.OUTBOUND_ALLOW = frozenset(hosts)
            settings.NETWORK_HOMES = {
                network: self._servers[PARTS[network].module].origin
                for network in networks
                if network in registry.NETWORKS and gateway.home(network)
            }
            gateway.forget()
            with PublicDoor() as door:
                settings.PUBLIC_URL = door.origin
                for number, scenario in scenarios:
                    verdict, ends = self._play(scenario)
                    yield Played(astuple(verdict), f"{number}: {scenario}: {ends}")
        finally:
            for server in self._servers.values():
                server.stop()

    def _play(self, scenario: Scenario) -> tuple[Verdict, str]:
        use_database(self._database, copied_from=self._template)
        part, clock = PARTS[scenario.network], FastClock()
        server = self._servers[part.module]
        began, worked = time.monotonic(), time.process_time()
        server.begin(part)
        channel = stage.connect(server, network=scenario.network.split()[0], now=clock())
        stage.plan_posts(channel, now=clock())
        slowness = (time.monotonic() - began) / (time.process_time() - worked)
        beat_seconds = BEAT_SECONDS * max(1.0, slowness / _EASE)
        silent_seconds = CALL_SECONDS + LATE_BY / BEAT * beat_seconds
        server.set_clock(clock(), speed=BEAT.total_seconds() / beat_seconds)
        for fault in scenario.faults:
            server.plan(fault, part, silent_seconds=silent_seconds)
        connections.close_all()
        fate = Fate(scenario.blows, clock)
        kills = Crew(clock, fate, beat_seconds).work(scenario.workers)
        if any(fault.kind is FaultKind.LATE for fault in scenario.faults):
            time.sleep(silent_seconds)  # whatever comes late has come
        rows = list(Delivery.objects.prefetch_related("attempts").order_by("id"))
        despite_pause = interruptions.begun_meanwhile()
        connections.close_all()
        said = [Said(row.content["text"], row.status, row.remote_id) for row in rows]
        visible = server.visible()
        verdict = judge(
            said,
            visible,
            kills=kills,
            blows=fate.end(),
            may_ask=scenario.may_ask,
            despite_pause=despite_pause,
        )
        ends = (_end(row, times=len(visible[row.content["text"]])) for row in rows)
        return verdict, "; ".join(ends)


def _end(row: Delivery, *, times: int) -> str:
    attempts = ", ".join(f"{one.outcome} {one.error}".strip() for one in row.attempts.all())
    return f"{row.content['text']} {row.status} ×{times} ({attempts})"


@dataclass
class Crew:
    """The workers of one scenario: the killed are replaced, the frozen are thawed."""

    clock: FastClock
    fate: Fate
    beat_seconds: float
    _running: set[int] = field(default_factory=set)
    _thaw_at: dict[int, timedelta] = field(default_factory=dict)
    _kills: int = 0
    _is_done: bool = False

    def work(self, workers: int) -> int:
        """Let `workers` begin; return how many were killed before the work was done."""
        while not self._is_done or self._running:
            if not self._running:
                self._running = {fork_worker(self.clock, self.fate) for _ in range(workers)}
                workers = 1
            for child in tuple(self._running):
                self._look_after(child)
            time.sleep(self.beat_seconds)
            self.clock.beat()
        return self._kills

    def _look_after(self, child: int) -> None:
        if self._thaw_at.get(child, timedelta.max) <= self.clock.passed():
            del self._thaw_at[child]
            os.kill(child, signal.SIGCONT)
        found, status = os.waitpid(child, os.WNOHANG | os.WUNTRACED)
        if not found:
            return
        if os.WIFSTOPPED(status):
            self._thaw_at[child] = self.clock.passed() + FROZEN
            return
        self._running.discard(child)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            self._kills += 1
        elif status:
            raise RuntimeError(f"A worker ended by itself, with status {status}.")
        else:
            self._is_done = True


def use_database(path: Path, *, copied_from: Path | None = None) -> None:
    """Have this process and its children work on the SQLite file at `path`."""
    connections.close_all()
    if copied_from is not None:
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(copied_from, path)
    connections.settings["default"]["NAME"] = str(path)
    connections["default"].settings_dict["NAME"] = str(path)
