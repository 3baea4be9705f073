"""What a network tells as it happens: an open connection, as adapters see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol


class Live(Protocol):
    """An open connection, for one thread. Whoever has one closes it."""

    def receive(self, seconds: float = 1.0) -> Sequence[bytes]:
        """Wait so long at most and return the messages or lines that came, in order.

        An empty one stands for what was too large to be taken. Raises NetworkUnavailable once the
        connection ended, or was silent for too long.
        """
        ...

    def close(self) -> None:
        """Leave."""
        ...


class Conversation(Live, Protocol):
    """An open connection on which we may speak, too."""

    def send(self, message: bytes) -> None:
        """Say a few words, as text. Raises NetworkUnavailable."""
        ...


#: Opens a connection to an address; takes `headers`, `subprotocols` and limits. Raises a
#: NetworkError.
Opening = Callable[..., Live]
