"""The process that prints: python -m beffroi.printing.press.

It is told of one folder after another, a line each, and answers each with a line once `told.json`
lies there: what came of `job.json` and `page.html`, or the word of a `Reason`. The libraries are
loaded once; each page is laid out in a child of its own, so that its memory goes back and no page
meets another. A child is bound in memory, time and output, stands behind others, knows no setting
of ours, and reaches no network and starts nothing once it has a page before it.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import select
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn, TextIO

from beffroi.core.leash import end_with_parent
from beffroi.printing import libraries
from beffroi.printing.errors import Reason

_MEMORY_BYTES = 700_000_000
_PROCESSOR_SECONDS = 40
_OUTPUT_BYTES = 60_000_000
_NICENESS = 5
#: How long it stays after a page, for the next one: it holds some 60 MB meanwhile.
IDLE_SECONDS = 60
#: What nothing that is printed has a use for, by the names of Python's audit events.
_CLOSED = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
)


def print_one(folder: Path) -> dict[str, object]:
    """Print what lies in a folder; return what to say of it."""
    from beffroi.printing import paper, sources  # noqa: PLC0415 - it loads libraries of the system

    sys.addaudithook(_refuse)
    job = json.loads((folder / "job.json").read_text())
    folders = [Path(name) for name in job["folders"]]
    try:
        printed = paper.write(
            folder / "page.html",
            folder / "page.pdf",
            language=job["language"],
            title=job["title"],
            base_url=job["base_url"],
            sources=sources.Sources(static_url=job["static_url"], folders=folders),
            pages_max=job["pages_max"],
        )
    except paper.TooManyPages:
        return _given_up(Reason.TOO_MANY_PAGES)
    return asdict(printed)


def _refuse(event: str, _arguments: object) -> None:
    if event.startswith(_CLOSED):
        raise PermissionError(f"{event} is closed here")


def _bind() -> None:
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_OUTPUT_BYTES, _OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _given_up(reason: Reason, *, package: str = "") -> dict[str, object]:
    return {"reason": reason.value, "package": package}


def _tell(folder: Path, told: dict[str, object]) -> None:
    """Say what came of a page: whole, or not at all."""
    part = folder / "told.part"
    part.write_text(json.dumps(told))
    part.replace(folder / "told.json")


def _load() -> dict[str, object]:
    """Load the libraries; return what to say where they cannot be had."""
    try:
        from beffroi.printing import paper  # noqa: F401, PLC0415 - children find it loaded
    except MemoryError:
        return _given_up(Reason.TOO_HEAVY)
    except OSError as error:
        package = libraries.package_of(error)
        if not package:
            raise
        return _given_up(Reason.LIBRARY_MISSING, package=package)
    return {}


def _print_in_child(folder: Path) -> None:
    """Print what lies in a folder, and wait until it is."""
    child = os.fork()
    if not child:
        _be_child(folder)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        _complain(f"killed by signal {os.WTERMSIG(status)}")


def _be_child(folder: Path) -> NoReturn:
    """Print, tell, and end: nothing of this process is left for the next page."""
    code = 1
    try:
        end_with_parent(lambda: shutil.rmtree(folder, ignore_errors=True))
        resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
        os.environ["HOME"] = os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
        _tell(folder, _outcome(folder))
        code = 0
    except BaseException as error:  # noqa: BLE001 - it must not go on as the press
        _complain(_where(error))
    finally:
        os._exit(code)


def _where(error: BaseException) -> str:
    """Return what an error is and where it came up; its own words may quote the page."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"


def _outcome(folder: Path) -> dict[str, object]:
    try:
        return print_one(folder)
    except MemoryError:
        return _given_up(Reason.TOO_HEAVY)


def _complain(words: str) -> None:
    with suppress(OSError):
        sys.stderr.write(f"{words}\n")
        sys.stderr.flush()


def _asked() -> Iterator[Path]:
    """Yield folders as they are asked for, until nobody asks any more."""
    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0]:
        name = sys.stdin.readline()
        if not name:
            return
        yield Path(json.loads(name))


def _own_output() -> TextIO:
    """Return our output; what libraries print there goes to the errors from now on."""
    ours = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return ours


def main() -> None:
    """Print what is asked for. Exits with 1 when the libraries cannot be loaded."""
    gc.disable()  # a page ends within seconds: looking for circles takes a tenth of them
    answers = _own_output()
    _bind()
    for folder in _asked():
        lacking = _load()
        if lacking:
            _tell(folder, lacking)
            raise SystemExit(1)
        _print_in_child(folder)
        answers.write("\n")
        answers.flush()


if __name__ == "__main__":
    main()
