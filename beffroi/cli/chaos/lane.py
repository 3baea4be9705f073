"""Plays scenarios one after the other, each in a database of its own."""

from __future__ import annotations

import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections

from beffroi.channels import gateway
from beffroi.cli.chaos import stage, worker
from beffroi.cli.chaos.scenarios import LATE_SECONDS, Scenario
from beffroi.cli.chaos.stage import PARTS, SimulatedServer
from beffroi.cli.chaos.verdicts import Verdict, judge
from beffroi.delivery.models import Delivery
from beffroi.networks.simulation_faults import FaultKind

#: How long a worker waits for a network here; every silence is longer.
CALL_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario and what it came to; `story` says where each post ended."""

    scenario: Scenario
    verdict: Verdict
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

    def play(self, scenarios: Sequence[Scenario]) -> Iterator[Played]:
        """Play every scenario; the simulators live as long as the iteration."""
        signal.signal(signal.SIGTERM, lambda *_: exit_now())
        try:
            self._servers = {name: SimulatedServer(PARTS[name], free_port()) for name in PARTS}
            for server in self._servers.values():
                server.wait()
            hosts = (server.origin.removeprefix("http://") for server in self._servers.values())
            settings.OUTBOUND_ALLOW = frozenset(hosts)
            gateway.forget()
            for scenario in scenarios:
                yield self._play(scenario)
        finally:
            for server in self._servers.values():
                server.stop()

    def _play(self, scenario: Scenario) -> Played:
        use_database(self._database, copied_from=self._template)
        server = self._servers[scenario.network]
        started = worker.now()
        clock = worker.fast_clock(started=started, at=time.monotonic())
        server.begin(now=started, speed=worker.SPEED)
        channel = stage.connect(server, network=scenario.network.split()[0], now=clock())
        texts = stage.plan_posts(channel, label=str(scenario.number), now=clock())
        for fault in scenario.faults:
            server.plan(fault)
        kills = self._run_workers(scenario, clock)
        if any(fault.kind is FaultKind.LATE for fault in scenario.faults):
            time.sleep(LATE_SECONDS)  # whatever comes late has come
        statuses = {
            row.content["text"]: row.status for row in Delivery.objects.order_by("id")
        }
        visible = server.visible()
        story = ", ".join(f"{statuses[text]} ×{visible[text]}" for text in texts)
        connections.close_all()
        return Played(scenario, judge(statuses, visible, kills=kills), story)

    def _run_workers(self, scenario: Scenario, clock: Callable[[], datetime]) -> int:
        """Let a worker die where the scenario says, and others take over. Return the kills."""
        connections.close_all()
        first = [worker.fork_worker(clock, crash=scenario.crash)]
        if scenario.workers > 1:
            first.append(worker.fork_worker(clock, crash=None))
        kills = worker.wait_for(first)
        if kills and scenario.workers == 1:
            worker.wait_for([worker.fork_worker(clock, crash=None)])
        return kills


def use_database(path: Path, *, copied_from: Path | None = None) -> None:
    """Have this process and its children work on the SQLite file at `path`."""
    connections.close_all()
    if copied_from is not None:
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(copied_from, path)
    connections.settings["default"]["NAME"] = str(path)
    connections["default"].settings_dict["NAME"] = str(path)


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def exit_now() -> None:
    """End this process in order, so that its simulators end with it."""
    raise SystemExit(1)
