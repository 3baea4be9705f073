"""`beffroi chaos`: workers die at every step of a delivery while networks go wrong.

Real processes, real kill -9, real HTTP to simulators; the oracle is the simulators' own ledger.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import selectors
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core.management import call_command
from django.db import connection, connections

from beffroi.cli.chaos.lane import Lane, use_database
from beffroi.cli.chaos.scenarios import NETWORKS, Scenario, scenarios
from beffroi.cli.chaos.verdicts import Verdict
from beffroi.cli.messages import Parser, Stop, positive
from beffroi.cli.messages import gettext as _

DEFAULT_LANES = 6
_PROGRESS_EVERY = 50


def run(arguments: Sequence[str]) -> int:
    """Play the scenarios; print the sum as the last line; return 1 when a promise broke."""
    options = _parse(arguments)
    if connection.vendor != "sqlite":
        raise Stop(_("The scenarios run on SQLite: unset BEFFROI_DATABASE_URL."))
    drawn = scenarios(count=options.scenarios, seed=options.seed, network=options.network)
    if options.only is not None:
        drawn = drawn[options.only : options.only + 1]
    if not drawn:
        raise Stop(_("There is no scenario of this number among those drawn."))
    logging.disable(logging.WARNING)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="beffroi-chaos-"))
    try:
        total = _play_all(drawn, folder, lanes=min(options.lanes, len(drawn)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _tell(drawn, total)
    return 0 if total.is_clean else 1


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = Parser(prog="beffroi chaos")
    parser.add_argument("--scenarios", type=positive, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lanes", type=positive, default=DEFAULT_LANES)
    parser.add_argument("--network", choices=NETWORKS, default="", help="play on one network")
    parser.add_argument("--only", type=int, help="play one scenario, by its number")
    return parser.parse_args(arguments)


def _play_all(drawn: Sequence[Scenario], folder: Path, *, lanes: int) -> Verdict:
    template = folder / "template.sqlite3"
    use_database(template)
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    numbered = list(enumerate(drawn))
    children: dict[int, IO[str]] = {}
    try:
        for number in range(lanes):
            child, reader = _fork_lane(numbered[number::lanes], folder / f"lane-{number}", template)
            children[child] = reader
        total = _collect(list(children.values()))
        statuses = [os.waitpid(child, 0)[1] for child in children]
    finally:
        for child in children:
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)  # with its workers and simulators, if any is left
    if any(statuses):
        raise Stop(_("A lane of the scenarios ended before its last one."))
    return total


def _fork_lane(
    drawn: Sequence[tuple[int, Scenario]], folder: Path, template: Path
) -> tuple[int, IO[str]]:
    read_end, write_end = os.pipe()
    child = os.fork()
    if child:
        os.close(write_end)
        return child, os.fdopen(read_end)
    code = 1
    try:
        os.setpgid(0, 0)
        os.close(read_end)
        with os.fdopen(write_end, "w") as writer:
            for played in Lane(folder, template).play(drawn):
                print(json.dumps(played), file=writer, flush=True)
        code = 0
    except BaseException:
        traceback.print_exc()  # nobody above would: the process ends here
        raise
    finally:
        os._exit(code)


def _collect(readers: Sequence[IO[str]]) -> Verdict:
    """Add up what the lanes tell, until the last one has ended."""
    total, done, started = Verdict(), 0, time.monotonic()
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            selector.register(reader, selectors.EVENT_READ)
        while selector.get_map():
            for key, _events in selector.select():
                line = key.fileobj.readline()  # type: ignore[union-attr]
                if not line:
                    selector.unregister(key.fileobj)
                    continue
                values, story = json.loads(line)
                verdict = Verdict(*values)
                total, done = total + verdict, done + 1
                if not verdict.is_clean:
                    print(f"BROKEN {story}", file=sys.stderr, flush=True)
                if done % _PROGRESS_EVERY == 0:
                    print(f"{done} scenarios, {time.monotonic() - started:.0f} s", file=sys.stderr)
    return total


def _tell(drawn: Sequence[Scenario], total: Verdict) -> None:
    planned = sum(len(scenario.blows) for scenario in drawn)
    silent = sum(scenario.may_ask for scenario in drawn)
    print(
        f"{total.blows} of {planned} mishaps came; {total.asked} posts wait for a person, "
        f"in {silent} scenarios whose network cannot tell, or whose posts are paused.",
        file=sys.stderr,
    )
    print(_summary(len(drawn), total))


def _summary(count: int, total: Verdict) -> str:
    return json.dumps(
        {
            "scenarios": count,
            "kills": total.kills,
            "duplicates": total.duplicates,
            "lost": total.lost,
            "false_published": total.false_published,
            "stuck": total.stuck,
            "despite_pause": total.despite_pause,
        }
    )
