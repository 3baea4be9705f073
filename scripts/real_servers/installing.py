"""What real servers need, put into the cache folder once per set of pinned versions."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scripts.paths import REQUIREMENTS, cache_folder

READY = "ready"


class CannotInstall(Exception):
    """Something that a server needs cannot be had here; the message says what."""


def installed(name: str, *, inputs: list[Path], install: Callable[[Path], None]) -> Path:
    """Return the folder of this name for these inputs, filled by `install` the first time.

    Other inputs make another folder: an outdated or half-filled one is never taken for good.
    """
    digest = hashlib.sha256(sys.version.encode())
    for path in inputs:
        digest.update(path.read_bytes())
    folder = cache_folder() / f"{name}-{digest.hexdigest()[:12]}"
    with _alone(name):
        if not (folder / READY).exists():
            for outdated in cache_folder().glob(f"{name}-*"):
                shutil.rmtree(outdated)
            folder.mkdir()
            print(f"Installing {name} into {folder} (once)", flush=True)
            install(folder)
            (folder / READY).touch()
    return folder


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Let one process at a time install this; the lock ends with the process, however it ends."""
    cache_folder().mkdir(parents=True, exist_ok=True)
    with (cache_folder() / f".{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_environment(folder: Path, *, lock: str) -> None:
    """Make a virtual environment with exactly the packages of this lock file."""
    run([sys.executable, "-m", "venv", str(folder / "venv")])
    pip = [str(folder / "venv/bin/python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run([*pip, "install", "--require-hashes", "-r", str(REQUIREMENTS / f"{lock}.txt")])


def site_packages(folder: Path) -> Path:
    """Return where the packages of that environment are."""
    return next((folder / "venv/lib").glob("python3*/site-packages"))


def run(
    command: list[str], *, cwd: Path | None = None, env: Mapping[str, str] = os.environ
) -> None:
    """Run one step of an installation; its output is shown only when it fails."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        output, _ = process.communicate()
    except BaseException:  # Ctrl-C, SIGTERM: compilers that it started must not outlive us
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if process.returncode:
        end = "\n".join(output.splitlines()[-20:])
        raise CannotInstall(f"this failed: {' '.join(command)}\n{end}")
