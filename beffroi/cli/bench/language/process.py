"""What the measurement runs in a process of its own: everything that is asked of a message."""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

#: As many as the product hands over at once.
_AT_ONCE = 200


def nothing() -> None:
    """Read the same texts, and print the memory that this takes."""
    json.load(sys.stdin)
    print(peak_kb())


def everything() -> None:
    """Read short and long texts from the input as JSON, print the figures as one line of JSON."""
    short, long = json.load(sys.stdin)
    _speed(short[:1])
    figures = {"short_per_cpu_s": _speed(short), "long_per_cpu_s": _speed(long)}
    print(json.dumps({**figures, "peak_kb": peak_kb()}))


def peak_kb() -> int:
    """Return the most memory that this process has held, without what started it."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text(), re.MULTILINE)
        return int(found[1]) if found else 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _speed(texts: Sequence[str]) -> int:
    from beffroi.language.understanding import Message, understand  # noqa: PLC0415 not for nothing

    began = time.process_time()
    for first in range(0, len(texts), _AT_ONCE):
        understand([Message(text) for text in texts[first : first + _AT_ONCE]])
    return round(len(texts) / (time.process_time() - began))


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[4])
    {"nothing": nothing, "everything": everything}[sys.argv[1]]()
