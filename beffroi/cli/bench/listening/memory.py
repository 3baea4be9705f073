"""How much memory an index takes: of a process that builds one, above one that does not.

Run as a program, it prints the most kilobytes that it held with so many watches as it is told.
"""

from __future__ import annotations

import subprocess
import sys

from beffroi.cli.bench.language.process import peak_kb
from beffroi.cli.bench.listening.made import Maker
from beffroi.matching.common import counted
from beffroi.matching.index import Index

_COUNTED = 5_000


def index_mb(size: int) -> float:
    """Return the megabytes that `size` watches take in the index."""
    return round((_peak_of(size) - _peak_of(0)) * 1024 / 1e6, 1)


def _peak_of(size: int) -> int:
    line = [sys.executable, "-m", __name__, str(size)]
    done = subprocess.run(line, capture_output=True, text=True, check=True)  # noqa: S603 ourselves
    return int(done.stdout)


def _main(size: int) -> None:
    maker = Maker()
    index = Index(maker.watches(size), frequency=counted(maker.texts(_COUNTED)))
    print(peak_kb() if len(index) == size else 0)


if __name__ == "__main__":
    _main(int(sys.argv[1]))
