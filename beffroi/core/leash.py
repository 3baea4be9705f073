"""A process that we start ends with us, even when we are killed. No Django.

We hold one end of a pipe open; the process reads from the other, as its standard input, and ends
once there is nobody at our end any more.
"""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def leash() -> Iterator[int]:
    """Yield what a process takes as its standard input, to end when this one ends."""
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(reading)
        os.close(writing)


def end_with_parent(last: Callable[[], object] = lambda: None) -> None:
    """End this process once whoever started it has ended, after doing the `last` thing.

    Nobody waits for the outcome any more. Does nothing when standard input is no pipe.
    """

    def follow() -> None:
        os.read(sys.stdin.fileno(), 1)
        last()
        os._exit(1)

    if stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        threading.Thread(target=follow, daemon=True).start()
