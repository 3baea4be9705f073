"""Tells the runners of this process that a job was asked for; other processes poll."""

from __future__ import annotations

import threading
from weakref import WeakSet

_lock = threading.Lock()
_events: WeakSet[threading.Event] = WeakSet()


def listen(event: threading.Event) -> None:
    """Have `event` set at each wake-up, as long as somebody holds it."""
    with _lock:
        _events.add(event)


def wake() -> None:
    """Wake every runner of this process."""
    with _lock:
        events = list(_events)
    for event in events:
        event.set()
