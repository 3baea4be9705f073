"""The process that prints one page: python -m beffroi.printing.press FOLDER.

Reads `job.json` and `page.html` there, writes `page.pdf`, and says on its output, as JSON, what
came of it, or the word of a `Reason` and exits with 1. It is bound in memory, time and output,
stands behind others, reaches no network, starts nothing, and knows no setting of ours.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from beffroi.core.leash import end_with_parent
from beffroi.printing import libraries
from beffroi.printing.errors import Reason

_MEMORY_BYTES = 700_000_000
_PROCESSOR_SECONDS = 40
_OUTPUT_BYTES = 60_000_000
_NICENESS = 5
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
        _give_up(Reason.TOO_MANY_PAGES)
    return asdict(printed)


def _refuse(event: str, _arguments: object) -> None:
    if event.startswith(_CLOSED):
        raise PermissionError(f"{event} is closed here")


def _bind() -> None:
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_OUTPUT_BYTES, _OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _give_up(reason: Reason, *, package: str = "") -> NoReturn:
    sys.stdout.write(json.dumps({"reason": reason.value, "package": package}))
    sys.stdout.flush()
    raise SystemExit(1)


def main(name: str) -> None:
    """Print one page. Exits with 1 when it is not printed."""
    folder = Path(name)
    gc.disable()  # it ends within seconds: looking for circles takes a tenth of them
    _bind()
    end_with_parent(lambda: shutil.rmtree(folder, ignore_errors=True))
    try:
        told = print_one(folder)
    except MemoryError:
        _give_up(Reason.TOO_HEAVY)
    except OSError as error:
        package = libraries.package_of(error)
        if not package:
            raise
        _give_up(Reason.LIBRARY_MISSING, package=package)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
